-- The next page of subjects of kind project: those of the ledger, unit by unit, since what a unit has
-- reported is read for each page that it has projects on; before them, those that are gone but for which a
-- deviation still stands. A project that is moved to a unit already passed is found by the change log.
-- $1 the last place of the page before ('' at the beginning), $2 how many.
-- Columns: code, place (unit and code, with a control character between them, which neither can hold)
WITH page AS (
    (SELECT '' COLLATE "C" AS unit_code, d.subject_code AS code FROM deviations d
     WHERE d.subject_kind = 'project' AND d.severity <> 'none'
         AND NOT EXISTS (SELECT FROM projects p WHERE p.code = d.subject_code)
         AND split_part($1, E'\x1f', 1) = '' AND d.subject_code > split_part($1, E'\x1f', 2)
     GROUP BY d.subject_code ORDER BY d.subject_code LIMIT $2::bigint)
    UNION ALL
    (SELECT unit_code, code FROM projects
     WHERE (unit_code, code) > (split_part($1, E'\x1f', 1), split_part($1, E'\x1f', 2))
     ORDER BY unit_code, code LIMIT $2::bigint)
)
SELECT code, unit_code || E'\x1f' || code FROM page ORDER BY unit_code, code LIMIT $2::bigint
