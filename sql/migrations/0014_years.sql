-- The tables that grow with every month are partitioned by fiscal year: what is asked of one year reads that
-- year alone, a year is vacuumed by itself, and an old one can be moved or archived by itself.
--
-- Whole stay: contracts and rectifications, whose keys have no year in them (a partitioned table cannot hold
-- them unique), indicators, to which others refer, and tables that are small (receipts, milestones, ceilings,
-- ceiling_spending, notified_rates, assessments).
--
-- A partition is named after its table and year: execution_2026. Nobody but the owner has rights on one, since
-- a statement that names a partition passes over the statement triggers of its table: the change log, the
-- audit trail, the checks. There is no DEFAULT partition: its rows would be in the way when the right one is
-- made. A row of a year that was not prepared is refused ("no partition of relation ..."), see
-- prepare_fiscal_year().

-- Makes the partitions that a year lacks, and says how many. Nearly always there is nothing to make, which
-- takes no lock. Else a table is made by itself and attached, which lets readers and writers of the facts go
-- on; only writers of what they refer to (projects, indicators) wait until the transaction ends, so it should
-- be a short one. Where they hold it up themselves it gives up soon, rather than have everybody wait in line.
--
-- The facts of one load arrive at once. Vacuum is to come soon after one, so that reads of the keys need not
-- look at the rows.
CREATE FUNCTION prepare_fiscal_year(year integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    parent record;
    part text;
    made integer := 0;
    given record;
BEGIN
    IF (year BETWEEN 2000 AND 2100) IS NOT TRUE THEN
        RAISE EXCEPTION 'fiscal year %: 2000..2100 is expected', coalesce(year::text, 'NULL')
            USING ERRCODE = 'check_violation';
    END IF;
    FOR parent IN
        SELECT c.relname AS name, c.relowner::regrole AS owner FROM pg_partitioned_table p
        JOIN pg_class c ON c.oid = p.partrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0] AND a.attname = 'fiscal_year'
        WHERE c.relnamespace = 'public'::regnamespace AND p.partstrat = 'l'
            AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = 'public.schema_migrations'::regclass)
        ORDER BY c.relname
    LOOP
        part := format('%s_%s', parent.name, year);
        IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(format('public.%I', part)) AND NOT relispartition) THEN
            RAISE EXCEPTION 'the table % is there and no partition of %: attach it or give it another name', part,
                parent.name USING ERRCODE = 'duplicate_table';
        END IF;
        CONTINUE WHEN to_regclass(format('public.%I', part)) IS NOT NULL;
        -- Two at once take turns, and the second finds it made: with the lock that attaching takes anyway, it hears
        -- of what was committed until now, however old its snapshot is.
        EXECUTE format('LOCK TABLE ONLY public.%I IN SHARE UPDATE EXCLUSIVE MODE', parent.name);
        CONTINUE WHEN to_regclass(format('public.%I', part)) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL EXCLUDING COMMENTS)'
            ' WITH (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_insert_threshold = 5000,'
            ' autovacuum_vacuum_scale_factor = 0.05)', part, parent.name);
        IF parent.owner <> current_user::regrole THEN
            EXECUTE format('ALTER TABLE public.%I OWNER TO %s', part, parent.owner);
        END IF;
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES IN (%s)', parent.name, part, year);
        -- What ALTER DEFAULT PRIVILEGES may have given to others.
        FOR given IN
            SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
            FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.oid = to_regclass(format('public.%I', part)) AND a.grantee <> c.relowner
        LOOP
            EXECUTE format('REVOKE ALL ON public.%I FROM %s', part, given.role);
        END LOOP;
        made := made + 1;
    END LOOP;
    IF made > 0 THEN
        PERFORM guard_fiscal_year(year);
    END IF;
    RETURN made;
END $$;

