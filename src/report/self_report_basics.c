/* Chapter one: who and what is reported on, its goals and its money. */
#include <string.h>

#include "core/catalogue_sheet.h"
#include "report/self_report_parts.h"
#include "report/sheet_document_parts.h"

/* What the sheet says of one indicator: it is an item of its own, or part of an item. */
struct result {
    const struct measured *measured; /* NULL: it is not on the sheet */
    struct ratio share;
    bool computed;
};

static void goals(struct reporting *reporting);
static void indicator_table(struct reporting *reporting);
static bool is_own(const struct sheet_facts *facts, const struct indicator_facts *indicator);
static void indicator_row(struct reporting *reporting, const struct indicator_facts *indicator);
static struct result result_of(const struct sheet *sheet, const char *code);
static bool is_met(const struct result *result);
static void money(struct reporting *reporting);
static void management(struct reporting *reporting);

void report_basics(struct reporting *reporting)
{
    report_heading(reporting, 1, REPORT_BASICS);
    report_heading(reporting, 2, REPORT_DUTIES);
    report_gap(reporting, REPORT_GAP_DUTIES);
    report_heading(reporting, 2, REPORT_WORK);
    report_gap(reporting, REPORT_GAP_WORK);
    goals(reporting);
    money(reporting);
    if (reporting->sheet->facts->of_unit)
        management(reporting);
}

static void goals(struct reporting *reporting)
{
    report_heading(reporting, 2, REPORT_GOALS);
    report_heading(reporting, 3, REPORT_GOAL_OF_YEAR);
    report_gap(reporting, REPORT_GAP_GOAL);
    report_heading(reporting, 3, REPORT_GOAL_INDICATORS);
    indicator_table(reporting);
    report_heading(reporting, 3, REPORT_GOAL_DONE);
    report_gap(reporting, REPORT_GAP_GOAL_DONE);
}

static void indicator_table(struct reporting *reporting)
{
    const struct document_column columns[] = {{report_words(reporting, REPORT_LEVEL1), ALIGN_LEFT, 14},
                                              {report_words(reporting, REPORT_LEVEL2), ALIGN_LEFT, 16},
                                              {report_words(reporting, REPORT_INDICATOR), ALIGN_LEFT, 32},
                                              {report_words(reporting, REPORT_TARGET), ALIGN_RIGHT, 14},
                                              {report_words(reporting, REPORT_ACTUAL), ALIGN_RIGHT, 14},
                                              {report_words(reporting, REPORT_COMPLETION), ALIGN_RIGHT, 10}};
    const struct sheet_facts *facts = reporting->sheet->facts;
    size_t count = 0, met = 0;

    for (size_t i = 0; i < facts->set.indicator_count; i++) {
        if (!is_own(facts, &facts->set.indicators[i]))
            continue;
        struct result result = result_of(reporting->sheet, facts->set.indicators[i].code);
        met += is_met(&result) ? 1 : 0;
        count++;
    }
    if (count == 0) {
        document_paragraph(reporting->document, report_words(reporting, REPORT_NO_INDICATORS));
        return;
    }
    catalogue_report_indicators(&reporting->text, reporting->document->language, count, met);
    report_say(reporting);
    document_table(reporting->document, columns, sizeof columns / sizeof *columns, TABLE_CARDS);
    for (unsigned level1 = LEVEL_COST; level1 <= LEVEL_SATISFACTION; level1 <<= 1)
        for (size_t i = 0; i < facts->set.indicator_count; i++)
            if (facts->set.indicators[i].level1 == level1 && is_own(facts, &facts->set.indicators[i]))
                indicator_row(reporting, &facts->set.indicators[i]);
}

/* A unit's set holds its projects' indicators, too. */
static bool is_own(const struct sheet_facts *facts, const struct indicator_facts *indicator)
{
    return indicator->of_unit == facts->of_unit && strcmp(indicator->owner_code, facts->code) == 0;
}

static void indicator_row(struct reporting *reporting, const struct indicator_facts *indicator)
{
    struct document *document = reporting->document;
    struct result result = result_of(reporting->sheet, indicator->code);
    struct buf *text = &reporting->text;
    char share[DEC_TEXT];
    int64_t percent;

    document_row(document, ROW_PLAIN);
    document_cell(document, catalogue_level1(document->language, indicator->level1), TONE_NONE);
    document_cell(document, catalogue_level2(document->language, indicator->level2), TONE_NONE);
    document_cell(document, indicator->name, TONE_NONE);
    catalogue_target(text, document->language, indicator, reporting->sheet->facts->clock);
    buf_cell(document, text, TONE_NONE);
    if (result.measured != NULL)
        catalogue_measured(text, document->language, result.measured, indicator->measure_unit);
    buf_cell(document, text, TONE_NONE);
    if (result.computed && ratio_round(result.share, 4, &percent))
        buf_printf(text, "%s%%", dec_format_short(percent, 2, share));
    buf_cell(document, text, is_met(&result) || !result.computed ? TONE_NONE : TONE_BAD);
}

static struct result result_of(const struct sheet *sheet, const char *code)
{
    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        if (item->indicator != NULL && strcmp(item->code, code) == 0)
            return (struct result){&item->measured, item->share, item->state == ITEM_COMPUTED};
        for (size_t p = 0; p < item->part_count; p++)
            if (strcmp(item->parts[p].code, code) == 0)
                return (struct result){&item->parts[p].measured, item->parts[p].share,
                                       item->parts[p].state == ITEM_COMPUTED};
    }
    return (struct result){NULL, {0, 1}, false};
}

static bool is_met(const struct result *result)
{
    return result->computed && ratio_compare(result->share, ratio_int(1)) >= 0;
}

static void money(struct reporting *reporting)
{
    const struct sheet_facts *facts = reporting->sheet->facts;
    enum language language = reporting->document->language;

    report_heading(reporting, 2, REPORT_MONEY);
    if (facts->receipt_count > 0)
        catalogue_report_receipts(&reporting->text, language, facts, &reporting->money);
    else if (facts->of_unit)
        report_gap(reporting, REPORT_GAP_RECEIPTS);
    report_say(reporting);
    catalogue_report_spending(&reporting->text, language, facts, &reporting->money);
    report_say(reporting);
    catalogue_report_rate(&reporting->text, language, facts, &reporting->money);
    report_say(reporting);
}

static void management(struct reporting *reporting)
{
    report_heading(reporting, 2, REPORT_MANAGEMENT);
    report_heading(reporting, 3, REPORT_RULES);
    report_gap(reporting, REPORT_GAP_RULES);
    report_heading(reporting, 3, REPORT_MONITORING);
    catalogue_report_followed(&reporting->text, reporting->document->language, reporting->sheet->facts);
    report_say(reporting);
    report_gap(reporting, REPORT_GAP_MONITORING);
    report_heading(reporting, 3, REPORT_EVALUATING);
    report_gap(reporting, REPORT_GAP_EVALUATING);
}
