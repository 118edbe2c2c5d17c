-- The ledger: the facts that people and other systems bring in.
--
-- A table is a ledger file, a column is a column of it. Other systems write here with plain SQL, so
-- whatever the importer checks is checked here as well: by constraints where one row is enough, by
-- triggers at the end of this file where it is not. Rows are as they were reported; nothing is derived
-- except the generated columns, which hold the number that a text spells, or carry a reference whose
-- table depends on another column.
--
-- What the program reads into 64-bit integers must fit: hence numeric(18,2) and numeric(18,6), no NaN
-- (which numeric(p,s) lets in), no infinite dates. Keys collate "C", so that C and SQL agree on order.

CREATE TABLE schema_migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE installation (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    rehearsal boolean NOT NULL DEFAULT false
);

-- A code or another part of a key: something, without blanks around it (the ideographic one included)
-- and without control characters, which would break a message. The limit keeps every key that is put
-- together of three of them within what an index entry holds (2,704 bytes).
CREATE FUNCTION ledger_is_key(written text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN written <> '' AND char_length(written) <= 200
        AND written = btrim(written, U&' \3000') AND written !~ '[[:cntrl:]]';

-- The years that the program's dates know.
CREATE FUNCTION ledger_is_date(day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN day BETWEEN date '1900-01-01' AND date '2999-12-31';

-- The number that an indicator's value or target spells: '≥266', '98.4%', '-3'. NULL where it spells
-- none. The operator is how the figure was reported, and is not part of it.
CREATE FUNCTION ledger_number(written text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN written ~ '^(≥|≤|>=|<=|>|<|=)?[+-]?[0-9]{1,12}(\.[0-9]{1,6})?%?$'
        THEN translate(written, '≥≤><=%', '')::numeric(18,6)
    END;

CREATE TABLE units (
    code text COLLATE "C" PRIMARY KEY CHECK (ledger_is_key(code)),
    name text NOT NULL CHECK (name <> ''),
    parent_code text COLLATE "C" CONSTRAINT units_parent_code_check CHECK (parent_code <> code),
    -- Deferred, so that a file may name a child before its parent.
    CONSTRAINT units_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES units
        DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE people (
    name text COLLATE "C" NOT NULL CHECK (ledger_is_key(name)),
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    role text,
    mobile text,
    im_id text,
    email text,
    PRIMARY KEY (name, unit_code)
);

CREATE TABLE projects (
    code text COLLATE "C" PRIMARY KEY CHECK (ledger_is_key(code)),
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    name text NOT NULL CHECK (name <> ''),
    category text NOT NULL CHECK (category IN ('basic', 'project')),
    manager text CHECK (manager <> '')
);
CREATE INDEX projects_unit_code ON projects (unit_code, code);

CREATE TABLE budgets (
    project_code text COLLATE "C" NOT NULL REFERENCES projects,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    fund text COLLATE "C" NOT NULL DEFAULT '' CHECK (fund = '' OR ledger_is_key(fund)),
    initial_amount numeric(18,2) NOT NULL CHECK (initial_amount <> 'NaN'),
    PRIMARY KEY (project_code, fiscal_year, fund)
);

-- An empty date in a file means the first day of the fiscal year; the importer writes it out, since the
-- date is part of the key.
CREATE TABLE budget_adjustments (
    project_code text COLLATE "C" NOT NULL REFERENCES projects,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    fund text COLLATE "C" NOT NULL DEFAULT '' CHECK (fund = '' OR ledger_is_key(fund)),
    effective_on date NOT NULL CHECK (ledger_is_date(effective_on)),
    kind text COLLATE "C" NOT NULL DEFAULT 'other'
        CHECK (kind IN ('supplement', 'cut', 'transfer', 'carryover', 'other')),
    amount numeric(18,2) NOT NULL CHECK (amount <> 'NaN'),
    reason text,
    approval_no text COLLATE "C" NOT NULL DEFAULT '' CHECK (approval_no = '' OR ledger_is_key(approval_no)),
    PRIMARY KEY (project_code, fiscal_year, fund, effective_on, kind, approval_no)
);

CREATE TABLE plans (
    project_code text COLLATE "C" NOT NULL REFERENCES projects,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    planned_cumulative numeric(18,2) NOT NULL CHECK (planned_cumulative <> 'NaN'),
    PRIMARY KEY (project_code, fiscal_year, month)
);

CREATE TABLE execution (
    project_code text COLLATE "C" NOT NULL REFERENCES projects,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    fund text COLLATE "C" NOT NULL DEFAULT '' CHECK (fund = '' OR ledger_is_key(fund)),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    spent_cumulative numeric(18,2) NOT NULL CHECK (spent_cumulative <> 'NaN'),
    received_cumulative numeric(18,2) CHECK (received_cumulative <> 'NaN'),
    PRIMARY KEY (project_code, fiscal_year, fund, month)
);

CREATE TABLE receipts (
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    kind text COLLATE "C" NOT NULL CHECK (ledger_is_key(kind)),
    amount numeric(18,2) NOT NULL CHECK (amount <> 'NaN'),
    PRIMARY KEY (unit_code, fiscal_year, kind)
);

CREATE TABLE indicators (
    code text COLLATE "C" NOT NULL CHECK (ledger_is_key(code)),
    owner text NOT NULL CHECK (owner IN ('unit', 'project')),
    owner_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    level1 text NOT NULL CHECK (level1 IN ('cost', 'output', 'benefit', 'satisfaction')),
    level2 text NOT NULL CHECK (level2 IN ('quantity', 'quality', 'timeliness', 'cost', 'economic_cost',
        'social_cost', 'ecological_cost', 'economic', 'social', 'ecological', 'sustainable', 'satisfaction')),
    name text NOT NULL CHECK (name <> ''),
    direction text NOT NULL CHECK (direction IN ('ge', 'gt', 'le', 'lt', 'eq', 'qualitative')),
    measure_unit text NOT NULL,
    target text CHECK (target <> ''),
    weight numeric(18,6) CHECK (weight BETWEEN 0 AND 1000000000),
    accumulation text NOT NULL CHECK (accumulation IN ('sum', 'latest', 'max', 'mean')),
    schedule text NOT NULL DEFAULT 'halfyear' CHECK (schedule IN ('monthly', 'quarterly', 'halfyear',
        '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12')),
    target_number numeric(18,6) GENERATED ALWAYS AS (
        CASE WHEN direction <> 'qualitative' THEN ledger_number(target) END) STORED,
    owner_unit text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN owner = 'unit' THEN owner_code END) STORED REFERENCES units,
    owner_project text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN owner = 'project' THEN owner_code END) STORED REFERENCES projects,
    PRIMARY KEY (code, fiscal_year),
    CONSTRAINT indicators_target_is_number
        CHECK (direction = 'qualitative' OR target IS NULL OR ledger_number(target) IS NOT NULL)
);
CREATE INDEX indicators_owner ON indicators (owner, owner_code);

CREATE TABLE indicator_targets (
    indicator_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL,
    effective_on date NOT NULL CHECK (ledger_is_date(effective_on)),
    target text NOT NULL CHECK (target <> ''),
    reason text,
    approval_no text,
    target_number numeric(18,6) GENERATED ALWAYS AS (ledger_number(target)) STORED,
    PRIMARY KEY (indicator_code, fiscal_year, effective_on),
    CONSTRAINT indicator_targets_indicator_fkey
        FOREIGN KEY (indicator_code, fiscal_year) REFERENCES indicators
);

CREATE TABLE indicator_values (
    indicator_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL,
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    value text NOT NULL,
    evidence text,
    value_number numeric(18,6) GENERATED ALWAYS AS (ledger_number(value)) STORED,
    PRIMARY KEY (indicator_code, fiscal_year, month),
    CONSTRAINT indicator_values_indicator_fkey
        FOREIGN KEY (indicator_code, fiscal_year) REFERENCES indicators,
    CONSTRAINT indicator_values_value_check
        CHECK (value IN ('achieved', 'partial', 'missed', 'n/a') OR ledger_number(value) IS NOT NULL)
);

CREATE TABLE outlooks (
    subject text NOT NULL CHECK (subject IN ('project', 'indicator')),
    subject_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    expected numeric(18,6) CHECK (expected <> 'NaN'),
    likelihood text CHECK (likelihood IN ('certain', 'possible', 'impossible')),
    cause text,
    note text,
    subject_project text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'project' THEN subject_code END) STORED REFERENCES projects,
    subject_indicator text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'indicator' THEN subject_code END) STORED,
    PRIMARY KEY (subject, subject_code, fiscal_year, month),
    CONSTRAINT outlooks_indicator_fkey
        FOREIGN KEY (subject_indicator, fiscal_year) REFERENCES indicators (code, fiscal_year)
);

