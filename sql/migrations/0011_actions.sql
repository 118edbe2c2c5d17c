-- Corrective actions (整改措施): who is to do one, and whether the data bear out that it was done.

ALTER TABLE deviations
    ADD COLUMN action_owner text,
    ADD COLUMN action_verified_on date,
    ADD CONSTRAINT deviations_action_owner_key CHECK (action_owner IS NULL OR ledger_is_key(action_owner));
COMMENT ON COLUMN deviations.action_owner IS 'Who is to do the corrective action (责任人), a person of its unit or of one above; NULL: the person who answers.';
COMMENT ON COLUMN deviations.action_verified_on IS 'When newer data bore out that the action was done: the deviation had eased then; NULL: they have not yet.';

ALTER TABLE acknowledgements
    ADD COLUMN action_owner text,
    ADD COLUMN action_verified_on date,
    ADD COLUMN action_refuted_on date;
COMMENT ON COLUMN acknowledgements.action_owner IS 'Who was to do the corrective action; NULL: the person who answers.';
COMMENT ON COLUMN acknowledgements.action_verified_on IS 'When newer data bore out that the action was done: the deviation had eased or resolved; NULL: they did not.';
COMMENT ON COLUMN acknowledgements.action_refuted_on IS 'When newer data showed that the deviation stood although the action was said to be done; the acknowledgement lapsed then. NULL: they did not.';

