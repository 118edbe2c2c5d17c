/* The parts of a notice's document; private to report. */
#ifndef REPORT_NOTICE_DOCUMENT_PARTS_H
#define REPORT_NOTICE_DOCUMENT_PARTS_H

#include "report/notice_document.h"
#include "report/numbering.h"

/* What the sections share while one document is made. */
struct notice_page {
    const struct notice *notice;
    const struct notice_paper *paper;
    struct document *document;
    struct numbering numbering;
    struct buf text; /* for one sentence or cell at a time */
};

/* Longest lists; of more rows the first and the last are shown. */
enum {
    NOTICE_ROWS_ALL = 45,
    NOTICE_ROWS_FIRST = 10,
    NOTICE_ROWS_LAST = 30,
    NOTICE_LIST_MOST = 20,
    NOTICE_SHORT_LIST_MOST = 10
};

/* A column by the text of its title. */
struct notice_column {
    enum notice_text title;
    enum column_align align;
    int width;
};

/* `page->text` as a paragraph, an item, a note or a cell; it is empty again then. */
void page_paragraph(struct notice_page *page);
void page_item(struct notice_page *page);
void page_note(struct notice_page *page);
void page_cell(struct notice_page *page, enum tone tone);

void page_heading(struct notice_page *page, enum notice_text text);
void page_table(struct notice_page *page, const struct notice_column *columns, size_t count, unsigned bits);
void page_fixed_cell(struct notice_page *page, enum notice_text text);
void page_money(struct notice_page *page, fen amount);
void page_rate(struct notice_page *page, struct notice_rate rate);
void page_points(struct notice_page *page, struct notice_rate points, bool toned);
/* "甲局（张三）"; `answers` may be NULL. */
void page_who(struct notice_page *page, const char *name, const char *answers);
/* "另有…": where `count` is more than was shown. */
void page_more(struct notice_page *page, size_t count, size_t shown);

/* The sections behind the rows, in the order in which they stand. */
void notice_rows_table(struct notice_page *page);
void notice_lines_tables(struct notice_page *page); /* categories, funds, money not received */
void notice_year_section(struct notice_page *page);
void notice_deviations_section(struct notice_page *page);
void notice_deadlines_section(struct notice_page *page);
void notice_goals_section(struct notice_page *page);
void notice_transfers_section(struct notice_page *page);
void notice_score_section(struct notice_page *page);

#endif
