#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/import_changes.h"
#include "cli/import_columns.h"
#include "cli/import_reader.h"
#include "cli/import_template.h"
#include "db/store_doubts.h"
#include "report/table.h"

/* The happy path:
 *
 * - Find the files, and put them in the order in which kinds refer to each other.
 * - Stage: each file is read once, checked cell by cell, and streamed into its temporary table.
 * - Check what one row cannot show, by a few statements over the staged rows.
 * - Look what a trial would change, prepare the years that are new, merge file by file, look for what is
 * doubtful, commit, and print what was done.
 *
 * What can go wrong:
 *
 * - The data is bad: all files are read to the end all the same, then the first faults are listed.
 * - A constraint that no check here foresaw refuses a file: one sentence with the file's name.
 * - A file cannot be read, or the database is lost: one sentence.
 *
 * After each of these nothing has changed and the status is CLI_FAILED. Only where the connection goes
 * while the server is committing nobody here can know; the sentence says so. */

enum { LABEL_WIDTH = 28 };

struct settings {
    enum import_encoding encoding;
    enum import_money money;
    bool dry_run;
    bool columns; /* print the catalogue instead */
};

/* What is said of a file in the summary. */
struct outcome {
    enum import_encoding encoding;
    unsigned present;
    int64_t rows, negative;
    struct store_import_counts counts;
};

struct job {
    struct settings settings;
    struct import_files files;
    struct map_file *map; /* NULL: none was given */
    struct import_faults faults, doubts;
    struct import_changes changes;
    struct outcome *outcomes; /* by place */
    struct import_order orders[LEDGER_COUNT];
    bool years[LEDGER_YEAR_HIGH - LEDGER_YEAR_LOW + 1];
    struct store_import import;
    bool in_doubt; /* the connection went while the server was asked to keep everything */
};

/* Hands a table's lines on, and says how far it is. */
struct reading {
    struct import_table *table;
    int64_t said;
};

static bool read_settings(const char *encoding, const char *money, struct settings *settings);
static int read_map(const char *path, struct map_file **ret_map);
static int import_files_into(struct cli *cli, struct job *job);
static bool go(struct job *job, struct db_session *session, struct err *err);
static bool stage_all(struct job *job, struct err *err);
static bool stage_file(struct job *job, int place, struct err *err);
static bool next_lines(void *ctx, const char **ret_data, size_t *ret_length, struct err *err);
static bool check_all(struct job *job, struct err *err);
static void on_fault(void *ctx, const struct store_import_fault *fault);
static bool look_before(struct job *job, struct err *err);
static void on_doubt(void *ctx, const struct store_import_fault *doubt);
static void add_to(struct import_faults *list, const struct job *job, const char *prefix,
                   const struct store_import_fault *fault);
static bool prepare_years(struct job *job, struct err *err);
static bool merge_all(struct job *job, struct err *err);
static bool look_after(struct job *job, struct err *err);
static void progress(const char *format, ...) PRINTF_LIKE(1, 2);
static void print_doubts(const struct import_faults *doubts);
static void print_summary(const struct job *job);
static void print_outcome(const struct import_file *file, const struct outcome *outcome);

