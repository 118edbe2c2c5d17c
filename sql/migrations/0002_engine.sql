-- What the daemon keeps for itself: who leads, what changed, what stands, what happened, what was sent.

CREATE TABLE leader (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    holder text NOT NULL DEFAULT '',
    epoch bigint NOT NULL DEFAULT 0,
    until timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO leader DEFAULT VALUES;

CREATE TABLE change_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX change_log_everything ON change_log (id) WHERE subject_kind = 'all';

CREATE TABLE full_pass (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    fingerprint text NOT NULL DEFAULT '',
    finished_on date,
    proved_on date
);
INSERT INTO full_pass DEFAULT VALUES;

CREATE TABLE unit_progress (
    unit_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL,
    months integer NOT NULL,
    PRIMARY KEY (unit_code, fiscal_year)
);

CREATE TABLE schedule (
    subject_kind text NOT NULL,
    subject_code text COLLATE "C" NOT NULL,
    next_on date NOT NULL,
    PRIMARY KEY (subject_kind, subject_code)
);
CREATE INDEX schedule_next_on ON schedule (next_on);

CREATE TABLE deviations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL,
    subject_kind text NOT NULL,
    subject_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL,
    severity text NOT NULL CHECK (severity IN ('none', 'blue', 'yellow', 'red')),
    since date,
    month smallint NOT NULL DEFAULT 0,
    observed text NOT NULL DEFAULT '',
    expected text NOT NULL DEFAULT '',
    gap text NOT NULL DEFAULT '',
    explanation text NOT NULL DEFAULT '',
    subject_name text NOT NULL DEFAULT '',
    unit_code text COLLATE "C" NOT NULL DEFAULT '',
    manager text NOT NULL DEFAULT '',
    remind_on date,
    overdue_said boolean NOT NULL DEFAULT false,
    acknowledged_at timestamptz,
    acknowledged_by text,
    cause text CHECK (cause IN ('funding', 'institution', 'personnel', 'hardware', 'other')),
    decision text CHECK (decision IN ('continue', 'transfer', 'cancel')),
    action text,
    action_due date,
    action_done_on date,
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (subject_kind, subject_code, fiscal_year, rule)
);
CREATE INDEX deviations_standing ON deviations (fiscal_year, unit_code) WHERE severity <> 'none';

CREATE TABLE acknowledgements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deviation_id bigint NOT NULL REFERENCES deviations ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT now(),
    by_whom text NOT NULL,
    severity text NOT NULL,
    cause text,
    decision text,
    action text,
    action_due date,
    action_done_on date,
    note text
);
CREATE INDEX acknowledgements_deviation ON acknowledgements (deviation_id);

CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deviation_id bigint NOT NULL REFERENCES deviations ON DELETE CASCADE,
    event text NOT NULL CHECK (event IN ('opened', 'escalated', 'eased', 'resolved', 'reminded', 'overdue')),
    rule text NOT NULL,
    severity text NOT NULL,
    previous_severity text NOT NULL,
    subject_kind text NOT NULL,
    subject_code text COLLATE "C" NOT NULL,
    subject_name text NOT NULL,
    fiscal_year smallint NOT NULL,
    month smallint NOT NULL,
    observed text NOT NULL,
    expected text NOT NULL,
    gap text NOT NULL,
    explanation text NOT NULL,
    unit_code text COLLATE "C" NOT NULL,
    manager text NOT NULL,
    occurred_on date NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    formed boolean NOT NULL DEFAULT false
);
CREATE INDEX events_unformed ON events (id) WHERE NOT formed;
CREATE INDEX events_deviation ON events (deviation_id);

CREATE TABLE messages (
    id text PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    channel text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'delivered', 'dead')),
    attempts integer NOT NULL DEFAULT 0,
    first_attempt integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    lease_holder text,
    lease_until timestamptz,
    last_status integer,
    last_answer text,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
);
CREATE INDEX messages_waiting ON messages (channel, seq) WHERE state IN ('pending', 'sending');
-- What is due next, whatever the channel.
CREATE INDEX messages_due ON messages (next_attempt_at) WHERE state IN ('pending', 'sending');
CREATE INDEX messages_state ON messages (state, seq);

CREATE TABLE message_events (
    event_id bigint NOT NULL REFERENCES events ON DELETE CASCADE,
    channel text NOT NULL,
    message_id text NOT NULL REFERENCES messages ON DELETE CASCADE,
    PRIMARY KEY (event_id, channel)
);
CREATE INDEX message_events_message ON message_events (message_id);

CREATE TABLE attempts (
    message_id text NOT NULL REFERENCES messages ON DELETE CASCADE,
    attempt integer NOT NULL,
    holder text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    result text NOT NULL CHECK (result IN ('delivered', 'retry', 'throttled', 'permanent', 'handed_back')),
    status integer NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (message_id, attempt)
);
