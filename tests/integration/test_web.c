/* The status page's server with the real daemon: who may ask what, what monitoring sees, what happens while
 * the database is away, and what a reload changes. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/department.c"
#include "../support/visitor.c"
#include "../support/group.h"

#define READ_TOKEN "read-0123456789abcdef0123456789abcdef"
#define ACT_TOKEN  "act-0123456789abcdef0123456789abcdef0"
#define NEW_TOKEN  "new-0123456789abcdef0123456789abcdef0"
#define BEARER(t)  "Authorization: Bearer " t "\r\n"
#define AS_JSON    "Content-Type: application/json\r\n"
#define AS_FORM    "Content-Type: application/x-www-form-urlencoded\r\n"
#define PATIENCE   60

static struct cluster database;
static struct process daemon_;
static int port;

static const char *config(void)
{
    process_file(&cluster, "act.token", "%s\n", ACT_TOKEN);
    return process_file(
        &cluster, "web.json",
        "{\"poll_interval\": \"50ms\", \"language\": \"en\", \"channels\": [{\"name\": \"log\", "
        "\"type\": \"log\"}], \"web\": {\"enabled\": true, \"listen\": \"127.0.0.1:0\", "
        "\"token_file\": \"read.token\", \"act_token_file\": \"act.token\", "
        "\"hosts\": [\"budget.example.org\"]}}");
}

static int begin(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    department_create(&cluster, "web", 3, &database);
    department_turn_red(&database, 1, 1);
    process_file(&cluster, "read.token", "%s\n", READ_TOKEN);
    department_watch(&daemon_, &database, config());
    port = visitor_port(&daemon_);
    wait_for_rest(&daemon_, &database, DEPARTMENT_DAY);
    return 0;
}

static int end(void **state)
{
    process_forget(&daemon_);
    return stop_cluster(state);
}

static int status_of(const char *method, const char *target, const char *headers, const char *body)
{
    struct visit visit = visitor_ask(port, method, target, headers, body);
    int status = visit.status;

    visit_free(&visit);
    return status;
}

static void who_may_ask_what(void **state)
{
    (void)state;
    static const char ack[] = "/api/v1/deviations/1/acknowledge",
                      said[] = "{\"by\": \"Chief\", \"cause\": \"funding\"}";
    static const struct {
        const char *method, *target, *headers, *body;
        int status;
    } cases[] = {
        {"GET", "/healthz", NULL, NULL, 200},
        {"HEAD", "/healthz", NULL, NULL, 200},
        {"GET", "/readyz", NULL, NULL, 200},
        {"GET", "/api/v1/status", NULL, NULL, 401},
        {"GET", "/api/v1/status", BEARER("x"), NULL, 401},
        {"GET", "/api/v1/status", BEARER(READ_TOKEN), NULL, 200},
        {"GET", "/api/v1/status", BEARER(ACT_TOKEN), NULL, 200},
        {"GET", "/api/v1/status?year=x", BEARER(READ_TOKEN), NULL, 400},
        {"GET", "/api/v1/projects?category=x", BEARER(READ_TOKEN), NULL, 400},
        {"GET", "/api/v1/deliveries?state=x", BEARER(READ_TOKEN), NULL, 400},
        {"GET", "/api/v1/silences?all=maybe", BEARER(READ_TOKEN), NULL, 400},
        {"GET", "/metrics", NULL, NULL, 401},
        {"GET", "/metrics", BEARER(READ_TOKEN), NULL, 200},
        {"GET", "/api/v1/nothing", BEARER(READ_TOKEN), NULL, 404},
        {"GET", "/api/v1/deviations/99", BEARER(READ_TOKEN), NULL, 404},
        {"DELETE", "/api/v1/status", BEARER(ACT_TOKEN), NULL, 405},
        {"POST", "/api/v1/status", BEARER(ACT_TOKEN) AS_JSON, "{}", 405},
        {"GET", "/healthz", "Host: evil.example\r\n", NULL, 421},
        {"GET", "/healthz", "Host: budget.example.org\r\n", NULL, 200},
        {"GET", "/healthz", "Host: localhost\r\nHost: localhost\r\n", NULL, 400},
        {"GET", "/%00", NULL, NULL, 400},
        {"POST", ack, AS_JSON, said, 401},
        {"POST", ack, BEARER("x") AS_JSON, said, 401},
        {"POST", ack, BEARER(READ_TOKEN) AS_JSON, said, 403},
        {"POST", ack, BEARER(ACT_TOKEN) AS_FORM, said, 415},
        {"POST", ack, BEARER(ACT_TOKEN) AS_JSON, "{", 400},
        {"POST", ack, BEARER(ACT_TOKEN) AS_JSON, "{\"cause\": \"funding\"}", 400},
        {"POST", ack, BEARER(ACT_TOKEN) AS_JSON, "{\"by\": \"Chief\\nof all\"}", 400},
        {"POST", ack, BEARER(ACT_TOKEN) AS_JSON, "{\"by\": \"Chief\", \"done\": \"maybe\"}", 400},
        {"POST", "/api/v1/deviations/1/acknowledge?by=x", BEARER(ACT_TOKEN) AS_JSON, said, 400},
        {"POST", "/api/v1/deviations/99/acknowledge", BEARER(ACT_TOKEN) AS_JSON, said, 409},
        {"POST", "/api/v1/silences/99/end", BEARER(ACT_TOKEN) AS_JSON, "{\"by\": \"Chief\"}", 409},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = status_of(cases[i].method, cases[i].target, cases[i].headers, cases[i].body);
        if (status != cases[i].status)
            fail_msg("case %zu, %s %s: %d and not %d", i, cases[i].method, cases[i].target, status,
                     cases[i].status);
    }
    assert_string_equal(department_sql(&database, "SELECT count(*) FROM acknowledgements"), "0");
}

static void every_answer_tells_the_browser_to_stay_here(void **state)
{
    (void)state;
    static const char *const targets[] = {"/healthz", "/login", "/nothing", "/%zz", "/api/v1/status"};

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct visit visit = visitor_ask(port, "GET", targets[i], NULL, NULL);
        const char *policy = visit_header(&visit, "Content-Security-Policy");
        assert_non_null(policy);
        assert_non_null(strstr(policy, "default-src 'none'"));
        assert_non_null(strstr(policy, "frame-ancestors 'none'"));
        assert_string_equal(visit_header(&visit, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(visit_header(&visit, "Cache-Control"), "no-store");
        assert_null(visit_header(&visit, "Server"));
        visit_free(&visit);
    }
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    struct buf text = {0};

    buf_puts(&text, "/api/v1/projects?q=");
    while (text.length < 8000)
        buf_putc(&text, 'x');
    assert_int_equal(status_of("GET", buf_text(&text), BEARER(READ_TOKEN), NULL), 414);
    while (text.length < 70000)
        buf_putc(&text, 'x');
    assert_int_equal(status_of("POST", "/login", AS_FORM, buf_text(&text)), 413);
    buf_free(&text);
}

static void an_acknowledgement_is_shown_at_once(void **state)
{
    (void)state;
    struct visit visit = visitor_ask(
        port, "POST", "/api/v1/deviations/1/acknowledge", BEARER(ACT_TOKEN) AS_JSON,
        "{\"by\": \"Chief\", \"cause\": \"funding\", \"action\": \"Pay\", \"due\": \"2025-12-31\", "
        "\"note\": \"<script>\"}");

    if (visit.status != 200)
        fail_msg("%s", visit.text);
    assert_non_null(strstr(visit.body, "\"action\":\"Pay\""));
    assert_non_null(strstr(visit.body, "\"note\":\"<script>\""));
    visit_free(&visit);
    assert_string_equal(department_sql(&database, "SELECT acknowledged_by FROM deviations WHERE id = 1"),
                        "Chief");
}

/* Logs in and returns the line of the cookie, as a header to be sent (static memory). */
static const char *log_in(const char *token)
{
    static char cookie[256];
    char form[128];

    snprintf(form, sizeof form, "token=%s&next=/api/v1/status", token);
    struct visit visit = visitor_ask(port, "POST", "/login", AS_FORM "Sec-Fetch-Site: same-origin\r\n", form);
    assert_int_equal(visit.status, 303);
    assert_string_equal(visit_header(&visit, "Location"), "/api/v1/status");
    const char *set = visit_header(&visit, "Set-Cookie");
    assert_non_null(strstr(set, "; HttpOnly; SameSite=Strict"));
    snprintf(cookie, sizeof cookie, "Cookie: %.*s\r\n", (int)strcspn(set, ";"), set);
    visit_free(&visit);
    return cookie;
}

