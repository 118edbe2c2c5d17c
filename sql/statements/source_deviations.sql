-- The deviations of a source that stand, and those of a year. They stay as they are until the transaction ends.
-- $1 the source, $2 the year.
-- Columns: rule, fiscal year, severity, since, explanation, remind on, overdue said, acknowledged, action due,
--          action done on, reminders, action verified
SELECT rule, fiscal_year, severity, since, explanation, remind_on, overdue_said, acknowledged_at IS NOT NULL,
       action_due, action_done_on, reminders, action_verified_on IS NOT NULL
FROM deviations
WHERE subject_kind = 'source' AND subject_code = $1 COLLATE "C"
  AND (severity <> 'none' OR fiscal_year = $2::smallint)
ORDER BY severity = 'none', fiscal_year DESC
FOR UPDATE
