-- In the order of the key, without a cast, so that the index gives it and nothing is sorted.
-- $1 project codes (NULL: all between), $2 and $3 the first and the last code, $4 and $5 first and last fiscal year.
-- Columns: project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative
SELECT project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative
FROM execution
WHERE project_code >= $2 AND project_code <= $3
  AND ($1::text[] IS NULL OR project_code = ANY ($1::text[])) AND fiscal_year BETWEEN $4::smallint AND $5::smallint
ORDER BY project_code, fiscal_year, fund, month
