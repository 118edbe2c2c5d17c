/* Single values of a rubric file: what rubric_value.c and rubric_number.c share. Each function checks a
 * value and puts it where `ret` points; a bad one is a fault, and changes nothing there. */
#ifndef CONFIG_RUBRIC_VALUE_H
#define CONFIG_RUBRIC_VALUE_H

#include "config/rubric_table.h"

struct rubric_reading {
    const struct rubric_reader *reader;
    const struct rubric_key *key;
    const struct json_place *place;
    const json_t *value;
};

void rubric_fault(const struct rubric_reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);

void rubric_read_points(const struct rubric_reading *reading, micro *ret_points);
void rubric_read_share(const struct rubric_reading *reading, micro *ret_share);
void rubric_read_bound(const struct rubric_reading *reading, micro *ret_bound);
void rubric_read_step_bound(const struct rubric_reading *reading, struct score_step *ret_step);

#endif
