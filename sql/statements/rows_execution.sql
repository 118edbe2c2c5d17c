-- The rows of execution that make up what was spent by the end of a month: each project's and fund's latest.
-- $1 fiscal year, $2 the month 0..12, $3 unit, with all below it ('': every), $4 that unit's own projects only
-- (boolean), $5 project (NULL: every), $6 fund (NULL: every), $7 category (NULL: both), $8 and $9 only behind this
-- project and fund (NULL: from the first), $10 how many (NULL: all)
-- columns: project, its name, fund, month, spent, received (NULL: not said); how many rows there are in all, and the
--          sum of what was spent.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $3 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code WHERE NOT $4::boolean
),
counted AS MATERIALIZED (
    SELECT DISTINCT ON (e.project_code, e.fund) e.project_code, p.name, e.fund, e.month, e.spent_cumulative,
           e.received_cumulative
    FROM execution e JOIN projects p ON p.code = e.project_code
    WHERE e.fiscal_year = $1::smallint AND e.month <= $2::int
        AND ($5::text IS NULL OR e.project_code = $5 COLLATE "C") AND ($6::text IS NULL OR e.fund = $6 COLLATE "C")
        AND ($7::text IS NULL OR p.category = $7) AND ($3 = '' OR p.unit_code IN (SELECT code FROM below))
    ORDER BY e.project_code DESC, e.fund DESC, e.month DESC
)
SELECT c.project_code, c.name, c.fund, c.month, c.spent_cumulative, c.received_cumulative, s.count, s.sum
FROM counted c CROSS JOIN (SELECT count(*), sum(spent_cumulative) FROM counted) s
WHERE $8::text IS NULL OR (c.project_code, c.fund) > ($8 COLLATE "C", $9 COLLATE "C")
ORDER BY c.project_code, c.fund
LIMIT $10::int
