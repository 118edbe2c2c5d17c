-- A share of the projects of units that are to be looked at again, the oldest such units first. $1 how many units,
-- $2 how many projects.
-- Columns: id (of the log row), unit_code, project_code (NULL: the unit has none left)
SELECT waiting.id, waiting.subject_code, project.code
FROM (
    SELECT id, subject_code, after_code FROM change_log
    WHERE subject_kind = 'unit_projects' ORDER BY id LIMIT $1::bigint
) AS waiting
LEFT JOIN LATERAL (
    SELECT p.code FROM projects p
    WHERE p.unit_code = waiting.subject_code AND p.code > waiting.after_code
    ORDER BY p.code LIMIT $2::bigint
) AS project ON true
ORDER BY waiting.id, project.code
LIMIT $2::bigint
