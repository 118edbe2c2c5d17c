/* One who asks the status page, a request a connection, byte by byte as he likes. Used by
 * #include "../support/visitor.c", after process.c. */
#ifndef SUPPORT_VISITOR_H
#define SUPPORT_VISITOR_H

/* An answer. */
struct visit {
    int status;
    char *text;       /* all of it */
    const char *body; /* in it */
};

/* The port on which the daemon has said that it serves; waits until it has. */
int visitor_port(struct process *daemon);

/* `headers` are whole lines with their ends, or NULL; a Host of this machine is added where they have none.
 * `body` NULL: none. No answer within PROCESS_PATIENCE fails the test. */
struct visit visitor_ask(int port, const char *method, const char *target, const char *headers,
                         const char *body);
void visit_free(struct visit *visit);

/* The value of a header, up to its line's end (static memory, until the next call); NULL: there is none. */
const char *visit_header(const struct visit *visit, const char *name);

/* Bytes on a connection of their own, which is left open: its descriptor. */
int visitor_send(int port, const char *bytes, size_t length);

#endif
