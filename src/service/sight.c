#include "service/sight.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_notice.h"
#include "core/facts.h"
#include "db/store_status.h"
#include "db/store_views.h"

static bool begin(struct sight *sight)
{
    const struct web_context *context = sight->context;
    const char *lang = sight_query(sight, "lang");
    enum language said;

    if (lang != NULL && !language_by_name(lang, &said))
        return sight_fault(sight, "lang", lang);
    sight->page.frame.lang = lang;
    if (!sight_int(sight, "year", FISCAL_YEAR_LOW, FISCAL_YEAR_HIGH, &sight->year))
        return false;
    if (sight->year == 0 &&
        !store_status_year(context->session, date_year(context->today), &sight->year, sight->err))
        return false;
    snprintf(sight->year_text, sizeof sight->year_text, "%d", sight->year);
    sight->closed = view_live(sight->year, context->today).closed;
    return true;
}

bool sight_make(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err, sight_maker make)
{
    struct sight sight = {
        .context = context, .asked = asked, .answer = answer, .err = err, .language = context->language};

    bool ok = begin(&sight) && make(&sight);
    site_free(&sight.page);
    return ok;
}

bool sight_fault(struct sight *sight, const char *parameter, const char *value)
{
    struct buf text = {0};

    catalogue_page_fault(&text, sight->language, parameter, value);
    err_set(sight->err, ERR_USAGE, "%s", buf_text(&text));
    buf_free(&text);
    return false;
}

