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
        WHERE c.relnamespace = 'public'::regnamespace
        ORDER BY c.relname
    LOOP
        part := format('%s_%s', parent.name, year);
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
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION prepare_fiscal_year(integer) FROM PUBLIC;
COMMENT ON FUNCTION prepare_fiscal_year(integer) IS 'Makes the partitions of a fiscal year (2000..2100) that are missing. Returns how many it made.';

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

-- The years that offices look back to, and the next; and where one of the tables has a year, all have it. Others
-- are made when an import brings them.
SELECT prepare_fiscal_year(year) FROM (
    SELECT generate_series(2020, least(extract(year FROM current_date)::integer + 1, 2100))
    UNION
    SELECT right(relname, 4)::integer FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relispartition AND relkind = 'r') AS years (year)
ORDER BY year;
