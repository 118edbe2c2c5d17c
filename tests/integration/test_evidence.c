/* budgetwatch evidence: files are attached to rows, and found out when they change. */
#include "roles.h"

#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "abc" and "abcd", as published test vectors and sha256sum say. */
#define ABC  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABCD "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"

static struct cluster owner, clerk;

/* A database with a few rows of the ledger, which the owner has made, as a reporter sees it. */
static void begin(const char *name)
{
    char sql[128];

    snprintf(sql, sizeof sql, "CREATE DATABASE %s OWNER keeper", name);
    assert_non_null(cluster_sql(&cluster, sql));
    owner = as(OWNER, name);
    clerk = as(REPORTER, name);
    process_expect(0, (const char *[]){"migrate", "--database", owner.conninfo, NULL});
    assert_true(cluster_prepare_years(&owner));
    department_sql(
        &owner,
        "INSERT INTO units VALUES ('GZ', '局'); INSERT INTO people VALUES ('王/一', 'GZ');"
        "INSERT INTO projects VALUES ('P', 'GZ', 'p', 'project'), ('P/2023', 'GZ', 'p', 'project');"
        "INSERT INTO budgets VALUES ('P', 2023, '', 1), ('P/2023', 2023, '2023', 1), ('P', 2023, '2023/2023',"
        " 1);"
        "INSERT INTO budget_adjustments (project_code, fiscal_year, effective_on, amount)"
        " VALUES ('P', 2023, '2023-05-01', 1);"
        "INSERT INTO execution VALUES ('P', 2023, '', 12, 1);"
        "INSERT INTO indicators VALUES ('GZ-E02', 'unit', 'GZ', 2023, 'output', 'quantity', 'i', 'ge', '个',"
        " '5', NULL, 'sum');"
        "INSERT INTO indicator_values VALUES ('GZ-E02', 2023, 6, '1', '自评报告二（一）'),"
        " ('GZ-E02', 2023, 12, '2', NULL);"
        "INSERT INTO milestones VALUES ('unit', 'GZ', 2023, '预算公开', NULL, '2023-03-01');"
        "INSERT INTO contracts VALUES ('HT-01', 'P', 2023, 't', 1);"
        "INSERT INTO assessments VALUES ('unit', 'GZ', 2023, '2.5.4', NULL, 1);"
        "INSERT INTO calendar VALUES ('2023-01-01', 'holiday')");
}

/* Runs as the reporter with the cluster's folder as the root. `out` and `err` are what it must say
 * somewhere; NULL: anything. */
static void expect(int status, const char *out, const char *err, const char *const words[])
{
    const char *args[16] = {"evidence"};
    size_t count = 1;

    for (size_t i = 0; words[i] != NULL; i++)
        args[count++] = words[i];
    args[count++] = "--root";
    args[count++] = cluster.dir;
    args[count++] = "--database";
    args[count] = clerk.conninfo;
    struct run run = process_run(args);
    if (run.status != status || (out != NULL && strstr(run.out, out) == NULL) ||
        (err != NULL && strstr(run.err, err) == NULL))
        fail_msg("exit status %d\n%s%s\nwanted: %s %s", run.status, run.out, run.err, out != NULL ? out : "",
                 err != NULL ? err : "");
    run_free(&run);
}

#define WORDS(...) ((const char *[]){__VA_ARGS__, NULL})

static void gone(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", cluster.dir, name);
    unlink(path);
}

