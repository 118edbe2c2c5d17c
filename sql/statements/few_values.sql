-- As they were written, see facts_values.sql: of the indicators asked for and those of the batch's projects.
-- $1 indicator codes, $2 project codes, $3 and $4 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, month, value
WITH asked AS (
    SELECT unnest($1::text[]) COLLATE "C" AS code
    UNION
    SELECT code FROM indicators
    WHERE owner = 'project' AND owner_code = ANY ($2::text[]) AND fiscal_year BETWEEN $3::smallint AND $4::smallint
)
SELECT v.indicator_code, v.fiscal_year, v.month, v.value
FROM asked JOIN indicator_values v ON v.indicator_code = asked.code
WHERE v.fiscal_year BETWEEN $3::smallint AND $4::smallint
ORDER BY v.indicator_code, v.fiscal_year, v.month
