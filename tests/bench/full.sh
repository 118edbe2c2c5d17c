# (a) The evaluation of the whole ledger, over reading the same rows with COPY in binary and throwing them away.
#
# The first pass writes every state; the ones after that find nothing to change, as the nightly proof does. Each
# round has a fresh copy of the loaded ledger, so that the first pass is measured as often as the others. A pass lasts
# as long as the daemon's log says. Once the whole is done on a ledger that was not vacuumed after its load.
# shellcheck shell=sh disable=SC2154

# The columns that the rules need.
FULL_EXECUTION='SELECT project_code, fiscal_year, fund, month, spent_cumulative, received_cumulative FROM execution'
FULL_VALUES='SELECT indicator_code, fiscal_year, month, value_number, CASE WHEN value_number IS NULL THEN value END
    FROM indicator_values'

full_floor() {
    "$programs/bench_copy" "$(conninfo "$1")" "$FULL_EXECUTION" "$FULL_VALUES" | field 1
}

# How many passes over the whole ledger the daemon has finished.
full_passes() {
    grep -c 'msg="the whole ledger is evaluated"' "$work/daemon.log" || true
}

# The seconds of the last one.
full_took() {
    for line in 'evaluating the whole ledger' 'the whole ledger is evaluated'; do
        at=$(grep "msg=\"$line\"" "$work/daemon.log" | tail -n 1 | sed 's/^.*time=\([^ ]*\) .*$/\1/')
        [ -n "$at" ] || fail "the daemon's log does not say \"$line\""
        date -d "$at" +%s.%3N
    done | awk 'NR == 1 { began = $1 } END { printf "%.3f\n", $1 - began }'
}

# full_again DATABASE: another pass over what has not changed, asked for as the owner.
full_again() {
    passes=$(full_passes)
    sql "$1" "INSERT INTO change_log (subject_kind, subject_code) VALUES ('all', ''); NOTIFY budgetwatch"
    tries=0
    until [ "$(full_passes)" -gt "$passes" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 36000 ] || fail "no pass has ended within an hour"
        lives "$daemon" || { cat "$work/daemon.log" >&2; fail 'the daemon has ended'; }
        sleep 0.1
    done
    full_took
}

# full_round FROM SUFFIX: on a copy of FROM, which stays as database `big`.
full_round() {
    sql postgres 'DROP DATABASE IF EXISTS big'
    sql postgres "CREATE DATABASE big TEMPLATE $1 STRATEGY file_copy"
    note "full.floor$2" "$(full_floor big)"
    daemon_start big 1s
    daemon_rest big >/dev/null
    note "full.first$2" "$(full_took)"
    note "full.floor$2" "$(full_floor big)"
    note "full.next$2" "$(full_again big)"
    note "peak.big" "$(peak_of "$daemon")"
    daemon_stop
}

part_full() {
    rows=$((big * 24))
    ledger_make loaded "$big"
    say 'a pass over what was not vacuumed'
    full_round loaded .raw
    say 'VACUUM (ANALYZE)'
    sql loaded 'VACUUM (ANALYZE)'
    part_began=$(date +%s)
    round=0
    while may_go_on "$part_began" "$round"; do
        round=$((round + 1))
        say "a full evaluation, round $round"
        full_round loaded ''
    done
    sql postgres 'DROP DATABASE loaded'
    sql big 'VACUUM (ANALYZE)'
    touch "$work/ready.big"
    floor=$(middle full.floor)
    result a "full evaluation, nothing changes, $rows rows" s "$floor" "$(middle full.next)" over 1.25 "$round"
    result a "full evaluation, the first, writes all states" s "$floor" "$(middle full.first)" over 1.25 "$round"
    floor=$(middle full.floor.raw)
    result a "... nothing changes, never vacuumed" s "$floor" "$(middle full.next.raw)" shown - 1
    result a "... the first, never vacuumed" s "$floor" "$(middle full.first.raw)" shown - 1
}
