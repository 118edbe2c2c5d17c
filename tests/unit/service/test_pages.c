/* Every page by its route, on a small ledger whose names and codes are out to do harm: each link is followed,
 * and each figure that leads to rows is what these add up to. */
#include "service/acknowledging.h"

#include <stdio.h>
#include <stdlib.h>

#include "../db/schema.h"
#include "config/config.h"
#include "config/policy_file.h"
#include "service/web_page.h"

enum { PAGES_MOST = 600, LINK_MOST = 1500, FIELDS_MOST = 16 };

#define UNIT    "U/局 1"
#define PROJECT "P/1 ?#&%\"<x>'"

static const char ledger[] =
    "SELECT prepare_fiscal_year(2023);"
    "INSERT INTO units VALUES ('U', '局', NULL), ('" UNIT
    "', '<script>alert(1)</script>', 'U'), ('V', '=1+1', 'U');"
    "INSERT INTO people VALUES ('王五', 'U', '局长'), ('李四', '" UNIT "', U&'\\202Eevil');"
    "INSERT INTO projects VALUES ('PU', 'U', '机关', 'basic', '王五'),"
    " ('P/1 ?#&%\"<x>''', '" UNIT "', '<script>alert(2)</script>\"onload=', 'project', '李四'),"
    " ('=cmd|x', 'V', repeat('长', 3000), 'project', NULL);"
    "INSERT INTO budgets SELECT code, 2023, f, 1200.50 FROM projects, (VALUES (''), ('<b>上年')) v (f);"
    "INSERT INTO budget_adjustments (project_code, fiscal_year, fund, effective_on, amount, kind) VALUES"
    " ('PU', 2023, '', '2023-02-01', 100.25, 'supplement'), ('PU', 2023, '', '2023-11-01', 999, 'cut');"
    "INSERT INTO plans SELECT code, 2023, m, 200 * m FROM projects, generate_series(1, 12) m;"
    "INSERT INTO execution SELECT code, 2023, f, m, 30.01 * m, NULL FROM projects,"
    " (VALUES ('', 8), ('<b>上年', 5)) v (f, last), generate_series(1, 12) m WHERE m <= last;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, "
    "measure_unit, target,"
    " accumulation, schedule) SELECT 'I' || code, 'project', code, 2023, 'output', 'quantity', '<i>', 'ge', "
    "'%', '100',"
    " 'mean', 'monthly' FROM projects;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, "
    "measure_unit, "
    " accumulation, schedule) VALUES ('Q', 'unit', 'U', 2023, 'output', 'quality', 'q', 'qualitative', '', "
    "'latest', "
    " 'monthly');"
    "INSERT INTO indicator_values VALUES ('IPU', 2023, 1, '90', '<a>'), ('IPU', 2023, 2, '92.5', NULL),"
    " ('IPU', 2023, 3, 'n/a', NULL), ('Q', 2023, 6, 'partial', NULL);"
    "INSERT INTO indicator_targets (indicator_code, fiscal_year, effective_on, target) VALUES"
    " ('IPU', 2023, '2023-05-01', '95');"
    "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on) VALUES"
    " ('project', 'PU', 2023, '</td>', '2023-09-20'), ('unit', 'U', 2023, 'u', '2023-09-21');"
    "INSERT INTO contracts (code, project_code, fiscal_year, title, amount, awarded_on, signed_on) VALUES"
    " ('C/1', 'PU', 2023, '<h1>', 55.5, '2023-09-01', NULL), ('C2', 'PU', 2023, 'c', 44.5, '2023-08-01', "
    "'2023-09-13');"
    "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, due_on) "
    "VALUES"
    " ('R/1', 'audit', 'project', 'PU', 2023, '<p>', 'a', '2023-09-30');"
    "INSERT INTO ceilings VALUES ('U', 2023, 'vehicle', 70);"
    "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity, since, month, "
    "explanation,"
    " subject_name, unit_code) VALUES"
    " ('execution.pace', 'project', 'PU', 2023, 'red', '2023-09-01', 8, '<script>', '机关', 'U'),"
    " ('goal.gap', 'project', 'P/1 ?#&%\"<x>''', 2023, 'yellow', '2023-09-01', 8, 'x', 'y', '" UNIT "'),"
    " ('ceiling.pace', 'ceiling', 'U/vehicle', 2023, 'blue', '2023-09-01', 8, 'x', 'vehicle', 'U'),"
    " ('contract.signing', 'contract', 'C/1', 2023, 'yellow', '2023-09-01', 8, 'x', 'y', 'U'),"
    " ('milestone.due', 'milestone', 'PU/</td>', 2023, 'none', NULL, 0, 'x', 'y', 'gone'),"
    " ('rectification.due', 'rectification', 'R/1', 2023, 'red', '2023-09-01', 0, 'x', '', 'U'),"
    " ('indicator.pace', 'indicator', 'IPU', 2023, 'red', '2023-09-01', 2, 'x', '<i>', 'U');"
    "INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, subject_code,"
    " subject_name, fiscal_year, month, observed, expected, gap, explanation, unit_code, manager, "
    "occurred_on)"
    " SELECT id, 'opened', rule, 'red', 'none', subject_kind, subject_code, subject_name, 2023, 8, '', '', "
    "'', 'x',"
    " unit_code, '', '2023-09-01' FROM deviations;"
    "INSERT INTO messages (id, channel, type, body, state) VALUES ('m/1', 'hook', 'deviation.opened',"
    " '{\"type\":\"deviation.opened\",\"data\":{\"title\":\"<script>\"}}', 'dead'), ('m2', 'mail', "
    "'deviation.opened',"
    " '{\"mail\":{\"answers\":[\"secret@example.org\"]}}', 'delivered');"
    "INSERT INTO message_events (event_id, channel, message_id, state) SELECT id, 'hook', 'm/1', 'sent' FROM "
    "events;";

