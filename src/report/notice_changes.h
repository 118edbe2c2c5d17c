/* What differs between a notice as it was sent and today's, both as JSON (report/notice_json.h): the
 * head-line, the rows, funds and categories, and the counts. Not what changes with the day on which a notice
 * is made (what falls due, what stands, what units expect): that is for the next notice. */
#ifndef REPORT_NOTICE_CHANGES_H
#define REPORT_NOTICE_CHANGES_H

#include <jansson.h>

#include "core/notice_changes.h"

struct notice_changes {
    struct notice_change *list;
    size_t count;

    /* Private. Texts are those of the JSON, which must outlive it, or here. */
    struct arena arena;
    size_t capacity;
};

void notice_changes_find(const json_t *before, const json_t *now, struct notice_changes *ret_changes);
void notice_changes_done(struct notice_changes *changes);

/* As a list of objects: scope, code, name, figure, old, new. The caller lets go of it. */
json_t *notice_changes_json(const struct notice_changes *changes);

#endif
