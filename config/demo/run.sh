#!/bin/sh
# A year of a real bureau in two minutes: builds the program, starts a PostgreSQL of its own, brings in
# the ledger of config/demo/ledger month by month, shows what the daemon says about it, and at the year's end
# makes the self-evaluation.
#
#   config/demo/run.sh          goes on running at the end, so that you can try things; Ctrl-C ends it
#   config/demo/run.sh --once   ends by itself
#
# It runs on a bare Debian 12, as root or as a user with sudo (asked for only if a package is missing).
# Nothing is left behind but the packages and build/demo: the database lies under it, or, where its
# user cannot get there, in a temporary folder with its socket, the configuration and the logs. Both go with
# everything started here. Nothing listens on the
# network but a receiver on 127.0.0.1, on a port that the system chooses.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
top=$(CDPATH='' cd -- "$here/../.." && pwd) || exit 1
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"

main() {
    case ${1-} in
    '') once=false ;;
    --once) once=true ;;
    *)
        echo "usage: config/demo/run.sh [--once]" >&2
        exit 2
        ;;
    esac
    [ $# -le 1 ] || exit 2
    LC_ALL=C.UTF-8
    export LC_ALL

    prepare_program
    prepare_folder
    start_database
    start_receiver
    write_configuration

    say "The year begins. The ledger up to May comes in, and the daemon starts on 14 June 2023."
    import_months 5
    start_daemon 2023-06-14
    wait_until "the alerts of June did not arrive" heard_of "$indicator"
    wait_until "the notice of May did not arrive" heard_of 1-5月预算执行进度的通报
    wait_until "the alerts of June were not all delivered" all_delivered
    say "What the receiver was told, each alert with its arithmetic, and the monthly notice in a sentence:"
    show_news

    say "Summer passes. June to August come in; the daemon starts again on 14 September 2023."
    stop "$daemon"
    import_months 8
    start_daemon 2023-09-14
    wait_until "the alerts of September did not arrive" heard_of "$project"
    wait_until "the notice of August did not arrive" heard_of 1-8月预算执行进度的通报
    wait_until "the alerts of September were not all delivered" all_delivered
    say "What has become worse, better or new since June; and the monthly notices that were missed, in order:"
    show_news

    say "In the real year $indicator stayed at 98.4 % to the end and cost the bureau points.
   Here somebody acts on the alert. One plain SQL statement, as another system would write it:"
    echo "   $remedy"
    sql "$remedy" >/dev/null || fail "the statement above failed"
    wait_until "the daemon did not see the change" heard_of "$indicator"
    say "The daemon saw the change and says:"
    show_news

    say "How the year stands in September (budgetwatch status):"
    bw status
    say "What is still open (budgetwatch alerts):"
    bw alerts

    say "The year is over. The rest comes in as it was, and the daemon starts again on 16 January 2024."
    stop "$daemon"
    import_months 12
    start_daemon 2024-01-16
    wait_until "the notice of December did not arrive" heard_of 1-12月预算执行进度的通报
    wait_until "the alerts of January were not all delivered" all_delivered
    lines=$(wc -l <"$work/received")
    echo "   $((lines - seen)) messages were delivered."
    seen=$lines
    say "Every notice is kept as it was sent (budgetwatch notice --list):"
    bw notice --list
    say "The self-evaluation (budgetwatch evaluate): the bureau's own report says 94.87, and so does the ledger."
    bw evaluate --year 2023 --unit GZ >"$work/sheet.md"
    # From the result to the score sheet, and what does not agree; the whole of it is in the files below.
    sed -n '/^## 一/,/^## 三/p; /^## 四/,/^## 五/p' "$work/sheet.md" | sed '/^## [三五]/d'
    write_papers

    say_what_next
    if $once; then
        say "Done."
        exit 0
    fi
    say "Still running. Ctrl-C stops everything and clears up."
    running=true
    while kill -0 "$daemon" 2>/dev/null; do
        sleep 1
    done
    fail "the daemon has ended by itself"
}

indicator=中高危安全漏洞整改完成率
project=广州城市大数据平台
remedy="UPDATE indicator_values SET value = '100' WHERE indicator_code = 'GZ-E02' AND fiscal_year = 2023 AND month = 8"
deadline_seconds=60

work='' store='' daemon='' receiver='' database_started=false running=false
seen=1 # lines of the receiver's output that have been shown; the first says where it listens

say() {
    printf '\n== %s\n\n' "$*"
}

# Says why, with the ends of the logs, and ends. leave() clears up.
fail() {
    printf '\ndemo: %s\n' "$*" >&2
    if [ -n "$work" ]; then
        for log in "$work"/*.log; do
            [ -s "$log" ] || continue
            printf '%s\n' "--- the end of ${log##*/}:" >&2
            tail -n 15 "$log" >&2
        done
    fi
    exit 1
}

