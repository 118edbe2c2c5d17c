-- $1 indicator codes, $2 and $3 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, month, number, word (NULL where it is a number)
SELECT indicator_code, fiscal_year::integer, month::integer, value_number,
    CASE WHEN value_number IS NULL THEN value END
FROM indicator_values
WHERE indicator_code = ANY ($1::text[]) AND fiscal_year BETWEEN $2::smallint AND $3::smallint
ORDER BY indicator_code, fiscal_year, month
