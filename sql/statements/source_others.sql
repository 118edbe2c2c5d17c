-- Sources of which something is kept, and that are read no longer. $1 the names of those that are.
-- Columns: name
SELECT name FROM sources WHERE NOT name = ANY ($1::text[])
UNION
SELECT subject_code FROM deviations
WHERE subject_kind = 'source' AND severity <> 'none' AND NOT subject_code = ANY ($1::text[])
