/* What a heartbeat says, in Chinese and English: see core/catalogue.h. */
#ifndef CORE_CATALOGUE_HEARTBEAT_H
#define CORE_CATALOGUE_HEARTBEAT_H

#include "core/catalogue.h"
#include "core/message.h"

/* "budgetwatch 运行正常（心跳）", and who runs, what stands, what waits, and when the next is expected, in
 * the office's time. */
const char *catalogue_heartbeat_title(enum language language);
void catalogue_heartbeat_text(struct buf *out, enum language language, const struct message_heartbeat *beat);

#endif