static void a_file_goes_into_the_column_where_that_is_free_and_beside_it_else(void **state)
{
    (void)state;

    begin("attach");
    process_file(&cluster, "a.pdf", "abc");
    process_file(&cluster, "b.pdf", "abcd");
    expect(0, "a.pdf：已登记（SHA-256 " ABC "），佐证 indicator_values/GZ-E02/2023/12\n", NULL,
           WORDS("add", "a.pdf", "--to", "indicator_values/GZ-E02/2023/12"));
    expect(0, NULL, NULL, WORDS("add", "b.pdf", "--to", "indicator_values/GZ-E02/2023/12"));
    expect(0, NULL, NULL, WORDS("add", "a.pdf", "--to", "indicator_values/GZ-E02/2023/6"));
    expect(0, NULL, NULL, WORDS("add", "a.pdf", "b.pdf", "--to", "assessments/unit/GZ/2023/2.5.4"));
    assert_string_equal(
        department_sql(&owner, "SELECT string_agg(evidence, ' ' ORDER BY month) FROM indicator_values"),
        "自评报告二（一） a.pdf");
    assert_string_equal(department_sql(&owner, "SELECT evidence FROM assessments"), "a.pdf");
    assert_string_equal(
        department_sql(&owner,
                       "SELECT string_agg(key || ' ' || path, ', ' ORDER BY key) FROM evidence_links"),
        "GZ-E02/2023/12 b.pdf, GZ-E02/2023/6 a.pdf, unit/GZ/2023/2.5.4 b.pdf");
    assert_string_equal(department_sql(&owner, "SELECT string_agg(session_user_name, ' ') FROM"
                                               " evidence_files"),
                        "clerk clerk");
    /* Once more changes nothing. */
    expect(0, "早已登记，内容未变", NULL, WORDS("add", "a.pdf", "--to", "indicator_values/GZ-E02/2023/6"));
    assert_string_equal(department_sql(&owner, "SELECT count(*) FROM evidence_links"), "3");
    assert_string_equal(
        department_sql(
            &owner, "SELECT count(*) FROM audit WHERE operation = 'UPDATE' AND new ->> 'evidence' IS NULL"),
        "0");
}

static void it_can_be_attached_to_any_row_of_the_ledger(void **state)
{
    (void)state;
    static const struct {
        const char *to, *key;
    } rows[] = {
        {"units/GZ", "{\"code\": \"GZ\"}"},
        {"people/王/一/GZ", "{\"name\": \"王/一\", \"unit_code\": \"GZ\"}"},
        {"项目/P/2023", "{\"code\": \"P/2023\"}"},
        {"budgets/P/2023/", "{\"fund\": \"\", \"fiscal_year\": 2023, \"project_code\": \"P\"}"},
        {"budget_adjustments/P/2023//2023-05-01/other/",
         "{\"fund\": \"\", \"kind\": \"other\", \"approval_no\": \"\", \"fiscal_year\": 2023, "
         "\"effective_on\": \"2023-05-01\", \"project_code\": \"P\"}"},
        {"execution/P/2023//12",
         "{\"fund\": \"\", \"month\": 12, \"fiscal_year\": 2023, \"project_code\": \"P\"}"},
        {"indicators/GZ-E02/2023", "{\"code\": \"GZ-E02\", \"fiscal_year\": 2023}"},
        {"milestones/unit/GZ/2023/预算公开",
         "{\"name\": \"预算公开\", \"owner\": \"unit\", \"owner_code\": \"GZ\", \"fiscal_year\": 2023}"},
        {"合同/HT-01", "{\"code\": \"HT-01\"}"},
        {"calendar/2023-01-01", "{\"date\": \"2023-01-01\"}"},
    };

    begin("rows");
    process_file(&cluster, "a.pdf", "abc");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        expect(0, NULL, NULL, WORDS("add", "a.pdf", "--to", rows[i].to));
        assert_string_equal(
            department_sql(&owner, "SELECT row_key FROM evidence_links WHERE key = '%s' AND path = 'a.pdf'",
                           strchr(rows[i].to, '/') + 1),
            rows[i].key);
    }
}

static void a_row_that_there_is_not_is_refused_and_nothing_is_kept(void **state)
{
    (void)state;

    begin("refused");
    process_file(&cluster, "a.pdf", "abc");
    expect(1, NULL, "contracts has no row HT-02; its key is code",
           WORDS("add", "a.pdf", "--to", "contracts/HT-02"));
    expect(1, NULL, "its key is indicator_code/fiscal_year/month",
           WORDS("add", "a.pdf", "--to", "indicator_values/GZ-E02/2023/11"));
    expect(1, NULL, "budgets has 2 rows that P/2023/2023/2023 may mean",
           WORDS("add", "a.pdf", "--to", "budgets/P/2023/2023/2023"));
    expect(1, NULL, "/none.pdf: No such file or directory",
           WORDS("add", "a.pdf", "none.pdf", "--to", "contracts/HT-01"));
    expect(1, NULL, "/.: not a regular file", WORDS("add", "."));
    expect(2, NULL, "'audit' is no table of the ledger", WORDS("add", "a.pdf", "--to", "audit/1"));
    expect(2, NULL, "'contracts' is not TABLE/KEY", WORDS("add", "a.pdf", "--to", "contracts"));
    expect(2, NULL, "which file?", WORDS("add"));
    expect(2, NULL, "add, list or verify?", WORDS("forget"));
    expect(2, NULL, "takes no file", WORDS("verify", "a.pdf"));
    assert_string_equal(department_sql(&owner, "SELECT count(*) FROM evidence_files"), "0");
}

