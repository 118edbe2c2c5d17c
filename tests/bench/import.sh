# (e) The import of execution.csv, validated and audited, over \copy of the same rows by psql into a table that is made
# like the original (its indexes, checks and partitions, not its triggers and references). Beside it, without a
# target, \copy into the original itself, and the import of the same file again, which has to find that nothing is new.
# shellcheck shell=sh disable=SC2154

# A copy of the table, partitioned as the original is.
import_prepare() {
    sql postgres 'CREATE DATABASE imports'
    "$program" migrate --rehearsal --database "$(conninfo imports)" >/dev/null
    sql imports 'SELECT prepare_fiscal_year(2023)' >/dev/null
    "$bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$(conninfo imports)" <<SQL
INSERT INTO units (code, name)
SELECT 'U' || lpad(n::text, 6, '0'), 'Unit ' || n FROM generate_series(0, ($big - 1) / 200) n;
INSERT INTO projects (code, unit_code, name, category)
SELECT 'P' || lpad(n::text, 7, '0'), 'U' || lpad((n / 200)::text, 6, '0'), 'Project ' || n, 'project'
FROM generate_series(0, $big - 1) n;
INSERT INTO budgets (project_code, fiscal_year, initial_amount)
SELECT 'P' || lpad(n::text, 7, '0'), 2023, (100000 + n % 1000) * 12 FROM generate_series(0, $big - 1) n;
CREATE SCHEMA plain;
DO \$\$
DECLARE
    part record;
    cut text := pg_get_partkeydef('execution'::regclass);
BEGIN
    EXECUTE 'CREATE TABLE plain.execution (LIKE public.execution INCLUDING ALL)'
        || coalesce(' PARTITION BY ' || cut, '');
    FOR part IN SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS bound
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'public.execution'::regclass
    LOOP
        EXECUTE format('CREATE TABLE plain.%I PARTITION OF plain.execution %s', part.relname, part.bound);
    END LOOP;
END \$\$;
SQL
    sql imports 'VACUUM (ANALYZE)'
    # The file's order is life's: month by month.
    sql imports "COPY (SELECT 'P' || lpad(n::text, 7, '0') AS project_code, 2023 AS fiscal_year, m AS month,
            ((100000 + n % 1000) * m)::numeric(18,2) AS spent_cumulative,
            ((100000 + n % 1000) * m)::numeric(18,2) AS received_cumulative
        FROM generate_series(1, 12) m CROSS JOIN generate_series(0, $big - 1) n) TO STDOUT (FORMAT csv, HEADER)" \
        >"$work/execution.csv"
}

import_empty() {
    sql imports 'TRUNCATE execution, plain.execution'
    sql imports 'TRUNCATE change_log'
    sql imports 'TRUNCATE audit'
    sql imports 'CHECKPOINT'
}

# import_copy SCHEMA: seconds.
import_copy() {
    "$programs/bench_spend" "$work/spent" "$bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$(conninfo imports)" -c \
        "\\copy $1.execution (project_code, fiscal_year, month, spent_cumulative, received_cumulative) FROM '$work/execution.csv' (FORMAT csv, HEADER)" >&2
    field 1 <"$work/spent"
}

import_product() {
    "$programs/bench_spend" "$work/spent" "$program" import "$work/execution.csv" --database "$(conninfo imports)" \
        >"$work/imported" 2>&1 || { tail -n 20 "$work/imported" >&2; fail 'the import failed'; }
    note import.peak "$(field 2 <"$work/spent")"
    field 1 <"$work/spent"
}

part_import() {
    rows=$((big * 12))
    say "making a file of $rows rows"
    import_prepare
    part_began=$(date +%s)
    round=0
    while may_go_on "$part_began" "$round"; do
        round=$((round + 1))
        say "import, round $round"
        import_empty
        note import.floor "$(import_copy plain)"
        if [ "$round" -le 2 ]; then
            sql imports CHECKPOINT
            note import.triggers "$(import_copy public)"
            import_empty
        fi
        note import.product "$(import_product)"
        note import.again "$(import_product)"
    done
    sql postgres 'DROP DATABASE imports'
    rm "$work/execution.csv"
    floor=$(middle import.floor)
    result e "import of $rows rows, over \\copy" s "$floor" "$(middle import.product)" over 3 "$round"
    result e 'the same file again, nothing new' s "$floor" "$(middle import.again)" shown - "$round"
    result e '\copy into the table itself, with its triggers' s "$floor" "$(middle import.triggers)" shown - \
        "$(figures import.triggers | wc -l)"
}
