-- Which months each of the batch's units has reported: bit m is set where any project of the unit has
-- an execution row for month m. A unit with a budget but no row has 0; one with neither is not here.
-- $1 project codes, $2 unit codes, $3 and $4 first and last fiscal year.
-- Columns: unit_code, fiscal_year, months
WITH asked AS (
    SELECT unnest($2::text[]) COLLATE "C" AS unit_code
    UNION
    SELECT unit_code FROM projects WHERE code = ANY ($1::text[])
), owned AS (
    SELECT p.unit_code, p.code FROM projects p JOIN asked USING (unit_code)
)
SELECT o.unit_code, f.fiscal_year::integer, bit_or(f.bit)::integer AS months
FROM owned o
JOIN (
    SELECT project_code, fiscal_year, 1 << month AS bit FROM execution
    WHERE fiscal_year BETWEEN $3::smallint AND $4::smallint
    UNION ALL
    SELECT project_code, fiscal_year, 0 FROM budgets
    WHERE fiscal_year BETWEEN $3::smallint AND $4::smallint
) f ON f.project_code = o.code
GROUP BY 1, 2
ORDER BY 1, 2
