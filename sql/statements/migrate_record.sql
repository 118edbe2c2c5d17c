-- A migration was applied.
-- $1 version, $2 name
INSERT INTO schema_migrations (version, name) VALUES ($1::integer, $2::text)
