-- What the other projects of each project's unit have been given and have spent, month by month, for
-- the reference curve `peers`. Adjustments count from the end of the month they take effect in.
-- A sum that is too large for 64 bits of fen is held at the largest: one unit must not stop all others.
-- $1 project codes, $2 and $3 first and last fiscal year.
-- Columns: project_code, fiscal_year, month, budget, spent
WITH asked AS (
    SELECT code, unit_code FROM projects WHERE code = ANY ($1::text[])
), unit_projects AS (
    SELECT p.unit_code, p.code FROM projects p WHERE p.unit_code IN (SELECT unit_code FROM asked)
), months AS (
    SELECT y::smallint AS fiscal_year, m::smallint AS month
    FROM generate_series($2::integer, $3::integer) y, generate_series(1, 12) m
), standing AS (
    SELECT u.unit_code, u.code, t.fiscal_year, t.month,
        coalesce((SELECT sum(b.initial_amount) FROM budgets b
                  WHERE b.project_code = u.code AND b.fiscal_year = t.fiscal_year), 0)
        + coalesce((SELECT sum(a.amount) FROM budget_adjustments a
                    WHERE a.project_code = u.code AND a.fiscal_year = t.fiscal_year
                      AND a.effective_on < make_date(t.fiscal_year, t.month, 1) + interval '1 month'), 0) AS budget,
        coalesce((SELECT sum(latest.spent_cumulative) FROM (
            SELECT DISTINCT ON (e.fund) e.spent_cumulative FROM execution e
            WHERE e.project_code = u.code AND e.fiscal_year = t.fiscal_year AND e.month <= t.month
            ORDER BY e.fund, e.month DESC) latest), 0) AS spent
    FROM unit_projects u CROSS JOIN months t
), sums AS (
    SELECT unit_code, fiscal_year, month, sum(budget) AS budget, sum(spent) AS spent
    FROM standing GROUP BY 1, 2, 3
)
SELECT a.code, s.fiscal_year::integer, s.month::integer,
    least(greatest(s.budget - own.budget, -l.most), l.most), least(greatest(s.spent - own.spent, -l.most), l.most)
FROM asked a
JOIN sums s ON s.unit_code = a.unit_code
CROSS JOIN (VALUES (90000000000000000.00)) AS l (most)
JOIN standing own ON own.code = a.code AND own.fiscal_year = s.fiscal_year AND own.month = s.month
ORDER BY 1, 2, 3
