-- A year's execution comes as millions of rows at once, and a foreign key asks once a row whether its project is
-- there: of a load of 5 million rows that was 38 of 60 seconds of the server's work. Here the same is asked once
-- a statement and project. What the key promised stays promised, to whoever writes:
--
-- - Who brings or changes rows holds their projects FOR KEY SHARE until the transaction ends, as the key did.
--   A project that another transaction is deleting is waited for, and is missing when that commits.
-- - Who deletes a project, or gives it another code, waits for those who hold it, and then sees their rows, since
--   each statement of READ COMMITTED sees what was committed before it. In the other isolation levels it would
--   not, and no statement can look past its snapshot as a foreign key does: there it is refused.
--
-- All columns of an UPDATE are asked about, changed or not: which row became which cannot be told from the two
-- sets of rows where keys change hands. A hold that was not needed hinders nobody but who deletes the project.
--
-- Known limit: a statement of the owner's that names a partition passes over this, as over the change log and the
-- audit trail; the applying of logical replication does, too, as it did over the key.
ALTER TABLE execution DROP CONSTRAINT execution_project_code_fkey;

-- Planned each time, for the number of rows there really is. Both counts are of distinct codes.
CREATE FUNCTION refer_to_projects() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named bigint;
    held bigint;
    missing text;
BEGIN
    EXECUTE 'WITH named AS MATERIALIZED (SELECT DISTINCT project_code FROM new_rows),'
        ' held AS MATERIALIZED (SELECT FROM projects WHERE code IN (SELECT project_code FROM named) FOR KEY SHARE)'
        ' SELECT (SELECT count(*) FROM named), (SELECT count(*) FROM held)' INTO named, held;
    IF named <> held THEN
        EXECUTE 'SELECT min(project_code) FROM new_rows AS n'
            ' WHERE NOT EXISTS (SELECT FROM projects AS p WHERE p.code = n.project_code)' INTO missing;
        RAISE EXCEPTION 'insert or update on table "%" violates foreign key constraint "%_project_code_fkey"',
            TG_TABLE_NAME, TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME,
                CONSTRAINT = TG_TABLE_NAME || '_project_code_fkey',
                DETAIL = format('Key (project_code)=(%s) is not present in table "projects".', missing);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION refer_to_projects() IS 'Refuses rows whose project_code is not in projects, and keeps those projects there until the transaction ends.';

CREATE TRIGGER refer_insert AFTER INSERT ON execution REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refer_to_projects();
CREATE TRIGGER refer_update AFTER UPDATE ON execution REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refer_to_projects();

CREATE FUNCTION keep_projects() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    IF NOT EXISTS (SELECT FROM old_rows AS o WHERE NOT EXISTS (SELECT FROM projects AS p WHERE p.code = o.code)) THEN
        RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'a project is deleted, or gets another code, in a transaction that is READ COMMITTED only'
            USING ERRCODE = 'feature_not_supported',
                DETAIL = 'In this one, rows of execution that others have put in meanwhile cannot be seen.';
    END IF;
    EXECUTE 'SELECT min(o.code) FROM old_rows AS o'
        ' WHERE NOT EXISTS (SELECT FROM projects AS p WHERE p.code = o.code)'
        ' AND EXISTS (SELECT FROM execution AS e WHERE e.project_code = o.code)' INTO kept;
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION
            'update or delete on table "projects" violates foreign key constraint "execution_project_code_fkey" on table "execution"'
            USING ERRCODE = 'foreign_key_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = 'execution',
                CONSTRAINT = 'execution_project_code_fkey',
                DETAIL = format('Key (code)=(%s) is still referenced from table "execution".', kept);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION keep_projects() IS 'Refuses to take away a project of which execution has rows.';

CREATE TRIGGER keep_delete AFTER DELETE ON projects REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_projects();
CREATE TRIGGER keep_update AFTER UPDATE ON projects REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_projects();

-- PostgreSQL lets projects be truncated only together with all that refers to it: by name, or by CASCADE, which
-- knows the other tables.
CREATE FUNCTION truncate_with_projects() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE execution IN ACCESS EXCLUSIVE MODE;
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted')
        OR EXISTS (SELECT FROM execution)
    THEN
        TRUNCATE execution;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION truncate_with_projects() IS 'Takes the rows of execution along where projects is truncated.';

CREATE TRIGGER keep_truncate AFTER TRUNCATE ON projects
    FOR EACH STATEMENT EXECUTE FUNCTION truncate_with_projects();

REVOKE EXECUTE ON FUNCTION refer_to_projects(), keep_projects(), truncate_with_projects() FROM PUBLIC;
