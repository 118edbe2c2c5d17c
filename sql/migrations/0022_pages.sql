-- What the pages that people look at need of the tables.

-- Lights are counted by unit and by rule: the index that finds what stands in a unit says both by itself.
DROP INDEX deviations_standing;
CREATE INDEX deviations_standing ON deviations (fiscal_year, unit_code, rule, severity) WHERE severity <> 'none';

-- Actions by the day on which they are to be done: few of all deviations have one.
CREATE INDEX deviations_action_due ON deviations (action_due) WHERE action_due IS NOT NULL;

-- Everything of a project that a deviation can be about.
CREATE FUNCTION project_subjects(project text, year integer) RETURNS TABLE (subject_kind text, subject_code text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'project', project
    UNION ALL
    SELECT 'indicator', i.code FROM indicators i
    WHERE i.owner = 'project' AND i.owner_code = project COLLATE "C" AND i.fiscal_year = year
    UNION ALL
    SELECT 'contract', c.code FROM contracts c WHERE c.project_code = project COLLATE "C"
    UNION ALL
    SELECT 'milestone', m.owner_code || '/' || m.name FROM milestones m
    WHERE m.owner = 'project' AND m.owner_code = project COLLATE "C" AND m.fiscal_year = year
    UNION ALL
    SELECT 'rectification', r.code FROM rectifications r WHERE r.subject_project = project COLLATE "C";
END;
COMMENT ON FUNCTION project_subjects(text, integer) IS 'Kind and code of everything of a project that a deviation of the year can be about: itself, its indicators, contracts, milestones and corrective work.';
