-- Who is logged in, and whether that login may do more than the daemon needs.
-- columns: login; whether a superuser; whether the owner of the ledger's tables or a member of that; whether it may
--          create roles or databases, replicate or pass over row security; whether a member of budgetwatch_daemon.
SELECT session_user, r.rolsuper, pg_has_role(session_user, c.relowner, 'MEMBER'),
       r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls,
       EXISTS (SELECT FROM pg_roles d WHERE d.rolname = 'budgetwatch_daemon' AND pg_has_role(session_user, d.oid, 'MEMBER'))
FROM pg_roles r, pg_class c
WHERE r.rolname = session_user AND c.oid = 'public.projects'::regclass
