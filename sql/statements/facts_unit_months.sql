-- Which months each unit has reported: bit m is set where any project of the unit has an execution row for month m; of
-- months after the clock's nothing is asked. A unit with a budget but no row has 0; one with neither is not here.
-- A month is settled by the first project that has a row for it, so the probes stand in scalar subqueries: EXISTS would
-- be turned into a join that reads all rows of the unit.
-- $1 unit codes (NULL: all between), $2 and $3 the first and the last code, $4 and $5 first and last fiscal year,
-- $6 the clock's day.
-- Columns: unit_code, fiscal_year, months
SELECT unit_code, fiscal_year, months
FROM (
    SELECT u.code AS unit_code, y AS fiscal_year,
        (SELECT sum(coalesce((
            SELECT 1 << m FROM projects p JOIN execution e ON e.project_code = p.code
            WHERE p.unit_code = u.code AND e.fiscal_year = y AND e.month = m LIMIT 1), 0))
         FROM generate_series(1, CASE WHEN y >= extract(year FROM $6::date)
                                      THEN extract(month FROM $6::date)::integer ELSE 12 END) m)::integer AS months
    FROM units u, generate_series($4::integer, $5::integer) y
    WHERE u.code >= $2 AND u.code <= $3 AND ($1::text[] IS NULL OR u.code = ANY ($1::text[]))
    OFFSET 0
) reported
WHERE months <> 0 OR (
    SELECT true FROM projects p JOIN budgets b ON b.project_code = p.code
    WHERE p.unit_code = reported.unit_code AND b.fiscal_year = reported.fiscal_year LIMIT 1)
ORDER BY unit_code, fiscal_year
