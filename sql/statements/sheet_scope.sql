-- What a score sheet looks at. Of a unit: it and all units below it, their projects that have anything in
-- the year, its own indicators, and the dates, contracts, ceilings and findings of all of these. Of a
-- project: its own. A project's indicators are not listed: they come with it. A finding about an indicator
-- counts whoever of the tree owns that.
-- $1 unit or project, $2 code (of a unit '': every unit), $3 fiscal year, $4 whether the sub-units' own
-- indicators are looked at, too (boolean)
-- columns: kind of subject, code
WITH RECURSIVE tree AS (
    SELECT code FROM units
    WHERE $1 = 'unit' AND CASE WHEN $2 = '' THEN parent_code IS NULL ELSE code = $2 END
    UNION
    SELECT u.code FROM units u JOIN tree t ON u.parent_code = t.code
), mine AS (
    SELECT code FROM projects WHERE unit_code IN (SELECT code FROM tree)
    UNION ALL
    SELECT code FROM projects WHERE $1 = 'project' AND code = $2
)
SELECT 'unit', code FROM tree
UNION ALL
SELECT 'project', code FROM mine
WHERE $1 = 'project'
    OR EXISTS (SELECT FROM budgets b WHERE b.project_code = mine.code AND b.fiscal_year = $3::smallint)
    OR EXISTS (SELECT FROM execution e WHERE e.project_code = mine.code AND e.fiscal_year = $3::smallint)
    OR EXISTS (SELECT FROM budget_adjustments a WHERE a.project_code = mine.code AND a.fiscal_year = $3::smallint)
    OR EXISTS (SELECT FROM indicators i
               WHERE i.owner = 'project' AND i.owner_code = mine.code AND i.fiscal_year = $3::smallint)
    OR EXISTS (SELECT FROM contracts c WHERE c.project_code = mine.code AND c.fiscal_year = $3::smallint)
    OR EXISTS (SELECT FROM milestones m
               WHERE m.owner = 'project' AND m.owner_code = mine.code AND m.fiscal_year = $3::smallint)
UNION ALL
SELECT 'indicator', code FROM indicators
WHERE $1 = 'unit' AND owner = 'unit' AND fiscal_year = $3::smallint
    AND (owner_code = $2 OR ($4::boolean AND owner_code IN (SELECT code FROM tree)))
UNION ALL
SELECT 'milestone', owner_code || '/' || name FROM milestones
WHERE fiscal_year = $3::smallint
    AND (owner_unit IN (SELECT code FROM tree) OR owner_project IN (SELECT code FROM mine))
UNION ALL
SELECT 'contract', code FROM contracts
WHERE fiscal_year = $3::smallint AND project_code IN (SELECT code FROM mine)
UNION ALL
SELECT 'ceiling', unit_code || '/' || kind FROM ceilings
WHERE fiscal_year = $3::smallint AND unit_code IN (SELECT code FROM tree)
UNION ALL
SELECT 'rectification', code FROM rectifications
WHERE fiscal_year = $3::smallint
    AND (subject_unit IN (SELECT code FROM tree) OR subject_project IN (SELECT code FROM mine)
        OR subject_indicator IN (SELECT code FROM indicators
            WHERE fiscal_year = $3::smallint
                AND (owner_unit IN (SELECT code FROM tree) OR owner_project IN (SELECT code FROM mine))))
