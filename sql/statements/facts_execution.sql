-- All months of a project's year and fund in one row: what reading costs the server is the way out of every column of
-- every row. The inner query gives the rows in the order of the key, from the index alone; so the aggregates take them.
-- $1 project codes (NULL: all between), $2 and $3 the first and the last code, $4 and $5 first and last fiscal year.
-- Columns: project_code, fiscal_year, fund, months (bit m: there is a row of month m), spent_cumulative and
-- received_cumulative of each of them (as numeric_send() gives them; \xffff: NULL)
SELECT project_code, fiscal_year, fund, bit_or(1 << month),
    string_agg(numeric_send(spent_cumulative), NULL),
    string_agg(coalesce(numeric_send(received_cumulative), '\xffff'::bytea), NULL)
FROM (
    SELECT project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative
    FROM execution
    WHERE project_code >= $2 AND project_code <= $3
      AND ($1::text[] IS NULL OR project_code = ANY ($1::text[]))
      AND fiscal_year BETWEEN $4::smallint AND $5::smallint
    ORDER BY project_code, fiscal_year, fund, month
) AS reported
GROUP BY project_code, fiscal_year, fund
ORDER BY project_code, fiscal_year, fund
