-- +goose Up
-- Cases of review and suit, each by its code, which is the body's own. number is the application it is about, empty for a
-- case about none. line is the group of table 4 it counts in, empty where the agency is only the body that reviewed.
create table dispute (
    agency       text collate "C" not null,
    code         text collate "C" not null,
    number       text collate "C" not null,
    kind         text collate "C" not null,
    line         text collate "C" not null,
    brought_by   text collate "C" not null,
    procedure    text collate "C" not null,
    filed_on     text collate "C" not null,
    filed_year   bigint not null,
    filed_seq    bigint not null,
    answer_by    text collate "C",
    answered_on  text collate "C",
    decided_on   text collate "C",
    decided_year bigint not null, -- 0 = pending
    decided_seq  bigint not null,
    outcome      text collate "C" not null,
    until_on     text collate "C",
    rehandled_on text collate "C",
    struck_on    text collate "C",
    primary key (agency, code)
);
create index dispute_awaited on dispute (agency, answer_by) where answered_on is null and decided_on is null;
create index dispute_table on dispute (agency, filed_year, decided_year);
