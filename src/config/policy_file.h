/* Policy files: the numbers of the rules for a city, in JSON (config/policy/default.json shows all of them).
 *
 *   {"name": "default",
 *    "rules": {"execution.pace": {"enabled": true, "red": "0.60", "late": {"from_month": 11, "red":
 * "0.80"}}}, "reference": {"curve": "checkpoints", "table": {"9": "74.97"}}, "reminders": {"red_days": 30,
 * "dated_days": 7}, "overrides": [{"when": {"category": "basic"}, "rules": {"execution.pace": {"red":
 * "0.80"}}}]}
 *
 * What a file does not say is as in policy_rules_default(): a file inherits nothing from another one,
 * not even the overrides of default.json. Shares and money are texts ("0.60", "50000.00"), because
 * they are exact and JSON's numbers are not; months, days and counts are whole numbers. Every setting
 * stands once in the table of config/policy_table.c, from which the JSON Schema is made, too. "$schema" may
 * name that. */
#ifndef CONFIG_POLICY_FILE_H
#define CONFIG_POLICY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "config/faults.h"
#include "core/policy.h"

/* A shipped policy by its name ("default", "guangzhou"), or a file: what has a '/' in it or ends in
 * ".json". On false the faults have been added. The policy is freed with policy_free(). */
MUST_CHECK bool policy_load(const char *name_or_path, struct policy **ret_policy, struct faults *faults);

/* The same from a text; `file_name` stands in the faults. */
MUST_CHECK bool policy_parse(const char *text, size_t length, const char *file_name,
                             struct policy **ret_policy, struct faults *faults);

/* The JSON Schema of policy files, made from the same table: config/policy.schema.json. */
void policy_schema(struct buf *out);

#endif
