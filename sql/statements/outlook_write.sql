-- What is expected of a project or an indicator at the end of the year, as seen in one month. What is not
-- said (NULL) stays as it is; a row that would stay as it is is not touched.
-- $1 subject, $2 subject code, $3 fiscal year, $4 month, $5 expected, $6 likelihood, $7 cause, $8 note
INSERT INTO outlooks AS o (subject, subject_code, fiscal_year, month, expected, likelihood, cause, note)
VALUES ($1, $2, $3::smallint, $4::smallint, $5::numeric, $6, $7, $8)
ON CONFLICT (subject, subject_code, fiscal_year, month) DO UPDATE
SET expected = coalesce(excluded.expected, o.expected),
    likelihood = coalesce(excluded.likelihood, o.likelihood),
    cause = coalesce(excluded.cause, o.cause),
    note = coalesce(excluded.note, o.note)
WHERE (coalesce(excluded.expected, o.expected), coalesce(excluded.likelihood, o.likelihood),
       coalesce(excluded.cause, o.cause), coalesce(excluded.note, o.note))
      IS DISTINCT FROM (o.expected, o.likelihood, o.cause, o.note)
