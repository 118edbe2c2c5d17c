#include "cli/file_digest.h"

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

static char folder[] = "/tmp/bw-digest-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *place(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void expect_digest(const char *text, const char *hex)
{
    char found[FILE_DIGEST_TEXT];
    int64_t bytes = -1;
    struct err err = {0};
    FILE *file = fopen(place("file"), "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(file_digest(place("file"), found, &bytes, &err), FILE_READ);
    assert_string_equal(found, hex);
    assert_int_equal(bytes, strlen(text));
    assert_int_equal(err.code, ERR_NONE);
    unlink(place("file"));
}

static void expect_none(const char *path, enum file_found found, const char *words)
{
    char hex[FILE_DIGEST_TEXT] = "untouched";
    int64_t bytes = -1;
    struct err err = {0};

    assert_int_equal(file_digest(path, hex, &bytes, &err), found);
    assert_string_equal(hex, "untouched");
    assert_int_equal(bytes, -1);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.text, words));
}

/* The standard's vectors (FIPS 180). */
static void the_digest_is_sha_256_in_hexadecimal(void **state)
{
    (void)state;

    expect_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_digest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void what_is_not_there_is_gone(void **state)
{
    (void)state;
    char name[300];

    expect_none(place("none"), FILE_GONE, "No such file");
    expect_none("/dev/null/file", FILE_GONE, "Not a directory");
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    expect_none(name, FILE_GONE, "too long");
}

/* A pipe without a writer would be waited for. */
static void a_folder_or_a_pipe_is_there_and_cannot_be_read(void **state)
{
    (void)state;

    expect_none(folder, FILE_UNREADABLE, "not a regular file");
    assert_int_equal(mkfifo(place("pipe"), 0600), 0);
    expect_none(place("pipe"), FILE_UNREADABLE, "not a regular file");
    unlink(place("pipe"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_sha_256_in_hexadecimal),
        cmocka_unit_test(what_is_not_there_is_gone),
        cmocka_unit_test(a_folder_or_a_pipe_is_there_and_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
