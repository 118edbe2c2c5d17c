#include "db/parent_name.h"

#include <stdbool.h>
#include <string.h>

enum { SUFFIX = 5 /* _2026 */ };

static bool is_partition(const char *table);

void parent_name_add(struct buf *out, const char *text, const char *table)
{
    const char *found;

    if (table == NULL || !is_partition(table)) {
        buf_puts(out, text);
        return;
    }
    size_t length = strlen(table);
    while ((found = strstr(text, table)) != NULL) {
        buf_add(out, text, (size_t)(found - text) + length - SUFFIX);
        text = found + length;
    }
    buf_puts(out, text);
}

/* No table of the schema ends so but the partitions. */
static bool is_partition(const char *table)
{
    size_t length = strlen(table);

    if (length <= SUFFIX)
        return false;
    const char *suffix = table + length - SUFFIX;
    return suffix[0] == '_' && strspn(suffix + 1, "0123456789") == SUFFIX - 1 &&
           (strncmp(suffix + 1, "20", 2) == 0 || strcmp(suffix + 1, "2100") == 0);
}
