/* One XML part of a workbook, read as a stream: expat, with what a workbook never needs closed off.
 *
 * A document type declaration is refused, and with it entities of one's own, which is how a few bytes
 * become gigabytes or another file's content. So are elements within elements beyond XLSX_DEPTH_MAX, and
 * any single piece of markup beyond XLSX_MARKUP_MAX bytes, which expat would have to hold in memory.
 *
 * Names come without their namespace prefix ("x:row" is "row"): programs choose prefixes as they like,
 * and no two elements or attributes that are read here differ in nothing else. */
#ifndef CLI_XLSX_XML_H
#define CLI_XLSX_XML_H

#include <expat.h>

#include "cli/xlsx_zip.h"

enum { XLSX_DEPTH_MAX = 100, XLSX_MARKUP_MAX = 1024 * 1024, XLSX_XML_CHUNK = 65536 };

struct xlsx_xml_handlers {
    /* `attributes`: name, value, ..., NULL; for xlsx_xml_attribute(). */
    void (*start)(void *ctx, const char *name, const char **attributes);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, const char *data, size_t length); /* may be NULL; a text may come in pieces */
};

struct xlsx_xml {
    /* Private. */
    struct xlsx_part part;
    XML_Parser parser;
    const struct xlsx_xml_handlers *handlers;
    void *ctx;
    int depth;
    int64_t fed;
    bool stopped;
    struct err fault; /* why it was stopped; none: somebody has read enough */
};

/* `part` and `handlers` must outlive the reading. After a failure there is nothing to close. */
MUST_CHECK bool xlsx_xml_open(struct xlsx_xml *xml, struct xlsx_zip *zip, const char *part,
                              const struct xlsx_xml_handlers *handlers, void *ctx, struct err *err);
/* Calls the handlers for what the next piece holds. `*ret_more` is false at the end, and once the
 * reading has been stopped. */
MUST_CHECK bool xlsx_xml_more(struct xlsx_xml *xml, bool *ret_more, struct err *err);
void xlsx_xml_close(struct xlsx_xml *xml);

/* For handlers. No handler is called again, and whoever reads fails with the sentence,
 * which is put behind the file's and the part's name. */
void xlsx_xml_fail(struct xlsx_xml *xml, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same as an early end that is no failure. */
void xlsx_xml_enough(struct xlsx_xml *xml);

/* NULL where there is none. */
const char *xlsx_xml_attribute(const char **attributes, const char *name);

/* From its start to its end: opened, read and closed. */
MUST_CHECK bool xlsx_xml_read(struct xlsx_xml *xml, struct xlsx_zip *zip, const char *part,
                              const struct xlsx_xml_handlers *handlers, void *ctx, struct err *err);

#endif
