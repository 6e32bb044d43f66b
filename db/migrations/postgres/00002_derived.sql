-- +goose Up
-- Derived from the log and written in the same transaction: all of it can be dropped and rebuilt.
create table application (
    id              bigint not null primary key, -- position of the first event
    agency          text collate "C" not null,
    number          text collate "C" not null,
    seq             bigint not null,
    state           text collate "C" not null,
    result          text collate "C" not null,
    channel         text collate "C" not null,
    category        text collate "C" not null,
    law             text collate "C" not null,
    registered_on   text collate "C",
    received_on     text collate "C",
    due_on          text collate "C",
    due_kind        text collate "C" not null,
    closed_on       text collate "C",
    changed_on      text collate "C",
    changed_at      text collate "C" not null,
    new_year        bigint not null,
    closed_year     bigint not null,
    is_open         bigint not null,
    overdue         bigint not null,
    from_ledger     bigint not null,
    facts           text collate "C" not null,
    doubts          text collate "C" not null,
    name_seq        bigint not null, -- event whose sealed name, content holds now
    content_seq     bigint not null,
    applicant_token text collate "C" not null,
    name_token      text collate "C" not null,
    unique (agency, number)
);
create index application_table on application (agency, new_year, closed_year, category, result);
create index application_open_due on application (agency, due_on) where is_open = 1;

create table deadline (
    agency  text collate "C" not null,
    number  text collate "C" not null,
    kind    text collate "C" not null,
    party   text collate "C" not null,
    due_on  text collate "C" not null,
    acts_on text collate "C" not null,
    primary key (agency, number, kind, party)
);
create index deadline_acts on deadline (acts_on, agency, number);

create table task (
    agency      text collate "C" not null,
    number      text collate "C" not null,
    department  text collate "C" not null,
    status      text collate "C" not null,
    assigned_on text collate "C",
    days        bigint not null,
    due_on      text collate "C",
    finding     text collate "C" not null,
    is_open     bigint not null,
    primary key (agency, number, department)
);
create index task_open on task (agency, department) where is_open = 1;

create table series (
    agency text collate "C" not null,
    year   bigint not null,
    last   bigint not null,
    primary key (agency, year)
);

create table agency (
    code   text collate "C" not null primary key,
    name   text collate "C" not null,
    parent text collate "C" not null
);

create table department (
    agency text collate "C" not null,
    code   text collate "C" not null,
    name   text collate "C" not null,
    primary key (agency, code)
);

create table person (
    code        text collate "C" not null primary key,
    agency      text collate "C" not null,
    departments text collate "C" not null,
    roles       text collate "C" not null,
    owner       text collate "C" not null -- where the sealed name is
);

create table credential (
    person  text collate "C" not null,
    token   text collate "C" not null, -- empty: the password
    lookup  text collate "C" not null, -- keyed hash of the secret's hash
    expires text collate "C",
    owner   text collate "C" not null, -- where the sealed secret is
    primary key (person, token)
);
create index credential_lookup on credential (lookup);

create table day (
    on_date  text collate "C" not null primary key,
    position bigint not null
);

create table report (
    agency   text collate "C" not null,
    year     bigint not null,
    kind     text collate "C" not null check (kind in ('drafted', 'imported')),
    position bigint not null,
    report   text collate "C" not null,
    doubtful text collate "C" not null,
    primary key (agency, year, kind)
);

-- One row an application: keyed hashes of the bigrams of its number, applicant and content (search.go).
create table search (
    rowid  bigint   not null primary key, -- id of the application
    tokens tsvector not null
);
create index search_tokens on search using gin (tokens);

create table session (
    token  text collate "C" not null primary key,
    data   bytea    not null,
    expiry bigint not null -- Unix seconds
);
create index session_expiry on session (expiry);
