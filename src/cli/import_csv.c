#include "cli/import_csv.h"

#include <assert.h>
#include <string.h>

enum { CELL_STEP = 64 * 1024 };

static bool feed_line(struct import_csv *csv, const char *data, size_t length, struct err *err);
static void count_line(struct import_csv *csv, char last, bool alone);
static size_t line_length(const char *data, size_t length);
static bool is_blank(const char *data, size_t length);
static void on_cell(void *data, size_t length, void *ctx);
static void on_row_end(int terminator, void *ctx);
static bool fault(struct import_csv *csv, struct err *err);

void import_csv_init(struct import_csv *csv, import_row on_row, void *ctx)
{
    *csv = (struct import_csv){.on_row = on_row, .ctx = ctx, .line = 1, .row_line = 1};
    int failed = csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
    assert(failed == 0);
    (void)failed;
    /* Libcsv's buffer for a cell grows by steps of 128 bytes, each of which may copy it all. */
    csv_set_blk_size(&csv->parser, CELL_STEP);
}

void import_csv_done(struct import_csv *csv)
{
    csv_free(&csv->parser);
    buf_free(&csv->text);
}

/* libcsv does not say where it is, so it is fed line by line. */
bool import_csv_feed(struct import_csv *csv, const char *data, size_t length, struct err *err)
{
    while (length > 0) {
        size_t size = line_length(data, length);
        if (!feed_line(csv, data, size, err))
            return false;
        data += size;
        length -= size;
    }
    return true;
}

bool import_csv_end(struct import_csv *csv, struct err *err)
{
    if (csv_fini(&csv->parser, on_cell, on_row_end, csv) != 0)
        return fault(csv, err);
    return true;
}

static bool feed_line(struct import_csv *csv, const char *data, size_t length, struct err *err)
{
    if (!csv->in_row)
        csv->row_line = csv->line;
    csv->in_row = csv->in_row || !is_blank(data, length);

    csv->row_bytes += length;
    if (csv->row_bytes > IMPORT_ROW_MAX) {
        csv->fault_line = csv->row_line;
        return err_set(err, ERR_INPUT, "a row of more than %d bytes; is a quote not closed?", IMPORT_ROW_MAX);
    }
    if (csv_parse(&csv->parser, data, length, on_cell, on_row_end, csv) != length)
        return fault(csv, err);
    if (!csv->in_row)
        csv->row_bytes = 0;
    count_line(csv, data[length - 1], length == 1);
    return true;
}

/* LF, CR and CR LF end a line each; the two bytes of the last may come in two pieces. */
static void count_line(struct import_csv *csv, char last, bool alone)
{
    bool second_half = csv->after_cr && last == '\n' && alone;

    if ((last == '\n' && !second_half) || last == '\r')
        csv->line++;
    csv->after_cr = last == '\r';
}

/* Up to and with the next line end, or all of it. CR LF counts as two lines here, the second empty. */
static size_t line_length(const char *data, size_t length)
{
    const char *lf = memchr(data, '\n', length);
    size_t size = lf != NULL ? (size_t)(lf - data) + 1 : length;
    const char *cr = memchr(data, '\r', size);

    return cr != NULL ? (size_t)(cr - data) + 1 : size;
}

static bool is_blank(const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r' && data[i] != '\n')
            return false;
    }
    return true;
}

static void on_cell(void *data, size_t length, void *ctx)
{
    struct import_csv *csv = ctx;

    if (csv->count < IMPORT_CELLS_MAX) {
        buf_add(&csv->text, data, length);
        csv->ends[csv->count] = csv->text.length;
    }
    csv->count++;
}

static void on_row_end(int terminator, void *ctx)
{
    struct import_csv *csv = ctx;
    struct import_cell_text cells[IMPORT_CELLS_MAX];
    size_t kept = csv->count < IMPORT_CELLS_MAX ? csv->count : IMPORT_CELLS_MAX;
    size_t start = 0;
    (void)terminator;

    for (size_t i = 0; i < kept; i++) {
        cells[i] =
            (struct import_cell_text){.data = buf_text(&csv->text) + start, .length = csv->ends[i] - start};
        start = csv->ends[i];
    }
    csv->on_row(csv->ctx, csv->row_line, cells, csv->count);
    buf_clear(&csv->text);
    csv->count = 0;
    csv->in_row = false;
    csv->row_bytes = 0;
}

static bool fault(struct import_csv *csv, struct err *err)
{
    csv->fault_line = csv->row_line;
    if (csv_error(&csv->parser) != CSV_EPARSE && csv_error(&csv->parser) != CSV_SUCCESS)
        return err_set(err, ERR_INPUT, "no CSV: %s", csv_strerror(csv_error(&csv->parser)));
    return err_set(err, ERR_INPUT, "no CSV: a quote stands inside a cell, or is not closed");
}
