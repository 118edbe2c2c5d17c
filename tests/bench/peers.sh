# (g) The same watch, side by side: indicators in PostgreSQL, and a webhook when one falls behind its target. On one side
# Debian's prometheus-sql-exporter, prometheus and prometheus-alertmanager, every interval at 1 s and group_wait 0; on the
# other the daemon. Same cluster, same data, same change, same receiver, one after the other.
#
# To be fair: the other stack keeps history and graphs and can watch anything, and is here set to its fastest sensible
# values, not to its defaults, which are slower and cheaper. The daemon knows its one subject.
# shellcheck shell=sh disable=SC2154

peers_data() {
    sql postgres 'CREATE DATABASE peers'
    "$program" migrate --rehearsal --database "$(conninfo peers)" >/dev/null
    sql peers 'SELECT prepare_fiscal_year(2023)' >/dev/null
    sql peers "INSERT INTO units (code, name) SELECT 'U' || n, 'Unit ' || n FROM generate_series(0, ($indicators - 1) / 200) n;
        INSERT INTO projects (code, unit_code, name, category)
        SELECT 'P' || lpad(n::text, 7, '0'), 'U' || n / 200, 'Project ' || n, 'project' FROM generate_series(0, $indicators - 1) n;
        INSERT INTO budgets (project_code, fiscal_year, initial_amount) SELECT code, 2023, 1200000 FROM projects;
        INSERT INTO execution (project_code, fiscal_year, month, spent_cumulative) SELECT code, 2023, 12, 1200000 FROM projects;
        INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, measure_unit, target,
                                accumulation, schedule)
        SELECT 'I' || substr(code, 2), 'project', code, 2023, 'output', 'quantity', name, 'ge', '%', '100', 'latest', '12'
        FROM projects;
        INSERT INTO indicator_values (indicator_code, fiscal_year, month, value) SELECT code, 2023, 12, '100' FROM indicators"
    sql peers 'VACUUM (ANALYZE)'
}

# Three ports that nobody listens on now.
peers_ports() {
    awk 'BEGIN { srand(); at = 20000 + int(rand() * 9000); while (n < 3) { at++; hex = sprintf(":%04X ", at); ok = 1
        while ((getline line < "/proc/net/tcp") > 0) if (index(line, hex)) ok = 0
        close("/proc/net/tcp"); if (ok) { print at; n++ } } }'
}

