-- $1 project codes, $2 and $3 first and last fiscal year.
-- Columns: project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative
SELECT project_code, fiscal_year::integer, fund, month::integer, spent_cumulative, received_cumulative
FROM execution
WHERE project_code = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
ORDER BY project_code, fiscal_year, fund, month
