#include "cli/import_files.h"

#include "import_folder.h"

static void collect(struct import_files *files, const char *first, const char *second,
                    char notes[static 1024])
{
    char one[256], two[256];
    char *paths[] = {one, two};
    struct err err = {0};
    FILE *out = tmpfile();

    snprintf(one, sizeof one, "%s", first);
    snprintf(two, sizeof two, "%s", second != NULL ? second : "");
    assert_non_null(out);
    if (!import_files_collect(files, NULL, paths, second != NULL ? 2 : 1, out, &err))
        fail_msg("%s", err.text);
    rewind(out);
    notes[fread(notes, 1, 1023, out)] = '\0';
    fclose(out);
}

static void a_folder_is_read_in_the_order_of_references_and_the_rest_is_named(void **state)
{
    (void)state;
    struct import_files files;
    char notes[1024], expected[1024];

    write_file("execution.csv", "");
    write_file("budgets.csv", "");
    write_file("units.csv", "");
    write_file("readme.txt", "");
    write_file("z\n\033\xC2\x9B\xFF.csv", "");
    assert_int_equal(mkdir(in_folder("plans.csv"), 0700), 0);
    assert_int_equal(mkfifo(in_folder("receipts.csv"), 0700), 0);
    collect(&files, folder, NULL, notes);

    assert_int_equal(files.count, 3);
    assert_string_equal(files.items[0].label, "units.csv");
    assert_string_equal(files.items[1].label, "budgets.csv");
    assert_string_equal(files.items[2].label, "execution.csv");
    assert_int_equal(files.items[2].kind->id, LEDGER_EXECUTION);
    snprintf(expected, sizeof expected,
             "skipped, not a ledger file: %s/plans.csv\nskipped, not a ledger file: %s/readme.txt\n"
             "skipped, not a ledger file: %s/receipts.csv\nskipped, not a ledger file: %s/z????.csv\n",
             folder, folder, folder, folder);
    assert_string_equal(notes, expected);
    import_files_done(&files);
}

static void two_files_of_a_name_are_told_apart_by_their_paths(void **state)
{
    (void)state;
    struct import_files files;
    char notes[1024], other[256], first[256];

    assert_int_equal(mkdir(in_folder("b"), 0700), 0);
    write_file("b/units.csv", "");
    write_file("b/projects.csv", "");
    write_file("units.csv", "");
    snprintf(other, sizeof other, "%s", in_folder("b/"));
    snprintf(first, sizeof first, "%s", in_folder("units.csv"));
    collect(&files, first, other, notes);

    assert_int_equal(files.count, 3);
    assert_string_equal(files.items[0].label, first);
    assert_string_equal(files.items[1].label, in_folder("b/units.csv"));
    assert_string_equal(files.items[2].label, "projects.csv");
    import_files_done(&files);
}

static void what_cannot_be_imported_is_an_error(void **state)
{
    (void)state;
    static const char *const names[] = {"absent.csv", "readme.txt", "empty"};
    struct import_files files;

    write_file("readme.txt", "");
    assert_int_equal(mkdir(in_folder("empty"), 0700), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        char *paths[] = {path};
        struct err err = {0};
        snprintf(path, sizeof path, "%s", in_folder(names[i]));
        assert_false(import_files_collect(&files, NULL, paths, 1, stderr, &err));
        assert_int_not_equal(err.code, ERR_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_is_read_in_the_order_of_references_and_the_rest_is_named,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(two_files_of_a_name_are_told_apart_by_their_paths, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_imported_is_an_error, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
