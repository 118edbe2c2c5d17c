#include "cli/xlsx_xml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void on_start(void *ctx, const char *name, const char **attributes);
static void on_end(void *ctx, const char *name);
static void on_text(void *ctx, const char *data, int length);
static void on_doctype(void *ctx, const char *name, const char *system, const char *public_id, int internal);
static bool no_xml(const struct xlsx_xml *xml, struct err *err);
static const char *local(const char *name);
static void *take(size_t size);
static void *grow(void *old, size_t size);

/* Expat sees no allocation fail: like everywhere here, that ends the process in one place. */
static const XML_Memory_Handling_Suite memory = {take, grow, free};

bool xlsx_xml_open(struct xlsx_xml *xml, struct xlsx_zip *zip, const char *part,
                   const struct xlsx_xml_handlers *handlers, void *ctx, struct err *err)
{
    *xml = (struct xlsx_xml){.handlers = handlers, .ctx = ctx};
    if (!xlsx_part_open(&xml->part, zip, part, err))
        return false;
    xml->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetDoctypeDeclHandler(xml->parser, on_doctype, NULL);
    if (handlers->text != NULL)
        XML_SetCharacterDataHandler(xml->parser, on_text);
    return true;
}

/* Expat parses in its own memory (XML_GetBuffer), so that nothing is copied. */
bool xlsx_xml_more(struct xlsx_xml *xml, bool *ret_more, struct err *err)
{
    size_t length = 0;
    void *data = XML_GetBuffer(xml->parser, XLSX_XML_CHUNK);

    assert(data != NULL); /* memory is there, and nobody reads on after the end */
    if (!xlsx_part_read(&xml->part, data, XLSX_XML_CHUNK, &length, err))
        return false;
    xml->fed += (int64_t)length;
    if (XML_ParseBuffer(xml->parser, (int)length, length == 0) == XML_STATUS_ERROR && !xml->stopped)
        return no_xml(xml, err);
    if (!xml->stopped && length > 0 && xml->fed - XML_GetCurrentByteIndex(xml->parser) > XLSX_MARKUP_MAX)
        xlsx_xml_fail(xml, "a piece of XML of more than %d bytes", XLSX_MARKUP_MAX);
    if (xml->fault.code != ERR_NONE) {
        err_set(err, xml->fault.code, "%s: %s: %s", xml->part.zip->path, xml->part.name, xml->fault.text);
        return false;
    }
    *ret_more = length > 0 && !xml->stopped;
    return true;
}

void xlsx_xml_close(struct xlsx_xml *xml)
{
    XML_ParserFree(xml->parser);
    xlsx_part_close(&xml->part);
}

void xlsx_xml_fail(struct xlsx_xml *xml, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    err_vset(&xml->fault, ERR_INPUT, format, args);
    va_end(args);
    xlsx_xml_enough(xml);
}

void xlsx_xml_enough(struct xlsx_xml *xml)
{
    if (!xml->stopped)
        XML_StopParser(xml->parser, XML_FALSE);
    xml->stopped = true;
}

const char *xlsx_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    }
    return NULL;
}

bool xlsx_xml_read(struct xlsx_xml *xml, struct xlsx_zip *zip, const char *part,
                   const struct xlsx_xml_handlers *handlers, void *ctx, struct err *err)
{
    bool good = true, more = true;

    if (!xlsx_xml_open(xml, zip, part, handlers, ctx, err))
        return false;
    while (good && more)
        good = xlsx_xml_more(xml, &more, err);
    xlsx_xml_close(xml);
    return good;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct xlsx_xml *xml = ctx;

    if (++xml->depth > XLSX_DEPTH_MAX)
        xlsx_xml_fail(xml, "elements within elements, more than %d deep", XLSX_DEPTH_MAX);
    else if (!xml->stopped)
        xml->handlers->start(xml->ctx, local(name), attributes);
}

static void on_end(void *ctx, const char *name)
{
    struct xlsx_xml *xml = ctx;

    xml->depth--;
    if (!xml->stopped)
        xml->handlers->end(xml->ctx, local(name));
}

static void on_text(void *ctx, const char *data, int length)
{
    struct xlsx_xml *xml = ctx;

    if (!xml->stopped)
        xml->handlers->text(xml->ctx, data, (size_t)length);
}

static void on_doctype(void *ctx, const char *name, const char *system, const char *public_id, int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    xlsx_xml_fail(ctx, "has a document type declaration (DOCTYPE), which no workbook needs");
}

static bool no_xml(const struct xlsx_xml *xml, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: the file is damaged: %s, line %lu: %s", xml->part.zip->path,
                   xml->part.name, (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                   XML_ErrorString(XML_GetErrorCode(xml->parser)));
}

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

static void *take(size_t size)
{
    return mem_alloc(size);
}

static void *grow(void *old, size_t size)
{
    return mem_grow(old, 1, size);
}
