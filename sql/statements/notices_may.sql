-- Whether who is logged in may send notices.
-- columns: may
SELECT has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p
WHERE p.proname = 'send_notice' AND p.pronamespace = 'public'::regnamespace
