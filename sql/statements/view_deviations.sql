-- The ids of a page of deviations: those that stand before the others, red first, then in the order in which they
-- were first seen.
-- $1 fiscal year (NULL: every), $2 unit, with all below it ('': every), $3 severity (NULL: all), $4 rule (NULL: all),
-- $5 that stand (boolean; NULL: those that do and those that do no longer), $6 project whose subjects they are about
-- (NULL: every; then a year is given), $7 subject kind and $8 code (NULL: every), $9 only behind this id (NULL: from
-- the first), $10 how many,
-- $11 that unit alone (boolean)
-- columns: id
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $2 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code WHERE NOT $11::boolean
)
SELECT d.id
FROM deviations d
LEFT JOIN deviations b ON b.id = $9::bigint
WHERE ($1::smallint IS NULL OR d.fiscal_year = $1::smallint)
    AND ($2 = '' OR d.unit_code IN (SELECT code FROM below))
    AND ($3::text IS NULL OR d.severity = $3) AND ($4::text IS NULL OR d.rule = $4)
    AND ($5::boolean IS NULL OR (d.severity <> 'none') = $5::boolean)
    AND ($6::text IS NULL OR d.id = ANY (ARRAY(
        SELECT x.id FROM project_subjects($6, $1::int) s
        JOIN deviations x ON x.subject_kind = s.subject_kind AND x.subject_code = s.subject_code
            AND x.fiscal_year = $1::smallint)))
    AND ($7::text IS NULL OR d.subject_kind = $7 AND d.subject_code = $8 COLLATE "C")
    AND ($9::bigint IS NULL OR
        (array_position(ARRAY['red', 'yellow', 'blue', 'none'], d.severity), d.id) >
        (array_position(ARRAY['red', 'yellow', 'blue', 'none'], b.severity), b.id))
ORDER BY array_position(ARRAY['red', 'yellow', 'blue', 'none'], d.severity), d.id
LIMIT $10::int
