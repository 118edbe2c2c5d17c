-- What happens beside a change of a fact, in the writer's own transaction: its subject is put down in
-- the change log, so that the daemon knows what to look at again, and what stood there before goes
-- into the audit trail.
--
-- Both are statement triggers with transition tables: a load of a million rows costs one INSERT of its
-- distinct subjects, about a quarter on top of the load, where row triggers would take more than twice
-- the time. A transition table belongs to one event, hence a trigger each for INSERT, UPDATE and DELETE.
--
-- Nothing here sends NOTIFY: it makes the commits of all writers wait for each other (a third fewer
-- with one writer, two thirds with 32). A writer that wants to be heard at once notifies by itself; the
-- others are heard at the next poll.
--
-- Known limit: applying logical replication fires no statement triggers. What arrives that way is found
-- by the nightly proof, not at once.
--
-- The functions act with the owner's rights, so that a reporter needs none on the log or the audit
-- trail and cannot forge either.

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    table_name text NOT NULL,
    key jsonb,
    operation text NOT NULL CHECK (operation IN ('UPDATE', 'DELETE', 'TRUNCATE')),
    old jsonb,
    new jsonb,
    session_user_name text NOT NULL DEFAULT session_user,
    application_name text NOT NULL DEFAULT current_setting('application_name')
);
CREATE INDEX audit_at ON audit USING brin (at);

-- The log is a queue: it is nearly empty most of the time, and each of its rows dies young. Vacuum has
-- to come by number of rows, not by share of a table whose size says nothing; it is not to give the
-- file's end back, which takes an exclusive lock only for the file to grow again.
ALTER TABLE change_log SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0, vacuum_truncate = false);

-- The change log ----------------------------------------------------------------------------------
--
-- INSERT and DELETE call their rows `rows`; UPDATE has `old_rows` and `new_rows`, and what counts is
-- what stands in one of them and not in the other. A statement that changes nothing logs nothing.

CREATE FUNCTION log_units() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code)
        SELECT 'unit', code
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed
        GROUP BY code;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code) SELECT 'unit', code FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- A unit is concerned where a project comes to it or leaves it: whether it reported, and until which
-- month, follows from its projects. What hangs on a project is concerned where its unit or its manager
-- changes: they answer for that, too, and the unit's rules hold for it.
CREATE FUNCTION log_projects() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code)
        SELECT 'project', code
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed
        GROUP BY code;
        INSERT INTO change_log (subject_kind, subject_code)
        SELECT 'unit', unit_code
        FROM ((SELECT code, unit_code FROM old_rows EXCEPT SELECT code, unit_code FROM new_rows)
            UNION ALL (SELECT code, unit_code FROM new_rows EXCEPT SELECT code, unit_code FROM old_rows)) AS moved
        GROUP BY unit_code;
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT hanging.kind, hanging.code, hanging.fiscal_year
        FROM (SELECT code, unit_code, manager FROM new_rows
            EXCEPT SELECT code, unit_code, manager FROM old_rows) AS handed,
            LATERAL (
                SELECT 'indicator' AS kind, i.code, i.fiscal_year FROM indicators i
                WHERE i.owner = 'project' AND i.owner_code = handed.code
                UNION ALL
                SELECT 'milestone', m.owner_code || '/' || m.name, m.fiscal_year FROM milestones m
                WHERE m.owner = 'project' AND m.owner_code = handed.code
                UNION ALL
                SELECT 'contract', c.code, c.fiscal_year FROM contracts c WHERE c.project_code = handed.code
                UNION ALL
                SELECT 'rectification', r.code, r.fiscal_year FROM rectifications r
                WHERE r.subject_project = handed.code
                UNION ALL
                SELECT 'rectification', r.code, r.fiscal_year FROM indicators i
                JOIN rectifications r ON r.subject_indicator = i.code AND r.fiscal_year = i.fiscal_year
                WHERE i.owner = 'project' AND i.owner_code = handed.code
            ) AS hanging;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code)
        SELECT 'project', code FROM rows
        UNION ALL
        SELECT DISTINCT 'unit', unit_code FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- budgets, budget_adjustments, plans, execution.
