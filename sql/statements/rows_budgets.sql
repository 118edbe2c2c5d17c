-- The rows that make up a budget at the end of a month: what was granted at first, and the adjustments that were
-- effective by then. Where no month is given it is the latest closed one that any project of the unit has reported
-- (by 1 January where none is): see sql/statements/status_units.sql.
-- $1 fiscal year, $2 closed months 0..12, $3 month (NULL: as above), $4 unit, with all below it ('': every), $5 that
-- unit's own projects only (boolean), $6 project (NULL: every), $7 fund (NULL: every), $8 category (NULL: both), $9
-- to $13 only behind this one: $9 project (NULL: from the first), $10 fund, $11 day (0001-01-01: granted at first),
-- $12 kind, $13 approval; $14 how many (NULL: all)
-- columns: project, its name, fund, effective on (0001-01-01: at first), kind ('': at first), amount, reason, approval;
--          how many rows there are in all, and their sum.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $4 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code WHERE NOT $5::boolean
),
scope AS MATERIALIZED (
    SELECT p.code, p.name, p.unit_code FROM projects p
    WHERE ($6::text IS NULL OR p.code = $6 COLLATE "C") AND ($8::text IS NULL OR p.category = $8)
        AND ($4 = '' OR p.unit_code IN (SELECT code FROM below))
        AND (EXISTS (SELECT FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $1::smallint)
            OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $1::smallint))
),
reported AS MATERIALIZED (
    SELECT u.unit_code, coalesce($3::int, (
        SELECT m FROM generate_series($2::int, 1, -1) m
        WHERE (SELECT true FROM projects p JOIN execution e ON e.project_code = p.code
               WHERE p.unit_code = u.unit_code AND e.fiscal_year = $1::smallint AND e.month = m LIMIT 1)
        LIMIT 1), 0) AS month
    FROM (SELECT DISTINCT unit_code FROM scope) u
),
-- Each project with its unit's month: adjustments are looked up by their project alone, also where the planner has no
-- statistics yet and takes all of these for a row or two.
dated AS MATERIALIZED (
    SELECT s.code, s.name, r.month FROM scope s JOIN reported r ON r.unit_code = s.unit_code
),
counted AS MATERIALIZED (
    SELECT b.project_code, s.name, b.fund, date '0001-01-01' AS effective_on, '' COLLATE "C" AS kind,
           b.initial_amount AS amount, NULL AS reason, '' COLLATE "C" AS approval_no
    FROM scope s JOIN budgets b ON b.project_code = s.code
    WHERE b.fiscal_year = $1::smallint AND ($7::text IS NULL OR b.fund = $7 COLLATE "C")
    UNION ALL
    SELECT a.project_code, s.name, a.fund, a.effective_on, a.kind, a.amount, a.reason, a.approval_no
    FROM dated s JOIN budget_adjustments a ON a.project_code = s.code
    WHERE a.fiscal_year = $1::smallint AND ($7::text IS NULL OR a.fund = $7 COLLATE "C")
        AND a.effective_on <= greatest((make_date($1::int, 1, 1) + make_interval(months => s.month))::date - 1,
                                       make_date($1::int, 1, 1))
)
SELECT c.project_code, c.name, c.fund, c.effective_on, c.kind, c.amount, c.reason, c.approval_no, s.count, s.sum
FROM counted c CROSS JOIN (SELECT count(*), sum(amount) FROM counted) s
WHERE $9::text IS NULL OR (c.project_code, c.fund, c.effective_on, c.kind, c.approval_no) >
    ($9 COLLATE "C", $10 COLLATE "C", $11::date, $12 COLLATE "C", $13 COLLATE "C")
ORDER BY c.project_code, c.fund, c.effective_on, c.kind, c.approval_no
LIMIT $14::int
