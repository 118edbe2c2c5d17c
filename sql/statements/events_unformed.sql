-- Events of which no messages have been made yet, the oldest first. Nothing is locked: messages_form
-- takes an event only if it is still unformed then.
-- $1 how many at most
-- columns: id, deviation id, created (ms since 1970), event, rule, severity, previous severity, fiscal
--          year, month, subject kind, subject code, subject name, unit code, unit name, manager,
--          observed, expected, gap, explanation, occurred on.
SELECT e.id, e.deviation_id, (extract(epoch FROM e.created_at) * 1000)::bigint, e.event, e.rule,
       e.severity, e.previous_severity, e.fiscal_year, e.month, e.subject_kind, e.subject_code,
       e.subject_name, e.unit_code, coalesce(u.name, ''), e.manager, e.observed, e.expected, e.gap,
       e.explanation, e.occurred_on
FROM events e LEFT JOIN units u ON u.code = e.unit_code
WHERE NOT e.formed
ORDER BY e.id
LIMIT $1::int
