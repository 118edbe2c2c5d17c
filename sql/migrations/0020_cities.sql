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
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    second CONSTANT text := coalesce(names[2], names[1]);
    third CONSTANT text := coalesce(names[3], second);
BEGIN
    IF stands IS NULL THEN
        RETURN NULL;
    ELSIF names[4] IS NULL THEN
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

-- The tree of units ------------------------------------------------------------------------------------------
--
-- A city's first unit has no parent in the city's own ledger. Under which unit of the central database it stands
-- is said here, and given to it each time it arrives.

CREATE TABLE adopted_units (
    unit_code text COLLATE "C" PRIMARY KEY CHECK (ledger_is_key(unit_code)),
    parent_code text COLLATE "C" NOT NULL CHECK (ledger_is_key(parent_code) AND parent_code <> unit_code),
    since timestamptz NOT NULL DEFAULT now(),
    session_user_name text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE adopted_units IS 'Under which unit the first unit of a city stands here, whose own ledger gives it no parent.';
COMMENT ON COLUMN adopted_units.unit_code IS 'The city''s unit; it may still have to arrive.';
COMMENT ON COLUMN adopted_units.parent_code IS 'The unit above it.';
COMMENT ON COLUMN adopted_units.since IS 'Since when.';
COMMENT ON COLUMN adopted_units.session_user_name IS 'Who was logged in.';

-- The lock is that of adopt_unit(): of a unit that arrives while it is adopted neither would see the other.
CREATE FUNCTION apply_adopted() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_code IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('units'));
        NEW.parent_code := (SELECT a.parent_code FROM public.adopted_units a WHERE a.unit_code = NEW.code);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER apply_adopted BEFORE INSERT OR UPDATE ON units FOR EACH ROW EXECUTE FUNCTION apply_adopted();
ALTER TABLE units ENABLE REPLICA TRIGGER apply_adopted;

-- `under` NULL: no longer. The unit itself is changed as by anybody else, audit and checks included.
CREATE FUNCTION adopt_unit(unit text, under text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands CONSTANT text := (SELECT u.parent_code FROM units u WHERE u.code = unit COLLATE "C");
    adopted CONSTANT text := (SELECT a.parent_code FROM adopted_units a WHERE a.unit_code = unit COLLATE "C");
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('units'));
    IF under IS NULL AND adopted IS NULL THEN
        RAISE EXCEPTION 'unit % is not adopted', unit USING ERRCODE = 'check_violation';
    ELSIF under IS NOT NULL AND NOT EXISTS (SELECT FROM units u WHERE u.code = under COLLATE "C") THEN
        RAISE EXCEPTION 'there is no unit %', under USING ERRCODE = 'check_violation';
    ELSIF stands IS NOT NULL AND stands IS DISTINCT FROM adopted THEN
        RAISE EXCEPTION 'unit % stands under % by its own ledger', unit, stands USING ERRCODE = 'check_violation';
    END IF;
    IF under IS NULL THEN
        DELETE FROM adopted_units a WHERE a.unit_code = unit COLLATE "C";
    ELSE
        INSERT INTO adopted_units (unit_code, parent_code) VALUES (unit, under)
        ON CONFLICT (unit_code) DO UPDATE SET parent_code = excluded.parent_code, since = now(),
            session_user_name = session_user;
    END IF;
    UPDATE units u SET parent_code = under
    WHERE u.code = unit COLLATE "C" AND u.parent_code IS DISTINCT FROM under COLLATE "C";
    RETURN EXISTS (SELECT FROM units u WHERE u.code = unit COLLATE "C");
END $$;
REVOKE EXECUTE ON FUNCTION apply_adopted(), adopt_unit(text, text) FROM PUBLIC;
COMMENT ON FUNCTION adopt_unit(text, text) IS 'Puts a city''s first unit under a unit of the central database; NULL: no longer. Returns whether the unit is there already.';

-- Years ------------------------------------------------------------------------------------------------------
--
-- A row of a year whose partition the central database lacks would stop the apply. Cities make partitions when
-- an import brings a year; which they have made they tell in this table, before the facts, and the central
-- database makes the same.

CREATE TABLE prepared_years (
    fiscal_year smallint PRIMARY KEY CHECK (fiscal_year BETWEEN 2000 AND 2100)
);
COMMENT ON TABLE prepared_years IS 'The fiscal years that have partitions. Published with the facts, so that a central database makes them before facts arrive.';
COMMENT ON COLUMN prepared_years.fiscal_year IS 'Fiscal year (预算年度).';
INSERT INTO prepared_years
SELECT DISTINCT right(inhrelid::regclass::text, 4)::smallint FROM pg_inherits
WHERE inhparent = 'execution'::regclass;

