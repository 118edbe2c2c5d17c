-- Triggers of the ledger that its owner has switched off or dropped: what changes then leaves no trace, is not
-- looked at again or not checked; or can be changed though its year is closed. Those for what replication applies
-- (apply...) are to be on for that alone.
-- $1 tables of the ledger (text[])
-- columns: their names, with commas between them; NULL: all are on.
SELECT string_agg(wanted.name || ' of ' || wanted.fact, ', ' ORDER BY wanted.fact, wanted.name)
FROM (
    SELECT fact, name FROM unnest($1::text[]) AS fact,
        unnest(ARRAY['audit_insert', 'audit_update', 'audit_delete', 'audit_truncate']) AS name
    UNION
    SELECT c.relname::text, t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1::text[])
    UNION
    SELECT c.relname::text, name FROM unnest($1::text[]) AS fact, fiscal_years y,
        unnest(ARRAY['closed_year', 'closed_year_truncate']) AS name, pg_class c
    WHERE y.closed_at IS NOT NULL AND c.oid = to_regclass(format('public.%I', fact || '_' || y.fiscal_year))
        AND c.relispartition
) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_trigger t
                  WHERE t.tgrelid = to_regclass('public.' || quote_ident(wanted.fact))
                    AND t.tgname = wanted.name
                    AND CASE WHEN t.tgname LIKE 'apply%' THEN t.tgenabled = 'R' ELSE t.tgenabled IN ('O', 'A') END)
