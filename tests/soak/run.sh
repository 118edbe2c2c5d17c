#!/bin/sh
# The soak: two fiscal years in a rehearsal database, gone through day by day, with everything that happens to a
# daemon in that time, and then the question whether it is as it was: memory, descriptors and handles flat, no error
# that is not explained, nothing lost.
#
#   tests/soak/run.sh [--day DURATION] [--from DATE] [--until DATE] [--projects N] [--program PATH] [--keep FILE]
#
# The clock goes by itself (run --as-of 2022-01-01 --day 500ms --until 2023-12-31), so the days are not passed over
# but lived through: deadlines fall due, months close, reminders come, notices are sent. Meanwhile this script
#   imports each month's figures in the next month's first days, and corrects some of the month before;
#   writes single facts by plain SQL, with and without a hint;
#   changes the office's own table that a source follows;
#   sends SIGHUP every week: the same configuration, another policy, another language, a file that is broken;
#   ends all sessions of the daemon every ten days, and restarts PostgreSQL twice a year, once as if it had crashed;
#   takes the receiver away for some days, and has another one refuse everything;
#   asks the pages and the metrics for something every day.
# What is looked at: resident memory, descriptors and libuv's handles day by day; every line of the log from warning
# on, each of which must be one that something above explains; at the end that no event is untold, no message undelivered,
# and that no nightly proof had anything to repair. The table goes to stdout, --keep puts the samples into a file.
# Status 1 where something grew, was lost or is not explained.
#
# It installs missing packages, builds an optimised program in build/bench (or takes --program), starts its own PostgreSQL
# and ends all of it. With the default day of 500 ms it takes some ten minutes.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"
# shellcheck source=tests/bench/lib.sh
. "$top/tests/bench/lib.sh"
# shellcheck source=tests/soak/ledger.sh
. "$here/ledger.sh"
# shellcheck source=tests/soak/judge.sh
. "$here/judge.sh"

say() {
    echo "soak: $*" >&2
}

usage() {
    echo 'usage: tests/soak/run.sh [--day DURATION] [--from DATE] [--until DATE] [--projects N] [--program PATH]' \
        '[--keep FILE]' >&2
    exit 2
}

day_length=500ms from=2022-01-01 until=2023-12-31 projects=240 program='' keep=''
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
    --day) day_length=$2 ;;
    --from) from=$2 ;;
    --until) until=$2 ;;
    --projects) projects=$2 ;;
    --program) program=$2 ;;
    --keep) keep=$2 ;;
    *) usage ;;
    esac
    shift 2
done

packages_need "$PACKAGES_BUILD $PACKAGES_SERVER curl" || fail 'the packages above are missing'
bench_build
work_begin soak

# What goes on -----------------------------------------------------------------------------------------

port=$(shuf -i 20000-28000 -n 1)
web=$((port + 1))

# The receiver, and one that refuses everything.
receiver_start() {
    "$program" receive --listen "127.0.0.1:$port" --secret-file "$work/secret" >>"$work/received" 2>>"$work/receiver.log" &
    receiver=$!
    started "$receiver"
}
receiver_stop() {
    kill -TERM "$receiver" 2>/dev/null || true
    wait "$receiver" 2>/dev/null || true
}

# configure POLICY LANGUAGE
configure() {
    cat >"$work/config.json" <<END
{"database": "$(conninfo soak)", "poll_interval": "2s", "policy": "$1", "language": "$2", "connect_timeout": "2s",
 "delivery": {"retry_schedule": ["1s", "2s", "5s", "10s", "10s", "10s", "10s", "20s", "20s", "20s", "60s"]},
 "notice": {"enabled": true, "units": ["all"]},
 "web": {"enabled": true, "listen": "127.0.0.1:$web"},
 "sources": [{"name": "ceilings", "kind": "ceiling_spending", "interval": "3s", "max_shrink": 100, "deletes": true,
   "query": "SELECT unit_code, fiscal_year, kind, month, spent_cumulative FROM office.ceilings"}],
 "channels": [
  {"name": "office", "type": "webhook", "url": "http://127.0.0.1:$port/hook", "allow_http": true, "secret_file": "$work/secret"},
  {"name": "journal", "type": "journal", "severities": ["red"]}]}
END
}

