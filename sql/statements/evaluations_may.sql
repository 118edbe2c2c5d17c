-- Whether who is logged in may store an evaluation.
-- columns: may
SELECT has_column_privilege('evaluations', 'result', 'INSERT')
