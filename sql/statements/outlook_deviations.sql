-- What a reply sheet of a unit and its sub-units is about: without ids the red and yellow deviations that
-- stand in the year, red first; with ids these, whatever their state, year and unit are.
-- $1 unit, $2 fiscal year, $3 ids (bigint[]; NULL: those that stand)
-- columns: id, severity, rule, subject kind, subject code, subject name, fiscal year, unit code, observed,
--          expected, gap, explanation, manager, who answers, belongs to the unit, acknowledged, cause,
--          decision, action, action due, note of the latest acknowledgement
WITH RECURSIVE tree AS (
    SELECT code FROM units WHERE code = $1
    UNION
    SELECT u.code FROM units u JOIN tree t ON u.parent_code = t.code
)
SELECT d.id, d.severity, d.rule, d.subject_kind, d.subject_code, d.subject_name, d.fiscal_year, d.unit_code,
       d.observed, d.expected, d.gap, d.explanation, d.manager, coalesce(a.name, d.manager),
       d.unit_code IN (SELECT code FROM tree), d.acknowledged_at IS NOT NULL, d.cause, d.decision, d.action,
       d.action_due, n.note
FROM deviations d
LEFT JOIN LATERAL who_answers(d.manager, d.unit_code) a ON true
LEFT JOIN LATERAL (SELECT k.note FROM acknowledgements k WHERE k.deviation_id = d.id
                   ORDER BY k.id DESC LIMIT 1) n ON true
WHERE CASE WHEN $3::bigint[] IS NULL
      THEN d.fiscal_year = $2::smallint AND d.severity IN ('red', 'yellow')
           AND d.unit_code IN (SELECT code FROM tree)
      ELSE d.id = ANY ($3::bigint[]) END
ORDER BY array_position(ARRAY['red', 'yellow', 'blue', 'none'], d.severity), d.unit_code, d.subject_code, d.id
