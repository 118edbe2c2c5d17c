-- Write changed deviations. What officers said of them is not touched here.
-- $1 rule, $2 subject_kind, $3 subject_code, $4 fiscal_year, $5 severity, $6 since, $7 month, $8 observed,
-- $9 expected, $10 gap, $11 explanation, $12 subject_name, $13 unit_code, $14 manager, $15 remind_on,
-- $16 overdue_said, $17 reminders: arrays, one element a deviation.
INSERT INTO deviations AS d (rule, subject_kind, subject_code, fiscal_year, severity, since, month, observed,
    expected, gap, explanation, subject_name, unit_code, manager, remind_on, overdue_said, reminders)
SELECT rule, kind, code, year, severity, since, month, observed, expected, gap, explanation, name, unit,
    manager, remind_on, overdue_said, reminders
FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::date[], $7::smallint[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::date[],
    $16::boolean[], $17::smallint[])
    AS n (rule, kind, code, year, severity, since, month, observed, expected, gap, explanation, name, unit,
        manager, remind_on, overdue_said, reminders)
ORDER BY kind, code, year, rule
ON CONFLICT (subject_kind, subject_code, fiscal_year, rule) DO UPDATE SET
    severity = excluded.severity, since = excluded.since, month = excluded.month,
    observed = excluded.observed, expected = excluded.expected, gap = excluded.gap,
    explanation = excluded.explanation, subject_name = excluded.subject_name,
    unit_code = excluded.unit_code, manager = excluded.manager, remind_on = excluded.remind_on,
    overdue_said = excluded.overdue_said, reminders = excluded.reminders, updated_at = now()
