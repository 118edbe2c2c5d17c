-- How many rows each table has of each fiscal year.
-- columns: fiscal year, table, rows
SELECT fiscal_year, fact, rows FROM (
    SELECT fiscal_year, 1 AS nth, 'budgets' AS fact, count(*) AS rows FROM budgets GROUP BY 1
    UNION ALL SELECT fiscal_year, 2, 'budget_adjustments', count(*) FROM budget_adjustments GROUP BY 1
    UNION ALL SELECT fiscal_year, 3, 'plans', count(*) FROM plans GROUP BY 1
    UNION ALL SELECT fiscal_year, 4, 'execution', count(*) FROM execution GROUP BY 1
    UNION ALL SELECT fiscal_year, 5, 'receipts', count(*) FROM receipts GROUP BY 1
    UNION ALL SELECT fiscal_year, 6, 'indicators', count(*) FROM indicators GROUP BY 1
    UNION ALL SELECT fiscal_year, 7, 'indicator_targets', count(*) FROM indicator_targets GROUP BY 1
    UNION ALL SELECT fiscal_year, 8, 'indicator_values', count(*) FROM indicator_values GROUP BY 1
    UNION ALL SELECT fiscal_year, 9, 'outlooks', count(*) FROM outlooks GROUP BY 1
    UNION ALL SELECT fiscal_year, 10, 'milestones', count(*) FROM milestones GROUP BY 1
    UNION ALL SELECT fiscal_year, 11, 'contracts', count(*) FROM contracts GROUP BY 1
    UNION ALL SELECT fiscal_year, 12, 'ceilings', count(*) FROM ceilings GROUP BY 1
    UNION ALL SELECT fiscal_year, 13, 'ceiling_spending', count(*) FROM ceiling_spending GROUP BY 1
    UNION ALL SELECT fiscal_year, 14, 'notified_rates', count(*) FROM notified_rates GROUP BY 1
    UNION ALL SELECT fiscal_year, 15, 'assessments', count(*) FROM assessments GROUP BY 1
    UNION ALL SELECT fiscal_year, 16, 'rectifications', count(*) FROM rectifications GROUP BY 1) AS counted
ORDER BY fiscal_year, nth
