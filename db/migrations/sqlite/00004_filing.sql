-- +goose Up
-- Where an application counts, which may part from what its facts say once a year was filed; figures of table 2; filed
-- reports in numbered versions. All of it follows from the log.
alter table application add column counts_as text not null default '';
alter table application add column counts_under text not null default '';
alter table application add column parted integer not null default 0;
update application set counts_as = category, counts_under = case when closed_year > 0 then result else '' end;
drop index application_table;
create index application_table on application (agency, new_year, closed_year, counts_as, counts_under);
create index application_parted on application (agency, number) where parted = 1;

create table figure (
    agency   text   not null,
    year     integer not null,
    cell     text   not null,
    number   integer,
    text     text   not null, -- what stands in place of a number
    remark   text   not null,
    position integer not null,
    primary key (agency, year, cell)
) strict, without rowid;

create table report_version (
    agency   text   not null,
    year     integer not null,
    kind     text   not null check (kind in ('drafted', 'imported', 'filed', 'amended')),
    version  integer not null, -- 0 for a draft
    position integer not null, -- of the event
    report   text   not null,
    doubtful text   not null,
    primary key (agency, year, kind, version)
) strict, without rowid;
insert into report_version (agency, year, kind, version, position, report, doubtful)
    select agency, year, kind, case kind when 'imported' then 1 else 0 end, position, report, doubtful from report;
drop table report;
alter table report_version rename to report;
