-- $1 subject codes (unit_code/kind), $2 and $3 first and last fiscal year.
-- Columns: code, fiscal_year, month, spent_cumulative
SELECT unit_code || '/' || kind, fiscal_year::integer, month::integer, spent_cumulative
FROM ceiling_spending
WHERE (unit_code || '/' || kind) = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
ORDER BY (unit_code || '/' || kind) COLLATE "C", fiscal_year, month
