#include "report/self_report.h"

#include "core/catalogue_evaluate.h"
#include "report/self_report_parts.h"
#include "report/sheet_document_parts.h"

static void begin(struct reporting *reporting, enum language language);

bool self_report(const struct sheet *sheet, enum language language, date due, struct document *ret_document,
                 struct err *err)
{
    struct reporting reporting = {.sheet = sheet, .document = ret_document, .due = due};

    if (!sheet_money(sheet->facts, &reporting.money, err))
        return false;
    sheet_outline_make(sheet, language, &reporting.outline);
    begin(&reporting, language);
    report_basics(&reporting);
    report_evaluation(&reporting);
    report_problems(&reporting);
    report_measures(&reporting);
    document_page_break(ret_document);
    document_heading(ret_document, 1, report_words(&reporting, REPORT_SHEET));
    sheet_score_table(ret_document, sheet, &reporting.outline);
    sheet_outline_done(&reporting.outline);
    buf_free(&reporting.text);
    return true;
}

static void begin(struct reporting *reporting, enum language language)
{
    const struct sheet *sheet = reporting->sheet;

    catalogue_report_title(&reporting->text, language, sheet);
    document_init(reporting->document, language, buf_text(&reporting->text));
    buf_clear(&reporting->text);
    document_note(reporting->document, report_words(reporting, REPORT_DRAFT));
    catalogue_report_opening(&reporting->text, language, sheet);
    if (reporting->text.length == 0)
        report_gap(reporting, REPORT_GAP_BASIS);
    report_say(reporting);
}

const char *report_words(const struct reporting *reporting, enum report_text text)
{
    return catalogue_report(reporting->document->language, reporting->sheet->facts->of_unit, text);
}

void report_heading(struct reporting *reporting, int level, enum report_text text)
{
    numbered_heading(reporting->document, &reporting->numbering, level, report_words(reporting, text));
}

void report_gap(struct reporting *reporting, enum report_text what)
{
    struct buf gap = {0};

    catalogue_gap(&gap, reporting->document->language, report_words(reporting, what));
    document_gap(reporting->document, buf_text(&gap));
    buf_free(&gap);
}

void report_say(struct reporting *reporting)
{
    if (reporting->text.length > 0)
        document_paragraph(reporting->document, buf_text(&reporting->text));
    buf_clear(&reporting->text);
}
