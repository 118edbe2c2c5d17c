/* Of a project's page: indicators and deadlines. */
#include <string.h>

#include "core/catalogue_ledger.h"
#include "core/catalogue_notice.h"
#include "core/catalogue_sheet.h"
#include "core/goal_look.h"
#include "service/page_parts.h"
#include "service/page_project_parts.h"

static const char *value_text(struct sight *sight, const struct indicator_facts *facts,
                              const struct goal_look *look)
{
    static const struct {
        enum value_state state;
        const char *word;
    } states[] = {{VALUE_ACHIEVED, "achieved"}, {VALUE_PARTIAL, "partial"}, {VALUE_MISSED, "missed"}};
    const struct ledger_kind *kind = ledger_kind(LEDGER_INDICATOR_VALUES);
    const struct ledger_column *column = &kind->columns[ledger_column_by_name(kind, "value")];
    char text[DEC_TEXT];

    if (look->month == 0)
        return "—";
    if (look->state == VALUE_NUMBER)
        return sight_text(sight, "%s%s", dec_format_short(look->value, SCALE_MICRO, text),
                          facts->measure_unit);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        for (const struct ledger_word *word = column->words;
             states[i].state == look->state && word->word != NULL; word++)
            if (strcmp(word->word, states[i].word) == 0) {
                struct buf name = {0};
                catalogue_word(&name, sight->language, word);
                return sight_take(sight, &name);
            }
    return "—";
}

static const char *target_text(struct sight *sight, const struct indicator_facts *facts, bool has,
                               micro target)
{
    char text[DEC_TEXT];

    if (!has)
        return "—";
    return sight_text(sight, "%s%s%s", catalogue_sign(facts->direction),
                      dec_format_short(target, SCALE_MICRO, text), facts->measure_unit);
}

static bool indicator_row(const struct project_sight *at, const struct indicator_facts *facts)
{
    struct sight *sight = at->sight;
    const struct evaluation with = {.policy = sight->context->policy,
                                    .calendar = &at->made->calendar,
                                    .view = view_live(sight->year, sight->context->today)};
    struct goal_look look;

    if (!goal_look_at(&with, facts, &look, sight->err))
        return false;
    site_row(&sight->page, ROW_PLAIN);
    site_cell_two(&sight->page, facts->name, sight_to(sight, "/indicators/", facts->code), facts->code);
    site_cell(&sight->page, target_text(sight, facts, look.has_target, look.target));
    site_cell(&sight->page, target_text(sight, facts, look.has_phase, look.phase));
    site_cell_link(&sight->page, value_text(sight, facts, &look),
                   look.month == 0 ? NULL
                                   : site_to(&sight->page, "/rows/indicator_values", NULL, "year",
                                             sight->year_text, "indicator", facts->code, "month",
                                             sight_text(sight, "%d", look.month), NULL));
    site_cell(&sight->page, sight_month(sight, look.month));
    site_cell_tone(&sight->page,
                   look.severity == SEVERITY_NONE ? "" : catalogue_severity(sight->language, look.severity),
                   sight_tone(severity_name(look.severity)));
    return true;
}

bool project_indicators(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    const struct facts_set *set = &at->made->facts.sheet.set;
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_INDICATOR), ALIGN_LEFT, 0}, {sight_word(sight, PAGE_TARGET), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_PHASE), ALIGN_RIGHT, 0},    {sight_word(sight, PAGE_VALUE), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_REPORTED), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_LIGHT), ALIGN_LEFT, 0}};

    if (set->indicator_count == 0)
        return true;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_INDICATORS));
    site_table(&sight->page, sight_word(sight, PAGE_INDICATORS), columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < set->indicator_count; i++)
        if (!indicator_row(at, &set->indicators[i]))
            return false;
    site_table_end(&sight->page);
    return true;
}

/* When it was done, or how long there is; late is told from its colour only beside these words. */
static void days_cell(struct sight *sight, date due, date done, bool unsure)
{
    date today = sight->context->today;
    bool is_done = done != DATE_NONE && done <= today; /* a day ahead has not happened yet */
    struct buf text = {0};
    char day[DATE_TEXT];

    if (is_done)
        buf_puts(&text, date_format(done, day));
    else
        catalogue_notice_days(&text, sight->language, due - today, unsure);
    if (is_done && done > due)
        buf_puts(&text, sight_word(sight, PAGE_LATE));
    if (is_done ? done > due : due < today)
        site_cell_tone(&sight->page, buf_text(&text), TONE_BAD);
    else
        site_cell(&sight->page, buf_text(&text));
    buf_free(&text);
}

static void deadline_row(struct sight *sight, const char *kind, const char *name, const char *href, date due,
                         date done, bool unsure)
{
    char day[DATE_TEXT];

    site_row(&sight->page, ROW_PLAIN);
    site_cell_link(&sight->page, name, href);
    site_cell(&sight->page, kind);
    site_cell(&sight->page, date_format(due, day));
    days_cell(sight, due, done, unsure);
}

static void contract_rows(const struct project_sight *at, const struct contract_facts *contract)
{
    struct sight *sight = at->sight;
    struct contract_due dues[CONTRACT_DUE_MOST];
    size_t count = contract_dues(sight->context->policy, &at->made->calendar, contract, dues);

    for (size_t i = 0; i < count; i++)
        deadline_row(sight, catalogue_rule(sight->language, dues[i].rule), contract->title,
                     sight_to(sight, "/contracts/", contract->code), dues[i].due, dues[i].done,
                     dues[i].unsure);
    if (count == 0) {
        site_row(&sight->page, ROW_PLAIN);
        site_cell_link(&sight->page, contract->title, sight_to(sight, "/contracts/", contract->code));
        site_cell(&sight->page, sight_word(sight, PAGE_CONTRACT));
        site_cell(&sight->page, "");
        site_cell(&sight->page, "");
    }
}

void project_deadlines(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    const struct facts_set *set = &at->made->facts.sheet.set;
    const struct document_column columns[] = {{sight_word(sight, PAGE_MATTER), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_KIND), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_LAST_DAY), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_DONE), ALIGN_LEFT, 0}};

    if (set->milestone_count + set->contract_count + set->rectification_count == 0)
        return;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_DEADLINES));
    site_table(&sight->page, sight_word(sight, PAGE_DEADLINES), columns, 4);
    for (size_t i = 0; i < set->milestone_count; i++)
        deadline_row(sight, sight_word(sight, PAGE_MILESTONES), set->milestones[i].name,
                     site_to(&sight->page, "/rows/milestones", NULL, "year", sight->year_text, "project",
                             at->code, NULL),
                     set->milestones[i].planned, set->milestones[i].completed, false);
    for (size_t i = 0; i < set->contract_count; i++)
        contract_rows(at, &set->contracts[i]);
    for (size_t i = 0; i < set->rectification_count; i++)
        deadline_row(sight, sight_word(sight, PAGE_RECTIFICATIONS), set->rectifications[i].issue,
                     sight_subject(sight, "rectification", set->rectifications[i].code, sight->year_text),
                     set->rectifications[i].due, set->rectifications[i].completed, false);
    site_table_end(&sight->page);
}
