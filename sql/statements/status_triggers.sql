-- Triggers of the ledger that its owner has switched off or dropped: what changes then leaves no trace, is not
-- looked at again or not checked. Those for what replication applies (apply...) are to be on for that alone.
-- $1 tables of the ledger (text[])
-- columns: their names, with commas between them; NULL: all are on.
SELECT string_agg(wanted.name || ' of ' || wanted.fact, ', ' ORDER BY wanted.fact, wanted.name)
FROM (
    SELECT fact, name FROM unnest($1::text[]) AS fact,
        unnest(ARRAY['audit_insert', 'audit_update', 'audit_delete', 'audit_truncate']) AS name
    UNION
    SELECT c.relname::text, t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1::text[])
) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_trigger t
                  WHERE t.tgrelid = to_regclass('public.' || quote_ident(wanted.fact))
                    AND t.tgname = wanted.name
                    AND CASE WHEN t.tgname LIKE 'apply%' THEN t.tgenabled = 'R' ELSE t.tgenabled IN ('O', 'A') END)
