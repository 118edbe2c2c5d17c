-- What is known of a project in a year, but for its figures, which are in api_projects.sql.
-- $1 code, $2 fiscal year
-- columns: a JSON object: funds, adjustments, months (spent and received are sums over the funds' latest rows, null
--          where nothing was reported in that month), indicators with their targets and values, milestones, contracts;
--          ids of the deviations that stand against it, its indicators, milestones and contracts (an array). No row: there
--          is no such project.
SELECT json_build_object(
    'funds', (
        SELECT coalesce(json_agg(json_build_object('fund', b.fund, 'initial', b.initial_amount::text)
            ORDER BY b.fund), '[]')
        FROM budgets b WHERE b.project_code = p.code AND b.fiscal_year = $2::smallint),
    'adjustments', (
        SELECT coalesce(json_agg(json_build_object(
            'fund', b.fund, 'effective_on', b.effective_on, 'kind', b.kind, 'amount', b.amount::text,
            'reason', b.reason, 'approval_no', nullif(b.approval_no, '')) ORDER BY b.effective_on, b.fund, b.kind, b.approval_no), '[]')
        FROM budget_adjustments b WHERE b.project_code = p.code AND b.fiscal_year = $2::smallint),
    'months', (
        SELECT json_agg(json_build_object(
            'month', m.month, 'planned', l.planned_cumulative::text, 'spent', e.spent::text,
            'received', e.received::text) ORDER BY m.month)
        FROM generate_series(1, 12) AS m (month)
        LEFT JOIN plans l ON l.project_code = p.code AND l.fiscal_year = $2::smallint AND l.month = m.month
        CROSS JOIN LATERAL (
            SELECT sum(f.spent_cumulative) AS spent, sum(f.received_cumulative) AS received FROM (
                SELECT DISTINCT ON (x.fund) x.spent_cumulative, x.received_cumulative FROM execution x
                WHERE x.project_code = p.code AND x.fiscal_year = $2::smallint AND x.month <= m.month
                ORDER BY x.fund, x.month DESC) f
            WHERE EXISTS (SELECT FROM execution x WHERE x.project_code = p.code AND x.fiscal_year = $2::smallint
                          AND x.month = m.month)) e),
    'indicators', (
        SELECT coalesce(json_agg(json_build_object(
            'code', i.code, 'name', i.name, 'level1', i.level1, 'level2', i.level2, 'direction', i.direction,
            'measure_unit', i.measure_unit, 'target', i.target, 'weight', i.weight::text,
            'accumulation', i.accumulation, 'schedule', i.schedule, 'targets', (
                SELECT coalesce(json_agg(json_build_object('effective_on', t.effective_on, 'target', t.target,
                    'reason', t.reason, 'approval_no', t.approval_no) ORDER BY t.effective_on), '[]')
                FROM indicator_targets t WHERE t.indicator_code = i.code AND t.fiscal_year = i.fiscal_year),
            'values', (
                SELECT coalesce(json_agg(json_build_object('month', v.month, 'value', v.value) ORDER BY v.month), '[]')
                FROM indicator_values v WHERE v.indicator_code = i.code AND v.fiscal_year = i.fiscal_year))
            ORDER BY i.code), '[]')
        FROM indicators i WHERE i.owner_project = p.code AND i.fiscal_year = $2::smallint),
    'milestones', (
        SELECT coalesce(json_agg(json_build_object('name', s.name, 'kind', s.kind, 'planned_on', s.planned_on,
            'completed_on', s.completed_on) ORDER BY s.planned_on, s.name), '[]')
        FROM milestones s WHERE s.owner_project = p.code AND s.fiscal_year = $2::smallint),
    'contracts', (
        SELECT coalesce(json_agg(json_build_object('code', c.code, 'title', c.title, 'amount', c.amount::text,
            'intent_on', c.intent_on, 'procurement_on', c.procurement_on, 'awarded_on', c.awarded_on, 'signed_on',
            c.signed_on, 'published_on', c.published_on, 'filed_on', c.filed_on) ORDER BY c.code), '[]')
        FROM contracts c WHERE c.project_code = p.code AND c.fiscal_year = $2::smallint))::text,
    ARRAY(
        SELECT d.id FROM deviations d
        WHERE d.fiscal_year = $2::smallint AND d.severity <> 'none' AND (
            d.subject_kind = 'project' AND d.subject_code = p.code
            OR d.subject_kind = 'indicator' AND d.subject_code IN (
                SELECT i.code FROM indicators i WHERE i.owner_project = p.code AND i.fiscal_year = $2::smallint)
            OR d.subject_kind = 'milestone' AND d.subject_code IN (
                SELECT s.owner_code || '/' || s.name FROM milestones s
                WHERE s.owner_project = p.code AND s.fiscal_year = $2::smallint)
            OR d.subject_kind = 'contract' AND d.subject_code IN (
                SELECT c.code FROM contracts c WHERE c.project_code = p.code AND c.fiscal_year = $2::smallint)))
FROM projects p WHERE p.code = $1::text
