-- For doctor: standbys, slots and prepared transactions, numbered, as their names may say whose they are.
-- columns: named as they are shown.
SELECT 'standby' AS what, row_number() OVER (ORDER BY pid) AS number, state, sync_state AS detail,
       pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint AS bytes_behind
FROM pg_stat_replication WHERE NOT pg_is_in_recovery()
UNION ALL
SELECT 'slot', row_number() OVER (ORDER BY slot_name), CASE WHEN active THEN 'active' ELSE 'away' END,
       slot_type || ' ' || coalesce(wal_status, ''),
       CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint END
FROM pg_replication_slots
UNION ALL
SELECT 'prepared transaction', row_number() OVER (ORDER BY prepared), 'open',
       date_trunc('second', now() - prepared)::text, NULL
FROM pg_prepared_xacts WHERE database = current_database()