CREATE FUNCTION log_project_facts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'project', project_code, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'project', project_code, fiscal_year FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- A project is compared with its indicators (双监控), so it hears of one that comes, goes or changes.
-- Whoever owns an indicator answers for what is to be corrected about it.
CREATE FUNCTION log_indicators() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT subject.kind, subject.code, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed,
            LATERAL (VALUES ('indicator', code), ('project', owner_project)) AS subject (kind, code)
        WHERE subject.code IS NOT NULL;
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT 'rectification', r.code, r.fiscal_year
        FROM (SELECT code, fiscal_year, owner, owner_code FROM new_rows
            EXCEPT SELECT code, fiscal_year, owner, owner_code FROM old_rows) AS handed
        JOIN rectifications r ON r.subject_indicator = handed.code AND r.fiscal_year = handed.fiscal_year;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT subject.kind, subject.code, fiscal_year
        FROM rows, LATERAL (VALUES ('indicator', code), ('project', owner_project)) AS subject (kind, code)
        WHERE subject.code IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

-- indicator_targets, indicator_values.
CREATE FUNCTION log_indicator_facts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'indicator', indicator_code, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'indicator', indicator_code, fiscal_year FROM rows;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION log_milestones() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'milestone', owner_code || '/' || name, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'milestone', owner_code || '/' || name, fiscal_year FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- contracts, rectifications: their own code and year. The kind of subject is the trigger's argument.
CREATE FUNCTION log_coded() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT TG_ARGV[0], code, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT TG_ARGV[0], code, fiscal_year FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- ceilings, ceiling_spending.
CREATE FUNCTION log_ceilings() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'ceiling', unit_code || '/' || kind, fiscal_year
        FROM ((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)) AS changed;
    ELSE
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT 'ceiling', unit_code || '/' || kind, fiscal_year FROM rows;
    END IF;
    RETURN NULL;
END $$;

-- A day more or less off moves the deadlines of everything.
CREATE FUNCTION log_calendar() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO change_log (subject_kind, subject_code)
        SELECT 'all', '' WHERE EXISTS (TABLE old_rows EXCEPT TABLE new_rows);
    ELSE
        INSERT INTO change_log (subject_kind, subject_code) SELECT 'all', '' WHERE EXISTS (TABLE rows);
    END IF;
    RETURN NULL;
END $$;

-- Which rows a TRUNCATE took is not known, so everything is looked at again. PostgreSQL's TRUNCATE is not
-- MVCC-safe: a batch whose snapshot is older can see the table empty before the rows that replace them,
-- and raise what the full pass asked for here then takes back. DELETE has no such moment.
CREATE FUNCTION log_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO change_log (subject_kind, subject_code) VALUES ('all', '');
    RETURN NULL;
END $$;

-- Tables that are missing here are read by no rule, so that no verdict can change with them: people
-- (looked up when a message is addressed), receipts, outlooks, notified_rates and assessments (read
-- when a report is made).
DO $$
DECLARE
    feed record;
BEGIN
    FOR feed IN SELECT * FROM (VALUES
        ('units', 'log_units()'),
        ('projects', 'log_projects()'),
        ('budgets', 'log_project_facts()'),
        ('budget_adjustments', 'log_project_facts()'),
        ('plans', 'log_project_facts()'),
        ('execution', 'log_project_facts()'),
        ('indicators', 'log_indicators()'),
        ('indicator_targets', 'log_indicator_facts()'),
        ('indicator_values', 'log_indicator_facts()'),
        ('milestones', 'log_milestones()'),
        ('contracts', 'log_coded(''contract'')'),
        ('ceilings', 'log_ceilings()'),
        ('ceiling_spending', 'log_ceilings()'),
        ('rectifications', 'log_coded(''rectification'')'),
        ('calendar', 'log_calendar()')) AS feeds (fact, logger)
    LOOP
        EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION %s', feed.fact, feed.logger);
        EXECUTE format('CREATE TRIGGER log_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows'
            ' NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s', feed.fact, feed.logger);
        EXECUTE format('CREATE TRIGGER log_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION %s', feed.fact, feed.logger);
        EXECUTE format('CREATE TRIGGER log_truncate AFTER TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION log_truncate()', feed.fact);
    END LOOP;
