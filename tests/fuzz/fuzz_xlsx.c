/* A workbook as a ledger and as a reply sheet.
 *
 * What begins with PK is the file itself. Else it is the parts of one, in which libFuzzer can find its way,
 * as text: each line "%% NAME" begins the part of that name; parts that are not given are those of a plain
 * workbook of one sheet, xl/worksheets/sheet1.xml. The first line names the sheet: a kind, or whatever it is
 * called. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "base/html.h"
#include "cli/import_reader.h"
#include "cli/outlook_read.h"
#include "ledger_rows.h"

enum { PARTS_MAX = 16, NAME_MAX_SHOWN = 80 };

struct part {
    char name[NAME_MAX_SHOWN + 1];
    struct fuzz_piece text;
};

struct parts {
    struct part list[PARTS_MAX];
    size_t count;
    char *workbook; /* freed with the archive */
};

static void add_part(struct parts *parts, const char *name, size_t length, struct fuzz_piece text)
{
    if (parts->count == PARTS_MAX || length > NAME_MAX_SHOWN)
        return;
    struct part *part = &parts->list[parts->count++];
    memcpy(part->name, name, length);
    part->name[length] = '\0';
    part->text = text;
}

static void add_missing(struct parts *parts, const char *name, const char *text)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strcmp(parts->list[i].name, name) == 0)
            return;
    add_part(parts, name, strlen(name), (struct fuzz_piece){text, strlen(text)});
}

#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"x/" type "\" Target=\"" target "\"/>"

static void add_plain(struct parts *parts, const char *sheet)
{
    struct buf workbook = {0};

    buf_puts(&workbook, "<workbook xmlns:r=\"r\"><sheets><sheet name=\"");
    html_text(&workbook, sheet);
    buf_puts(&workbook, "\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
    parts->workbook = buf_take(&workbook);
    add_missing(parts, "[Content_Types].xml", "<Types/>");
    add_missing(parts, "_rels/.rels",
                "<Relationships>" RELATION("r1", "officeDocument", "xl/workbook.xml") "</Relationships>");
    add_missing(parts, "xl/_rels/workbook.xml.rels",
                "<Relationships>" RELATION("r1", "worksheet", "worksheets/sheet1.xml")
                    RELATION("r2", "sharedStrings", "sharedStrings.xml")
                        RELATION("r3", "styles", "styles.xml")
                            RELATION("r4", "worksheet", "worksheets/sheet2.xml") "</Relationships>");
    add_missing(parts, "xl/workbook.xml", parts->workbook);
    add_missing(parts, "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>");
    add_missing(parts, "xl/styles.xml",
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellXfs>"
                "</styleSheet>");
    add_missing(parts, "xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>");
}

static void split(struct parts *parts, struct fuzz_piece rest)
{
    const char *name = NULL, *start = NULL;
    size_t length = 0;

    while (rest.size > 0) {
        struct fuzz_piece line = fuzz_line(&rest);
        if (line.size < 3 || memcmp(line.data, "%% ", 3) != 0)
            continue;
        if (name != NULL)
            add_part(parts, name, length, (struct fuzz_piece){start, (size_t)(line.data - start)});
        name = line.data + 3;
        length = line.size - 3;
        start = rest.data;
    }
    if (name != NULL)
        add_part(parts, name, length, (struct fuzz_piece){start, (size_t)(rest.data - start)});
}

/* Stored, not packed: what the parts say is to be tried here. */
static const char *pack(const struct parts *parts)
{
    zip_error_t error;
    zip_stat_t about;
    zip_source_t *made = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = zip_open_from_source(made, ZIP_TRUNCATE, &error);

    REQUIRE(made != NULL && archive != NULL);
    zip_source_keep(made);
    for (size_t i = 0; i < parts->count; i++) {
        zip_source_t *text =
            zip_source_buffer(archive, parts->list[i].text.data, parts->list[i].text.size, 0);
        zip_int64_t place =
            zip_file_add(archive, parts->list[i].name, text, ZIP_FL_OVERWRITE | ZIP_FL_ENC_GUESS);
        if (place < 0)
            zip_source_free(text); /* no name for a part */
        else
            zip_set_file_compression(archive, (zip_uint64_t)place, ZIP_CM_STORE, 0);
    }
    if (zip_close(archive) != 0)
        zip_discard(archive);
    const char *path = fuzz_file("", 0);
    if (zip_source_stat(made, &about) == 0 && zip_source_open(made) == 0) {
        char *bytes = malloc(about.size + 1);
        REQUIRE(bytes != NULL && zip_source_read(made, bytes, about.size) == (zip_int64_t)about.size);
        path = fuzz_file(bytes, about.size);
        free(bytes);
        zip_source_close(made);
    }
    zip_source_free(made);
    return path;
}

static void on_sheet(void *ctx, const struct import_file *sheet)
{
    static struct import_reader reader;
    struct import_faults faults = {0};
    struct import_file file = *sheet;
    struct err err = {0};

    (void)ctx;
    file.label = (char *)"fuzz.xlsx!sheet";
    if (import_reader_open(&reader, &file, 0, IMPORT_DETECT, IMPORT_YUAN, &faults, &err)) {
        ledger_rows_check(&reader.table, &faults);
        import_reader_close(&reader);
    } else {
        fuzz_sentence(err.text, sizeof err.text);
    }
    import_faults_done(&faults);
}

static void read_reply(const char *path)
{
    struct outlook_file file;
    struct err err = {0};

    if (!outlook_file_read(&file, path, &err))
        fuzz_sentence(err.text, sizeof err.text);
    for (size_t i = 0; i < file.count; i++)
        for (size_t c = 0; c < OUTLOOK_COLUMNS; c++)
            fuzz_utf8(file.rows[i].cells[c], strlen(file.rows[i].cells[c]));
    outlook_file_done(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *notes;
    struct fuzz_piece rest = {(const char *)data, size};
    struct parts parts = {0};
    struct err err = {0};
    const char *path;
    size_t found = 0;

    if (notes == NULL)
        notes = fopen("/dev/null", "w");
    REQUIRE(notes != NULL);
    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        path = fuzz_file(data, size);
    } else {
        struct fuzz_piece name = fuzz_line(&rest);
        char *sheet = fuzz_text(name.data, name.size);
        split(&parts, rest);
        add_plain(&parts, sheet);
        free(sheet);
        path = pack(&parts);
    }
    if (!import_sheets_find(path, NULL, on_sheet, NULL, notes, &found, &err))
        fuzz_sentence(err.text, sizeof err.text);
    read_reply(path);
    free(parts.workbook);
    return 0;
}
