#include "report/rectification_csv.h"

#include <string.h>

#include "core/import_cell.h"
#include "core/ledger.h"
#include "report/proposal.h"

static void write_header(struct buf *out);
static void write_proposal(struct buf *out, const struct sheet_facts *facts, const struct proposal *proposal);
static void write_cell(struct buf *out, const char *text);

void rectification_csv(struct buf *out, const struct sheet *sheet, enum language language, date due)
{
    struct proposals proposals;

    proposals_make(sheet, language, due, &proposals);
    write_header(out);
    for (size_t i = 0; i < proposals.count; i++)
        write_proposal(out, sheet->facts, &proposals.list[i]);
    proposals_done(&proposals);
}

static void write_header(struct buf *out)
{
    const struct ledger_kind *kind = ledger_kind(LEDGER_RECTIFICATIONS);

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        buf_printf(out, i == 0 ? "%s" : ",%s", kind->columns[i].name);
    buf_puts(out, "\r\n");
}

static void write_proposal(struct buf *out, const struct sheet_facts *facts, const struct proposal *proposal)
{
    char year[DEC_TEXT], due[DATE_TEXT];
    const char *const cells[] = {proposal->code,
                                 "self_evaluation",
                                 facts->of_unit ? "unit" : "project",
                                 facts->code,
                                 dec_format(facts->year, 0, year),
                                 proposal->item->code,
                                 proposal->issue,
                                 proposal->owner,
                                 proposal->action,
                                 date_format(proposal->due, due),
                                 "",
                                 ""};
    struct buf guarded = {0};

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        import_cell_guard(&guarded, cells[i]);
        write_cell(out, buf_text(&guarded));
        buf_clear(&guarded);
    }
    buf_puts(out, "\r\n");
    buf_free(&guarded);
}

static void write_cell(struct buf *out, const char *text)
{
    if (text[strcspn(text, ",\"\r\n")] == '\0' && text[0] != ' ') {
        buf_puts(out, text);
        return;
    }
    buf_putc(out, '"');
    for (; *text != '\0'; text++)
        buf_puts(out, (char[]){*text, *text == '"' ? '"' : '\0', '\0'});
    buf_putc(out, '"');
}
