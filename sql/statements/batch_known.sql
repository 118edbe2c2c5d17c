-- The deviations known of the batch's subjects, those that stand no longer included. A range at a time, by the key,
-- however many the planner takes them for.
-- $1 kinds, $2 and $3 the first and the last code, side by side: of one subject the two are the same. $4 whether the
-- indicators that a project owns in the deviation's year are left out: they go with their project.
-- Columns: rule, subject_kind, subject_code, fiscal_year, severity, since, month, observed, expected, gap,
-- explanation, subject_name, unit_code, manager, remind_on, overdue_said, acknowledged, action_due,
-- action_done_on, id and month of its last event (NULL: none is kept), reminders, whether the action is verified,
-- the action, who is to do it
SELECT d.rule, d.subject_kind, d.subject_code, d.fiscal_year, d.severity, d.since, d.month, d.observed,
    d.expected, d.gap, d.explanation, d.subject_name, d.unit_code, d.manager, d.remind_on, d.overdue_said,
    d.acknowledged_at IS NOT NULL, d.action_due, d.action_done_on, said.id, said.month,
    d.reminders, d.action_verified_on IS NOT NULL, d.action,
    CASE WHEN d.action IS NOT NULL
         THEN (SELECT a.name FROM who_acts(d.action_owner, d.manager, d.unit_code) a) END
FROM unnest($1::text[], $2::text[], $3::text[]) AS s (kind, first, last)
CROSS JOIN LATERAL (
    SELECT * FROM deviations k
    WHERE k.subject_kind = s.kind AND k.subject_code >= s.first COLLATE "C" AND k.subject_code <= s.last COLLATE "C"
    OFFSET 0
) AS d
LEFT JOIN LATERAL (
    SELECT e.id, e.month FROM events e WHERE e.deviation_id = d.id ORDER BY e.deviation_id DESC, e.id DESC
    LIMIT 1
) AS said ON true
WHERE NOT $4::boolean OR d.subject_kind <> 'indicator' OR NOT EXISTS (
    SELECT FROM indicators i
    WHERE i.code = d.subject_code AND i.fiscal_year = d.fiscal_year AND i.owner = 'project')