CREATE TABLE milestones (
    owner text NOT NULL CHECK (owner IN ('unit', 'project')),
    owner_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    name text COLLATE "C" NOT NULL CHECK (ledger_is_key(name)),
    kind text,
    planned_on date NOT NULL CHECK (ledger_is_date(planned_on)),
    completed_on date CHECK (ledger_is_date(completed_on)),
    owner_unit text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN owner = 'unit' THEN owner_code END) STORED REFERENCES units,
    owner_project text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN owner = 'project' THEN owner_code END) STORED REFERENCES projects,
    PRIMARY KEY (owner, owner_code, fiscal_year, name)
);
-- A deviation names a milestone owner_code/name: two milestones must not spell the same, neither a
-- unit's and a project's of one code, nor 'a/b' + 'c' and 'a' + 'b/c'.
CREATE UNIQUE INDEX milestones_subject ON milestones ((owner_code || '/' || name), fiscal_year);

CREATE TABLE contracts (
    code text COLLATE "C" PRIMARY KEY CHECK (ledger_is_key(code)),
    project_code text COLLATE "C" NOT NULL REFERENCES projects,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    title text NOT NULL CHECK (title <> ''),
    amount numeric(18,2) NOT NULL CHECK (amount <> 'NaN'),
    intent_on date CHECK (ledger_is_date(intent_on)),
    procurement_on date CHECK (ledger_is_date(procurement_on)),
    awarded_on date CHECK (ledger_is_date(awarded_on)),
    signed_on date CHECK (ledger_is_date(signed_on)),
    published_on date CHECK (ledger_is_date(published_on)),
    filed_on date CHECK (ledger_is_date(filed_on)),
    sme_amount numeric(18,2) CHECK (sme_amount <> 'NaN')
);
CREATE INDEX contracts_project_code ON contracts (project_code);

