-- The row of the ledger that a key with slashes names, with the parts of the key by their names. Codes may
-- have slashes of their own, so that a key may name several rows. Each table is looked into by those
-- beginnings of the key that can be a code, which an index serves; what is found is the row if the parts of
-- its key make up the whole.
-- $1 table, $2 key, $3 names of the parts (text[]), in their order
-- columns: key by names (jsonb)
WITH heads AS MATERIALIZED (
    SELECT array_agg(left($2, place)) AS codes,
        -- of a table whose key begins with the kind of its subject
        array_agg(substr(left($2, place), strpos($2, '/') + 1)) AS second
    FROM generate_series(1, char_length($2)) AS place
    WHERE substr($2, place + 1, 1) IN ('/', '')
), found (line) AS (
    SELECT to_jsonb(t) FROM units AS t WHERE $1 = 'units' AND code = $2
    UNION ALL
    SELECT to_jsonb(t) FROM people AS t WHERE $1 = 'people' AND name = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM projects AS t WHERE $1 = 'projects' AND code = $2
    UNION ALL
    SELECT to_jsonb(t) FROM budgets AS t WHERE $1 = 'budgets' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM budget_adjustments AS t WHERE $1 = 'budget_adjustments' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM plans AS t WHERE $1 = 'plans' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM execution AS t WHERE $1 = 'execution' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM receipts AS t WHERE $1 = 'receipts' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM indicators AS t WHERE $1 = 'indicators' AND code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM indicator_targets AS t WHERE $1 = 'indicator_targets' AND indicator_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM indicator_values AS t WHERE $1 = 'indicator_values' AND indicator_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM outlooks AS t WHERE $1 = 'outlooks' AND subject_code = ANY ((SELECT second FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM milestones AS t WHERE $1 = 'milestones' AND owner_code = ANY ((SELECT second FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM contracts AS t WHERE $1 = 'contracts' AND code = $2
    UNION ALL
    SELECT to_jsonb(t) FROM ceilings AS t WHERE $1 = 'ceilings' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM ceiling_spending AS t WHERE $1 = 'ceiling_spending' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM notified_rates AS t WHERE $1 = 'notified_rates' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM assessments AS t WHERE $1 = 'assessments' AND subject_code = ANY ((SELECT second FROM heads)::text[])
    UNION ALL
    SELECT to_jsonb(t) FROM rectifications AS t WHERE $1 = 'rectifications' AND code = $2
    UNION ALL
    SELECT to_jsonb(t) FROM calendar AS t WHERE $1 = 'calendar' AND to_char(date, 'YYYY-MM-DD') = $2
)
SELECT named.key FROM found, LATERAL (
    SELECT jsonb_object_agg(part, line -> part) AS key, string_agg(line ->> part, '/' ORDER BY place) AS whole
    FROM unnest($3::text[]) WITH ORDINALITY AS parts (part, place)
) AS named
WHERE named.whole = $2
