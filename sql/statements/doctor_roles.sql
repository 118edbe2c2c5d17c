-- For doctor: the group roles, how many logins are members of each, and how many of those may do more.
-- columns: named as they are shown.
SELECT g.rolname AS role, g.rolcanlogin AS may_log_in, count(m.oid) AS logins,
       count(m.oid) FILTER (WHERE m.rolsuper) AS superusers,
       count(m.oid) FILTER (WHERE m.rolcreaterole OR m.rolcreatedb OR m.rolreplication OR m.rolbypassrls) AS with_powers,
       pg_has_role(session_user, g.oid, 'MEMBER') AS this_login
FROM pg_roles g
LEFT JOIN pg_roles m ON m.rolcanlogin AND m.oid <> g.oid AND pg_has_role(m.oid, g.oid, 'MEMBER')
WHERE g.rolname LIKE 'budgetwatch\_%'
GROUP BY g.oid, g.rolname, g.rolcanlogin ORDER BY g.rolname
