-- What people assessed of a unit or a project, in order of items.
-- $1 unit or project, $2 code, $3 fiscal year
-- columns: item code, measured, points (millionths), note
SELECT item_code, measured, (points * 1000000)::bigint, note FROM assessments
WHERE subject = $1 AND subject_code = $2 AND fiscal_year = $3::smallint
ORDER BY item_code
