-- +goose Up
-- Where an application counts, which may part from what its facts say once a year was filed; figures of table 2; filed
-- reports in numbered versions. All of it follows from the log.
alter table application add column counts_as text collate "C" not null default '';
alter table application add column counts_under text collate "C" not null default '';
alter table application add column parted bigint not null default 0;
update application set counts_as = category, counts_under = case when closed_year > 0 then result else '' end;
drop index application_table;
create index application_table on application (agency, new_year, closed_year, counts_as, counts_under);
create index application_parted on application (agency, number) where parted = 1;

create table figure (
    agency   text   collate "C" not null,
    year     bigint not null,
    cell     text   collate "C" not null,
    number   bigint,
    text     text   collate "C" not null, -- what stands in place of a number
    remark   text   collate "C" not null,
    position bigint not null,
    primary key (agency, year, cell)
);

create table report_version (
    agency   text   collate "C" not null,
    year     bigint not null,
    kind     text   collate "C" not null check (kind in ('drafted', 'imported', 'filed', 'amended')),
    version  bigint not null, -- 0 for a draft
    position bigint not null, -- of the event
    report   text   collate "C" not null,
    doubtful text   collate "C" not null,
    primary key (agency, year, kind, version)
);
insert into report_version (agency, year, kind, version, position, report, doubtful)
    select agency, year, kind, case kind when 'imported' then 1 else 0 end, position, report, doubtful from report;
drop table report;
alter table report_version rename to report;
