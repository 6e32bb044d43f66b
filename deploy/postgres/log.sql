-- After `gongkai migrate`, as gongkai_owner, and again after each upgrade that adds a table: the log is append-only for the
-- committer, and the reader sees codes and dates. Running it again changes nothing.
--   psql -U gongkai_owner -d gongkai -v ON_ERROR_STOP=1 -f log.sql
revoke update, delete, truncate, references, trigger on event from gongkai_committer;
revoke delete, truncate, references, trigger on log_head from gongkai_committer;
revoke insert, update, delete, truncate on goose_db_version from gongkai_committer;

grant select on event, log_head, application, deadline, task, series, agency, department, day, report,
  figure, cell, open_cell, choice, goose_db_version to gongkai_reader;
