/* What a deviation's page and the form by which it is acknowledged have in common. */
#ifndef SERVICE_PAGE_DEVIATION_PARTS_H
#define SERVICE_PAGE_DEVIATION_PARTS_H

#include "service/acknowledging.h"
#include "service/page_parts.h"

/* What the form shows: as it was sent, or empty. */
struct form_said {
    struct ack_said said;
    enum ack_fault fault;
    enum ack_field at;
    const char *refused;   /* a sentence of what stands in no field's way; NULL: nothing */
    const char *technical; /* what the database said; NULL: nothing that an officer could mend by it */
};

/* The id in the path. False: it is no number, and names no deviation. */
bool deviation_id(struct sight *sight, int64_t *ret_id);
/* The whole page, with the form where it stands. */
MUST_CHECK bool deviation_show(struct sight *sight, const struct form_said *form);
void acknowledge_form(struct sight *sight, const struct deviation_row *row, const struct form_said *form);

#endif
