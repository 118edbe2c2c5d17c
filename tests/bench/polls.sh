# (b) What a poll costs in ledgers of three sizes: one that finds nothing, and one that finds 100 changed projects.
#
# An empty poll is measured as processor time of daemon and backends together while the daemon polls at its shortest
# interval, 50 ms, for some seconds; whatever else it does at rest is in it. SELECT 1 at the same pace is the floor.
# The poll of 100 is the time from the commit of one statement that changes 100 projects of one unit, with NOTIFY,
# until the change log is empty. And the empty poll once more, right after the log has been drained of a million
# rows, which also says how long that takes.
# shellcheck shell=sh disable=SC2154

# polls_empty DATABASE: microseconds a poll.
polls_empty() {
    # shellcheck disable=SC2046 # one word a pid
    ns=$(cpu_during "$rest" "$daemon" $(backends_of "$1"))
    echo "$ns $rest" | awk '{ printf "%.1f\n", $1 / 1000 / ($2 * 20) }'
}

polls_hundred() {
    "$programs/bench_await" "$(conninfo "$1")" 600 "$hundreds" 100 \
        "UPDATE execution SET received_cumulative = received_cumulative + 0.01
         WHERE project_code BETWEEN 'P0000201' AND 'P0000300' AND fiscal_year = 2023 AND month = 12;
         NOTIFY budgetwatch" 'SELECT NOT EXISTS (SELECT FROM change_log)' | awk '{ print $1 * 1000 }' | median
}

polls_round() {
    for database in small medium big; do
        daemon_start "$database" 50ms
        daemon_rest "$database" >/dev/null
        sleep 1
        note "polls.empty.$database" "$(polls_empty "$database")"
        note "polls.hundred.$database" "$(polls_hundred "$database")"
        note "peak.$database" "$(peak_of "$daemon")"
        daemon_stop
        "$programs/bench_ask" "$(conninfo "$database")" 50000 $((rest * 20)) 'SELECT 1' >"$work/asked"
        note polls.ask "$(field 2 <"$work/asked")"
        note polls.round_trip "$(field 1 <"$work/asked" | awk '{ print $1 / 1000 }')"
    done
}

# The log of three changes of every project, drained by the daemon.
polls_drain() {
    say 'changing every project three times'
    for change in 'execution SET received_cumulative = received_cumulative + 0.01 WHERE month = 10' \
        'execution SET received_cumulative = received_cumulative + 0.01 WHERE month = 11' \
        "indicator_values SET evidence = 'x' WHERE month = 11"; do
        sql big "UPDATE $change"
    done
    logged=$(sql big 'SELECT count(*) FROM change_log')
    say "draining $logged log rows"
    daemon_start big 50ms
    if took=$(until_holds big "$allowance" "$RESTING"); then
        note polls.drain "$took"
        note polls.drained "$(polls_empty big)"
    fi
    left=$(sql big 'SELECT count(*) FROM change_log')
    note peak.big "$(peak_of "$daemon")"
    daemon_stop
}

# What the drain came to; a daemon that has not ended it within the allowance is stopped.
polls_drain_results() {
    if [ -s "$work/figures.polls.drain" ]; then
        result b "empty poll after $logged log rows, over before" 'us CPU' "$(middle polls.empty.big)" \
            "$(middle polls.drained)" over 1.3 1
        result b "draining $logged log rows" s - "$(middle polls.drain)" shown - 1
    else
        result b "draining $logged log rows" s - "$allowance" shown - 1 \
            "not drained by then: $left rows are left, so there is no poll after it"
    fi
}

part_polls() {
    rest=10
    hundreds=20
    [ -z "$quick" ] || { rest=3; hundreds=5; }
    ledger_ready small "$small"
    ledger_ready medium "$medium"
    ledger_ready big "$big"
    part_began=$(date +%s)
    round=0
    while may_go_on "$part_began" "$round"; do
        round=$((round + 1))
        say "polls, round $round"
        polls_round
    done
    polls_drain
    ask=$(middle polls.ask)
    trip=$(middle polls.round_trip)
    for database in small medium big; do
        result b "empty poll, $(rows_of "$database") rows, over SELECT 1" 'us CPU' "$ask" \
            "$(middle "polls.empty.$database")" shown - "$round"
    done
    result b "empty poll, $(rows_of big) over $(rows_of small) rows" 'us CPU' "$(middle polls.empty.small)" \
        "$(middle polls.empty.big)" over 1.3 "$round"
    for database in small medium big; do
        result b "poll of 100, $(rows_of "$database") rows, over SELECT 1" ms "$trip" \
            "$(middle "polls.hundred.$database")" shown - "$round"
    done
    result b "poll of 100, $(rows_of big) over $(rows_of small) rows" ms "$(middle polls.hundred.small)" \
        "$(middle polls.hundred.big)" over 1.3 "$round"
    polls_drain_results
}
