-- The evaluation that a result by a rubric is stored as.
-- $1 unit or project, $2 code, $3 fiscal year, $4 rubric's text, $5 result
-- columns: id
SELECT id FROM evaluations
WHERE subject = $1 AND subject_code = $2 AND fiscal_year = $3::smallint
    AND rubric_digest = encode(sha256(convert_to($4, 'UTF8')), 'hex')
    AND result_digest = encode(sha256(convert_to($5, 'UTF8')), 'hex')
