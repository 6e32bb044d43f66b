-- +goose Up
-- The log: the truth. Whoever may write to this file can drop the triggers; the chained digests are what betrays it.
create table event (
    position    integer primary key check (position > 0),
    id          text    not null unique check (length(id) = 36),
    stream      text    not null check (stream <> ''),
    seq         integer not null check (seq > 0),
    type        text    not null check (type <> ''),
    on_date     text    not null check (length(on_date) = 10),
    recorded_at text    not null check (length(recorded_at) = 27),
    actor       text    not null check (actor <> ''),
    law         text    not null,
    department  text    not null,
    data        text    not null check (json_valid(data)),
    digest      text    not null check (length(digest) = 64),
    unique (stream, seq)
) strict;

-- +goose StatementBegin
create trigger event_no_update before update on event begin
    select raise(abort, 'the log is append-only');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger event_no_delete before delete on event begin
    select raise(abort, 'the log is append-only');
end;
-- +goose StatementEnd

create table log_head (
    position  integer not null check (position >= 0),
    digest    text    not null check (length(digest) = 64),
    epoch     integer not null check (epoch > 0),
    algorithm text    not null check (algorithm <> '')
) strict;
-- +goose StatementBegin
create trigger log_head_one_row before insert on log_head when (select count(*) from log_head) > 0 begin
    select raise(abort, 'log_head has one row');
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger log_head_no_delete before delete on log_head begin
    select raise(abort, 'log_head has one row');
end;
-- +goose StatementEnd

create table idempotency (
    key         text not null primary key,
    fingerprint text not null,
    answer      text not null
) strict, without rowid;

create table sealed (
    owner      text not null,
    field      text not null,
    ciphertext blob not null,
    salt       blob not null,
    primary key (owner, field)
) strict, without rowid;
