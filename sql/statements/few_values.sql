-- As they were written, see facts_values.sql. $1 indicator codes, $2 and $3 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, month, value
SELECT indicator_code, fiscal_year, month, value
FROM indicator_values
WHERE indicator_code = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
ORDER BY indicator_code, fiscal_year, month
