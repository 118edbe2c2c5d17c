-- Between events and messages: what a channel wants waits here until it is gathered into a message, so that
-- many events can be one message, and each is accounted for.

-- A message may take back what several others said.
ALTER TABLE messages ADD COLUMN after_ids text[] NOT NULL DEFAULT '{}';
UPDATE messages SET after_ids = ARRAY[after_id] WHERE after_id IS NOT NULL AND state IN ('pending', 'sending');
ALTER TABLE messages DROP COLUMN after_id;
COMMENT ON COLUMN messages.after_ids IS 'The messages that this one corrects and that were not settled when it was made: it is not sent before they are delivered or given up. No reference: one that has been forgotten was settled.';

-- How many events a channel was told of just now.
CREATE INDEX messages_made ON messages (channel, created_at);

ALTER TABLE message_events
    ALTER COLUMN message_id DROP NOT NULL,
    ADD COLUMN state text NOT NULL DEFAULT 'sent'
        CHECK (state IN ('waiting', 'held', 'sent', 'silenced', 'inhibited', 'dropped')),
    ADD COLUMN why text NOT NULL DEFAULT '',
    ADD COLUMN muted_by bigint,
    ADD COLUMN routed_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN held_until timestamptz,
    ADD CONSTRAINT message_events_sent CHECK ((state = 'sent') = (message_id IS NOT NULL));
COMMENT ON TABLE message_events IS 'What became of each event on each channel that wants it: it waits, it is in exactly one message, or it says why it is not.';
COMMENT ON COLUMN message_events.message_id IS 'The message that covers it; NULL: none.';
COMMENT ON COLUMN message_events.state IS 'waiting: goes with the next message. held: only told if nobody has acted until then. sent: in a message. silenced, inhibited: looked at again when that ends, unless held_until is NULL. dropped: why says what made it needless.';
COMMENT ON COLUMN message_events.why IS 'What it waits for or why it was not sent.';
COMMENT ON COLUMN message_events.muted_by IS 'The silence, or the deviation of its unit, that keeps it from being sent.';
COMMENT ON COLUMN message_events.routed_at IS 'When it was found that the channel wants it.';
COMMENT ON COLUMN message_events.held_until IS 'Not before; NULL: nothing more happens to it.';
CREATE INDEX message_events_waiting ON message_events (channel, event_id) WHERE state = 'waiting';
CREATE INDEX message_events_held ON message_events (channel, held_until)
    WHERE state IN ('held', 'silenced', 'inhibited');

-- A quota of 20 a minute is 20 rows: a message takes a free one of each rate and gives it back when the window
-- has passed. So in no window more are sent than allowed, by however many daemons.
CREATE TABLE channel_slots (
    channel text NOT NULL,
    rate smallint NOT NULL,
    slot integer NOT NULL,
    pause interval NOT NULL,
    free_at timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (channel, rate, slot)
);
COMMENT ON TABLE channel_slots IS 'What the quota of a channel allows: one row for each message of a window.';
COMMENT ON COLUMN channel_slots.channel IS 'The channel.';
COMMENT ON COLUMN channel_slots.rate IS 'Which of its rates, from 1.';
COMMENT ON COLUMN channel_slots.slot IS 'Which message of the window, from 1.';
COMMENT ON COLUMN channel_slots.pause IS 'The window: how long a slot rests after it was used.';
COMMENT ON COLUMN channel_slots.free_at IS 'When the next message may use it.';

-- A policy may limit reminders, or double the time between them.
ALTER TABLE deviations ADD COLUMN reminders smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN deviations.reminders IS 'How many reminders there were since its state last changed.';

-- Silences -------------------------------------------------------------------------------------------
--
-- Alerts that are known and need no telling for a while. As with acknowledgements, officers have no right
-- on the table: these functions are the only way, and what they write says who was logged in.

