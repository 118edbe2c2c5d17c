#include "base/message_ids.h"

#define ENTRY(name, id, about) [JOURNAL_##name] = {id, about},
const struct message_id message_ids[] = {MESSAGE_IDS(ENTRY)};

const size_t message_id_count = JOURNAL_KIND_COUNT;
