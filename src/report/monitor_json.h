/* The monitoring form for programs: amounts as strings of yuan, rates in percent, what is not known null. */
#ifndef REPORT_MONITOR_JSON_H
#define REPORT_MONITOR_JSON_H

#include <jansson.h>

#include "core/monitor_form.h"

/* A new value. */
json_t *monitor_json(const struct monitor_form *form);

#endif
