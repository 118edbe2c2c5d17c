#include "report/notice_mail.h"

#include <string.h>

#include "base/html.h"

/* Of more rows the last are shown: those that have most to do. Of changes the first. */
enum { ROWS_MOST = 30, CHANGES_MOST = 30 };

struct letter {
    struct buf *out;
    const struct notice *notice;
    const struct notice_paper *paper;
    struct buf text; /* one sentence or cell at a time */
};

static const char *said(const struct letter *letter, enum notice_text text)
{
    return catalogue_notice(letter->paper->language, text);
}

/* `letter->text` inside an element; it is empty again then. */
static void element(struct letter *letter, const char *open, const char *close)
{
    buf_puts(letter->out, open);
    html_text(letter->out, buf_text(&letter->text));
    buf_puts(letter->out, close);
    buf_clear(&letter->text);
}

static void heading(struct letter *letter, enum notice_text text)
{
    buf_puts(&letter->text, said(letter, text));
    element(letter, "<p style=\"font-weight:bold;margin:12px 0 4px\">", "</p>\n");
}

static void add_changes(struct letter *letter)
{
    const struct notice_paper *paper = letter->paper;

    if (!paper->correction || paper->change_count == 0)
        return;
    heading(letter, NOTICE_CORRECTED);
    buf_puts(letter->out, "<ul>\n");
    for (size_t i = 0; i < paper->change_count && i < CHANGES_MOST; i++) {
        buf_puts(&letter->text, paper->changes[i]);
        element(letter, "<li>", "</li>\n");
    }
    buf_puts(letter->out, "</ul>\n");
    if (paper->change_count > CHANGES_MOST) {
        catalogue_notice_cut(&letter->text, paper->language, paper->change_count - CHANGES_MOST);
        element(letter, "<p>", "</p>\n");
    }
}

static void add_todo(struct letter *letter)
{
    struct notice_todo todos[NOTICE_TODO_MAX];
    size_t count = notice_todo_list(letter->notice, todos);

    heading(letter, NOTICE_TODO);
    if (count == 0) {
        buf_puts(&letter->text, catalogue_notice_nothing(letter->paper->language, letter->notice));
        element(letter, "<p>", "</p>\n");
        return;
    }
    buf_puts(letter->out, "<ol>\n");
    for (size_t i = 0; i < count; i++) {
        catalogue_notice_todo(&letter->text, letter->paper, letter->notice, &todos[i]);
        element(letter, "<li>", "</li>\n");
    }
    buf_puts(letter->out, "</ol>\n");
}

static void cell(struct letter *letter)
{
    element(letter, "<td style=\"" HTML_MAIL_CELL "\">", "</td>");
}

static void add_row(struct letter *letter, const struct notice_row *row)
{
    const struct notice_paper *paper = letter->paper;

    buf_puts(letter->out, "<tr>");
    if (row->rank > 0)
        buf_printf(&letter->text, "%d", row->rank);
    cell(letter);
    catalogue_notice_row(&letter->text, paper->language, row);
    if (row->answers != NULL)
        buf_printf(&letter->text, paper->language == LANGUAGE_ZH ? "（%s）" : " (%s)", row->answers);
    cell(letter);
    catalogue_notice_money(&letter->text, paper->money_unit, row->now.budget);
    cell(letter);
    catalogue_notice_money(&letter->text, paper->money_unit, row->now.spent);
    cell(letter);
    catalogue_notice_rate(&letter->text, row->now.rate);
    cell(letter);
    catalogue_notice_points(&letter->text, row->gap);
    cell(letter);
    buf_puts(&letter->text, catalogue_notice_light(paper->language, row->light));
    cell(letter);
    buf_puts(letter->out, "</tr>\n");
}

static void add_rows(struct letter *letter)
{
    const struct notice *notice = letter->notice;
    bool units = notice_of_units(notice);
    const enum notice_text titles[] = {NOTICE_RANK,   units ? NOTICE_UNIT : NOTICE_PROJECT,
                                       NOTICE_BUDGET, NOTICE_SPENT,
                                       NOTICE_RATE,   NOTICE_GAP,
                                       NOTICE_LIGHT};
    size_t first = notice->row_count > ROWS_MOST ? notice->row_count - ROWS_MOST : 0;

    if (notice->row_count == 0)
        return;
    heading(letter, units ? NOTICE_ROWS_UNITS : NOTICE_ROWS_PROJECTS);
    buf_puts(letter->out, "<table style=\"border-collapse:collapse\">\n<tr>");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        buf_puts(&letter->text, said(letter, titles[i]));
        element(letter, "<th style=\"" HTML_MAIL_HEAD "\">", "</th>");
    }
    buf_puts(letter->out, "</tr>\n");
    for (size_t i = first; i < notice->row_count; i++)
        add_row(letter, &notice->rows[i]);
    buf_puts(letter->out, "</table>\n");
    if (first > 0) {
        catalogue_notice_more(&letter->text, letter->paper->language, first);
        element(letter, "<p>", "</p>\n");
    }
}

static void add_end(struct letter *letter, const char *note)
{
    if (note[0] != '\0') {
        buf_puts(&letter->text, note);
        element(letter, "<p>", "</p>\n");
    }
    if (letter->paper->link != NULL) {
        buf_puts(&letter->text, letter->paper->link);
        element(letter, "<p><a href=\"", "\">");
        buf_puts(&letter->text, said(letter, NOTICE_WHOLE));
        element(letter, "", "</a></p>\n");
    }
    catalogue_notice_figures(&letter->text, letter->paper);
    element(letter, "<p style=\"font-size:12px;color:#777\">", "</p>\n</body></html>\n");
}

void notice_mail(struct buf *out, const struct notice *notice, const struct notice_paper *paper,
                 const char *note)
{
    struct letter letter = {.out = out, .notice = notice, .paper = paper};

    buf_printf(out,
               "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"></head>\n"
               "<body style=\"" HTML_MAIL_FONT "\">\n",
               paper->language == LANGUAGE_ZH ? "zh-CN" : "en");
    catalogue_notice_title(&letter.text, paper, notice);
    element(&letter, "<p style=\"font-size:16px;font-weight:bold\">", "</p>\n");
    catalogue_notice_subtitle(&letter.text, paper, notice);
    element(&letter, "<p style=\"color:#555\">", "</p>\n");
    if (paper->late) {
        buf_puts(&letter.text, said(&letter, NOTICE_LATE));
        element(&letter, "<p>", "</p>\n");
    }
    add_changes(&letter);
    catalogue_notice_headline(&letter.text, paper, notice);
    element(&letter, "<p>", "</p>\n");
    add_todo(&letter);
    catalogue_notice_standing(&letter.text, paper, notice);
    element(&letter, "<p>", "</p>\n");
    add_rows(&letter);
    add_end(&letter, note);
    buf_free(&letter.text);
}
