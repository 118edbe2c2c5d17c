-- The oldest rows of the change log. $1 how many.
-- Columns: id, subject_kind, subject_code
SELECT id, subject_kind, subject_code FROM change_log
WHERE subject_kind <> 'all' ORDER BY id LIMIT $1::bigint