CREATE TABLE ceilings (
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    kind text COLLATE "C" NOT NULL
        CHECK (kind IN ('running_cost', 'three_public', 'overseas', 'vehicle', 'reception')),
    amount numeric(18,2) NOT NULL CHECK (amount <> 'NaN'),
    PRIMARY KEY (unit_code, fiscal_year, kind)
);
-- A deviation names a ceiling unit_code/kind.
CREATE INDEX ceilings_subject ON ceilings ((unit_code || '/' || kind));

-- Spending is reported whether or not a ceiling was set: no reference to ceilings.
CREATE TABLE ceiling_spending (
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    kind text COLLATE "C" NOT NULL
        CHECK (kind IN ('running_cost', 'three_public', 'overseas', 'vehicle', 'reception')),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    spent_cumulative numeric(18,2) NOT NULL CHECK (spent_cumulative <> 'NaN'),
    PRIMARY KEY (unit_code, fiscal_year, kind, month)
);
CREATE INDEX ceiling_spending_subject ON ceiling_spending ((unit_code || '/' || kind));

CREATE TABLE notified_rates (
    unit_code text COLLATE "C" NOT NULL REFERENCES units,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    month smallint NOT NULL CHECK (month BETWEEN 1 AND 12),
    rate numeric(18,6) NOT NULL CHECK (rate <> 'NaN'),
    PRIMARY KEY (unit_code, fiscal_year, month)
);

