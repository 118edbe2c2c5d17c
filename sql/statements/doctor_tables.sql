-- For doctor: the largest tables with their dead rows, and when vacuum was there.
-- columns: named as they are shown.
SELECT relname AS name, pg_size_pretty(pg_table_size(relid)) AS data, pg_size_pretty(pg_indexes_size(relid)) AS indexes,
       n_live_tup AS live, n_dead_tup AS dead,
       round(100.0 * n_dead_tup / greatest(n_live_tup + n_dead_tup, 1), 1) AS dead_percent,
       n_mod_since_analyze AS changed,
       to_char(greatest(last_vacuum, last_autovacuum) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS vacuumed,
       to_char(greatest(last_analyze, last_autoanalyze) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS analyzed,
       vacuum_count + autovacuum_count AS vacuums, seq_scan AS scans, idx_scan AS index_scans
FROM pg_stat_user_tables WHERE schemaname = 'public'
ORDER BY pg_total_relation_size(relid) DESC, relname
LIMIT 60
