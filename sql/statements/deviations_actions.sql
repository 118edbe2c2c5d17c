-- What there is of corrective actions on deviations that are about to be acknowledged.
-- $1 ids (bigint[]), $2 the owner that is named (NULL: none)
-- columns: id, whether an action is acknowledged, whether the unit or one above it has such a person, unit code.
SELECT d.id, d.acknowledged_at IS NOT NULL AND d.action IS NOT NULL,
       $2::text IS NULL OR EXISTS (SELECT FROM who_above($2::text, d.unit_code)), d.unit_code
FROM deviations d
WHERE d.id = ANY ($1::bigint[])
ORDER BY d.id