CREATE TABLE assessments (
    subject text NOT NULL CHECK (subject IN ('unit', 'project')),
    subject_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    item_code text COLLATE "C" NOT NULL CHECK (ledger_is_key(item_code)),
    measured text,
    points numeric(18,6) CHECK (points <> 'NaN'),
    note text,
    evidence text,
    measured_number numeric(18,6) GENERATED ALWAYS AS (ledger_number(measured)) STORED,
    subject_unit text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'unit' THEN subject_code END) STORED REFERENCES units,
    subject_project text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'project' THEN subject_code END) STORED REFERENCES projects,
    PRIMARY KEY (subject, subject_code, fiscal_year, item_code)
);

CREATE TABLE rectifications (
    code text COLLATE "C" PRIMARY KEY CHECK (ledger_is_key(code)),
    source text NOT NULL CHECK (source IN ('self_evaluation', 'audit', 'finance_bureau', 'monitoring')),
    subject text NOT NULL CHECK (subject IN ('unit', 'project', 'indicator')),
    subject_code text COLLATE "C" NOT NULL,
    fiscal_year smallint NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2100),
    item_code text COLLATE "C",
    issue text NOT NULL CHECK (issue <> ''),
    owner text,
    action text NOT NULL CHECK (action <> ''),
    due_on date NOT NULL CHECK (ledger_is_date(due_on)),
    completed_on date CHECK (ledger_is_date(completed_on)),
    conclusion text,
    subject_unit text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'unit' THEN subject_code END) STORED REFERENCES units,
    subject_project text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'project' THEN subject_code END) STORED REFERENCES projects,
    subject_indicator text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN subject = 'indicator' THEN subject_code END) STORED,
    CONSTRAINT rectifications_indicator_fkey
        FOREIGN KEY (subject_indicator, fiscal_year) REFERENCES indicators (code, fiscal_year)
);
CREATE INDEX rectifications_subject_project ON rectifications (subject_project);
CREATE INDEX rectifications_subject_indicator ON rectifications (subject_indicator, fiscal_year);

CREATE TABLE calendar (
    date date PRIMARY KEY CHECK (ledger_is_date(date)),
    kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name text
);

-- Checks that need more than one row. They run with the owner's rights, because a reporter that may
-- write values need not be able to read indicators.

-- A circle of units would have no root, and sums over the tree no end. Any new circle passes through a
-- row of this statement, so walking up from those is enough; UNION drops what was seen, so the walk
-- ends even where a circle is. The lock makes writers of parents take turns: otherwise two of them
-- could each close one half.
CREATE FUNCTION check_unit_parents() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found_code text;
BEGIN
    IF NOT EXISTS (SELECT FROM new_rows WHERE parent_code IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('units'));
    WITH RECURSIVE up AS (
        SELECT code AS start, parent_code AS above FROM new_rows WHERE parent_code IS NOT NULL
        UNION
        SELECT up.start, units.parent_code FROM up JOIN units ON units.code = up.above
        WHERE units.parent_code IS NOT NULL
    )
    SELECT start INTO found_code FROM up WHERE start = above ORDER BY start LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'unit %: it stands above itself', found_code
            USING ERRCODE = 'check_violation', TABLE = 'units', COLUMN = 'parent_code';
    END IF;
    RETURN NULL;
END $$;