ALTER FUNCTION prepare_fiscal_year(integer) RENAME TO make_fiscal_year;
CREATE FUNCTION prepare_fiscal_year(year integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    made CONSTANT integer := make_fiscal_year(year);
BEGIN
    -- Who made them tells it; to somebody whose snapshot is older it would be a conflict.
    IF made > 0 THEN
        INSERT INTO prepared_years VALUES (year) ON CONFLICT DO NOTHING;
    END IF;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION prepare_fiscal_year(integer) FROM PUBLIC;
COMMENT ON FUNCTION make_fiscal_year(integer) IS 'Makes the partitions of a fiscal year (2000..2100) that are missing. Returns how many it made.';
COMMENT ON FUNCTION prepare_fiscal_year(integer) IS 'Makes the partitions of a fiscal year (2000..2100) that are missing, and tells prepared_years. Returns how many it made.';

-- Every city tells the same years: a year that is known already is passed over, which is no conflict.
CREATE FUNCTION apply_year() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.make_fiscal_year(NEW.fiscal_year);
    IF EXISTS (SELECT FROM public.prepared_years p WHERE p.fiscal_year = NEW.fiscal_year) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION apply_year() FROM PUBLIC;
CREATE TRIGGER apply_year BEFORE INSERT ON prepared_years FOR EACH ROW EXECUTE FUNCTION apply_year();
ALTER TABLE prepared_years ENABLE REPLICA TRIGGER apply_year;

-- What a city publishes ----------------------------------------------------------------------------------------
--
-- All facts but the calendar, whose days every city has: the central database keeps its own. A TRUNCATE would empty
-- the table of all cities, so it is not published; and where the table is published it is refused, since its
-- rows would stay in the central database and be in the way of those that replace them.

-- `taker`: the role that the central database logs in with; NULL: rights are given by hand.
CREATE FUNCTION publish_ledger(taker text) RETURNS void
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    facts CONSTANT text := (SELECT string_agg(DISTINCT t.tgrelid::regclass::text, ', ') FROM pg_trigger t
        WHERE t.tgname = 'refuse_truncate') || ', prepared_years';
BEGIN
    IF EXISTS (SELECT FROM pg_publication WHERE pubname = 'budgetwatch') THEN
        EXECUTE 'ALTER PUBLICATION budgetwatch SET TABLE ' || facts;
    ELSE
        EXECUTE 'CREATE PUBLICATION budgetwatch FOR TABLE ' || facts;
    END IF;
    ALTER PUBLICATION budgetwatch SET (publish = 'insert, update, delete', publish_via_partition_root = true);
    IF taker IS NOT NULL THEN
        EXECUTE format('GRANT SELECT ON %s TO %I', facts, taker);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION publish_ledger(text) FROM PUBLIC;
COMMENT ON FUNCTION publish_ledger(text) IS 'Makes the publication that a central database takes this ledger from, or sets it right, and lets a role read what it holds.';

CREATE FUNCTION refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
        WHERE r.prrelid = TG_RELID AND NOT p.pubtruncate)
    THEN
        RAISE EXCEPTION '% is published, and its publication leaves TRUNCATE out: use DELETE', TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION refuse_truncate() FROM PUBLIC;
DO $$
DECLARE
    fact text;
BEGIN
    FOR fact IN SELECT t.tgrelid::regclass FROM pg_trigger t
        WHERE t.tgname = 'audit_insert' AND t.tgrelid <> 'calendar'::regclass
    LOOP
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT'
            ' EXECUTE FUNCTION refuse_truncate()', fact);
    END LOOP;
END $$;

-- What does not hold where facts are applied --------------------------------------------------------------------

CREATE TABLE orphans (
    fact text NOT NULL,
    lacks text NOT NULL,
    total bigint NOT NULL,
    examples text[] NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    looked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fact, lacks)
);
COMMENT ON TABLE orphans IS 'Rows of the ledger that refer to nothing, or do not go together, which only what replication applied can; as last looked for.';
COMMENT ON COLUMN orphans.fact IS 'The table.';
COMMENT ON COLUMN orphans.lacks IS 'The table that it refers to; or in words what is amiss.';
COMMENT ON COLUMN orphans.total IS 'How many rows.';
COMMENT ON COLUMN orphans.examples IS 'The first of what is missing or amiss, in the order of keys.';
COMMENT ON COLUMN orphans.since IS 'When they were first found.';
COMMENT ON COLUMN orphans.looked_at IS 'When they were last found.';

