-- $1 subject codes (unit_code/kind; NULL: all between), $2 and $3 the first and the last of them, $4 and $5 first and
-- last fiscal year.
-- Columns: code, fiscal_year, kind, unit_code, amount
SELECT unit_code || '/' || kind, fiscal_year::integer, kind, unit_code, amount
FROM ceilings
WHERE (unit_code || '/' || kind) >= $2 AND (unit_code || '/' || kind) <= $3
  AND ($1::text[] IS NULL OR (unit_code || '/' || kind) = ANY ($1::text[]))
  AND fiscal_year BETWEEN $4::smallint AND $5::smallint
ORDER BY (unit_code || '/' || kind) COLLATE "C", fiscal_year