/* The proof in the form that the session is shown (static memory). */
static const char *proof_of(const char *cookie)
{
    static char proof[80];
    struct visit visit = visitor_ask(port, "GET", "/login", cookie, NULL);
    const char *at = strstr(visit.body, "name=\"proof\" value=\"");

    assert_non_null(at);
    snprintf(proof, sizeof proof, "proof=%.64s", at + strlen("name=\"proof\" value=\""));
    visit_free(&visit);
    return proof;
}

static void a_browser_logs_in_and_out(void **state)
{
    (void)state;
    char cookie[256], form[512];
    struct visit visit = visitor_ask(port, "POST", "/login", AS_FORM, "token=wrong");

    assert_int_equal(visit.status, 403);
    assert_null(visit_header(&visit, "Set-Cookie"));
    visit_free(&visit);
    assert_int_equal(
        status_of("POST", "/login", AS_FORM "Origin: https://evil.example\r\n", "token=" READ_TOKEN), 403);
    snprintf(cookie, sizeof cookie, "%s", log_in(ACT_TOKEN));
    assert_int_equal(status_of("GET", "/api/v1/status", cookie, NULL), 200);
    /* Nobody's form but our own acts, and JSON not by a cookie. */
    snprintf(form, sizeof form, "%s" AS_JSON, cookie);
    assert_int_equal(status_of("POST", "/api/v1/deviations/1/acknowledge", form, "{\"by\": \"x\"}"), 401);
    snprintf(form, sizeof form, "%s" AS_FORM, cookie);
    assert_int_equal(status_of("POST", "/logout", form, ""), 403);
    assert_int_equal(status_of("POST", "/logout", form, "proof=0000"), 403);
    char proof[80];
    snprintf(proof, sizeof proof, "%s", proof_of(cookie));
    snprintf(form, sizeof form, "%s" AS_FORM "Sec-Fetch-Site: cross-site\r\n", cookie);
    assert_int_equal(status_of("POST", "/logout", form, proof), 403);
    snprintf(form, sizeof form, "%s" AS_FORM "Origin: null\r\n", cookie);
    assert_int_equal(status_of("POST", "/logout", form, proof), 403);
    assert_int_equal(status_of("GET", "/api/v1/status", cookie, NULL), 200);
    snprintf(form, sizeof form, "%s" AS_FORM "Origin: http://127.0.0.1:%d\r\n", cookie, port);
    assert_int_equal(status_of("POST", "/logout", form, proof), 303);
    assert_int_equal(status_of("GET", "/api/v1/status", cookie, NULL), 401);
}