int cmd_import(int argc, char **argv)
{
    const char *encoding = NULL, *money = NULL, *map = NULL, *template = NULL, *output = NULL;
    struct job job = {0};
    const struct cli_option options[] = {
        {"--dry-run", NULL, "show what would change, and keep nothing", .flag = &job.settings.dry_run},
        {"--encoding", "utf-8|gb18030", "utf-8 or gb18030 (default: detected)", .text = &encoding},
        {"--money-unit", "yuan|wan", "yuan (default) or wan: amounts are in 10,000 yuan", .text = &money},
        {"--map", "FILE", "what another system calls files, columns and words (JSON)", .text = &map},
        {"--columns", NULL, "print what the files are called and hold: all kinds, or those named",
         .flag = &job.settings.columns},
        {"--template", "KIND", "write a workbook (.xlsx) to fill in", .text = &template},
        {"-o", "FILE", "where to (default: KIND.xlsx)", .text = &output},
    };
    struct cli cli;
    int status = CLI_OK;

    if (!cli_start(&cli, argc, argv,
                   "import PATH... [--dry-run] [--encoding E] [--money-unit yuan|wan] [--map FILE]\n"
                   "       budgetwatch import --columns [KIND...]\n"
                   "       budgetwatch import --template KIND [-o FILE]",
                   "Brings ledger files (CSV, XLSX) into the database: folders, or files one by one. All\n"
                   "files of one call are one transaction; when anything is wrong, nothing is changed.",
                   options, sizeof options / sizeof options[0], &status))
        return status;
    if (!read_settings(encoding, money, &job.settings))
        status = CLI_USAGE;
    else if (template != NULL)
        status = import_template(template, cli.config.language, output);
    else if (job.settings.columns)
        status = import_columns_print(cli.rest, cli.rest_count);
    else if (cli.rest_count == 0)
        status = cli_fail(CLI_USAGE, "import: which files? Name a folder or ledger files (--help says more)");
    else if (map != NULL)
        status = read_map(map, &job.map);
    if (status == CLI_OK && !job.settings.columns && template == NULL)
        status = import_files_into(&cli, &job);
    map_file_free(job.map);
    cli_done(&cli);
    return status;
}

static bool read_settings(const char *encoding, const char *money, struct settings *settings)
{
    if (encoding != NULL && !import_encoding_by_name(encoding, &settings->encoding)) {
        cli_fail(CLI_USAGE, "--encoding: '%s' is not utf-8 or gb18030", encoding);
        return false;
    }
    if (money != NULL && strcmp(money, "yuan") != 0 && strcmp(money, "wan") != 0) {
        cli_fail(CLI_USAGE, "--money-unit: '%s' is not yuan or wan", money);
        return false;
    }
    settings->money = money != NULL && strcmp(money, "wan") == 0 ? IMPORT_WAN : IMPORT_YUAN;
    return true;
}

static int read_map(const char *path, struct map_file **ret_map)
{
    struct faults faults = {0};

    if (map_file_read(path, ret_map, &faults))
        return CLI_OK;
    (void)cli_fail_faults(&faults);
    return cli_fail(CLI_FAILED, "the mapping is not usable; nothing was changed");
}

static int import_files_into(struct cli *cli, struct job *job)
{
    struct db_session session;
    struct err err = {0};
    int status = CLI_FAILED;

    if (!import_files_collect(&job->files, job->map, cli->rest, cli->rest_count, stderr, &err))
        return cli_fail(CLI_FAILED, "%s", err.text);
    import_changes_init(&job->changes);
    job->outcomes = mem_alloc(job->files.count * sizeof *job->outcomes);
    if (cli_connect(cli, &session, /* any_schema */ false)) {
        bool ok = go(job, &session, &err);
        progress("%s", "");
        db_session_close(&session);
        import_faults_print(&job->faults, stderr);
        if (ok) {
            print_doubts(&job->doubts);
            print_summary(job);
        } else if (job->in_doubt)
            cli_fail(CLI_FAILED, "%s; it is not known whether the rows were kept: import the files again",
                     err.text);
        else if (err.code != ERR_NONE)
            cli_fail(CLI_FAILED, "%s; nothing was changed", err.text);
        else
            cli_fail(CLI_FAILED, "%" PRId64 " %s; nothing was changed", job->faults.total,
                     job->faults.total == 1 ? "fault" : "faults");
        status = ok ? CLI_OK : CLI_FAILED;
    }
    import_faults_done(&job->faults);
    import_faults_done(&job->doubts);
    import_changes_done(&job->changes);
    for (unsigned i = 0; i < LEDGER_COUNT; i++)
        import_order_done(&job->orders[i]);
    free(job->outcomes);
    import_files_done(&job->files);
    return status;
}

