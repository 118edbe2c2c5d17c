/* The channel that is the log: one line a message, with fields to search by. */
#ifndef SERVICE_LOG_CHANNEL_H
#define SERVICE_LOG_CHANNEL_H

void log_channel_send(const char *channel, const char *id, const char *type, const char *body);

#endif
