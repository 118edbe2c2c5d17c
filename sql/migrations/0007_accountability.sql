-- What a hostile writer could still get round: facts that are deleted and entered again, a transaction that
-- was begun in time for a change made much later, acknowledgements without a trace of who made them, and
-- alerts that arrive after their correction.

-- A changed fact that comes as DELETE and INSERT, which is how many systems load, left its old value and
-- not the new one, and who deletes a row may not be who enters it again. So an inserted row is audited
-- where the trail knows that its key was given up. Other first entries are not (see 0003), but for three
-- tables whose rows change by being there what was agreed before: the budget, a target, every deadline.
-- Whoever puts one in turns red into green, so it is kept who did. Their rows are few.
ALTER TABLE audit DROP CONSTRAINT audit_operation_check, ADD CONSTRAINT audit_operation_check
    CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'));

-- The keys that were given up. A digest, since three long texts would not fit into an entry.
CREATE INDEX audit_given_up ON audit (table_name, md5(key::text)) WHERE new IS NULL AND key IS NOT NULL;

CREATE FUNCTION audit_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    revises CONSTANT boolean := TG_TABLE_NAME IN ('budget_adjustments', 'indicator_targets', 'calendar');
    key text;
BEGIN
    -- Nearly always nothing was given up, and a load need not make keys of its rows.
    IF NOT revises AND NOT EXISTS (SELECT FROM audit a WHERE a.table_name = TG_TABLE_NAME AND a.new IS NULL
        AND a.key IS NOT NULL)
    THEN
        RETURN NULL;
    END IF;
    SELECT string_agg(format('%1$L, n.%1$I', name), ', ') INTO key FROM unnest(TG_ARGV) AS name;
    EXECUTE format('INSERT INTO audit (table_name, key, operation, new)'
        ' SELECT %1$L, n.key, %2$L, n.new'
        ' FROM (SELECT jsonb_build_object(%3$s) AS key, to_jsonb(n) AS new FROM new_rows AS n) AS n'
        ' WHERE %4$L OR EXISTS (SELECT FROM audit a WHERE a.table_name = %1$L AND a.new IS NULL AND a.key IS NOT NULL'
        '  AND md5(a.key::text) = md5(n.key::text) AND a.key = n.key)', TG_TABLE_NAME, TG_OP, key, revises);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION audit_insert() FROM PUBLIC;

DO $$
DECLARE
    fact record;
BEGIN
    -- The tables are those that have the other triggers; their arguments are the columns of the key.
    FOR fact IN
        SELECT t.tgrelid::regclass AS name, string_agg(quote_literal(a.attname), ', ' ORDER BY k.place) AS key_columns
        FROM pg_trigger t
        JOIN pg_constraint c ON c.conrelid = t.tgrelid AND c.contype = 'p'
        CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
        WHERE t.tgname = 'audit_delete'
        GROUP BY t.tgrelid
    LOOP
        EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_insert(%s)', fact.name, fact.key_columns);
    END LOOP;
END $$;

-- now() is when the transaction began: one that was left open since the morning would date the change of
-- the evening before whatever the office saw at noon.
ALTER TABLE audit ALTER COLUMN at SET DEFAULT clock_timestamp();