/* False with no error set: the data is bad, and the faults say how. */
static bool go(struct job *job, struct db_session *session, struct err *err)
{
    unsigned kinds = 0;

    for (size_t i = 0; i < job->files.count; i++)
        kinds |= 1u << job->files.items[i].kind->id;
    bool good = store_import_begin(&job->import, session, kinds, err) && stage_all(job, err) &&
                check_all(job, err) && job->faults.total == 0 && look_before(job, err) &&
                prepare_years(job, err) && merge_all(job, err) && look_after(job, err) &&
                store_import_settle(&job->import, err);
    if (good) {
        bool ended = store_import_end(&job->import, !job->settings.dry_run, err);
        job->in_doubt = !ended && !job->settings.dry_run &&
                        (err->code == ERR_DB_LOST || err->code == ERR_TIMEOUT || err->code == ERR_CANCELED);
        return ended;
    }

    struct err unheard = {0}; /* what failed first is what is told */
    (void)!store_import_end(&job->import, /* keep */ false, &unheard);
    return false;
}

static bool stage_all(struct job *job, struct err *err)
{
    for (size_t i = 0; i < job->files.count; i++) {
        if (!stage_file(job, (int)i, err))
            return false;
    }
    return true;
}

static bool stage_file(struct job *job, int place, struct err *err)
{
    struct import_file *file = &job->files.items[place];
    struct outcome *outcome = &job->outcomes[place];
    struct import_reader *reader = mem_alloc(sizeof *reader);
    struct import_table *table = &reader->table;
    struct reading reading = {.table = table};

    bool ok = import_reader_open(reader, file, place, job->settings.encoding, job->settings.money,
                                 &job->faults, err);
    if (ok) {
        table->map = job->map;
        table->order = &job->orders[file->kind->id];
        ok = store_import_stage(&job->import, file->kind, next_lines, &reading, err);
        if (!ok)
            err_prefix(err, "%s", file->label);
        outcome->encoding = reader->text.encoding;
        outcome->present = table->present;
        outcome->rows = table->rows;
        outcome->negative = table->negative;
        for (int i = 0; i <= LEDGER_YEAR_HIGH - LEDGER_YEAR_LOW; i++)
            job->years[i] = job->years[i] || table->years[i];
        if (!table->whole)
            job->import.incomplete |= 1u << file->kind->id;
        import_reader_close(reader);
    }
    free(reader);
    return ok;
}

static bool next_lines(void *ctx, const char **ret_data, size_t *ret_length, struct err *err)
{
    enum { ROWS_BETWEEN = 20000 };
    struct reading *reading = ctx;
    struct import_table *table = reading->table;

    if (table->rows - reading->said >= ROWS_BETWEEN) {
        reading->said = table->rows;
        progress("%s: %" PRId64 " rows", table->file->label, table->rows);
    }
    return import_table_more(table, ret_data, ret_length, err);
}

static bool check_all(struct job *job, struct err *err)
{
    int64_t more = 0;

    progress("checking");
    for (unsigned i = 0; i < LEDGER_COUNT; i++) {
        if (import_order_is_strict(&job->orders[i], ledger_kind((enum ledger_id)i)))
            job->import.distinct |= 1u << i;
        import_order_done(&job->orders[i]);
    }
    if (!store_import_check(&job->import, on_fault, job, &more, err))
        return false;
    import_faults_count(&job->faults, more);
    return true;
}

static void on_fault(void *ctx, const struct store_import_fault *fault)
{
    struct job *job = ctx;

    add_to(&job->faults, job, "", fault);
}

static void on_doubt(void *ctx, const struct store_import_fault *doubt)
{
    struct job *job = ctx;

    add_to(&job->doubts, job, "warning: ", doubt);
}

static void add_to(struct import_faults *list, const struct job *job, const char *prefix,
                   const struct store_import_fault *fault)
{
    const struct import_file *files = job->files.items;
    struct buf text = {0}, safe = {0};

    buf_puts(&text, prefix);
    import_file_place(&text, &files[fault->place], fault->line, fault->column);
    buf_printf(&text, ": %s: %s", fault->column, fault->text);
    if (fault->other_line > 0 && fault->other_place == fault->place)
        buf_printf(&text, " %s %" PRId64, files[fault->place].sheet != NULL ? "row" : "line",
                   fault->other_line);
    else if (fault->other_line > 0) {
        buf_putc(&text, ' ');
        import_file_place(&text, &files[fault->other_place], fault->other_line, NULL);
    }
    text_add_safe(&safe, buf_text(&text));
    import_faults_add(list, fault->place, fault->line, buf_text(&safe));
    buf_free(&text);
    buf_free(&safe);
}