CREATE TABLE silences (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL DEFAULT '',
    unit_code text COLLATE "C" NOT NULL DEFAULT '',
    subject_code text COLLATE "C" NOT NULL DEFAULT '',
    severity text NOT NULL DEFAULT '' CHECK (severity IN ('', 'blue', 'yellow', 'red')),
    recurring text NOT NULL DEFAULT '' CHECK (recurring ~
        '^$|^((mon|tue|wed|thu|fri|sat|sun|workdays|holidays)(,(mon|tue|wed|thu|fri|sat|sun|workdays|holidays))* )?([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
    reason text NOT NULL CHECK (ledger_is_key(reason)),
    by_whom text NOT NULL CHECK (ledger_is_key(by_whom)),
    session_user_name text NOT NULL DEFAULT session_user,
    starts_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at timestamptz NOT NULL CHECK (isfinite(ends_at)),
    ended_at timestamptz,
    ended_by text CHECK (ledger_is_key(ended_by)),
    ended_session_user_name text,
    CHECK (ends_at > starts_at),
    CHECK (rule <> '' OR unit_code <> '' OR subject_code <> '' OR severity <> '')
);
COMMENT ON TABLE silences IS 'Alerts that are not sent for a while (静默): what fits, why, who said so, until when.';
COMMENT ON COLUMN silences.id IS 'Its number.';
COMMENT ON COLUMN silences.rule IS 'Only this rule; empty: every.';
COMMENT ON COLUMN silences.unit_code IS 'Only this unit and those below it; empty: every.';
COMMENT ON COLUMN silences.subject_code IS 'Only this subject; empty: every.';
COMMENT ON COLUMN silences.severity IS 'Only this severity; empty: every.';
COMMENT ON COLUMN silences.recurring IS 'Only at these times in the office''s time, as "sat,sun 08:00-12:00"; empty: always.';
COMMENT ON COLUMN silences.reason IS 'Why.';
COMMENT ON COLUMN silences.by_whom IS 'Who said so, as that person gives the name.';
COMMENT ON COLUMN silences.session_user_name IS 'Who was logged in.';
COMMENT ON COLUMN silences.starts_at IS 'From when.';
COMMENT ON COLUMN silences.ends_at IS 'Until when.';
COMMENT ON COLUMN silences.ended_at IS 'When somebody ended it before its time; NULL: nobody did.';
COMMENT ON COLUMN silences.ended_by IS 'Who did.';
COMMENT ON COLUMN silences.ended_session_user_name IS 'Who was logged in then.';

CREATE FUNCTION silence(said_rule text, said_unit text, said_subject text, said_severity text, said_recurring text,
                        said_until timestamptz, said_reason text, said_by text) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO silences (rule, unit_code, subject_code, severity, recurring, ends_at, reason, by_whom)
    VALUES (coalesce(said_rule, ''), coalesce(said_unit, ''), coalesce(said_subject, ''), coalesce(said_severity, ''),
            coalesce(said_recurring, ''), said_until, said_reason, said_by)
    RETURNING id
$$;

-- What it kept back is looked at again at once.
CREATE FUNCTION unsilence(which bigint, said_by text) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE silences SET ended_at = clock_timestamp(), ended_by = said_by, ended_session_user_name = session_user
        WHERE id = which AND ended_at IS NULL AND ends_at > clock_timestamp() AND ledger_is_key(said_by)
        RETURNING id
    ), released AS (
        UPDATE message_events m SET held_until = now() FROM ended
        WHERE m.state = 'silenced' AND m.muted_by = ended.id AND m.held_until IS NOT NULL
    )
    SELECT count(*) FROM ended
$$;
REVOKE EXECUTE ON FUNCTION silence(text, text, text, text, text, timestamptz, text, text), unsilence(bigint, text)
    FROM PUBLIC;
COMMENT ON FUNCTION silence(text, text, text, text, text, timestamptz, text, text) IS 'An officer silences alerts for a while; what is NULL does not matter. Returns the silence''s number.';
COMMENT ON FUNCTION unsilence(bigint, text) IS 'An officer ends a silence before its time. Returns how many: 0 where it stands no longer.';
