-- Write a deviation of a source, and its event where there is one; an acknowledgement that has lapsed is taken off.
-- $1 source, $2 rule, $3 fiscal year, $4 severity, $5 since, $6 explanation, $7 remind on, $8 overdue said,
-- $9 reminders, $10 acknowledged, $11 event (NULL: none), $12 severity of the event, $13 severity before,
-- $14 explanation of the event, $15 the day.
WITH stood AS (
    INSERT INTO deviations AS d (rule, subject_kind, subject_code, fiscal_year, severity, since, explanation,
        subject_name, remind_on, overdue_said, reminders)
    VALUES ($2, 'source', $1, $3::smallint, $4, $5::date, $6, $1, $7::date, $8::boolean, $9::smallint)
    ON CONFLICT (subject_kind, subject_code, fiscal_year, rule) DO UPDATE SET
        severity = excluded.severity, since = excluded.since, explanation = excluded.explanation,
        remind_on = excluded.remind_on, overdue_said = excluded.overdue_said, reminders = excluded.reminders,
        acknowledged_at = CASE WHEN $10::boolean THEN d.acknowledged_at END,
        acknowledged_by = CASE WHEN $10::boolean THEN d.acknowledged_by END,
        cause = CASE WHEN $10::boolean THEN d.cause END,
        decision = CASE WHEN $10::boolean THEN d.decision END,
        action = CASE WHEN $10::boolean THEN d.action END,
        action_due = CASE WHEN $10::boolean THEN d.action_due END,
        action_done_on = CASE WHEN $10::boolean THEN d.action_done_on END,
        action_owner = CASE WHEN $10::boolean THEN d.action_owner END,
        action_verified_on = CASE WHEN $10::boolean THEN d.action_verified_on END,
        updated_at = now()
    RETURNING d.id
)
INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, subject_code, subject_name,
    fiscal_year, month, observed, expected, gap, explanation, unit_code, manager, occurred_on)
SELECT id, $11::text, $2, $12, $13, 'source', $1, $1, $3::smallint, 0, '', '', '', $14, '', '', $15::date
FROM stood WHERE $11::text IS NOT NULL
