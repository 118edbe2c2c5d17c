-- Texts in the ledger: what the importer refuses in a file is refused from plain SQL, too. Names and other
-- texts of one line have no control characters, which break a message, and are more than blanks; free texts
-- may have line ends and tabs. Codes, and what refers to people by name, have no blanks around them, the
-- no-break space that spreadsheets and web pages bring included: the importer drops them there, so that a
-- code that had some could never be referred to. Nor have they characters without a shape, with which two
-- codes look the same.
--
-- NOT VALID: rows that are there stay as they are, and are checked when they change.

CREATE OR REPLACE FUNCTION ledger_is_key(written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN written <> '' AND char_length(written) <= 200
        AND written = btrim(written, U&' \3000\00A0') AND written !~ '[[:cntrl:]]'
        AND written !~ '[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]';

CREATE FUNCTION ledger_is_line(written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN btrim(written, U&' \3000\00A0\FEFF') <> '' AND written !~ '[[:cntrl:]]';

CREATE FUNCTION ledger_is_text(written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN written !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]';

ALTER TABLE units
    ADD CONSTRAINT units_name_line CHECK (ledger_is_line(name)) NOT VALID;

ALTER TABLE people
    ADD CONSTRAINT people_role_line CHECK (role = '' OR ledger_is_line(role)) NOT VALID,
    ADD CONSTRAINT people_mobile_line CHECK (mobile = '' OR ledger_is_line(mobile)) NOT VALID,
    ADD CONSTRAINT people_im_id_line CHECK (im_id = '' OR ledger_is_line(im_id)) NOT VALID,
    ADD CONSTRAINT people_email_line CHECK (email = '' OR ledger_is_line(email)) NOT VALID;

ALTER TABLE projects
    ADD CONSTRAINT projects_name_line CHECK (ledger_is_line(name)) NOT VALID,
    ADD CONSTRAINT projects_manager_key CHECK (ledger_is_key(manager)) NOT VALID;

ALTER TABLE budget_adjustments
    ADD CONSTRAINT budget_adjustments_reason_text CHECK (ledger_is_text(reason)) NOT VALID;

ALTER TABLE indicators
    ADD CONSTRAINT indicators_name_line CHECK (ledger_is_line(name)) NOT VALID,
    ADD CONSTRAINT indicators_measure_unit_line CHECK (measure_unit = '' OR ledger_is_line(measure_unit))
        NOT VALID,
    ADD CONSTRAINT indicators_target_line CHECK (ledger_is_line(target)) NOT VALID;

ALTER TABLE indicator_targets
    ADD CONSTRAINT indicator_targets_target_line CHECK (ledger_is_line(target)) NOT VALID,
    ADD CONSTRAINT indicator_targets_reason_text CHECK (ledger_is_text(reason)) NOT VALID,
    ADD CONSTRAINT indicator_targets_approval_no_key CHECK (approval_no = '' OR ledger_is_key(approval_no))
        NOT VALID;

ALTER TABLE indicator_values
    ADD CONSTRAINT indicator_values_evidence_text CHECK (ledger_is_text(evidence)) NOT VALID;

ALTER TABLE outlooks
    ADD CONSTRAINT outlooks_cause_text CHECK (ledger_is_text(cause)) NOT VALID,
    ADD CONSTRAINT outlooks_note_text CHECK (ledger_is_text(note)) NOT VALID;

ALTER TABLE milestones
    ADD CONSTRAINT milestones_kind_line CHECK (kind = '' OR ledger_is_line(kind)) NOT VALID;

ALTER TABLE contracts
    ADD CONSTRAINT contracts_title_line CHECK (ledger_is_line(title)) NOT VALID;

ALTER TABLE assessments
    ADD CONSTRAINT assessments_measured_text CHECK (ledger_is_text(measured)) NOT VALID,
    ADD CONSTRAINT assessments_note_text CHECK (ledger_is_text(note)) NOT VALID,
    ADD CONSTRAINT assessments_evidence_text CHECK (ledger_is_text(evidence)) NOT VALID;

ALTER TABLE rectifications
    ADD CONSTRAINT rectifications_item_code_key CHECK (item_code = '' OR ledger_is_key(item_code)) NOT VALID,
    ADD CONSTRAINT rectifications_issue_text CHECK (ledger_is_text(issue)) NOT VALID,
    ADD CONSTRAINT rectifications_owner_key CHECK (owner = '' OR ledger_is_key(owner)) NOT VALID,
    ADD CONSTRAINT rectifications_action_text CHECK (ledger_is_text(action)) NOT VALID,
    ADD CONSTRAINT rectifications_conclusion_text CHECK (ledger_is_text(conclusion)) NOT VALID;

ALTER TABLE calendar
    ADD CONSTRAINT calendar_name_line CHECK (name = '' OR ledger_is_line(name)) NOT VALID;
