/* Names that somebody chose to do harm: from files into the ledger by the real import, and out again on every
 * way that there is. They must come out as what they are, text, and the ledger must hold them as they were
 * written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <zip.h>

#include "base/buf.h"
#include "base/visible.h"
#include "core/import_cell.h"

#include "../support/archive.h"
#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/group.h"
#include "hostile_ledger.h"

static const char *config(void)
{
    static const char *const types[] = {"wecom",   "dingtalk", "feishu", "slack",
                                        "webhook", "email",    "journal"};
    struct buf text = {0};

    process_file(&cluster, "address", "http://127.0.0.1:9/robot/send?access_token=0123456789\n");
    process_file(&cluster, "key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        buf_printf(&text, "%s{\"name\": \"%s\", \"type\": \"%s\"", i > 0 ? ", " : "", types[i], types[i]);
        if (i < 4)
            buf_puts(&text, ", \"url_file\": \"address\", \"allow_http\": true, \"digest_over\": 1000, "
                            "\"group_wait\": 0, \"busy_jitter\": 0");
        else if (i == 4)
            buf_puts(&text,
                     ", \"url\": \"http://127.0.0.1:9/\", \"allow_http\": true, \"secret_file\": \"key\"");
        else if (i == 5)
            buf_puts(&text,
                     ", \"server\": \"127.0.0.1:9\", \"from\": \"a@example.org\", \"to\": "
                     "[\"b@example.org\"], \"tls\": \"none\", \"allow_plain\": true, \"digest_over\": 1000, "
                     "\"group_wait\": 0");
        buf_puts(&text, "}");
    }
    const char *path =
        process_file(&cluster, "hostile.json",
                     "{\"poll_interval\": \"50ms\", \"delivery\": {\"retry_schedule\": [\"1h\"], "
                     "\"shutdown_timeout\": \"1s\"}, \"channels\": [%s]}",
                     buf_text(&text));
    buf_free(&text);
    return path;
}

static int start(void **state)
{
    struct buf name = {0};
    char path[128];

    while (name.length < LONG_NAME)
        buf_puts(&name, "长<b>");
    long_name = buf_take(&name);
    if (start_cluster(state) != 0)
        return -1;
    process_rehearsal(&cluster, "hostile", &database);
    snprintf(path, sizeof path, "%s/ledger", cluster.dir);
    write_ledger();
    return 0;
}

static int stop(void **state)
{
    free(long_name);
    free(config_path);
    return stop_cluster(state);
}

/* For people: valid, and nothing in it acts. */
static void expect_harmless(const char *what, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        at += visible_next(text + at, length - at, &kind, &point);
        if (kind != VISIBLE_PLAIN && point != '\n' && point != '\r')
            fail_msg("%s: U+%04X at %zu: %.80s", what, (unsigned)point, at, text + (at > 40 ? at - 40 : 0));
    }
}

static void expect_none(const char *what, const char *text, const char *const parts[])
{
    for (; *parts != NULL; parts++) {
        const char *found = strcasestr(text, *parts);
        if (found != NULL)
            fail_msg("%s: has %s: %.120s", what, *parts, found);
    }
}

/* A run's output; the caller frees. What it says on standard error is checked here. */
static char *output(const char *const args[])
{
    const char *all[20] = {NULL};
    size_t count = 0;

    while (args[count] != NULL) {
        all[count] = args[count];
        count++;
    }
    all[count++] = "--config";
    all[count++] = config_path;
    all[count++] = "--database";
    all[count++] = database.conninfo;
    struct run run = process_run(all);
    if (run.status != 0)
        fail_msg("%s: exit status %d: %s%.400s", args[0], run.status, run.err, run.out);
    expect_harmless(args[0], run.err, strlen(run.err));
    char *out = run.out;
    run.out = NULL;
    run_free(&run);
    return out;
}

static void the_ledger_holds_them_as_they_were_written(void **state)
{
    static const char *const files[] = {
        "units",     "people",     "projects",   "budgets",          "execution",
        "contracts", "milestones", "indicators", "indicator_values", "assessments"};
    const char *args[20] = {"import"};
    char paths[10][128];
    (void)state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s.csv", cluster.dir, files[i]);
        args[1 + i] = paths[i];
    }
    config_path = strdup(config());
    char *said = output(args);
    expect_harmless("import", said, strlen(said));
    free(said);
    for (int i = 0; i < NAMES - 1; i++)
        assert_string_equal(department_sql(&database, "SELECT name FROM projects WHERE code = 'P%d'", i),
                            name_of(i));
    assert_int_equal(atoi(department_sql(
                         &database, "SELECT octet_length(name) FROM projects WHERE code = 'P%d'", NAMES - 1)),
                     strlen(long_name));
    assert_string_equal(department_sql(&database, "SELECT name FROM units WHERE code = 'U1'"),
                        "=HYPERLINK(\"http://evil.example\")");
}

