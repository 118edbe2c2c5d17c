-- The indicators asked for and those of the batch's projects.
-- $1 indicator codes, $2 project codes, $3 and $4 first and last fiscal year.
-- Columns: code, fiscal_year, name, of_unit, owner_code, unit_code, manager, direction, accumulation,
-- schedule, target, measure_unit, weight, level1, level2
SELECT i.code, i.fiscal_year::integer, i.name, i.owner = 'unit', i.owner_code,
    coalesce(p.unit_code, i.owner_code), p.manager, i.direction, i.accumulation, i.schedule,
    i.target_number, i.measure_unit, i.weight, i.level1, i.level2
FROM indicators i
LEFT JOIN projects p ON p.code = i.owner_code AND i.owner = 'project'
WHERE (i.code = ANY ($1::text[]) OR (i.owner = 'project' AND i.owner_code = ANY ($2::text[])))
  AND i.fiscal_year BETWEEN $3::smallint AND $4::smallint
ORDER BY i.code, i.fiscal_year
