#include "cli/import_changes.h"

#include <inttypes.h>

static void on_change(void *ctx, const struct store_change *change);

static const struct table_column columns[] = {{.title = "file"},
                                              {.title = "key", .widest = 60},
                                              {.title = "column"},
                                              {.title = "old -> new", .widest = 100}};

/* What one file's comparison works on. */
struct comparing {
    struct import_changes *changes;
    const struct import_file *file;
};

void import_changes_init(struct import_changes *changes)
{
    *changes = (struct import_changes){0};
    table_init(&changes->table, columns, sizeof columns / sizeof columns[0]);
}

bool import_changes_add(struct import_changes *changes, struct store_import *import,
                        const struct import_file *file, int place, unsigned present, struct err *err)
{
    struct comparing comparing = {changes, file};
    int64_t total = 0;

    /* One row is asked for even where none is shown any more: it carries the count. */
    int room = IMPORT_CHANGES_SHOWN - changes->shown;
    if (!store_changes(import, file->kind, place, present, room > 0 ? room : 1, on_change, &comparing, &total,
                       err))
        return false;
    changes->total += total;
    return true;
}

static void on_change(void *ctx, const struct store_change *change)
{
    const struct comparing *comparing = ctx;
    struct import_changes *changes = comparing->changes;
    struct buf text = {0};

    if (changes->shown == IMPORT_CHANGES_SHOWN)
        return;
    changes->shown++;
    import_file_place(&text, comparing->file, change->line, change->column);
    table_cell(&changes->table, buf_text(&text));
    table_cell(&changes->table, change->key);
    table_cell(&changes->table, change->column);
    buf_clear(&text);
    buf_printf(&text, "%s -> %s", change->old_text != NULL ? change->old_text : "(empty)",
               change->new_text != NULL ? change->new_text : "(empty)");
    table_cell(&changes->table, buf_text(&text));
    buf_free(&text);
}

void import_changes_write(const struct import_changes *changes, struct buf *out)
{
    if (changes->total == 0)
        return;
    table_write(&changes->table, out);
    if (changes->total > changes->shown)
        buf_printf(out, "and %" PRId64 " more changes\n", changes->total - changes->shown);
}

void import_changes_done(struct import_changes *changes)
{
    table_done(&changes->table);
}
