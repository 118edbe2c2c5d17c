-- End what a daemon that stands still has open. Where the server waits for it in the middle of a statement, to
-- take rows or to send them, no timeout of the server's ends that, and what is locked would stay locked for
-- as long as it stands still: the leader's row, or messages. One statement that has lasted longer than the
-- lease and waits for its client is such a one. Only sessions of the same role, which are all that one sees.
-- $1 lease in milliseconds. Columns: application_name; a row for each that was ended
WITH still AS MATERIALIZED (
    SELECT pid, application_name FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND application_name IN ('budgetwatch monitor', 'budgetwatch pass', 'budgetwatch dispatcher')
      AND state = 'active' AND wait_event IN ('ClientRead', 'ClientWrite')
      AND query_start < now() - greatest($1::bigint, 3000) * interval '1 millisecond'
)
SELECT application_name FROM still WHERE pg_terminate_backend(pid)
