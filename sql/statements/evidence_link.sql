-- Attach a file to a row of the ledger; one that is attached to it already stays.
-- $1 table, $2 key, $3 key by names (jsonb), $4 path
INSERT INTO evidence_links (table_name, key, row_key, path) VALUES ($1, $2, $3::jsonb, $4)
ON CONFLICT DO NOTHING
