# What the parts of the bench share: a throw-away PostgreSQL, the daemon, processor time, the results. Sourced by
# run.sh, which has set $top, $program (the daemon; empty: the one that is built), $runs and $allowance.
# shellcheck shell=sh disable=SC2154,SC2034

day=2024-01-20 # the rehearsal's day: all of 2023 is closed, and the year is still watched
daemon=

say() {
    echo "bench: $*" >&2
}

fail() {
    say "$*"
    exit 1
}

# An optimised program without sanitizers, with the bench's own programs in $programs. $program is what is measured:
# this one, unless another was named.
bench_build() {
    say 'building in build/bench'
    programs=$top/build/bench
    target=
    [ -n "$program" ] || target=budgetwatch
    mkdir -p "$top/build"
    cmake -G Ninja -S "$top" -B "$programs" -DBUDGETWATCH_SANITIZE=OFF -DBUDGETWATCH_FAULTS=OFF -DBUDGETWATCH_TESTS=OFF \
        -DCMAKE_C_FLAGS_RELWITHDEBINFO='-O2 -g -DNDEBUG' >"$top/build/configure-bench.log" 2>&1 || {
        cat "$top/build/configure-bench.log" >&2
        fail 'CMake failed, see above'
    }
    cmake --build "$programs" --target bench_programs ${target:+"$target"} >&2 || fail 'the build failed, see above'
    program=${program:-$programs/budgetwatch}
    [ -x "$program" ] || fail "$program is no program"
}

# work_begin NAME: a folder for PostgreSQL and all else, which goes at the end together with what was started.
work_begin() {
    bin=${BUDGETWATCH_PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
    work=$(mktemp -d "${TMPDIR:-/tmp}/budgetwatch-$1-XXXXXX")
    chmod 711 "$work" # PostgreSQL's user passes through
    main=
    trap finish EXIT
    trap 'exit 1' INT TERM HUP
}

# The server refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
    else
        "$@"
    fi
}

# PostgreSQL's own defaults, fsync included. What differs: no TCP, a socket of its own, its log in a file.
cluster_start() {
    mkdir "$work/pg"
    [ "$(id -u)" != 0 ] || chown nobody "$work/pg"
    as_server "$bin/initdb" -D "$work/pg/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
    cluster_go_on
}

# After it was stopped, too.
cluster_go_on() {
    as_server "$bin/pg_ctl" -D "$work/pg/data" -s -w -l "$work/pg/log" \
        -o "-k $work/pg -c listen_addresses=" start
}

# cluster_halt fast|immediate
cluster_halt() {
    as_server "$bin/pg_ctl" -D "$work/pg/data" -m "$1" -s -w stop
}

# When a process began: with its pid that is its name, as pids are given out again.
began_at() {
    sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | field 20
}

# started PID: put down, so that finish() ends it whoever started it and whatever he was waiting for.
started() {
    echo "$1 $(began_at "$1")" >>"$work/started"
}

# Ends everything that was started, by its own pid. What else runs then is a client of the PostgreSQL that finish()
# stops, and ends with it.
end_started() {
    [ -e "$work/started" ] || return 0
    while read -r pid since; do
        [ "$(began_at "$pid")" != "$since" ] || kill -9 "$pid" 2>/dev/null || true
    done <"$work/started"
    rm "$work/started"
}

finish() {
    trap '' INT TERM HUP
    [ -z "$main" ] || kill -9 "$main" 2>/dev/null || true
    end_started
    [ ! -d "$work/pg/data" ] || as_server "$bin/pg_ctl" -D "$work/pg/data" -m immediate -s stop 2>/dev/null || true
    rm -rf "$work"
}

conninfo() {
    echo "host=$work/pg user=postgres dbname=$1"
}

# sql DATABASE STATEMENTS: one transaction, unadorned output.
sql() {
    PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$(conninfo "$1")" -c "$2"
}

# until_holds DATABASE SECONDS CONDITION: prints how long it took.
until_holds() {
    "$programs/bench_await" "$(conninfo "$1")" "$2" 1 0 '' "$3"
}

# peak_of PID: the peak of resident memory, KiB.
peak_of() {
    awk '/^VmHWM/ { print $2 }' "/proc/$1/status"
}

# Whether a process runs: one that has ended and was not waited for has no program any more.
lives() {
    readlink "/proc/$1/exe" >/dev/null 2>&1
}

