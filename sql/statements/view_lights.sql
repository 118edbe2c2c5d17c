-- How many deviations stand, by rule and severity.
-- $1 fiscal year, $2 unit, with all below it ('': every)
-- columns: rule, red, yellow, blue; in the order of rules.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $2 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
)
SELECT rule, count(*) FILTER (WHERE severity = 'red'), count(*) FILTER (WHERE severity = 'yellow'),
       count(*) FILTER (WHERE severity = 'blue')
FROM deviations
WHERE fiscal_year = $1::smallint AND severity <> 'none' AND ($2 = '' OR unit_code IN (SELECT code FROM below))
GROUP BY rule
ORDER BY rule COLLATE "C"
