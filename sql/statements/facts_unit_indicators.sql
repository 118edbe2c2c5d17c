-- A page of the indicators that units own. $1 and $2 the first and the last code, $3 and $4 first and last fiscal year.
-- Columns: code, fiscal_year, name, of_unit, owner_code, unit_code, manager, direction, accumulation,
-- schedule, target, measure_unit, weight, level1, level2: as of facts_indicators
SELECT i.code, i.fiscal_year, i.name, true, i.owner_code, i.owner_code, NULL::text, i.direction, i.accumulation,
    i.schedule, i.target_number, i.measure_unit, i.weight, i.level1, i.level2
FROM indicators i
WHERE i.owner = 'unit' AND i.code >= $1 AND i.code <= $2 AND i.fiscal_year BETWEEN $3::smallint AND $4::smallint
ORDER BY i.code, i.fiscal_year
