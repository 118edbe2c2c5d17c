-- Revisions of targets of numeric indicators. $1 indicator codes (NULL: all between), $2 and $3 the first and the last
-- code, $4 and $5 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, effective_on, target
SELECT indicator_code, fiscal_year, effective_on, target_number
FROM indicator_targets
WHERE indicator_code >= $2 AND indicator_code <= $3
  AND ($1::text[] IS NULL OR indicator_code = ANY ($1::text[])) AND fiscal_year BETWEEN $4::smallint AND $5::smallint
  AND target_number IS NOT NULL
ORDER BY indicator_code, fiscal_year, effective_on
