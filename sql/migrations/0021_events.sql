-- All about an event that a message says of it, whatever the channel: for what waits to be told and for what is told at
-- once alike. With the rights of whoever asks.
CREATE VIEW event_details WITH (security_invoker = true) AS
SELECT e.id, e.deviation_id, (extract(epoch FROM e.created_at) * 1000)::bigint AS created, e.event, e.rule, e.severity,
       e.previous_severity, e.fiscal_year, e.month, e.subject_kind, e.subject_code, e.subject_name, e.unit_code,
       coalesce(u.name, '') AS unit_name, e.manager, e.observed, e.expected, e.gap, e.explanation, e.occurred_on,
       a.name AS answers_name, a.role AS answers_role, a.unit_code AS answers_unit, e.corrects_event_id,
       d.severity AS severity_now, d.acknowledged_at IS NOT NULL AS acknowledged,
       NOT EXISTS (SELECT FROM events later WHERE later.deviation_id = e.deviation_id AND later.id > e.id) AS is_last,
       NOT EXISTS (SELECT FROM events later WHERE later.deviation_id = e.deviation_id AND later.id > e.id
                   AND later.event IN ('opened', 'escalated')) AS is_last_rise,
       missing.id AS missing, p.mobile AS answers_mobile, p.im_id AS answers_im_id, p.email AS answers_email,
       (extract(epoch FROM d.since::timestamp AT TIME ZONE 'UTC') * 1000)::bigint AS since, d.reminders,
       e.formed, d.action, d.action_owner
FROM events e
JOIN deviations d ON d.id = e.deviation_id
LEFT JOIN units u ON u.code = e.unit_code
LEFT JOIN LATERAL who_answers(e.manager, e.unit_code) a ON true
LEFT JOIN people p ON p.name = a.name AND p.unit_code = a.unit_code
LEFT JOIN deviations missing ON missing.subject_kind = 'unit' AND missing.subject_code = e.unit_code
      AND missing.fiscal_year = e.fiscal_year AND missing.rule = 'execution.missing' AND missing.severity <> 'none';
COMMENT ON VIEW event_details IS 'What a message says of an event, whatever the channel';
-- What it has of the events themselves is said there.
DO $$
DECLARE
    of_events record;
BEGIN
    FOR of_events IN
        SELECT v.attname AS name, col_description(e.attrelid, e.attnum) AS said
        FROM pg_attribute v JOIN pg_attribute e ON e.attname = v.attname
        WHERE v.attrelid = 'event_details'::regclass AND e.attrelid = 'events'::regclass AND v.attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN event_details.%I IS %L', of_events.name, of_events.said);
    END LOOP;
END $$;
COMMENT ON COLUMN event_details.created IS 'When it was written, in ms since 1970';
COMMENT ON COLUMN event_details.unit_name IS 'Name of the unit; empty where there is none any more';
COMMENT ON COLUMN event_details.answers_name IS 'Name of who answers for the subject: see who_answers()';
COMMENT ON COLUMN event_details.answers_role IS 'Role of who answers';
COMMENT ON COLUMN event_details.answers_unit IS 'Unit of who answers';
COMMENT ON COLUMN event_details.answers_mobile IS 'Mobile number of who answers, by which robots mention';
COMMENT ON COLUMN event_details.answers_im_id IS 'Account of who answers, by which robots mention';
COMMENT ON COLUMN event_details.answers_email IS 'E-mail address of who answers';
COMMENT ON COLUMN event_details.severity_now IS 'Severity of the deviation now';
COMMENT ON COLUMN event_details.acknowledged IS 'Whether the deviation is acknowledged';
COMMENT ON COLUMN event_details.is_last IS 'The deviation has no later event';
COMMENT ON COLUMN event_details.is_last_rise IS 'The deviation has no later event that opened or escalated it';
COMMENT ON COLUMN event_details.missing IS 'The deviation of the unit that it has not reported, which may mute the event; NULL: it has reported';
COMMENT ON COLUMN event_details.since IS 'Since when the deviation stands: ms since 1970, midnight in UTC of that day; NULL: it does not any more';
COMMENT ON COLUMN event_details.reminders IS 'Reminders of the deviation since it last changed';
COMMENT ON COLUMN event_details.action IS 'What is to be done about the deviation';
COMMENT ON COLUMN event_details.action_owner IS 'Who is to do it';
