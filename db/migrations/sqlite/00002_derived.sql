-- +goose Up
-- Derived from the log and written in the same transaction: all of it can be dropped and rebuilt.
create table application (
    id              integer primary key, -- position of the first event
    agency          text    not null,
    number          text    not null,
    seq             integer not null,
    state           text    not null,
    result          text    not null,
    channel         text    not null,
    category        text    not null,
    law             text    not null,
    registered_on   text,
    received_on     text,
    due_on          text,
    due_kind        text    not null,
    closed_on       text,
    changed_on      text,
    changed_at      text    not null,
    new_year        integer not null,
    closed_year     integer not null,
    is_open         integer not null,
    overdue         integer not null,
    from_ledger     integer not null,
    facts           text    not null,
    doubts          text    not null,
    name_seq        integer not null, -- event whose sealed name, content holds now
    content_seq     integer not null,
    applicant_token text    not null,
    name_token      text    not null,
    unique (agency, number)
) strict;
create index application_table on application (agency, new_year, closed_year, category, result);
create index application_open_due on application (agency, due_on) where is_open = 1;

create table deadline (
    agency  text not null,
    number  text not null,
    kind    text not null,
    party   text not null,
    due_on  text not null,
    acts_on text not null,
    primary key (agency, number, kind, party)
) strict, without rowid;
create index deadline_acts on deadline (acts_on, agency, number);

create table task (
    agency      text    not null,
    number      text    not null,
    department  text    not null,
    status      text    not null,
    assigned_on text,
    days        integer not null,
    due_on      text,
    finding     text    not null,
    is_open     integer not null,
    primary key (agency, number, department)
) strict, without rowid;
create index task_open on task (agency, department) where is_open = 1;

create table series (
    agency text    not null,
    year   integer not null,
    last   integer not null,
    primary key (agency, year)
) strict, without rowid;

create table agency (
    code   text not null primary key,
    name   text not null,
    parent text not null
) strict, without rowid;

create table department (
    agency text not null,
    code   text not null,
    name   text not null,
    primary key (agency, code)
) strict, without rowid;

create table person (
    code        text not null primary key,
    agency      text not null,
    departments text not null,
    roles       text not null,
    owner       text not null -- where the sealed name is
) strict, without rowid;

create table credential (
    person  text not null,
    token   text not null, -- empty: the password
    lookup  text not null, -- keyed hash of the secret's hash
    expires text,
    owner   text not null, -- where the sealed secret is
    primary key (person, token)
) strict, without rowid;
create index credential_lookup on credential (lookup);

create table day (
    on_date  text    not null primary key,
    position integer not null
) strict, without rowid;

create table report (
    agency   text    not null,
    year     integer not null,
    kind     text    not null check (kind in ('drafted', 'imported')),
    position integer not null,
    report   text    not null,
    doubtful text    not null,
    primary key (agency, year, kind)
) strict, without rowid;

-- One row an application: keyed hashes of the bigrams of its number, applicant and content (search.go).
create virtual table search using fts5 (tokens, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

create table session (
    token  text    not null primary key,
    data   blob    not null,
    expiry integer not null -- Unix seconds
) strict, without rowid;
create index session_expiry on session (expiry);