# Nanoseconds that all threads of these processes have had on a processor; of one that has ended, nothing.
cpu_of() {
    for pid in "$@"; do
        cat "/proc/$pid/task"/*/schedstat 2>/dev/null || true
    done | awk '{ ns += $1 } END { printf "%.0f\n", ns }'
}

# The backends of what is measured in a database.
backends_of() {
    sql "$1" "SELECT pid FROM pg_stat_activity WHERE datname = '$1' AND backend_type = 'client backend'
              AND application_name NOT IN ('bench', 'psql')"
}

# cpu_during SECONDS PID...: nanoseconds.
cpu_during() {
    seconds=$1
    shift
    for pid in "$@"; do
        echo "$pid $(cpu_of "$pid")"
    done >"$work/before"
    sleep "$seconds"
    while read -r pid before; do
        after=$(cpu_of "$pid")
        [ "$after" -lt "$before" ] || echo $((after - before)) # else it has ended
    done <"$work/before" | awk '{ ns += $1 } END { printf "%.0f\n", ns }'
}

# await_file FILE PID: prints its line, once it is there; the process that is to write it must live.
await_file() {
    tries=0
    until [ -s "$1" ]; do
        lives "$2" || fail "who was to write $1 has ended"
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || fail "$1 is not there after a minute"
        sleep 0.1
    done
    cat "$1"
}

# The daemon -----------------------------------------------------------------------------------------

# daemon_start DATABASE POLL_INTERVAL [PORT [IN_FLIGHT]]: with a plain webhook where there is a port, and with
# $daemon_options, members of the configuration that end with a comma.
daemon_start() {
    channels=
    if [ -n "${3-}" ]; then
        [ -s "$work/secret" ] || (umask 077 && printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64 -w 0)" >"$work/secret")
        channels="\"delivery\": {\"in_flight\": ${4-64}}, \"channels\": [{\"name\": \"bench\", \"type\": \"webhook\",
            \"url\": \"http://127.0.0.1:$3/hook\", \"allow_http\": true, \"secret_file\": \"$work/secret\",
            \"digest_over\": 1000000}], "
    fi
    printf '{%s%s"database": "%s", "poll_interval": "%s", "statement_timeout": "1h"}\n' \
        "${daemon_options-}" "$channels" "$(conninfo "$1")" "$2" >"$work/config.json"
    "$program" run --as-of "$day" --config "$work/config.json" >"$work/daemon.log" 2>&1 &
    daemon=$!
    started "$daemon"
    tries=0
    until [ "$(sql "$1" "SELECT EXISTS (SELECT FROM pg_stat_activity
            WHERE datname = '$1' AND application_name LIKE 'budgetwatch%')")" = t ]; do
        lives "$daemon" || daemon_failed 'the daemon has ended'
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || daemon_failed 'the daemon has not connected within 30 s'
        sleep 0.1
    done
}

daemon_failed() {
    tail -n 20 "$work/daemon.log" >&2
    fail "$1"
}

daemon_stop() {
    kill -TERM "$daemon" 2>/dev/null || true
    tries=0
    while lives "$daemon"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { say "the daemon did not stop within 30 s and is killed"; kill -9 "$daemon"; }
        sleep 0.1
    done
    wait "$daemon" 2>/dev/null || true
    daemon=
}

# What holds once a daemon leads and has nothing left to do but to deliver.
RESTING="SELECT (SELECT until > now() FROM leader) AND (SELECT proved_on IS NOT NULL FROM full_pass)
    AND NOT EXISTS (SELECT FROM change_log) AND NOT EXISTS (SELECT FROM events WHERE NOT formed)"
DELIVERED="$RESTING AND NOT EXISTS (SELECT FROM messages WHERE state IN ('pending', 'sending'))"

# daemon_rest DATABASE [CONDITION]: prints the seconds. Who waits for a daemon that has ended would wait long.
daemon_rest() {
    until_holds "$1" 3600 "${2-$RESTING}" >"$work/rested" &
    waiter=$!
    started "$waiter"
    while lives "$waiter"; do
        lives "$daemon" || daemon_failed 'the daemon has ended'
        sleep 0.1
    done
    wait "$waiter" || daemon_failed 'the daemon did not come to rest'
    cat "$work/rested"
}

# Results --------------------------------------------------------------------------------------------

median() {
    sort -g | awk '{ v[NR] = $1 } END { if (NR == 0) exit 1
        print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# field N: of each line.
field() {
    awk -v n="$1" '{ print $n }'
}

# note NAME VALUE: a figure of this run; figures NAME prints them all, one a line.
note() {
    [ -n "$2" ] || fail "no figure came out for $1" # what failed in a substitution has said why
    echo "$2" >>"$work/figures.$1"
}
figures() {
    cat "$work/figures.$1"
}
middle() {
    figures "$1" | median
}

# result ITEM WHAT UNIT FLOOR PRODUCT KIND TARGET RUNS [REMARK]
# KIND: over, product / floor at most TARGET; share, product / floor at least TARGET; times, floor / product at least
# TARGET (the floor is a peer here); most, product at most TARGET; shown, no target. - where there is none.
result() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "${9-}" |
        awk -F '\t' -v OFS='\t' '{
            if ($4 == "-") ratio = "-"
            else ratio = $6 == "times" ? ($5 > 0 ? $4 / $5 : 0) : ($4 > 0 ? $5 / $4 : 0)
            if ($6 == "over") met = ratio <= $7
            else if ($6 == "share" || $6 == "times") met = ratio >= $7
            else if ($6 == "most") met = $5 <= $7
            sign = $6 == "share" || $6 == "times" ? ">= " : "<= "
            print $1, $2, $3, $4, $5, ratio, $6 == "shown" ? "-" : sign $7,
                $6 == "shown" ? "-" : met ? "yes" : "NO", $8, $9
        }' >>"$work/results"
    tail -n 1 "$work/results" | awk -F '\t' '{ print "bench: " $1 " " $2 ": " $5 " " $3 ", ratio " $6 }' >&2
}

short='function short(x) { return x == "-" ? x : x + 0 >= 1000 ? sprintf("%.0f", x) : sprintf("%.3g", x) }'

print_table() {
    awk -F '\t' "$short"'
    BEGIN {
        split("what,unit,floor,product,ratio,target,met,runs", head, ",")
        for (i = 1; i <= 8; i++) { cell[0, i] = head[i]; wide[i] = length(head[i]) }
    }
    {
        cell[NR, 1] = "(" $1 ") " $2; cell[NR, 2] = $3; cell[NR, 3] = short($4); cell[NR, 4] = short($5)
        cell[NR, 5] = short($6); cell[NR, 6] = $7; cell[NR, 7] = $8; cell[NR, 8] = $9; remark[NR] = $10
        for (i = 1; i <= 8; i++) if (length(cell[NR, i]) > wide[i]) wide[i] = length(cell[NR, i])
    }
    END {
        for (n = 0; n <= NR; n++) {
            line = ""
            for (i = 1; i <= 8; i++)
                line = line (i > 1 ? "  " : "") sprintf(i == 1 || i == 2 ? "%-*s" : "%*s", wide[i], cell[n, i])
            print line
            if (remark[n] != "") print "      " remark[n]
        }
    }' "$work/results"
}

print_json() {
    awk -F '\t' '
    function text(x) { gsub(/[\\"]/, "\\\\&", x); return "\"" x "\"" }
    function number(x) { return x == "-" ? "null" : x + 0 }
    BEGIN { print "[" }
    { printf "%s  {\"item\":%s,\"what\":%s,\"unit\":%s,\"floor\":%s,\"product\":%s,\"ratio\":%s,\"target\":%s,\"met\":%s,\"runs\":%d,\"remark\":%s}",
        (NR > 1 ? ",\n" : ""), text($1), text($2), text($3), number($4), number($5), number($6),
        ($7 == "-" ? "null" : text($7)), ($8 == "-" ? "null" : $8 == "yes" ? "true" : "false"), $9, text($10) }
    END { print "\n]" }' "$work/results"
}

# may_go_on STARTED DONE: whether another round fits: all of them, unless the part's allowance is used up.
may_go_on() {
    [ "$2" -lt "$runs" ] || return 1
    [ "$2" -ge 1 ] || return 0
    [ $(($(date +%s) - $1)) -lt "$allowance" ] && return 0
    say "this part has used its $allowance s: it ends with $2 of $runs rounds"
    return 1
}
