-- Transfers of a year under one approval number, of which this import brings one, that do not sum to zero;
-- once a number, at its first row.
-- Columns: place, line, text
SELECT DISTINCT ON (s.fiscal_year, s.approval_no) s.place, s.line,
    format('the transfers of %s under %s sum to %s, not to zero', s.fiscal_year, s.approval_no, t.total)
        AS text
FROM pg_temp.staged_budget_adjustments AS s
JOIN (
    SELECT fiscal_year, approval_no, sum(amount) AS total
    FROM budget_adjustments
    WHERE kind = 'transfer' AND approval_no <> ''
        AND (fiscal_year, approval_no) IN (
            SELECT fiscal_year, approval_no FROM pg_temp.staged_budget_adjustments WHERE kind = 'transfer')
    GROUP BY fiscal_year, approval_no
    HAVING sum(amount) <> 0
) AS t USING (fiscal_year, approval_no)
WHERE s.kind = 'transfer'
ORDER BY s.fiscal_year, s.approval_no, s.place, s.line
