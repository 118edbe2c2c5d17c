/* What is printed on a stream, as a text. */
#ifndef SUPPORT_CAPTURE_H
#define SUPPORT_CAPTURE_H

#include <stdio.h>
#include <unistd.h>

struct capture {
    FILE *file, *stream;
    int saved;
};

/* Turns a stream into a file until given_back(). */
static inline struct capture captured(FILE *stream)
{
    struct capture c = {.file = tmpfile(), .stream = stream};

    assert_non_null(c.file);
    fflush(stream);
    c.saved = dup(fileno(stream));
    dup2(fileno(c.file), fileno(stream));
    return c;
}

/* `text` gets as much as `size` has room for. */
static inline void given_back(struct capture *c, char *text, size_t size)
{
    fflush(c->stream);
    dup2(c->saved, fileno(c->stream));
    close(c->saved);
    rewind(c->file);
    text[fread(text, 1, size - 1, c->file)] = '\0';
    fclose(c->file);
}

#endif
