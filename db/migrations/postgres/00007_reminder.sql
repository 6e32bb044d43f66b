-- +goose Up
-- What people are told by the program itself: keys and dates, the words come from the log when it is shown. Not derived
-- from the log: who has read what stands nowhere else, and losing it does no harm.
create table reminder (
    id          bigint generated always as identity primary key,
    person      text collate "C" not null,
    key         text collate "C" not null, -- the same thing is told to the same person once
    rule        text collate "C" not null,
    agency      text collate "C" not null,
    application text collate "C" not null,
    department  text collate "C" not null,
    on_date     text collate "C" not null, -- the date it is about
    told_at     text collate "C" not null,
    is_read     bigint not null default 0,
    unique (person, key)
);
create index reminder_unread on reminder (person) where is_read = 0;
