-- The files that were added, and what else the evidence columns say, each with the rows it speaks for: a line
-- each, all of one path together.
-- $1 fiscal year (NULL: every); what belongs to no year is always there; $2 minutes east of UTC of the office
-- columns: path or other text, SHA-256 (NULL: not a file that was added), bytes, added at (UTC), added at (the
--          office's time), who was logged in, table and key of a row (NULL: of none)
WITH places AS (
    SELECT 'indicator_values' AS table_name, concat_ws('/', indicator_code, fiscal_year, month) AS key,
        fiscal_year, evidence AS path
    FROM indicator_values WHERE evidence <> ''
    UNION ALL
    SELECT 'assessments', concat_ws('/', subject, subject_code, fiscal_year, item_code), fiscal_year, evidence
    FROM assessments WHERE evidence <> ''
    UNION ALL
    SELECT table_name, key, fiscal_year, path FROM evidence_links
)
SELECT coalesce(f.path, p.path), f.sha256, f.bytes,
    to_char(f.added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    to_char(f.added_at AT TIME ZONE 'UTC' + make_interval(mins => $2::int), 'YYYY-MM-DD HH24:MI:SS'),
    f.session_user_name, p.table_name, p.key
FROM evidence_files f FULL JOIN places p ON p.path = f.path
WHERE $1::smallint IS NULL OR coalesce(p.fiscal_year, $1::smallint) = $1::smallint
ORDER BY coalesce(f.path, p.path) COLLATE "C", p.table_name COLLATE "C", p.key COLLATE "C"
