-- For doctor: the server, and its clock.
-- columns: named as they are shown.
SELECT current_setting('server_version') AS version, pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate,
       pg_is_in_recovery() AS standby, date_trunc('second', now() - pg_postmaster_start_time()) AS up,
       to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS clock,
       pg_size_pretty(pg_database_size(d.oid)) AS size,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS clients,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted
FROM pg_database d WHERE d.datname = current_database()