const char *sight_query(const struct sight *sight, const char *name)
{
    const char *value = web_query(sight->asked, name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

bool sight_light(struct sight *sight, const char **ret_light)
{
    const char *light = sight_query(sight, "light");
    enum severity severity;

    if (light != NULL && (!severity_by_name(light, &severity) || severity == SEVERITY_NONE))
        return sight_fault(sight, "light", light);
    *ret_light = light;
    return true;
}

bool sight_int(struct sight *sight, const char *name, int low, int high, int *ret_value)
{
    const char *text = sight_query(sight, name);
    int64_t value = 0;

    if (text != NULL && (!dec_parse(text, strlen(text), 0, &value) || value < low || value > high))
        return sight_fault(sight, name, text);
    *ret_value = (int)value;
    return true;
}

bool sight_id(struct sight *sight, const char *parameter, const char *text, int64_t *ret_id)
{
    if (!dec_parse(text, strlen(text), 0, ret_id) || *ret_id <= 0)
        return sight_fault(sight, parameter, text);
    return true;
}

bool sight_missing(struct sight *sight)
{
    buf_clear(&sight->answer->body);
    sight->answer->status = 404;
    return true;
}

void sight_open(struct sight *sight, const char *title, const char *current, const struct site_step *path,
                size_t count)
{
    static const struct {
        const char *path;
        enum page_word word;
    } heads[] = {{"/", PAGE_OVERVIEW},
                 {"/projects", PAGE_PROJECTS},
                 {"/deviations", PAGE_DEVIATIONS},
                 {"/messages", PAGE_MESSAGES}};
    enum { HEADS = sizeof heads / sizeof heads[0] };
    struct site_step *steps = arena_alloc(&sight->page.arena, (HEADS + 1) * sizeof *steps);
    const struct web_config *web = &sight->context->config->web;
    bool tokens = web->token_file != NULL || web->act_token_file != NULL;
    char now[CLOCK_TEXT];
    struct buf made = {0};

    for (size_t i = 0; i < HEADS; i++)
        steps[i] = (struct site_step){sight_word(sight, heads[i].word), sight_to(sight, heads[i].path, NULL),
                                      current != NULL && strcmp(heads[i].path, current) == 0};
    /* The same page logs in and out. */
    steps[HEADS] = (struct site_step){sight_word(sight, sight->asked->may_act ? PAGE_LOGOUT : PAGE_LOGIN),
                                      site_to(&sight->page, "/login", NULL, NULL), false};
    catalogue_page_made(&made, sight->language,
                        sight_time(sight, clock_format(sight->context->now, now), false));
    const struct site_frame frame = {.language = sight->language,
                                     .lang = sight->page.frame.lang,
                                     .title = title,
                                     .site = sight_word(sight, PAGE_SITE),
                                     .skip = sight_word(sight, PAGE_SKIP),
                                     .nav = sight_word(sight, PAGE_NAV),
                                     .way = sight_word(sight, PAGE_WAY),
                                     .footer = sight_take(sight, &made),
                                     .steps = steps,
                                     .step_count = tokens ? HEADS + 1 : HEADS,
                                     .path = path,
                                     .path_count = count};
    site_begin(&sight->page, &sight->answer->body, &frame);
}

void sight_close(struct sight *sight)
{
    site_end(&sight->page);
}

const char *sight_word(const struct sight *sight, enum page_word word)
{
    return catalogue_page(sight->language, word);
}

const char *sight_text(struct sight *sight, const char *format, ...)
{
    va_list args;
    char *text = NULL;

    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        abort(); /* out of memory, as base/mem.h has it */
    const char *kept = arena_text_n(&sight->page.arena, text, (size_t)length);
    free(text);
    return kept;
}

const char *sight_take(struct sight *sight, struct buf *text)
{
    const char *kept = arena_text(&sight->page.arena, buf_text(text));

    buf_free(text);
    return kept;
}

const char *sight_money(struct sight *sight, fen amount)
{
    struct buf text = {0};

    catalogue_notice_money(&text, sight->context->config->notice.money_unit, amount);
    return sight_take(sight, &text);
}

const char *sight_money_unit(struct sight *sight)
{
    struct buf text = {0};

    catalogue_page_unit(&text, sight->language,
                        catalogue_notice_unit(sight->language, sight->context->config->notice.money_unit));
    return sight_take(sight, &text);
}

const char *sight_count(struct sight *sight, int64_t count)
{
    char text[DEC_TEXT];

    return arena_text(&sight->page.arena, dec_format_grouped(count, 0, text));
}

const char *sight_month(struct sight *sight, int month)
{
    struct buf text = {0};

    catalogue_page_month(&text, sight->language, month);
    return sight_take(sight, &text);
}

const char *sight_beside(struct sight *sight, const char *text, const char *beside)
{
    struct buf out = {0};

    catalogue_page_beside(&out, sight->language, text, beside);
    return sight_take(sight, &out);
}

const char *sight_of_year(struct sight *sight, enum page_word word)
{
    struct buf text = {0};

    catalogue_page_of_year(&text, sight->language, word, sight->year);
    return sight_take(sight, &text);
}

const char *sight_time(struct sight *sight, const char *moment, bool exact)
{
    char text[CLOCK_TEXT];
    msec wall;

    if (!clock_parse(moment, &wall))
        return moment;
    clock_format(wall + (msec)sight->context->config->utc_offset * 60000, text);
    return sight_text(sight, "%.10s %.*s", text, exact ? 8 : 5, text + 11);
}

const char *sight_cell(const struct pg_result *rows, int row, int column)
{
    return db_text(rows, row, column);
}

const char *sight_cell_kept(struct sight *sight, const struct pg_result *rows, int row, int column)
{
    return arena_text(&sight->page.arena, db_text(rows, row, column));
}

static int hundredths(struct ratio share)
{
    int64_t rounded = 0;

    if (!ratio_round(share, 4, &rounded))
        rounded = share.num < 0 ? -10000 : 10000;
    return (int)(rounded > 10000 ? 10000 : rounded < -10000 ? -10000 : rounded);
}

struct sight_rates sight_rates(struct sight *sight, const struct money_sum *sum)
{
    struct money_rates rates;
    char rate[DEC_TEXT], reference[DEC_TEXT], gap[DEC_TEXT];

    if (!money_rates_of(sum, &rates) || !rates.known || !money_percent(rates.rate, rate) ||
        !money_percent(rates.reference, reference) || !money_percent(rates.gap, gap))
        return (struct sight_rates){.rate = "—", .reference = "—", .gap = "—", .mark = -1};
    /* What is shown as nothing is neither ahead nor behind. */
    bool even = strcmp(gap, "0.00") == 0 || strcmp(gap, "-0.00") == 0;
    return (struct sight_rates){.rate = sight_text(sight, "%s%%", rate),
                                .reference = sight_text(sight, "%s%%", reference),
                                .gap = even ? "0.00"
                                            : sight_text(sight, "%s%s", rates.gap.num > 0 ? "+" : "", gap),
                                .share = hundredths(rates.rate),
                                .mark = hundredths(rates.reference),
                                .tone = even                ? TONE_NONE
                                        : rates.gap.num < 0 ? TONE_BAD
                                                            : TONE_GOOD};
}

const char *sight_to(struct sight *sight, const char *path, const char *part)
{
    return site_to(&sight->page, path, part, "year", sight->year_text, NULL);
}

const char *sight_called(struct sight *sight, const struct subject_words *subject)
{
    struct buf text = {0};

    catalogue_subject_called(&text, sight->language, subject);
    return sight_take(sight, &text);
}

const char *sight_called_in(struct sight *sight, const struct pg_result *rows, int row, int first)
{
    return sight_called(sight, &(struct subject_words){.name = sight_cell(rows, row, first),
                                                       .kind = sight_cell(rows, row, first + 1),
                                                       .code = sight_cell(rows, row, first + 2),
                                                       .unit_code = sight_cell(rows, row, first + 3),
                                                       .unit_name = sight_cell(rows, row, first + 4)});
}

const char *sight_subject(struct sight *sight, const char *kind, const char *code, const char *year)
{
    static const struct {
        const char *kind, *path;
    } pages[] = {{"unit", "/units/"},
                 {"project", "/projects/"},
                 {"indicator", "/indicators/"},
                 {"contract", "/contracts/"}};
    const char *slash = strrchr(code, '/');

    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (strcmp(pages[i].kind, kind) == 0)
            return site_to(&sight->page, pages[i].path, code, "year", year, NULL);
    if (strcmp(kind, "rectification") == 0)
        return site_to(&sight->page, "/rows/rectifications", NULL, "year", year, "code", code, NULL);
    if (strcmp(kind, "ceiling") == 0 && slash != NULL)
        return site_to(&sight->page, "/rows/ceilings", NULL, "year", year, "unit",
                       arena_text_n(&sight->page.arena, code, (size_t)(slash - code)), "own", "1", "kind",
                       slash + 1, NULL);
    return NULL;
}

enum tone sight_tone(const char *severity)
{
    return strcmp(severity, "red") == 0      ? TONE_BAD
           : strcmp(severity, "yellow") == 0 ? TONE_NOTICE
           : strcmp(severity, "blue") == 0   ? TONE_INFO
                                             : TONE_GOOD;
}

void sight_light_cell(struct sight *sight, int64_t count, const char *unit, const char *rule,
                      const char *light)
{
    const char *href = count == 0 ? NULL
                                  : site_to(&sight->page, "/deviations", NULL, "year", sight->year_text,
                                            "unit", unit, "rule", rule, "light", light, NULL);

    site_cell_link(&sight->page, sight_count(sight, count), href);
}

void sight_next(struct sight *sight, const char *href)
{
    if (href == NULL)
        return;
    site_more(&sight->page, sight_word(sight, PAGE_NEXT), href);
}

bool sight_years(struct sight *sight, const char *path, const char *part)
{
    enum { YEARS_MOST = 12 };
    struct site_step steps[YEARS_MOST];
    struct pg_result *rows = NULL;
    int count = 0;

    if (!store_view_years(sight->context->session, &rows, sight->err))
        return false;
    for (; count < db_rows(rows) && count < YEARS_MOST; count++) {
        const char *year = sight_cell_kept(sight, rows, count, 0);
        struct buf text = {0};
        catalogue_page_year(&text, sight->language, atoi(year));
        steps[count] = (struct site_step){sight_take(sight, &text),
                                          site_to(&sight->page, path, part, "year", year, NULL),
                                          strcmp(year, sight->year_text) == 0};
    }
    db_result_free(rows);
    if (count > 1)
        site_links(&sight->page, sight_word(sight, PAGE_YEARS), steps, (size_t)count);
    return true;
}
