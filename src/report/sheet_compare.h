/* What differs between two stored evaluations, and which rows are why. Both are as sheet_json() made them. */
#ifndef REPORT_SHEET_COMPARE_H
#define REPORT_SHEET_COMPARE_H

#include <jansson.h>

#include "core/catalogue.h"

/* {"total":["94.87","93.87"],"grade":["优","优"],"items":[{"code","name","max":[a,b],"measured":[a,b],
 *  "points":[a,b],"assessed":[a,b],"explanation":[a,b],"rows":[{"table","key","text":[a,b]}]}],
 *  "discrepancies":{"gone":[...],"new":[...]}}: of items only what differs; null stands for what one of the
 * two has not. A new reference. ERR_INPUT where a result is not a score sheet. */
MUST_CHECK bool sheet_compare(const char *a, const char *b, json_t **ret_difference, struct err *err);

/* The same for people. */
void sheet_compare_write(const json_t *difference, enum language language, struct buf *out);

#endif
