/* The channel that is the journal: one line a message, with fields to search by. */
#ifndef SERVICE_JOURNAL_CHANNEL_H
#define SERVICE_JOURNAL_CHANNEL_H

void journal_channel_send(const char *channel, const char *id, const char *type, const char *body);

#endif
