#include "report/monitor_document.h"

#include "core/catalogue_sheet.h"

enum { GAPS_MOST = 100 };

struct page {
    const struct monitor_form *form;
    const struct notice_paper *paper;
    struct document *document;
    struct buf text; /* for one sentence or cell at a time */
};

static void add_cover(struct page *page);
static void add_gaps(struct page *page);
static void add_subject(struct page *page, const struct monitor_subject *subject);
static void add_money(struct page *page, const struct monitor_subject *subject);
static void add_indicators(struct page *page, const struct monitor_subject *subject);

void monitor_document(const struct monitor_form *form, const struct notice_paper *paper,
                      struct document *ret_document)
{
    struct page page = {.form = form, .paper = paper, .document = ret_document};

    add_cover(&page);
    if (form->whole.indicator_count > 0)
        add_subject(&page, &form->whole);
    for (size_t i = 0; i < form->project_count; i++)
        if (!form->projects[i].without_form)
            add_subject(&page, &form->projects[i]);
    buf_free(&page.text);
}

static const char *word(const struct page *page, enum monitor_text text)
{
    return catalogue_monitor(page->paper->language, text);
}

static void cell(struct page *page, enum tone tone)
{
    document_cell(page->document, buf_text(&page->text), tone);
    buf_clear(&page->text);
}

static void paragraph(struct page *page)
{
    if (page->text.length > 0)
        document_paragraph(page->document, buf_text(&page->text));
    buf_clear(&page->text);
}

static void add_cover(struct page *page)
{
    enum language language = page->paper->language;

    catalogue_monitor_title(&page->text, language, page->form);
    document_init(page->document, language, buf_text(&page->text));
    buf_clear(&page->text);
    catalogue_monitor_subtitle(&page->text, page->paper, page->form);
    document_subtitle(page->document, buf_text(&page->text));
    buf_clear(&page->text);
    catalogue_monitor_summary(&page->text, language, page->form);
    paragraph(page);
    add_money(page, &page->form->whole);
    add_gaps(page);
}

static void add_gaps(struct page *page)
{
    const struct monitor_form *form = page->form;
    const struct document_column columns[] = {{word(page, MONITOR_MISSING_WHAT), ALIGN_LEFT, 30},
                                              {word(page, MONITOR_MISSING_WHERE), ALIGN_LEFT, 45},
                                              {word(page, MONITOR_UNIT_NAME), ALIGN_LEFT, 25}};
    size_t shown = form->gap_count < GAPS_MOST ? form->gap_count : GAPS_MOST;

    document_heading(page->document, 1, word(page, MONITOR_GAPS));
    if (shown == 0) {
        document_paragraph(page->document, word(page, MONITOR_NO_GAPS));
        return;
    }
    document_table(page->document, columns, sizeof columns / sizeof *columns, TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < shown; i++) {
        const struct monitor_gap *gap = &form->gaps[i];
        document_row(page->document, ROW_PLAIN);
        document_cell(page->document, catalogue_monitor_gap(page->paper->language, gap->kind), TONE_NOTICE);
        catalogue_monitor_where(&page->text, gap);
        cell(page, TONE_NONE);
        document_cell(page->document, gap->subject->unit_name, TONE_NONE);
    }
    if (form->gap_count > shown) {
        catalogue_notice_more(&page->text, page->paper->language, form->gap_count - shown);
        document_note(page->document, buf_text(&page->text));
        buf_clear(&page->text);
    }
}

static void add_subject(struct page *page, const struct monitor_subject *subject)
{
    bool whole = subject == &page->form->whole;
    enum language language = page->paper->language;

    document_page_break(page->document);
    buf_printf(&page->text, language == LANGUAGE_ZH ? "%s：%s" : "%s: %s",
               word(page, whole ? MONITOR_UNIT_FORM : MONITOR_PROJECT_FORM), subject->name);
    document_heading(page->document, 1, buf_text(&page->text));
    buf_clear(&page->text);
    buf_printf(&page->text, language == LANGUAGE_ZH ? "%s：%s" : "%s: %s", word(page, MONITOR_UNIT_NAME),
               subject->unit_name);
    if (subject->answers != NULL)
        buf_printf(&page->text, language == LANGUAGE_ZH ? "；%s：%s" : "; %s: %s",
                   word(page, MONITOR_ANSWERS), subject->answers);
    paragraph(page);
    if (!whole)
        add_money(page, subject);
    add_indicators(page, subject);
}

