#include "cli/outlook_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/dec.h"
#include "cli/xlsx_sheet.h"
#include "core/catalogue_status.h"
#include "core/import_cell.h"
#include "core/import_date.h"
#include "core/import_number.h"

/* One row under examination. */
struct look {
    const struct outlook_check *check;
    const struct outlook_row *row;
    bool good;
};

static const struct outlook_deviation *about_of(struct look *look, size_t index);
static const struct outlook_deviation *find(const struct outlook_deviations *known, int64_t id);
static void check_standing(struct look *look, const struct outlook_deviation *about);
static void check_words(struct look *look, struct outlook_answer *answer);
static void check_word(struct look *look, enum outlook_column column,
                       bool (*by_name)(const char *name, const char **ret_code), const char **ret_code);
static void check_action(struct look *look, struct outlook_answer *answer);
static void check_outlook(struct look *look, size_t index, struct arena *arena,
                          struct outlook_answer *answer);
static void check_expected(struct look *look, struct arena *arena, struct outlook_answer *answer);
static void keep_first(struct look *look, size_t index, struct outlook_answer *answer);
static const struct ledger_column *column_of(const char *name);
static const char *text_of(struct look *look, enum outlook_column column, const char *as,
                           struct arena *arena);
static void fault(struct look *look, enum outlook_column column, const char *format, ...) PRINTF_LIKE(3, 4);

bool outlook_row_id(const struct outlook_row *row, int64_t *ret_id)
{
    const char *text = row->cells[OUTLOOK_ID];

    return dec_parse(text, strlen(text), 0, ret_id) && *ret_id > 0;
}

bool outlook_check_row(const struct outlook_check *check, size_t index, struct arena *arena,
                       struct outlook_answer *ret_answer)
{
    struct look look = {.check = check, .row = &check->file->rows[index], .good = true};
    struct outlook_answer answer = {.due = DATE_NONE};

    for (size_t i = 0; i < OUTLOOK_COLUMNS; i++)
        if (look.row->wrongs[i] != NULL)
            fault(&look, (enum outlook_column)i, "%s", look.row->wrongs[i]);
    answer.about = about_of(&look, index);
    answer.by = text_of(&look, OUTLOOK_BY, "owner", arena);
    answer.by = answer.by != NULL ? answer.by : check->by;
    answer.note = text_of(&look, OUTLOOK_NOTE, "action", arena);
    answer.action = text_of(&look, OUTLOOK_ACTION, "action", arena);
    check_words(&look, &answer);
    check_action(&look, &answer);
    if (answer.about != NULL)
        check_outlook(&look, index, arena, &answer);
    if (look.good)
        *ret_answer = answer;
    return look.good;
}

bool outlook_check_name(const char *name, struct err *err)
{
    struct import_cell cell = {0};

    bool good = import_cell_check(column_of("owner"), IMPORT_YUAN, name, strlen(name), &cell, err);
    if (good && cell.empty)
        good = err_set(err, ERR_INPUT, "is empty; expected a name");
    buf_free(&cell.text);
    return good;
}

static const struct outlook_deviation *about_of(struct look *look, size_t index)
{
    int64_t id, other;

    if (!outlook_row_id(look->row, &id)) {
        fault(look, OUTLOOK_ID, "the number of a deviation was expected, as the sheet came with");
        return NULL;
    }
    for (size_t i = 0; i < index; i++)
        if (outlook_row_id(&look->check->file->rows[i], &other) && other == id) {
            fault(look, OUTLOOK_ID, "stands in row %ld already", look->check->file->rows[i].line);
            return NULL;
        }
    const struct outlook_deviation *about = find(look->check->known, id);
    if (about == NULL)
        fault(look, OUTLOOK_ID, "there is no deviation of this number");
    else
        check_standing(look, about);
    return about;
}

static const struct outlook_deviation *find(const struct outlook_deviations *known, int64_t id)
{
    for (size_t i = 0; i < known->count; i++)
        if (known->list[i].id == id)
            return &known->list[i];
    return NULL;
}