static struct schema schema;
static struct config config;
static struct policy *policy;

/* A path and its query, as a browser would send them. */
struct asking {
    char text[LINK_MOST];
    struct web_field query[FIELDS_MOST], form[FIELDS_MOST];
    struct web_asked asked;
    char arguments[WEB_ARGUMENTS_MAX][LINK_MOST];
};

static void decode(const char *text, size_t length, char *out)
{
    size_t at = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned byte;
        if (text[i] == '%' && sscanf(text + i + 1, "%2x", &byte) == 1) {
            out[at++] = (char)byte;
            i += 2;
        } else {
            out[at++] = text[i];
        }
    }
    out[at] = '\0';
}

static bool fits(const char *pattern, const char *path, struct asking *asking)
{
    size_t count = 0;

    while (*pattern != '\0') {
        if (pattern[0] == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0)
                return false;
            decode(path, length, asking->arguments[count]);
            asking->asked.arguments[count] = asking->arguments[count];
            count++;
            path += length;
            pattern += 2;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

static void split_query(struct asking *asking, char *query, struct arena *arena)
{
    while (query != NULL && *query != '\0') {
        size_t length = strcspn(query, "&"), name = strcspn(query, "=");
        char value[LINK_MOST], key[LINK_MOST];
        decode(query, name, key);
        decode(query + name + 1, length - name - 1, value);
        asking->query[asking->asked.query_count++] =
            (struct web_field){arena_text(arena, key), arena_text(arena, value)};
        query += length + (query[length] == '&');
    }
    asking->asked.query = asking->query;
}

/* Asks the first route that fits; false where none does, or it fails. */
static bool ask(const char *method, const char *link, bool may_act, const struct web_field *form,
                size_t form_count, struct web_answer *answer, struct err *err)
{
    struct asking *asking = mem_alloc(sizeof *asking);
    struct arena arena = {0};
    bool ok = false, found = false;

    *answer = (struct web_answer){0};
    snprintf(asking->text, sizeof asking->text, "%s", link);
    char *query = strchr(asking->text, '?');
    if (query != NULL)
        *query++ = '\0';
    split_query(asking, query, &arena);
    asking->asked.path = asking->text;
    asking->asked.form = form;
    asking->asked.form_count = form_count;
    asking->asked.may_act = may_act;
    asking->asked.proof = may_act ? "proof<" : NULL;
    const char *lang = web_query(&asking->asked, "lang");
    const struct web_context context = {.session = &schema.session,
                                        .config = &config,
                                        .policy = policy,
                                        .language = lang != NULL && strcmp(lang, "en") == 0 ? LANGUAGE_EN
                                                                                            : LANGUAGE_ZH,
                                        .today = date_of(2023, 9, 14),
                                        .now = INT64_C(1694649600000)};
    for (const struct web_route *route = page_routes; route->method != NULL && !found; route++) {
        found = strcmp(route->method, method) == 0 && fits(route->pattern, asking->text, asking);
        if (found)
            ok = route->handler(&context, &asking->asked, answer, err);
    }
    if (!found)
        err_set(err, ERR_USAGE, "no route");
    arena_free(&arena);
    free(asking);
    return ok;
}

static void expect(const char *link, struct web_answer *answer)
{
    struct err err = {0};

    if (!ask("GET", link, true, NULL, 0, answer, &err))
        fail_msg("%s: %s", link, err.text);
    if (answer->status != 0 && answer->status != 200)
        fail_msg("%s: status %d", link, answer->status);
}

/* Of an attribute, back into what it stands for. */
static void unescape(const char *text, size_t length, char out[LINK_MOST])
{
    size_t at = 0;

    for (size_t i = 0; i < length && at + 1 < LINK_MOST; i++) {
        out[at++] = text[i];
        if (text[i] == '&' && strncmp(text + i, "&amp;", 5) == 0)
            i += 4;
        else
            assert_true(text[i] != '&');
    }
    out[at] = '\0';
}

static size_t count(const char *text, const char *piece)
{
    size_t found = 0;

    for (const char *at = strstr(text, piece); at != NULL; at = strstr(at + 1, piece))
        found++;
    return found;
}

struct crawl {
    char *links[PAGES_MOST];
    size_t known, asked, figures;
};

static void remember(struct crawl *crawl, const char *link)
{
    for (size_t i = 0; i < crawl->known; i++)
        if (strcmp(crawl->links[i], link) == 0)
            return;
    if (crawl->known == PAGES_MOST)
        fail_msg("more than %d pages", PAGES_MOST);
    crawl->links[crawl->known++] = mem_text(link);
}

/* A figure that leads to rows is their sum; one that leads to deviations counts them. */
static void check_figure(struct crawl *crawl, const char *link, const char *text, size_t length)
{
    size_t digits = strspn(text, "-0123456789,.");
    struct web_answer answer;
    char wanted[64];

    if (digits == 0 || length > 40 || strstr(link, "format=csv") != NULL)
        return;
    bool rows = strncmp(link, "/rows/", 6) == 0 && strncmp(link, "/rows/rect", 10) != 0;
    if (!rows && strncmp(link, "/deviations?", 12) != 0)
        return;
    if (digits != length && strncmp(text + digits, "%", length - digits) != 0)
        return;
    expect(link, &answer);
    const char *html = buf_text(&answer.body);
    snprintf(wanted, sizeof wanted, "<dd class=\"\"><bdi>%.*s</bdi>", (int)digits, text);
    if (rows && strstr(html, wanted) == NULL)
        fail_msg("%s: does not add up to %.*s", link, (int)digits, text);
    if (!rows && count(html, "<th scope=\"row\"") != strtoul(text, NULL, 10))
        fail_msg("%s: does not list %.*s", link, (int)digits, text);
    crawl->figures++;
    buf_free(&answer.body);
}

static void take_links(struct crawl *crawl, const char *html)
{
    for (const char *at = strstr(html, "<a href=\""); at != NULL; at = strstr(at + 1, "<a href=\"")) {
        const char *from = at + strlen("<a href=\"");
        size_t length = strcspn(from, "\"");
        char link[LINK_MOST];
        unescape(from, length, link);
        if (link[0] == '#' || strncmp(link, "/login", 6) == 0)
            continue;
        const char *text = strstr(from, "<bdi>") + 5;
        remember(crawl, link);
        check_figure(crawl, link, text, strcspn(text, "<"));
    }
}

static void check_html(const char *link, const char *html)
{
    static const char *const never[] = {"<script",  "alert(1)</s", "style=\"",
                                        "<h1><h1>", "javascript:", "secret@"};

    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (strstr(html, never[i]) != NULL)
            fail_msg("%s: holds %s", link, never[i]);
    if (count(html, "<h1>") != 1 || count(html, "<tr") != count(html, "</tr>"))
        fail_msg("%s: is not well formed", link);
}

static void every_link_leads_somewhere_and_every_figure_to_what_it_sums(void **state)
{
    struct crawl crawl = {0};
    (void)state;

    remember(&crawl, "/");
    remember(&crawl, "/?lang=en");
    remember(&crawl, "/deviations?state=all");
    remember(&crawl, "/deviations?state=past");
    remember(&crawl, "/projects?sort=rate");
    remember(&crawl, "/style.css");
    for (; crawl.asked < crawl.known; crawl.asked++) {
        const char *link = crawl.links[crawl.asked];
        struct web_answer answer;
        expect(link, &answer);
        if (answer.type == NULL) {
            check_html(link, buf_text(&answer.body));
            if (strstr(link, "lang=en") == NULL || crawl.asked < 6)
                take_links(&crawl, buf_text(&answer.body));
        }
        buf_free(&answer.body);
    }
    assert_true(crawl.known > 80);
    assert_true(crawl.figures > 60);
    for (size_t i = 0; i < crawl.known; i++)
        free(crawl.links[i]);
}

static size_t rows_of(const char *link)
{
    struct web_answer answer;

    expect(link, &answer);
    size_t rows = count(buf_text(&answer.body), "<th scope=\"row\"");
    buf_free(&answer.body);
    return rows;
}

static void a_page_goes_on_where_the_one_before_ended(void **state)
{
    struct web_answer answer;
    (void)state;

    assert_int_equal(rows_of("/projects?sort=rate"), 3);
    assert_int_equal(rows_of("/projects?sort=rate&after=PU"), 2); /* of equal rates */
    assert_int_equal(rows_of("/projects?sort=rate&after=none"), 0);

    schema_exec(&schema,
                "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on)"
                " SELECT 'project', '=cmd|x', 2023, 'M' || n, '2023-09-25' FROM generate_series(1, 60) n");
    expect("/units/V", &answer);
    assert_non_null(
        strstr(buf_text(&answer.body), "<a href=\"/due?year=2023&amp;unit=V\"><bdi>查看全部到期事项 (60)"));
    buf_free(&answer.body);
    expect("/due?unit=V", &answer);
    assert_int_equal(count(buf_text(&answer.body), "<th scope=\"row\""), 50);
    assert_non_null(strstr(buf_text(&answer.body), "/due?year=2023&amp;unit=V&amp;skip=50"));
    buf_free(&answer.body);
    assert_int_equal(rows_of("/due?unit=V&skip=50"), 10);
    assert_int_equal(rows_of("/due?unit=V&skip=60"), 0);
    assert_int_equal(rows_of("/due?project=PU"), 5);
    schema_exec(&schema, "DELETE FROM milestones WHERE owner_code = '=cmd|x'");
}

static void holds(const char *link, const char *text)
{
    struct web_answer answer;

    expect(link, &answer);
    if (strstr(buf_text(&answer.body), text) == NULL)
        fail_msg("%s: does not hold %s", link, text);
    buf_free(&answer.body);
}

static void a_ceiling_is_called_by_its_name_and_its_unit(void **state)
{
    (void)state;
    schema_exec(
        &schema,
        "INSERT INTO message_events (event_id, channel, message_id, state) SELECT id, 'mail', 'm2', 'sent'"
        " FROM events WHERE subject_kind = 'ceiling'");
    holds("/deviations?rule=ceiling.pace", "公务用车购置及运行费（局）");
    holds("/messages", "公务用车购置及运行费（局）");
    holds("/messages/m2", "公务用车购置及运行费（局）");
    holds("/deviations/3", "<h1><bdi>[蓝灯] 经费控制：公务用车购置及运行费（局）");
    schema_exec(&schema, "DELETE FROM message_events WHERE message_id = 'm2'");
}

static void what_there_is_not_is_404_and_what_cannot_be_is_said(void **state)
{
    static const char *const missing[] = {"/projects/none",  "/units/none",     "/indicators/none",
                                          "/contracts/none", "/deviations/999", "/deviations/x",
                                          "/messages/none",  "/rows/people",    "/rows/none",
                                          "/notices/none",   "/notices/999"};
    static const char *const wrong[] = {"/?year=1999",
                                        "/?lang=fr",
                                        "/projects?light=green",
                                        "/projects?sort=x",
                                        "/deviations?rule=x",
                                        "/deviations?state=x",
                                        "/deviations?after=x",
                                        "/messages?state=x",
                                        "/due?skip=x",
                                        "/rows/plans?fund=x",
                                        "/rows/plans?month=13",
                                        "/rows/plans?after=x",
                                        "/rows/budgets?after=a%1Fb%1Fc%1Fd%1Fe",
                                        "/rows/execution?format=x",
                                        "/rows/execution?category=x"};
    struct web_answer answer;
    (void)state;

    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        struct err err = {0};
        if (!ask("GET", missing[i], false, NULL, 0, &answer, &err) || answer.status != 404)
            fail_msg("%s: %d %s", missing[i], answer.status, err.text);
        assert_int_equal(answer.body.length, 0);
        buf_free(&answer.body);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err err = {0};
        if (ask("GET", wrong[i], false, NULL, 0, &answer, &err) || err.code != ERR_USAGE)
            fail_msg("%s: %d %s", wrong[i], (int)err.code, err.text);
        buf_free(&answer.body);
    }
}

static void a_csv_has_the_rows_and_no_formula(void **state)
{
    struct web_answer answer;
    (void)state;

    expect("/rows/execution?year=2023&unit=V&format=csv", &answer);
    assert_string_equal(answer.type, "text/csv; charset=utf-8");
    assert_non_null(
        strstr(buf_text(&answer.body), "项目编码,项目名称,资金来源,月份,累计支出,累计到位资金\r\n"));
    assert_non_null(strstr(buf_text(&answer.body), "\r\n'=cmd|x,"));
    assert_int_equal(count(buf_text(&answer.body), "\r\n"), 3);
    buf_free(&answer.body);
}

static void only_who_may_act_sees_the_form(void **state)
{
    struct web_answer answer;
    struct err err = {0};
    (void)state;

    assert_true(ask("GET", "/deviations/1", false, NULL, 0, &answer, &err));
    assert_non_null(strstr(buf_text(&answer.body), catalogue_page(LANGUAGE_ZH, PAGE_ACK_CLOSED)));
    assert_null(strstr(buf_text(&answer.body), "/login"));
    buf_free(&answer.body);
    config.web.act_token_file = "act.token";
    assert_true(ask("GET", "/deviations/1", false, NULL, 0, &answer, &err));
    assert_null(strstr(buf_text(&answer.body), "<form method=\"post\""));
    assert_non_null(strstr(buf_text(&answer.body), "href=\"/login?next=%2Fdeviations%2F1"));
    buf_free(&answer.body);
    config.web.act_token_file = NULL;
    expect("/deviations/1", &answer);
    assert_non_null(strstr(buf_text(&answer.body), "action=\"/deviations/1/acknowledge\""));
    assert_non_null(strstr(buf_text(&answer.body), "name=\"proof\" value=\"proof&lt;\""));
    buf_free(&answer.body);
}

static void an_acknowledgement_is_written_or_comes_back_with_its_fault(void **state)
{
    const struct web_field wrong[] = {{"by", "<王五>"}, {"action", "加快"}, {"due", ""}};
    const struct web_field stranger[] = {
        {"by", "王五"}, {"action", "加快"}, {"due", "2023-10-01"}, {"owner", "nobody"}};
    const struct web_field no_action[] = {{"by", "王五"}, {"done-on", "2023-01-03"}};
    const struct web_field right[] = {{"by", "王五 "},    {"cause", "funding"},  {"decision", "continue"},
                                      {"action", "加快"}, {"due", "2023-10-01"}, {"owner", ""},
                                      {"done-on", ""},    {"note", "<b>"}};
    struct web_answer answer;
    struct err err = {0};
    (void)state;

    assert_true(ask("POST", "/deviations/1/acknowledge", true, wrong, 3, &answer, &err));
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(buf_text(&answer.body), "value=\"&lt;王五&gt;\""));
    assert_non_null(strstr(buf_text(&answer.body), catalogue_ack_fault(LANGUAGE_ZH, ACK_ACTION_OR_DUE)));
    buf_free(&answer.body);
    assert_true(ask("POST", "/deviations/1/acknowledge", true, stranger, 4, &answer, &err));
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(buf_text(&answer.body), catalogue_ack_fault(LANGUAGE_ZH, ACK_STRANGER)));
    buf_free(&answer.body);
    assert_true(ask("POST", "/deviations/1/acknowledge", true, no_action, 2, &answer, &err));
    assert_int_equal(answer.status, 400);
    assert_non_null(strstr(buf_text(&answer.body), catalogue_ack_fault(LANGUAGE_ZH, ACK_NO_ACTION)));
    buf_free(&answer.body);
    schema_expect(&schema, "SELECT count(*) FROM acknowledgements", "0");

    assert_true(ask("POST", "/deviations/1/acknowledge", true, right, 8, &answer, &err));
    assert_int_equal(answer.status, 303);
    assert_string_equal(buf_text(&answer.location), "/deviations/1");
    buf_free(&answer.location);
    schema_expect(
        &schema,
        "SELECT concat_ws(' ', by_whom, cause, decision, action, action_due, note) FROM acknowledgements",
        "王五 funding continue 加快 2023-10-01 <b>");
}

