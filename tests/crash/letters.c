#include "letters.h"

#include <stdlib.h>
#include <string.h>

/* What separates the parts is made anew for each attempt, and nobody reads it. */
static void letters_drop_boundary(char *letter)
{
    static const char header[] = "\nheader Content-Type ";
    char *at = strstr(letter, header);

    if (at != NULL) {
        size_t length = strcspn(at + 1, "\n") + 1;
        memmove(at, at + length, strlen(at + length) + 1);
    }
}

/* The first letter under an id is how it was formed. */
static void letters_take(struct arrivals *arrivals, const char *text)
{
    static const char header[] = "\nheader Message-ID \"<";
    char *letter = strdup(text);
    const char *at = strstr(letter, header);
    char id[64] = "(none)";

    if (at != NULL)
        sscanf(at + strlen(header), "%63[^@]", id);
    letters_drop_boundary(letter);
    struct arrival *message = arrivals_find(arrivals, id);
    if (message != NULL && message->requests == 0) {
        free(message->body);
        message->body = strdup(letter);
    }
    arrivals_add(arrivals, id, letter);
    free(letter);
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
