/* Rubric files: the score sheet (评分标准) of a jurisdiction, in JSON. config/rubric/ has those that ship;
 * guangzhou-department-2023.json is the pattern of a unit's, mof-project-2020.json of a project's.
 *
 *   {"name": "city", "title": {"zh": "自评表", "en": "Score sheet"}, "for": "unit",
 *    "rounding": {"mode": "truncate", "digits": 2}, "not_applicable": "full",
 *    "grades": [{"name": "优", "from": "90"}, {"name": "差", "from": "0"}],
 *    "items": [{"code": "2.5.4", "level1": "管理效率", "level2": "采购管理", "name": "合同签订", "max": "3",
 *               "measure": {"kind": "contract_signing", "days": 30},
 *               "score": {"method": "steps", "steps": [{"at_least": "95%", "points": "3"}]}}]}
 *
 * Texts for people are one text, or {"zh": ..., "en": ...}. Points, rates and bounds are texts ("2.5", "95%"
 * or "0.95"), because they are exact and JSON's numbers are not; days and counts are whole numbers. Every
 * key stands once in the tables of config/rubric_table.c, from which config/rubric.schema.json is made.
 *
 * That a sheet's stated counts differ from its items, or that the maxima do not sum to what it says, is no
 * fault of the file: published sheets are like that, and the evaluation tells it. */
#ifndef CONFIG_RUBRIC_FILE_H
#define CONFIG_RUBRIC_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/faults.h"
#include "core/rubric.h"

/* A shipped rubric by its name ("mof-project-2020"), or a file: what has a '/' in it or ends in ".json".
 * On false the faults have been added. The rubric is freed with rubric_free(). */
MUST_CHECK bool rubric_load(const char *name_or_path, struct rubric **ret_rubric, struct faults *faults);

/* The same from a text; `file_name` stands in the faults. */
MUST_CHECK bool rubric_parse(const char *text, size_t length, const char *file_name,
                             struct rubric **ret_rubric, struct faults *faults);

/* The JSON Schema of rubric files (draft 07). */
void rubric_schema(struct buf *out);

#endif
