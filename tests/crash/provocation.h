/* What a daemon of the matrix is given to do, and how it is started. After the `database`, the `receiver`,
 * the `mail` and the `chapter` of the test. */
#ifndef CRASH_PROVOCATION_H
#define CRASH_PROVOCATION_H

/* A subject of every kind, so that every table is read; none of them deviates but K, whose corrective action
 * is said to be done and refuted again and again. The sister projects of an override that concerns no fund
 * are read as well. */
static inline void make_ledger(void)
{
    char name[32];

    snprintf(name, sizeof name, "matrix%d", ++chapter);
    process_rehearsal(&cluster, name, &database);
    department_sql(
        &database,
        "INSERT INTO units SELECT 'U' || i, 'Unit ' || i FROM generate_series(0, %d) i;"
        "INSERT INTO projects SELECT k || i, 'U' || i, 'Project ' || k || i, 'project'"
        " FROM generate_series(0, %d) i, unnest(ARRAY['A', 'B']) k;"
        "INSERT INTO units VALUES ('UK', 'Unit K');"
        "INSERT INTO projects VALUES ('K', 'UK', 'Project K', 'project');"
        "INSERT INTO budgets SELECT code, 2025, '', 1000000 FROM projects;"
        "INSERT INTO execution SELECT code, 2025, '', 6, CASE code WHEN 'K' THEN 1000 ELSE 500000 END FROM "
        "projects;"
        "INSERT INTO plans SELECT code, 2025, 6, 500000 FROM projects WHERE code = 'B0';"
        "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
        " measure_unit, target, accumulation) VALUES ('I', 'unit', 'U0', 2025, 'output', 'quantity', "
        "'I', 'ge', 'n', '100', 'latest');"
        "INSERT INTO indicator_values VALUES ('I', 2025, 6, '100');"
        "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on) VALUES ('unit', "
        "'U0', 2025, 'M', '2025-12-01');"
        "INSERT INTO contracts (code, project_code, fiscal_year, title, amount) VALUES ('C', 'B0', "
        "2025, 'C', 1);"
        "INSERT INTO ceilings VALUES ('U0', 2025, 'reception', 1000000);"
        "INSERT INTO ceiling_spending VALUES ('U0', 2025, 'reception', 6, 1);"
        "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, "
        "due_on) VALUES ('R', 'audit', 'unit', 'U0', 2025, 'i', 'a', '2025-12-01')",
        trials.most, trials.most);
}

static inline const char *config(void)
{
    static const char policy[] =
        "{\"name\": \"sisters\", \"overrides\": [{\"when\": {\"fund\": \"nobody's\"},"
        " \"reference\": {\"curve\": \"peers\"}}]}";
    static char path[256];

    snprintf(path, sizeof path, "%s", process_file(&cluster, "sisters.json", "%s", policy));
    return process_file(
        &cluster, "matrix.json",
        "{\"policy\": \"%s\", \"poll_interval\": \"100ms\", \"leader_lease\": \"2s\","
        " \"batch_size\": 500, \"delivery\": {\"lease\": \"2s\"},"
        " \"channels\": ["
        "{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true,"
        " \"secret_file\": \"secret\", \"timeout\": \"1500ms\","
        " \"url\": \"http://127.0.0.1:%d/hook\"},"
        "{\"name\": \"alerts\", \"type\": \"alertmanager\", \"allow_http\": true,"
        " \"timeout\": \"1500ms\", \"url\": \"http://127.0.0.1:%d/alerts\"},"
        "{\"name\": \"letters\", \"type\": \"email\", \"tls\": \"none\", \"allow_plain\": true,"
        " \"timeout\": \"1500ms\", \"quota\": [\"1000/1s\"], \"digest_over\": 1000000,"
        " \"group_wait\": 0, \"server\": \"127.0.0.1:%d\", \"from\": \"budget@example.org\","
        " \"to\": [\"office@example.org\"]},"
        "{\"name\": \"journal\", \"type\": \"log\"}]}",
        path, receiver.port, receiver.port, mail.port);
}

