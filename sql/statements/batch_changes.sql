-- The oldest rows of the change log that speak of a subject, of those behind $2; before them one that asks for a
-- full pass, where there is one: it goes first. $1 how many. $2 an id.
-- Columns: id, subject_kind, subject_code
(SELECT id, subject_kind, subject_code FROM change_log
 WHERE subject_kind = 'all' ORDER BY id LIMIT 1)
UNION ALL
(SELECT id, subject_kind, subject_code FROM change_log
 WHERE subject_kind NOT IN ('all', 'unit_projects') AND id > $2::bigint ORDER BY id LIMIT $1::bigint)
