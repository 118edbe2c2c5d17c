-- Store an evaluation, unless the same result by the same rubric stands already. Digests, time and author are
-- the table's own doing.
-- $1 unit or project, $2 code, $3 fiscal year, $4 clock, $5 rubric's name, $6 its text, $7 audit id,
-- $8 result, $9 total, $10 grade
-- columns: id; no row where it stands. What stands is looked for first, so that no number is used up; two that
-- store the same at once are told apart by the constraint.
INSERT INTO evaluations (subject, subject_code, fiscal_year, clock, rubric, rubric_text, audit_id, result, total,
    grade)
SELECT $1, $2, $3::smallint, $4::date, $5, $6, $7::bigint, $8, $9::numeric, $10
WHERE NOT EXISTS (
    SELECT FROM evaluations
    WHERE subject = $1 AND subject_code = $2 AND fiscal_year = $3::smallint
        AND rubric_digest = encode(sha256(convert_to($6, 'UTF8')), 'hex')
        AND result_digest = encode(sha256(convert_to($8, 'UTF8')), 'hex'))
ON CONFLICT (subject, subject_code, fiscal_year, rubric_digest, result_digest) DO NOTHING
RETURNING id
