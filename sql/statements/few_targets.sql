-- Revisions of targets of numeric indicators: of those asked for and those of the batch's projects.
-- $1 indicator codes, $2 project codes, $3 and $4 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, effective_on, target
WITH asked AS (
    SELECT unnest($1::text[]) COLLATE "C" AS code
    UNION
    SELECT code FROM indicators
    WHERE owner = 'project' AND owner_code = ANY ($2::text[]) AND fiscal_year BETWEEN $3::smallint AND $4::smallint
)
SELECT t.indicator_code, t.fiscal_year::integer, t.effective_on, t.target_number
FROM asked JOIN indicator_targets t ON t.indicator_code = asked.code
WHERE t.fiscal_year BETWEEN $3::smallint AND $4::smallint AND t.target_number IS NOT NULL
ORDER BY t.indicator_code, t.fiscal_year, t.effective_on
