-- Store an evaluation, unless the same result by the same rubric stands already. Digests, time and author are
-- the table's own doing.
-- $1 unit or project, $2 code, $3 fiscal year, $4 clock, $5 rubric's name, $6 its text, $7 audit id,
-- $8 result, $9 total, $10 grade
-- columns: id; no row where it stands
INSERT INTO evaluations (subject, subject_code, fiscal_year, clock, rubric, rubric_text, audit_id, result, total,
    grade)
VALUES ($1, $2, $3::smallint, $4::date, $5, $6, $7::bigint, $8, $9::numeric, $10)
ON CONFLICT (subject, subject_code, fiscal_year, rubric_digest, result_digest) DO NOTHING
RETURNING id
