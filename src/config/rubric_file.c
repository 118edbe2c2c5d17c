#include "config/rubric_file.h"

#include <string.h>

#include "base/mem.h"
#include "config/json_file.h"
#include "config/rubric_table.h"
#include "embedded/rubrics.h"

static bool build(struct json_file *file, struct rubric **ret_rubric);

static bool load_shipped(const char *name, struct rubric **ret_rubric, struct faults *faults)
{
    struct buf known = {0};

    for (const struct rubric_text_file *shipped = rubric_text_files; shipped->name != NULL; shipped++) {
        if (strcmp(shipped->name, name) == 0) {
            buf_free(&known);
            return rubric_parse(shipped->text, strlen(shipped->text), name, ret_rubric, faults);
        }
        buf_printf(&known, "%s%s", known.length > 0 ? ", " : "", shipped->name);
    }
    faults_add(faults, name, 0, "",
               "no rubric of that name is shipped (%s); the path of a file has a / in it or ends in .json",
               buf_text(&known));
    buf_free(&known);
    return false;
}

bool rubric_load(const char *name_or_path, struct rubric **ret_rubric, struct faults *faults)
{
    struct json_file file;

    if (!json_file_is_path(name_or_path))
        return load_shipped(name_or_path, ret_rubric, faults);
    bool ok = json_file_read(&file, name_or_path, faults) && build(&file, ret_rubric);
    json_file_done(&file);
    return ok;
}

bool rubric_parse(const char *text, size_t length, const char *file_name, struct rubric **ret_rubric,
                  struct faults *faults)
{
    struct json_file file;
    bool ok = json_file_parse(&file, file_name, text, length, faults) && build(&file, ret_rubric);

    json_file_done(&file);
    return ok;
}

static bool build(struct json_file *file, struct rubric **ret_rubric)
{
    static const struct words none = {"", ""};
    struct rubric *rubric = mem_alloc(sizeof *rubric);
    struct rubric_reader reader = {.file = file, .rubric = rubric};
    size_t before = file->faults->count;

    rubric_defaults(rubric);
    rubric->title = rubric->basis = none;
    rubric_read_object(&reader, &rubric_root, NULL, file->root, rubric);
    if (file->faults->count > before) {
        rubric_free(rubric);
        return false;
    }
    rubric->text = arena_text_n(&rubric->arena, buf_text(&file->text), file->text.length);
    *ret_rubric = rubric;
    return true;
}