static void behind_a_proxy_with_tls_the_cookie_is_for_that_alone(void **state)
{
    (void)state;
    struct visit visit = visitor_ask(port, "POST", "/login", AS_FORM "X-Forwarded-Proto: https\r\n",
                                     "token=" READ_TOKEN "&next=//evil.example/");
    const char *set = visit_header(&visit, "Set-Cookie");

    assert_non_null(set);
    assert_int_equal(strncmp(set, "__Host-budgetwatch=", 19), 0);
    assert_non_null(strstr(set, "; Secure"));
    assert_string_equal(visit_header(&visit, "Location"), "/");
    visit_free(&visit);
}

static int try_behind_proxy(const char *from, const char *token)
{
    char headers[200], form[80];

    snprintf(headers, sizeof headers, AS_FORM "X-Forwarded-For: 198.51.100.9, %s\r\n", from);
    snprintf(form, sizeof form, "token=%s", token);
    return status_of("POST", "/login", headers, form);
}

/* All who come through a proxy come from its address. */
static void who_guesses_behind_a_proxy_locks_nobody_else_out(void **state)
{
    (void)state;
    int status = 403;

    for (int i = 0; i < 12 && status == 403; i++)
        status = try_behind_proxy("192.0.2.1", "wrong");
    assert_int_equal(status, 429);
    assert_int_equal(try_behind_proxy("192.0.2.1", READ_TOKEN), 429);
    assert_int_equal(try_behind_proxy("2001:db8::2", READ_TOKEN), 303);
    department_wait_said(&daemon_, "he has to wait now between them\" address=192.0.2.1", 1, PATIENCE,
                         "nothing is said of who guesses");
}