/* Of all messages of the channels; the caller frees. */
static char *bodies_of(const char *what, const char *channels)
{
    struct lines lines = {0};
    struct buf all = {0};
    char sql[200];

    snprintf(sql, sizeof sql, "SELECT %s FROM messages WHERE channel IN (%s)", what, channels);
    lines_query(&lines, &database, sql);
    assert_true(lines.count > 0);
    for (size_t i = 0; i < lines.count; i++)
        buf_printf(&all, "%s\n", lines.list[i]);
    lines_free(&lines);
    return buf_take(&all);
}

static void a_robots_text_calls_nobody_and_leads_nowhere(void **state)
{
    static const char *const in_chats[] = {"<@all>", "<!channel>", "<at id", "](javascript", "://evil", NULL};
    static const char *const in_mail[] = {"<script", "<b>", "href=", "<img", NULL};
    struct process daemon;
    (void)state;

    department_watch(&daemon, &database, config_path);
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    wait_until(&daemon, &database,
               "SELECT count(DISTINCT channel) = 7 AND count(*) FILTER (WHERE state = 'pending') > 0"
               " AND bool_and(state = 'delivered') FILTER (WHERE channel = 'journal') FROM messages",
               60, "messages are formed for all channels, and those of the journal are in it");
    assert_int_equal(process_stop(&daemon), 0);
    char *log = process_log(&daemon);
    expect_harmless("log", log, strlen(log));
    assert_non_null(strstr(log, "\\u202e"));
    free(log);
    process_forget(&daemon);

    char *bodies = bodies_of("body", "'wecom', 'feishu', 'slack'");
    expect_harmless("robots", bodies, strlen(bodies));
    expect_none("robots", bodies, in_chats);
    free(bodies);
    bodies = bodies_of("body::json #>> '{markdown,text}'", "'dingtalk'"); /* its title is plain text */
    expect_harmless("dingtalk", bodies, strlen(bodies));
    expect_none("dingtalk", bodies, in_chats);
    free(bodies);
    bodies = bodies_of("body::json #>> '{mail,html}'", "'email'");
    expect_harmless("mail", bodies, strlen(bodies));
    expect_none("mail", bodies, in_mail);
    free(bodies);
    bodies = bodies_of("body::json #>> '{mail,text}'", "'email'");
    expect_harmless("mail", bodies, strlen(bodies));
    free(bodies);
    bodies = bodies_of("body", "'webhook'");
    assert_non_null(strstr(bodies, "丁\u202e元001")); /* programs get what there is */
    free(bodies);
}

static void a_terminal_is_told_nothing_but_text(void **state)
{
    static const char *const commands[][8] = {
        {"status", "--year", "2025"},
        {"alerts", "--year", "2025"},
        {"deliveries"},
        {"deliveries", "--waiting"},
        {"replay", "--year", "2025"},
        {"status", "--year", "2025", "--json"},
        {"alerts", "--year", "2025", "--json"},
        {"deliveries", "--json"},
        {"history", "P6"},
    };
    (void)state;

    department_sql(&database, "UPDATE projects SET name = E'\\u202e元002' WHERE code = 'P6'");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char *text = output(commands[i]);
        expect_harmless(commands[i][0], text, strlen(text));
        assert_true(strlen(text) > 20);
        free(text);
    }
    department_sql(&database, "UPDATE projects SET name = E'丁\\u202e元001\\u202c乙' WHERE code = 'P6'");
}

static void json_says_the_names_as_they_are(void **state)
{
    char *text = output((const char *[]){"alerts", "--year", "2025", "--json", NULL});
    size_t found = 0;
    (void)state;

    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        json_t *alert = json_loads(line, 0, NULL);
        assert_non_null(alert);
        const char *name = json_string_value(json_object_get(json_object_get(alert, "subject"), "name"));
        for (int i = 0; name != NULL && i < NAMES; i++)
            found += strcmp(name, name_of(i)) == 0 ? 1 : 0;
        json_decref(alert);
    }
    assert_true(found >= NAMES);
    free(text);
}

