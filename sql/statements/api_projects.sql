-- A page of the projects of a year, in the order of their codes: what each has spent of its budget by the latest closed
-- month that its unit has reported, as in status_units.sql, and what stands against it.
-- $1 fiscal year, $2 closed months 0..12, $3 only of this unit and those below it (NULL: all), $4 only of this category
-- (NULL: both), $5 only with this in the code or the name (NULL: all), $6 only after this code (NULL: from the first),
-- $7 how many at most, $8 only the one with this code (NULL: all)
-- columns: code, the project as a JSON object.
WITH RECURSIVE below AS (
    SELECT code FROM units WHERE code = $3::text
    UNION
    SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
), page AS MATERIALIZED (
    SELECT p.* FROM projects p
    WHERE ($3::text IS NULL OR p.unit_code IN (SELECT code FROM below))
      AND ($4::text IS NULL OR p.category = $4::text)
      AND ($5::text IS NULL OR strpos(lower(p.code), lower($5::text)) > 0 OR strpos(lower(p.name), lower($5::text)) > 0)
      AND ($8::text IS NULL OR p.code = $8::text)
      AND ($6::text IS NULL OR p.code > $6::text COLLATE "C")
      AND (EXISTS (SELECT FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $1::smallint)
           OR EXISTS (SELECT FROM execution e WHERE e.project_code = p.code AND e.fiscal_year = $1::smallint))
    ORDER BY p.code
    LIMIT $7::int
), latest AS (
    SELECT u.unit_code, coalesce((
        SELECT max(e.month) FROM projects q
        JOIN execution e ON e.project_code = q.code AND e.fiscal_year = $1::smallint AND e.month <= $2::int
        WHERE q.unit_code = u.unit_code), 0)::int AS month
    FROM (SELECT DISTINCT unit_code FROM page) u
)
SELECT p.code, json_build_object(
    'code', p.code, 'name', p.name, 'category', p.category, 'manager', p.manager,
    'unit', json_build_object('code', p.unit_code, 'name', u.name),
    'month', nullif(l.month, 0),
    'budget', (coalesce(i.amount, 0) + coalesce(a.amount, 0))::numeric(30, 2)::text,
    'spent', coalesce(s.amount, 0)::numeric(30, 2)::text,
    'deviations', json_build_object('red', d.red, 'yellow', d.yellow, 'blue', d.blue))::text
FROM page p
JOIN units u ON u.code = p.unit_code
JOIN latest l ON l.unit_code = p.unit_code
CROSS JOIN LATERAL (
    SELECT sum(b.initial_amount) AS amount FROM budgets b
    WHERE b.project_code = p.code AND b.fiscal_year = $1::smallint) i
CROSS JOIN LATERAL (
    SELECT sum(b.amount) AS amount FROM budget_adjustments b
    WHERE b.project_code = p.code AND b.fiscal_year = $1::smallint
      AND b.effective_on <= greatest((make_date($1::int, 1, 1) + make_interval(months => l.month))::date - 1,
                                     make_date($1::int, 1, 1))) a
CROSS JOIN LATERAL (
    SELECT sum(f.spent_cumulative) AS amount FROM (
        SELECT DISTINCT ON (e.fund) e.spent_cumulative FROM execution e
        WHERE e.project_code = p.code AND e.fiscal_year = $1::smallint AND e.month <= $2::int
        ORDER BY e.fund, e.month DESC) f) s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE v.severity = 'red') AS red, count(*) FILTER (WHERE v.severity = 'yellow') AS yellow,
           count(*) FILTER (WHERE v.severity = 'blue') AS blue
    FROM deviations v
    WHERE v.fiscal_year = $1::smallint AND v.severity <> 'none' AND v.subject_kind = 'project'
      AND v.subject_code = p.code) d
ORDER BY p.code
