-- +goose Up
-- What each body holds where the law leaves a question open, from which legal date on (reading_chosen).
create table choice (
    agency    text    not null,
    reading   text    not null,
    from_on   text    not null,
    value     text    not null,
    chosen_on text    not null,
    actor     text    not null,
    position  integer not null,
    primary key (agency, reading, from_on)
) strict, without rowid;

-- An applicant's own applications are looked for by fee counts and hints.
create index application_applicant on application (agency, applicant_token) where applicant_token <> '';
create index application_name on application (agency, name_token) where name_token <> '';