today() {
    sql soak "SELECT proved_on FROM full_pass" 2>/dev/null || true
}

reload() {
    case $(($1 % 8)) in
    1) configure guangzhou zh ;;
    3) configure default en ;;
    5) echo '{"database": 5,' >"$work/config.json" ;;
    *) configure default zh ;;
    esac
    kill -HUP "$daemon"
}

# What is written by others than the import, on a day.
write_some() {
    sql soak "UPDATE execution SET spent_cumulative = spent_cumulative + 1000 WHERE (project_code, fiscal_year, month) IN
        (SELECT project_code, fiscal_year, max(month) FROM execution WHERE project_code = 'P$(($1 * 7 % projects + 1))'
         GROUP BY 1, 2 ORDER BY 2 DESC LIMIT 1); SELECT pg_notify('budgetwatch', '') WHERE $1 % 2 = 0" >/dev/null
    sql soak "INSERT INTO office.ceilings SELECT 'U1', extract(year FROM date '$2'), 'running_cost', extract(month FROM date '$2'),
        10000 * extract(doy FROM date '$2') ON CONFLICT (unit_code, fiscal_year, kind, month) DO UPDATE
        SET spent_cumulative = excluded.spent_cumulative"
}

look() {
    for page in / /projects /deviations "/projects/P$(($1 % projects + 1))" /messages /api/v1/status; do
        curl -sS -m 20 -o /dev/null -w '%{http_code} %{url_effective}\n' "http://127.0.0.1:$web$page" >>"$work/pages" 2>>"$work/pages.log" ||
            true
    done
}

disturb() {
    [ $(($1 % 7)) -ne 0 ] || reload $(($1 / 7))
    [ $(($1 % 10)) -ne 5 ] || sql soak "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name LIKE 'budgetwatch %'" >/dev/null 2>&1
    case $(($1 % 365)) in
    100 | 280)
        mode=fast
        [ $(($1 % 365)) = 100 ] || mode=immediate
        cluster_halt "$mode"
        cluster_go_on
        ;;
    150 | 320) receiver_stop ;;
    154 | 324) receiver_start ;;
    esac
}

# A day that has begun: NUMBER DATE
live() {
    sample "$1" "$2"
    import_due "$2"
    write_some "$1" "$2"
    look "$1"
    disturb "$1"
}

say "two years of $projects projects, a day in $day_length"
umask 077
printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64 -w 0)" >"$work/secret"
umask 022
cluster_start
sql postgres 'CREATE DATABASE soak'
configure default zh
# The commands' own: a reload is not to be theirs.
printf '{"database": "%s"}\n' "$(conninfo soak)" >"$work/commands.json"
"$program" migrate --rehearsal --config "$work/commands.json" >/dev/null
sql soak 'CREATE SCHEMA office; CREATE TABLE office.ceilings (unit_code text, fiscal_year int, kind text, month int,
    spent_cumulative numeric(18,2), PRIMARY KEY (unit_code, fiscal_year, kind, month))'
receiver_start
import_year "${from%%-*}"
"$program" run --as-of "$from" --day "$day_length" --until "$until" --config "$work/config.json" >"$work/daemon.log" 2>&1 &
daemon=$!
started "$daemon"

seen='' number=0 still=0
while [ "$seen" != "$until" ]; do
    lives "$daemon" || daemon_failed 'the daemon has ended'
    now=$(today)
    if [ -n "$now" ] && [ "$now" != "$seen" ]; then
        [ "${now%-*}" = "${seen%-*}" ] || say "$now"
        number=$((number + 1)) seen=$now still=0
        live "$number" "$now"
    else
        still=$((still + 1))
        [ "$still" -lt 2400 ] || daemon_failed "the clock has stood on $seen for two minutes"
        sleep 0.05
    fi
done
daemon_rest soak "$DELIVERED" >/dev/null
sample "$number" "$until"
daemon_stop
receiver_stop
judge
