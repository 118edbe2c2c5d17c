-- The row of the ledger that a key with slashes names, with the parts of the key by their names. Codes may
-- have slashes of their own, so that a key may name several rows. Each table is looked into by those
-- beginnings of the key that can be a code, which an index serves.
-- $1 table, $2 key
-- columns: key by names (jsonb)
WITH heads AS MATERIALIZED (
    SELECT array_agg(left($2, place)) AS codes,
        -- of a table whose key begins with the kind of its subject
        array_agg(substr(left($2, place), strpos($2, '/') + 1)) AS second
    FROM generate_series(1, char_length($2)) AS place
    WHERE substr($2, place + 1, 1) IN ('/', '')
)
SELECT jsonb_build_object('code', code) FROM units
WHERE $1 = 'units' AND code = $2
UNION ALL
SELECT jsonb_build_object('name', name, 'unit_code', unit_code) FROM people
WHERE $1 = 'people' AND name = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', name, unit_code) = $2
UNION ALL
SELECT jsonb_build_object('code', code) FROM projects
WHERE $1 = 'projects' AND code = $2
UNION ALL
SELECT jsonb_build_object('project_code', project_code, 'fiscal_year', fiscal_year, 'fund', fund) FROM budgets
WHERE $1 = 'budgets' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', project_code, fiscal_year, fund) = $2
UNION ALL
SELECT jsonb_build_object('project_code', project_code, 'fiscal_year', fiscal_year, 'fund', fund,
    'effective_on', effective_on, 'kind', kind, 'approval_no', approval_no)
FROM budget_adjustments
WHERE $1 = 'budget_adjustments' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', project_code, fiscal_year, fund, to_char(effective_on, 'YYYY-MM-DD'), kind, approval_no) = $2
UNION ALL
SELECT jsonb_build_object('project_code', project_code, 'fiscal_year', fiscal_year, 'month', month) FROM plans
WHERE $1 = 'plans' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', project_code, fiscal_year, month) = $2
UNION ALL
SELECT jsonb_build_object('project_code', project_code, 'fiscal_year', fiscal_year, 'fund', fund,
    'month', month)
FROM execution
WHERE $1 = 'execution' AND project_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', project_code, fiscal_year, fund, month) = $2
UNION ALL
SELECT jsonb_build_object('unit_code', unit_code, 'fiscal_year', fiscal_year, 'kind', kind) FROM receipts
WHERE $1 = 'receipts' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', unit_code, fiscal_year, kind) = $2
UNION ALL
SELECT jsonb_build_object('code', code, 'fiscal_year', fiscal_year) FROM indicators
WHERE $1 = 'indicators' AND code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', code, fiscal_year) = $2
UNION ALL
SELECT jsonb_build_object('indicator_code', indicator_code, 'fiscal_year', fiscal_year, 'effective_on', effective_on)
FROM indicator_targets
WHERE $1 = 'indicator_targets' AND indicator_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', indicator_code, fiscal_year, to_char(effective_on, 'YYYY-MM-DD')) = $2
UNION ALL
SELECT jsonb_build_object('indicator_code', indicator_code, 'fiscal_year', fiscal_year, 'month', month)
FROM indicator_values
WHERE $1 = 'indicator_values' AND indicator_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', indicator_code, fiscal_year, month) = $2
UNION ALL
SELECT jsonb_build_object('subject', subject, 'subject_code', subject_code, 'fiscal_year', fiscal_year,
    'month', month)
FROM outlooks
WHERE $1 = 'outlooks' AND subject_code = ANY ((SELECT second FROM heads)::text[])
    AND concat_ws('/', subject, subject_code, fiscal_year, month) = $2
UNION ALL
SELECT jsonb_build_object('owner', owner, 'owner_code', owner_code, 'fiscal_year', fiscal_year,
    'name', name)
FROM milestones
WHERE $1 = 'milestones' AND owner_code = ANY ((SELECT second FROM heads)::text[])
    AND concat_ws('/', owner, owner_code, fiscal_year, name) = $2
UNION ALL
SELECT jsonb_build_object('code', code) FROM contracts
WHERE $1 = 'contracts' AND code = $2
UNION ALL
SELECT jsonb_build_object('unit_code', unit_code, 'fiscal_year', fiscal_year, 'kind', kind) FROM ceilings
WHERE $1 = 'ceilings' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', unit_code, fiscal_year, kind) = $2
UNION ALL
SELECT jsonb_build_object('unit_code', unit_code, 'fiscal_year', fiscal_year, 'kind', kind,
    'month', month)
FROM ceiling_spending
WHERE $1 = 'ceiling_spending' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', unit_code, fiscal_year, kind, month) = $2
UNION ALL
SELECT jsonb_build_object('unit_code', unit_code, 'fiscal_year', fiscal_year, 'month', month) FROM notified_rates
WHERE $1 = 'notified_rates' AND unit_code = ANY ((SELECT codes FROM heads)::text[])
    AND concat_ws('/', unit_code, fiscal_year, month) = $2
UNION ALL
SELECT jsonb_build_object('subject', subject, 'subject_code', subject_code, 'fiscal_year', fiscal_year,
    'item_code', item_code)
FROM assessments
WHERE $1 = 'assessments' AND subject_code = ANY ((SELECT second FROM heads)::text[])
    AND concat_ws('/', subject, subject_code, fiscal_year, item_code) = $2
UNION ALL
SELECT jsonb_build_object('code', code) FROM rectifications
WHERE $1 = 'rectifications' AND code = $2
UNION ALL
SELECT jsonb_build_object('date', date) FROM calendar
WHERE $1 = 'calendar' AND to_char(date, 'YYYY-MM-DD') = $2
