-- $1 subject codes (owner_code/name), $2 first fiscal year.
-- Columns: code, fiscal_year, name, owner_code, unit_code, manager, planned_on, completed_on, kind, of_unit
SELECT m.owner_code || '/' || m.name, m.fiscal_year::integer, m.name, m.owner_code,
    coalesce(p.unit_code, m.owner_code), p.manager, m.planned_on, m.completed_on, m.kind, m.owner = 'unit'
FROM milestones m
LEFT JOIN projects p ON p.code = m.owner_code AND m.owner = 'project'
WHERE (m.owner_code || '/' || m.name) = ANY ($1::text[]) AND m.fiscal_year >= $2::smallint
ORDER BY (m.owner_code || '/' || m.name) COLLATE "C", m.fiscal_year
