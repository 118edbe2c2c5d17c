-- Stored evaluations in the order of storing, without their texts.
-- $1 fiscal year (NULL: every), $2 unit or project and $3 its code (NULL: of all), $4 minutes east of UTC of
-- the office
-- columns: id, at (UTC), at (the office's time), who was logged in, subject, code, fiscal year, clock, rubric,
--          its digest, audit id, result's digest, total (millionths), grade
SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(at AT TIME ZONE 'UTC' + make_interval(mins => $4::int), 'YYYY-MM-DD HH24:MI:SS'),
       session_user_name, subject, subject_code, fiscal_year, clock, rubric, rubric_digest, audit_id,
       result_digest, (total * 1000000)::bigint, grade
FROM evaluations
WHERE ($1::smallint IS NULL OR fiscal_year = $1::smallint)
    AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR subject_code = $3)
ORDER BY id
