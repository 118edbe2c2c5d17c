/* Cases as files: tests/cases/KIND/good/X.json must be read without a fault, and
 * tests/cases/KIND/bad/X.json must give exactly the faults of X.faults. A case needs no C. */
#ifndef TESTS_CONFIG_CASES_H
#define TESTS_CONFIG_CASES_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "config/faults.h"

/* Read a text under this name, and forget what it made. */
typedef bool (*case_reader)(const char *text, size_t length, const char *name, struct faults *faults);

static void case_file(struct buf *text, const char *folder, const char *name)
{
    struct buf path = {0};
    struct err err = {0};

    buf_printf(&path, "%s/%s", folder, name);
    if (!buf_read_file(text, buf_text(&path), 1 << 20, &err))
        fail_msg("%s", err.text);
    buf_free(&path);
}

static void case_run(case_reader reader, const char *folder, const char *name, bool good)
{
    struct buf text = {0}, expected = {0}, found = {0};
    struct faults faults = {0};
    char faults_name[256];

    case_file(&text, folder, name);
    if (!good) {
        snprintf(faults_name, sizeof faults_name, "%.*s.faults", (int)(strlen(name) - 5), name);
        case_file(&expected, folder, faults_name);
    }
    bool ok = reader(buf_text(&text), text.length, name, &faults);
    faults_format(&faults, &found);
    if (strcmp(buf_text(&found), buf_text(&expected)) != 0)
        fail_msg("%s\n--- expected\n%s--- found\n%s", name, buf_text(&expected), buf_text(&found));
    assert_int_equal(ok, good);
    faults_done(&faults);
    buf_free(&text);
    buf_free(&expected);
    buf_free(&found);
}

static int is_json(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* All of a folder; an empty or missing one is a failure. */
static void cases_run(case_reader reader, const char *folder, bool good)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_json, alphasort);

    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        case_run(reader, folder, entries[i]->d_name, good);
        free(entries[i]);
    }
    free(entries);
}

#endif
