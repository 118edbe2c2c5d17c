-- What each group role may do, exactly: everything they had is taken away first, so that running this
-- again sets right what was changed by hand, and reaches tables that are new. One statement, so nobody
-- is without rights in between. tests/integration/test_roles.c holds the same as a table and tries it.
--
-- TRUNCATE belongs to the owner alone (nobody could say what was there), but for the change log, which the daemon
-- consumes anyway; sequences to nobody but for one
-- to look at: the ids of the tables are identity columns, which need no right on theirs.
DO $$
DECLARE
    thing text;
BEGIN
    FOR thing IN
        SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
            AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = 'schema_migrations'::regclass)
    LOOP
        EXECUTE 'REVOKE ALL ON TABLE ' || thing || ' FROM PUBLIC, budgetwatch_daemon, budgetwatch_source,'
            ' budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader';
    END LOOP;
    FOR thing IN
        SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
            AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = 'schema_migrations'::regclass)
    LOOP
        EXECUTE 'REVOKE ALL ON SEQUENCE ' || thing || ' FROM PUBLIC, budgetwatch_daemon, budgetwatch_source,'
            ' budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader';
    END LOOP;
    FOR thing IN
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
            AND p.proowner = (SELECT relowner FROM pg_class WHERE oid = 'schema_migrations'::regclass)
    LOOP
        EXECUTE 'REVOKE ALL ON ROUTINE ' || thing || ' FROM PUBLIC, budgetwatch_daemon, budgetwatch_source,'
            ' budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader';
    END LOOP;

    -- The checks of the tables call these in the writer's name, whoever that is; they only look at a text.
    GRANT EXECUTE ON FUNCTION ledger_is_key(text), ledger_is_line(text), ledger_is_text(text), ledger_is_date(date),
        ledger_number(text) TO PUBLIC;

    -- What belongs to the owner of the database, who may be somebody else. Then what PostgreSQL gives
    -- to everybody stands, which is enough to work with.
    BEGIN
        EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        -- Temporary tables are where an import lays out its rows.
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO budgetwatch_source, budgetwatch_reporter',
            current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO budgetwatch_daemon, budgetwatch_source,'
            ' budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader', current_database());
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO budgetwatch_daemon, budgetwatch_source, budgetwatch_reporter,
            budgetwatch_officer, budgetwatch_reader;
    EXCEPTION WHEN insufficient_privilege THEN
        NULL;
    END;

    -- Everybody: which version this is, the facts, the calendar among them, and which years are closed.
    GRANT SELECT ON schema_migrations, installation, fiscal_years, year_closings,
        units, people, projects, budgets, budget_adjustments, plans, execution, receipts, indicators,
        indicator_targets, indicator_values, outlooks, milestones, contracts, ceilings, ceiling_spending,
        notified_rates, assessments, rectifications, calendar
        TO budgetwatch_daemon, budgetwatch_source, budgetwatch_reporter, budgetwatch_officer,
        budgetwatch_reader;

    -- Who writes facts. The log and the audit trail are written by triggers in the owner's name.
    GRANT INSERT, UPDATE, DELETE ON
        units, people, projects, budgets, budget_adjustments, plans, execution, receipts, indicators,
        indicator_targets, indicator_values, outlooks, milestones, contracts, ceilings, ceiling_spending,
        notified_rates, assessments, rectifications, calendar
        TO budgetwatch_source, budgetwatch_reporter;

    -- Facts lie in partitions, a fiscal year each, on which nobody has a right: a statement that names one would
    -- pass over the triggers of its table. Who brings facts of another year has its partitions made.
    GRANT EXECUTE ON FUNCTION prepare_fiscal_year(integer)
        TO budgetwatch_daemon, budgetwatch_source, budgetwatch_reporter;

    -- Whoever reports by hand also sees what it led to; a program that feeds the ledger need not.
    GRANT SELECT ON deviations, events, acknowledgements, silences
        TO budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;
    GRANT EXECUTE ON FUNCTION who_answers(text, text), who_above(text, text), who_acts(text, text, text),
        who_heads(text, text[]), project_subjects(text, integer)
        TO budgetwatch_daemon, budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;

    -- Evaluations are stored and read, never altered; who made one and when, and its digests, the table says
    -- by itself. Of the audit trail an evaluation needs its place, and how much of which table came since.
    GRANT SELECT ON evaluations, evidence_files, evidence_links
        TO budgetwatch_daemon, budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;
    GRANT INSERT (subject, subject_code, fiscal_year, clock, rubric, rubric_text, audit_id, result, total, grade)
        ON evaluations TO budgetwatch_reporter, budgetwatch_officer;
    GRANT SELECT (id, table_name) ON audit TO budgetwatch_reporter;

    -- Notices are kept as they were sent, and sent by the daemon or by an officer, through the one function that
    -- writes them. The states of their messages say whether they have arrived.
    GRANT SELECT ON notices, message_notices
        TO budgetwatch_daemon, budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;
    GRANT EXECUTE ON FUNCTION send_notice(text, integer, integer, integer, boolean, date, date, date, boolean, text,
            text, text, jsonb, text[], text[], text[], text[], bigint[])
        TO budgetwatch_daemon, budgetwatch_officer;
    GRANT SELECT (id, table_name) ON audit TO budgetwatch_daemon;
    GRANT SELECT (id, state) ON messages TO budgetwatch_reporter;

    -- Evidence belongs to the facts: whoever reports by hand attaches it.
    GRANT INSERT (path, sha256, bytes), UPDATE (sha256, bytes), DELETE ON evidence_files TO budgetwatch_reporter;
    GRANT INSERT (table_name, key, row_key, path), DELETE ON evidence_links TO budgetwatch_reporter;

    -- status, history, and what waits and why. Of messages their number and age, not what they say.
    GRANT SELECT ON audit, change_log, leader, full_pass, message_events, channel_states, channels_off, channel_slots
        TO budgetwatch_officer, budgetwatch_reader;
    GRANT SELECT (id, seq, channel, type, state, severity, attempts, created_at, next_attempt_at, lease_until, after_ids,
            waits, died, settled_at) ON messages TO budgetwatch_officer, budgetwatch_reader;

    -- How the sources fare.
    GRANT SELECT ON sources TO budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;

    -- Acknowledging and silencing go through functions that say who was logged in: officers write no table. On the
    -- daemon's pages whoever holds the token does both by the daemon's login.
    GRANT EXECUTE ON FUNCTION lock_standing(bigint[]),
        acknowledge(bigint[], text, text, text, text, date, date, text, text)
        TO budgetwatch_officer, budgetwatch_daemon;
    GRANT EXECUTE ON FUNCTION silence(text, text, text, text, text, timestamptz, text, text), unsilence(bigint, text)
        TO budgetwatch_officer, budgetwatch_daemon;

    -- So do closing a fiscal year and opening it again.
    GRANT EXECUTE ON FUNCTION close_year(integer, text, text), reopen_year(integer, text, text)
        TO budgetwatch_officer;

    -- Where cities are gathered: what is known of them, and under which unit each stands.
    GRANT SELECT ON cities, orphans, adopted_units, prepared_years
        TO budgetwatch_daemon, budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;
    GRANT EXECUTE ON FUNCTION find_orphans(integer), cities_now()
        TO budgetwatch_daemon, budgetwatch_reporter, budgetwatch_officer, budgetwatch_reader;
    GRANT INSERT, UPDATE, DELETE ON cities, orphans TO budgetwatch_daemon;
    GRANT EXECUTE ON FUNCTION adopt_unit(text, text), forget_city(text) TO budgetwatch_reporter;
    GRANT DELETE ON adopted_units TO budgetwatch_reporter;

    -- The daemon keeps its own tables. UPDATE on attempts is for locking the rows that it forgets.
    GRANT SELECT, UPDATE ON leader, full_pass TO budgetwatch_daemon;
    -- TRUNCATE: of the log of a first import, before the first full pass. The sequence only to be looked at: how far
    -- the log's ids have been drawn.
    GRANT SELECT, INSERT, DELETE, TRUNCATE ON change_log TO budgetwatch_daemon;
    GRANT SELECT ON SEQUENCE change_log_id_seq TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE ON deviations, unit_progress TO budgetwatch_daemon;
    GRANT SELECT, UPDATE (action_verified_on, action_refuted_on) ON acknowledgements TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE, DELETE ON schedule, events, messages, attempts TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE ON message_events TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE, DELETE ON channel_slots, channels_off TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE ON channel_states TO budgetwatch_daemon;
    GRANT SELECT ON silences, event_details TO budgetwatch_daemon;
    GRANT SELECT, INSERT, UPDATE, DELETE ON sources TO budgetwatch_daemon;
    GRANT SELECT, INSERT, DELETE ON source_rows TO budgetwatch_daemon;
    GRANT EXECUTE ON FUNCTION forget_audit(integer, integer), prepare_next_year(date) TO budgetwatch_daemon;
END $$
