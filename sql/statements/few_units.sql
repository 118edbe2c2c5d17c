-- The units asked for and those of the batch's projects. $1 project codes, $2 unit codes.
-- Columns: code, name
SELECT u.code, u.name
FROM (
    SELECT unnest($2::text[]) COLLATE "C" AS code
    UNION
    SELECT unit_code FROM projects WHERE code = ANY ($1::text[])
) asked
JOIN units u ON u.code = asked.code
ORDER BY u.code
