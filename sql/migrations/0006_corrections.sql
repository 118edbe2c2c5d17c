-- Corrections name what they correct, and messages name who answers.

ALTER TABLE events ADD COLUMN corrects_event_id bigint REFERENCES events ON DELETE SET NULL;
COMMENT ON COLUMN events.corrects_event_id IS 'The event before it, where this one corrects or withdraws what that said of a month, whose figures have changed (更正, 撤回); NULL: it does not.';
-- For the reference, when events are forgotten.
CREATE INDEX events_corrects ON events (corrects_event_id) WHERE corrects_event_id IS NOT NULL;

-- The last event of a deviation is looked up with every batch.
CREATE INDEX events_of_deviation ON events (deviation_id, id);
DROP INDEX events_deviation;

-- Who answers: the named manager, if the unit has a person of that name; where nobody is named, the head of
-- the unit (of several the first by name). No row: nobody is known. Without mobile, e-mail and im_id, which
-- are not for messages.
CREATE FUNCTION who_answers(manager text, unit text) RETURNS TABLE (name text, role text, unit_code text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.name, p.role, p.unit_code FROM people p
    WHERE p.unit_code = unit COLLATE "C"
      AND CASE WHEN coalesce(manager, '') <> '' THEN p.name = manager COLLATE "C"
          ELSE p.role IN ('负责人', '主要负责人', '单位负责人') OR lower(p.role) = 'head' END
    ORDER BY p.name
    LIMIT 1;
END;
COMMENT ON FUNCTION who_answers(text, text) IS 'The person who answers for something: its manager, else the head of its unit.';
