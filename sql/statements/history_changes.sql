-- What was changed of a project (its row, money, contracts, milestones, outlooks, assessments, corrective
-- work, and its indicators with theirs) or of an indicator (its row, targets, values, outlooks, corrective
-- work), in the order of writing. A table that was emptied by TRUNCATE is among it: whether rows of this
-- subject went with it is not known.
-- $1 code, $2 fiscal year (NULL: every year; what belongs to no year is always there), $3 minutes east
-- of UTC of the office
-- columns: id, at (UTC), at (the office's time), who was logged in, application, table, operation, had an
--          old row, has a new row; then of each column that is part of the key or differs (NULL: none):
--          name, old, new.
WITH mine AS (
    SELECT code FROM indicators WHERE owner = 'project' AND owner_code = $1
    UNION
    SELECT key ->> 'code' FROM audit
    WHERE (table_name IN ('contracts', 'indicators', 'rectifications') OR key IS NULL)
        AND table_name = 'indicators'
        AND (old @> jsonb_build_object('owner', 'project', 'owner_code', $1::text)
            OR new @> jsonb_build_object('owner', 'project', 'owner_code', $1::text))
    UNION
    SELECT $1
), chosen AS (
    SELECT * FROM audit
    WHERE coalesce(key ->> 'project_code', key ->> 'indicator_code', key ->> 'owner_code',
                   key ->> 'subject_code', key ->> 'code') = ANY (ARRAY(SELECT code FROM mine))
        AND CASE
            WHEN table_name IN ('projects', 'budgets', 'budget_adjustments', 'plans', 'execution')
                THEN coalesce(key ->> 'project_code', key ->> 'code') = $1
            WHEN table_name = 'milestones'
                THEN key ->> 'owner' = 'project' AND key ->> 'owner_code' = $1
            WHEN table_name = 'assessments'
                THEN key ->> 'subject' = 'project' AND key ->> 'subject_code' = $1
            WHEN table_name = 'outlooks'
                THEN key ->> 'subject' = 'indicator' OR key ->> 'subject_code' = $1
            ELSE table_name IN ('indicators', 'indicator_targets', 'indicator_values')
        END
    UNION ALL
    SELECT * FROM audit
    WHERE (table_name IN ('contracts', 'indicators', 'rectifications') OR key IS NULL)
        AND CASE
            WHEN key IS NULL
                THEN table_name IN ('indicators', 'indicator_targets', 'indicator_values', 'outlooks',
                                    'rectifications')
                    OR table_name IN ('projects', 'budgets', 'budget_adjustments', 'plans', 'execution',
                                      'contracts', 'milestones', 'assessments')
                        AND NOT EXISTS (SELECT FROM indicators WHERE code = $1)
            WHEN table_name = 'contracts'
                THEN $1 IN (old ->> 'project_code', new ->> 'project_code')
            WHEN table_name = 'rectifications'
                THEN EXISTS (SELECT FROM (VALUES (old), (new)) AS side (was)
                             WHERE was ->> 'subject' = 'project' AND was ->> 'subject_code' = $1
                                OR was ->> 'subject' = 'indicator'
                                    AND was ->> 'subject_code' IN (SELECT code FROM mine))
            ELSE false
        END
)
SELECT c.id, to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(c.at AT TIME ZONE 'UTC' + make_interval(mins => $3::int), 'YYYY-MM-DD HH24:MI:SS'),
       c.session_user_name, c.application_name, c.table_name, c.operation,
       c.old IS NOT NULL, c.new IS NOT NULL, part.name, part.old, part.new
FROM chosen c
LEFT JOIN LATERAL (
    SELECT name, c.key ->> name AS old, c.key ->> name AS new FROM jsonb_object_keys(c.key) AS name
    UNION ALL
    SELECT name, c.old ->> name, c.new ->> name FROM jsonb_object_keys(coalesce(c.new, c.old)) AS name
    WHERE NOT c.key ? name AND c.old ->> name IS DISTINCT FROM c.new ->> name
) part ON true
WHERE $2::smallint IS NULL
    OR $2::text IN (c.old ->> 'fiscal_year', c.new ->> 'fiscal_year')
    OR coalesce(c.old ->> 'fiscal_year', c.new ->> 'fiscal_year') IS NULL
ORDER BY c.id
