/* What an officer says of a deviation, as texts from a command or a form, checked: the same rules for both.
 */
#ifndef SERVICE_ACKNOWLEDGING_H
#define SERVICE_ACKNOWLEDGING_H

#include "core/catalogue_page.h"
#include "db/store_deviations.h"

enum ack_field {
    ACK_FIELD_BY,
    ACK_FIELD_CAUSE,
    ACK_FIELD_DECISION,
    ACK_FIELD_ACTION,
    ACK_FIELD_DUE,
    ACK_FIELD_OWNER,
    ACK_FIELD_DONE,
    ACK_FIELD_NOTE,
    ACK_FIELD_COUNT
};

/* The names of fields: "by", "cause", ..., "done-on", "note". */
const char *ack_field_name(enum ack_field field);

/* NULL: not said. */
struct ack_said {
    const char *texts[ACK_FIELD_COUNT];
};

/* ACK_FINE, or what is wrong and with which field. The texts of `ret_what` are those given. Causes and
 * decisions may be said by code or by their Chinese names. */
enum ack_fault acknowledging_check(const struct ack_said *said, date today, struct acknowledgement *ret_what,
                                   enum ack_field *ret_field);

#endif