static double metric(const char *name)
{
    struct visit visit = visitor_ask(port, "GET", "/metrics", BEARER(READ_TOKEN), NULL);
    struct buf wanted = {0};
    double value = -1;

    assert_int_equal(visit.status, 200);
    buf_printf(&wanted, "\n%s ", name);
    const char *at = strstr(visit.body, buf_text(&wanted));
    if (at != NULL)
        value = strtod(at + wanted.length, NULL);
    buf_free(&wanted);
    visit_free(&visit);
    return value;
}

static bool is_delivered(void *ctx)
{
    (void)ctx;
    return metric(
               "budgetwatch_delivery_attempts_total{channel=\"log\",type=\"log\",outcome=\"delivered\"}") >=
               1 ||
           metric("budgetwatch_delivery_attempts_total{channel=\"log\",type=\"journal\",outcome="
                  "\"delivered\"}") >= 1;
}

static void monitoring_sees_what_stands_and_what_was_told(void **state)
{
    (void)state;

    assert_true(metric("budgetwatch_deviations{rule=\"execution.pace\",severity=\"red\"}") == 1);
    assert_true(metric("budgetwatch_leader") == 1);
    assert_true(metric("budgetwatch_reload_success") == 1);
    assert_true(metric("budgetwatch_change_log_rows") == 0);
    assert_true(metric("process_open_fds") > 5);
    wait_until_true(&daemon_, is_delivered, NULL, PATIENCE, "no delivery is counted");
}

