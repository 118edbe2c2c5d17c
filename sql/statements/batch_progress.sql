-- Which months the batch's units had reported when their projects were last evaluated. $1 unit codes, $2 codes of
-- projects whose units are meant, too.
-- Columns: unit_code, fiscal_year, months
SELECT unit_code, fiscal_year, months
FROM unit_progress
WHERE unit_code IN (
    SELECT unnest($1::text[]) COLLATE "C"
    UNION
    SELECT unit_code FROM projects WHERE code = ANY ($2::text[]))