-- Values of a numeric indicator are numbers, of a qualitative one words; n/a goes with both.
CREATE FUNCTION check_indicator_values() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT v.indicator_code, v.fiscal_year, v.month, v.value, i.direction INTO wrong
    FROM new_rows v JOIN indicators i ON i.code = v.indicator_code AND i.fiscal_year = v.fiscal_year
    WHERE v.value <> 'n/a' AND (v.value_number IS NULL) <> (i.direction = 'qualitative')
    ORDER BY 1, 2, 3 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'indicator %, year %, month %: "%" is not %', wrong.indicator_code,
            wrong.fiscal_year, wrong.month, wrong.value,
            CASE wrong.direction WHEN 'qualitative' THEN 'achieved, partial, missed or n/a'
            ELSE 'a number or n/a' END
            USING ERRCODE = 'check_violation', TABLE = 'indicator_values', COLUMN = 'value';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_indicator_targets() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT t.indicator_code, t.fiscal_year, t.effective_on, t.target INTO wrong
    FROM new_rows t JOIN indicators i ON i.code = t.indicator_code AND i.fiscal_year = t.fiscal_year
    WHERE t.target_number IS NULL AND i.direction <> 'qualitative'
    ORDER BY 1, 2, 3 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'indicator %, year %, effective on %: the target "%" is not a number',
            wrong.indicator_code, wrong.fiscal_year, wrong.effective_on, wrong.target
            USING ERRCODE = 'check_violation', TABLE = 'indicator_targets', COLUMN = 'target';
    END IF;
    RETURN NULL;
END $$;

-- The other side: an indicator turns from numeric to qualitative or back. Looked at on commit, since
-- its values and targets are rewritten by later statements of the same transaction.
CREATE FUNCTION check_indicator_direction() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    SELECT v.month, v.value INTO wrong
    FROM indicator_values v JOIN indicators i ON i.code = v.indicator_code AND i.fiscal_year = v.fiscal_year
    WHERE v.indicator_code = NEW.code AND v.fiscal_year = NEW.fiscal_year
        AND v.value <> 'n/a' AND (v.value_number IS NULL) <> (i.direction = 'qualitative')
    ORDER BY 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'indicator %, year %, month %: "%" does not go with its new direction',
            NEW.code, NEW.fiscal_year, wrong.month, wrong.value
            USING ERRCODE = 'check_violation', TABLE = 'indicators', COLUMN = 'direction';
    END IF;
    SELECT t.effective_on, t.target INTO wrong
    FROM indicator_targets t JOIN indicators i ON i.code = t.indicator_code AND i.fiscal_year = t.fiscal_year
    WHERE t.indicator_code = NEW.code AND t.fiscal_year = NEW.fiscal_year
        AND t.target_number IS NULL AND i.direction <> 'qualitative'
    ORDER BY 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'indicator %, year %, effective on %: the target "%" is not a number',
            NEW.code, NEW.fiscal_year, wrong.effective_on, wrong.target
            USING ERRCODE = 'check_violation', TABLE = 'indicators', COLUMN = 'direction';
    END IF;
    RETURN NULL;
END $$;

-- A transition table belongs to one event, so that each check takes two triggers.
CREATE TRIGGER check_parents_insert AFTER INSERT ON units
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_unit_parents();
CREATE TRIGGER check_parents_update AFTER UPDATE ON units
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_unit_parents();
CREATE TRIGGER check_values_insert AFTER INSERT ON indicator_values
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_indicator_values();
CREATE TRIGGER check_values_update AFTER UPDATE ON indicator_values
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_indicator_values();
CREATE TRIGGER check_targets_insert AFTER INSERT ON indicator_targets
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_indicator_targets();
CREATE TRIGGER check_targets_update AFTER UPDATE ON indicator_targets
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_indicator_targets();
CREATE CONSTRAINT TRIGGER check_direction AFTER UPDATE ON indicators
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.direction = 'qualitative') <> (NEW.direction = 'qualitative'))
    EXECUTE FUNCTION check_indicator_direction();

-- Nobody else may hang a function that acts with the owner's rights on a table of his own.
REVOKE EXECUTE ON FUNCTION check_unit_parents(), check_indicator_values(), check_indicator_targets(),
    check_indicator_direction() FROM PUBLIC;
