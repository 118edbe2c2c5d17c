-- The indicators of a page's projects, project by project. $1 and $2 the first and the last project code, $3 and $4
-- first and last fiscal year.
-- Columns: code, fiscal_year, name, of_unit, owner_code, unit_code, manager, direction, accumulation,
-- schedule, target, measure_unit, weight, level1, level2: as of facts_indicators; the page has unit and manager
-- already, both are NULL.
SELECT i.code, i.fiscal_year, i.name, false, i.owner_code, NULL::text, NULL::text, i.direction, i.accumulation,
    i.schedule, i.target_number, i.measure_unit, i.weight, i.level1, i.level2
FROM indicators i
WHERE i.owner = 'project' AND i.owner_code >= $1 AND i.owner_code <= $2
  AND i.fiscal_year BETWEEN $3::smallint AND $4::smallint
ORDER BY i.owner_code, i.fiscal_year, i.code
