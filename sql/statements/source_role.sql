-- Whether who is logged in may write to the ledger as a source. Columns: whether, the login
SELECT pg_has_role(session_user, 'budgetwatch_source', 'MEMBER'), session_user
