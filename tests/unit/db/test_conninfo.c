#include "db/conninfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void a_password_is_found_wherever_libpq_reads_one(void **state)
{
    (void)state;
    static const struct {
        const char *conninfo;
        bool has_password;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"host=a,b dbname=x target_session_attrs=read-write", false},
        {"passfile=/etc/pass dbname=password", false},
        {"application_name='password=x'", false},
        {"postgresql://user@host/db?sslmode=require", false},
        {"dbname=x password=y", true},
        {"dbname=x password = 'y z'", true},
        {"password=''", false},
        {"sslkey=k sslpassword=y", true},
        {"postgres://user:y@host/db", true},
        {"postgresql://host/db?password=y", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        bool has_password = !cases[i].has_password;
        assert_true(conninfo_has_password(cases[i].conninfo, &has_password, &err));
        assert_int_equal(has_password, cases[i].has_password);
    }
}

static void what_libpq_cannot_parse_is_an_error_that_quotes_nothing(void **state)
{
    (void)state;
    static const char *const cases[] = {"x", "password='secret", "nonsense=1 password=secret",
                                        "password=se secret", "postgresql://u:secret@[h"};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        bool has_password = false;
        assert_false(conninfo_has_password(cases[i], &has_password, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_null(strstr(err.text, "secret"));
    }
}

static void the_way_is_what_the_string_and_the_environment_say(void **state)
{
    (void)state;
    static const struct {
        const char *conninfo;
        enum conninfo_way way;
    } cases[] = {
        {NULL, CONNINFO_SAFE},
        {"dbname=x", CONNINFO_SAFE},
        {"host=/run/postgresql", CONNINFO_SAFE},
        {"host=localhost,127.0.0.1,::1", CONNINFO_SAFE},
        {"host=localhost,db2", CONNINFO_PLAIN},
        {"host=db1 sslmode=prefer", CONNINFO_PLAIN},
        {"host=db1 sslmode=require", CONNINFO_ENCRYPTED},
        {"host=db1,db2 sslmode=verify-full", CONNINFO_SAFE},
        {"postgresql://db1/x", CONNINFO_PLAIN},
        {"postgresql://db1/x?sslmode=verify-ca", CONNINFO_SAFE},
        {"host=db1 hostaddr=127.0.0.1", CONNINFO_SAFE},
        {"host=127.example.org", CONNINFO_PLAIN},
    };
    enum conninfo_way way;
    struct err err = {0};

    unsetenv("PGHOST");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(conninfo_way(cases[i].conninfo, &way, &err));
        if (way != cases[i].way)
            fail_msg("%s: %d", cases[i].conninfo, (int)way);
    }
    setenv("PGHOST", "db1", 1);
    assert_true(conninfo_way("dbname=x", &way, &err));
    assert_int_equal(way, CONNINFO_PLAIN);
    setenv("PGSSLMODE", "verify-full", 1);
    assert_true(conninfo_way("dbname=x", &way, &err));
    assert_int_equal(way, CONNINFO_SAFE);
    unsetenv("PGSSLMODE");
    unsetenv("PGHOST");
    assert_false(conninfo_way("nonsense=1", &way, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_found_wherever_libpq_reads_one),
        cmocka_unit_test(what_libpq_cannot_parse_is_an_error_that_quotes_nothing),
        cmocka_unit_test(the_way_is_what_the_string_and_the_environment_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
