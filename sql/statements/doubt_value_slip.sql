-- Values of an indicator that are a thousand times the last month's, or a thousandth of it: somebody may
-- have changed the unit. Months of zero say nothing, and neither does a return to what stood before a slip.
-- Columns: place, line, text
SELECT s.place, s.line,
    format('%s of %s in month %s is %s %s of month %s; is the unit the same?', s.value, s.indicator_code,
        s.month,
        CASE WHEN abs(t.value_number) > abs(t.before) THEN 'at least 1,000 times the'
            ELSE 'at most a thousandth of the' END,
        trim_scale(t.before), t.before_month) AS text
FROM (
    SELECT indicator_code, fiscal_year, month, value_number,
        lag(value_number) OVER months AS before, lag(month) OVER months AS before_month,
        lag(value_number, 2) OVER months AS earlier
    FROM indicator_values
    WHERE value_number <> 0
        AND (indicator_code, fiscal_year) IN (
            SELECT indicator_code, fiscal_year FROM pg_temp.staged_indicator_values)
    WINDOW months AS (PARTITION BY indicator_code, fiscal_year ORDER BY month)
) AS t
JOIN pg_temp.staged_indicator_values AS s USING (indicator_code, fiscal_year, month)
WHERE (abs(t.value_number) >= 1000 * abs(t.before) OR abs(t.before) >= 1000 * abs(t.value_number))
    AND (t.earlier IS NULL
        OR abs(t.value_number) >= 1000 * abs(t.earlier) OR abs(t.earlier) >= 1000 * abs(t.value_number))