-- The next year, from October on; for the daemon, which is not to stumble over it: what went wrong comes back as a
-- sentence, and it tries again the next day.
CREATE FUNCTION prepare_next_year(today date, OUT made integer, OUT trouble text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    made := 0;
    IF extract(month FROM today) >= 10 AND extract(year FROM today) BETWEEN 1999 AND 2099 THEN
        made := prepare_fiscal_year(extract(year FROM today)::integer + 1);
    END IF;
EXCEPTION WHEN OTHERS THEN
    made := 0;
    trouble := SQLERRM;
END $$;
REVOKE EXECUTE ON FUNCTION prepare_fiscal_year(integer), prepare_next_year(date) FROM PUBLIC;
COMMENT ON FUNCTION prepare_next_year(date) IS 'From October on makes the partitions of the next fiscal year; says what went wrong, rather than fail.';
COMMENT ON FUNCTION prepare_fiscal_year(integer) IS 'Makes the partitions of a fiscal year (2000..2100) that are missing. Returns how many it made.';

-- Closing a year (关账) --------------------------------------------------------------------------------
--
-- Of a closed year no fact is added, changed or deleted, and nothing is evaluated any more.
--
-- The guard is in the catalogue, where it costs nothing while a year is open: its partitions have triggers that
-- refuse every row, and the tables that are whole have some whose condition lists the years that are closed.
-- Closing takes a lock on each table that waits for the writers of the year, who either have committed by then
-- or meet the triggers, however old their snapshot is; a table that was to be looked up would let those pass
-- who began before. Row triggers AFTER: a row that is there already and stays as it is (an export that
-- brings all years again) is no change.
--
-- Units, people and projects have no year. They stay open to change, so the name of a unit or who manages a
-- project may change after a year was closed, and with it what a report on that year prints. So does the calendar.
-- What replication applies is not refused: it was accepted where it was written.

CREATE TABLE fiscal_years (
    fiscal_year smallint PRIMARY KEY CHECK (fiscal_year BETWEEN 2000 AND 2100),
    closed_at timestamptz,
    closed_by text CHECK (ledger_is_key(closed_by)),
    session_user_name text,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
COMMENT ON TABLE fiscal_years IS 'Fiscal years that are closed (关账), or were.';
COMMENT ON COLUMN fiscal_years.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN fiscal_years.closed_at IS 'When it was closed; NULL: it is open again.';
COMMENT ON COLUMN fiscal_years.closed_by IS 'Who closed it, as that person gives the name.';
COMMENT ON COLUMN fiscal_years.session_user_name IS 'Who was logged in when it was closed or opened again.';

CREATE TABLE year_closings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fiscal_year smallint NOT NULL REFERENCES fiscal_years,
    operation text NOT NULL CHECK (operation IN ('close', 'reopen')),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_whom text NOT NULL CHECK (ledger_is_key(by_whom)),
    reason text CHECK (ledger_is_key(reason)),
    session_user_name text NOT NULL DEFAULT session_user,
    CHECK (operation = 'close' OR reason IS NOT NULL)
);
CREATE INDEX year_closings_year ON year_closings (fiscal_year, id);
COMMENT ON TABLE year_closings IS 'Every closing and reopening of a fiscal year, for good.';
COMMENT ON COLUMN year_closings.id IS 'Its number; order of time.';
COMMENT ON COLUMN year_closings.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN year_closings.operation IS 'close or reopen.';
COMMENT ON COLUMN year_closings.at IS 'When.';
COMMENT ON COLUMN year_closings.by_whom IS 'Who, as that person gives the name.';
COMMENT ON COLUMN year_closings.reason IS 'Why; NULL: none was given.';
COMMENT ON COLUMN year_closings.session_user_name IS 'Who was logged in.';

CREATE FUNCTION refuse_closed_year() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    years smallint[];
    closed fiscal_years;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT ARRAY(SELECT fiscal_year FROM fiscal_years y WHERE closed_at IS NOT NULL'
            ' AND EXISTS (SELECT FROM %I.%I t WHERE t.fiscal_year = y.fiscal_year))', TG_TABLE_SCHEMA, TG_TABLE_NAME)
            INTO years;
        IF years = '{}' THEN
            RETURN NULL;
        END IF;
    ELSE
        years := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.fiscal_year] WHEN 'DELETE' THEN ARRAY[OLD.fiscal_year]
                      ELSE ARRAY[OLD.fiscal_year, NEW.fiscal_year] END;
    END IF;
    SELECT * INTO closed FROM fiscal_years WHERE fiscal_year = ANY (years) AND closed_at IS NOT NULL LIMIT 1;
    -- A snapshot of before the closing does not know it yet.
    RAISE EXCEPTION 'fiscal year % is closed%; budgetwatch year reopen % opens it',
        coalesce(closed.fiscal_year, years[1]),
        coalesce(format(' since %s by %s', to_char(closed.closed_at, 'YYYY-MM-DD'), closed.closed_by), ''),
        coalesce(closed.fiscal_year, years[1])
        USING ERRCODE = 'BWCLO';
