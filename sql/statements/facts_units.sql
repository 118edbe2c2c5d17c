-- The units asked for and those of the batch's projects. $1 project codes, $2 unit codes.
-- Columns: code, name
SELECT code, name
FROM units
WHERE code = ANY ($2::text[])
   OR code IN (SELECT unit_code FROM projects WHERE code = ANY ($1::text[]))
ORDER BY code
