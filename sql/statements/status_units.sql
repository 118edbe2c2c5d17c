-- What each unit has spent of its budget by the latest closed month it reported, and what stands
-- against it (design section 4): r is the latest closed month that any project of the unit has
-- reported, the budget is initial plus adjustments effective by the end of r (by 1 January while
-- nothing is reported), the spending is each project's each fund's latest row up to r. Sub-units are not
-- in their parent's figures, so that the rows add up to the total.
-- $1 fiscal year, $2 closed months 0..12, $3 only this unit with all below it ('': every unit)
-- columns: code, name, parent code, depth (0 for a root), has projects in the year, month r,
--          basic budget, basic spent, project budget, project spent (in fen), red, yellow, blue.
-- The rows come in the order of the tree.
WITH RECURSIVE tree AS (
    SELECT code, 0 AS depth, ARRAY[code] AS path FROM units WHERE parent_code IS NULL
    UNION ALL
    SELECT u.code, t.depth + 1, t.path || u.code
    FROM units u JOIN tree t ON u.parent_code = t.code
),
scope AS MATERIALIZED (
    SELECT code FROM tree WHERE $3 = ANY (path)
),
theirs AS MATERIALIZED (
    SELECT p.code, p.unit_code, p.category FROM projects p WHERE $3 = ''
    UNION ALL -- with OR the index of units would not be used
    SELECT p.code, p.unit_code, p.category FROM projects p WHERE $3 <> '' AND p.unit_code IN (SELECT code FROM scope)
),
-- Read backwards the key has the latest row of each project and fund first, so that nothing is sorted.
by_fund AS (
    SELECT DISTINCT ON (project_code, fund) project_code, month, spent_cumulative AS spent
    FROM execution
    WHERE fiscal_year = $1::smallint AND month <= $2::int
        AND ($3 = '' OR project_code = ANY (ARRAY(SELECT code FROM theirs)))
    ORDER BY project_code DESC, fund DESC, month DESC
),
-- Added up by unit at once: sums of each project first would be many more than are shown.
money AS (
    SELECT project_code, NULL::smallint AS month, initial_amount AS initial, NULL::numeric AS spent
    FROM budgets WHERE fiscal_year = $1::smallint AND ($3 = '' OR project_code = ANY (ARRAY(SELECT code FROM theirs)))
    UNION ALL
    SELECT project_code, month, NULL, spent FROM by_fund
),
figures AS MATERIALIZED (
    SELECT p.unit_code, coalesce(max(m.month), 0)::int AS month,
           sum(m.initial) FILTER (WHERE p.category = 'basic') AS basic_initial,
           sum(m.spent) FILTER (WHERE p.category = 'basic') AS basic_spent,
           sum(m.initial) FILTER (WHERE p.category <> 'basic') AS project_initial,
           sum(m.spent) FILTER (WHERE p.category <> 'basic') AS project_spent
    FROM money m JOIN theirs p ON p.code = m.project_code
    GROUP BY p.unit_code
),
-- Adjustments alone do not make a project of the year. Scalar subqueries, as EXISTS would read all of the tables.
adjusted AS (
    SELECT p.unit_code,
           sum(a.amount) FILTER (WHERE p.category = 'basic') AS basic,
           sum(a.amount) FILTER (WHERE p.category <> 'basic') AS project
    FROM budget_adjustments a
    JOIN theirs p ON p.code = a.project_code
    LEFT JOIN figures f ON f.unit_code = p.unit_code
    WHERE a.fiscal_year = $1::smallint AND ($3 = '' OR a.project_code = ANY (ARRAY(SELECT code FROM theirs)))
        AND a.effective_on <= greatest((make_date($1::int, 1, 1) + make_interval(months => coalesce(f.month, 0)))::date - 1,
                                       make_date($1::int, 1, 1))
        AND coalesce(
            (SELECT true FROM budgets b WHERE b.project_code = a.project_code AND b.fiscal_year = $1::smallint LIMIT 1),
            (SELECT true FROM execution e WHERE e.project_code = a.project_code AND e.fiscal_year = $1::smallint LIMIT 1),
            false)
    GROUP BY p.unit_code
),
lights AS (
    SELECT unit_code,
           count(*) FILTER (WHERE severity = 'red') AS red,
           count(*) FILTER (WHERE severity = 'yellow') AS yellow,
           count(*) FILTER (WHERE severity = 'blue') AS blue
    FROM deviations
    WHERE fiscal_year = $1::smallint AND severity <> 'none'
        AND ($3 = '' OR unit_code = ANY (ARRAY(SELECT code FROM scope)))
    GROUP BY unit_code
)
SELECT u.code, u.name, u.parent_code, coalesce(t.depth, 0),
       f.unit_code IS NOT NULL OR EXISTS (
           SELECT FROM projects p JOIN execution e ON e.project_code = p.code
           WHERE p.unit_code = u.code AND e.fiscal_year = $1::smallint),
       coalesce(f.month, 0),
       ((coalesce(f.basic_initial, 0) + coalesce(a.basic, 0)) * 100)::bigint, (coalesce(f.basic_spent, 0) * 100)::bigint,
       ((coalesce(f.project_initial, 0) + coalesce(a.project, 0)) * 100)::bigint,
       (coalesce(f.project_spent, 0) * 100)::bigint,
       coalesce(d.red, 0), coalesce(d.yellow, 0), coalesce(d.blue, 0)
FROM units u
LEFT JOIN tree t ON t.code = u.code
LEFT JOIN figures f ON f.unit_code = u.code
LEFT JOIN adjusted a ON a.unit_code = u.code
LEFT JOIN lights d ON d.unit_code = u.code
WHERE $3 = '' OR u.code IN (SELECT code FROM scope)
ORDER BY t.path NULLS LAST, u.code