END $$;

-- Sets the triggers of a year as fiscal_years says it is. Those who write take their locks in this order, too.
CREATE FUNCTION guard_fiscal_year(year integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    closed CONSTANT text := quote_literal((SELECT coalesce(array_agg(fiscal_year ORDER BY fiscal_year), '{}')
        FROM fiscal_years WHERE closed_at IS NOT NULL)::text) || '::smallint[]';
    is_closed CONSTANT boolean := EXISTS (SELECT FROM fiscal_years WHERE fiscal_year = year AND closed_at IS NOT NULL);
    was_closed CONSTANT boolean := EXISTS (SELECT FROM fiscal_years WHERE fiscal_year = year);
    fact text;
    part text;
BEGIN
    IF NOT was_closed THEN
        RETURN;
    END IF;
    FOREACH fact IN ARRAY ARRAY['budgets', 'budget_adjustments', 'plans', 'execution', 'receipts', 'indicators',
        'indicator_targets', 'indicator_values', 'outlooks', 'milestones', 'contracts', 'ceilings', 'ceiling_spending',
        'notified_rates', 'assessments', 'rectifications', 'evidence_links', 'evaluations']
    LOOP
        IF (SELECT relkind FROM pg_class WHERE oid = to_regclass(format('public.%I', fact))) = 'p' THEN
            part := format('public.%I', format('%s_%s', fact, year));
            CONTINUE WHEN to_regclass(part) IS NULL;
            IF is_closed THEN
                EXECUTE format('CREATE OR REPLACE TRIGGER closed_year AFTER INSERT OR UPDATE OR DELETE ON %s'
                    ' FOR EACH ROW EXECUTE FUNCTION refuse_closed_year()', part);
                EXECUTE format('CREATE OR REPLACE TRIGGER closed_year_truncate BEFORE TRUNCATE ON %s'
                    ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_year()', part);
            ELSIF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(part) AND tgname = 'closed_year') THEN
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER closed_year', part);
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER closed_year_truncate', part);
            END IF;
        ELSE
            EXECUTE format('CREATE OR REPLACE TRIGGER closed_year_insert AFTER INSERT ON public.%I FOR EACH ROW'
                ' WHEN (NEW.fiscal_year = ANY (%s)) EXECUTE FUNCTION refuse_closed_year()', fact, closed);
            EXECUTE format('CREATE OR REPLACE TRIGGER closed_year_update AFTER UPDATE ON public.%I FOR EACH ROW'
                ' WHEN (OLD.fiscal_year = ANY (%2$s) OR NEW.fiscal_year = ANY (%2$s))'
                ' EXECUTE FUNCTION refuse_closed_year()', fact, closed);
            EXECUTE format('CREATE OR REPLACE TRIGGER closed_year_delete AFTER DELETE ON public.%I FOR EACH ROW'
                ' WHEN (OLD.fiscal_year = ANY (%s)) EXECUTE FUNCTION refuse_closed_year()', fact, closed);
            EXECUTE format('CREATE OR REPLACE TRIGGER closed_year_truncate BEFORE TRUNCATE ON public.%I'
                ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_year()', fact);
        END IF;
    END LOOP;
END $$;

-- What has to be evaluated before a year may be closed: its own changes, and those that concern every year.
-- NULL: nothing.
CREATE FUNCTION year_waits_for(year integer) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    waiting bigint;
BEGIN
    SELECT count(*) INTO waiting FROM change_log WHERE fiscal_year IN (year, 0);
    IF waiting > 0 THEN
        RETURN format('fiscal year %s cannot be closed yet: %s %s to be evaluated; the daemon (budgetwatch run) does that',
            year, waiting, CASE waiting WHEN 1 THEN 'change waits' ELSE 'changes wait' END);
    ELSIF NOT EXISTS (SELECT FROM full_pass WHERE finished_on IS NOT NULL) THEN
        RETURN format('fiscal year %s cannot be closed yet: the ledger was never evaluated; the daemon (budgetwatch run)'
            ' does that', year);
    END IF;
    RETURN NULL;
END $$;

-- Closings and reopenings take turns. SQLSTATE BWWAI: not yet, somebody else has to be done before; also where a lock
-- is not free soon (55P03). Both may be tried again.
CREATE FUNCTION close_year(year integer, said_by text, said_reason text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    name CONSTANT text := coalesce(said_by, session_user);
    waits_for text := year_waits_for(year);
    was fiscal_years;
BEGIN
    IF (year BETWEEN 2000 AND 2100) IS NOT TRUE THEN
        RAISE EXCEPTION 'fiscal year %: 2000..2100 is expected', coalesce(year::text, 'NULL')
            USING ERRCODE = 'check_violation';
    ELSIF NOT ledger_is_key(name) THEN
        RAISE EXCEPTION 'who closes the year? A name on one line is expected' USING ERRCODE = 'check_violation';
    ELSIF NOT ledger_is_key(said_reason) THEN
        RAISE EXCEPTION 'the reason is expected on one line, of 200 characters at most' USING ERRCODE = 'check_violation';
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        -- What others have committed must be seen.
        RAISE EXCEPTION 'a year is closed in a READ COMMITTED transaction' USING ERRCODE = 'invalid_transaction_state';
    END IF;
    -- Before the locks, so that who tries again and again disturbs nobody.
    IF waits_for IS NOT NULL THEN
        RAISE EXCEPTION '%', waits_for USING ERRCODE = 'BWWAI';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('year'));
    SELECT * INTO was FROM fiscal_years WHERE fiscal_year = year;
    IF was.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'fiscal year % is closed already, since % by %', year, to_char(was.closed_at, 'YYYY-MM-DD'),
            was.closed_by USING ERRCODE = 'check_violation';
    END IF;
    PERFORM prepare_fiscal_year(year);
    INSERT INTO fiscal_years AS y (fiscal_year, closed_at, closed_by, session_user_name)
    VALUES (year, clock_timestamp(), name, session_user)
    ON CONFLICT (fiscal_year) DO UPDATE SET closed_at = excluded.closed_at, closed_by = excluded.closed_by,
        session_user_name = excluded.session_user_name;
    INSERT INTO year_closings (fiscal_year, operation, by_whom, reason) VALUES (year, 'close', name, said_reason);
    PERFORM guard_fiscal_year(year);
    -- The batch that is being evaluated ends first, and one that is about to begin begins anew: it has not seen
    -- that the year is closed. Then nothing is under way, and nobody writes facts of the year.
    UPDATE leader SET until = until;
    waits_for := year_waits_for(year);
    IF waits_for IS NOT NULL THEN
        RAISE EXCEPTION '%', waits_for USING ERRCODE = 'BWWAI';
    END IF;
END $$;

-- Everything of the year is looked at again.
CREATE FUNCTION reopen_year(year integer, said_by text, said_reason text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    name CONSTANT text := coalesce(said_by, session_user);
BEGIN
    IF NOT ledger_is_key(name) THEN
        RAISE EXCEPTION 'who opens the year? A name on one line is expected' USING ERRCODE = 'check_violation';
    ELSIF ledger_is_key(said_reason) IS NOT TRUE THEN
        RAISE EXCEPTION 'why is the year opened? A reason on one line is expected' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('year'));
    UPDATE fiscal_years SET closed_at = NULL, closed_by = NULL, session_user_name = session_user
    WHERE fiscal_year = year AND closed_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'fiscal year % is not closed', coalesce(year::text, 'NULL') USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO year_closings (fiscal_year, operation, by_whom, reason) VALUES (year, 'reopen', name, said_reason);
    PERFORM guard_fiscal_year(year);
    INSERT INTO change_log (subject_kind, subject_code) VALUES ('all', '');
END $$;
REVOKE EXECUTE ON FUNCTION refuse_closed_year(), guard_fiscal_year(integer), year_waits_for(integer),
    close_year(integer, text, text), reopen_year(integer, text, text) FROM PUBLIC;
COMMENT ON FUNCTION close_year(integer, text, text) IS 'An officer closes a fiscal year: its facts cannot be changed any more, and its deviations stay as they are. NULL as name: who is logged in.';
COMMENT ON FUNCTION reopen_year(integer, text, text) IS 'An officer opens a closed fiscal year again, for a reason; all of it is evaluated again.';

-- What is there is carried over: rows, owner, rights, comments, constraints and triggers under their names.
-- Columns behind the key (INCLUDE) let reads in the order of the key do without the rows; where one
-- changes, the index has to follow.
--
-- CHECKs are put back NOT VALID: some rows are older than a check, or than what it calls, and stay as they are
-- until they change. New partitions have them whole.
DO $$
DECLARE
    fact record;
    old record;
    line text;
BEGIN
    FOR fact IN SELECT * FROM (VALUES
        ('budgets', 'initial_amount'),
        ('budget_adjustments', NULL),
        ('plans', NULL),
        ('execution', 'spent_cumulative, received_cumulative'),
        ('indicator_targets', NULL),
        ('indicator_values', 'value'),
        ('outlooks', NULL)) AS facts (name, covered)
    LOOP
        SELECT c.oid, c.relowner::regrole AS owner, obj_description(c.oid, 'pg_class') AS comment,
            (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'p') AS key,
            ARRAY(SELECT format('ALTER TABLE public.%I ADD CONSTRAINT %I %s', fact.name, k.conname,
                        pg_get_constraintdef(k.oid)
                        || CASE WHEN k.contype = 'c' AND k.convalidated THEN ' NOT VALID' ELSE '' END)
                  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f')
                  ORDER BY k.contype, k.oid)
            || ARRAY(SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t
                     WHERE t.tgrelid = c.oid AND NOT t.tgisinternal ORDER BY t.oid)
            || ARRAY(SELECT format('GRANT %s ON public.%I TO %s', a.privilege_type, fact.name,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
                     FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner)
            || ARRAY(SELECT format('GRANT %s (%I) ON public.%I TO %s', a.privilege_type, n.attname, fact.name,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
                     FROM pg_attribute n, aclexplode(n.attacl) a
                     WHERE n.attrelid = c.oid AND a.grantee <> c.relowner) AS rest
        INTO STRICT old FROM pg_class c WHERE c.oid = to_regclass(format('public.%I', fact.name));

        EXECUTE format('ALTER TABLE public.%I RENAME TO %I', fact.name, fact.name || '_whole');
        EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL EXCLUDING CONSTRAINTS EXCLUDING INDEXES)'
            ' PARTITION BY LIST (fiscal_year)', fact.name, fact.name || '_whole');
        EXECUTE format('ALTER TABLE public.%I OWNER TO %s', fact.name, old.owner);
        EXECUTE format('COMMENT ON TABLE public.%I IS %L', fact.name, old.comment);
        EXECUTE format('SELECT prepare_fiscal_year(fiscal_year) FROM'
            ' (SELECT DISTINCT fiscal_year FROM public.%I) AS years', fact.name || '_whole');
        EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM public.%3$I', fact.name, old.columns,
            fact.name || '_whole');
        EXECUTE format('DROP TABLE public.%I', fact.name || '_whole');
        EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I %s%s', fact.name, fact.name || '_pkey', old.key,
            coalesce(' INCLUDE (' || fact.covered || ')', ''));
        FOREACH line IN ARRAY old.rest LOOP
            EXECUTE line;
        END LOOP;
        -- Nobody analyses a partitioned table by itself; what is known of its columns guides joins.
        EXECUTE format('ANALYZE public.%I', fact.name);
    END LOOP;
END $$;

-- Last year, the running one and the next; and where one of the tables has a year, all have it. Others are made
-- when an import brings them.
SELECT prepare_fiscal_year(year) FROM (
    SELECT extract(year FROM current_date)::integer + step FROM generate_series(-1, 1) AS step
    UNION
    SELECT right(relname, 4)::integer FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r') AS years (year)
ORDER BY year;
