/* budgetwatch evidence: files that facts and assessments rest on. Adding keeps a file's digest and attaches
 * it to a row; verifying (evidence_verify.c) finds what is gone or altered. */
#include "cli/evidence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/file_digest.h"
#include "report/json_lines.h"
#include "report/table.h"

#define EVIDENCE_USAGE                                                                                       \
    "evidence add FILE... [--to TABLE/KEY] [--root DIR]\n"                                                   \
    "       budgetwatch evidence list|verify [--year YYYY] [--root DIR] [--json]"

enum { SHORT_DIGEST = 12, FILE_COLUMNS = 60 };

struct asked {
    const char *to, *root, *year_text;
    bool json;
    int year;
};

/* A file that is being added. */
struct adding {
    const char *path;
    char sha256[FILE_DIGEST_TEXT];
    int64_t bytes;
    enum evidence_added added;
};

static int act(struct cli *cli, struct asked *asked);
static int add(struct cli *cli, const struct asked *asked);
static bool parse_row(const char *to, const struct ledger_kind **ret_kind, const char **ret_key);
static bool digest_all(const struct asked *asked, struct adding *files, size_t count, struct err *err);
static bool store_all(struct db_session *session, struct adding *files, size_t count,
                      const struct ledger_kind *kind, const char *key, struct err *err);
static void print_added(const struct cli *cli, const struct asked *asked, const struct adding *files,
                        size_t count);
static int look(struct cli *cli, const struct asked *asked, bool verify);
static void list_json(const struct evidence_files *files);
static void list_text(const struct evidence_files *files, enum language language);
static void add_cells(struct table *table, const struct evidence_file *file, size_t place);

