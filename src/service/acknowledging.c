#include "service/acknowledging.h"

#include <string.h>

#include "core/catalogue_status.h"
#include "core/import_cell.h"

const char *ack_field_name(enum ack_field field)
{
    static const char *const names[ACK_FIELD_COUNT] = {
        [ACK_FIELD_BY] = "by",         [ACK_FIELD_CAUSE] = "cause", [ACK_FIELD_DECISION] = "decision",
        [ACK_FIELD_ACTION] = "action", [ACK_FIELD_DUE] = "due",     [ACK_FIELD_OWNER] = "owner",
        [ACK_FIELD_DONE] = "done-on",  [ACK_FIELD_NOTE] = "note"};

    return names[field];
}

/* As the database checks who says something: on one line, and not too long. */
static bool is_name(const char *text)
{
    static const struct ledger_column name = {.type = LEDGER_CODE};
    struct import_cell cell = {0};
    struct err none = {0};

    bool ok = import_cell_check(&name, IMPORT_YUAN, text, strlen(text), &cell, &none) && !cell.empty;
    buf_free(&cell.text);
    return ok;
}

static bool is_date(const char *text, date *ret_date)
{
    return date_parse(text, strlen(text), ret_date);
}

enum ack_fault acknowledging_check(const struct ack_said *said, date today, struct acknowledgement *ret_what,
                                   enum ack_field *ret_field)
{
    const char *const *texts = said->texts;
    struct acknowledgement what = {.by = texts[ACK_FIELD_BY],
                                   .action = texts[ACK_FIELD_ACTION],
                                   .owner = texts[ACK_FIELD_OWNER],
                                   .note = texts[ACK_FIELD_NOTE],
                                   .action_due = DATE_NONE,
                                   .action_done_on = DATE_NONE};
    const char *due = texts[ACK_FIELD_DUE], *done = texts[ACK_FIELD_DONE];
    const struct {
        bool wrong;
        enum ack_field field;
        enum ack_fault fault;
    } checks[] = {
        {what.by == NULL || what.by[0] == '\0', ACK_FIELD_BY, ACK_NO_NAME},
        {what.by != NULL && !is_name(what.by), ACK_FIELD_BY, ACK_NAME_UNFIT},
        {texts[ACK_FIELD_CAUSE] != NULL && !cause_by_name(texts[ACK_FIELD_CAUSE], &what.cause),
         ACK_FIELD_CAUSE, ACK_NO_CAUSE},
        {texts[ACK_FIELD_DECISION] != NULL && !decision_by_name(texts[ACK_FIELD_DECISION], &what.decision),
         ACK_FIELD_DECISION, ACK_NO_DECISION},
        {what.action != NULL && what.action[0] == '\0', ACK_FIELD_ACTION, ACK_ACTION_EMPTY},
        {(what.action == NULL) != (due == NULL), what.action == NULL ? ACK_FIELD_ACTION : ACK_FIELD_DUE,
         ACK_ACTION_OR_DUE},
        {due != NULL && !is_date(due, &what.action_due), ACK_FIELD_DUE, ACK_DUE_NO_DATE},
        {what.owner != NULL && what.owner[0] == '\0', ACK_FIELD_OWNER, ACK_OWNER_EMPTY},
        {done != NULL && !is_date(done, &what.action_done_on), ACK_FIELD_DONE, ACK_DONE_NO_DATE},
        {done != NULL && what.action_done_on > today, ACK_FIELD_DONE, ACK_DONE_AHEAD},
    };

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        if (checks[i].wrong) {
            *ret_field = checks[i].field;
            return checks[i].fault;
        }
    *ret_what = what;
    return ACK_FINE;
}
