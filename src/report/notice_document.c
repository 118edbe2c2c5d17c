#include "report/notice_document.h"

#include "report/notice_charts.h"
#include "report/notice_document_parts.h"

enum { KEYS = 6 };

static void add_beginning(struct notice_page *page);
static void add_todo(struct notice_page *page);
static void add_overall(struct notice_page *page);
static void add_keys(struct notice_page *page);
static void add_rows(struct notice_page *page);
static void add_missing(struct notice_page *page);
static void add_figures(struct notice_page *page);

void notice_document(const struct notice *notice, const struct notice_paper *paper,
                     struct document *ret_document)
{
    struct notice_page page = {.notice = notice, .paper = paper, .document = ret_document};

    add_beginning(&page);
    add_todo(&page);
    add_overall(&page);
    add_rows(&page);
    notice_year_section(&page);
    notice_deviations_section(&page);
    notice_deadlines_section(&page);
    notice_goals_section(&page);
    add_missing(&page);
    notice_transfers_section(&page);
    notice_score_section(&page);
    add_figures(&page);
    buf_free(&page.text);
}

static void add_beginning(struct notice_page *page)
{
    enum language language = page->paper->language;

    catalogue_notice_title(&page->text, page->paper, page->notice);
    document_init(page->document, language, buf_text(&page->text));
    buf_clear(&page->text);
    catalogue_notice_subtitle(&page->text, page->paper, page->notice);
    document_subtitle(page->document, buf_text(&page->text));
    buf_clear(&page->text);
    if (page->paper->late)
        document_note(page->document, catalogue_notice(language, NOTICE_LATE));
    if (page->paper->correction && page->paper->change_count > 0) {
        document_note(page->document, catalogue_notice(language, NOTICE_CORRECTED));
        for (size_t i = 0; i < page->paper->change_count; i++)
            document_item(page->document, page->paper->changes[i]);
    }
    catalogue_notice_headline(&page->text, page->paper, page->notice);
    page_paragraph(page);
}

static void add_todo(struct notice_page *page)
{
    struct notice_todo todos[NOTICE_TODO_MAX];
    size_t count = notice_todo_list(page->notice, todos);

    page_heading(page, NOTICE_TODO);
    for (size_t i = 0; i < count; i++) {
        catalogue_notice_todo(&page->text, page->paper, page->notice, &todos[i]);
        page_item(page);
    }
    if (count == 0)
        document_paragraph(page->document, catalogue_notice_nothing(page->paper->language, page->notice));
}

static void add_overall(struct notice_page *page)
{
    page_heading(page, NOTICE_OVERALL);
    add_keys(page);
    catalogue_notice_standing(&page->text, page->paper, page->notice);
    page_paragraph(page);
    if (page->notice->zero_count > 0) {
        catalogue_notice_zero(&page->text, page->paper, page->notice);
        page_paragraph(page);
    }
    notice_lines_tables(page);
}

static enum tone gap_tone(const struct notice *notice)
{
    if (!notice->gap.known)
        return TONE_INFO;
    return notice->gap.value.num < 0 ? TONE_BAD : TONE_GOOD;
}

static const char *gap_word(const struct notice *notice, enum language language)
{
    int64_t shown = notice_rate_shown(notice->gap);

    return shown == 0 ? "" : catalogue_notice(language, shown < 0 ? NOTICE_BEHIND : NOTICE_AHEAD);
}

static struct document_key key(struct notice_page *page, struct arena *texts, enum notice_text label,
                               const char *note, enum tone tone)
{
    struct document_key key = {.label = catalogue_notice(page->paper->language, label),
                               .value = arena_text(texts, buf_text(&page->text)),
                               .note = note,
                               .tone = tone};

    buf_clear(&page->text);
    return key;
}

static void add_keys(struct notice_page *page)
{
    const struct notice *notice = page->notice;
    const struct notice_paper *paper = page->paper;
    const char *unit = catalogue_notice_unit(paper->language, paper->money_unit);
    struct document_key keys[KEYS];
    struct arena texts = {0};
    size_t count = 0;

    catalogue_notice_rate(&page->text, notice->now.rate);
    keys[count++] = key(page, &texts, NOTICE_RATE, "", gap_tone(notice));
    catalogue_notice_rate(&page->text, notice->reference);
    keys[count++] =
        key(page, &texts, NOTICE_REFERENCE,
            notice->curve == CURVE_LINEAR ? "" : catalogue_notice_curve(paper->language, notice->curve),
            TONE_INFO);
    catalogue_notice_points(&page->text, notice->gap);
    keys[count++] = key(page, &texts, NOTICE_GAP, gap_word(notice, paper->language), gap_tone(notice));
    catalogue_notice_money(&page->text, paper->money_unit, notice->now.budget);
    keys[count++] = key(page, &texts, NOTICE_BUDGET, unit, TONE_INFO);
    catalogue_notice_money(&page->text, paper->money_unit, notice->now.spent);
    keys[count++] = key(page, &texts, NOTICE_SPENT, unit, TONE_INFO);
    buf_printf(&page->text, "%d / %d / %d", notice->deviation_lights.red, notice->deviation_lights.yellow,
               notice->deviation_lights.blue);
    keys[count++] =
        key(page, &texts, NOTICE_ALERTS, "", notice->deviation_lights.red > 0 ? TONE_BAD : TONE_INFO);
    document_keys(page->document, keys, count);
    arena_free(&texts);
}

static void add_rows(struct notice_page *page)
{
    struct buf svg = {0};

    if (page->notice->row_count == 0)
        return;
    page_heading(page, notice_of_units(page->notice) ? NOTICE_ROWS_UNITS : NOTICE_ROWS_PROJECTS);
    if (notice_bars_svg(&svg, &page->text, page->notice, page->paper))
        document_figure(page->document, buf_text(&svg), buf_text(&page->text));
    buf_clear(&page->text);
    buf_free(&svg);
    notice_rows_table(page);
}

static void add_missing(struct notice_page *page)
{
    const struct notice *notice = page->notice;
    size_t shown = notice->missing_count < NOTICE_LIST_MOST ? notice->missing_count : NOTICE_LIST_MOST;

    if (notice->missing_count == 0)
        return;
    page_heading(page, NOTICE_MISSING);
    for (size_t i = 0; i < shown; i++) {
        catalogue_notice_missing(&page->text, page->paper, notice, &notice->missing[i]);
        page_item(page);
    }
    page_more(page, notice->missing_count, shown);
}

static void add_figures(struct notice_page *page)
{
    page_heading(page, NOTICE_FIGURES);
    for (size_t i = 0; i < page->notice->doubt_count; i++) {
        catalogue_notice_doubt(&page->text, page->paper->language, page->notice, &page->notice->doubts[i]);
        page_item(page);
    }
    catalogue_notice_figures(&page->text, page->paper);
    page_item(page);
    if (page->paper->link != NULL) {
        buf_printf(&page->text, page->paper->language == LANGUAGE_ZH ? "%s：%s" : "%s: %s",
                   catalogue_notice(page->paper->language, NOTICE_WHOLE), page->paper->link);
        page_item(page);
    }
}
