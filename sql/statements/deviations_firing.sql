-- A page of what an alert receiver is to know: the deviations that stand, and those that were resolved
-- lately, with the severity that they had.
-- $1 only ids above this, $2 how many at most, $3 what counts as lately, in ms
-- columns: id, since when it stands (ms since 1970, midnight in UTC of that day; NULL: it does not any
--          more), when it was resolved (ms since 1970; NULL: it stands), rule, severity, fiscal year, subject
--          code, subject name, unit code, explanation, name of who answers.
SELECT d.id, (extract(epoch FROM d.since::timestamp AT TIME ZONE 'UTC') * 1000)::bigint,
       CASE WHEN d.severity = 'none' THEN (extract(epoch FROM e.created_at) * 1000)::bigint END,
       d.rule, CASE WHEN d.severity = 'none' THEN e.severity ELSE d.severity END, d.fiscal_year,
       d.subject_code, d.subject_name, d.unit_code,
       CASE WHEN d.severity = 'none' THEN e.explanation ELSE d.explanation END, a.name
FROM (
    SELECT * FROM deviations
    WHERE id > $1::bigint AND (severity <> 'none' OR updated_at > now() - $3::bigint * interval '1 ms')
    ORDER BY id
    LIMIT $2::int
) d
LEFT JOIN LATERAL (
    SELECT event, severity, created_at, explanation FROM events
    WHERE deviation_id = d.id AND d.severity = 'none'
    ORDER BY id DESC
    LIMIT 1
) e ON e.event = 'resolved'
LEFT JOIN LATERAL who_answers(d.manager, d.unit_code) a ON true
ORDER BY d.id
