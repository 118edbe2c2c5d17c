-- What the roles need of the schema. The roles themselves and what each may do are not here but in
-- sql/statements/roles_*.sql, since roles belong to the whole cluster, and who upgrades a database
-- may not be allowed to make them: `budgetwatch migrate` sets them each time it is run.
--
-- The audit trail holds against everybody but the owner and the superuser. Its triggers are the
-- owner's: DISABLE TRIGGER, DROP TRIGGER and CREATE OR REPLACE FUNCTION ask for ownership, and
-- session_replication_role, which would pass them over, can be set by a superuser only. Nobody else may
-- write or empty the table. What a row says of who did it is session_user: who logged in, which stays the
-- same inside a SECURITY DEFINER function and under SET ROLE.

-- How long the trail is kept at least, whatever a daemon is configured with: otherwise whoever writes
-- the daemon's configuration, or has its password, could have it forgotten at once.
ALTER TABLE installation ADD COLUMN audit_days_least integer NOT NULL DEFAULT 365
    CONSTRAINT installation_audit_days_least_check CHECK (audit_days_least >= 1);

CREATE FUNCTION forget_audit(days integer, at_most integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM audit WHERE id = ANY (ARRAY(
            SELECT id FROM audit
            WHERE at < now() - make_interval(days =>
                greatest(days, coalesce((SELECT audit_days_least FROM installation), 365)))
            LIMIT greatest(at_most, 0)
            FOR UPDATE SKIP LOCKED))
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION forget_audit(integer, integer) FROM PUBLIC;

-- by_whom is what the officer's program says; this is who was logged in. Of earlier rows it is not known.
ALTER TABLE acknowledgements ADD COLUMN session_user_name text;
ALTER TABLE acknowledgements ALTER COLUMN session_user_name SET DEFAULT session_user;

-- The history of one project or indicator. Most rows name it in their key; those of contracts, indicators
-- and rectifications name it among their columns only, and those of a TRUNCATE not at all.
CREATE INDEX audit_subject ON audit ((coalesce(key ->> 'project_code', key ->> 'indicator_code',
    key ->> 'owner_code', key ->> 'subject_code', key ->> 'code')) COLLATE "C");
CREATE INDEX audit_without_subject ON audit (table_name)
    WHERE table_name IN ('contracts', 'indicators', 'rectifications') OR key IS NULL;

COMMENT ON COLUMN installation.audit_days_least IS 'The audit trail is kept at least so many days, even where the daemon is configured with fewer.';
COMMENT ON COLUMN acknowledgements.session_user_name IS 'Who was logged in; NULL: made before this was kept.';
COMMENT ON FUNCTION forget_audit(integer, integer) IS 'Forgets audit rows older than so many days (never fewer than installation.audit_days_least), a bounded number at a time; returns how many went.';
