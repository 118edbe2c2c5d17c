-- For doctor: sessions of this database that run a transaction, the oldest first. Queries are not shown: they may
-- hold facts; of programs only our own are named.
-- columns: named as they are shown.
SELECT CASE WHEN application_name LIKE 'budgetwatch%' THEN split_part(application_name, ':', 1) ELSE 'other' END AS program,
       backend_type AS kind, state, date_trunc('second', now() - xact_start) AS transaction,
       date_trunc('second', now() - state_change) AS since, wait_event_type AS waits_for, wait_event AS event,
       age(backend_xmin) AS xmin_age
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (xact_start IS NOT NULL OR application_name LIKE 'budgetwatch%')
ORDER BY xact_start NULLS LAST
LIMIT 40