END $$;

-- The audit trail ---------------------------------------------------------------------------------
--
-- Inserts are not audited: the row itself says what was inserted, and the first change of it says what
-- it was. The trigger's arguments are the columns of the key.

-- One pair of functions serves all tables: the statement is put together from the columns of the key
-- and planned each time, for the number of rows there really is. That costs a fraction of a
-- millisecond a statement, and saves taking the key out of the JSON of every row.

-- Of an UPDATE the rows that really changed, old and new side by side. Where the key itself changed,
-- the old row and the new one stand in audit rows of their own, the other side NULL.
CREATE FUNCTION audit_update() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    same_key text;
    key text;
BEGIN
    SELECT string_agg(format('o.%1$I = n.%1$I', name), ' AND '),
        string_agg(format('%1$L, coalesce(o.%1$I, n.%1$I)', name), ', ')
    INTO same_key, key
    FROM unnest(TG_ARGV) AS name;
    EXECUTE format('INSERT INTO audit (table_name, key, operation, old, new)'
        ' SELECT %L, jsonb_build_object(%s), %L, to_jsonb(o), to_jsonb(n)'
        ' FROM old_rows AS o FULL JOIN new_rows AS n ON %s'
        ' WHERE o IS DISTINCT FROM n', TG_TABLE_NAME, key, TG_OP, same_key);
    RETURN NULL;
END $$;

CREATE FUNCTION audit_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    key text;
BEGIN
    SELECT string_agg(format('%1$L, o.%1$I', name), ', ') INTO key FROM unnest(TG_ARGV) AS name;
    EXECUTE format('INSERT INTO audit (table_name, key, operation, old)'
        ' SELECT %L, jsonb_build_object(%s), %L, to_jsonb(o) FROM old_rows AS o',
        TG_TABLE_NAME, key, TG_OP);
    RETURN NULL;
END $$;

CREATE FUNCTION audit_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit (table_name, operation) VALUES (TG_TABLE_NAME, TG_OP);
    RETURN NULL;
END $$;

DO $$
DECLARE
    fact text;
    key_columns text;
BEGIN
    FOREACH fact IN ARRAY ARRAY['units', 'people', 'projects', 'budgets', 'budget_adjustments', 'plans',
        'execution', 'receipts', 'indicators', 'indicator_targets', 'indicator_values', 'outlooks',
        'milestones', 'contracts', 'ceilings', 'ceiling_spending', 'notified_rates', 'assessments',
        'rectifications', 'calendar']
    LOOP
        SELECT string_agg(quote_literal(a.attname), ', ' ORDER BY k.place) INTO STRICT key_columns
        FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY AS k (attnum, place), pg_attribute a
        WHERE c.conrelid = fact::regclass AND c.contype = 'p'
            AND a.attrelid = c.conrelid AND a.attnum = k.attnum;
        EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows'
            ' NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update(%s)', fact, key_columns);
        EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_delete(%s)', fact, key_columns);
        EXECUTE format('CREATE TRIGGER audit_truncate AFTER TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate()', fact);
    END LOOP;
END $$;

-- Nobody else may hang these on a table of his own and so write what he likes into the log.
REVOKE EXECUTE ON FUNCTION log_units(), log_projects(), log_project_facts(), log_indicators(),
    log_indicator_facts(), log_milestones(), log_coded(), log_ceilings(), log_calendar(), log_truncate(),
    audit_update(), audit_delete(), audit_truncate() FROM PUBLIC;
