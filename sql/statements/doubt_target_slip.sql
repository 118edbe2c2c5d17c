-- Targets that are a thousand times the one that they revise, or a thousandth of it.
-- Columns: place, line, text
SELECT s.place, s.line,
    format('%s of %s is %s target before, %s; is the unit the same?', s.target, s.indicator_code,
        CASE WHEN abs(t.target_number) > abs(t.before) THEN 'at least 1,000 times the'
            ELSE 'at most a thousandth of the' END,
        trim_scale(t.before)) AS text
FROM (
    SELECT indicator_code, fiscal_year, effective_on, target_number,
        lag(target_number) OVER (PARTITION BY indicator_code, fiscal_year ORDER BY effective_on) AS before
    FROM (
        SELECT indicator_code, fiscal_year, effective_on, target_number FROM indicator_targets
        UNION ALL
        SELECT code, fiscal_year, '-infinity'::date, target_number FROM indicators
    ) AS targets
    WHERE target_number IS NOT NULL
        AND (indicator_code, fiscal_year) IN (
            SELECT indicator_code, fiscal_year FROM pg_temp.staged_indicator_targets)
) AS t
JOIN pg_temp.staged_indicator_targets AS s USING (indicator_code, fiscal_year, effective_on)
WHERE t.target_number <> 0 AND t.before <> 0
    AND (abs(t.target_number) >= 1000 * abs(t.before) OR abs(t.before) >= 1000 * abs(t.target_number))
