-- For doctor: settings of the server that matter here.
-- columns: named as they are shown.
SELECT name, reset_val || coalesce(' ' || nullif(unit, ''), '') AS value, source, pending_restart AS restart_needed
FROM pg_settings
WHERE name IN ('autovacuum', 'autovacuum_max_workers', 'autovacuum_naptime', 'checkpoint_timeout', 'effective_cache_size',
               'fsync', 'full_page_writes', 'hot_standby_feedback', 'idle_in_transaction_session_timeout', 'jit',
               'lock_timeout', 'maintenance_work_mem', 'max_connections', 'max_logical_replication_workers',
               'max_parallel_workers_per_gather', 'max_replication_slots', 'max_slot_wal_keep_size', 'max_wal_senders',
               'max_wal_size', 'max_worker_processes', 'password_encryption', 'random_page_cost', 'shared_buffers',
               'ssl', 'statement_timeout', 'synchronous_commit', 'TimeZone', 'wal_level', 'work_mem')
ORDER BY name
