#include "core/sheet_facts.h"

#include <string.h>

static int order_of(const struct row_evidence *row, enum ledger_id table, const char *key)
{
    int order = (row->table > table) - (row->table < table);

    return order != 0 ? order : strcmp(row->key, key);
}

const struct row_evidence *sheet_facts_evidence(const struct sheet_facts *facts, enum ledger_id table,
                                                const char *key, size_t *ret_count)
{
    size_t low = 0, high = facts->evidence_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_of(&facts->evidence[middle], table, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < facts->evidence_count && order_of(&facts->evidence[end], table, key) == 0)
        end++;
    *ret_count = end - low;
    return end > low ? &facts->evidence[low] : NULL;
}

void sheet_facts_free(struct sheet_facts *facts)
{
    facts_set_free(&facts->set);
    arena_free(&facts->arena);
    *facts = (struct sheet_facts){0};
}
