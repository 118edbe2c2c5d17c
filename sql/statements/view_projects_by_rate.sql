-- The codes of a page of projects as in view_projects.sql, the lowest rate first; those without a budget above 0 come
-- last, and of equal ones the order of codes counts.
-- $1 fiscal year, $2 closed months 0..12, $3 unit, with all below it ('': every), $4 only with a deviation of this
-- severity (NULL: all), $5 a piece of code or name as LIKE has it (NULL: any), $6 only behind this code (NULL: from
-- the first), $7 how many
-- columns: code
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $3 COLLATE "C"
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
),
scope AS MATERIALIZED (
    SELECT p.code, p.unit_code FROM projects p
    WHERE ($3 = '' OR p.unit_code IN (SELECT code FROM below)) AND ($5::text IS NULL OR p.name ILIKE $5 OR p.code ILIKE $5)
        AND ($4::text IS NULL OR (
            SELECT true FROM project_subjects(p.code, $1::int) s
            JOIN deviations d ON d.subject_kind = s.subject_kind AND d.subject_code = s.subject_code
                AND d.fiscal_year = $1::smallint AND d.severity = $4
            LIMIT 1))
),
initial AS (
    SELECT project_code, sum(initial_amount) AS amount FROM budgets WHERE fiscal_year = $1::smallint GROUP BY project_code
),
by_fund AS (
    SELECT DISTINCT ON (project_code, fund) project_code, month, spent_cumulative AS spent
    FROM execution WHERE fiscal_year = $1::smallint AND month <= $2::int
    ORDER BY project_code DESC, fund DESC, month DESC
),
spending AS MATERIALIZED (
    SELECT project_code, max(month) AS month, sum(spent) AS spent FROM by_fund GROUP BY project_code
),
latest AS (
    SELECT p.unit_code, max(s.month) AS month FROM projects p JOIN spending s ON s.project_code = p.code GROUP BY p.unit_code
),
adjusted AS (
    SELECT p.code, sum(a.amount) AS amount
    FROM scope p
    LEFT JOIN latest l ON l.unit_code = p.unit_code
    JOIN budget_adjustments a ON a.project_code = p.code AND a.fiscal_year = $1::smallint
    WHERE a.effective_on <= greatest(
        (make_date($1::int, 1, 1) + make_interval(months => coalesce(l.month, 0)))::date - 1, make_date($1::int, 1, 1))
    GROUP BY p.code
),
rated AS MATERIALIZED (
    SELECT p.code, CASE WHEN coalesce(i.amount, 0) + coalesce(a.amount, 0) > 0
                        THEN coalesce(s.spent, 0) / (coalesce(i.amount, 0) + coalesce(a.amount, 0)) END AS rate
    FROM scope p
    LEFT JOIN initial i ON i.project_code = p.code
    LEFT JOIN spending s ON s.project_code = p.code
    LEFT JOIN adjusted a ON a.code = p.code
    WHERE i.project_code IS NOT NULL OR s.project_code IS NOT NULL
        OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $1::smallint)
),
-- One row, or a walk through all of them for each.
behind AS MATERIALIZED (
    SELECT code, rate FROM rated WHERE code = $6 COLLATE "C"
)
SELECT r.code
FROM rated r LEFT JOIN behind b ON true
WHERE $6::text IS NULL
    OR CASE WHEN b.rate IS NULL THEN r.rate IS NULL AND r.code > b.code
            ELSE r.rate IS NULL OR r.rate > b.rate OR r.rate = b.rate AND r.code > b.code END
ORDER BY r.rate NULLS LAST, r.code
LIMIT $7::int
