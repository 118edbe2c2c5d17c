-- The deviations that stand for a year in some units, with what officers wrote down of them.
-- $1 units (text[]), $2 fiscal year
-- columns: rule, subject kind, subject code, id, since, who answers, acknowledged by, cause, decision, action,
--          action due, action done on
SELECT d.rule, d.subject_kind, d.subject_code, d.id, d.since, coalesce(a.name, nullif(d.manager, '')),
    CASE WHEN d.acknowledged_at IS NOT NULL THEN d.acknowledged_by END, d.cause, d.decision, d.action,
    d.action_due, d.action_done_on
FROM deviations d
LEFT JOIN LATERAL who_answers(d.manager, d.unit_code) a ON true
WHERE d.unit_code = ANY ($1::text[]) AND d.fiscal_year = $2::smallint AND d.severity <> 'none'
ORDER BY d.rule COLLATE "C", d.subject_kind COLLATE "C", d.subject_code COLLATE "C"