/* An answer is to what its writer saw. What has become worse since must be seen first; what is milder
 * is answered all the same. */
static void check_standing(struct look *look, const struct outlook_deviation *about)
{
    const struct outlook_file *file = look->check->file;
    const char *made = file->made, *light = look->row->cells[OUTLOOK_LIGHT];

    if (!about->belongs)
        fault(look, OUTLOOK_ID, "belongs to unit %s, not to %s or a unit below it", about->unit_code,
              file->unit);
    else if (about->year != look->check->year)
        fault(look, OUTLOOK_ID, "is of the year %d, not %d", about->year, look->check->year);
    else if (about->severity == SEVERITY_NONE)
        fault(look, OUTLOOK_ID, "resolved since the sheet was made (%s); nothing is to be answered", made);
    else if (about->severity == SEVERITY_RED &&
             strcmp(light, catalogue_severity(file->language, SEVERITY_RED)) != 0)
        fault(look, OUTLOOK_LIGHT, "escalated to %s since the sheet was made (%s); make a new sheet",
              severity_name(about->severity), made);
}

static void check_words(struct look *look, struct outlook_answer *answer)
{
    check_word(look, OUTLOOK_CAUSE, cause_by_name, &answer->cause);
    check_word(look, OUTLOOK_DECISION, decision_by_name, &answer->decision);
    check_word(look, OUTLOOK_LIKELIHOOD, likelihood_by_name, &answer->likelihood);
}