# peers_write PORT: their configuration. Alerts of one indicator are one group, so that none waits for another's.
peers_write() {
    # shellcheck disable=SC2046 # one word a port
    set -- "$1" $(peers_ports)
    exporter_port=$2 prometheus_port=$3 manager_port=$4
    cat >"$work/exporter.yml" <<YAML
jobs:
- name: budget
  interval: 1s
  connections: ['postgres://postgres@/peers?host=$work/pg&sslmode=disable']
  queries:
  - name: budget_indicator
    help: Value and target of each indicator
    labels: [code]
    values: [value, target]
    query: >
      SELECT i.code, v.value_number::float8 AS value, i.target_number::float8 AS target FROM indicators i
      JOIN indicator_values v ON v.indicator_code = i.code AND v.fiscal_year = i.fiscal_year
      WHERE i.fiscal_year = 2023 AND v.month = 12
YAML
    cat >"$work/rules.yml" <<YAML
groups:
- name: budget
  interval: 1s
  rules:
  - alert: IndicatorBehind
    expr: sql_budget_indicator{col="value"} < on(code) sql_budget_indicator{col="target"} * 0.9
YAML
    cat >"$work/prometheus.yml" <<YAML
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: [$work/rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:$manager_port']}]}]}
scrape_configs: [{job_name: budget, static_configs: [{targets: ['127.0.0.1:$exporter_port']}]}]
YAML
    cat >"$work/manager.yml" <<YAML
route: {receiver: bench, group_by: [code], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
receivers: [{name: bench, webhook_configs: [{url: 'http://127.0.0.1:$1/hook', send_resolved: false}]}]
YAML
}

# peers_run LOG PROGRAM ARGUMENTS...: in the background.
peers_run() {
    log=$1
    shift
    "$@" >"$work/$log.log" 2>&1 &
    stack="$stack $!"
    started "$!"
}

peers_start() {
    stack=
    mkdir -p "$work/tsdb" "$work/silences"
    peers_run exporter prometheus-sql-exporter -config.file "$work/exporter.yml" \
        -web.listen-address "127.0.0.1:$exporter_port"
    peers_run manager prometheus-alertmanager --config.file="$work/manager.yml" --storage.path="$work/silences" \
        --web.listen-address="127.0.0.1:$manager_port" --cluster.listen-address=
    peers_run prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
        --web.listen-address="127.0.0.1:$prometheus_port"
}

peers_stop() {
    for pid in $stack; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $stack; do
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work/tsdb" "$work/silences"
}

# Nanoseconds of the backends that have ended: the exporter connects anew now and then. Whatever else PostgreSQL has
# ended meanwhile is in it, which is little beside that.
peers_ended() {
    awk -v tick="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); printf "%.0f\n", ($14 + $15) * 1e9 / tick }' \
        "/proc/$(head -n 1 "$work/pg/data/postmaster.pid")/stat"
}

# peers_rest NAME PID...: at rest, percent of a core with the database's backends, and MiB of resident memory without
# them, as much of theirs is PostgreSQL's shared buffers.
peers_rest() {
    name=$1
    shift
    backends=$(backends_of peers)
    ended=$(peers_ended)
    # shellcheck disable=SC2086 # one word a pid
    ns=$(cpu_during "$rest" "$@" $backends)
    [ "$name" = product ] || ns=$((ns + $(peers_ended) - ended)) # the daemon keeps its connections
    note "peers.cpu.$name" "$(echo "$ns $rest" | awk '{ printf "%.4f\n", $1 / $2 / 1e7 }')"
    note "peers.memory.$name" "$(for pid in "$@"; do awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; done |
        awk '{ kib += $1 } END { printf "%.1f\n", kib / 1024 }')"
}

# peers_measure NAME FROM: latency over some indicators, each of which falls behind once, at odd times.
peers_measure() {
    rm -f "$work/port" "$work/go"
    "$programs/bench_latency" --database "$(conninfo peers)" --port-file "$work/port" --samples "$falls" --warm-up 2 \
        --pause 700 --all "$work/figures.peers.latency.$1" --ready "SELECT EXISTS (SELECT FROM bench_go)" \
        --subjects "SELECT code FROM indicators ORDER BY code OFFSET $2 LIMIT $falls + 2" \
        --change "UPDATE indicator_values SET value = '50' WHERE indicator_code = '%C' AND fiscal_year = 2023 AND month = 12;
                  NOTIFY budgetwatch" >/dev/null &
    writer=$!
    started "$writer"
    port=$(await_file "$work/port" "$writer")
}

peers_go() {
    sql peers 'INSERT INTO bench_go VALUES (1)'
    wait "$writer" || { tail -n 5 "$work"/*.log >&2; fail 'no webhook has come'; }
    sql peers 'DELETE FROM bench_go'
}

part_peers() {
    if [ -z "$peers" ]; then
        say 'the other stack is passed over'
        return
    fi
    indicators=10000 falls=20 rest=30
    [ -z "$quick" ] || { indicators=1000 falls=5 rest=10; }
    peers_data
    sql peers 'CREATE TABLE bench_go (x int)'

    say 'the other stack'
    peers_measure stack 0
    peers_write "$port"
    peers_start
    sleep 20 # until all have started, and have the first series
    # shellcheck disable=SC2086 # one word a pid
    peers_rest stack $stack
    peers_go
    peers_stop

    say 'the daemon on the same data'
    peers_measure product $((indicators / 2))
    daemon_start peers 1s "$port"
    daemon_rest peers "$DELIVERED" >/dev/null
    sleep 5
    peers_rest product "$daemon"
    peers_go
    daemon_stop

    remark='it keeps history and graphs, and was set to its fastest sensible values, not its defaults'
    result g "commit -> webhook, p50, over $indicators indicators" ms "$(middle peers.latency.stack)" \
        "$(middle peers.latency.product)" times 1000 "$falls" "floor: Prometheus, SQL exporter, Alertmanager; $remark"
    result g "at rest, with backends, over $rest s" '% core' "$(middle peers.cpu.stack)" "$(middle peers.cpu.product)" times 100 1
    result g 'resident memory, without backends' MiB "$(middle peers.memory.stack)" "$(middle peers.memory.product)" times 10 1
}
