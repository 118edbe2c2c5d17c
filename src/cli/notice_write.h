/* What `notice` writes, and in which formats. */
#ifndef CLI_NOTICE_WRITE_H
#define CLI_NOTICE_WRITE_H

#include "cli/output.h"
#include "core/catalogue.h"
#include "core/notice.h"

/* Whether notices are made in the format. */
bool notice_format_is_made(enum output_format format);

/* As output_write(); only a format that is made. */
MUST_CHECK bool notice_write(const struct notice *notice, enum output_format format, enum language language,
                             const char *path, struct err *err);

#endif
