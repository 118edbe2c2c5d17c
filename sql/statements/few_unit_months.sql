-- Which months each unit has reported besides those that are known already, from the batch's own projects: of those
-- that it was last evaluated with, the ones for which any project of it still has a row; one that is new shows in the
-- rows of a project whose change is in the log. A unit that was never evaluated is asked for all. The first
-- project that has a row settles a month; the probes stand in scalar subqueries, as EXISTS would be turned into
-- a join that reads all rows of the unit.
-- $1 unit codes, $2 fiscal years, $3 the months that are known (bit m for month m), side by side.
-- Columns: unit_code, fiscal_year, months; no row for a unit that has neither budget nor such a month in the year
SELECT unit_code, fiscal_year, months
FROM (
    SELECT u.code AS unit_code, u.year AS fiscal_year,
        (SELECT coalesce(sum(1 << m), 0) FROM generate_series(1, 12) m
         WHERE u.known & (1 << m) = 0 AND (stood.months IS NULL OR stood.months & (1 << m) <> 0) AND (
             SELECT true FROM projects p JOIN execution e ON e.project_code = p.code
             WHERE p.unit_code = u.code COLLATE "C" AND e.fiscal_year = u.year::smallint AND e.month = m
             LIMIT 1))::integer AS months
    FROM unnest($1::text[], $2::integer[], $3::integer[]) AS u (code, year, known)
    LEFT JOIN unit_progress stood ON stood.unit_code = u.code COLLATE "C" AND stood.fiscal_year = u.year::smallint
    OFFSET 0
) AS reported
WHERE months <> 0 OR (
    SELECT true FROM projects p JOIN budgets b ON b.project_code = p.code
    WHERE p.unit_code = reported.unit_code COLLATE "C" AND b.fiscal_year = reported.fiscal_year::smallint LIMIT 1)
ORDER BY unit_code COLLATE "C", fiscal_year
