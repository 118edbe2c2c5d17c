-- What else a change touches: an indicator its project (goal.gap), a project its unit's report
-- (execution.missing) and, where the reference curve is that of the peers, the unit's other projects. A
-- project that has left a unit or is gone shows in the change log as a change of that unit.
-- $1 indicator codes, $2 project codes, $3 whether peers count, $4 unit codes.
-- Columns: subject_kind, subject_code
WITH touched AS (
    SELECT unnest($2::text[]) COLLATE "C" AS code
    UNION
    SELECT owner_project FROM indicators WHERE code = ANY ($1::text[]) AND owner_project IS NOT NULL
), unit_of AS (
    SELECT p.unit_code FROM projects p JOIN touched USING (code)
    UNION
    SELECT unnest($4::text[]) COLLATE "C"
)
SELECT 'project', code FROM touched
UNION ALL
SELECT 'unit', unit_code FROM unit_of
UNION ALL
SELECT 'project', p.code FROM projects p JOIN unit_of USING (unit_code) WHERE $3::boolean
