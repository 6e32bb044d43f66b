-- +goose Up
-- The log: the truth. Whoever owns the database can drop the triggers; the chained digests are what betrays it.
create table event (
    position    bigint not null primary key check (position > 0),
    id          text collate "C" not null unique check (length(id) = 36),
    stream      text collate "C" not null check (stream <> ''),
    seq         bigint not null check (seq > 0),
    type        text collate "C" not null check (type <> ''),
    on_date     text collate "C" not null check (length(on_date) = 10),
    recorded_at text collate "C" not null check (length(recorded_at) = 27),
    actor       text collate "C" not null check (actor <> ''),
    law         text collate "C" not null,
    department  text collate "C" not null,
    data        text collate "C" not null check (data::json is not null),
    digest      text collate "C" not null check (length(digest) = 64),
    unique (stream, seq)
);

create table log_head (
    position  bigint not null check (position >= 0),
    digest    text collate "C" not null check (length(digest) = 64),
    epoch     bigint not null check (epoch > 0),
    algorithm text collate "C" not null check (algorithm <> '')
);
create unique index log_head_one_row on log_head ((true));

-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
-- +goose StatementEnd
create trigger event_no_update before update on event for each row execute function refuse_change();
create trigger event_no_delete before delete on event for each row execute function refuse_change();
create trigger event_no_truncate before truncate on event for each statement execute function refuse_change();
create trigger log_head_no_delete before delete on log_head for each row execute function refuse_change();
create trigger log_head_no_truncate before truncate on log_head for each statement execute function refuse_change();

create table idempotency (
    key         text collate "C" not null primary key,
    fingerprint text collate "C" not null,
    answer      text collate "C" not null
);

create table sealed (
    owner      text collate "C" not null,
    field      text collate "C" not null,
    ciphertext bytea not null,
    salt       bytea not null,
    primary key (owner, field)
);