/* All parts of an archive whose names end so, one behind the other. */
static char *parts_of(const char *path, const char *ending)
{
    struct buf all = {0};
    zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);

    assert_non_null(archive);
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        size_t length = strlen(name);
        if (length >= strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0)
            archive_add_part(archive, name, &all);
    }
    zip_discard(archive);
    assert_true(all.length > 0);
    return buf_take(&all);
}

/* What is calculated is ours: charts and bars refer to cells. */
static void check_formulas(const char *path, const char *xml)
{
    static const char *const foreign[] = {"cmd", "SUM(1", "HYPERLINK", "1+1", "|", "script", NULL};

    for (const char *at = xml; (at = strstr(at, "<f>")) != NULL; at++) {
        char formula[200];
        snprintf(formula, sizeof formula, "%.*s", (int)strcspn(at + 3, "<"), at + 3);
        expect_none(path, formula, foreign);
    }
}

static void check_workbook(const char *path)
{
    static const char *const none[] = {"<f ", "TargetMode=\"External\"", NULL};
    char *xml = parts_of(path, ".xml"), *relations = parts_of(path, ".rels");

    expect_none(path, xml, none);
    check_formulas(path, xml);
    expect_none(path, relations, none);
    expect_harmless(path, xml, strlen(xml));
    assert_non_null(strstr(xml, "=cmd|"));
    assert_null(strstr(xml, ">_x202E_")); /* which Excel would show as what it stands for */
    free(xml);
    free(relations);
}

static void check_docx(const char *path)
{
    static const char *const none[] = {"<w:hyperlink", "HYPERLINK ", "<w:drawing",
                                       "altChunk",     "<m:oMath",   NULL};
    static const char *const external[] = {"External", NULL};
    char *xml = parts_of(path, "document.xml"), *relations = parts_of(path, ".rels");

    expect_none(path, xml, none);
    expect_none(path, relations, external);
    expect_harmless(path, xml, strlen(xml));
    assert_non_null(strstr(xml, "&lt;script&gt;"));
    free(xml);
    free(relations);
}

static void check_page(const char *what, const char *text)
{
    static const char *const none[] = {"<script", "<img",           "<b>长", "href=\"javascript",
                                       "<at id",  "onmouseover=\"", NULL};

    expect_none(what, text, none);
    expect_harmless(what, text, strlen(text));
}

/* The paper in each format that it has. */
static void check_paper(const char *const command[])
{
    static const char *const formats[] = {"html", "md", "xlsx", "docx", "json"};
    char path[128];

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const char *args[16];
        size_t count = 0;
        for (; command[count] != NULL; count++)
            args[count] = command[count];
        snprintf(path, sizeof path, "%s/paper.%s", cluster.dir, formats[i]);
        args[count++] = "-o";
        args[count++] = path;
        args[count] = NULL;
        free(output(args));
        if (i == 2 || i == 3) {
            (i == 2 ? check_workbook : check_docx)(path);
            continue;
        }
        struct buf text = {0};
        struct err err = {0};
        assert_true(buf_read_file(&text, path, 1 << 28, &err));
        expect_harmless(formats[i], buf_text(&text), text.length);
        if (i == 0)
            check_page(command[0], buf_text(&text));
        buf_free(&text);
    }
}

static void papers_show_them_as_text(void **state)
{
    (void)state;
    check_paper((const char *[]){"notice", "--period", "2025-06", NULL});
    check_paper((const char *[]){"notice", "--period", "2025-06", "--form", "monitor", NULL});
    check_paper((const char *[]){"evaluate", "--year", "2025", "--unit", "TOP", NULL});
}

static void the_reply_sheet_calculates_nothing(void **state)
{
    char path[128];
    (void)state;

    snprintf(path, sizeof path, "%s/reply.xlsx", cluster.dir);
    free(output(
        (const char *[]){"outlook", "--template", "--unit", "U1", "--period", "2025-06", "-o", path, NULL}));
    check_workbook(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ledger_holds_them_as_they_were_written),
        cmocka_unit_test(a_robots_text_calls_nobody_and_leads_nowhere),
        cmocka_unit_test(a_terminal_is_told_nothing_but_text),
        cmocka_unit_test(json_says_the_names_as_they_are),
        cmocka_unit_test(papers_show_them_as_text),
        cmocka_unit_test(the_reply_sheet_calculates_nothing),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
