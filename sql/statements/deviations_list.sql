-- Deviations, those that stand before the others, red first, the oldest first.
-- $1 fiscal year (NULL: every year), $2 also those that no longer stand (boolean), $3 minutes east of UTC
-- of the office
-- columns: id, severity, rule, subject kind, subject code, subject name, fiscal year, unit code, unit
--          name, since, month, observed, expected, gap, explanation, manager, acknowledged at (UTC),
--          acknowledged by, cause, decision, action, action due, action done on, acknowledged
--          on (the office's date); name, role and unit of who answers.
SELECT d.id, d.severity, d.rule, d.subject_kind, d.subject_code, d.subject_name, d.fiscal_year,
       d.unit_code, coalesce(u.name, ''), d.since, d.month, d.observed, d.expected, d.gap, d.explanation,
       d.manager, to_char(d.acknowledged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       d.acknowledged_by, d.cause, d.decision, d.action, d.action_due, d.action_done_on,
       (d.acknowledged_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int))::date, a.name, a.role, a.unit_code
FROM deviations d LEFT JOIN units u ON u.code = d.unit_code
LEFT JOIN LATERAL who_answers(d.manager, d.unit_code) a ON true
WHERE ($1::smallint IS NULL OR d.fiscal_year = $1::smallint) AND ($2::boolean OR d.severity <> 'none')
ORDER BY array_position(ARRAY['red', 'yellow', 'blue', 'none'], d.severity), d.since, d.id