static void check_word(struct look *look, enum outlook_column column,
                       bool (*by_name)(const char *name, const char **ret_code), const char **ret_code)
{
    const char *const *words = catalogue_outlook_words(look->check->file->language, column);
    const char *text = look->row->cells[column];
    struct buf list = {0};

    if (text[0] == '\0' || by_name(text, ret_code))
        return;
    for (size_t i = 0; words[i] != NULL; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    fault(look, column, "one of %s was expected", buf_text(&list));
    buf_free(&list);
}

static void check_action(struct look *look, struct outlook_answer *answer)
{
    const char *due = look->row->cells[OUTLOOK_DUE];

    if (answer->action != NULL && look->row->cells[OUTLOOK_CAUSE][0] == '\0')
        fault(look, OUTLOOK_CAUSE, "a cause was expected beside a corrective action");
    if (answer->action != NULL && due[0] == '\0' && look->row->wrongs[OUTLOOK_DUE] == NULL)
        fault(look, OUTLOOK_DUE, "a date was expected beside a corrective action");
    if (due[0] != '\0' && !import_date_read(due, strlen(due), &answer->due))
        fault(look, OUTLOOK_DUE, "a date was expected, such as 2023-09-30");
    else if (due[0] != '\0' && answer->action == NULL)
        fault(look, OUTLOOK_ACTION, "a corrective action was expected beside its due date");
}

static void check_outlook(struct look *look, size_t index, struct arena *arena, struct outlook_answer *answer)
{
    bool project = strcmp(answer->about->kind, subject_kind_name(SUBJECT_PROJECT)) == 0;
    bool indicator = strcmp(answer->about->kind, subject_kind_name(SUBJECT_INDICATOR)) == 0;

    if (look->row->cells[OUTLOOK_EXPECTED][0] != '\0')
        check_expected(look, arena, answer);
    if (!project && !indicator) {
        if (look->row->cells[OUTLOOK_EXPECTED][0] != '\0')
            fault(look, OUTLOOK_EXPECTED, "only projects and indicators have an expected year end");
        if (look->row->cells[OUTLOOK_LIKELIHOOD][0] != '\0')
            fault(look, OUTLOOK_LIKELIHOOD, "only projects and indicators have a likelihood");
        return;
    }
    answer->says_outlook = answer->expected != NULL || answer->likelihood != NULL || answer->cause != NULL ||
                           answer->note != NULL;
    keep_first(look, index, answer);
}

/* Money has two decimals, and may be in 万元; an indicator's value has six, and perhaps a percent sign. */
static void check_expected(struct look *look, struct arena *arena, struct outlook_answer *answer)
{
    const char *text = look->row->cells[OUTLOOK_EXPECTED];
    bool project = strcmp(answer->about->kind, subject_kind_name(SUBJECT_PROJECT)) == 0;
    size_t length = strlen(text);
    enum import_money unit = project ? import_number_unit(text, &length, IMPORT_YUAN) : IMPORT_YUAN;
    int scale = project && unit == IMPORT_YUAN ? SCALE_FEN : SCALE_MICRO;
    struct import_number number;
    char plain[DEC_TEXT];

    if (import_number_read(text, length, scale, &number) != NUMBER_GOOD || number.comparison[0] != '\0' ||
        (project && number.percent))
        fault(look, OUTLOOK_EXPECTED, "a number with at most %d decimals was expected", scale);
    else /* millionths of 万元 are fen */
        answer->expected =
            arena_text(arena, dec_format(number.value, project ? SCALE_FEN : SCALE_MICRO, plain));
}

/* Two deviations of one project have one expected year end between them. The first row's cause and note are
 * the outlook's; the deviations keep their own. */
static void keep_first(struct look *look, size_t index, struct outlook_answer *answer)
{
    static const enum outlook_column once[] = {OUTLOOK_EXPECTED, OUTLOOK_LIKELIHOOD};

    for (size_t i = 0; i < index; i++) {
        const struct outlook_row *before = &look->check->file->rows[i];
        int64_t id;
        const struct outlook_deviation *other =
            outlook_row_id(before, &id) ? find(look->check->known, id) : NULL;
        if (other == NULL || strcmp(other->kind, answer->about->kind) != 0 ||
            strcmp(other->code, answer->about->code) != 0)
            continue;
        for (size_t k = 0; k < sizeof once / sizeof once[0]; k++)
            if (look->row->cells[once[k]][0] != '\0' && before->cells[once[k]][0] != '\0' &&
                strcmp(look->row->cells[once[k]], before->cells[once[k]]) != 0)
                fault(look, once[k], "row %ld says %s of the same", before->line, before->cells[once[k]]);
        answer->says_outlook = answer->expected != NULL || answer->likelihood != NULL;
        answer->outlook_shared = true;
    }
}

/* Of rectifications, where actions go, and who answers for them. */
static const struct ledger_column *column_of(const char *name)
{
    const struct ledger_kind *kind = ledger_kind(LEDGER_RECTIFICATIONS);

    return &kind->columns[ledger_column_by_name(kind, name)];
}

/* What the cell says, as that column of rectifications may hold it; NULL: nothing. */
static const char *text_of(struct look *look, enum outlook_column column, const char *as, struct arena *arena)
{
    const char *text = look->row->cells[column], *good = NULL;
    struct import_cell cell = {0};
    struct err wrong = {0};

    if (text[0] != '\0' && !import_cell_check(column_of(as), IMPORT_YUAN, text, strlen(text), &cell, &wrong))
        fault(look, column, "%s", wrong.text);
    else if (text[0] != '\0')
        good = arena_text(arena, buf_text(&cell.text));
    buf_free(&cell.text);
    return good;
}

static void fault(struct look *look, enum outlook_column column, const char *format, ...)
{
    const struct outlook_check *check = look->check;
    char name[XLSX_CELL_NAME];
    struct buf text = {0};
    struct err said = {0};
    va_list args;

    va_start(args, format);
    (void)!err_vset(&said, ERR_INPUT, format, args);
    va_end(args);
    buf_printf(&text, "%s!%s:%s: %s: %s%s%s", check->path, check->file->sheet,
               xlsx_cell_name(column, look->row->line, name),
               catalogue_outlook_column(check->file->language, column), look->row->cells[column],
               look->row->cells[column][0] != '\0' ? ": " : "", said.text);
    check->fault(check->ctx, buf_text(&text));
    buf_free(&text);
    look->good = false;
}
