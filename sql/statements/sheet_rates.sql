-- The rates at which the finance bureau notified a unit, in order of months.
-- $1 unit, $2 fiscal year
-- columns: month, rate (millionths of a percent)
SELECT month, (rate * 1000000)::bigint FROM notified_rates
WHERE unit_code = $1 AND fiscal_year = $2::smallint
ORDER BY month
