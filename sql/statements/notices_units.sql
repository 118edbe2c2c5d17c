-- The units that have projects of their own or below them, those above first.
-- columns: code
WITH RECURSIVE holding AS (
    SELECT DISTINCT unit_code AS code FROM projects
    UNION
    SELECT u.parent_code FROM units u JOIN holding h ON h.code = u.code WHERE u.parent_code IS NOT NULL
), tree AS (
    SELECT code, 0 AS depth FROM units WHERE parent_code IS NULL
    UNION ALL
    SELECT u.code, t.depth + 1 FROM units u JOIN tree t ON u.parent_code = t.code
)
SELECT t.code FROM tree t JOIN holding h ON h.code = t.code ORDER BY t.depth, t.code
