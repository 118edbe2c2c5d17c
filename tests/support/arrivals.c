#include "arrivals.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

/* Of a subject K anything may be told, as often as it happens. */
#define ARRIVALS_EVENTS "(SELECT * FROM events WHERE subject_code <> 'K')"

void arrivals_events(const struct cluster *database, int subjects)
{
    char expected[64];
    const char *wrong = department_sql(
        database,
        "SELECT string_agg(t, E'\\n') FROM ("
        "(SELECT 'this should not have happened: ' || e::text AS t FROM " ARRIVALS_EVENTS
        " e WHERE event <> 'opened' OR "
        "rule <> 'execution.pace' OR severity <> 'red' LIMIT 3) UNION ALL "
        "(SELECT 'said twice: ' || subject_code FROM " ARRIVALS_EVENTS
        " e GROUP BY subject_code HAVING count(*) > 1 LIMIT "
        "3) "
        "UNION ALL (SELECT 'not in one message of ' || c.channel || ': ' || e.subject_code FROM events e "
        "CROSS "
        "JOIN (SELECT DISTINCT channel FROM message_events) c WHERE (SELECT count(*) FROM message_events m "
        "WHERE "
        "m.event_id = e.id AND m.channel = c.channel) <> 1 LIMIT 3) UNION ALL "
        "(SELECT 'not at its end: ' || id || ' ' || channel || ' ' || state FROM messages WHERE type NOT "
        "LIKE "
        "'delivery.%%' AND state NOT IN ('delivered', 'dead') AND channel NOT IN (SELECT channel FROM "
        "channels_off) LIMIT 3)) wrong");

    if (wrong[0] != '\0')
        fail_msg("%s", wrong);
    snprintf(expected, sizeof expected, "%d", subjects);
    assert_string_equal(department_sql(database, "SELECT count(*) FROM " ARRIVALS_EVENTS " e"), expected);
}

static int arrivals_by_id(const void *a, const void *b)
{
    return strcmp(((const struct arrival *)a)->id, ((const struct arrival *)b)->id);
}

static void arrivals_complain(struct arrivals *arrivals, const char *text, ...)
{
    va_list args;

    if (arrivals->wrong[0] != '\0')
        return;
    va_start(args, text);
    vsnprintf(arrivals->wrong, sizeof arrivals->wrong, text, args);
    va_end(args);
}

struct arrival *arrivals_find(const struct arrivals *arrivals, const char *id)
{
    struct arrival key = {.id = (char *)(uintptr_t)id};

    return bsearch(&key, arrivals->list, arrivals->count, sizeof *arrivals->list, arrivals_by_id);
}

void arrivals_add(struct arrivals *arrivals, const char *id, const char *body)
{
    struct arrival *message = arrivals_find(arrivals, id);

    arrivals->requests++;
    if (message == NULL) {
        arrivals->strangers++;
        arrivals_complain(arrivals, "%s arrived, and there is no such message", id);
        return;
    }
    size_t same = 0;
    while (body[same] != '\0' && body[same] == message->body[same])
        same++;
    if (body[same] != message->body[same]) {
        message->changed = true;
        arrivals_complain(arrivals, "%s was formed as ...%.150s and arrived as ...%.150s", id,
                          message->body + same, body + same);
    }
    if (message->requests++ > 0)
        arrivals->duplicates++;
}

void arrivals_expect(const struct cluster *database, const char *channel, struct arrivals *ret_arrivals)
{
    PGconn *pg = PQconnectdb(database->conninfo);
    PGresult *sent =
        PQexecParams(pg,
                     "SELECT id, body, state, coalesce((SELECT min(e.subject_code) FROM message_events me "
                     "JOIN events e ON "
                     "e.id = me.event_id WHERE me.message_id = m.id), '') FROM messages m WHERE channel = $1",
                     1, NULL, (const char *const[]){channel}, NULL, NULL, 0);

    if (PQresultStatus(sent) != PGRES_TUPLES_OK)
        fail_msg("the messages of %s cannot be read: %s", channel, PQerrorMessage(pg));
    *ret_arrivals = (struct arrivals){.count = (size_t)PQntuples(sent)};
    ret_arrivals->list = calloc(ret_arrivals->count + 1, sizeof *ret_arrivals->list);
    for (size_t i = 0; i < ret_arrivals->count; i++)
        ret_arrivals->list[i] =
            (struct arrival){.id = strdup(PQgetvalue(sent, (int)i, 0)),
                             .body = strdup(PQgetvalue(sent, (int)i, 1)),
                             .delivered = strcmp(PQgetvalue(sent, (int)i, 2), "delivered") == 0,
                             .subject = strdup(PQgetvalue(sent, (int)i, 3))};
    qsort(ret_arrivals->list, ret_arrivals->count, sizeof *ret_arrivals->list, arrivals_by_id);
    PQclear(sent);
    PQfinish(pg);
}

void arrivals_end(struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->count; i++)
        if (arrivals->list[i].delivered && arrivals->list[i].requests == 0)
            arrivals_complain(arrivals, "%s is said to be delivered and has never arrived",
                              arrivals->list[i].id);
}

void arrivals_read(const struct cluster *database, struct receiver *receiver, const char *channel,
                   const char *path, struct arrivals *ret_arrivals)
{
    arrivals_expect(database, channel, ret_arrivals);
    pthread_mutex_lock(&receiver->lock);
    for (size_t i = 0; i < receiver->count; i++)
        if (path == NULL || strcmp(receiver->list[i]->path, path) == 0)
            arrivals_add(ret_arrivals, receiver->list[i]->id, receiver->list[i]->body);
    pthread_mutex_unlock(&receiver->lock);
    arrivals_end(ret_arrivals);
}

void arrivals_check(const struct cluster *database, struct receiver *receiver, const char *channel,
                    const char *path, struct arrivals *ret_arrivals)
{
    arrivals_read(database, receiver, channel, path, ret_arrivals);
    if (ret_arrivals->wrong[0] != '\0')
        fail_msg("%s: %s", channel, ret_arrivals->wrong);
}

void arrivals_free(struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->count; i++) {
        free(arrivals->list[i].id);
        free(arrivals->list[i].body);
        free(arrivals->list[i].subject);
    }
    free(arrivals->list);
    *arrivals = (struct arrivals){0};
}
