# (c) From commit to webhook, with the hint: one project turns red or back, the writer notifies, a receiver gets the
# post. The floor program (react.c) reads the changed row, commits an outbox row and posts; the daemon does all that it
# does. Then both with 1,000 other changes a second from other connections, none of which opens anything and none of
# which notifies. Median of the rounds' p50 and p99.
# shellcheck shell=sh disable=SC2154

LATENCY_CODES="SELECT code FROM projects WHERE code LIKE '%07' ORDER BY code LIMIT 400"
LATENCY_FACT="WHERE project_code = '%C' AND fiscal_year = 2023 AND month = 12"

# latency_run WHO OTHERS: adds to the figures.
latency_run() {
    # All green before, so that each change is one event.
    sql medium "UPDATE execution SET spent_cumulative = CASE WHEN month = 12 THEN 1200000 ELSE 50000 * month END
        WHERE fiscal_year = 2023 AND project_code IN ($LATENCY_CODES)"
    rm -f "$work/port"
    ready="SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%LISTEN budgetwatch' AND state = 'idle')"
    [ "$1" = floor ] || ready=$DELIVERED
    "$programs/bench_latency" --database "$(conninfo medium)" --port-file "$work/port" --samples "$samples" \
        --subjects "$LATENCY_CODES" --ready "$ready" --others "$2" \
        --change "UPDATE execution SET spent_cumulative = CASE WHEN %B THEN 600000 ELSE 1200000 END $LATENCY_FACT;
                  SELECT pg_notify('budgetwatch', '%C')" \
        --other-subjects "SELECT code FROM projects WHERE code LIKE '%13' OR code LIKE '%14' ORDER BY code LIMIT 800" \
        --other-change "UPDATE execution SET received_cumulative = received_cumulative + 0.01 $LATENCY_FACT" \
        >"$work/latency" &
    writer=$!
    started "$writer"
    port=$(await_file "$work/port" "$writer")
    if [ "$1" = floor ]; then
        "$programs/bench_react" "$(conninfo medium)" "http://127.0.0.1:$port/hook" \
            "SELECT spent_cumulative FROM execution WHERE project_code = \$1 AND fiscal_year = 2023 AND month = 12" &
        reactor=$!
        started "$reactor"
    else
        daemon_start medium 30s "$port"
    fi
    wait "$writer" || { tail -n 20 "$work/daemon.log" >&2; fail "measuring the latency of the $1 failed"; }
    if [ "$1" = floor ]; then
        kill "$reactor" && { wait "$reactor" 2>/dev/null || true; }
    else
        daemon_stop
    fi
    read -r p50 p99 rate <"$work/latency"
    note "latency.$1.$2.p50" "$p50"
    note "latency.$1.$2.p99" "$p99"
    note "latency.$1.$2.others" "$rate"
}

part_latency() {
    samples=2000
    [ -z "$quick" ] || samples=200
    ledger_ready medium "$medium"
    part_began=$(date +%s)
    round=0
    while may_go_on "$part_began" "$round"; do
        round=$((round + 1))
        for busy in 0 1000; do
            say "latency, round $round, $busy other changes a second"
            latency_run floor "$busy"
            latency_run product "$busy"
        done
    done
    for busy in 0 1000; do
        for p in p50 p99; do
            kind=shown
            target=-
            remark=
            [ "$p" = p50 ] || kind=over
            [ "$p" = p50 ] || target=$((busy > 0 ? 4 : 2))
            [ "$busy" = 0 ] || remark="others a second, as far as the machine got: $(middle latency.floor.1000.others) beside the floor, $(middle latency.product.1000.others) beside the product"
            result c "commit -> webhook, $p, $busy other changes/s" ms "$(middle "latency.floor.$busy.$p")" \
                "$(middle "latency.product.$busy.$p")" "$kind" "$target" "$round" "$remark"
        done
    done
}
