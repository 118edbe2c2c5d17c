-- The projects of a batch. $1 codes.
-- Columns: code, name, unit_code, manager, category
SELECT code, name, unit_code, manager, category
FROM projects
WHERE code = ANY ($1::text[])
ORDER BY code
