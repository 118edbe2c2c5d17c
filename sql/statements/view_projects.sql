-- A page of the projects that have a budget or an execution row in a year, in the order of codes, with their money
-- as sql/statements/status_units.sql counts it and the deviations of everything that is theirs.
-- $1 fiscal year, $2 closed months 0..12, $3 unit, with all below it ('': every), $4 only with a deviation of this
-- severity (NULL: all), $5 a piece of code or name as LIKE has it (NULL: any), $6 only behind this code (NULL: from
-- the first), $7 how many, $8 these projects alone, whether or not
-- they are of the year (text[]; NULL: every)
-- columns: code, name, category, unit, its name, manager, latest closed month its unit has reported (0: none), budget
--          and spent in fen, red, yellow, blue.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $3 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
),
chosen AS MATERIALIZED (
    SELECT p.code, p.name, p.category, p.unit_code, p.manager
    FROM projects p
    WHERE ($8::text[] IS NULL OR p.code = ANY ($8::text[])) AND ($6::text IS NULL OR p.code > $6 COLLATE "C")
        AND ($3 = '' OR p.unit_code IN (SELECT code FROM below))
        AND ($5::text IS NULL OR p.name ILIKE $5 OR p.code ILIKE $5)
        AND ($8::text[] IS NOT NULL
            OR EXISTS (SELECT FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $1::smallint)
            OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $1::smallint))
        AND ($4::text IS NULL OR (
            SELECT true FROM project_subjects(p.code, $1::int) s
            JOIN deviations d ON d.subject_kind = s.subject_kind AND d.subject_code = s.subject_code
                AND d.fiscal_year = $1::smallint AND d.severity = $4
            LIMIT 1))
    ORDER BY p.code
    LIMIT $7::int
),
-- The first project with a row of the month settles it; in a scalar subquery, as EXISTS would read all of the unit.
reported AS MATERIALIZED (
    SELECT u.unit_code, coalesce((
        SELECT m FROM generate_series($2::int, 1, -1) m
        WHERE (SELECT true FROM projects p JOIN execution e ON e.project_code = p.code
               WHERE p.unit_code = u.unit_code AND e.fiscal_year = $1::smallint AND e.month = m LIMIT 1)
        LIMIT 1), 0) AS month
    FROM (SELECT DISTINCT unit_code FROM chosen) u
)
SELECT c.code, c.name, c.category, c.unit_code, u.name, c.manager, r.month,
       (coalesce(i.amount, 0) * 100 + coalesce(a.amount, 0) * 100)::bigint, (coalesce(s.amount, 0) * 100)::bigint,
       l.red, l.yellow, l.blue
FROM chosen c
JOIN reported r ON r.unit_code = c.unit_code
JOIN units u ON u.code = c.unit_code
CROSS JOIN LATERAL (
    SELECT sum(initial_amount) AS amount FROM budgets WHERE project_code = c.code AND fiscal_year = $1::smallint
) i
CROSS JOIN LATERAL (
    SELECT sum(amount) AS amount FROM budget_adjustments
    WHERE project_code = c.code AND fiscal_year = $1::smallint
        AND effective_on <= greatest((make_date($1::int, 1, 1) + make_interval(months => r.month))::date - 1,
                                     make_date($1::int, 1, 1))
) a
CROSS JOIN LATERAL (
    SELECT sum(spent_cumulative) AS amount FROM (
        SELECT DISTINCT ON (fund) spent_cumulative FROM execution
        WHERE project_code = c.code AND fiscal_year = $1::smallint AND month <= $2::int
        ORDER BY fund, month DESC) latest
) s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.severity = 'red') AS red, count(*) FILTER (WHERE d.severity = 'yellow') AS yellow,
           count(*) FILTER (WHERE d.severity = 'blue') AS blue
    FROM project_subjects(c.code, $1::int) x
    JOIN deviations d ON d.subject_kind = x.subject_kind AND d.subject_code = x.subject_code
        AND d.fiscal_year = $1::smallint AND d.severity <> 'none'
) l
ORDER BY c.code
