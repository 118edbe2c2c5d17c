/* What falls due next: the ledger's days, and those that statutes count from them. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "core/catalogue_notice.h"
#include "core/facts.h"
#include "core/notice.h"
#include "db/store_status.h"
#include "db/subjects.h"
#include "service/page_parts.h"

enum {
    DUE_READ = 2000, /* of each kind: PAGE_DUE_CUT says so */
    DUE_SHOWN = 20   /* in a section of another page */
};

/* One line. Texts are the result's, links the page's. */
struct due {
    enum notice_deadline_kind kind;
    date on;
    const char *name, *project_name, *unit, *unit_name, *href;
    bool unsure;
};

struct dues {
    const char *unit, *project; /* whose: "" all, NULL all */
    date today;
    struct due *list;
    size_t count, capacity;
    bool cut; /* there may be more of a kind */
    struct pg_result *rows;
};

static void dues_done(struct dues *dues)
{
    free(dues->list);
    db_result_free(dues->rows);
}

static void add(struct dues *dues, struct due due)
{
    if (due.on < dues->today || due.on > dues->today + NOTICE_DAYS)
        return;
    dues->list = mem_room(dues->list, dues->count, &dues->capacity, sizeof *dues->list);
    dues->list[dues->count++] = due;
}

static struct policy_rules rules_of(const struct policy *policy, const char *unit)
{
    struct policy_rules rules;

    policy_rules_for(policy, &(struct policy_subject){CATEGORY_ANY, unit, NULL}, &rules);
    return rules;
}

static bool is_unsure(const struct calendar *calendar, date from, date until)
{
    return !calendar_knows(calendar, date_year(from)) || !calendar_knows(calendar, date_year(until));
}

static void step(const struct calendar *calendar, const struct contract_facts *contract, enum rule rule,
                 date done, int workdays, struct contract_due *ret_dues, size_t *count)
{
    if (contract->signed_ == DATE_NONE)
        return;
    date due = calendar_workday_after(calendar, contract->signed_, workdays);
    ret_dues[(*count)++] =
        (struct contract_due){rule, due, done, is_unsure(calendar, contract->signed_, due)};
}

size_t contract_dues(const struct policy *policy, const struct calendar *calendar,
                     const struct contract_facts *contract,
                     struct contract_due ret_dues[static CONTRACT_DUE_MOST])
{
    struct policy_rules rules = rules_of(policy, contract->unit_code);
    size_t count = 0;

    if (rules.enabled[RULE_CONTRACT_SIGNING] && contract->awarded != DATE_NONE)
        ret_dues[count++] = (struct contract_due){
            RULE_CONTRACT_SIGNING, contract->awarded + rules.contract_signing_days, contract->signed_, false};
    if (rules.enabled[RULE_CONTRACT_PUBLICATION])
        step(calendar, contract, RULE_CONTRACT_PUBLICATION, contract->published,
             rules.contract_publication_workdays, ret_dues, &count);
    if (rules.enabled[RULE_CONTRACT_FILING])
        step(calendar, contract, RULE_CONTRACT_FILING, contract->filed, rules.contract_filing_workdays,
             ret_dues, &count);
    return count;
}

static enum notice_deadline_kind kind_of(enum rule rule)
{
    return rule == RULE_CONTRACT_SIGNING       ? NOTICE_DUE_SIGNING
           : rule == RULE_CONTRACT_PUBLICATION ? NOTICE_DUE_PUBLICATION
                                               : NOTICE_DUE_FILING;
}

static void add_contract(struct sight *sight, const struct calendar *calendar, const struct pg_result *rows,
                         int row, struct dues *dues)
{
    bool awarded = strcmp(sight_cell(rows, row, VIEW_DUE_KIND), "signing") == 0;
    date before = db_date(rows, row, VIEW_DUE_DAY);
    const struct contract_facts contract = {.unit_code = sight_cell(rows, row, VIEW_DUE_UNIT),
                                            .awarded = awarded ? before : DATE_NONE,
                                            .signed_ = awarded ? DATE_NONE : before,
                                            .published = db_date(rows, row, VIEW_DUE_PUBLISHED),
                                            .filed = db_date(rows, row, VIEW_DUE_FILED)};
    struct contract_due steps[CONTRACT_DUE_MOST];
    size_t count = contract_dues(sight->context->policy, calendar, &contract, steps);

    for (size_t i = 0; i < count; i++)
        if (steps[i].done == DATE_NONE || steps[i].done > dues->today)
            add(dues,
                (struct due){.kind = kind_of(steps[i].rule),
                             .on = steps[i].due,
                             .name = sight_cell(rows, row, VIEW_DUE_NAME),
                             .project_name = sight_cell(rows, row, VIEW_DUE_PROJECT_NAME),
                             .unit = sight_cell(rows, row, VIEW_DUE_UNIT),
                             .unit_name = sight_cell(rows, row, VIEW_DUE_UNIT_NAME),
                             .href = sight_to(sight, "/contracts/", sight_cell(rows, row, VIEW_DUE_CODE)),
                             .unsure = steps[i].unsure});
}