-- A person of that name in the unit or, where it has none, in the nearest unit above that has one.
CREATE FUNCTION who_above(person text, unit text) RETURNS TABLE (name text, role text, unit_code text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    -- Units that are each other's parents come to an end, too.
    WITH RECURSIVE up AS (
        SELECT u.code, u.parent_code, 0 AS height FROM units u WHERE u.code = unit COLLATE "C"
        UNION ALL
        SELECT u.code, u.parent_code, up.height + 1 FROM up JOIN units u ON u.code = up.parent_code
        WHERE up.height < 32
    )
    SELECT p.name, p.role, p.unit_code FROM up JOIN people p ON p.unit_code = up.code
    WHERE p.name = person COLLATE "C"
    ORDER BY up.height
    LIMIT 1;
END;
COMMENT ON FUNCTION who_above(text, text) IS 'The person of that name in the unit, else in the nearest unit above that has one. No row: none has.';

-- Who is to do a deviation's corrective action: who was named, else who answers. No row: nobody is known.
CREATE FUNCTION who_acts(owner text, manager text, unit text) RETURNS TABLE (name text, role text, unit_code text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT w.name, w.role, w.unit_code FROM (
        SELECT a.*, 0 AS place FROM who_above(owner, unit) a
        UNION ALL
        SELECT b.*, 1 FROM who_answers(manager, unit) b
    ) w
    ORDER BY w.place
    LIMIT 1;
END;
COMMENT ON FUNCTION who_acts(text, text, text) IS 'The person who is to do a corrective action: its owner, else who answers for the deviation.';

-- The head of a unit for an escalation: of several the one whose role comes first in the list, then by name.
CREATE FUNCTION who_heads(unit text, roles text[]) RETURNS TABLE (name text, role text, unit_code text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.name, p.role, p.unit_code FROM people p
    JOIN unnest(roles) WITH ORDINALITY AS r (word, place) ON lower(p.role) = lower(r.word)
    WHERE p.unit_code = unit COLLATE "C"
    ORDER BY r.place, p.name
    LIMIT 1;
END;
COMMENT ON FUNCTION who_heads(text, text[]) IS 'The head of a unit: the person whose role comes first in this list of words. No row: nobody has such a role.';

-- Acknowledging, as in 0007, with the action's owner. What is not said stays as an acknowledgement that has not
-- lapsed has it; a new action brings its own owner and dates. That an action is overdue is said once: only a new
-- one can be so again. Whoever says anew that it is done has it checked anew.
DROP FUNCTION acknowledge(bigint[], text, text, text, text, date, date, text);
CREATE FUNCTION acknowledge(ids bigint[], said_by text, said_cause text, said_decision text, said_action text,
                            said_due date, said_done_on date, said_note text, said_owner text DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    acknowledged_count bigint;
    wrong text;
BEGIN
    IF ledger_is_key(said_by) IS NOT TRUE THEN
        RAISE EXCEPTION 'who acknowledges? A name on one line is expected' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM deviations d WHERE d.id = ANY (ids) AND d.severity <> 'none' ORDER BY d.id FOR UPDATE;
    IF said_action IS NULL AND (said_done_on IS NOT NULL OR said_owner IS NOT NULL) THEN
        SELECT string_agg(d.id::text, ', ' ORDER BY d.id) INTO wrong FROM deviations d
        WHERE d.id = ANY (ids) AND d.severity <> 'none' AND (d.acknowledged_at IS NULL OR d.action IS NULL);
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'no corrective action is known of %', wrong USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF said_owner IS NOT NULL THEN
        SELECT string_agg(DISTINCT d.unit_code, ', ') INTO wrong FROM deviations d
        WHERE d.id = ANY (ids) AND d.severity <> 'none' AND NOT EXISTS (SELECT FROM who_above(said_owner, d.unit_code));
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'people has no % in the unit % or above it', said_owner, wrong
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    WITH acknowledged AS (
        UPDATE deviations
        SET acknowledged_at = clock_timestamp(),
            acknowledged_by = said_by,
            cause = coalesce(said_cause, CASE WHEN acknowledged_at IS NOT NULL THEN cause END),
            decision = coalesce(said_decision, CASE WHEN acknowledged_at IS NOT NULL THEN decision END),
            action = CASE WHEN said_action IS NOT NULL THEN said_action
                          WHEN acknowledged_at IS NOT NULL THEN action END,
            action_owner = coalesce(said_owner, CASE WHEN acknowledged_at IS NOT NULL
                                                          AND coalesce(said_action = action, true)
                                                     THEN action_owner END),
            action_due = CASE WHEN said_action IS NOT NULL THEN said_due
                              WHEN acknowledged_at IS NOT NULL THEN action_due END,
            action_done_on = CASE WHEN said_action IS NOT NULL OR acknowledged_at IS NULL THEN said_done_on
                                  ELSE coalesce(said_done_on, action_done_on) END,
            action_verified_on = CASE WHEN said_action IS NULL AND said_done_on IS NULL AND acknowledged_at IS NOT NULL
                                      THEN action_verified_on END,
            overdue_said = overdue_said AND said_action IS NULL AND acknowledged_at IS NOT NULL,
            remind_on = NULL,
            updated_at = now()
        WHERE id = ANY (ids) AND severity <> 'none'
        RETURNING id, severity, subject_kind, subject_code, fiscal_year, cause, decision, action, action_owner,
                  action_due, action_done_on, action_verified_on
    ), written AS (
        INSERT INTO acknowledgements
            (deviation_id, by_whom, severity, cause, decision, action, action_owner, action_due, action_done_on,
             action_verified_on, note)
        SELECT id, said_by, severity, cause, decision, action, action_owner, action_due, action_done_on,
               action_verified_on, said_note
        FROM acknowledged
    ), changed AS (
        INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
        SELECT DISTINCT subject_kind, subject_code, fiscal_year FROM acknowledged
    )
    SELECT count(*) INTO acknowledged_count FROM acknowledged;
    RETURN acknowledged_count;
END $$;
REVOKE EXECUTE ON FUNCTION acknowledge(bigint[], text, text, text, text, date, date, text, text) FROM PUBLIC;
COMMENT ON FUNCTION acknowledge(bigint[], text, text, text, text, date, date, text, text) IS 'An officer acknowledges deviations that stand; what is NULL stays as said before. Returns how many.';
