-- $1 codes. Whatever their fiscal year: they live by their own dates.
-- Columns: code, fiscal_year, issue, owner, unit_code, due_on, completed_on, source, item_code
SELECT r.code, r.fiscal_year::integer, r.issue, r.owner,
    coalesce(CASE r.subject
        WHEN 'unit' THEN r.subject_code
        WHEN 'project' THEN (SELECT p.unit_code FROM projects p WHERE p.code = r.subject_code)
        WHEN 'indicator' THEN (
            SELECT coalesce(p.unit_code, i.owner_code)
            FROM indicators i LEFT JOIN projects p ON p.code = i.owner_code AND i.owner = 'project'
            WHERE i.code = r.subject_code AND i.fiscal_year = r.fiscal_year)
    END, ''), r.due_on, r.completed_on, r.source, r.item_code
FROM rectifications r
WHERE r.code = ANY ($1::text[])
ORDER BY r.code, r.fiscal_year
