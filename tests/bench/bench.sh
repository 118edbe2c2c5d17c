#!/bin/sh
# How long the program takes over a large city's ledger (see make_ledger.py): the import, a replay of the
# year, the first evaluation by the daemon, and its catching up after one month of a unit was changed. Run
# on demand; nothing fails because it is slow.
#
#   tests/bench/bench.sh PROGRAM [PROJECTS]
#
# PROGRAM is a budgetwatch without sanitizers. PostgreSQL runs as a throw-away cluster with its own
# defaults, so that what is measured includes fsync. BUDGETWATCH_PG_BIN says where its programs are.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=${1:?usage: bench.sh PROGRAM [PROJECTS]}
projects=${2:-16743}
for newest in /usr/lib/postgresql/*/bin; do :; done
bin=${BUDGETWATCH_PG_BIN:-$newest}
day=2023-11-20
folder=$(mktemp -d /tmp/budgetwatch-bench-XXXXXX)
daemon=

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u nobody -- "$@"
    else
        "$@"
    fi
}

finish() {
    [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null || true
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM

[ "$(id -u)" != 0 ] || chown nobody "$folder"
as_server "$bin/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
as_server "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/data/log" \
    -o "-k $folder -c listen_addresses= -c port=5432" start
database="host=$folder port=5432 user=postgres dbname=postgres"

query() {
    psql -X -q -A -t -d "$database" -c "$1"
}

now() {
    date +%s%N
}

# say WHAT SINCE: the time gone by.
say() {
    echo "$1: $((($(now) - $2) / 1000000)) ms"
}

# measure WHAT ARGUMENTS...: a run of the program, with its time and its memory.
measure() {
    what=$1
    shift
    command time -f "$what: %e s, %M KiB at most" "$program" "$@" --database "$database" >"$folder/out" 2>"$folder/err" || {
        cat "$folder/err" >&2
        exit 1
    }
    tail -n 1 "$folder/err"
}

# Until the daemon has nothing left to do.
rest() {
    until [ "$(query "SELECT NOT EXISTS (SELECT FROM change_log) AND coalesce(proved_on = '$day', false)
                      AND NOT EXISTS (SELECT FROM events WHERE NOT formed) FROM full_pass")" = t ]; do
        kill -0 "$daemon" || { cat "$folder/log" >&2; exit 1; }
        sleep 0.05
    done
}

python3 "$top/make_ledger.py" "$folder/ledger" "$projects"
printf '{"database": "%s", "poll_interval": "100ms"}\n' "$database" >"$folder/config.json"
wc -l "$folder"/ledger/*.csv | sed 's, /.*/, ,'

"$program" migrate --rehearsal --database "$database" >/dev/null
measure 'import' import "$folder/ledger"
query 'ANALYZE'
measure 'the same import again' import "$folder/ledger"
measure 'replay' replay --year 2023 --json
echo "  $(($(wc -l <"$folder/out") - 1)) events"

start=$(now)
"$program" run --as-of "$day" --config "$folder/config.json" 2>"$folder/log" &
daemon=$!
rest
say 'first evaluation' "$start"
echo "  $(query "SELECT count(*) FROM deviations WHERE severity <> 'none'") deviations stand"

start=$(now)
query "UPDATE execution SET spent_cumulative = spent_cumulative + 1000 WHERE month = 6"
rest
say 'one month of all projects changed' "$start"

start=$(now)
query "UPDATE execution SET spent_cumulative = spent_cumulative + 1000 WHERE project_code = 'P00001'"
rest
say 'one project changed' "$start"
echo "daemon: $(awk '/^VmHWM/ { print $2 " " $3 }' "/proc/$daemon/status") at most"
