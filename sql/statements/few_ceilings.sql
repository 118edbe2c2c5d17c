-- $1 subject codes (unit_code/kind), $2 and $3 first and last fiscal year.
-- Columns: code, fiscal_year, kind, unit_code, amount
SELECT unit_code || '/' || kind, fiscal_year::integer, kind, unit_code, amount
FROM ceilings
WHERE (unit_code || '/' || kind) = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
ORDER BY (unit_code || '/' || kind) COLLATE "C", fiscal_year