static void who_comes_second_is_told_and_who_sends_twice_is_not(void **state)
{
    const struct web_field first[] = {{"by", "王五"}, {"cause", "other"}, {"seen", "2001-01-01T00:00:00Z"}};
    const struct web_field other[] = {{"by", "王五"}, {"note", "N3"}, {"seen", "none"}};
    const struct web_field second[] = {{"by", "赵六"}, {"note", "N2"}, {"seen", "none"}};
    struct web_answer answer;
    struct err err = {0};
    (void)state;

    schema_exec(&schema, "UPDATE deviations SET acknowledged_at = '2001-01-01Z' WHERE id = 1;"
                         "DELETE FROM acknowledgements");
    for (int i = 0; i < 2; i++) {
        assert_true(ask("POST", "/deviations/1/acknowledge", true, first, 3, &answer, &err));
        assert_int_equal(answer.status, 303);
        buf_free(&answer.location);
    }
    assert_true(ask("POST", "/deviations/1/acknowledge", true, second, 3, &answer, &err));
    assert_int_equal(answer.status, 409);
    assert_non_null(strstr(buf_text(&answer.body), catalogue_page(LANGUAGE_ZH, PAGE_ACK_MEANWHILE)));
    assert_non_null(strstr(buf_text(&answer.body), "N2</textarea>"));
    buf_free(&answer.body);
    /* Nor is another note of the same person lost. */
    assert_true(ask("POST", "/deviations/1/acknowledge", true, other, 3, &answer, &err));
    assert_int_equal(answer.status, 409);
    buf_free(&answer.body);
    schema_expect(&schema, "SELECT string_agg(by_whom, ' ') FROM acknowledgements", "王五");
}

