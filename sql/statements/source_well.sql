-- A source has been read, and the ledger is as it says. $1 its name, $2 kind, $3 rows, $4 added, $5 changed,
-- $6 taken out: of the ledger.
INSERT INTO sources AS s (name, kind, read_at, succeeded_at, rows, changed_at, added, changed, removed)
SELECT $1, $2, now(), now(), $3::bigint, CASE WHEN n.any_change THEN now() END, n.added, n.changed, n.removed
FROM (SELECT $4::bigint, $5::bigint, $6::bigint, $4::bigint + $5::bigint + $6::bigint > 0)
    AS n (added, changed, removed, any_change)
ON CONFLICT (name) DO UPDATE SET
    kind = excluded.kind, read_at = excluded.read_at, succeeded_at = excluded.succeeded_at, rows = excluded.rows,
    changed_at = coalesce(excluded.changed_at, s.changed_at),
    added = CASE WHEN excluded.changed_at IS NULL THEN s.added ELSE excluded.added END,
    changed = CASE WHEN excluded.changed_at IS NULL THEN s.changed ELSE excluded.changed END,
    removed = CASE WHEN excluded.changed_at IS NULL THEN s.removed ELSE excluded.removed END,
    failures = 0, failing_since = NULL, fault = '', failure = ''
