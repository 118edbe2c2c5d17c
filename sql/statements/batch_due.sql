-- Subjects whose verdicts can change because of the date. $1 today, $2 how many.
-- Columns: subject_kind, subject_code
SELECT subject_kind, subject_code FROM schedule
WHERE next_on <= $1::date ORDER BY next_on, subject_kind, subject_code LIMIT $2::bigint
