# A department of 40 units in a tree with 10,000 projects, watched in the September of 2023: budgets of two funds, plans,
# execution, indicators, contracts, milestones, ceilings, people, and names that mean harm. One project in ten is far
# behind its plan, one indicator in fifty behind its target.
# shellcheck shell=sh disable=SC2154

units=40 projects=10000

# A bidi override, and a name of 10 kB without a blank.
override=$(printf '\342\200\256')

browser_ledger() {
    sql postgres "CREATE DATABASE $1"
    "$program" migrate --rehearsal --database "$(conninfo "$1")" >/dev/null
    sql "$1" 'SELECT prepare_fiscal_year(2023)' >/dev/null
    "$bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$(conninfo "$1")" <<SQL
BEGIN;
INSERT INTO units (code, name) VALUES ('U00', 'Department of Works');
INSERT INTO units (code, name, parent_code)
SELECT 'U' || lpad(n::text, 2, '0'), 'Bureau ' || n,
       'U' || lpad((CASE WHEN n <= 3 THEN 0 ELSE n % 3 + 1 END)::text, 2, '0') FROM generate_series(1, $units - 1) n;
INSERT INTO people (name, unit_code, role) SELECT 'Officer of ' || name, code, '绩效管理员' FROM units;
INSERT INTO projects (code, unit_code, name, category, manager)
SELECT 'P' || lpad(n::text, 5, '0'), 'U' || lpad((n % $units)::text, 2, '0'), 'Project ' || n,
       CASE WHEN n % 5 = 0 THEN 'basic' ELSE 'project' END, CASE WHEN n % 3 = 0 THEN 'Manager ' || n % 50 END
FROM generate_series(0, $projects - 1) n;
UPDATE projects SET name = h.name FROM (VALUES
    ('P00000', '<script>window.harm = 1</script>'), ('P00010', '"><img src=x onerror="window.harm = 2">'),
    ('P00020', '''; DROP TABLE projects; --'), ('P00030', '=cmd|'' /C calc''!A0'),
    ('P00040', '$override gnp.exe $override'), ('P00050', repeat('x', 10000)), ('P00060', repeat('很长的名字', 700)),
    ('P00070', '&amp;lt;b&gt; %3Cscript%3E javascript:window.harm=3')) h (code, name) WHERE projects.code = h.code;
INSERT INTO projects (code, unit_code, name, category) VALUES
    ('..', 'U01', 'dots', 'project'), ('a/b?c=d&e#f', 'U01', 'signs', 'project'),
    ('<b>"''', 'U01', 'quotes', 'project'), ('%2e%2e', 'U01', 'percent', 'project');
INSERT INTO budgets (project_code, fiscal_year, fund, initial_amount)
SELECT code, 2023, f.fund, (100000 + abs(hashtext(code)) % 900000) * f.share
FROM projects, (VALUES ('', 10), ('上年结转', 2)) f (fund, share)
WHERE f.fund = '' OR abs(hashtext(code)) % 7 = 0;
INSERT INTO budget_adjustments (project_code, fiscal_year, effective_on, kind, amount, reason)
SELECT code, 2023, '2023-05-01', 'cut', -100000, 'less' FROM projects WHERE abs(hashtext(code)) % 11 = 0;
INSERT INTO plans (project_code, fiscal_year, month, planned_cumulative)
SELECT b.project_code, 2023, m, round(sum(b.initial_amount) * m / 12, 2)
FROM budgets b, generate_series(1, 12) m WHERE abs(hashtext(b.project_code)) % 2 = 0 GROUP BY b.project_code, m;
INSERT INTO execution (project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative)
SELECT b.project_code, 2023, b.fund, m,
       round(b.initial_amount * m / 12 / CASE WHEN right(b.project_code, 1) = '0' THEN 3 ELSE 1 END, 2), b.initial_amount
FROM budgets b, generate_series(1, 8) m;
INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, measure_unit, target,
                        accumulation, schedule)
SELECT 'I' || code, 'project', code, 2023, 'output', 'quantity', 'Output of ' || left(name, 3000), 'ge', '件', '1200', 'sum', 'monthly'
FROM projects;
INSERT INTO indicator_values (indicator_code, fiscal_year, month, value)
SELECT code, 2023, m, CASE WHEN abs(hashtext(code)) % 50 = 0 THEN '40' ELSE '100' END
FROM indicators, generate_series(1, 8) m;
INSERT INTO contracts (code, project_code, fiscal_year, title, amount, intent_on, procurement_on, awarded_on, signed_on)
SELECT 'C' || code, code, 2023, 'Contract of ' || left(name, 3000), 200000, '2023-03-01', '2023-05-01',
       '2023-08-20'::date + abs(hashtext(code)) % 20, CASE WHEN right(code, 2) < '50' THEN '2023-09-10'::date END
FROM projects WHERE right(code, 1) = '0';
INSERT INTO milestones (owner, owner_code, fiscal_year, name, kind, planned_on)
SELECT 'project', code, 2023, 'Half done', 'work', '2023-09-01'::date + abs(hashtext(code)) % 60
FROM projects WHERE right(code, 1) IN ('0', '5');
INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, due_on)
SELECT 'R' || code, 'audit', 'project', code, 2023, 'Papers are missing', 'Find them', '2023-09-20'
FROM projects WHERE right(code, 3) = '000';
INSERT INTO ceilings (unit_code, fiscal_year, kind, amount) SELECT code, 2023, 'three_public', 500000 FROM units;
INSERT INTO ceiling_spending (unit_code, fiscal_year, kind, month, spent_cumulative)
SELECT code, 2023, 'three_public', 8, CASE WHEN right(code, 1) = '3' THEN 480000 ELSE 200000 END FROM units;
COMMIT;
SQL
    sql "$1" 'VACUUM (ANALYZE)'
}
