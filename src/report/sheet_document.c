#include "report/sheet_document.h"

#include "core/catalogue_evaluate.h"
#include "report/numbering.h"
#include "report/sheet_document_parts.h"

static void begin(const struct sheet *sheet, enum language language, struct document *document);
static void add_result(struct document *document, const struct sheet *sheet);
static void add_winnable(struct document *document, const struct sheet *sheet, struct numbering *numbering);
static void heading(struct document *document, struct numbering *numbering, enum evaluate_text text);
static void sentence(struct document *document, enum evaluate_text text);

/* Rounding alone loses nothing: of a weight of 33.333333 all is earned with 33.33. */
static bool has_lost(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->item_count; i++)
        if (sheet_item_lost(&sheet->items[i]))
            return true;
    return false;
}

void sheet_document(const struct sheet *sheet, enum language language, date due,
                    struct document *ret_document)
{
    struct sheet_outline outline;
    struct numbering numbering = {0};
    bool lost = has_lost(sheet);

    sheet_outline_make(sheet, language, &outline);
    begin(sheet, language, ret_document);
    heading(ret_document, &numbering, EVALUATE_CONCLUSION);
    add_result(ret_document, sheet);
    if (sheet->facts->open)
        add_winnable(ret_document, sheet, &numbering);
    heading(ret_document, &numbering, EVALUATE_LOST_WHERE);
    if (!lost)
        sentence(ret_document, EVALUATE_NOTHING_LOST);
    sheet_picture(ret_document, sheet, &outline);
    heading(ret_document, &numbering, EVALUATE_SCORES);
    sheet_score_table(ret_document, sheet, &outline);
    heading(ret_document, &numbering, EVALUATE_DISCREPANCIES);
    if (sheet->discrepancy_count == 0) {
        sentence(ret_document, EVALUATE_NO_DISCREPANCY);
    } else {
        document_note(ret_document, catalogue_evaluate(language, EVALUATE_DISCREPANCY_NOTE));
        sheet_discrepancy_table(ret_document, sheet);
    }
    if (lost) {
        heading(ret_document, &numbering, EVALUATE_RECTIFY);
        document_note(ret_document, catalogue_evaluate(language, EVALUATE_RECTIFY_NOTE));
        sheet_proposal_table(ret_document, sheet, due);
    }
    document_page_break(ret_document);
    heading(ret_document, &numbering, EVALUATE_ROWS);
    sheet_row_table(ret_document, sheet, &outline);
    sheet_outline_done(&outline);
}

static void begin(const struct sheet *sheet, enum language language, struct document *document)
{
    struct buf text = {0};

    catalogue_evaluate_title(&text, language, sheet);
    document_init(document, language, buf_text(&text));
    buf_clear(&text);
    catalogue_evaluate_basis(&text, language, sheet);
    document_subtitle(document, buf_text(&text));
    buf_free(&text);
}

static void add_result(struct document *document, const struct sheet *sheet)
{
    struct buf text = {0};

    sheet_keys(document, sheet);
    catalogue_evaluate_result(&text, document->language, sheet);
    document_paragraph(document, buf_text(&text));
    if ((sheet->has_assessed_total && sheet->assessed_total != sheet->total) ||
        (sheet->has_printed_total && sheet->printed_total != sheet->total)) {
        buf_clear(&text);
        catalogue_evaluate_totals(&text, document->language, sheet);
        document_paragraph(document, buf_text(&text));
    }
    buf_free(&text);
}

static void add_winnable(struct document *document, const struct sheet *sheet, struct numbering *numbering)
{
    struct buf text = {0};

    heading(document, numbering, EVALUATE_WINNABLE_HEADING);
    catalogue_evaluate_winnable(&text, document->language, sheet);
    document_paragraph(document, buf_text(&text));
    buf_free(&text);
    if (sheet->winnable > 0)
        sheet_winnable_table(document, sheet);
    else
        sentence(document, EVALUATE_NOTHING_WINNABLE);
}

static void heading(struct document *document, struct numbering *numbering, enum evaluate_text text)
{
    numbered_heading(document, numbering, 1, catalogue_evaluate(document->language, text));
}

static void sentence(struct document *document, enum evaluate_text text)
{
    document_paragraph(document, catalogue_evaluate(document->language, text));
}
