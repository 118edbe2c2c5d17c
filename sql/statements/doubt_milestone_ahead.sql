-- Milestones that are said to be completed on a day still to come.
-- Columns: place, line, text
SELECT place, line, format('%s is still to come', completed_on) AS text
FROM pg_temp.staged_milestones
WHERE completed_on > current_date
