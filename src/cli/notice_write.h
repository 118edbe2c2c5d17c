/* What `notice` writes, and in which formats. */
#ifndef CLI_NOTICE_WRITE_H
#define CLI_NOTICE_WRITE_H

#include "cli/output.h"
#include "core/catalogue_notice.h"

/* Whether notices are made in the format. */
bool notice_format_is_made(enum output_format format);

/* As output_write(); only a format that is made. Markdown is the essence, for robots, in at most `max_bytes`;
 * HTML, DOCX and XLSX are the whole. */
MUST_CHECK bool notice_write(const struct notice *notice, enum output_format format,
                             const struct notice_paper *paper, size_t max_bytes, const char *path,
                             struct err *err);

#endif
