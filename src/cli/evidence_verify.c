/* budgetwatch evidence verify: whether the files still stand as they were added.
 *
 * What the evidence columns say is free text as often as a path. Only what was added is missed; of the
 * rest, what turns out to be a file is pointed out, since it has no digest. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/evidence.h"
#include "cli/file_digest.h"
#include "report/json_lines.h"
#include "report/table.h"

struct look {
    const struct cli *cli;
    const char *root;
    bool json;
    int64_t counts[EVIDENCE_STATE_COUNT];
};

static enum evidence_state look_at(const struct look *look, const struct evidence_file *file,
                                   char found[static FILE_DIGEST_TEXT]);
static bool is_file(const struct look *look, const char *path);
static void tell(const struct look *look, const struct evidence_file *file, enum evidence_state state,
                 const char *found);
static void tell_sum(const struct look *look);
static void print(const struct buf *text);

int evidence_verify(const struct cli *cli, const struct evidence_files *files, const char *root, bool json)
{
    struct look look = {.cli = cli, .root = root, .json = json};

    for (size_t i = 0; i < files->count; i++) {
        const struct evidence_file *file = &files->list[i];
        char found[FILE_DIGEST_TEXT] = "";
        if (!file->added && !is_file(&look, file->path))
            continue;
        enum evidence_state state = file->added ? look_at(&look, file, found) : EVIDENCE_NOT_ADDED;
        look.counts[state]++;
        tell(&look, file, state, found);
    }
    tell_sum(&look);
    bool well =
        look.counts[EVIDENCE_ALTERED] + look.counts[EVIDENCE_GONE] + look.counts[EVIDENCE_UNREADABLE] == 0;
    return well ? CLI_OK : CLI_FAILED;
}

static enum evidence_state look_at(const struct look *look, const struct evidence_file *file,
                                   char found[static FILE_DIGEST_TEXT])
{
    struct buf place = {0};
    struct err err = {0};
    int64_t bytes;
    enum evidence_state state = EVIDENCE_GONE;

    switch (file_digest(evidence_place(&place, look->root, file->path), found, &bytes, &err)) {
    case FILE_READ: state = strcmp(found, file->sha256) == 0 ? EVIDENCE_UNCHANGED : EVIDENCE_ALTERED; break;
    case FILE_GONE: break;
    case FILE_UNREADABLE:
        cli_fail(CLI_FAILED, "%s", err.text);
        state = EVIDENCE_UNREADABLE;
        break;
    }
    buf_free(&place);
    return state;
}

static bool is_file(const struct look *look, const char *path)
{
    struct buf place = {0};
    struct stat info;

    bool is = stat(evidence_place(&place, look->root, path), &info) == 0 && S_ISREG(info.st_mode);
    buf_free(&place);
    return is;
}

static void tell(const struct look *look, const struct evidence_file *file, enum evidence_state state,
                 const char *found)
{
    struct buf line = {0};

    if (look->json) {
        json_line_write(stdout,
                        json_pack("{s:s, s:s, s:o, s:o, s:o}", "path", file->path, "state",
                                  evidence_state_name(state), "sha256", json_text_or_null(file->sha256),
                                  "found", json_text_or_null(found), "rows", evidence_rows_json(file)));
        return;
    }
    catalogue_evidence_found(&line, look->cli->config.language, state, file->path, file->sha256, found);
    print(&line);
    buf_free(&line);
}

static void tell_sum(const struct look *look)
{
    struct buf line = {0};

    if (look->json) {
        json_t *sum = json_object();
        for (int state = 0; state < EVIDENCE_STATE_COUNT; state++)
            json_object_set_new(sum, evidence_state_name((enum evidence_state)state),
                                json_integer(look->counts[state]));
        json_line_write(stdout, json_pack("{s:o}", "summary", sum));
        return;
    }
    catalogue_evidence_sum(&line, look->cli->config.language, look->counts);
    print(&line);
    buf_free(&line);
}

static void print(const struct buf *text)
{
    struct buf safe = {0};

    text_add_safe(&safe, buf_text(text));
    fputs(buf_text(&safe), stdout);
    buf_free(&safe);
}