static void verify_finds_what_is_altered_or_gone(void **state)
{
    (void)state;

    begin("verify");
    expect(0, "共 0 个文件\n", NULL, WORDS("verify"));
    process_file(&cluster, "a.pdf", "abc");
    process_file(&cluster, "b.pdf", "abcd");
    expect(0, NULL, NULL, WORDS("add", "a.pdf", "b.pdf", "--to", "contracts/HT-01"));
    expect(0, "a.pdf：未变\nb.pdf：未变\n共 2 个文件：未变 2 个\n", NULL, WORDS("verify"));
    process_file(&cluster, "a.pdf", "abcd");
    gone("b.pdf");
    expect(1,
           "a.pdf：已改动（登记时 " ABC "，现为 " ABCD
           "）\nb.pdf：已缺失\n共 2 个文件：已改动 1 个，已缺失 1 个\n",
           NULL, WORDS("verify"));
    expect(1,
           "{\"path\":\"a.pdf\",\"state\":\"altered\",\"sha256\":\"" ABC "\",\"found\":\"" ABCD
           "\",\"rows\":[{\"table\":\"contracts\",\"key\":\"HT-01\"}]}\n"
           "{\"path\":\"b.pdf\",\"state\":\"gone\",\"sha256\":\"" ABCD
           "\",\"found\":null,\"rows\":[{\"table\":\"contracts\",\"key\":\"HT-01\"}]}\n"
           "{\"summary\":{\"unchanged\":0,\"altered\":1,\"gone\":1,\"unreadable\":0,\"not_added\":0}}\n",
           NULL, WORDS("verify", "--json"));
    char folder[128];
    snprintf(folder, sizeof folder, "%s/b.pdf", cluster.dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    expect(1, "b.pdf：无法读取\n", "b.pdf: not a regular file", WORDS("verify"));
    rmdir(folder);
}

static void a_file_added_again_keeps_what_it_was_in_the_audit_trail(void **state)
{
    (void)state;

    begin("again");
    process_file(&cluster, "a.pdf", "abc");
    expect(0, NULL, NULL, WORDS("add", "a.pdf"));
    process_file(&cluster, "a.pdf", "abcd");
    expect(0, "已重新登记，原摘要留痕备查", NULL, WORDS("add", "a.pdf"));
    expect(0, "未变 1 个", NULL, WORDS("verify"));
    assert_string_equal(
        department_sql(&owner, "SELECT concat_ws(' ', key ->> 'path', old ->> 'sha256', session_user_name)"
                               " FROM audit WHERE table_name = 'evidence_files'"),
        "a.pdf " ABC " clerk");
}

/* "自评报告二（一）" is a reference, not a file; "c.pdf" is one, though nobody has its digest. */
static void free_text_is_not_missed_and_a_file_without_a_digest_is_pointed_out(void **state)
{
    (void)state;

    begin("columns");
    process_file(&cluster, "c.pdf", "abc");
    department_sql(&owner, "UPDATE assessments SET evidence = 'c.pdf'");
    expect(0, "c.pdf：未登记\n共 1 个文件：未登记 1 个\n", NULL, WORDS("verify"));
    expect(0, NULL, NULL, WORDS("add", "c.pdf"));
    expect(0, "c.pdf：未变\n共 1 个文件：未变 1 个\n", NULL, WORDS("verify"));
}

static void a_large_file_is_read_in_pieces(void **state)
{
    (void)state;
    char path[128];

    begin("large");
    snprintf(path, sizeof path, "%s/large.bin", cluster.dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000000; i++)
        fputc('a', file);
    fclose(file);
    /* The standard's own vector: a million times "a". */
    expect(0, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", NULL,
           WORDS("add", "large.bin"));
    assert_string_equal(department_sql(&owner, "SELECT bytes FROM evidence_files"), "1000000");
    gone("large.bin");
}

static void the_list_is_by_year(void **state)
{
    (void)state;

    begin("list");
    process_file(&cluster, "a.pdf", "abc");
    process_file(&cluster, "b.pdf", "abc");
    expect(0, NULL, NULL, WORDS("add", "a.pdf", "--to", "execution/P/2023//12"));
    expect(0, NULL, NULL, WORDS("add", "b.pdf", "--to", "contracts/HT-01"));
    department_sql(&owner, "UPDATE evidence_files SET bytes = bytes; UPDATE assessments SET evidence = 'x'");
    expect(0, "execution/P/2023//12", NULL, WORDS("list"));
    expect(0, "a.pdf", NULL, WORDS("list", "--year", "2023"));
    expect(
        0,
        "\"rows\":[{\"table\":\"execution\",\"key\":\"P/2023//12\"}]}\n{\"path\":\"b.pdf\",\"sha256\":\"" ABC
        "\",\"bytes\":3,\"added_at\":\"",
        NULL, WORDS("list", "--json"));
    struct run run = process_run(
        (const char *[]){"evidence", "list", "--year", "2022", "--json", "--database", clerk.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_null(strstr(run.out, "a.pdf"));
    assert_non_null(strstr(run.out, "b.pdf")); /* a contract's key names no year */
    assert_null(strstr(run.out, "\"x\""));
    run_free(&run);
}

/* The configuration says where evidence lies, beside itself; --root says otherwise. */
static void relative_paths_begin_where_the_configuration_says(void **state)
{
    (void)state;
    char folder[128], config[128];

    begin("folder");
    snprintf(folder, sizeof folder, "%s/scans", cluster.dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    process_file(&cluster, "scans/s.pdf", "abc");
    snprintf(
        config, sizeof config, "%s",
        process_file(&cluster, "evidence.json", "{\"evidence_folder\": \"scans\", \"language\": \"en\"}"));
    struct run run = process_run(
        (const char *[]){"evidence", "add", "s.pdf", "--config", config, "--database", clerk.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_string_equal(run.out, "s.pdf: added (SHA-256 " ABC ")\n");
    run_free(&run);
    expect(1, "s.pdf: gone\n1 file: gone 1\n", NULL, WORDS("verify", "--config", config));
}

static void who_only_reads_can_verify_but_not_add(void **state)
{
    (void)state;
    static const enum role readers[] = {OFFICER, READER, DAEMON}, others[] = {SOURCE, STRANGER};

    begin("readers");
    process_file(&cluster, "a.pdf", "abc");
    expect(0, NULL, NULL, WORDS("add", "a.pdf"));
    for (size_t i = 0; i < 3; i++) {
        struct cluster seen = as(readers[i], "readers");
        process_expect(0, (const char *[]){"evidence", "verify", "--root", cluster.dir, "--database",
                                           seen.conninfo, NULL});
        process_expect(1, (const char *[]){"evidence", "add", "a.pdf", "--root", cluster.dir, "--database",
                                           seen.conninfo, NULL});
    }
    for (size_t i = 0; i < 2; i++) {
        struct cluster seen = as(others[i], "readers");
        process_expect(1, (const char *[]){"evidence", "list", "--database", seen.conninfo, NULL});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_goes_into_the_column_where_that_is_free_and_beside_it_else),
        cmocka_unit_test(it_can_be_attached_to_any_row_of_the_ledger),
        cmocka_unit_test(a_row_that_there_is_not_is_refused_and_nothing_is_kept),
        cmocka_unit_test(verify_finds_what_is_altered_or_gone),
        cmocka_unit_test(a_file_added_again_keeps_what_it_was_in_the_audit_trail),
        cmocka_unit_test(free_text_is_not_missed_and_a_file_without_a_digest_is_pointed_out),
        cmocka_unit_test(a_large_file_is_read_in_pieces),
        cmocka_unit_test(the_list_is_by_year),
        cmocka_unit_test(relative_paths_begin_where_the_configuration_says),
        cmocka_unit_test(who_only_reads_can_verify_but_not_add),
    };
    return cmocka_run_group_tests(tests, start_with_roles, stop_cluster);
}
