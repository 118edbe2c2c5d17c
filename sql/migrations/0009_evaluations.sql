-- Evaluations that were made (自评), and the files that facts rest on (佐证材料).
--
-- An evaluation is kept as it was printed, with the rubric that it followed and the place in the audit
-- trail as of which the ledger was read. The digests are made here, not by whoever stores one: they can be
-- trusted as far as the owner can. No role but the owner may alter or delete one.

CREATE TABLE evaluations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    session_user_name text NOT NULL DEFAULT session_user,
    subject text NOT NULL CHECK (subject IN ('unit', 'project')),
    subject_code text COLLATE "C" NOT NULL CHECK (ledger_is_key(subject_code)),
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    clock date NOT NULL,
    rubric text NOT NULL CHECK (rubric <> ''),
    rubric_digest text NOT NULL,
    rubric_text text NOT NULL,
    audit_id bigint NOT NULL CHECK (audit_id >= 0),
    result text NOT NULL,
    result_digest text NOT NULL,
    total numeric(18,6) NOT NULL CHECK (total <> 'NaN'),
    grade text NOT NULL,
    CONSTRAINT evaluations_once
        UNIQUE (subject, subject_code, fiscal_year, rubric_digest, result_digest)
);
CREATE INDEX evaluations_year ON evaluations (fiscal_year);

CREATE FUNCTION digest_evaluation() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.rubric_digest := encode(sha256(convert_to(NEW.rubric_text, 'UTF8')), 'hex');
    NEW.result_digest := encode(sha256(convert_to(NEW.result, 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER digest BEFORE INSERT OR UPDATE ON evaluations
    FOR EACH ROW EXECUTE FUNCTION digest_evaluation();

-- A file's digest as of when it was added. What stood before a file was added again is in the audit trail.
CREATE TABLE evidence_files (
    path text COLLATE "C" PRIMARY KEY CHECK (path <> '' AND octet_length(path) <= 2000 AND path !~ '[[:cntrl:]]'),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    added_at timestamptz NOT NULL DEFAULT now(),
    session_user_name text NOT NULL DEFAULT session_user
);

-- Which rows a file speaks for, beside those whose evidence column names it. A row is named by the parts of
-- its table's key: with slashes between them for people and for the score sheet, and each by its name.
CREATE TABLE evidence_links (
    table_name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL CHECK (octet_length(key) <= 2400),
    row_key jsonb NOT NULL CHECK (jsonb_typeof(row_key) = 'object'),
    path text COLLATE "C" NOT NULL REFERENCES evidence_files,
    added_at timestamptz NOT NULL DEFAULT now(),
    session_user_name text NOT NULL DEFAULT session_user,
    fiscal_year smallint GENERATED ALWAYS AS ((row_key ->> 'fiscal_year')::smallint) STORED
);
-- A key and a path together may be longer than what an index entry holds.
CREATE UNIQUE INDEX evidence_links_once ON evidence_links (table_name, md5(key), md5(path));
CREATE INDEX evidence_links_path ON evidence_links (path);
CREATE INDEX evidence_links_year ON evidence_links (fiscal_year);

CREATE FUNCTION stamp_evidence() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.added_at := now();
    NEW.session_user_name := session_user;
    RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE UPDATE ON evidence_files FOR EACH ROW EXECUTE FUNCTION stamp_evidence();

CREATE TRIGGER audit_update AFTER UPDATE ON evidence_files REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_update('path');
CREATE TRIGGER audit_delete AFTER DELETE ON evidence_files REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_delete('path');
CREATE TRIGGER audit_truncate AFTER TRUNCATE ON evidence_files
    FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate();
CREATE TRIGGER audit_update AFTER UPDATE ON evidence_links REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_update('table_name', 'key', 'path');
CREATE TRIGGER audit_delete AFTER DELETE ON evidence_links REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_delete('table_name', 'key', 'path');
CREATE TRIGGER audit_truncate AFTER TRUNCATE ON evidence_links
    FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate();

REVOKE EXECUTE ON FUNCTION digest_evaluation(), stamp_evidence() FROM PUBLIC;

COMMENT ON TABLE evaluations IS 'Evaluations that were made (绩效自评), as they were printed; never altered. The same result by the same rubric is stored once.';
COMMENT ON COLUMN evaluations.id IS 'The number it is compared by; order of storing.';
COMMENT ON COLUMN evaluations.at IS 'When it was first made.';
COMMENT ON COLUMN evaluations.session_user_name IS 'Who was logged in.';
COMMENT ON COLUMN evaluations.subject IS 'unit: of a department or unit (部门整体); project: of a project (项目支出).';
COMMENT ON COLUMN evaluations.subject_code IS 'Its code.';
COMMENT ON COLUMN evaluations.fiscal_year IS 'Fiscal year (预算年度).';
COMMENT ON COLUMN evaluations.clock IS 'As of which day: 31 December, or the day itself in a running year.';
COMMENT ON COLUMN evaluations.rubric IS 'Name of the rubric (评分标准).';
COMMENT ON COLUMN evaluations.rubric_digest IS 'SHA-256 of its text, hexadecimal; made by a trigger.';
COMMENT ON COLUMN evaluations.rubric_text IS 'The rubric''s file as it was read.';
COMMENT ON COLUMN evaluations.audit_id IS 'The last row of the audit trail when the ledger was read; 0: there was none.';
COMMENT ON COLUMN evaluations.result IS 'The score sheet (自评表) as printed with --format json.';
COMMENT ON COLUMN evaluations.result_digest IS 'SHA-256 of it, hexadecimal; made by a trigger.';
COMMENT ON COLUMN evaluations.total IS 'Total (总分).';
COMMENT ON COLUMN evaluations.grade IS 'Grade (评价等级), e.g. 优.';

COMMENT ON TABLE evidence_files IS 'Files that facts and assessments rest on (佐证材料), with their digests.';
COMMENT ON COLUMN evidence_files.path IS 'Where it is, as the evidence columns spell it; relative ones to the evidence folder.';
COMMENT ON COLUMN evidence_files.sha256 IS 'SHA-256 of what is in it, hexadecimal.';
COMMENT ON COLUMN evidence_files.bytes IS 'How long it is.';
COMMENT ON COLUMN evidence_files.added_at IS 'When it was added, or added again with another content.';
COMMENT ON COLUMN evidence_files.session_user_name IS 'Who was logged in then.';

COMMENT ON TABLE evidence_links IS 'Rows of the ledger that a file is attached to, where no evidence column names it.';
COMMENT ON COLUMN evidence_links.table_name IS 'The row''s table.';
COMMENT ON COLUMN evidence_links.key IS 'The parts of its key with slashes, e.g. GZ-E02/2023/12.';
COMMENT ON COLUMN evidence_links.row_key IS 'The same by name.';
COMMENT ON COLUMN evidence_links.path IS 'The file.';
COMMENT ON COLUMN evidence_links.added_at IS 'When it was attached.';
COMMENT ON COLUMN evidence_links.session_user_name IS 'Who was logged in.';
COMMENT ON COLUMN evidence_links.fiscal_year IS 'Generated: the year in the key; NULL: it says none.';
