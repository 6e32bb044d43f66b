-- +goose Up
-- What each body holds where the law leaves a question open, from which legal date on (reading_chosen).
create table choice (
    agency    text collate "C" not null,
    reading   text collate "C" not null,
    from_on   text collate "C" not null,
    value     text collate "C" not null,
    chosen_on text collate "C" not null,
    actor     text collate "C" not null,
    position  bigint not null,
    primary key (agency, reading, from_on)
);

-- An applicant's own applications are looked for by fee counts and hints.
create index application_applicant on application (agency, applicant_token) where applicant_token <> '';
create index application_name on application (agency, name_token) where name_token <> '';
