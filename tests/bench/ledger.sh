# Ledgers to measure with. Each project has one indicator; both are reported every month, and the rows come month by
# month, all projects of January, then all of February, so that what belongs together lies apart as it does in life.
# 200 projects a unit. One project in 100 is at half its plan, and one indicator in 100.
# shellcheck shell=sh disable=SC2154

# rows_of LEDGER: how many rows the one of that size has.
rows_of() {
    case $1 in
    small) echo $((small * 24)) ;;
    medium) echo $((medium * 24)) ;;
    big) echo $((big * 24)) ;;
    esac
}

# ledger_make DATABASE PROJECTS: loaded, its change log empty, not vacuumed, never evaluated.
ledger_make() {
    say "making a ledger of $2 projects and indicators, $(($2 * 12)) rows each"
    sql postgres "CREATE DATABASE $1"
    "$program" migrate --rehearsal --database "$(conninfo "$1")" >/dev/null
    sql "$1" 'SELECT prepare_fiscal_year(2023)' >/dev/null
    {
        cat <<SQL
INSERT INTO units (code, name) VALUES ('CITY', 'City');
INSERT INTO units (code, name, parent_code)
SELECT 'U' || lpad(n::text, 6, '0'), 'Unit ' || n, 'CITY' FROM generate_series(0, ($2 - 1) / 200) n;
INSERT INTO projects (code, unit_code, name, category)
SELECT 'P' || lpad(n::text, 7, '0'), 'U' || lpad((n / 200)::text, 6, '0'), 'Project ' || n, 'project'
FROM generate_series(0, $2 - 1) n;
INSERT INTO budgets (project_code, fiscal_year, initial_amount)
SELECT 'P' || lpad(n::text, 7, '0'), 2023, (100000 + n % 1000) * 12 FROM generate_series(0, $2 - 1) n;
INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, measure_unit, target,
                        accumulation, schedule)
SELECT 'I' || lpad(n::text, 7, '0'), 'project', 'P' || lpad(n::text, 7, '0'), 2023, 'output', 'quantity',
       'Indicator ' || n, 'ge', 'pieces', '1200', 'sum', 'monthly'
FROM generate_series(0, $2 - 1) n;
SQL
        for month in 1 2 3 4 5 6 7 8 9 10 11 12; do
            cat <<SQL
INSERT INTO execution (project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative)
SELECT 'P' || lpad(n::text, 7, '0'), 2023, '', $month,
       (100000 + n % 1000) * $month / CASE WHEN n % 100 = 0 THEN 2 ELSE 1 END, (100000 + n % 1000) * $month
FROM generate_series(0, $2 - 1) n;
INSERT INTO indicator_values (indicator_code, fiscal_year, month, value)
SELECT 'I' || lpad(n::text, 7, '0'), 2023, $month, CASE WHEN n % 100 = 50 THEN '50' ELSE '100' END
FROM generate_series(0, $2 - 1) n;
SQL
        done
    } | "$bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$(conninfo "$1")"
    sql "$1" 'TRUNCATE change_log' # how it bears a load is measured elsewhere
}

# ledger_ready DATABASE PROJECTS: made where it is not there, vacuumed, and evaluated once.
ledger_ready() {
    [ ! -e "$work/ready.$1" ] || return 0
    if [ -z "$(sql postgres "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; then
        ledger_make "$1" "$2"
        sql "$1" 'VACUUM (ANALYZE)'
    fi
    say "the first evaluation of $1"
    daemon_start "$1" 1s
    daemon_rest "$1" >/dev/null
    note "peak.$1" "$(peak_of "$daemon")"
    daemon_stop
    sql "$1" 'VACUUM (ANALYZE)'
    touch "$work/ready.$1"
}
