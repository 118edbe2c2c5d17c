-- The fiscal years of which there are budgets, the newest first.
-- columns: fiscal year.
WITH RECURSIVE years AS (
    SELECT max(fiscal_year) AS year FROM budgets
    UNION ALL
    SELECT (SELECT max(b.fiscal_year) FROM budgets b WHERE b.fiscal_year < y.year) FROM years y WHERE y.year IS NOT NULL
)
SELECT year FROM years WHERE year IS NOT NULL
