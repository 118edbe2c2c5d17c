-- Acknowledge deviations that stand: their columns, the history, and a row in the change log for each
-- subject, so that the daemon looks at it again and at its schedule. What is not said ($3 to $7 NULL)
-- stays as an acknowledgement that has not lapsed has it; a new action brings its own dates.
-- $1 ids (bigint[]), $2 by whom, $3 cause, $4 decision, $5 action, $6 action due, $7 action done on,
-- $8 note
-- columns: number of deviations
WITH acknowledged AS (
    UPDATE deviations
    SET acknowledged_at = now(),
        acknowledged_by = $2,
        cause = coalesce($3, CASE WHEN acknowledged_at IS NOT NULL THEN cause END),
        decision = coalesce($4, CASE WHEN acknowledged_at IS NOT NULL THEN decision END),
        action = CASE WHEN $5::text IS NOT NULL THEN $5 WHEN acknowledged_at IS NOT NULL THEN action END,
        action_due = CASE WHEN $5::text IS NOT NULL THEN $6::date
                          WHEN acknowledged_at IS NOT NULL THEN action_due END,
        action_done_on = CASE WHEN $5::text IS NOT NULL OR acknowledged_at IS NULL THEN $7::date
                              ELSE coalesce($7::date, action_done_on) END,
        overdue_said = false,
        remind_on = NULL,
        updated_at = now()
    WHERE id = ANY ($1::bigint[]) AND severity <> 'none'
    RETURNING id, severity, subject_kind, subject_code, fiscal_year, cause, decision, action, action_due,
              action_done_on
),
history AS (
    INSERT INTO acknowledgements
        (deviation_id, by_whom, severity, cause, decision, action, action_due, action_done_on, note)
    SELECT id, $2, severity, cause, decision, action, action_due, action_done_on, $8 FROM acknowledged
),
changed AS (
    INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
    SELECT DISTINCT subject_kind, subject_code, fiscal_year FROM acknowledged
)
SELECT count(*) FROM acknowledged
