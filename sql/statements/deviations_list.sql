-- Deviations, those that stand before the others, red first, the oldest first.
-- $1 fiscal year (NULL: every year), $2 also those that no longer stand (boolean), $3 minutes east of UTC
-- of the office, $4 ids (bigint[]; NULL: all)
-- columns: id, severity, rule, subject kind, subject code, subject name, fiscal year, unit code, unit
--          name, since, month, observed, expected, gap, explanation, manager, acknowledged at (UTC),
--          acknowledged by, cause, decision, action, action due, action done on, acknowledged
--          on (the office's date); name, role and unit of who answers; who is to do the action, when the
--          data bore out that it was done. Of the last action that was said to be done and was checked in this
--          life of the deviation: itself, who was to do it, when it was said to be done, verified on, refuted on.
SELECT d.id, d.severity, d.rule, d.subject_kind, d.subject_code, d.subject_name, d.fiscal_year,
       d.unit_code, coalesce(u.name, ''), d.since, d.month, d.observed, d.expected, d.gap, d.explanation,
       d.manager, to_char(d.acknowledged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       d.acknowledged_by, d.cause, d.decision, d.action, d.action_due, d.action_done_on,
       (d.acknowledged_at AT TIME ZONE 'UTC' + make_interval(mins => $3::int))::date, a.name, a.role, a.unit_code,
       CASE WHEN d.action IS NOT NULL THEN coalesce(acts.name, d.action_owner) END, d.action_verified_on,
       k.action, k.action_owner, k.action_done_on, k.action_verified_on, k.action_refuted_on
FROM deviations d LEFT JOIN units u ON u.code = d.unit_code
LEFT JOIN LATERAL who_answers(d.manager, d.unit_code) a ON true
LEFT JOIN LATERAL who_acts(d.action_owner, d.manager, d.unit_code) acts ON d.action IS NOT NULL
LEFT JOIN LATERAL (
    SELECT last.* FROM (SELECT h.* FROM acknowledgements h WHERE h.deviation_id = d.id ORDER BY h.id DESC LIMIT 1) last
    WHERE coalesce(last.action_verified_on, last.action_refuted_on) >= coalesce(d.since, '-infinity')
) k ON true
WHERE ($1::smallint IS NULL OR d.fiscal_year = $1::smallint) AND ($2::boolean OR d.severity <> 'none')
    AND ($4::bigint[] IS NULL OR d.id = ANY ($4::bigint[]))
ORDER BY array_position(ARRAY['red', 'yellow', 'blue', 'none'], d.severity), d.since, d.id
