-- People of one unit whose names differ by blanks only.
-- Columns: place, line, text
SELECT s.place, s.line, format('%s of %s is there as "%s", too', s.name, s.unit_code, min(p.name)) AS text
FROM pg_temp.staged_people AS s
JOIN people AS p ON p.unit_code = s.unit_code AND p.name <> s.name
    AND translate(p.name, U&' \3000\00A0', '') = translate(s.name, U&' \3000\00A0', '')
WHERE NOT EXISTS (
    SELECT FROM pg_temp.staged_people AS o
    WHERE o.unit_code = p.unit_code AND o.name = p.name AND (o.place, o.line) > (s.place, s.line))
GROUP BY s.place, s.line, s.name, s.unit_code