static void add_plain(struct sight *sight, const struct pg_result *rows, int row, struct dues *dues)
{
    const char *kind = sight_cell(rows, row, VIEW_DUE_KIND),
               *project = sight_cell(rows, row, VIEW_DUE_PROJECT);
    const char *unit = sight_cell(rows, row, VIEW_DUE_UNIT);
    struct due due = {.kind = NOTICE_DUE_MILESTONE,
                      .on = db_date(rows, row, VIEW_DUE_DAY),
                      .name = sight_cell(rows, row, VIEW_DUE_NAME),
                      .project_name = sight_cell(rows, row, VIEW_DUE_PROJECT_NAME),
                      .unit = unit,
                      .unit_name = sight_cell(rows, row, VIEW_DUE_UNIT_NAME)};

    if (strcmp(kind, "action") == 0) {
        due.kind = NOTICE_DUE_ACTION;
        due.href = site_to(&sight->page, "/deviations/", sight_cell(rows, row, VIEW_DUE_DEVIATION), NULL);
    } else if (strcmp(kind, "rectification") == 0) {
        due.kind = NOTICE_DUE_RECTIFICATION;
        due.href = sight_subject(sight, kind, sight_cell(rows, row, VIEW_DUE_CODE), sight->year_text);
    } else {
        due.href =
            project[0] != '\0' ? sight_to(sight, "/projects/", project) : sight_to(sight, "/units/", unit);
    }
    add(dues, due);
}

static int by_day(const void *a, const void *b)
{
    const struct due *x = a, *y = b;

    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->name, y->name);
}

/* Lines from `first` up to `end`. */
static void show(struct sight *sight, const struct dues *dues, size_t first, size_t end)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_MATTER), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_KIND), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_UNIT), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_DUE_ON), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_DAYS), ALIGN_LEFT, 0}};

    site_table(&sight->page, sight_word(sight, PAGE_DUE_NEXT), columns, sizeof columns / sizeof columns[0]);
    for (size_t i = first; i < end; i++) {
        const struct due *due = &dues->list[i];
        struct buf days = {0};
        char day[DATE_TEXT];
        catalogue_notice_days(&days, sight->language, due->on - dues->today, due->unsure);
        site_row(&sight->page, ROW_PLAIN);
        site_cell_two(&sight->page, due->name, due->href, due->project_name);
        site_cell(&sight->page, catalogue_notice_deadline(sight->language, due->kind));
        site_cell_link(&sight->page, due->unit_name[0] != '\0' ? due->unit_name : due->unit,
                       due->unit_name[0] != '\0' ? sight_to(sight, "/units/", due->unit) : NULL);
        site_cell(&sight->page, date_format(due->on, day));
        site_cell(&sight->page, buf_text(&days));
        buf_free(&days);
    }
    site_table_end(&sight->page);
}

static bool read_calendar(struct sight *sight, struct calendar *calendar)
{
    calendar_init_official(calendar);
    return store_status_calendar(sight->context->session, calendar, sight->err);
}

/* The longest that any unit is given. */
static void longest(const struct policy *policy, int *ret_days, int *ret_workdays)
{
    *ret_days = *ret_workdays = 1;
    for (size_t i = 0; i <= policy->override_count; i++) {
        const struct policy_rules *rules = i == 0 ? &policy->rules : &policy->overrides[i - 1].rules;
        *ret_days = rules->contract_signing_days > *ret_days ? rules->contract_signing_days : *ret_days;
        *ret_workdays = rules->contract_publication_workdays > *ret_workdays
                            ? rules->contract_publication_workdays
                            : *ret_workdays;
        *ret_workdays =
            rules->contract_filing_workdays > *ret_workdays ? rules->contract_filing_workdays : *ret_workdays;
    }
}

