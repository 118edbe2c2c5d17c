/* Makes messages of events: one for each channel that wants the event, or was told what it corrects, in the
 * office's language. */
#ifndef SERVICE_FORM_H
#define SERVICE_FORM_H

#include "db/store_messages.h"
#include "service/channel.h"

/* `rows` is what store_events_unformed() gave. */
void form_messages(struct store_forming *forming, const struct pg_result *rows,
                   const struct channels *channels, enum language language);

#endif
