#include "report/proposal.h"

#include <stdlib.h>

#include "core/catalogue_sheet.h"

static struct proposal proposal_of(const struct sheet *sheet, enum language language,
                                   const struct sheet_item *item, struct arena *arena);
static const char *owner_of(const struct sheet_facts *facts, const struct sheet_item *item);
static const char *kept(struct arena *arena, struct buf *text);

date proposal_due(const struct sheet *sheet)
{
    return date_of(sheet->facts->year + 1, 6, 30);
}

void proposals_make(const struct sheet *sheet, enum language language, date due,
                    struct proposals *ret_proposals)
{
    size_t *order = mem_alloc((sheet->item_count + 1) * sizeof *order);
    size_t count = sheet_lost(sheet, order);

    *ret_proposals = (struct proposals){.count = count};
    ret_proposals->list = arena_alloc(&ret_proposals->arena, (count + 1) * sizeof *ret_proposals->list);
    for (size_t i = 0; i < count; i++) {
        ret_proposals->list[i] = proposal_of(sheet, language, &sheet->items[order[i]], &ret_proposals->arena);
        ret_proposals->list[i].due = due;
    }
    free(order);
}

void proposals_done(struct proposals *proposals)
{
    arena_free(&proposals->arena);
    *proposals = (struct proposals){0};
}

static struct proposal proposal_of(const struct sheet *sheet, enum language language,
                                   const struct sheet_item *item, struct arena *arena)
{
    const struct sheet_facts *facts = sheet->facts;
    struct buf code = {0}, issue = {0}, action = {0};

    buf_printf(&code, "SE-%d-%s-%s", facts->year, facts->code, item->code);
    catalogue_issue(&issue, language, sheet, item);
    catalogue_proposal(&action, language, item);
    return (struct proposal){.item = item,
                             .lost = item->max - item->points,
                             .code = kept(arena, &code),
                             .issue = kept(arena, &issue),
                             .action = kept(arena, &action),
                             .owner = owner_of(facts, item)};
}

static const char *owner_of(const struct sheet_facts *facts, const struct sheet_item *item)
{
    const char *manager = item->indicator != NULL ? item->indicator->manager : NULL;

    if (manager == NULL || manager[0] == '\0')
        manager = facts->manager;
    return manager != NULL && manager[0] != '\0' ? manager : facts->unit_name;
}

static const char *kept(struct arena *arena, struct buf *text)
{
    const char *copy = arena_text(arena, buf_text(text));

    buf_free(text);
    return copy;
}
