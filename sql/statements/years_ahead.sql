-- Makes the partitions that the running and the next fiscal year lack.
-- columns: how many it made
SELECT sum(prepare_fiscal_year(year))
FROM generate_series(extract(year FROM current_date)::integer,
    least(extract(year FROM current_date)::integer + 1, 2100)) AS year