-- The longest time that can be asked for is longer than anything that is kept; more than the calendar
-- has is no error.
CREATE OR REPLACE FUNCTION forget_audit(days integer, at_most integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM audit WHERE id = ANY (ARRAY(
            SELECT id FROM audit
            WHERE at < now() - make_interval(days => least(365000,
                greatest(days, coalesce((SELECT audit_days_least FROM installation), 365))))
            LIMIT greatest(at_most, 0)
            FOR UPDATE SKIP LOCKED))
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

COMMENT ON TABLE audit IS 'What stood in the ledger before it was changed or deleted, what was entered again after that, and what was put in to revise budgets, targets and the calendar (留痕), written by triggers.';
COMMENT ON COLUMN audit.at IS 'When it was changed: the time of the change itself, not of its transaction''s beginning.';
COMMENT ON COLUMN audit.operation IS 'UPDATE, DELETE, TRUNCATE, or INSERT: entered again under a key that had been given up, or a budget adjustment, a revised target or a day of the calendar.';
COMMENT ON COLUMN audit.old IS 'The row as it was; NULL where it is new: a changed key, or INSERT.';

-- Acknowledging --------------------------------------------------------------------------------------
--
-- Officers wrote the columns themselves, so that plain SQL could silence an alert in anybody's name, on any
-- day, and leave no row in acknowledgements. These functions are the only way now; what they write says
-- who was logged in.

ALTER TABLE acknowledgements
    ADD CONSTRAINT acknowledgements_severity_check CHECK (severity IN ('blue', 'yellow', 'red')) NOT VALID,
    ALTER COLUMN at SET DEFAULT clock_timestamp();

CREATE FUNCTION lock_standing(ids bigint[]) RETURNS SETOF bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM deviations WHERE id = ANY ($1) AND severity <> 'none' ORDER BY id FOR UPDATE
$$;

-- What is not said stays as an acknowledgement that has not lapsed has it; a new action brings its own
-- dates. The row in the change log has the daemon look at the subject again, and at its schedule.
CREATE FUNCTION acknowledge(ids bigint[], said_by text, said_cause text, said_decision text, said_action text,
                            said_due date, said_done_on date, said_note text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    acknowledged_count bigint;
BEGIN
    IF ledger_is_key(said_by) IS NOT TRUE THEN
        RAISE EXCEPTION 'who acknowledges? A name on one line is expected' USING ERRCODE = 'check_violation';
    END IF;
    WITH acknowledged AS (
        UPDATE deviations
        SET acknowledged_at = clock_timestamp(),
            acknowledged_by = said_by,
            cause = coalesce(said_cause, CASE WHEN acknowledged_at IS NOT NULL THEN cause END),
            decision = coalesce(said_decision, CASE WHEN acknowledged_at IS NOT NULL THEN decision END),
            action = CASE WHEN said_action IS NOT NULL THEN said_action
                          WHEN acknowledged_at IS NOT NULL THEN action END,
            action_due = CASE WHEN said_action IS NOT NULL THEN said_due
                              WHEN acknowledged_at IS NOT NULL THEN action_due END,
            action_done_on = CASE WHEN said_action IS NOT NULL OR acknowledged_at IS NULL THEN said_done_on
                                  ELSE coalesce(said_done_on, action_done_on) END,
            overdue_said = false,
            remind_on = NULL,
            updated_at = now()
        WHERE id = ANY (ids) AND severity <> 'none'
        RETURNING id, severity, subject_kind, subject_code, fiscal_year, cause, decision, action, action_due,
                  action_done_on
    ), written AS (
        INSERT INTO acknowledgements
            (deviation_id, by_whom, severity, cause, decision, action, action_due, action_done_on, note)
        SELECT id, said_by, severity, cause, decision, action, action_due, action_done_on, said_note
        FROM acknowledged
    ), changed AS (
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT subject_kind, subject_code, fiscal_year FROM acknowledged
    )
    SELECT count(*) INTO acknowledged_count FROM acknowledged;
    RETURN acknowledged_count;
END $$;
REVOKE EXECUTE ON FUNCTION lock_standing(bigint[]),
    acknowledge(bigint[], text, text, text, text, date, date, text) FROM PUBLIC;

COMMENT ON FUNCTION lock_standing(bigint[]) IS 'Those of these deviations that stand, in the order of ids, locked for the rest of the transaction.';
COMMENT ON FUNCTION acknowledge(bigint[], text, text, text, text, date, date, text) IS 'An officer acknowledges deviations that stand; what is NULL stays as said before. Returns how many.';

-- Order of messages ------------------------------------------------------------------------------------
--
-- A message that is tried again later must not come in after the correction that takes it back. No
-- reference: one that has been forgotten was settled.
ALTER TABLE messages ADD COLUMN after_id text;
COMMENT ON COLUMN messages.after_id IS 'The message that this one corrects: not sent before that is delivered or given up; NULL: none.';