/* Contracts of before these days are overdue whatever the unit: those are lights. */
static void look_back(struct sight *sight, const struct calendar *calendar, struct view_due *which)
{
    int days, workdays;

    longest(sight->context->policy, &days, &workdays);
    which->awarded_from = which->today - days;
    which->signed_from = which->today;
    while (calendar_workday_after(calendar, which->signed_from - 1, workdays) >= which->today)
        which->signed_from--;
}

/* By day. Ends with dues_done(), also after a failure. */
static bool read_dues(struct sight *sight, struct dues *dues)
{
    date today = sight->context->today;
    struct view_due which = {.year = sight->year,
                             .unit = dues->unit,
                             .project = dues->project,
                             .today = today,
                             .until = today + NOTICE_DAYS,
                             .limit = DUE_READ};
    struct calendar calendar = {0};
    const char *before = "";
    int of_kind = 0;

    dues->today = today;
    bool ok = read_calendar(sight, &calendar);
    if (ok)
        look_back(sight, &calendar, &which);
    ok = ok && store_view_due(sight->context->session, &which, &dues->rows, sight->err);
    for (int row = 0; ok && row < db_rows(dues->rows); row++) {
        const char *kind = sight_cell(dues->rows, row, VIEW_DUE_KIND);
        if (strncmp(kind, "sign", 4) == 0)
            add_contract(sight, &calendar, dues->rows, row, dues);
        else
            add_plain(sight, dues->rows, row, dues);
        of_kind = strcmp(kind, before) == 0 ? of_kind + 1 : 1;
        dues->cut = dues->cut || of_kind == DUE_READ;
        before = kind;
    }
    if (dues->count > 0)
        qsort(dues->list, dues->count, sizeof dues->list[0], by_day);
    calendar_done(&calendar);
    return ok;
}

static void show_first(struct sight *sight, const struct dues *dues)
{
    site_heading(&sight->page, 2, sight_word(sight, PAGE_DUE_NEXT));
    if (dues->count == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NOTHING_DUE));
        return;
    }
    show(sight, dues, 0, dues->count < DUE_SHOWN ? dues->count : DUE_SHOWN);
    if (dues->count > DUE_SHOWN)
        site_more(&sight->page,
                  sight_text(sight, "%s (%s)", sight_word(sight, PAGE_ALL_DUE),
                             sight_count(sight, (int64_t)dues->count)),
                  site_to(&sight->page, "/due", NULL, "year", sight->year_text, "unit", dues->unit, "project",
                          dues->project, NULL));
}

bool section_due(struct sight *sight, const char *unit, const char *project)
{
    struct dues dues = {.unit = unit, .project = project};

    bool ok = read_dues(sight, &dues);
    if (ok)
        show_first(sight, &dues);
    dues_done(&dues);
    return ok;
}

/* A page of the list, from behind its first `skip` lines on. */
static void show_page(struct sight *sight, const struct dues *dues, size_t skip)
{
    size_t end = dues->count - skip > SIGHT_ROWS ? skip + SIGHT_ROWS : dues->count;

    if (dues->cut)
        site_notice(&sight->page, sight_word(sight, PAGE_DUE_CUT), TONE_NOTICE);
    show(sight, dues, skip, end);
    if (end < dues->count)
        sight_next(sight, site_to(&sight->page, "/due", NULL, "year", sight->year_text, "unit", dues->unit,
                                  "project", dues->project, "skip", sight_text(sight, "%zu", end), NULL));
}

static bool make(struct sight *sight)
{
    const char *unit = sight_query(sight, "unit");
    struct dues dues = {.unit = unit != NULL ? unit : "", .project = sight_query(sight, "project")};
    int skip;

    if (!sight_int(sight, "skip", 0, 6 * DUE_READ, &skip))
        return false;
    bool ok = read_dues(sight, &dues);
    if (ok) {
        sight_open(sight, sight_word(sight, PAGE_DUE_NEXT), NULL, NULL, 0);
        if ((size_t)skip < dues.count)
            show_page(sight, &dues, (size_t)skip);
        else
            site_paragraph(&sight->page, sight_word(sight, PAGE_NOTHING_DUE));
        sight_close(sight);
    }
    dues_done(&dues);
    return ok;
}

bool page_due(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
              struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