# The way out of every end. What was started is stopped by its own process id.
leave() {
    status=$?
    trap - EXIT
    trap '' INT TERM HUP
    [ -z "$daemon" ] || stop "$daemon"
    [ -z "$receiver" ] || stop "$receiver"
    if $database_started; then
        as_server "$postgres/pg_ctl" -D "$store/data" -m fast -w stop >/dev/null 2>&1
    fi
    [ -z "$work" ] || rm -rf "$work"
    [ -z "$store" ] || rm -rf "$store"
    exit "$status"
}
trap leave EXIT
# Ctrl-C is the intended end once everything has been shown.
trap 'if $running; then exit 0; else exit 130; fi' INT
trap 'exit 143' TERM HUP

# Ends a process and waits for it; one that has not gone after 20 seconds is made to. While the shell
# waits for `sleep` it also collects children that have ended, so that `kill -0` tells the truth.
stop() {
    kill "$1" 2>/dev/null
    turns=0
    while kill -0 "$1" 2>/dev/null; do
        [ "$turns" -ne 200 ] || kill -KILL "$1" 2>/dev/null
        turns=$((turns + 1))
        sleep 0.1
    done
}

# wait_until SENTENCE CONDITION...: asks for the condition until it holds; a dead process or the
# deadline end the demo with the sentence.
wait_until() {
    sentence=$1
    shift
    until_time=$(($(date +%s) + deadline_seconds))
    until "$@"; do
        for process in $daemon $receiver; do
            kill -0 "$process" 2>/dev/null || fail "$sentence: a process has ended by itself"
        done
        [ "$(date +%s)" -lt "$until_time" ] || fail "$sentence within $deadline_seconds seconds"
        sleep 0.2
    done
}

prepare_program() {
    packages_need "$PACKAGES_BUILD $PACKAGES_SERVER" || fail "the packages above are missing"
    postgres=/usr/lib/postgresql/15/bin
    build=$top/build/demo
    # A tree that was moved or copied brings a cache that names the old place, which CMake refuses.
    if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$build/CMakeCache.txt"; then
        rm -rf "$build"
    fi
    echo "Building in build/demo ..."
    mkdir -p "$build"
    if ! { cmake -G Ninja -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUDGETWATCH_TESTS=OFF &&
        cmake --build "$build" --target budgetwatch; } >"$build/demo.log" 2>&1; then
        tail -n 30 "$build/demo.log" >&2
        fail "the build failed; all of its output is in build/demo/demo.log"
    fi
    program=$build/budgetwatch
}

# The folder is made where the server's user gets to as well, and with a short name without blanks: the
# address of a Unix socket must be under 107 bytes.
prepare_folder() {
    base=${TMPDIR:-/tmp}
    case $base in
    *[!A-Za-z0-9/._-]* | [!/]*) base=/tmp ;;
    esac
    [ ${#base} -le 60 ] || base=/tmp
    server_user=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        # initdb and postgres refuse to run as root.
        server_user=nobody
        ! id postgres >/dev/null 2>&1 || server_user=postgres
        runuser -u "$server_user" -- test -x "$base" || base=/tmp
    fi
    work=$(mktemp -d "$base/budgetwatch.XXXXXX") || exit 1
    chmod 711 "$work"
    mkdir -m 700 "$work/pg" || exit 1
    [ "$(id -u)" -ne 0 ] || chown "$server_user" "$work/pg"
    # The data lie under the build folder if the server's user gets there (not below another's home).
    store=$work/pg
    candidate=$(mktemp -d "$build/pg.XXXXXX") || exit 1
    [ "$(id -u)" -ne 0 ] || chown "$server_user" "$candidate"
    if (cd / && as_server test -w "$candidate"); then
        store=$candidate
    else
        rmdir "$candidate"
    fi
    conninfo="host=$work/pg dbname=budgetwatch user=budgetwatch"
    # What programs started from here find as their working folder must be one that they may enter.
    cd / || exit 1
}

as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u "$server_user" -- "$@"
    else
        "$@"
    fi
}

# Only the owner of the folder and root reach the socket, so that no password is needed. The data does
# not outlive this run: fsync would only cost time.
start_database() {
    echo "Starting a PostgreSQL in $store ..."
    as_server "$postgres/initdb" -D "$store/data" -U budgetwatch -A trust -E UTF8 --locale=C.UTF-8 \
        >"$work/start" 2>&1 || fail "initdb failed: $(tail -n 5 "$work/start")"
    as_server sh -c 'cat >>"$1"' sh "$store/data/postgresql.conf" <<END || exit 1
listen_addresses = ''
unix_socket_directories = '$work/pg'
unix_socket_permissions = 0700
max_connections = 30
fsync = off
END
    database_started=true
    as_server "$postgres/pg_ctl" -D "$store/data" -l "$work/pg/log" -w -t 60 start >"$work/start" 2>&1 ||
        fail "PostgreSQL did not start: $(tail -n 5 "$work/pg/log")"
    PGOPTIONS='-c client_min_messages=warning' psql -X -q -d "host=$work/pg dbname=postgres user=budgetwatch" \
        -c 'CREATE DATABASE budgetwatch' || fail "the database could not be made"
    "$program" migrate --rehearsal --database "$conninfo" || fail "migrate failed"
}

sql() {
    psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$conninfo" -c "$1"
}

