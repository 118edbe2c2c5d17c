-- For doctor: what stands, by year and rule.
-- columns: named as they are shown.
SELECT fiscal_year AS year, rule, count(*) FILTER (WHERE severity = 'red') AS red,
       count(*) FILTER (WHERE severity = 'yellow') AS yellow, count(*) FILTER (WHERE severity = 'blue') AS blue,
       count(*) FILTER (WHERE severity = 'none') AS over
FROM deviations GROUP BY 1, 2 ORDER BY 1, 2