static void what_has_cleared_or_is_not_taken_is_said_in_the_language_of_the_page(void **state)
{
    const struct web_field by[] = {{"by", "王五"}, {"note", "N1"}};
    struct web_answer answer;
    struct err err = {0};
    (void)state;

    schema_exec(&schema, "UPDATE deviations SET severity = 'none' WHERE id = 1");
    assert_true(ask("POST", "/deviations/1/acknowledge", true, by, 2, &answer, &err));
    assert_int_equal(answer.status, 409);
    assert_non_null(strstr(buf_text(&answer.body), catalogue_ack_fault(LANGUAGE_ZH, ACK_NOT_STANDING)));
    buf_free(&answer.body);
    schema_exec(&schema, "UPDATE deviations SET severity = 'red' WHERE id = 1;"
                         "ALTER TABLE acknowledgements ADD CONSTRAINT none CHECK (note <> 'N1') NOT VALID");
    assert_true(ask("POST", "/deviations/1/acknowledge", true, by, 2, &answer, &err));
    assert_int_equal(answer.status, 500);
    assert_non_null(strstr(buf_text(&answer.body), catalogue_page(LANGUAGE_ZH, PAGE_ACK_NOT_STORED)));
    assert_non_null(strstr(buf_text(&answer.body), "N1</textarea>"));
    buf_free(&answer.body);
    schema_exec(&schema, "ALTER TABLE acknowledgements DROP CONSTRAINT none");
}

static int begin(void **state)
{
    struct faults faults = {0};

    if (start_migrated_cluster(state) != 0)
        return -1;
    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, ledger);
    config_default(&config);
    return policy_load("default", &policy, &faults) ? 0 : -1;
}

static int end(void **state)
{
    schema_end(&schema);
    policy_free(policy);
    config_done(&config);
    return stop_cluster(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_link_leads_somewhere_and_every_figure_to_what_it_sums),
        cmocka_unit_test(a_page_goes_on_where_the_one_before_ended),
        cmocka_unit_test(a_ceiling_is_called_by_its_name_and_its_unit),
        cmocka_unit_test(what_there_is_not_is_404_and_what_cannot_be_is_said),
        cmocka_unit_test(a_csv_has_the_rows_and_no_formula),
        cmocka_unit_test(only_who_may_act_sees_the_form),
        cmocka_unit_test(an_acknowledgement_is_written_or_comes_back_with_its_fault),
        cmocka_unit_test(who_comes_second_is_told_and_who_sends_twice_is_not),
        cmocka_unit_test(what_has_cleared_or_is_not_taken_is_said_in_the_language_of_the_page),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
