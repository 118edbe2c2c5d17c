/* The pages that people look at: HTML that needs no script and fetches nothing but its own style sheet.
 *
 * A page is written from its top to its end, straight into a text; the writer knows nothing of what it says.
 * Every text is escaped and kept in a direction of its own (<bdi>), so that a name can neither become markup
 * nor turn what stands around it. There are no style attributes, since the answers' Content-Security-Policy
 * forbids them.
 *
 *     struct site site = {.frame.lang = "en"};
 *     site_begin(&site, &out, &frame);
 *     site_heading(&site, 2, "...");
 *     site_table(&site, "caption", columns, 2);
 *     site_row(&site, ROW_PLAIN);
 *     site_cell_link(&site, "P001", site_to(&site, "/projects/", "P001", "year", "2023", NULL));
 *     site_cell(&site, "98.40");
 *     site_table_end(&site);
 *     site_end(&site);
 *     site_free(&site);
 *
 * On a narrow screen a table's rows are cards: each cell carries its column's title. What has a colour has a
 * word. */
#ifndef REPORT_SITE_H
#define REPORT_SITE_H

#include "base/buf.h"
#include "base/mem.h"
#include "report/document.h"

/* A link of the page's head, or of the path that leads to it. */
struct site_step {
    const char *text, *href;
    bool current;
};

/* Texts are borrowed. */
struct site_frame {
    enum language language;
    const char *lang;              /* what every link carries on as ?lang=; NULL: nothing */
    const char *title;             /* of the page, its one h1 */
    const char *site;              /* of the whole */
    const char *skip;              /* "go to the content" */
    const char *nav;               /* what the links of the head are called for those who hear them */
    const char *way;               /* the same of the path */
    const char *footer;            /* "" for none */
    const struct site_step *steps; /* of the head */
    size_t step_count;
    const struct site_step *path; /* from the top down to the one above this page */
    size_t path_count;
};

enum { SITE_COLUMNS = 20 };

/* Zeroed, but for frame.lang, it makes links before it has begun. `arena` lives until site_free(), for texts
 * of the caller's as well; all else is private. */
struct site {
    struct buf *out;
    struct site_frame frame;
    struct arena arena;
    struct document_column columns[SITE_COLUMNS];
    size_t column_count, column;
    enum row_kind row;
    const char *heading; /* the last one */
    bool in_row, in_body;
};

void site_begin(struct site *site, struct buf *out, const struct site_frame *frame);
void site_end(struct site *site);
void site_free(struct site *site);

/* A path of this site: `path` as it stands, then `part` (NULL: nothing) as one part of it, then pairs of name
 * and value, ending with NULL, of which a value of NULL or "" leaves its pair out. Everything from outside is
 * percent encoded. In the page's arena. */
const char *site_to(struct site *site, const char *path, const char *part, ...) __attribute__((sentinel));
/* The pieces that it is made of. `language` as site_frame.lang. */
void site_link_part(struct buf *out, const char *part);
void site_link_query(struct buf *out, const char *name, const char *value);

void site_heading(struct site *site, int level, const char *text); /* 2..4 */
void site_paragraph(struct site *site, const char *text);
void site_note(struct site *site, const char *text); /* small */
/* A sentence that asks to be read: `tone` gives its edge a colour. */
void site_notice(struct site *site, const char *text, enum tone tone);
void site_links(struct site *site, const char *label, const struct site_step *steps, size_t count);
/* One link in a line of its own. */
void site_more(struct site *site, const char *text, const char *href);
/* A picture made by the program, which is not escaped, and what it shows in words. */
void site_figure(struct site *site, const char *svg, const char *in_words);

/* Key figures: a value, perhaps with a link and a line below it. */
struct site_key {
    const char *label, *value;
    const char *href; /* NULL: none */
    const char *note; /* NULL: none */
    enum tone tone;
};
void site_keys(struct site *site, const struct site_key *keys, size_t count);

/* Facts: a name and what it says, one below the other. */
void site_facts(struct site *site);
void site_fact(struct site *site, const char *label, const char *text,
               const char *href); /* "" says nothing: left out */
void site_facts_end(struct site *site);

/* A table. The first cell of a row is its header. */
void site_table(struct site *site, const char *caption, const struct document_column *columns, size_t count);
void site_row(struct site *site, enum row_kind kind);
void site_cell(struct site *site, const char *text);
void site_cell_tone(struct site *site, const char *text, enum tone tone);
void site_cell_link(struct site *site, const char *text, const char *href); /* NULL: as site_cell() */
/* A second line in the cell before: small, "" for nothing. */
void site_cell_two(struct site *site, const char *text, const char *href, const char *below);
/* A bar: `share` and `mark` in hundredths of a percent of its length; mark below 0: none. The words are in
 * the cells beside it. */
void site_cell_bar(struct site *site, int share, int mark);
void site_table_end(struct site *site);

/* Forms. A field that is at fault says so beside it. */
struct site_option {
    const char *value, *text;
};
enum site_field_kind { SITE_FIELD_LINE, SITE_FIELD_TEXT, SITE_FIELD_DATE, SITE_FIELD_CHOICE };
struct site_field {
    enum site_field_kind kind;
    const char *name, *label;
    const char *value; /* NULL: empty */
    const char *hint;  /* NULL: none */
    const char *fault; /* NULL: none */
    bool needed;
    const struct site_option *options; /* of a choice */
    size_t option_count;
    int longest; /* characters; 0: as it comes */
};
/* `action` is a path as site_to() makes it. A form that looks (GET) is laid out in a line. */
void site_form(struct site *site, const char *action, bool posts, const char *label);
void site_form_hidden(struct site *site, const char *name, const char *value); /* NULL value: left out */
void site_form_field(struct site *site, const struct site_field *field);
void site_form_end(struct site *site, const char *button);

/* The style sheet that all pages share. */
const char *site_style(void);

#endif
