#include "cli/xlsx_book.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/xlsx_parts.h"
#include "cli/xlsx_xml.h"

/* One part names another: which, where, and as what. */
struct relation {
    char *id, *target, *type;
};

struct relations {
    struct relation items[2 * XLSX_SHEETS_MAX];
    size_t count;
};

/* While the list of sheets is read. */
struct reading {
    struct xlsx_xml xml;
    struct xlsx_book *book;
    struct relations relations; /* of the workbook */
    char *workbook;             /* its part, "xl/workbook.xml" */
    bool in_sheets;
    bool macros;
};

static bool read_all(struct reading *r, struct err *err);
static bool check_kind(struct reading *r, struct err *err);
static bool is_macro_name(const char *path);
static void on_type(void *ctx, const char *name, const char **attributes);
static bool find_workbook(struct reading *r, struct err *err);
static bool read_relations(struct reading *r, const char *part, const char *folder, struct err *err);
static void on_relation(void *ctx, const char *name, const char **attributes);
static char *target_path(const char *folder, const char *target);
static const struct relation *find_relation(const struct relations *relations, const char *id,
                                            const char *type);
static bool is_type(const struct relation *relation, const char *type);
static void on_sheet(void *ctx, const char *name, const char **attributes);
static void add_sheet(struct reading *r, const char **attributes);
static void on_sheet_end(void *ctx, const char *name);
static void ignore_end(void *ctx, const char *name);
static void relations_done(struct relations *relations);

bool xlsx_book_open(struct xlsx_book *book, const char *path, struct err *err)
{
    *book = (struct xlsx_book){0};
    if (!xlsx_zip_open(&book->zip, path, err))
        return false;
    struct reading *r = mem_alloc(sizeof *r);
    r->book = book;
    bool good = read_all(r, err);
    relations_done(&r->relations);
    free(r->workbook);
    free(r);
    if (!good)
        xlsx_book_close(book);
    return good;
}

void xlsx_book_close(struct xlsx_book *book)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].part);
    }
    free(book->sheets);
    free(book->styles);
    xlsx_strings_done(&book->strings);
    xlsx_zip_close(&book->zip);
    *book = (struct xlsx_book){0};
}

