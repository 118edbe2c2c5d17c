/* The pages that people look at: HTML that needs no script and fetches nothing but its own style sheet.
 *
 * A page is written from its top to its end, straight into a text; the writer knows nothing of what it says.
 * Every text is escaped and kept in a direction of its own (<bdi>), so that a name can neither become markup
 * nor turn what stands around it. There are no style attributes, since the answers' Content-Security-Policy
 * forbids them.
 *
 *     struct page page = {.frame.lang = "en"};
 *     page_begin(&page, &out, &frame);
 *     page_heading(&page, 2, "...");
 *     page_table(&page, "caption", columns, 2);
 *     page_row(&page, ROW_PLAIN);
 *     page_cell_link(&page, "P001", page_to(&page, "/projects/", "P001", "year", "2023", NULL));
 *     page_cell(&page, "98.40");
 *     page_table_end(&page);
 *     page_end(&page);
 *     page_free(&page);
 *
 * On a narrow screen a table's rows are cards: each cell carries its column's title. What has a colour has a
 * word. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/buf.h"
#include "base/mem.h"
#include "report/document.h"

/* A link of the page's head, or of the path that leads to it. */
struct page_step {
    const char *text, *href;
    bool current;
};

/* Texts are borrowed. */
struct page_frame {
    enum language language;
    const char *lang;              /* what every link carries on as ?lang=; NULL: nothing */
    const char *title;             /* of the page, its one h1 */
    const char *site;              /* of the whole */
    const char *skip;              /* "go to the content" */
    const char *nav;               /* what the links of the head are called for those who hear them */
    const char *way;               /* the same of the path */
    const char *footer;            /* "" for none */
    const struct page_step *steps; /* of the head */
    size_t step_count;
    const struct page_step *path; /* from the top down to the one above this page */
    size_t path_count;
};

enum { PAGE_COLUMNS = 20 };

/* Zeroed, but for frame.lang, it makes links before it has begun. `arena` lives until page_free(), for texts
 * of the caller's as well; all else is private. */
struct page {
    struct buf *out;
    struct page_frame frame;
    struct arena arena;
    struct document_column columns[PAGE_COLUMNS];
    size_t column_count, column;
    enum row_kind row;
    bool in_row, in_body;
};

void page_begin(struct page *page, struct buf *out, const struct page_frame *frame);
void page_end(struct page *page);
void page_free(struct page *page);

/* A path of this site: `path` as it stands, then `part` (NULL: nothing) as one part of it, then pairs of name
 * and value, ending with NULL, of which a value of NULL or "" leaves its pair out. Everything from outside is
 * percent encoded. In the page's arena. */
const char *page_to(struct page *page, const char *path, const char *part, ...) __attribute__((sentinel));
/* The pieces that it is made of. `language` as page_frame.lang. */
void page_link_part(struct buf *out, const char *part);
void page_link_query(struct buf *out, const char *name, const char *value);

void page_heading(struct page *page, int level, const char *text); /* 2..4 */
void page_paragraph(struct page *page, const char *text);
void page_note(struct page *page, const char *text); /* small */
/* A sentence that asks to be read: `tone` gives its edge a colour. */
void page_notice(struct page *page, const char *text, enum tone tone);
void page_links(struct page *page, const char *label, const struct page_step *steps, size_t count);
/* A picture made by the program, which is not escaped, and what it shows in words. */
void page_figure(struct page *page, const char *svg, const char *in_words);

/* Key figures: a value, perhaps with a link and a line below it. */
struct page_key {
    const char *label, *value;
    const char *href; /* NULL: none */
    const char *note; /* NULL: none */
    enum tone tone;
};
void page_keys(struct page *page, const struct page_key *keys, size_t count);

/* Facts: a name and what it says, one below the other. */
void page_facts(struct page *page);
void page_fact(struct page *page, const char *label, const char *text,
               const char *href); /* "" says nothing: left out */
void page_facts_end(struct page *page);

/* A table. The first cell of a row is its header. */
void page_table(struct page *page, const char *caption, const struct document_column *columns, size_t count);
void page_row(struct page *page, enum row_kind kind);
void page_cell(struct page *page, const char *text);
void page_cell_tone(struct page *page, const char *text, enum tone tone);
void page_cell_link(struct page *page, const char *text, const char *href); /* NULL: as page_cell() */
/* A second line in the cell before: small, "" for nothing. */
void page_cell_two(struct page *page, const char *text, const char *href, const char *below);
/* A bar: `share` and `mark` in hundredths of a percent of its length; mark below 0: none. The words are in
 * the cells beside it. */
void page_cell_bar(struct page *page, int share, int mark);
void page_table_end(struct page *page);

/* Forms. A field that is at fault says so beside it. */
struct page_option {
    const char *value, *text;
};
enum page_field_kind { PAGE_FIELD_LINE, PAGE_FIELD_TEXT, PAGE_FIELD_DATE, PAGE_FIELD_CHOICE };
struct page_field {
    enum page_field_kind kind;
    const char *name, *label;
    const char *value; /* NULL: empty */
    const char *hint;  /* NULL: none */
    const char *fault; /* NULL: none */
    bool needed;
    const struct page_option *options; /* of a choice */
    size_t option_count;
    int longest; /* characters; 0: as it comes */
};
/* `action` is a path as page_to() makes it. A form that looks (GET) is laid out in a line. */
void page_form(struct page *page, const char *action, bool posts, const char *label);
void page_form_hidden(struct page *page, const char *name, const char *value); /* NULL value: left out */
void page_form_field(struct page *page, const struct page_field *field);
void page_form_end(struct page *page, const char *button);

/* The style sheet that all pages share. */
const char *page_style(void);

#endif