static inline void start(struct process *daemon, const char *fault)
{
    if (fault != NULL)
        setenv("BUDGETWATCH_FAULT", fault, 1);
    if (fault == NULL || strstr(fault, FAULT_HANDING_BACK) == NULL) /* where only the claim is to wait */
        setenv("BUDGETWATCH_FAULT_HASTE", "1", 1);
    department_watch(daemon, &database, config());
    unsetenv("BUDGETWATCH_FAULT_HASTE");
    unsetenv("BUDGETWATCH_FAULT");
}

#define ALL_SENT "SELECT coalesce(bool_and(state IN ('delivered', 'dead')), true) FROM messages"

/* All that the daemon does: changes of every kind of subject, a month that a unit had not reported before, a
 * subject whose day has come, the nightly proof, which is a full pass, a dead letter to be reported, and what
 * is so old that it is forgotten. */
static inline void provoke(int life)
{
    department_sql(
        &database,
        "BEGIN;"
        "UPDATE execution SET spent_cumulative = 1000 WHERE project_code = 'A%d';"
        "INSERT INTO execution VALUES ('B%d', 2025, '', 5, 400000);"
        "SELECT acknowledge(array_agg(id), 'N', NULL, NULL, 'a%d', '2025-12-31', '2025-06-15', NULL) FROM "
        "deviations WHERE subject_code = 'K' AND severity <> 'none' HAVING count(*) > 0;"
        "UPDATE execution SET spent_cumulative = spent_cumulative + 1 WHERE project_code = 'K';"
        "UPDATE indicator_values SET value = (100 + %d)::text;"
        "UPDATE milestones SET planned_on = planned_on + 1;"
        "UPDATE contracts SET amount = amount + 1;"
        "UPDATE ceilings SET amount = amount + 1;"
        "UPDATE rectifications SET due_on = due_on + 1;"
        "INSERT INTO schedule VALUES ('project', 'B0', '2025-07-15') ON CONFLICT (subject_kind, "
        "subject_code) DO UPDATE SET next_on = excluded.next_on;"
        "UPDATE full_pass SET proved_on = proved_on - 1;"
        "INSERT INTO messages (id, channel, type, body, state, settled_at) SELECT 'old' || i, 'gone', "
        "'t', '', 'delivered', now() - interval '450 days' * i FROM generate_series(0, 1) i ON CONFLICT "
        "(id) DO NOTHING;"
        "INSERT INTO attempts (message_id, attempt, holder, started_at, finished_at, result, status, "
        "answer) VALUES ('old0', %d, '', now(), now() - interval '450 days', 'delivered', 204, '');"
        "INSERT INTO audit (at, table_name, operation) VALUES (now() - interval '200 years', 't', "
        "'UPDATE');"
        "INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, "
        "subject_code, subject_name, fiscal_year, month, observed, expected, gap, explanation, "
        "unit_code, manager, occurred_on, created_at, formed) SELECT deviation_id, event, rule, "
        "severity, previous_severity, subject_kind, 'old', '', 2022, 1, '', '', '', '', unit_code, '', "
        "occurred_on, now() - interval '1200 days', true FROM events WHERE subject_code <> 'old' LIMIT 1;"
        "INSERT INTO messages (id, channel, type, body, state, settled_at) VALUES ('dead%d', 'away%d', "
        "'deviation.opened', '{}', 'dead', now());"
        "COMMIT",
        life, life, life, life % 20, life, life, life);
}

/* Old rows go when the daemon has time; a message that was settled just now stays. */
#define ALL_FORGOTTEN                                                                                        \
    "SELECT NOT EXISTS (SELECT FROM messages WHERE id = 'old1') AND NOT EXISTS (SELECT FROM attempts WHERE " \
    "message_id = 'old0') AND NOT EXISTS (SELECT FROM events WHERE subject_code = 'old') AND NOT EXISTS "    \
    "(SELECT FROM audit WHERE table_name = 't')"

#endif
