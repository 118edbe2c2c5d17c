-- One database may gather the ledgers of several cities by logical replication, and a daemon on it evaluates
-- them all. What arrives that way passes over everything that holds in a session: statement triggers do not
-- fire, references and the checks of more than one row are not looked at. What the central database needs
-- in their place is here. A city needs of it only the publication.

-- What was applied, in the log and in the audit trail -------------------------------------------------------
--
-- Row triggers, ENABLE REPLICA: an ordinary session passes them by, and the statement triggers pass by what is
-- applied, so that nothing is put down twice. The first copy of a table (a COPY under the same role) fires
-- statement triggers as well, for INSERT only: there the row triggers keep still, and one row in the log asks
-- for a look at everything, where a million would be worked off one by one.
--
-- They are deferred to the commit, since a worker of PostgreSQL 15 opens a partition anew for each row whose
-- trigger fires at once, and says for each that it forgot to close it ("relcache reference leak"). A partition's
-- row triggers are its table's, made with it, and know themselves by the partition's name: hence the table's
-- name as their first argument. Then come what the log calls the subject, and the columns of the key.
--
-- The functions name what they use with its schema, instead of setting a search path: that would cost as much as
-- all else that they do for a row. They act with the rights of whoever applies, a superuser or the owner. Where a
-- value will do, no statement is run (ignored := f()), for the same reason.

-- The name of the subscription becomes the worker's application_name, which is otherwise empty: the audit trail
-- then says from where a row came, and pg_stat_activity whose worker it is.
CREATE FUNCTION apply_named() RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    city text;
BEGIN
    IF current_setting('application_name') = '' THEN
        SELECT s.subname INTO city FROM pg_catalog.pg_stat_get_subscription(NULL) w
        JOIN pg_catalog.pg_subscription s ON s.oid = w.subid
        WHERE w.pid = pg_backend_pid();
        PERFORM set_config('application_name', coalesce(city, ''), false);
    END IF;
    RETURN true;
END $$;