-- The references are those of the schema, one statement each; then what triggers check where people write.
CREATE FUNCTION find_orphans(at_most integer) RETURNS TABLE (fact text, lacks text, total bigint, examples text[])
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    names text;
BEGIN
    FOR fact, lacks, names IN
        SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
            format('SELECT concat_ws(''/'', %s) FROM %s f WHERE %s AND NOT EXISTS (SELECT FROM %s r WHERE %s)',
                string_agg(format('f.%I', a.attname), ', ' ORDER BY k.place), c.conrelid::regclass,
                string_agg(format('f.%I IS NOT NULL', a.attname), ' AND ' ORDER BY k.place), c.confrelid::regclass,
                string_agg(format('r.%I = f.%I', b.attname, a.attname), ' AND ' ORDER BY k.place))
        FROM pg_constraint c
        CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (here, there, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.here
        JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.there
        WHERE c.contype = 'f' AND c.conparentid = 0
            AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.conrelid AND t.tgname = 'refuse_truncate')
        GROUP BY c.oid, c.conrelid, c.confrelid
        UNION ALL
        -- Asked about by triggers, see 0018.
        VALUES ('execution', 'projects', 'SELECT e.project_code FROM execution e'
            ' WHERE NOT EXISTS (SELECT FROM projects p WHERE p.code = e.project_code)'),
            ('indicator_values', 'an indicator of their direction',
            'SELECT concat_ws(''/'', v.indicator_code, v.fiscal_year, v.month) FROM indicator_values v'
            ' JOIN indicators i ON i.code = v.indicator_code AND i.fiscal_year = v.fiscal_year'
            ' WHERE v.value <> ''n/a'' AND (v.value_number IS NULL) <> (i.direction = ''qualitative'')'),
            ('indicator_targets', 'an indicator of their direction',
            'SELECT concat_ws(''/'', t.indicator_code, t.fiscal_year, t.effective_on) FROM indicator_targets t'
            ' JOIN indicators i ON i.code = t.indicator_code AND i.fiscal_year = t.fiscal_year'
            ' WHERE t.target_number IS NULL AND i.direction <> ''qualitative'''),
            ('units', 'a unit at the top: they stand in a circle',
            'WITH RECURSIVE up AS (SELECT code AS start, parent_code AS above FROM units WHERE parent_code IS NOT NULL'
            ' UNION SELECT up.start, u.parent_code FROM up JOIN units u ON u.code = up.above'
            ' WHERE u.parent_code IS NOT NULL) SELECT start FROM up WHERE start = above'),
            ('units', 'a place in one tree: all of these but one are to be adopted',
            'SELECT code FROM units WHERE parent_code IS NULL'
            ' AND (SELECT count(*) FROM units WHERE parent_code IS NULL) > 1')
        ORDER BY 1, 2
    LOOP
        EXECUTE format('WITH amiss AS MATERIALIZED (SELECT name, count(*) AS rows FROM (%s) AS seen (name) GROUP BY name)'
            ' SELECT coalesce(sum(rows), 0), ARRAY(SELECT name FROM amiss ORDER BY name COLLATE "C" LIMIT $1) FROM amiss',
            names) INTO total, examples USING at_most;
        IF total > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION find_orphans(integer) FROM PUBLIC;
COMMENT ON FUNCTION find_orphans(integer) IS 'Rows of the ledger that refer to nothing or do not go together, by table and what they lack, with so many examples each.';

-- How each city fares ----------------------------------------------------------------------------------------------
--
-- PostgreSQL counts the errors of a subscription and says neither when nor for how long: the daemon looks again and
-- again, and keeps what it saw.

CREATE TABLE cities (
    name text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('works', 'copies', 'disabled', 'fails', 'away')),
    since timestamptz NOT NULL DEFAULT now(),
    errors bigint NOT NULL,
    heard_at timestamptz
);
COMMENT ON TABLE cities IS 'The cities whose ledgers are gathered here, a subscription each, as the daemon last saw them.';
COMMENT ON COLUMN cities.name IS 'The subscription.';
COMMENT ON COLUMN cities.state IS 'works; copies: tables are still being copied for the first time; disabled; fails: what arrives cannot be applied; away: nothing is heard of it.';
COMMENT ON COLUMN cities.since IS 'Since when it is in this state.';
COMMENT ON COLUMN cities.errors IS 'How many errors PostgreSQL had counted by then.';
COMMENT ON COLUMN cities.heard_at IS 'Up to when it had been followed; NULL: not at all yet.';

