-- Write the events of changed deviations. $1 rule, $2 subject_kind, $3 subject_code, $4 fiscal_year, $5 event,
-- $6 severity, $7 previous severity, $8 month, $9 observed, $10 expected, $11 gap, $12 explanation,
-- $13 subject_name, $14 unit_code, $15 manager, $16 the event that it corrects (0: none): arrays, one element an
-- event. $17 the day they happened on.
INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, subject_code,
    subject_name, fiscal_year, month, observed, expected, gap, explanation, unit_code, manager, corrects_event_id,
    occurred_on)
SELECT d.id, n.event, n.rule, n.severity, n.previous, n.kind, n.code, n.name, n.year, n.month, n.observed,
    n.expected, n.gap, n.explanation, n.unit, n.manager, nullif(n.corrects, 0), $17::date
FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[],
    $8::smallint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
    $16::bigint[])
    WITH ORDINALITY
    AS n (rule, kind, code, year, event, severity, previous, month, observed, expected, gap, explanation,
        name, unit, manager, corrects, place)
JOIN deviations d ON d.subject_kind = n.kind AND d.subject_code = n.code COLLATE "C"
    AND d.fiscal_year = n.year AND d.rule = n.rule
ORDER BY n.place
