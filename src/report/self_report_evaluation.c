/* Chapters two to four: the result item by item, what went wrong, and what to do. */
#include "core/catalogue_evaluate.h"
#include "core/catalogue_sheet.h"
#include "report/proposal.h"
#include "report/self_report_parts.h"
#include "report/sheet_document_parts.h"

static void conclusion(struct reporting *reporting);
static void counts(struct reporting *reporting);
static void join(struct buf *out, enum language language, const char *name);
static void group(struct reporting *reporting, const struct sheet_group *group);
static void item(struct reporting *reporting, const struct sheet_item *item, int level);
static void disagreements(struct reporting *reporting);

void report_evaluation(struct reporting *reporting)
{
    report_heading(reporting, 1, REPORT_EVALUATION);
    conclusion(reporting);
    for (size_t i = 0; i < reporting->outline.group_count; i++)
        group(reporting, &reporting->outline.groups[i]);
}

static void conclusion(struct reporting *reporting)
{
    const struct sheet *sheet = reporting->sheet;
    enum language language = reporting->document->language;

    report_heading(reporting, 2, REPORT_CONCLUSION);
    counts(reporting);
    catalogue_report_conclusion(&reporting->text, language, sheet);
    report_say(reporting);
    if (sheet->facts->open) {
        catalogue_evaluate_winnable(&reporting->text, language, sheet);
        report_say(reporting);
    }
    sheet_picture(reporting->document, sheet, &reporting->outline);
}

static void counts(struct reporting *reporting)
{
    enum language language = reporting->document->language;
    struct report_counts counts = {.items = reporting->sheet->item_count};
    struct buf level1 = {0}, level2 = {0};

    for (size_t i = 0; i < reporting->outline.group_count; i++) {
        const struct sheet_group *at = &reporting->outline.groups[i];
        if (at->opens_level1) {
            counts.level1++;
            join(&level1, language, at->level1);
        }
        if (at->level2[0] != '\0') {
            counts.level2++;
            join(&level2, language, at->level2);
        }
    }
    counts.level1_names = buf_text(&level1);
    counts.level2_names = buf_text(&level2);
    catalogue_report_counts(&reporting->text, language, reporting->sheet, &counts);
    report_say(reporting);
    buf_free(&level1);
    buf_free(&level2);
}

static void join(struct buf *out, enum language language, const char *name)
{
    if (out->length > 0)
        buf_puts(out, language == LANGUAGE_ZH ? "、" : ", ");
    buf_puts(out, name);
}

/* Where the rubric has no second level, the items take its place. */
static void group(struct reporting *reporting, const struct sheet_group *at)
{
    bool has_level2 = at->level2[0] != '\0';

    if (at->opens_level1) {
        catalogue_report_level(&reporting->text, reporting->document->language, at->level1);
        numbered_heading(reporting->document, &reporting->numbering, 2, buf_text(&reporting->text));
        buf_clear(&reporting->text);
    }
    if (has_level2)
        numbered_heading(reporting->document, &reporting->numbering, 3, at->level2);
    for (size_t i = at->first; i < at->first + at->count; i++)
        item(reporting, &reporting->sheet->items[reporting->outline.order[i]], has_level2 ? 4 : 3);
}

static void item(struct reporting *reporting, const struct sheet_item *of, int level)
{
    enum language language = reporting->document->language;

    numbered_heading(reporting->document, &reporting->numbering, level, words_in(of->name, language));
    if (of->rubric != NULL)
        buf_puts(&reporting->text, words_in(of->rubric->about, language));
    report_say(reporting);
    catalogue_item(&reporting->text, language, reporting->sheet, of);
    buf_puts(&reporting->text, language == LANGUAGE_ZH ? "。" : ".");
    report_say(reporting);
    if (of->state == ITEM_ASSESSED && of->assessment != NULL && of->assessment->note != NULL)
        document_paragraph(reporting->document, of->assessment->note);
    if (of->state == ITEM_ASSESSED || of->state == ITEM_NO_DATA)
        report_gap(reporting, REPORT_GAP_ITEM);
    catalogue_report_points(&reporting->text, language, of);
    report_say(reporting);
}

void report_problems(struct reporting *reporting)
{
    enum language language = reporting->document->language;
    struct proposals proposals;

    proposals_make(reporting->sheet, language, reporting->due, &proposals);
    report_heading(reporting, 1, REPORT_PROBLEMS);
    if (proposals.count == 0)
        document_paragraph(reporting->document, report_words(reporting, REPORT_NO_PROBLEMS));
    for (size_t i = 0; i < proposals.count; i++) {
        const struct proposal *proposal = &proposals.list[i];
        catalogue_report_problem(&reporting->text, language, words_in(proposal->item->name, language));
        numbered_heading(reporting->document, &reporting->numbering, 2, buf_text(&reporting->text));
        buf_clear(&reporting->text);
        buf_printf(&reporting->text, language == LANGUAGE_ZH ? "%s。" : "%s.", proposal->issue);
        report_say(reporting);
        report_gap(reporting, REPORT_GAP_CAUSE);
    }
    proposals_done(&proposals);
    disagreements(reporting);
    report_heading(reporting, 2, REPORT_PROBLEM_OTHERS);
    report_gap(reporting, REPORT_GAP_PROBLEMS);
}

static void disagreements(struct reporting *reporting)
{
    const struct sheet *sheet = reporting->sheet;

    if (sheet->discrepancy_count == 0)
        return;
    report_heading(reporting, 2, REPORT_PROBLEM_DATA);
    document_paragraph(reporting->document, report_words(reporting, REPORT_DATA_INTRODUCTION));
    for (size_t i = 0; i < sheet->discrepancy_count; i++) {
        catalogue_discrepancy(&reporting->text, reporting->document->language, sheet,
                              &sheet->discrepancies[i]);
        document_item(reporting->document, buf_text(&reporting->text));
        buf_clear(&reporting->text);
    }
}

void report_measures(struct reporting *reporting)
{
    enum language language = reporting->document->language;
    struct proposals proposals;

    proposals_make(reporting->sheet, language, reporting->due, &proposals);
    report_heading(reporting, 1, REPORT_MEASURES);
    for (size_t i = 0; i < proposals.count; i++) {
        const struct proposal *proposal = &proposals.list[i];
        numbered_heading(reporting->document, &reporting->numbering, 2,
                         words_in(proposal->item->name, language));
        buf_printf(&reporting->text, language == LANGUAGE_ZH ? "%s。" : "%s. ", proposal->action);
        catalogue_report_duty(&reporting->text, language, proposal->owner, proposal->due);
        report_say(reporting);
    }
    proposals_done(&proposals);
    report_heading(reporting, 2, REPORT_MEASURE_OTHERS);
    report_gap(reporting, REPORT_GAP_MEASURES);
}