-- A worker that fails is started again and again: that it runs just now says little, that more errors were
-- counted since the last look says it fails. One more does not: a connection that is lost is counted once.
CREATE FUNCTION cities_now() RETURNS TABLE (name text, state text, since timestamptz, errors bigint, heard_at timestamptz,
                                            was text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.subname::text AS name, now_is.state, CASE WHEN c.state = now_is.state THEN c.since ELSE now() END AS since,
        coalesce(t.apply_error_count + t.sync_error_count, 0) AS errors, coalesce(w.latest_end_time, c.heard_at) AS heard_at,
        c.state AS was
    FROM pg_subscription s
    LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid IS NULL
    LEFT JOIN pg_stat_subscription_stats t ON t.subid = s.oid
    LEFT JOIN cities c ON c.name = s.subname
    CROSS JOIN LATERAL (SELECT CASE
        WHEN NOT s.subenabled THEN 'disabled'
        WHEN t.apply_error_count + t.sync_error_count > coalesce(c.errors, 0) + 1 THEN 'fails'
        WHEN c.state = 'fails' AND (w.pid IS NULL OR w.latest_end_time IS NULL) THEN 'fails'
        WHEN w.pid IS NULL OR w.last_msg_receipt_time < now() - interval '2 minutes' THEN 'away'
        WHEN EXISTS (SELECT FROM pg_subscription_rel r WHERE r.srsubid = s.oid AND r.srsubstate NOT IN ('r', 's'))
            THEN 'copies'
        ELSE 'works' END AS state) AS now_is
    WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
END;
REVOKE EXECUTE ON FUNCTION cities_now() FROM PUBLIC;
COMMENT ON FUNCTION cities_now() IS 'The cities as they are now: columns as in cities (since is now where the state is another than at the last look), and the state at the last look, NULL: there was none.';

-- Once its subscription is dropped. As any other deletion: seen by the rules, and kept in the audit trail.
CREATE FUNCTION forget_city(root text) RETURNS bigint
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone_units CONSTANT text[] := ARRAY(
        WITH RECURSIVE below AS (
            SELECT u.code FROM units u WHERE u.code = root COLLATE "C"
            UNION
            SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code
        )
        SELECT code FROM below);
    gone_projects CONSTANT text[] := ARRAY(SELECT p.code FROM projects p WHERE p.unit_code = ANY (gone_units));
    of_theirs CONSTANT text := ' AND i.fiscal_year = t.fiscal_year AND (i.owner_unit = ANY ($1) OR i.owner_project = ANY ($2))';
    statement text;
    went bigint;
    total bigint := 0;
BEGIN
    IF gone_units = '{}' THEN
        RAISE EXCEPTION 'there is no unit %', root USING ERRCODE = 'check_violation';
    END IF;
    FOREACH statement IN ARRAY ARRAY[
        'rectifications t USING indicators i WHERE i.code = t.subject_indicator' || of_theirs,
        'rectifications WHERE subject_unit = ANY ($1) OR subject_project = ANY ($2)',
        'assessments WHERE subject_unit = ANY ($1) OR subject_project = ANY ($2)',
        'outlooks t USING indicators i WHERE i.code = t.subject_indicator' || of_theirs,
        'outlooks WHERE subject_project = ANY ($2)',
        'indicator_values t USING indicators i WHERE i.code = t.indicator_code' || of_theirs,
        'indicator_targets t USING indicators i WHERE i.code = t.indicator_code' || of_theirs,
        'milestones WHERE owner_unit = ANY ($1) OR owner_project = ANY ($2)',
        'indicators WHERE owner_unit = ANY ($1) OR owner_project = ANY ($2)',
        'contracts WHERE project_code = ANY ($2)', 'execution WHERE project_code = ANY ($2)',
        'plans WHERE project_code = ANY ($2)', 'budget_adjustments WHERE project_code = ANY ($2)',
        'budgets WHERE project_code = ANY ($2)', 'projects WHERE code = ANY ($2)',
        'ceiling_spending WHERE unit_code = ANY ($1)', 'ceilings WHERE unit_code = ANY ($1)',
        'notified_rates WHERE unit_code = ANY ($1)', 'receipts WHERE unit_code = ANY ($1)',
        'people WHERE unit_code = ANY ($1)', 'units WHERE code = ANY ($1)', 'adopted_units WHERE unit_code = ANY ($1)']
    LOOP
        EXECUTE 'DELETE FROM ' || statement USING gone_units, gone_projects;
        GET DIAGNOSTICS went = ROW_COUNT;
        total := total + went;
    END LOOP;
    RETURN total;
END $$;
REVOKE EXECUTE ON FUNCTION forget_city(text) FROM PUBLIC;
COMMENT ON FUNCTION forget_city(text) IS 'Deletes the units from this one downwards and all facts about them and their projects. Returns how many rows.';
