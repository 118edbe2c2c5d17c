/* A file as a stream of UTF-8, whatever it was written in, without its byte order mark.
 *
 * What is no text in the file's encoding comes out as the byte IMPORT_NO_TEXT, which UTF-8 never
 * uses: so the fault is found where cells are checked, and can be said with line and column. */
#ifndef CLI_IMPORT_TEXT_H
#define CLI_IMPORT_TEXT_H

#include <iconv.h>
#include <stdio.h>

#include "base/err.h"

enum import_encoding {
    IMPORT_DETECT, /* UTF-8 where the file says so with a mark, or is that but for a few bytes; else GB18030
                    */
    IMPORT_UTF8,
    IMPORT_GB18030
};

#define IMPORT_NO_TEXT "\xFF"
enum { IMPORT_TEXT_CHUNK = 65536 };

struct import_text {
    enum import_encoding encoding; /* never IMPORT_DETECT once it is open */

    /* Private. */
    FILE *file;
    const char *path; /* borrowed */
    iconv_t convert;
    bool converting;
    bool started;
    bool ended;
    size_t kept; /* bytes at the start of `in`: the beginning of a character */
    char in[IMPORT_TEXT_CHUNK];
    char out[2 * IMPORT_TEXT_CHUNK]; /* a byte of GB18030 makes two of UTF-8 at most */
};

/* "utf-8", "gb18030" (also gbk and gb2312, which it includes). */
MUST_CHECK bool import_encoding_by_name(const char *name, enum import_encoding *ret_encoding);
const char *import_encoding_name(enum import_encoding encoding);

/* `path` must outlive the stream. After a failure there is nothing to close. A file in UTF-16 is refused. */
MUST_CHECK bool import_text_open(struct import_text *text, const char *path, enum import_encoding encoding,
                                 struct err *err);

/* The next piece, valid until the next call; length 0 at the end. */
MUST_CHECK bool import_text_read(struct import_text *text, const char **ret_data, size_t *ret_length,
                                 struct err *err);

void import_text_close(struct import_text *text);

#endif
