-- All months of an indicator's year in one row, in their order: as in facts_execution.sql. As they were written: the number
-- that one spells is found by the program (core/ledger_number.h), so that the index alone is read.
-- $1 indicator codes (NULL: all between), $2 and $3 the first and the last code, $4 and $5 first and last fiscal year.
-- Columns: indicator_code, fiscal_year, months (bit m: there is a value of month m), the values with spaces between
-- them (none has a space in it)
SELECT indicator_code, fiscal_year, bit_or(1 << month), string_agg(value, ' ')
FROM (
    SELECT indicator_code, fiscal_year, month, value
    FROM indicator_values
    WHERE indicator_code >= $2 AND indicator_code <= $3
      AND ($1::text[] IS NULL OR indicator_code = ANY ($1::text[]))
      AND fiscal_year BETWEEN $4::smallint AND $5::smallint
    ORDER BY indicator_code, fiscal_year, month
) AS reported
GROUP BY indicator_code, fiscal_year
ORDER BY indicator_code, fiscal_year
