-- What may fall due next in a year: milestones, corrective work, corrective actions, and contracts that wait for a
-- statutory step, whose day is then counted in working days by whoever reads it.
-- $1 fiscal year, $2 unit, with all below it ('': every), $3 project (NULL: every), $4 today, $5 the last day that is
-- looked at, $6 contracts awarded from this day on, $7 signed from this day on, $8 how many at most of each
-- columns: kind (milestone, rectification, action, signing, signed), the day (of contracts that of the step before), code,
--          name, unit, what it belongs to: project (NULL: none), deviation (NULL: none), published on, filed on;
--          name of the unit, of the project.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $2 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
)
SELECT x.*, u.name, project.name FROM (
(SELECT 'milestone' AS kind, m.planned_on AS day, m.owner_code || '/' || m.name AS code, m.name,
        coalesce(m.owner_unit, p.unit_code) AS unit_code, m.owner_project AS project, NULL::bigint AS deviation,
        NULL::date AS published_on, NULL::date AS filed_on
 FROM milestones m LEFT JOIN projects p ON p.code = m.owner_project
 WHERE m.fiscal_year = $1::smallint AND m.planned_on BETWEEN $4::date AND $5::date
    AND (m.completed_on IS NULL OR m.completed_on > $4::date) AND ($3::text IS NULL OR m.owner_project = $3 COLLATE "C")
    AND ($2 = '' OR coalesce(m.owner_unit, p.unit_code) IN (SELECT code FROM below))
 ORDER BY m.planned_on, m.owner_code, m.name
 LIMIT $8::int)
UNION ALL
(SELECT 'rectification', r.due_on, r.code, r.issue, coalesce(r.subject_unit, p.unit_code, i.owner_unit, q.unit_code),
        coalesce(r.subject_project, i.owner_project), NULL, NULL, NULL
 FROM rectifications r
 LEFT JOIN projects p ON p.code = r.subject_project
 LEFT JOIN indicators i ON i.code = r.subject_indicator AND i.fiscal_year = r.fiscal_year
 LEFT JOIN projects q ON q.code = i.owner_project
 WHERE r.due_on BETWEEN $4::date AND $5::date AND (r.completed_on IS NULL OR r.completed_on > $4::date)
    AND r.fiscal_year = $1::smallint
    AND ($3::text IS NULL OR coalesce(r.subject_project, i.owner_project) = $3 COLLATE "C")
    AND ($2 = '' OR coalesce(r.subject_unit, p.unit_code, i.owner_unit, q.unit_code) IN (SELECT code FROM below))
 ORDER BY r.due_on, r.code
 LIMIT $8::int)
UNION ALL
(SELECT 'action', d.action_due, d.subject_code, d.action, d.unit_code, NULL, d.id, NULL, NULL
 FROM deviations d
 WHERE d.fiscal_year = $1::smallint AND d.severity <> 'none' AND d.acknowledged_at IS NOT NULL
    AND d.action_due BETWEEN $4::date AND $5::date AND d.action_done_on IS NULL
    AND ($3::text IS NULL OR d.id = ANY (ARRAY(
        SELECT x.id FROM project_subjects($3, $1::int) s
        JOIN deviations x ON x.subject_kind = s.subject_kind AND x.subject_code = s.subject_code
            AND x.fiscal_year = $1::smallint)))
    AND ($2 = '' OR d.unit_code IN (SELECT code FROM below))
 ORDER BY d.action_due, d.id
 LIMIT $8::int)
UNION ALL
(SELECT 'signing', c.awarded_on, c.code, c.title, p.unit_code, c.project_code, NULL, NULL, NULL
 FROM contracts c JOIN projects p ON p.code = c.project_code
 WHERE c.fiscal_year = $1::smallint AND c.awarded_on BETWEEN $6::date AND $4::date
    AND (c.signed_on IS NULL OR c.signed_on > $4::date) AND ($3::text IS NULL OR c.project_code = $3 COLLATE "C")
    AND ($2 = '' OR p.unit_code IN (SELECT code FROM below))
 ORDER BY c.awarded_on, c.code
 LIMIT $8::int)
UNION ALL
(SELECT 'signed', c.signed_on, c.code, c.title, p.unit_code, c.project_code, NULL, c.published_on, c.filed_on
 FROM contracts c JOIN projects p ON p.code = c.project_code
 WHERE c.fiscal_year = $1::smallint AND c.signed_on BETWEEN $7::date AND $4::date
    AND (c.published_on IS NULL OR c.published_on > $4::date OR c.filed_on IS NULL OR c.filed_on > $4::date)
    AND ($3::text IS NULL OR c.project_code = $3 COLLATE "C")
    AND ($2 = '' OR p.unit_code IN (SELECT code FROM below))
 ORDER BY c.signed_on, c.code
 LIMIT $8::int)
) x
LEFT JOIN units u ON u.code = x.unit_code
LEFT JOIN projects project ON project.code = x.project
