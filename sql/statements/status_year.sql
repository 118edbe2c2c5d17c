-- The year to show where none is asked for: the running one, or the latest before it that has a budget.
-- $1 running fiscal year
-- columns: fiscal year
SELECT coalesce((SELECT max(fiscal_year) FROM budgets WHERE fiscal_year <= $1::smallint), $1::smallint)
