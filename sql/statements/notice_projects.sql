-- The projects of a unit and of everything below it that have a budget or an execution row in a year.
-- $1 unit ('': every unit), $2 fiscal year
-- columns: code
WITH RECURSIVE tree AS (
    SELECT code FROM units WHERE CASE WHEN $1 = '' THEN parent_code IS NULL ELSE code = $1 END
    UNION
    SELECT u.code FROM units u JOIN tree t ON u.parent_code = t.code
)
SELECT p.code FROM projects p JOIN tree t ON t.code = p.unit_code
WHERE EXISTS (SELECT FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $2::smallint)
    OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $2::smallint)
ORDER BY p.code
