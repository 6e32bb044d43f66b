-- +goose Up
-- What people are told by the program itself: keys and dates, the words come from the log when it is shown. Not derived
-- from the log: who has read what stands nowhere else, and losing it does no harm.
create table reminder (
    id          integer primary key,
    person      text    not null,
    key         text    not null, -- the same thing is told to the same person once
    rule        text    not null,
    agency      text    not null,
    application text    not null,
    department  text    not null,
    on_date     text    not null, -- the date it is about
    told_at     text    not null,
    is_read     integer not null default 0,
    unique (person, key)
) strict;
create index reminder_unread on reminder (person) where is_read = 0;
