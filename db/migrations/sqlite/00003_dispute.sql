-- +goose Up
-- Cases of review and suit, each by its code, which is the body's own. number is the application it is about, empty for a
-- case about none. line is the group of table 4 it counts in, empty where the agency is only the body that reviewed.
create table dispute (
    agency       text not null,
    code         text not null,
    number       text not null,
    kind         text not null,
    line         text not null,
    brought_by   text not null,
    procedure    text not null,
    filed_on     text not null,
    filed_year   integer not null,
    filed_seq    integer not null,
    answer_by    text,
    answered_on  text,
    decided_on   text,
    decided_year integer not null, -- 0 = pending
    decided_seq  integer not null,
    outcome      text not null,
    until_on     text,
    rehandled_on text,
    struck_on    text,
    primary key (agency, code)
) strict, without rowid;
create index dispute_awaited on dispute (agency, answer_by) where answered_on is null and decided_on is null;
create index dispute_table on dispute (agency, filed_year, decided_year);
