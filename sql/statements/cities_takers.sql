-- Who takes this ledger: the logical replication slots of this database.
-- columns: name, whether it is connected, bytes of WAL that are kept for it, how (pg_replication_slots.wal_status)
SELECT slot_name, active,
    coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
        restart_lsn), 0)::bigint, coalesce(wal_status, '')
FROM pg_replication_slots
WHERE database = current_database() AND plugin = 'pgoutput' AND NOT temporary
ORDER BY slot_name
