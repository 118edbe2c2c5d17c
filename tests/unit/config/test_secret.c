#include "config/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two folders: the configuration's, and the one of systemd's credentials. */
struct folders {
    char config[40];
    char credentials[40];
};

static int make_folders(void **state)
{
    static struct folders folders;

    strcpy(folders.config, "/tmp/test_secret_a.XXXXXX");
    strcpy(folders.credentials, "/tmp/test_secret_b.XXXXXX");
    *state = &folders;
    unsetenv("CREDENTIALS_DIRECTORY");
    return mkdtemp(folders.config) != NULL && mkdtemp(folders.credentials) != NULL ? 0 : -1;
}

static int remove_folders(void **state)
{
    const struct folders *folders = *state;
    const char *const both[] = {folders->config, folders->credentials};
    char path[64];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/s", both[i]);
        remove(path);
        rmdir(both[i]);
    }
    return 0;
}

static void put(const char *folder, const char *bytes, size_t length)
{
    char path[64];

    snprintf(path, sizeof path, "%s/s", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void one_newline_at_the_end_is_dropped(void **state)
{
    const struct folders *folders = *state;
    static const struct {
        const char *written, *read;
    } cases[] = {{"abc", "abc"},     {"abc\n", "abc"},   {"abc\r\n", "abc"}, {"abc\n\n", "abc\n"},
                 {"abc\r", "abc\r"}, {" a b ", " a b "}, {"a\nb\n", "a\nb"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct secret secret = {0};
        struct err err = {0};
        put(folders->config, cases[i].written, strlen(cases[i].written));
        assert_true(secret_read("s", folders->config, &secret, &err));
        assert_string_equal(secret.bytes, cases[i].read);
        assert_int_equal(secret.length, strlen(cases[i].read));
        secret_wipe(&secret);
        assert_null(secret.bytes);
    }
}

static void bytes_are_kept_as_they_are(void **state)
{
    const struct folders *folders = *state;
    static const char bytes[] = {'\0', '\xff', '\n', '\0', '\x80'};
    struct secret secret = {0};
    struct err err = {0};

    put(folders->config, bytes, sizeof bytes);
    assert_true(secret_read("s", folders->config, &secret, &err));
    assert_int_equal(secret.length, sizeof bytes);
    assert_memory_equal(secret.bytes, bytes, sizeof bytes);
    secret_wipe(&secret);
}

static void credentials_come_before_the_folder(void **state)
{
    const struct folders *folders = *state;
    struct secret secret = {0};
    struct err err = {0};

    setenv("CREDENTIALS_DIRECTORY", folders->credentials, 1);
    put(folders->config, "beside", 6);
    assert_true(secret_read("s", folders->config, &secret, &err));
    assert_string_equal(secret.bytes, "beside");
    secret_wipe(&secret);

    put(folders->credentials, "credential", 10);
    assert_true(secret_read("s", folders->config, &secret, &err));
    assert_string_equal(secret.bytes, "credential");
    secret_wipe(&secret);
}

static void an_absolute_name_is_taken_as_it_stands(void **state)
{
    const struct folders *folders = *state;
    struct secret secret = {0};
    struct err err = {0};
    char path[64];

    setenv("CREDENTIALS_DIRECTORY", folders->credentials, 1);
    put(folders->config, "mine", 4);
    snprintf(path, sizeof path, "%s/s", folders->config);
    assert_true(secret_read(path, "/nonexistent", &secret, &err));
    assert_string_equal(secret.bytes, "mine");
    secret_wipe(&secret);
}

/* What is wrong with a credential that is there must not be hidden by the other folder. */
static void a_bad_credential_is_no_reason_to_look_elsewhere(void **state)
{
    const struct folders *folders = *state;
    struct secret secret = {0};
    struct err err = {0};
    char path[64];

    setenv("CREDENTIALS_DIRECTORY", folders->credentials, 1);
    put(folders->config, "beside", 6);
    put(folders->credentials, "\n", 1);
    assert_false(secret_read("s", folders->config, &secret, &err));
    assert_non_null(strstr(err.text, folders->credentials));

    err_clear(&err);
    snprintf(path, sizeof path, "%s/s", folders->credentials);
    assert_int_equal(remove(path), 0);
    assert_int_equal(symlink("s", path), 0); /* a circle: it cannot even be opened */
    assert_false(secret_read("s", folders->config, &secret, &err));
    assert_non_null(strstr(err.text, folders->credentials));
}

static void the_limit_is_4096_bytes(void **state)
{
    const struct folders *folders = *state;
    char bytes[SECRET_MAX + 1];
    struct secret secret = {0};
    struct err err = {0};

    memset(bytes, 'x', sizeof bytes);
    put(folders->config, bytes, SECRET_MAX);
    assert_true(secret_read("s", folders->config, &secret, &err));
    assert_int_equal(secret.length, SECRET_MAX);
    secret_wipe(&secret);

    put(folders->config, bytes, sizeof bytes);
    assert_false(secret_read("s", folders->config, &secret, &err));
    assert_non_null(strstr(err.text, "larger than 4096 bytes"));
    assert_null(strstr(err.text, "xx"));
}

static void empty_absent_and_odd_files_are_errors(void **state)
{
    const struct folders *folders = *state;
    struct secret secret = {0};
    struct err err = {0};
    char path[64];

    assert_false(secret_read("s", folders->config, &secret, &err));
    assert_non_null(strstr(err.text, "/s: No such file"));
    assert_int_equal(err.code, ERR_CONFIG);

    err_clear(&err);
    put(folders->config, "", 0);
    assert_false(secret_read("s", folders->config, &secret, &err));
    assert_non_null(strstr(err.text, "/s: empty"));

    err_clear(&err);
    assert_false(secret_read(folders->config, "/", &secret, &err));
    assert_non_null(strstr(err.text, "not a regular file"));

    err_clear(&err);
    snprintf(path, sizeof path, "%s/s", folders->credentials);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(secret_read(path, "/", &secret, &err)); /* and does not wait for a writer */
    assert_non_null(strstr(err.text, "not a regular file"));
    assert_null(secret.bytes);
}

#define SECRET_TEST(f) cmocka_unit_test_setup_teardown(f, make_folders, remove_folders)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECRET_TEST(one_newline_at_the_end_is_dropped),
        SECRET_TEST(bytes_are_kept_as_they_are),
        SECRET_TEST(credentials_come_before_the_folder),
        SECRET_TEST(an_absolute_name_is_taken_as_it_stands),
        SECRET_TEST(a_bad_credential_is_no_reason_to_look_elsewhere),
        SECRET_TEST(the_limit_is_4096_bytes),
        SECRET_TEST(empty_absent_and_odd_files_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
