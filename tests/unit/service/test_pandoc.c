#include "service/pandoc.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "report/reference_docx.h"
#include "../../support/archive.h"

static char folder[64], reference[96], output[96], program[96];
static char *old_path;

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/budgetwatch-pandoc-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(reference, sizeof reference, "%s/reference.docx", folder);
    snprintf(output, sizeof output, "%s/out.docx", folder);
    snprintf(program, sizeof program, "%s/pandoc", folder);
    signal(SIGPIPE, SIG_IGN);
    old_path = strdup(getenv("PATH"));
    struct err err = {0};
    return reference_docx_write(reference, &err) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(reference);
    unlink(output);
    unlink(program);
    free(old_path);
    return rmdir(folder);
}

/* A program of this name and nothing else is found: what pandoc would do, in sh. NULL: there is none. */
static void pandoc_is(const char *script)
{
    unlink(program);
    setenv("PATH", folder, 1);
    if (script == NULL)
        return;
    FILE *file = fopen(program, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(program, 0700), 0);
}

static int real_pandoc(void **state)
{
    (void)state;
    unlink(program);
    setenv("PATH", old_path, 1);
    return 0;
}

static bool docx(const char *markdown, struct err *err)
{
    return pandoc_docx(markdown, strlen(markdown), reference, output, err);
}

static void count_done(struct pandoc *pandoc)
{
    int *calls = pandoc->owner;
    (*calls)++;
}

/* Runs a job to its end; fails unless `done` was called once. */
static struct err run(const struct pandoc_job *job)
{
    int calls = 0;
    struct pandoc pandoc = {.owner = &calls};
    uv_loop_t loop;

    uv_loop_init(&loop);
    pandoc_start(&pandoc, &loop, job, count_done);
    assert_int_equal(calls, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(calls, 1);
    assert_int_equal(uv_loop_close(&loop), 0);
    return pandoc.err;
}

/* What is missing on a desk is no failure, but whoever builds for others must have it. */
static void skip_without_pandoc(void)
{
    const char *ci = getenv("CI");

    if (system("pandoc --version >/dev/null 2>&1") == 0)
        return;
    if (ci != NULL && strcmp(ci, "true") == 0)
        fail_msg("pandoc is not installed");
    print_message("pandoc is not installed: not tried with the real one\n");
    skip();
}

static void markdown_becomes_a_document_in_the_look_of_the_reference(void **state)
{
    struct err err = {0};
    struct buf styles = {0};
    int code;
    (void)state;

    skip_without_pandoc();
    if (!docx("# 标题\n\n## 一、情况\n\n正文。\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", &err))
        fail_msg("%s", err.text);
    zip_t *archive = zip_open(output, ZIP_RDONLY, &code);
    assert_non_null(archive);
    assert_true(zip_name_locate(archive, "word/footer1.xml", 0) >= 0);
    archive_add_part(archive, "word/document.xml", &styles);
    zip_discard(archive);
    assert_non_null(strstr(buf_text(&styles), "w:val=\"Title\""));
    assert_non_null(strstr(buf_text(&styles), "w:val=\"Heading1\""));
    assert_non_null(strstr(buf_text(&styles), "w:top=\"2098\""));
    assert_non_null(strstr(buf_text(&styles), "w:val=\"Table\""));
    assert_non_null(strstr(buf_text(&styles), "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"));
    buf_free(&styles);
}

static void where_it_is_not_installed_the_error_says_what_to_do(void **state)
{
    struct err err = {0};
    (void)state;

    pandoc_is(NULL);
    assert_false(docx("# a\n", &err));
    assert_int_equal(err.code, ERR_CONFIG);
    assert_string_equal(err.text,
                        "pandoc is not installed; install the package pandoc, or use --format html");
}

static void the_whole_text_and_the_paths_are_handed_over(void **state)
{
    struct err err = {0};
    struct buf text = {0}, got = {0};
    (void)state;

    pandoc_is(
        "for a; do case $a in --output=*) out=${a#--output=};; --reference-doc=*) ref=${a#*=};; esac; done\n"
        "test -f \"$ref\" && cat >\"$out\"");
    for (int i = 0; i < 100000; i++)
        buf_puts(&text, "数据 ");
    const struct pandoc_job job = {
        .markdown = text.data, .length = text.length, .reference = reference, .output = output};
    err = run(&job);
    assert_int_equal(err.code, ERR_NONE);
    assert_true(buf_read_file(&got, output, 1 << 22, &err));
    assert_int_equal(got.length, text.length);
    assert_memory_equal(got.data, text.data, text.length);
    buf_free(&text);
    buf_free(&got);
}

static void where_it_fails_its_first_line_is_told(void **state)
{
    struct err err = {0};
    (void)state;

    pandoc_is("echo 'cannot write there' >&2; echo 'second line' >&2; exit 3");
    assert_false(docx("# a\n", &err));
    assert_int_equal(err.code, ERR_IO);
    assert_string_equal(err.text, "pandoc failed (exit status 3): cannot write there");
}

static void one_that_dies_is_an_error(void **state)
{
    struct err err = {0};
    (void)state;

    pandoc_is("kill -9 $$");
    assert_false(docx("# a\n", &err));
    assert_string_equal(err.text, "pandoc was ended by signal 9");
}

static void one_that_hangs_is_stopped_at_the_deadline(void **state)
{
    const struct pandoc_job job = {
        .markdown = "a", .length = 1, .reference = reference, .output = output, .timeout = 20};
    (void)state;

    pandoc_is("while :; do :; done");
    struct err err = run(&job);
    assert_int_equal(err.code, ERR_TIMEOUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(markdown_becomes_a_document_in_the_look_of_the_reference, real_pandoc),
        cmocka_unit_test(where_it_is_not_installed_the_error_says_what_to_do),
        cmocka_unit_test(the_whole_text_and_the_paths_are_handed_over),
        cmocka_unit_test(where_it_fails_its_first_line_is_told),
        cmocka_unit_test(one_that_dies_is_an_error),
        cmocka_unit_test(one_that_hangs_is_stopped_at_the_deadline),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
