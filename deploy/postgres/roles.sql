-- Three roles for one installation's database. As a superuser, connected to that database, before the first start:
--   psql -d gongkai -v ON_ERROR_STOP=1 -f roles.sql
--   then give each a password: alter role gongkai_owner password '…'; and so on
-- and after it, and after each upgrade, as gongkai_owner: `gongkai migrate --db postgres://gongkai_owner:…@…/gongkai`.
--
--   gongkai_owner      owns the tables; for migrations alone, no process runs with it
--   gongkai_committer  what serve and the command line run with: adds events and cannot change or remove one, whatever
--                      becomes of the program; rewrites the rows that follow from them
--   gongkai_reader     reads codes and dates for reports and a standby: no sealed words, no passwords, no sessions, no keys
create role gongkai_owner login;
create role gongkai_committer login;
create role gongkai_reader login;
alter role gongkai_reader set default_transaction_read_only = on;
alter role gongkai_reader set statement_timeout = '60s';
-- What was acknowledged is durable, whatever the server's default; the program checks it at start as well.
alter role gongkai_committer set synchronous_commit = on;

revoke all on schema public from public;
grant usage, create on schema public to gongkai_owner;
grant usage on schema public to gongkai_committer, gongkai_reader;

-- Tables that a migration makes later are covered too.
alter default privileges for role gongkai_owner in schema public grant select, insert, update, delete on tables to gongkai_committer;
alter default privileges for role gongkai_owner in schema public grant usage, select on sequences to gongkai_committer;
