-- +goose Up
-- What the tables count, kept counted in the transaction of the events (cell.go): a year's table is read from a few rows.
-- line is the row of table 3: new, carried_out (by the end of the year, closed in a later one) or the key of a result.
create table cell (
    year      bigint not null,
    agency    text collate "C" not null,
    line      text collate "C" not null,
    applicant text collate "C" not null, -- column of table 3
    n         bigint not null,
    primary key (year, agency, line, applicant)
) with (fillfactor = 70);

-- What is still open, by the year it was new in: carried out of every year since.
create table open_cell (
    agency    text collate "C" not null,
    year      bigint not null,
    applicant text collate "C" not null,
    n         bigint not null,
    primary key (agency, year, applicant)
) with (fillfactor = 70);

-- The events that brought an application in and closed it: a list behind a figure names them without reading histories.
alter table application add column came_seq bigint not null default 0;
alter table application add column came_event text collate "C" not null default '';
alter table application add column closed_seq bigint not null default 0;
alter table application add column closed_event text collate "C" not null default '';

-- Bodies of vertical systems are left out of the totals of local governments.
alter table agency add column vertical bigint not null default 0;

update application set came_seq = coalesce((select max(e.seq) from event e
    where e.stream = 'application:' || application.agency || '/' || application.number
    and e.type in ('registered', 'receipt_confirmed', 'recorded_from_ledger')), 0);
update application set closed_seq = coalesce((select max(e.seq) from event e
    where e.stream = 'application:' || application.agency || '/' || application.number
    and e.type in ('recorded_from_ledger', 'replied', 'supplement_lapsed', 'withdrawn', 'voided')), 0)
    where is_open = 0;
update application set
    came_event = coalesce((select e.type from event e
        where e.stream = 'application:' || application.agency || '/' || application.number and e.seq = came_seq), ''),
    closed_event = coalesce((select e.type from event e
        where e.stream = 'application:' || application.agency || '/' || application.number and e.seq = closed_seq), '');

insert into cell (year, agency, line, applicant, n)
    select new_year, agency, 'new', category, count(*) from application where new_year > 0 group by new_year, agency, category;
insert into cell (year, agency, line, applicant, n)
    select year, agency, result, category, count(*)
    from (select case when closed_year < new_year then new_year else closed_year end as year, agency, result, category
          from application where new_year > 0 and closed_year > 0) as closed
    group by year, agency, result, category;
insert into cell (year, agency, line, applicant, n)
    with recursive span (year) as (select 1990 union all select year + 1 from span where year < 2200)
    select span.year, a.agency, 'carried_out', a.category, count(*)
    from application a join span on span.year >= a.new_year and span.year < a.closed_year
    where a.new_year > 0 and a.closed_year > 0 group by span.year, a.agency, a.category;
insert into open_cell (agency, year, applicant, n)
    select agency, new_year, category, count(*) from application
    where new_year > 0 and closed_year = 0 group by agency, new_year, category;
