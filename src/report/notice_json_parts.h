/* Pieces of a notice as JSON; private to notice_json. Each value is new. */
#ifndef REPORT_NOTICE_JSON_PARTS_H
#define REPORT_NOTICE_JSON_PARTS_H

#include "report/json_lines.h"
#include "report/notice_json.h"

/* json_string() refuses what is not UTF-8, which the ledger cannot hold; then the value is null and not a
 * missing key. */
void notice_set(json_t *object, const char *key, json_t *value);
json_t *notice_percent(const struct notice_rate *rate);                  /* "41.67" or null */
json_t *notice_day(date day);                                            /* "2023-07-05" or null */
json_t *notice_points(micro points);                                     /* "9.99" */
void notice_set_money(json_t *object, const struct notice_money *money); /* budget, spent, rate */

json_t *notice_deviations_json(const struct notice *notice, enum language language);
json_t *notice_deadlines_json(const struct notice *notice);
json_t *notice_indicators_json(const struct notice *notice, enum language language);
json_t *notice_goals_json(const struct notice *notice);
json_t *notice_missing_json(const struct notice *notice);
json_t *notice_projection_json(const struct notice *notice);
json_t *notice_transfers_json(const struct notice *notice);
json_t *notice_score_json(const struct notice *notice, enum language language);
json_t *notice_doubts_json(const struct notice *notice);

#endif
