-- The project that a deviation's subject belongs to.
-- $1 subject kind, $2 its code, $3 fiscal year
-- columns: project; no row: it belongs to none.
SELECT code FROM projects WHERE $1 = 'project' AND code = $2 COLLATE "C"
UNION ALL
SELECT owner_project FROM indicators
WHERE $1 = 'indicator' AND code = $2 COLLATE "C" AND fiscal_year = $3::smallint AND owner_project IS NOT NULL
UNION ALL
SELECT project_code FROM contracts WHERE $1 = 'contract' AND code = $2 COLLATE "C"
UNION ALL
SELECT owner_project FROM milestones
WHERE $1 = 'milestone' AND owner_code || '/' || name = $2 COLLATE "C" AND fiscal_year = $3::smallint AND owner_project IS NOT NULL
LIMIT 1
