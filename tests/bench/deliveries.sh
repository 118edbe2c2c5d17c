# (d) Deliveries a second: pending messages, put into the table as dispatch would have them, are taken, signed, posted
# and settled by the daemon. The floor posts the same bodies with plain libcurl over as many connections. At the end of
# both stands the same receiver, and the time is from the first post to the last; load.c says what it can take.
# shellcheck shell=sh disable=SC2154

# The bodies are those of a message that the daemon itself has made.
deliveries_prepare() {
    ledger_make letters 200
    rm -f "$work/port"
    "$programs/bench_receive" "$work/port" 2 60 >/dev/null &
    receiver=$!
    started "$receiver"
    daemon_start letters 1s "$(await_file "$work/port" "$receiver")"
    wait "$receiver" || fail 'the daemon has sent nothing'
    # What comes after the second post finds nobody and is tried again later: it does not matter here.
    until_holds letters 60 "SELECT EXISTS (SELECT FROM messages WHERE state = 'delivered')" >/dev/null
    daemon_stop
    sql letters "CREATE TABLE bench_model AS
        SELECT channel, type, body, severity FROM messages WHERE state = 'delivered' LIMIT 1;
        TRUNCATE messages, attempts CASCADE"
    sql letters "SELECT body FROM bench_model CROSS JOIN generate_series(1, $letters)" >"$work/bodies"
}

# receiver_start: sets $receiver and $port.
receiver_start() {
    rm -f "$work/port"
    "$programs/bench_receive" "$work/port" "$letters" 1800 >"$work/received" &
    receiver=$!
    started "$receiver"
    port=$(await_file "$work/port" "$receiver")
}

# receiver_note NAME: posts a second.
receiver_note() {
    wait "$receiver" || { tail -n 20 "$work/daemon.log" >&2; fail "not all posts have come"; }
    note "deliveries.$1" "$(awk -v n="$letters" '{ printf "%.0f\n", (n - 1) / $1 }' "$work/received")"
}

deliveries_product() {
    sql letters 'TRUNCATE messages, attempts CASCADE'
    sql letters "INSERT INTO messages (id, channel, type, body, severity)
        SELECT 'msg_' || md5('$round $1 ' || n), channel, type, body, severity
        FROM bench_model CROSS JOIN generate_series(1, $letters) n"
    receiver_start
    daemon_start letters 1s "$port" "$1"
    receiver_note "product.$1"
    until_holds letters 600 "SELECT NOT EXISTS (SELECT FROM messages WHERE state <> 'delivered')" >/dev/null ||
        fail 'not all messages are settled'
    [ "$(sql letters 'SELECT sum(attempts) FROM messages')" = "$letters" ] || say 'some were sent more than once'
    note peak.letters "$(peak_of "$daemon")"
    daemon_stop
}

deliveries_floor() {
    receiver_start
    "$programs/bench_post" "http://127.0.0.1:$port/hook" "$1" "$work/bodies"
    receiver_note "floor.$1"
}

deliveries_receiver() {
    receiver_start
    "$programs/bench_load" "$port" "$1" "$letters" "$work/bodies"
    receiver_note "receiver.$1"
}

part_deliveries() {
    letters=50000
    [ -z "$quick" ] || letters=5000
    deliveries_prepare
    part_began=$(date +%s)
    round=0
    while may_go_on "$part_began" "$round"; do
        round=$((round + 1))
        say "deliveries, round $round"
        for connections in 16 64; do
            deliveries_receiver "$connections"
            deliveries_floor "$connections"
            deliveries_product "$connections"
        done
    done
    for connections in 16 64; do
        result d "deliveries, $connections connections" '1/s' "$(middle "deliveries.floor.$connections")" \
            "$(middle "deliveries.product.$connections")" share 0.6 "$round" \
            "the receiver alone takes $(middle "deliveries.receiver.$connections")/s"
    done
}