static void money(struct page *page, fen amount)
{
    catalogue_notice_money(&page->text, page->paper->money_unit, amount);
    cell(page, TONE_NONE);
}

static void add_money(struct page *page, const struct monitor_subject *subject)
{
    enum language language = page->paper->language;
    struct buf spent = {0}, rate = {0};

    catalogue_monitor_spent(&spent, language, page->form->notice);
    catalogue_monitor_rate(&rate, language, page->form->notice);
    const struct document_column columns[] = {{word(page, MONITOR_INITIAL), ALIGN_RIGHT, 20},
                                              {word(page, MONITOR_ADJUSTED), ALIGN_RIGHT, 20},
                                              {buf_text(&spent), ALIGN_RIGHT, 20},
                                              {buf_text(&rate), ALIGN_RIGHT, 16},
                                              {word(page, MONITOR_EXPECTED), ALIGN_RIGHT, 24}};
    document_table(page->document, columns, sizeof columns / sizeof *columns, TABLE_CARDS);
    document_row(page->document, ROW_PLAIN);
    money(page, subject->initial);
    money(page, subject->adjusted);
    money(page, subject->spent);
    catalogue_notice_rate(&page->text, subject->rate);
    cell(page, subject->behind ? TONE_BAD : TONE_NONE);
    if (subject->has_expected)
        catalogue_notice_money(&page->text, page->paper->money_unit, subject->expected);
    cell(page, TONE_NONE);
    buf_free(&spent);
    buf_free(&rate);
    if (subject->outlook == NULL)
        return;
    struct buf why = {0};
    catalogue_monitor_why(&why, language, subject->outlook);
    if (why.length > 0) {
        buf_printf(&page->text, language == LANGUAGE_ZH ? "%s：%s" : "%s: %s",
                   word(page, MONITOR_PROJECT_CAUSE), buf_text(&why));
        paragraph(page);
    }
    buf_free(&why);
}

static void add_indicator(struct page *page, const struct monitor_indicator *indicator)
{
    enum language language = page->paper->language;
    const struct indicator_facts *facts = indicator->facts;

    document_row(page->document, ROW_PLAIN);
    document_cell(page->document, catalogue_level1(language, facts->level1), TONE_NONE);
    document_cell(page->document, catalogue_level2(language, facts->level2), TONE_NONE);
    document_cell(page->document, facts->name, TONE_NONE);
    catalogue_monitor_target(&page->text, language, indicator);
    cell(page, TONE_NONE);
    catalogue_monitor_value(&page->text, language, &indicator->reached, facts);
    cell(page, indicator->behind ? TONE_BAD : TONE_NONE);
    catalogue_monitor_value(&page->text, language, &indicator->expected, facts);
    cell(page, TONE_NONE);
    catalogue_monitor_why(&page->text, language, indicator->outlook);
    cell(page, TONE_NONE);
    document_cell(page->document,
                  catalogue_notice_likelihood(
                      language, indicator->outlook != NULL ? indicator->outlook->likelihood : NULL),
                  TONE_NONE);
    catalogue_monitor_remark(&page->text, language, page->form->notice, indicator);
    cell(page, TONE_NONE);
}

static void add_indicators(struct page *page, const struct monitor_subject *subject)
{
    struct buf reached = {0};

    if (subject->indicator_count == 0) {
        document_paragraph(page->document, word(page, MONITOR_WITHOUT_GOALS));
        return;
    }
    catalogue_monitor_reached(&reached, page->paper->language, page->form->notice);
    const struct document_column columns[] = {
        {word(page, MONITOR_LEVEL1), ALIGN_LEFT, 9},  {word(page, MONITOR_LEVEL2), ALIGN_LEFT, 9},
        {word(page, MONITOR_LEVEL3), ALIGN_LEFT, 18}, {word(page, MONITOR_TARGET), ALIGN_RIGHT, 11},
        {buf_text(&reached), ALIGN_RIGHT, 11},        {word(page, MONITOR_EXPECTED_VALUE), ALIGN_RIGHT, 10},
        {word(page, MONITOR_CAUSES), ALIGN_LEFT, 16}, {word(page, MONITOR_LIKELIHOOD), ALIGN_CENTER, 8},
        {word(page, MONITOR_REMARK), ALIGN_LEFT, 9}};
    document_table(page->document, columns, sizeof columns / sizeof *columns, TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < subject->indicator_count; i++)
        add_indicator(page, &subject->indicators[i]);
    buf_free(&reached);
}