/* While the tables still hold what was there. */
static bool look_before(struct job *job, struct err *err)
{
    int64_t more = 0;

    progress("comparing");
    if (!store_doubts_before_merge(&job->import, on_doubt, job, &more, err))
        return false;
    import_faults_count(&job->doubts, more);
    for (size_t i = 0; job->settings.dry_run && i < job->files.count; i++) {
        const struct import_file *file = &job->files.items[i];
        if (!import_changes_add(&job->changes, &job->import, file, (int)i, job->outcomes[i].present, err))
            return false;
    }
    return true;
}

static bool prepare_years(struct job *job, struct err *err)
{
    for (int i = 0; i <= LEDGER_YEAR_HIGH - LEDGER_YEAR_LOW; i++) {
        if (job->years[i] && !store_import_year(&job->import, LEDGER_YEAR_LOW + i, err))
            return false;
    }
    return true;
}

static bool merge_all(struct job *job, struct err *err)
{
    for (size_t i = 0; i < job->files.count; i++) {
        const struct import_file *file = &job->files.items[i];
        struct outcome *outcome = &job->outcomes[i];
        progress("%s: writing", file->label);
        if (!store_import_merge(&job->import, file->kind, (int)i, outcome->present, &outcome->counts, err))
            return err_prefix(err, "%s", file->label);
    }
    return true;
}

static bool look_after(struct job *job, struct err *err)
{
    int64_t more = 0;

    progress("looking for doubts");
    if (!store_doubts_after_merge(&job->import, on_doubt, job, &more, err))
        return false;
    import_faults_count(&job->doubts, more);
    return true;
}

/* One line that is written over, and only where somebody sees it; "" takes it away. */
static void progress(const char *format, ...)
{
    va_list args;

    if (!isatty(STDERR_FILENO))
        return;
    fputs("\r", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputs("\033[K", stderr);
    fflush(stderr);
}

static void print_doubts(const struct import_faults *doubts)
{
    for (size_t i = 0; i < doubts->kept; i++)
        fprintf(stderr, "%s\n", doubts->first[i].text);
    if (doubts->total > (int64_t)doubts->kept)
        fprintf(stderr, "warning: and %" PRId64 " more\n", doubts->total - (int64_t)doubts->kept);
}

static void print_summary(const struct job *job)
{
    struct outcome all = {0};
    struct buf changes = {0};

    printf("%-*s %10s %10s %10s %10s %10s\n", LABEL_WIDTH, "file", "rows", "new", "changed", "unchanged",
           "negative");
    for (size_t i = 0; i < job->files.count; i++) {
        const struct outcome *one = &job->outcomes[i];
        print_outcome(&job->files.items[i], one);
        all.rows += one->rows;
        all.negative += one->negative;
        all.counts.added += one->counts.added;
        all.counts.changed += one->counts.changed;
    }
    print_outcome(NULL, &all);
    if (job->settings.dry_run) {
        import_changes_write(&job->changes, &changes);
        printf("%s%sdry run: nothing was changed\n", changes.length > 0 ? "\n" : "", buf_text(&changes));
        buf_free(&changes);
    }
}

/* Without a file: the sums. What was read in another encoding than UTF-8 says so, since that may have
 * been a guess. */
static void print_outcome(const struct import_file *file, const struct outcome *outcome)
{
    int64_t unchanged = outcome->rows - outcome->counts.added - outcome->counts.changed;
    bool told = outcome->encoding != IMPORT_UTF8 && file != NULL;

    const char *label = file != NULL ? file->label : "all";
    size_t width = text_width(label); /* printf would count bytes */

    printf("%s%*s %10" PRId64 " %10" PRId64 " %10" PRId64 " %10" PRId64 " %10" PRId64 "%s%s\n", label,
           width < LABEL_WIDTH ? (int)(LABEL_WIDTH - width) : 0, "", outcome->rows, outcome->counts.added,
           outcome->counts.changed, unchanged, outcome->negative, told ? "  " : "",
           told ? import_encoding_name(outcome->encoding) : "");
}
