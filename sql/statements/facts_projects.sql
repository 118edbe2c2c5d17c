-- The projects of a batch. $1 codes (NULL: all between), $2 and $3 the first and the last code.
-- Columns: code, name, unit_code, manager, category
SELECT code, name, unit_code, manager, category
FROM projects
WHERE code >= $2 AND code <= $3 AND ($1::text[] IS NULL OR code = ANY ($1::text[]))
ORDER BY code
