-- Which months each of the batch's units has reported: bit m is set where any project of the unit has
-- an execution row for month m. A unit with a budget but no row has 0; one with neither is not here.
-- The units are spelled out, not found by their projects, so that the planner sees how many there are: few
-- are looked up project by project, many are read in one go.
-- $1 unit codes, $2 and $3 first and last fiscal year.
-- Columns: unit_code, fiscal_year, months
SELECT unit_code, fiscal_year::integer, bit_or(bit)::integer AS months
FROM (
    SELECT p.unit_code, e.fiscal_year, 1 << e.month AS bit
    FROM projects p JOIN execution e ON e.project_code = p.code
    WHERE p.unit_code = ANY ($1::text[]) AND e.fiscal_year BETWEEN $2::smallint AND $3::smallint
    UNION ALL
    SELECT p.unit_code, b.fiscal_year, 0
    FROM projects p JOIN budgets b ON b.project_code = p.code
    WHERE p.unit_code = ANY ($1::text[]) AND b.fiscal_year BETWEEN $2::smallint AND $3::smallint
) reported
GROUP BY 1, 2
ORDER BY 1, 2
