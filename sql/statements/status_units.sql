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
    SELECT p.code FROM projects p WHERE $3 <> '' AND p.unit_code IN (SELECT code FROM scope)
),
initial AS (
    SELECT project_code, sum(initial_amount) AS amount
    FROM budgets WHERE fiscal_year = $1::smallint AND ($3 = '' OR project_code = ANY (ARRAY(SELECT code FROM theirs)))
    GROUP BY project_code
),
-- Read backwards the key has the latest row of each project and fund first, so that nothing is sorted.
by_fund AS (
    SELECT DISTINCT ON (project_code, fund) project_code, month, spent_cumulative AS spent
    FROM execution
    WHERE fiscal_year = $1::smallint AND month <= $2::int
        AND ($3 = '' OR project_code = ANY (ARRAY(SELECT code FROM theirs)))
    ORDER BY project_code DESC, fund DESC, month DESC
),
reported AS MATERIALIZED (
    SELECT project_code, max(month) AS month, sum(spent) AS spent FROM by_fund GROUP BY project_code
),
-- Adjustments alone do not make a project of the year.
watched AS (
    SELECT p.code, p.unit_code, p.category, coalesce(i.amount, 0) AS initial, r.month, r.spent
    FROM projects p
    LEFT JOIN initial i ON i.project_code = p.code
    LEFT JOIN reported r ON r.project_code = p.code
    WHERE ($3 = '' OR p.unit_code IN (SELECT code FROM scope))
        AND (i.project_code IS NOT NULL OR r.project_code IS NOT NULL
            OR p.code IN (SELECT project_code FROM execution WHERE fiscal_year = $1::smallint AND month > $2::int))
),
latest AS (
    SELECT unit_code, coalesce(max(month), 0)::int AS month FROM watched GROUP BY unit_code
),
adjusted AS (
    SELECT w.code, sum(a.amount) AS amount
    FROM watched w
    JOIN latest l ON l.unit_code = w.unit_code
    JOIN budget_adjustments a ON a.project_code = w.code AND a.fiscal_year = $1::smallint
    WHERE a.effective_on <= greatest((make_date($1::int, 1, 1) + make_interval(months => l.month))::date - 1,
                                     make_date($1::int, 1, 1))
    GROUP BY w.code
),
figures AS (
    SELECT w.unit_code,
           sum(w.initial + coalesce(a.amount, 0)) FILTER (WHERE w.category = 'basic') AS basic_budget,
           sum(w.spent) FILTER (WHERE w.category = 'basic') AS basic_spent,
           sum(w.initial + coalesce(a.amount, 0)) FILTER (WHERE w.category <> 'basic') AS project_budget,
           sum(w.spent) FILTER (WHERE w.category <> 'basic') AS project_spent
    FROM watched w
    LEFT JOIN adjusted a ON a.code = w.code
    GROUP BY w.unit_code
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
SELECT u.code, u.name, u.parent_code, coalesce(t.depth, 0), f.unit_code IS NOT NULL, coalesce(l.month, 0),
       (coalesce(f.basic_budget, 0) * 100)::bigint, (coalesce(f.basic_spent, 0) * 100)::bigint,
       (coalesce(f.project_budget, 0) * 100)::bigint, (coalesce(f.project_spent, 0) * 100)::bigint,
       coalesce(d.red, 0), coalesce(d.yellow, 0), coalesce(d.blue, 0)
FROM units u
LEFT JOIN tree t ON t.code = u.code
LEFT JOIN figures f ON f.unit_code = u.code
LEFT JOIN latest l ON l.unit_code = u.code
LEFT JOIN lights d ON d.unit_code = u.code
WHERE $3 = '' OR u.code IN (SELECT code FROM scope)
ORDER BY t.path NULLS LAST, u.code