static void promtool_finds_nothing_to_say(void **state)
{
    (void)state;
    struct visit visit = visitor_ask(port, "GET", "/metrics", BEARER(READ_TOKEN), NULL);
    char command[256];

    if (system("command -v promtool >/dev/null") != 0) {
        visit_free(&visit);
        if (getenv("CI") != NULL)
            fail_msg("promtool is not here: install Debian's prometheus");
        print_message("promtool is not here, so the metrics are not checked by it\n");
        skip();
    }
    snprintf(command, sizeof command, "promtool check metrics <%s",
             process_file(&cluster, "metrics.txt", "%s", visit.body));
    visit_free(&visit);
    assert_int_equal(system(command), 0);
    visit = visitor_ask(port, "GET", "/metrics",
                        BEARER(READ_TOKEN) "Accept: application/openmetrics-text\r\n", NULL);
    assert_string_equal(visit_header(&visit, "Content-Type"),
                        "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert_string_equal(visit.text + strlen(visit.text) - 6, "# EOF\n");
    visit_free(&visit);
}

static bool is_status(void *ctx)
{
    return status_of("GET", "/readyz", NULL, NULL) == *(int *)ctx;
}

static bool reads_again(void *ctx)
{
    (void)ctx;
    return status_of("GET", "/api/v1/status", BEARER(READ_TOKEN), NULL) == 200;
}

static void without_the_database_it_says_so_and_comes_back(void **state)
{
    (void)state;

    cluster_halt(&cluster, SIGINT);
    wait_until_true(&daemon_, is_status, &(int){503}, PATIENCE, "it is ready without a database");
    assert_int_equal(status_of("GET", "/healthz", NULL, NULL), 200);
    struct visit visit = visitor_ask(port, "GET", "/api/v1/status", BEARER(READ_TOKEN), NULL);
    assert_int_equal(visit.status, 503);
    assert_string_equal(visit_header(&visit, "Retry-After"), "5");
    assert_non_null(strstr(visit.body, "The database cannot be reached"));
    visit_free(&visit);
    assert_true(metric("budgetwatch_database_up") == 0);
    assert_true(cluster_resume(&cluster));
    wait_until_true(&daemon_, is_status, &(int){200}, PATIENCE,
                    "it is not ready though the database is back");
    wait_until_true(&daemon_, reads_again, NULL, PATIENCE, "it does not read though the database is back");
}

static bool new_token_counts(void *ctx)
{
    (void)ctx;
    return status_of("GET", "/api/v1/status", BEARER(NEW_TOKEN), NULL) == 200;
}

static void a_reload_takes_other_tokens_or_none_of_it(void **state)
{
    (void)state;

    process_file(&cluster, "read.token", "short\n");
    process_signal(&daemon_, SIGHUP);
    department_wait_said(&daemon_, "the new configuration is not taken", 1, PATIENCE,
                         "a short token is taken");
    assert_true(metric("budgetwatch_reload_success") == 0);
    process_file(&cluster, "read.token", NEW_TOKEN "\n");
    process_signal(&daemon_, SIGHUP);
    wait_until_true(&daemon_, new_token_counts, NULL, PATIENCE, "the new token does not count");
    assert_int_equal(status_of("GET", "/api/v1/status", BEARER(READ_TOKEN), NULL), 401);
    /* No token is needed for 127.0.0.1 alone, but one is while others are let in. */
    process_file(
        &cluster, "web.json",
        "{\"poll_interval\": \"50ms\", \"web\": {\"enabled\": true, \"hosts\": [\"budget.example.org\"]}}");
    process_signal(&daemon_, SIGHUP);
    department_wait_said(&daemon_, "web.token_file is needed", 1, PATIENCE,
                         "names are taken without a token");
    assert_int_equal(status_of("GET", "/api/v1/status", NULL, NULL), 401);
}

/* What comes after an end that others may see elsewhere is nobody's request. */
static void where_a_request_ends_must_be_clear(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 4\r\nContent-Length: 40\r\n",
        "Content-Length : 4\r\n",
    };

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, AS_FORM "%s", headers[i]);
        struct visit visit = visitor_ask(port, "POST", "/login", text, NULL);
        assert_int_equal(visit.status, 400);
        assert_string_equal(visit_header(&visit, "Connection"), "close");
        visit_free(&visit);
    }
}

/* Half a request holds nobody up, and a stop does not wait for it. */
static void it_stops_while_somebody_dawdles(void **state)
{
    (void)state;
    static const char half[] = "GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1";
    int fds[20];

    for (size_t i = 0; i < 20; i++)
        fds[i] = visitor_send(port, half, sizeof half - 1);
    assert_int_equal(status_of("GET", "/healthz", NULL, NULL), 200);
    assert_int_equal(process_stop(&daemon_), 0);
    for (size_t i = 0; i < 20; i++)
        close(fds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_ask_what),
        cmocka_unit_test(every_answer_tells_the_browser_to_stay_here),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(where_a_request_ends_must_be_clear),
        cmocka_unit_test(an_acknowledgement_is_shown_at_once),
        cmocka_unit_test(a_browser_logs_in_and_out),
        cmocka_unit_test(behind_a_proxy_with_tls_the_cookie_is_for_that_alone),
        cmocka_unit_test(who_guesses_behind_a_proxy_locks_nobody_else_out),
        cmocka_unit_test(monitoring_sees_what_stands_and_what_was_told),
        cmocka_unit_test(promtool_finds_nothing_to_say),
        cmocka_unit_test(without_the_database_it_says_so_and_comes_back),
        cmocka_unit_test(a_reload_takes_other_tokens_or_none_of_it),
        cmocka_unit_test(it_stops_while_somebody_dawdles),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
