#include "cli/output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/bw-output-XXXXXX";

static bool make_text(const struct output *output, struct buf *out, struct err *err)
{
    (void)output, (void)err;
    buf_puts(out, "a paper\n");
    return true;
}

static const struct output paper = {.format = FORMAT_MD, .make_text = make_text};

static const char *in_folder(const char *name)
{
    static char paths[2][128];
    static int turn;

    turn = 1 - turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

static void expect_content(const char *name, const char *content)
{
    struct buf text = {0};
    struct err err = {0};

    assert_true(buf_read_file(&text, in_folder(name), 1000, &err));
    assert_string_equal(buf_text(&text), content);
    buf_free(&text);
}

static void what_stood_there_is_replaced_by_the_whole(void **state)
{
    struct err err = {0};
    (void)state;

    assert_true(output_write(&paper, in_folder("a.md"), &err));
    assert_true(output_write(&paper, in_folder("a.md"), &err));
    expect_content("a.md", "a paper\n");
}

/* Its name can be foreseen, so somebody may have put a link to a file of ours there. */
static void a_link_beside_the_place_leads_nowhere(void **state)
{
    struct err err = {0};
    char beside[64];
    (void)state;

    FILE *other = fopen(in_folder("other"), "w");
    assert_non_null(other);
    fputs("precious", other);
    fclose(other);
    snprintf(beside, sizeof beside, "b.md.%ld.tmp", (long)getpid());
    assert_int_equal(symlink("other", in_folder(beside)), 0);

    assert_false(output_write(&paper, in_folder("b.md"), &err));
    assert_int_equal(err.code, ERR_IO);
    expect_content("other", "precious");
    assert_int_equal(access(in_folder("b.md"), F_OK), -1);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    char beside[64];
    (void)state;

    snprintf(beside, sizeof beside, "b.md.%ld.tmp", (long)getpid());
    unlink(in_folder("a.md"));
    unlink(in_folder("other"));
    unlink(in_folder(beside));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stood_there_is_replaced_by_the_whole),
        cmocka_unit_test(a_link_beside_the_place_leads_nowhere),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
