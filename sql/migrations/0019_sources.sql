-- Tables of the office's own as sources of the ledger: how each fares, and what it has brought.

CREATE TABLE sources (
    name text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL,
    read_at timestamptz NOT NULL,
    succeeded_at timestamptz,
    rows bigint,
    changed_at timestamptz,
    added bigint NOT NULL DEFAULT 0,
    changed bigint NOT NULL DEFAULT 0,
    removed bigint NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    fault text NOT NULL DEFAULT '' CHECK (fault IN ('', 'failed', 'rows')),
    failure text NOT NULL DEFAULT '',
    CONSTRAINT sources_failing_check CHECK ((fault = '') = (failing_since IS NULL) AND (fault = '') = (failures = 0))
);
COMMENT ON TABLE sources IS 'How the sources of the daemon''s configuration fare (数据源); a row for each that it has read.';
COMMENT ON COLUMN sources.name IS 'Its name in the configuration.';
COMMENT ON COLUMN sources.kind IS 'The ledger''s table that it fills.';
COMMENT ON COLUMN sources.read_at IS 'When it was last read, or should have been.';
COMMENT ON COLUMN sources.succeeded_at IS 'When it was last read and the ledger was as it said; NULL: never.';
COMMENT ON COLUMN sources.rows IS 'How many rows it yielded then; NULL: never.';
COMMENT ON COLUMN sources.changed_at IS 'When it last changed the ledger; NULL: never.';
COMMENT ON COLUMN sources.added IS 'Rows that were new then.';
COMMENT ON COLUMN sources.changed IS 'Rows that were others then.';
COMMENT ON COLUMN sources.removed IS 'Rows that were taken out then.';
COMMENT ON COLUMN sources.failures IS 'Readings in a row that went wrong; 0: the last one went well.';
COMMENT ON COLUMN sources.failing_since IS 'The first of these; NULL: none did.';
COMMENT ON COLUMN sources.fault IS 'What went wrong last: failed, it could not be read; rows, its rows could not be taken; empty: nothing.';
COMMENT ON COLUMN sources.failure IS 'The same as a sentence.';

-- Only of sources that take rows out again. Keys as texts, so that one table does for all kinds.
CREATE TABLE source_rows (
    source text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    row_key text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, row_key, source)
);
CREATE INDEX source_rows_source ON source_rows (source, kind);
COMMENT ON TABLE source_rows IS 'Which rows of the ledger each source that may take rows out has yielded.';
COMMENT ON COLUMN source_rows.source IS 'The source.';
COMMENT ON COLUMN source_rows.kind IS 'The ledger''s table.';
COMMENT ON COLUMN source_rows.row_key IS 'The key of the row there: its columns in their order, as texts.';
