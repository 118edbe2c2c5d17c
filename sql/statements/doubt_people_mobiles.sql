-- A mobile number that two people have, or one person in two units.
-- Columns: place, line, text
SELECT s.place, s.line,
    format('%s has the number of %s in %s, too', s.name, min(p.name), min(p.unit_code)) AS text
FROM pg_temp.staged_people AS s
JOIN people AS p ON p.mobile = s.mobile AND (p.name, p.unit_code) <> (s.name, s.unit_code)
WHERE NOT EXISTS (
    SELECT FROM pg_temp.staged_people AS o
    WHERE o.unit_code = p.unit_code AND o.name = p.name AND (o.place, o.line) > (s.place, s.line))
GROUP BY s.place, s.line, s.name
