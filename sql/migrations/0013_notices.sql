-- Notices (通报) as they were sent, for good, and which messages carried each.

CREATE TABLE notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form text NOT NULL DEFAULT 'progress' CHECK (form IN ('progress')),
    unit_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    version smallint NOT NULL CHECK (version >= 1),
    made_at timestamptz NOT NULL DEFAULT now(),
    session_user_name text NOT NULL DEFAULT session_user,
    by_daemon boolean NOT NULL,
    sent_on date NOT NULL,
    clock date NOT NULL,
    due_on date NOT NULL,
    late boolean NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    figures text NOT NULL CHECK (figures::jsonb IS NOT NULL),
    html text NOT NULL,
    changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array'),
    CONSTRAINT notices_once UNIQUE (unit_code, fiscal_year, month, form, version)
);
COMMENT ON TABLE notices IS 'Notices (通报) as they were sent; never altered. What data changed later is a version more (更正通报).';
COMMENT ON COLUMN notices.id IS 'The number it is shown by; order of sending.';
COMMENT ON COLUMN notices.form IS 'progress: of budget execution (预算执行进度通报).';
COMMENT ON COLUMN notices.unit_code IS 'Whose, with all below it; empty: of all units together, where none is above all others. No reference: a notice stays when its unit goes.';
COMMENT ON COLUMN notices.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN notices.month IS 'The month up to which it tells.';
COMMENT ON COLUMN notices.version IS '1: as first sent; higher: a correction (更正通报).';
COMMENT ON COLUMN notices.made_at IS 'When it was stored, and its messages with it.';
COMMENT ON COLUMN notices.session_user_name IS 'Who was logged in.';
COMMENT ON COLUMN notices.by_daemon IS 'Whether the daemon sent it by itself; else somebody did by command.';
COMMENT ON COLUMN notices.sent_on IS 'The office''s day on which it was sent.';
COMMENT ON COLUMN notices.clock IS 'The day from which it looks at the month.';
COMMENT ON COLUMN notices.due_on IS 'The day on which its month was due to be told of.';
COMMENT ON COLUMN notices.late IS 'Whether it was first sent after that day (迟发).';
COMMENT ON COLUMN notices.title IS 'Its title.';
COMMENT ON COLUMN notices.figures IS 'Its figures as sent: what notice --format json prints.';
COMMENT ON COLUMN notices.html IS 'Its whole text as sent.';
COMMENT ON COLUMN notices.changes IS 'Of a correction: what differs from the version before, as a list of objects: code, name, figure, old, new.';

CREATE TABLE message_notices (
    message_id text PRIMARY KEY,
    notice_id bigint NOT NULL REFERENCES notices,
    channel text NOT NULL
);
CREATE INDEX message_notices_notice ON message_notices (notice_id);
COMMENT ON TABLE message_notices IS 'Which messages carry which notice.';
COMMENT ON COLUMN message_notices.message_id IS 'The message. No reference: one that has been forgotten was settled.';
COMMENT ON COLUMN message_notices.notice_id IS 'The notice.';
COMMENT ON COLUMN message_notices.channel IS 'The channel that it goes to.';

-- The only way in, for the daemon and for officers: a notice and its messages, or nothing where somebody was
-- faster with this version. So a notice cannot be sent that is not kept, nor kept twice; and who sends one needs
-- no right on messages. A message goes after those of the same unit's earlier notices on its channel.
CREATE FUNCTION send_notice(said_unit text, said_year integer, said_month integer, said_version integer,
                            said_by_daemon boolean, said_on date, said_clock date, said_due date, said_late boolean,
                            said_title text, said_figures text, said_html text, said_changes jsonb,
                            ids text[], channels text[], types text[], bodies text[], waits bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF said_version <> 1 + coalesce((SELECT max(n.version) FROM notices n
        WHERE n.unit_code = said_unit COLLATE "C" AND n.fiscal_year = said_year AND n.month = said_month
          AND n.form = 'progress'), 0) THEN
        RETURN NULL;
    END IF;
    IF (SELECT count(*) FROM unnest(types) AS t (word) WHERE t.word NOT IN ('notice.progress', 'notice.correction')) > 0 THEN
        RAISE EXCEPTION 'a notice is sent as notice.progress or notice.correction' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO notices (unit_code, fiscal_year, month, version, by_daemon, sent_on, clock, due_on, late, title,
                         figures, html, changes)
    VALUES (said_unit, said_year, said_month, said_version, said_by_daemon, said_on, said_clock, said_due, said_late,
            said_title, said_figures, said_html, said_changes)
    ON CONFLICT ON CONSTRAINT notices_once DO NOTHING
    RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO messages (id, channel, type, body, next_attempt_at, after_ids)
    SELECT m.id, m.channel, m.type, m.body, now() + m.wait * interval '1 ms', coalesce((
        SELECT array_agg(old.id ORDER BY old.seq) FROM message_notices c
        JOIN notices n ON n.id = c.notice_id AND n.unit_code = said_unit COLLATE "C"
        JOIN messages old ON old.id = c.message_id AND old.state IN ('pending', 'sending')
        WHERE c.channel = m.channel), '{}')
    FROM unnest(ids, channels, types, bodies, waits) WITH ORDINALITY
        AS m (id, channel, type, body, wait, position)
    ORDER BY m.position;
    INSERT INTO message_notices (message_id, notice_id, channel)
    SELECT m.id, made, m.channel FROM unnest(ids, channels) AS m (id, channel);
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION send_notice(text, integer, integer, integer, boolean, date, date, date, boolean, text, text,
                                       text, jsonb, text[], text[], text[], text[], bigint[]) FROM PUBLIC;
COMMENT ON FUNCTION send_notice(text, integer, integer, integer, boolean, date, date, date, boolean, text, text, text, jsonb, text[], text[], text[], text[], bigint[]) IS 'Stores a notice and the messages that carry it. Returns its number; NULL: somebody was faster, and nothing is written.';
