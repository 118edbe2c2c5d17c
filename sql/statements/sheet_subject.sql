-- Whom a score sheet is about: a unit (its head answers) or a project (its manager).
-- $1 unit or project, $2 code
-- columns: name, unit code, unit name, who answers
SELECT s.name, s.unit_code, u.name, coalesce(a.name, s.manager)
FROM (
    SELECT name, code AS unit_code, NULL AS manager FROM units WHERE $1 = 'unit' AND code = $2
    UNION ALL
    SELECT name, unit_code, manager FROM projects WHERE $1 = 'project' AND code = $2
) s
JOIN units u ON u.code = s.unit_code
LEFT JOIN LATERAL who_answers(s.manager, s.unit_code) a ON true
