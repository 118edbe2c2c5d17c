-- Contracts with a date that lies before the step that comes before it; the first of a contract.
-- Columns: place, line, text
SELECT DISTINCT ON (s.place, s.line) s.place, s.line,
    format('%s %s is before %s %s', d.step, d.step_on, d.before, d.before_on) AS text
FROM pg_temp.staged_contracts AS s
JOIN contracts AS c USING (code)
CROSS JOIN LATERAL (VALUES
    (1, 'procurement_on', c.procurement_on, 'intent_on', c.intent_on),
    (2, 'awarded_on', c.awarded_on, 'procurement_on', c.procurement_on),
    (3, 'signed_on', c.signed_on, 'awarded_on', c.awarded_on),
    (4, 'signed_on', c.signed_on, 'procurement_on', c.procurement_on),
    (5, 'published_on', c.published_on, 'signed_on', c.signed_on),
    (6, 'filed_on', c.filed_on, 'signed_on', c.signed_on)
) AS d (nth, step, step_on, before, before_on)
WHERE d.step_on < d.before_on
ORDER BY s.place, s.line, d.nth