int cmd_evidence(int argc, char **argv)
{
    struct asked asked = {0};
    const struct cli_option options[] = {
        {"--to", "TABLE/KEY", "add: the row that the files speak for, e.g. indicator_values/E02/2023/12",
         .text = &asked.to},
        {"--root", "DIR", "where relative paths begin (default: evidence_folder, else here)",
         .text = &asked.root},
        {"--year", "YYYY", "only this fiscal year, and what belongs to none", .text = &asked.year_text},
        {"--json", NULL, "one JSON object a line", .flag = &asked.json},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv, EVIDENCE_USAGE,
            "Keeps the digest (SHA-256) of files that facts and assessments rest on, under their paths as\n"
            "given, and attaches them to rows of the ledger: TABLE is a table or the name of its sheet, KEY\n"
            "the parts of its key with slashes between. A file that is added again gets a new digest; the\n"
            "one before stays in the audit trail. verify looks at each file again; exit status 1: one is\n"
            "altered, gone or cannot be read. An evidence column may say anything else: only what was added\n"
            "is missed.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    if (asked.root == NULL)
        asked.root = cli.config.evidence_folder;
    result = act(&cli, &asked);
    cli_done(&cli);
    return result;
}

static int act(struct cli *cli, struct asked *asked)
{
    const char *verb = cli->rest_count > 0 ? cli->rest[0] : "";
    bool verify = strcmp(verb, "verify") == 0;
    long year = 0;

    if (strcmp(verb, "add") == 0) {
        if (cli->rest_count < 2)
            return cli_fail(CLI_USAGE, "evidence add: which file?");
        if (asked->year_text != NULL || asked->json)
            return cli_fail(CLI_USAGE, "evidence add: --year and --json belong to list and verify");
        return add(cli, asked);
    }
    if (!verify && strcmp(verb, "list") != 0)
        return cli_fail(CLI_USAGE, "evidence: add, list or verify?");
    if (cli->rest_count > 1 || asked->to != NULL)
        return cli_fail(CLI_USAGE, "evidence %s takes no file and no --to", verb);
    if (asked->year_text != NULL &&
        !cli_number("--year", asked->year_text, LEDGER_YEAR_LOW, LEDGER_YEAR_HIGH, &year))
        return CLI_USAGE;
    asked->year = (int)year;
    return look(cli, asked, verify);
}

static int add(struct cli *cli, const struct asked *asked)
{
    size_t count = (size_t)cli->rest_count - 1;
    const struct ledger_kind *kind = NULL;
    const char *key = NULL;
    struct db_session session;
    struct err err = {0};

    if (asked->to != NULL && !parse_row(asked->to, &kind, &key))
        return CLI_USAGE;
    struct adding *files = mem_alloc(count * sizeof *files);
    for (size_t i = 0; i < count; i++)
        files[i].path = cli->rest[i + 1];
    bool ok = digest_all(asked, files, count, &err);
    if (ok && !cli_connect(cli, &session, false)) {
        free(files);
        return CLI_FAILED;
    }
    if (ok) {
        ok = store_all(&session, files, count, kind, key, &err);
        db_session_close(&session);
    }
    if (ok)
        print_added(cli, asked, files, count);
    free(files);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

/* "contracts/HT-01": the table under its English or Chinese name, then its key, which may have slashes. */
static bool parse_row(const char *to, const struct ledger_kind **ret_kind, const char **ret_key)
{
    size_t length = strcspn(to, "/");
    const struct ledger_kind *kind = ledger_by_name(to, length);

    if (to[length] == '\0' || to[length + 1] == '\0') {
        cli_fail(CLI_USAGE, "--to: '%s' is not TABLE/KEY, such as contracts/HT-01", to);
        return false;
    }
    if (kind == NULL) {
        cli_fail(CLI_USAGE, "--to: '%.*s' is no table of the ledger", (int)length, to);
        return false;
    }
    *ret_kind = kind;
    *ret_key = to + length + 1;
    return true;
}

static bool digest_all(const struct asked *asked, struct adding *files, size_t count, struct err *err)
{
    bool ok = true;

    for (size_t i = 0; ok && i < count; i++) {
        struct buf place = {0};
        ok = file_digest(evidence_place(&place, asked->root, files[i].path), files[i].sha256, &files[i].bytes,
                         err) == FILE_READ;
        buf_free(&place);
    }
    return ok;
}

/* All or nothing. */
static bool store_all(struct db_session *session, struct adding *files, size_t count,
                      const struct ledger_kind *kind, const char *key, struct err *err)
{
    struct err ignored = {0};

    bool ok = db_session_exec(session, "BEGIN", err);
    for (size_t i = 0; ok && i < count; i++)
        ok = store_evidence_add(session, files[i].path, files[i].sha256, files[i].bytes, &files[i].added,
                                err) &&
             (kind == NULL || store_evidence_attach(session, kind, key, files[i].path, err));
    if (ok && db_session_exec(session, "COMMIT", err))
        return true;
    /* What is told is the cause; a lost connection rolls back by itself. */
    (void)!db_session_exec(session, "ROLLBACK", &ignored);
    return false;
}

static void print_added(const struct cli *cli, const struct asked *asked, const struct adding *files,
                        size_t count)
{
    struct buf text = {0}, safe = {0};

    for (size_t i = 0; i < count; i++)
        catalogue_evidence_added(&text, cli->config.language, files[i].added, files[i].path, files[i].sha256,
                                 asked->to);
    text_add_safe(&safe, buf_text(&text));
    fputs(buf_text(&safe), stdout);
    buf_free(&safe);
    buf_free(&text);
}

static int look(struct cli *cli, const struct asked *asked, bool verify)
{
    struct evidence_files files = {0};
    struct db_session session;
    struct err err = {0};
    int result = CLI_OK;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_evidence_list(&session, asked->year, cli->config.utc_offset, &files, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (verify)
        result = evidence_verify(cli, &files, asked->root, asked->json);
    else if (asked->json)
        list_json(&files);
    else
        list_text(&files, cli->config.language);
    store_evidence_done(&files);
    return result;
}

static void list_json(const struct evidence_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct evidence_file *file = &files->list[i];
        if (file->added)
            json_line_write(stdout,
                            json_pack("{s:s, s:s, s:I, s:s, s:s, s:o}", "path", file->path, "sha256",
                                      file->sha256, "bytes", (json_int_t)file->bytes, "added_at", file->at,
                                      "user", file->user, "rows", evidence_rows_json(file)));
    }
}

static void list_text(const struct evidence_files *files, enum language language)
{
    struct table_column columns[EVIDENCE_COLUMNS] = {{.widest = FILE_COLUMNS}, [3] = {.right = true}};
    struct table table;
    struct buf out = {0};

    for (int i = 0; i < EVIDENCE_COLUMNS; i++)
        columns[i].title = catalogue_evidence_title(language, i);
    table_init(&table, columns, EVIDENCE_COLUMNS);
    for (size_t i = 0; i < files->count; i++) {
        const struct evidence_file *file = &files->list[i];
        for (size_t place = 0; file->added && (place == 0 || place < file->place_count); place++)
            add_cells(&table, file, place);
    }
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    table_done(&table);
    buf_free(&out);
}

/* A line for each row that the file speaks for; the file itself is told once. */
static void add_cells(struct table *table, const struct evidence_file *file, size_t place)
{
    char bytes[32], digest[SHORT_DIGEST + 1];
    struct buf row = {0};
    bool first = place == 0;

    snprintf(bytes, sizeof bytes, "%" PRId64, file->bytes);
    snprintf(digest, sizeof digest, "%.*s", SHORT_DIGEST, file->sha256);
    if (place < file->place_count)
        buf_printf(&row, "%s/%s", file->places[place].table, file->places[place].key);
    const char *const cells[EVIDENCE_COLUMNS] = {file->path, file->at_office, file->user, bytes, digest, ""};
    for (int i = 0; i < EVIDENCE_COLUMNS - 1; i++)
        table_cell(table, first ? cells[i] : "");
    table_cell(table, buf_text(&row));
    buf_free(&row);
}

const char *evidence_place(struct buf *out, const char *root, const char *path)
{
    buf_clear(out);
    if (root != NULL && path[0] != '/')
        buf_printf(out, "%s/", root);
    buf_puts(out, path);
    return buf_text(out);
}

json_t *evidence_rows_json(const struct evidence_file *file)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < file->place_count; i++)
        json_array_append_new(
            rows, json_pack("{s:s, s:s}", "table", file->places[i].table, "key", file->places[i].key));
    return rows;
}
