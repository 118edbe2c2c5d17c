-- What units say of how the year will end: of each project and indicator the latest word up to a month.
-- $1 projects, $2 indicators (text[]), $3 fiscal year, $4 month
-- columns: kind of subject, code, month, expected (millionths), likelihood, cause, note
SELECT DISTINCT ON (o.subject COLLATE "C", o.subject_code) o.subject, o.subject_code, o.month,
    (o.expected * 1000000)::bigint, o.likelihood, o.cause, o.note
FROM outlooks o
WHERE (o.subject_project = ANY ($1::text[]) OR o.subject_indicator = ANY ($2::text[]))
    AND o.fiscal_year = $3::smallint AND o.month <= $4::smallint
ORDER BY o.subject COLLATE "C", o.subject_code, o.month DESC