-- Puts down a subject that was touched; one that was the last to be put down is there already. A transaction that
-- touches very many (a month's import of a city) asks for a look at everything instead, which from some number of
-- them on is sooner done. The hint wakes the daemon; writers do not wait for each other for its sake here, since a
-- subscription has one worker that commits.
CREATE FUNCTION apply_note(kind text, code text, year integer) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    most CONSTANT integer := 20000;
    noted CONSTANT integer := coalesce(nullif(current_setting('budgetwatch.noted', true), ''), '0');
    subject CONSTANT text := kind || ' ' || year || ' ' || code;
    ignored text;
BEGIN
    IF noted > most OR subject = current_setting('budgetwatch.subject', true) THEN
        RETURN false;
    END IF;
    IF noted = 0 THEN
        ignored := public.apply_named();
        NOTIFY budgetwatch;
    END IF;
    IF noted < most THEN
        INSERT INTO public.change_log (subject_kind, subject_code, fiscal_year) VALUES (kind, code, year);
    ELSE
        INSERT INTO public.change_log (subject_kind, subject_code) VALUES ('all', '');
    END IF;
    ignored := set_config('budgetwatch.noted', (noted + 1)::text, true);
    ignored := set_config('budgetwatch.subject', subject, true);
    RETURN true;
END $$;

-- The key of a row. None has more than six columns; the first stands in for those that are not there, since an
-- object holds a name once.
CREATE FUNCTION apply_key(names text[], stands jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    second CONSTANT text := coalesce(names[2], names[1]);
    third CONSTANT text := coalesce(names[3], second);
BEGIN
    IF names[4] IS NULL THEN
        RETURN jsonb_build_object(names[1], stands -> names[1], second, stands -> second, third, stands -> third);
    END IF;
    RETURN jsonb_build_object(names[1], stands -> names[1], second, stands -> second, third, stands -> third,
        names[4], stands -> names[4], coalesce(names[5], names[1]), stands -> coalesce(names[5], names[1]),
        coalesce(names[6], names[1]), stands -> coalesce(names[6], names[1]));
END $$;

-- Old and new values, as the statement triggers keep them: what an UPDATE or DELETE took away; of what is
-- inserted, what was given up before, and what revises. A key that changed makes two rows.
CREATE FUNCTION apply_kept(fact text, key_columns text[], op text, was jsonb, becomes jsonb) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    old_key CONSTANT jsonb := public.apply_key(key_columns, was);
    new_key CONSTANT jsonb := public.apply_key(key_columns, becomes);
    ignored boolean := public.apply_named();
BEGIN
    IF op = 'INSERT' AND fact NOT IN ('budget_adjustments', 'indicator_targets', 'calendar')
        AND NOT EXISTS (SELECT FROM public.audit a WHERE a.table_name = fact AND a.new IS NULL AND a.key IS NOT NULL
            AND md5(a.key::text) = md5(new_key::text) AND a.key = new_key)
    THEN
        RETURN false;
    END IF;
    IF old_key <> new_key THEN
        INSERT INTO public.audit (table_name, key, operation, old) VALUES (fact, old_key, op, was);
        INSERT INTO public.audit (table_name, key, operation, new) VALUES (fact, new_key, op, becomes);
    ELSE
        INSERT INTO public.audit (table_name, key, operation, old, new)
        VALUES (fact, coalesce(old_key, new_key), op, was, becomes);
    END IF;
    RETURN true;
END $$;

-- As the functions of 0003 do for a statement, for a row. A row that moves to another year's partition is applied
-- as DELETE and INSERT.

CREATE FUNCTION apply_units() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('unit', OLD.code, 0);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('unit', NEW.code, 0);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION apply_projects() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('project', OLD.code, 0);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('project', NEW.code, 0);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'DELETE' OR (OLD.code, OLD.unit_code) <> (NEW.code, NEW.unit_code) THEN
        PERFORM public.apply_note('unit', concerned.unit_code, 0)
        FROM (VALUES (OLD.unit_code), (NEW.unit_code)) AS concerned (unit_code) WHERE concerned.unit_code IS NOT NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.code, OLD.unit_code, OLD.manager) IS DISTINCT FROM (NEW.code, NEW.unit_code, NEW.manager)
    THEN
        PERFORM public.apply_note(hanging.kind, hanging.code, hanging.fiscal_year)
        FROM (
            SELECT 'indicator' AS kind, i.code, i.fiscal_year FROM public.indicators i
            WHERE i.owner = 'project' AND i.owner_code = NEW.code
            UNION ALL
            SELECT 'milestone', m.owner_code || '/' || m.name, m.fiscal_year FROM public.milestones m
            WHERE m.owner = 'project' AND m.owner_code = NEW.code
            UNION ALL
            SELECT 'contract', c.code, c.fiscal_year FROM public.contracts c WHERE c.project_code = NEW.code
            UNION ALL
            SELECT 'rectification', r.code, r.fiscal_year FROM public.rectifications r
            WHERE r.subject_project = NEW.code
            UNION ALL
            SELECT 'rectification', r.code, r.fiscal_year FROM public.indicators i
            JOIN public.rectifications r ON r.subject_indicator = i.code AND r.fiscal_year = i.fiscal_year
            WHERE i.owner = 'project' AND i.owner_code = NEW.code
        ) AS hanging;
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- budgets, budget_adjustments, plans, execution.
CREATE FUNCTION apply_project_facts() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('project', OLD.project_code, OLD.fiscal_year);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('project', NEW.project_code, NEW.fiscal_year);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION apply_indicators() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    PERFORM public.apply_note(subject.kind, subject.code, subject.fiscal_year)
    FROM (VALUES ('indicator', OLD.code, OLD.fiscal_year), ('indicator', NEW.code, NEW.fiscal_year),
        ('project', OLD.owner_project, OLD.fiscal_year), ('project', NEW.owner_project, NEW.fiscal_year))
        AS subject (kind, code, fiscal_year)
    WHERE subject.code IS NOT NULL;
    IF TG_OP = 'UPDATE' AND (NEW.code, NEW.fiscal_year, NEW.owner, NEW.owner_code)
        <> (OLD.code, OLD.fiscal_year, OLD.owner, OLD.owner_code)
    THEN
        PERFORM public.apply_note('rectification', r.code, r.fiscal_year) FROM public.rectifications r
        WHERE r.subject_indicator = NEW.code AND r.fiscal_year = NEW.fiscal_year;
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- indicator_targets, indicator_values.
CREATE FUNCTION apply_indicator_facts() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('indicator', OLD.indicator_code, OLD.fiscal_year);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('indicator', NEW.indicator_code, NEW.fiscal_year);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION apply_milestones() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('milestone', OLD.owner_code || '/' || OLD.name, OLD.fiscal_year);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('milestone', NEW.owner_code || '/' || NEW.name, NEW.fiscal_year);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- contracts, rectifications.
CREATE FUNCTION apply_coded() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note(TG_ARGV[1], OLD.code, OLD.fiscal_year);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note(TG_ARGV[1], NEW.code, NEW.fiscal_year);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- ceilings, ceiling_spending.
CREATE FUNCTION apply_ceilings() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('ceiling', OLD.unit_code || '/' || OLD.kind, OLD.fiscal_year);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('ceiling', NEW.unit_code || '/' || NEW.kind, NEW.fiscal_year);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

CREATE FUNCTION apply_calendar() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        ignored := public.apply_note('all', '', 0);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        ignored := public.apply_note('all', '', 0);
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- Tables that no rule reads.
CREATE FUNCTION apply_unread() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    ignored := public.apply_kept(TG_ARGV[0], TG_ARGV[2:], TG_OP, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;

-- Before the first copy of a table, and before a TRUNCATE.
CREATE FUNCTION apply_begin() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    ignored text := public.apply_named();
BEGIN
    IF TG_OP = 'INSERT' THEN
        ignored := set_config('budgetwatch.copies', 'on', true);
        IF TG_ARGV[0] <> '' THEN
            INSERT INTO public.change_log (subject_kind, subject_code) VALUES ('all', '');
            NOTIFY budgetwatch;
        END IF;
    END IF;
    RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION apply_named(), apply_note(text, text, integer), apply_key(text[], jsonb),
    apply_kept(text, text[], text, jsonb, jsonb), apply_units(), apply_projects(), apply_project_facts(),
    apply_indicators(), apply_indicator_facts(), apply_milestones(), apply_coded(), apply_ceilings(),
    apply_calendar(), apply_unread(), apply_begin() FROM PUBLIC;

-- The tables are those that have the triggers of 0003. Those of a TRUNCATE, and what audits a first copy, are to
-- fire whoever writes.
DO $$
DECLARE
    fact record;
    act text;
BEGIN
    FOR fact IN
        SELECT t.tgrelid::regclass AS name, coalesce(feeds.logger, 'apply_unread') AS logger,
            coalesce(feeds.subject, '') AS subject,
            string_agg(quote_literal(a.attname), ', ' ORDER BY k.place) AS key_columns
        FROM pg_trigger t
        JOIN pg_constraint c ON c.conrelid = t.tgrelid AND c.contype = 'p'
        CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
        LEFT JOIN (VALUES
            ('units', 'apply_units', 'unit'),
            ('projects', 'apply_projects', 'project'),
            ('budgets', 'apply_project_facts', 'project'),
            ('budget_adjustments', 'apply_project_facts', 'project'),
            ('plans', 'apply_project_facts', 'project'),
            ('execution', 'apply_project_facts', 'project'),
            ('indicators', 'apply_indicators', 'indicator'),
            ('indicator_targets', 'apply_indicator_facts', 'indicator'),
            ('indicator_values', 'apply_indicator_facts', 'indicator'),
            ('milestones', 'apply_milestones', 'milestone'),
            ('contracts', 'apply_coded', 'contract'),
            ('ceilings', 'apply_ceilings', 'ceiling'),
            ('ceiling_spending', 'apply_ceilings', 'ceiling'),
            ('rectifications', 'apply_coded', 'rectification'),
            ('calendar', 'apply_calendar', 'all')) AS feeds (fact, logger, subject) ON feeds.fact::regclass = t.tgrelid
        WHERE t.tgname = 'audit_insert'
        GROUP BY t.tgrelid, feeds.logger, feeds.subject
    LOOP
        EXECUTE format('CREATE TRIGGER apply_begin BEFORE INSERT OR TRUNCATE ON %s FOR EACH STATEMENT'
            ' EXECUTE FUNCTION apply_begin(%L)', fact.name, fact.subject);
        EXECUTE format('ALTER TABLE %s ENABLE REPLICA TRIGGER apply_begin,'
            ' ENABLE ALWAYS TRIGGER audit_insert, ENABLE ALWAYS TRIGGER audit_truncate', fact.name);
        IF fact.subject <> '' THEN
            EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER log_truncate', fact.name);
        END IF;
        FOREACH act IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
            EXECUTE format('CREATE CONSTRAINT TRIGGER apply_%1$s AFTER %1$s ON %2$s DEFERRABLE INITIALLY DEFERRED'
                ' FOR EACH ROW%3$s EXECUTE FUNCTION %4$s(%2$L, %5$L, %6$s)', act, fact.name,
                CASE act WHEN 'insert' THEN
                    ' WHEN (current_setting(''budgetwatch.copies'', true) IS DISTINCT FROM ''on'')' END,
                fact.logger, fact.subject, fact.key_columns);
            EXECUTE format('ALTER TABLE %s ENABLE REPLICA TRIGGER apply_%s', fact.name, act);
        END LOOP;
    END LOOP;
END $$;
