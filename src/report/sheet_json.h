/* A score sheet as JSON (design section 6). Keys stand in a fixed order and nothing depends on when it is
 * made, so the same sheet gives the same bytes. Scores are strings without zeros at the end. */
#ifndef REPORT_SHEET_JSON_H
#define REPORT_SHEET_JSON_H

#include <jansson.h>

#include "core/sheet.h"

/* The caller lets go of it. */
json_t *sheet_json(const struct sheet *sheet, enum language language);

#endif
