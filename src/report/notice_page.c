/* What the sections of a notice are built with. */
#include <assert.h>

#include "report/notice_document_parts.h"

enum { COLUMNS_MOST = 12 };

void page_paragraph(struct notice_page *page)
{
    document_paragraph(page->document, buf_text(&page->text));
    buf_clear(&page->text);
}

void page_item(struct notice_page *page)
{
    document_item(page->document, buf_text(&page->text));
    buf_clear(&page->text);
}

void page_note(struct notice_page *page)
{
    document_note(page->document, buf_text(&page->text));
    buf_clear(&page->text);
}

void page_cell(struct notice_page *page, enum tone tone)
{
    document_cell(page->document, buf_text(&page->text), tone);
    buf_clear(&page->text);
}

void page_heading(struct notice_page *page, enum notice_text text)
{
    numbered_heading(page->document, &page->numbering, 1, catalogue_notice(page->paper->language, text));
}

void page_table(struct notice_page *page, const struct notice_column *columns, size_t count, unsigned bits)
{
    struct document_column of[COLUMNS_MOST];

    assert(count <= COLUMNS_MOST);
    for (size_t i = 0; i < count; i++)
        of[i] = (struct document_column){catalogue_notice(page->paper->language, columns[i].title),
                                         columns[i].align, columns[i].width};
    document_table(page->document, of, count, bits);
}

void page_fixed_cell(struct notice_page *page, enum notice_text text)
{
    document_cell(page->document, catalogue_notice(page->paper->language, text), TONE_NONE);
}

void page_money(struct notice_page *page, fen amount)
{
    catalogue_notice_money(&page->text, page->paper->money_unit, amount);
    page_cell(page, TONE_NONE);
}

void page_rate(struct notice_page *page, struct notice_rate rate)
{
    catalogue_notice_rate(&page->text, rate);
    page_cell(page, TONE_NONE);
}

void page_points(struct notice_page *page, struct notice_rate points, bool toned)
{
    int64_t shown = notice_rate_shown(points);

    catalogue_notice_points(&page->text, points);
    page_cell(page, toned && shown < 0 ? TONE_BAD : TONE_NONE);
}

void page_who(struct notice_page *page, const char *name, const char *answers)
{
    buf_puts(&page->text, name);
    if (answers != NULL && answers[0] != '\0')
        buf_printf(&page->text, page->paper->language == LANGUAGE_ZH ? "（%s）" : " (%s)", answers);
}

void page_more(struct notice_page *page, size_t count, size_t shown)
{
    if (count <= shown)
        return;
    catalogue_notice_more(&page->text, page->paper->language, count - shown);
    page_note(page);
}
