-- Forget old audit rows, a bounded number at a time. Only the owner may delete them; this function of his
-- keeps what is younger than the database's own least time (installation.audit_days_least).
-- $1 days to keep, $2 how many at most
-- columns: how many went.
SELECT forget_audit($1::int, $2::int)
