-- Messages are claimed and settled by the thousand a second: what an attempt writes is as little as it can be.

-- Claiming touches no column of an index, so that it stays inside its page (a heap-only update): what is due
-- is known by next_attempt_at, who has it by the lease. Partial indexes would count as touched by every change
-- of `state`, which they would name; of these two columns a claim changes neither.
ALTER TABLE messages
    ADD COLUMN waits boolean NOT NULL GENERATED ALWAYS AS (state IN ('pending', 'sending')) STORED,
    ADD COLUMN died boolean NOT NULL GENERATED ALWAYS AS (state = 'dead') STORED;
COMMENT ON COLUMN messages.waits IS 'Whether it has not come to its end: pending or sending.';
COMMENT ON COLUMN messages.died IS 'Whether it was given up.';
COMMENT ON COLUMN messages.next_attempt_at IS 'Not before; one that is being sent is free again when its lease is over as well.';

DROP INDEX messages_waiting, messages_due, messages_state, messages_unreported;
CREATE INDEX messages_waiting ON messages (channel, seq) WHERE waits;
CREATE INDEX messages_due ON messages (channel, next_attempt_at) WHERE waits;
CREATE INDEX messages_dead ON messages (seq) WHERE died;
CREATE INDEX messages_unreported ON messages (channel, seq) WHERE died AND reported_at IS NULL;
-- Room in each page for the versions that claims make of all that is in it; those before are pruned when the next are
-- made. Measured with bodies of 500 bytes: with 60 half of the claims had to leave their page, and the backend took half
-- as long again. Pages stay full afterwards: what was settled moves together.
ALTER TABLE messages SET (fillfactor = 45);
-- The outbox is short and busy: what is left of it would else be read past by each claim until a fifth is.
ALTER TABLE messages SET (autovacuum_vacuum_scale_factor = 0.05);

-- A lease that was still running when a daemon of the version before wrote it.
UPDATE messages SET next_attempt_at = created_at WHERE state = 'sending';

-- Whoever writes an attempt has changed its message in the same statement, so it is there and stays; the
-- reference asked for it again, row by row. What it did when a message is forgotten is done for all at once.
ALTER TABLE attempts DROP CONSTRAINT attempts_message_id_fkey;
COMMENT ON COLUMN attempts.message_id IS 'The message. It goes with it (forget_attempts).';
CREATE FUNCTION forget_attempts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM attempts a USING gone WHERE a.message_id = gone.id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION forget_attempts() FROM PUBLIC;
COMMENT ON FUNCTION forget_attempts() IS 'The attempts of messages that are forgotten go with them.';
CREATE TRIGGER forget_attempts AFTER DELETE ON messages REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION forget_attempts();
