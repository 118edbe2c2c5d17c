-- How channels fare, put down so that every daemon knows it and people can see it: until when one rests, whether
-- it is switched off, and which of its dead letters have been reported.

CREATE TABLE channel_states (
    channel text PRIMARY KEY,
    address text NOT NULL DEFAULT '',
    paused_until timestamptz,
    reported_at timestamptz
);
COMMENT ON TABLE channel_states IS 'How each channel fares; a row for each that a daemon has had in its configuration or has reported.';
COMMENT ON COLUMN channel_states.channel IS 'The channel.';
COMMENT ON COLUMN channel_states.address IS 'A digest of where it sends to, by which a change is noticed; empty: it has no address.';
COMMENT ON COLUMN channel_states.paused_until IS 'Until when it rests, or when its last rest ended; NULL: it never rested.';
COMMENT ON COLUMN channel_states.reported_at IS 'When its dead letters were last reported to the other channels; NULL: never.';

CREATE TABLE channels_off (
    channel text NOT NULL,
    address text NOT NULL DEFAULT '',
    since timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    by_whom text NOT NULL DEFAULT '',
    reported_at timestamptz,
    PRIMARY KEY (channel, address)
);
COMMENT ON TABLE channels_off IS 'Channels that are switched off: their messages wait.';
COMMENT ON COLUMN channels_off.channel IS 'The channel.';
COMMENT ON COLUMN channels_off.address IS 'Digest of the address that is gone: with another one the channel is on. Empty: off whatever the address.';
COMMENT ON COLUMN channels_off.since IS 'Since when.';
COMMENT ON COLUMN channels_off.reason IS 'What the receiver said, or why somebody switched it off.';
COMMENT ON COLUMN channels_off.by_whom IS 'Who did; empty: its receiver said that it is gone.';
COMMENT ON COLUMN channels_off.reported_at IS 'When it was reported to the other channels; NULL: not yet.';

-- Quiet hours hold back what has been formed, too.
ALTER TABLE messages
    ADD COLUMN severity text NOT NULL DEFAULT '',
    ADD COLUMN reported_at timestamptz;
COMMENT ON COLUMN messages.severity IS 'The gravest of the events that it covers, by which quiet hours let it pass; empty: it covers none.';
COMMENT ON COLUMN messages.reported_at IS 'Of a dead message: when it was reported to the other channels; NULL: not yet.';
UPDATE messages m SET severity = coalesce((
        SELECT e.severity FROM message_events c JOIN events e ON e.id = c.event_id
        WHERE c.message_id = m.id
        ORDER BY array_position(ARRAY['red', 'yellow', 'blue'], e.severity)
        LIMIT 1), '')
    WHERE state IN ('pending', 'sending');
-- Those that there are have been reported, each by itself.
UPDATE messages SET reported_at = settled_at WHERE state = 'dead';
CREATE INDEX messages_unreported ON messages (channel, seq) WHERE state = 'dead' AND reported_at IS NULL;

ALTER TABLE attempts DROP CONSTRAINT attempts_result_check, ADD CONSTRAINT attempts_result_check
    CHECK (result IN ('delivered', 'retry', 'throttled', 'permanent', 'gone', 'handed_back'));
