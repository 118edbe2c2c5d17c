# What the soak looks at, and what it says in the end. Sourced by run.sh, which has set $work, $daemon, $web and $keep.
# shellcheck shell=sh disable=SC2154

# A sample: NUMBER DATE. Of the day: resident memory in KiB, descriptors, handles of the loop, these by type.
sample() {
    handles=$(curl -sS -m 5 "http://127.0.0.1:$web/metrics" 2>>"$work/pages.log" | awk -F '[{"} ]+' '
        $1 == "budgetwatch_loop_handles" && $4 > 0 { sum += $4; kinds = kinds " " $3 "=" $4 } END { if (sum) print sum kinds }')
    # shellcheck disable=SC2012 # a count
    echo "$1 $2 $(awk '/^VmRSS/ { print $2 }' "/proc/$daemon/status") $(ls "/proc/$daemon/fd" | wc -l) ${handles:--}" >>"$work/samples"
}

# flat COLUMN NAME SLACK_PERCENT MEASURE: the last quarter over the second one; the first one is growing into its work.
# MEASURE is at_rest, the lower quartile, as a day's work takes memory and descriptors and gives them back; or least, as
# a handle is active for each connection that is kept for a while. What has leaked is never given back, and raises both.
flat() {
    awk -v column="$1" '{ print $column }' "$work/samples" | grep -v '^-$' >"$work/column" || true
    count=$(wc -l <"$work/column")
    [ "$count" -ge 8 ] || {
        echo "$2: no samples"
        wrong=1
        return
    }
    early=$(sed -n "$((count / 4 + 1)),$((count / 2))p" "$work/column" | "$4")
    late=$(sed -n "$((count * 3 / 4 + 1)),\$p" "$work/column" | "$4")
    most=$(sort -g "$work/column" | tail -n 1)
    verdict=$(awk -v a="$early" -v b="$late" -v slack="$3" 'BEGIN { print b <= a * (1 + slack / 100) ? "flat" : "GREW" }')
    echo "$2: second quarter $early, last quarter $late, most $most: $verdict"
    [ "$verdict" = flat ] || wrong=1
}

# Lines of the log from warning on, and which of the disturbances explains them.
explained='
the database does not work for the evaluation|sessions ended, PostgreSQL restarted
the dispatcher cannot work with the database|sessions ended, PostgreSQL restarted
messages cannot be claimed|sessions ended, PostgreSQL restarted
notices cannot be sent|sessions ended, PostgreSQL restarted
a notice could not be sent|sessions ended, PostgreSQL restarted
the ledger cannot be kept in step with a source|sessions ended, PostgreSQL restarted
a source cannot be read|sessions ended, PostgreSQL restarted
the status page cannot reach its database|sessions ended, PostgreSQL restarted
the new configuration is not taken|a broken file, on purpose
a receiver does not take its messages|the receiver was away
a channel rests|the receiver was away'

least() {
    sort -g | head -n 1
}

at_rest() {
    sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 3) / 4)] }'
}

judge_log() {
    # Alerts of the journal channel are at warning, too, and are what is to be there.
    grep -E 'level=(warning|error)' "$work/daemon.log" | grep -v ' rule=' >"$work/complaints" || true
    echo "$explained" | sed '/^$/d' >"$work/explained"
    while IFS='|' read -r text why; do
        n=$(grep -c -F "$text" "$work/complaints" || true)
        [ "$n" -eq 0 ] || echo "log: $n times \"$text\": $why"
        grep -v -F "$text" "$work/complaints" >"$work/left" || true
        mv "$work/left" "$work/complaints"
    done <"$work/explained"
    if [ -s "$work/complaints" ]; then
        echo "log: $(wc -l <"$work/complaints") lines that nothing explains, such as"
        sed 's/^time=[^ ]* //' "$work/complaints" | sort | uniq -c | sort -rn | head -n 10
        wrong=1
    fi
}

judge() {
    wrong=0
    flat 3 'resident memory, KiB' 5 at_rest
    flat 4 descriptors 5 at_rest
    flat 5 handles 5 least
    judge_log
    lost=$(sql soak "SELECT count(*) FROM events WHERE NOT formed")
    dead=$(sql soak "SELECT count(*) FROM messages WHERE state <> 'delivered'")
    echo "events: $(sql soak 'SELECT count(*) FROM events'), not told: $lost"
    echo "messages: $(sql soak 'SELECT count(*) FROM messages'), not delivered: $dead; attempts: $(sql soak 'SELECT count(*) FROM attempts')"
    echo "notices: $(sql soak 'SELECT count(*) FROM notices'); days: $(cut -d' ' -f2 "$work/samples" | sort -u | wc -l)"
    echo "pages asked for: $(wc -l <"$work/pages"), answered with 200: $(grep -c '^200' "$work/pages" || true), with 503 (no database): $(
        grep -c '^503' "$work/pages" || true)"
    [ "$lost$dead" = 00 ] || wrong=1
    if grep -q -v -E '^(200|503|000) ' "$work/pages"; then
        grep -v -E '^(200|503|000) ' "$work/pages" | sort | uniq -c | head -n 5
        wrong=1
    fi
    [ -z "$keep" ] || cp "$work/samples" "$keep"
    [ "$wrong" = 0 ] || cp "$work/daemon.log" "${TMPDIR:-/tmp}/budgetwatch-soak.log"
    exit "$wrong"
}