start_receiver() {
    (umask 077 && printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64)" >"$work/secret") || exit 1
    : >"$work/received" # the loop below reads it before the receiver has opened it
    "$program" receive --listen 127.0.0.1:0 --secret-file "$work/secret" >"$work/received" 2>"$work/receiver.log" &
    receiver=$!
    wait_until "the receiver did not start" receiver_listens
}

receiver_listens() {
    port=$(sed -n '1s/^listening on 127\.0\.0\.1:\([0-9][0-9]*\)$/\1/p' "$work/received")
    [ -n "$port" ]
}

write_configuration() {
    cat >"$work/budgetwatch.json" <<END || exit 1
{
    "database": "$conninfo",
    "language": "zh",
    "policy": "guangzhou",
    "poll_interval": "1s",
    "notice": {"enabled": true},
    "channels": [
        {
            "name": "receiver",
            "type": "webhook",
            "url": "http://127.0.0.1:$port/",
            "allow_http": true,
            "secret_file": "secret"
        },
        {
            "name": "journal",
            "type": "log"
        }
    ]
}
END
}

bw() {
    command=$1
    shift
    "$program" "$command" --config "$work/budgetwatch.json" "$@" || fail "budgetwatch $command failed"
}

# The ledger as it was at the end of a month: rows of later months are left out. Dates that lie ahead may
# stay: what is dated after the daemon's clock has not happened yet.
import_months() {
    rm -rf "$work/ledger"
    mkdir "$work/ledger" || exit 1
    for file in "$here"/ledger/*.csv; do
        awk -F, -v last="$1" '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "month") month = i }
            NR == 1 || !month || $month + 0 <= last' "$file" >"$work/ledger/${file##*/}" || exit 1
    done
    bw import "$work/ledger" >"$work/imported"
    sed -n '1p;$p' "$work/imported"
}

# start_daemon DATE: with the clock set, which a database made with --rehearsal allows.
start_daemon() {
    clock=$1
    "$program" run --config "$work/budgetwatch.json" --as-of "$1" 2>>"$work/daemon.log" &
    daemon=$!
}

heard_of() {
    tail -n "+$((seen + 1))" "$work/received" | grep -q "$1"
}

# The whole ledger has been evaluated for the daemon's date, and nothing waits: no change to be looked
# at, no event to become a message, no message to be sent.
all_delivered() {
    waiting=$(sql "SELECT (SELECT count(*) FROM full_pass WHERE finished_on IS DISTINCT FROM '$clock')
        + (SELECT count(*) FROM change_log) + (SELECT count(*) FROM events WHERE NOT formed)
        + (SELECT count(*) FROM message_events WHERE state = 'waiting')
        + (SELECT count(*) FROM messages WHERE state IN ('pending', 'sending'))") &&
        [ "$waiting" -eq 0 ]
}

# What the receiver has printed since it was last shown, without time, type and id of the messages. A
# message whose signature was not right keeps them, and so stands out.
show_news() {
    lines=$(wc -l <"$work/received")
    sed -n "$((seen + 1)),${lines}p" "$work/received" |
        sed 's/^[^ ]* [^ ]* [^ ]* verified /   /; s/ | /\
        /'
    seen=$lines
}

# The papers that an office hands in; they stay in build/demo.
write_papers() {
    bw evaluate --year 2023 --unit GZ -o "$build/evaluation.html"
    bw evaluate --year 2023 --unit GZ -o "$build/evaluation.xlsx"
    bw evaluate --year 2023 --unit GZ --report -o "$build/report.html"
    bw evaluate --year 2023 --unit GZ --rectifications -o "$build/rectifications.csv"
    bw notice --period 2023-07 -o "$build/notice.html"
    bw notice --period 2023-07 -o "$build/notice.xlsx"
    echo "   build/demo/notice.html and notice.xlsx: the monthly notice of July"
    echo "   build/demo/evaluation.html, evaluation.xlsx, report.html and rectifications.csv: the score sheet, the"
    echo "   draft of the report, and the lost points as work for the next year"
}

say_what_next() {
    standing=$(sql "SELECT min(id) FROM deviations WHERE severity <> 'none'")
    say "Try next, in another terminal:"
    cat <<END
   budgetwatch='$program'
   config=$work/budgetwatch.json

   tail -f $work/received
       what the receiver gets from now on, with the type and id of each message
   "\$budgetwatch" alerts ack $standing --by 陈雨晴 --cause other --decision continue \\
       --action 查明原因并整改 --due 2024-02-28 --config "\$config"
       an officer answers an alert: reminders stop until it becomes worse
   "\$budgetwatch" evaluate --year 2023 --project GZ-SJ-P02 --config "\$config"
       the score sheet of one project, by the form of 财预〔2020〕10号
   "\$budgetwatch" import '$build/rectifications.csv' --config "\$config"
       the lost points are work now, with a date; milestones and these are watched in the next year
   "\$budgetwatch" replay --year 2023 --config "\$config"
       the whole year once more, month by month, without touching what stands
   "\$budgetwatch" deliveries --config "\$config"
       what was sent, and how it went
   psql "$conninfo"
       change a row of execution or contracts and see what happens
END
}

main "$@"
