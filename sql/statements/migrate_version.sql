-- The newest migration that was applied.
-- columns: version
SELECT coalesce(max(version), 0) FROM schema_migrations
