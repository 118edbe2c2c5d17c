-- Whether a code is, or ever was, a project's or an indicator's. What was never changed has left no trace
-- in the audit trail, and what is gone has left one there.
-- $1 code
-- columns: known
SELECT EXISTS (SELECT FROM projects WHERE code = $1)
    OR EXISTS (SELECT FROM indicators WHERE code = $1)
    OR EXISTS (SELECT FROM audit
               WHERE coalesce(key ->> 'project_code', key ->> 'indicator_code', key ->> 'owner_code',
                              key ->> 'subject_code', key ->> 'code') = $1 COLLATE "C"
                 AND table_name IN ('projects', 'budgets', 'budget_adjustments', 'plans', 'execution',
                                    'indicators', 'indicator_targets', 'indicator_values'))
