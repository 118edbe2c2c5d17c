#include "letters.h"

#include <stdlib.h>
#include <string.h>

/* The first letter under an id is how it was formed. */
static void letters_take(struct arrivals *arrivals, const char *letter)
{
    static const char header[] = "\nheader Message-ID \"<";
    const char *at = strstr(letter, header);
    char id[64] = "(none)";

    if (at != NULL)
        sscanf(at + strlen(header), "%63[^@]", id);
    struct arrival *message = arrivals_find(arrivals, id);
    if (message != NULL && message->requests == 0) {
        free(message->body);
        message->body = strdup(letter);
    }
    arrivals_add(arrivals, id, letter);
}

void letters_read(const struct cluster *database, const struct smtp_server *server, const char *channel,
                  struct arrivals *ret_arrivals)
{
    static const char begin[] = "\nmail\n", end[] = "\nend\n";
    char *said = smtp_server_said(server), *next = said;

    arrivals_expect(database, channel, ret_arrivals);
    for (char *letter; (letter = strstr(next, begin)) != NULL;) {
        next = strstr(letter, end);
        if (next == NULL)
            break; /* it is being written just now */
        *next = '\0';
        letters_take(ret_arrivals, letter);
        *next = '\n';
        next += strlen(end) - 1;
    }
    free(said);
    arrivals_end(ret_arrivals);
}
