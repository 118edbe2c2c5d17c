/* The reference document from which pandoc takes the look of a DOCX: page, footer and styles of official
 * documents (公文). Its parts are in config/docx and compiled in. The typefaces are those that offices have
 * (方正小标宋, 黑体, 楷体, 仿宋), with others named for where they are missing. */
#ifndef REPORT_REFERENCE_DOCX_H
#define REPORT_REFERENCE_DOCX_H

#include "base/err.h"

/* An existing file is replaced. ERR_IO with the path where it cannot be written. */
MUST_CHECK bool reference_docx_write(const char *path, struct err *err);

#endif
