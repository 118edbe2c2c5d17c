-- Revised targets that take effect outside the fiscal year that they are of.
-- Columns: place, line, text
SELECT place, line, format('%s is not in %s', effective_on, fiscal_year) AS text
FROM pg_temp.staged_indicator_targets
WHERE effective_on NOT BETWEEN make_date(fiscal_year, 1, 1) AND make_date(fiscal_year, 12, 31)
