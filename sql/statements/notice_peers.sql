-- The money at the end of a month of the other units below a unit's parent, with all below them: budgets and
-- adjustments by then, each fund's latest running total. A sum that is too large for 64 bits of fen is held at
-- the largest: only a rate is made of it.
-- $1 unit, $2 fiscal year, $3 month
-- columns: budget, spent (fen)
WITH RECURSIVE peers AS (
    SELECT u.code FROM units u JOIN units me ON me.parent_code = u.parent_code
    WHERE me.code = $1 AND u.code <> $1
    UNION
    SELECT u.code FROM units u JOIN peers p ON u.parent_code = p.code
), mine AS (
    SELECT p.code FROM projects p JOIN peers u ON u.code = p.unit_code
    WHERE EXISTS (SELECT FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $2::smallint)
        OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $2::smallint)
), sums AS (
    SELECT
        coalesce((SELECT sum(initial_amount) FROM budgets b JOIN mine m ON m.code = b.project_code
                  WHERE b.fiscal_year = $2::smallint), 0)
        + coalesce((SELECT sum(amount) FROM budget_adjustments a JOIN mine m ON m.code = a.project_code
                    WHERE a.fiscal_year = $2::smallint
                        AND a.effective_on < make_date($2::int, $3::int, 1) + interval '1 month'), 0) AS budget,
        coalesce((SELECT sum(spent_cumulative) FROM (
            SELECT DISTINCT ON (e.project_code, e.fund) e.spent_cumulative
            FROM execution e JOIN mine m ON m.code = e.project_code
            WHERE e.fiscal_year = $2::smallint AND e.month <= $3::smallint
            ORDER BY e.project_code, e.fund, e.month DESC) latest), 0) AS spent
)
SELECT (least(greatest(budget, -l.most), l.most) * 100)::bigint, (least(greatest(spent, -l.most), l.most) * 100)::bigint
FROM sums CROSS JOIN (VALUES (90000000000000000.00)) AS l (most)