int xlsx_book_sheet(const struct xlsx_book *book, const char *name)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (strcmp(book->sheets[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

static bool read_all(struct reading *r, struct err *err)
{
    static const struct xlsx_xml_handlers sheets = {on_sheet, on_sheet_end, NULL};
    struct xlsx_book *book = r->book;

    if (!check_kind(r, err) || !find_workbook(r, err))
        return false;
    book->sheets = mem_alloc(XLSX_SHEETS_MAX * sizeof *book->sheets);
    bool good = xlsx_xml_read(&r->xml, &book->zip, r->workbook, &sheets, r, err);
    if (good && book->sheet_count == 0)
        good = err_set(err, ERR_INPUT, "%s: a document without sheets; is it a workbook?", book->zip.path);

    const struct relation *strings = find_relation(&r->relations, NULL, "sharedStrings");
    const struct relation *styles = find_relation(&r->relations, NULL, "styles");
    return good && (strings == NULL || xlsx_strings_read(book, strings->target, err)) &&
           (styles == NULL || xlsx_styles_read(book, styles->target, err));
}

/* Other programs' files are archives, too; people send them with whatever ending. */
static bool check_kind(struct reading *r, struct err *err)
{
    static const struct xlsx_xml_handlers types = {on_type, ignore_end, NULL};
    static const char contents[] = "[Content_Types].xml";
    struct xlsx_zip *zip = &r->book->zip;

    if (!xlsx_zip_has(zip, contents)) {
        bool open_document = xlsx_zip_has(zip, "content.xml");
        return err_set(err, ERR_INPUT, "%s: %s", zip->path,
                       open_document ? "an OpenDocument file; save it as .xlsx"
                                     : "an archive, but no workbook");
    }
    if (!xlsx_xml_read(&r->xml, zip, contents, &types, r, err))
        return false;
    if (r->macros || xlsx_zip_has(zip, "xl/vbaProject.bin") || is_macro_name(zip->path))
        return err_set(err, ERR_INPUT, "%s: a workbook with macros; save it as .xlsx, which has none",
                       zip->path);
    return true;
}

static bool is_macro_name(const char *path)
{
    size_t length = strlen(path);

    return length >= 5 && strcasecmp(path + length - 5, ".xlsm") == 0;
}

static void on_type(void *ctx, const char *name, const char **attributes)
{
    struct reading *r = ctx;
    const char *type = xlsx_xml_attribute(attributes, "ContentType");
    (void)name;

    if (type != NULL && (strcasestr(type, "macroEnabled") != NULL || strcasestr(type, "vbaProject") != NULL))
        r->macros = true;
}

static bool find_workbook(struct reading *r, struct err *err)
{
    const char *path = r->book->zip.path;
    struct buf part = {0};

    if (!read_relations(r, "_rels/.rels", "", err))
        return false;
    const struct relation *found = find_relation(&r->relations, NULL, "officeDocument");
    r->workbook = found != NULL ? mem_text(found->target) : NULL;
    relations_done(&r->relations);
    size_t length = r->workbook != NULL ? strlen(r->workbook) : 0;
    if (length > 4 && strcmp(r->workbook + length - 4, ".bin") == 0)
        return err_set(err, ERR_INPUT, "%s: a binary workbook (.xlsb); save it as .xlsx", path);
    if (length == 0)
        return err_set(err, ERR_INPUT, "%s: an archive, but no workbook", path);

    const char *slash = strrchr(r->workbook, '/');
    size_t folder_length = slash != NULL ? (size_t)(slash - r->workbook) + 1 : 0;
    char *folder = mem_text_n(r->workbook, folder_length);
    buf_printf(&part, "%s_rels/%s.rels", folder, r->workbook + folder_length);
    bool good = read_relations(r, buf_text(&part), folder, err);
    buf_free(&part);
    free(folder);
    return good;
}

static bool read_relations(struct reading *r, const char *part, const char *folder, struct err *err)
{
    static const struct xlsx_xml_handlers handlers = {on_relation, ignore_end, NULL};

    if (!xlsx_xml_read(&r->xml, &r->book->zip, part, &handlers, &r->relations, err))
        return false;
    for (size_t i = 0; i < r->relations.count; i++) {
        struct relation *one = &r->relations.items[i];
        char *path = target_path(folder, one->target);
        free(one->target);
        one->target = path;
    }
    return true;
}

/* What lies outside of the archive is passed over; more relations than sheets can be are not wanted. */
static void on_relation(void *ctx, const char *name, const char **attributes)
{
    struct relations *all = ctx;
    const char *id = xlsx_xml_attribute(attributes, "Id");
    const char *target = xlsx_xml_attribute(attributes, "Target");
    const char *type = xlsx_xml_attribute(attributes, "Type");
    const char *mode = xlsx_xml_attribute(attributes, "TargetMode");

    bool inside = mode == NULL || strcmp(mode, "External") != 0;
    if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL || type == NULL || !inside ||
        all->count == sizeof all->items / sizeof all->items[0])
        return;
    all->items[all->count++] = (struct relation){mem_text(id), mem_text(target), mem_text(type)};
}

static char *target_path(const char *folder, const char *target)
{
    struct buf path = {0};

    if (target[0] == '/')
        return mem_text(target + 1);
    buf_printf(&path, "%s%s", folder, target);
    return buf_take(&path);
}

/* By id, or (NULL) the first of that type. */
static const struct relation *find_relation(const struct relations *relations, const char *id,
                                            const char *type)
{
    for (size_t i = 0; i < relations->count; i++) {
        const struct relation *one = &relations->items[i];
        if ((id == NULL || strcmp(one->id, id) == 0) && is_type(one, type))
            return one;
    }
    return NULL;
}

/* The last word of the type's address; what comes before differs between two editions of the standard. */
static bool is_type(const struct relation *relation, const char *type)
{
    const char *slash = strrchr(relation->type, '/');

    return strcmp(slash != NULL ? slash + 1 : relation->type, type) == 0;
}

static void on_sheet(void *ctx, const char *name, const char **attributes)
{
    struct reading *r = ctx;

    if (strcmp(name, "sheets") == 0) {
        r->in_sheets = true;
    } else if (strcmp(name, "sheet") == 0 && r->in_sheets) {
        add_sheet(r, attributes);
    } else if (strcmp(name, "workbookPr") == 0) {
        const char *from = xlsx_xml_attribute(attributes, "date1904");
        r->book->from_1904 = from != NULL && (strcmp(from, "1") == 0 || strcmp(from, "true") == 0);
    }
}

static void add_sheet(struct reading *r, const char **attributes)
{
    struct xlsx_book *book = r->book;
    const char *name = xlsx_xml_attribute(attributes, "name");
    const char *id = xlsx_xml_attribute(attributes, "id");
    const char *state = xlsx_xml_attribute(attributes, "state");

    if (book->sheet_count == XLSX_SHEETS_MAX) {
        xlsx_xml_fail(&r->xml, "more than %d sheets", XLSX_SHEETS_MAX);
        return;
    }
    const struct relation *to = id != NULL ? find_relation(&r->relations, id, "worksheet") : NULL;
    book->sheets[book->sheet_count++] =
        (struct xlsx_sheet_entry){.name = mem_text(name != NULL ? name : ""),
                                  .part = to != NULL ? mem_text(to->target) : NULL,
                                  .hidden = state != NULL && strcmp(state, "visible") != 0};
}

static void on_sheet_end(void *ctx, const char *name)
{
    struct reading *r = ctx;

    if (strcmp(name, "sheets") == 0)
        r->in_sheets = false;
}

static void ignore_end(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
}

static void relations_done(struct relations *relations)
{
    for (size_t i = 0; i < relations->count; i++) {
        free(relations->items[i].id);
        free(relations->items[i].target);
        free(relations->items[i].type);
    }
    relations->count = 0;
}
