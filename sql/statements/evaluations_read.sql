-- One stored evaluation, whole.
-- $1 id, $2 minutes east of UTC of the office
-- columns: id, at (UTC), at (the office's time), who was logged in, subject, code, fiscal year, clock, rubric,
--          its digest, audit id, result's digest, total (millionths), grade, rubric's text, result
SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(at AT TIME ZONE 'UTC' + make_interval(mins => $2::int), 'YYYY-MM-DD HH24:MI:SS'),
       session_user_name, subject, subject_code, fiscal_year, clock, rubric, rubric_digest, audit_id,
       result_digest, (total * 1000000)::bigint, grade, rubric_text, result
FROM evaluations
WHERE id = $1::bigint
