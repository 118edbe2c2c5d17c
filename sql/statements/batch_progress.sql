-- Which months the batch's units had reported when their projects were last evaluated. $1 unit codes.
-- Columns: unit_code, fiscal_year, months
SELECT unit_code, fiscal_year, months FROM unit_progress WHERE unit_code = ANY ($1::text[])
