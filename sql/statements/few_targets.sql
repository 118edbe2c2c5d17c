-- Revisions of targets of numeric indicators. $1 indicator codes, $2 and $3 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, effective_on, target
SELECT indicator_code, fiscal_year::integer, effective_on, target_number
FROM indicator_targets
WHERE indicator_code = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
  AND target_number IS NOT NULL
ORDER BY indicator_code, fiscal_year, effective_on
