-- Milestones that are planned, or were completed, before their fiscal year began.
-- Columns: place, line, text
SELECT s.place, s.line,
    CASE WHEN m.planned_on < make_date(m.fiscal_year, 1, 1)
        THEN format('planned on %s, before %s began', m.planned_on, m.fiscal_year)
        ELSE format('completed on %s, before %s began', m.completed_on, m.fiscal_year)
    END AS text
FROM pg_temp.staged_milestones AS s
JOIN milestones AS m USING (owner, owner_code, fiscal_year, name)
WHERE least(m.planned_on, m.completed_on) < make_date(m.fiscal_year, 1, 1)
