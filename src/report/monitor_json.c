#include "report/monitor_json.h"

#include "core/catalogue_sheet.h"
#include "report/notice_json_parts.h"

static json_t *subject_json(const struct monitor_subject *subject);
static json_t *indicator_json(const struct monitor_indicator *indicator);
static json_t *gap_json(const struct monitor_form *form, const struct monitor_gap *gap);

json_t *monitor_json(const struct monitor_form *form)
{
    const struct notice *notice = form->notice;
    json_t *all = json_object(), *projects = json_array(), *gaps = json_array();

    for (size_t i = 0; i < form->project_count; i++)
        json_array_append_new(projects, subject_json(&form->projects[i]));
    for (size_t i = 0; i < form->gap_count; i++)
        json_array_append_new(gaps, gap_json(form, &form->gaps[i]));
    notice_set(all, "form", json_string("monitor"));
    notice_set(all, "period", json_sprintf("%04d-%02d", notice->year, notice->month));
    notice_set(all, "clock", notice_day(notice->clock));
    notice_set(all, "unit", subject_json(&form->whole));
    notice_set(all, "projects", projects);
    notice_set(all, "missing", gaps);
    return all;
}

static void set_outlook(json_t *object, const struct notice_outlook *outlook)
{
    notice_set(object, "cause", json_text_or_null(outlook != NULL ? outlook->cause : NULL));
    notice_set(object, "note", json_text_or_null(outlook != NULL ? outlook->note : NULL));
    notice_set(object, "likelihood", json_text_or_null(outlook != NULL ? outlook->likelihood : NULL));
    notice_set(object, "outlook_month", outlook != NULL ? json_integer(outlook->month) : json_null());
}

static json_t *subject_json(const struct monitor_subject *subject)
{
    json_t *object = json_object(), *indicators = json_array();

    for (size_t i = 0; i < subject->indicator_count; i++)
        json_array_append_new(indicators, indicator_json(&subject->indicators[i]));
    notice_set(object, "code", json_string(subject->code));
    notice_set(object, "name", json_string(subject->name));
    notice_set(object, "unit_code", json_string(subject->unit_code));
    notice_set(object, "unit_name", json_string(subject->unit_name));
    notice_set(object, "answers", json_text_or_null(subject->answers));
    notice_set(object, "initial", json_money(subject->initial));
    notice_set(object, "adjusted", json_money(subject->adjusted));
    notice_set(object, "spent", json_money(subject->spent));
    notice_set(object, "rate", notice_percent(&subject->rate));
    notice_set(object, "expected", subject->has_expected ? json_money(subject->expected) : json_null());
    notice_set(object, "behind", json_boolean(subject->behind));
    set_outlook(object, subject->outlook);
    notice_set(object, "indicators", indicators);
    return object;
}

static json_t *measured_json(const struct measured *measured)
{
    struct buf text = {0};

    measured_plain(&text, measured);
    json_t *value = json_text_or_null(buf_text(&text));
    buf_free(&text);
    return value;
}

static json_t *indicator_json(const struct monitor_indicator *indicator)
{
    const struct indicator_facts *facts = indicator->facts;
    json_t *object = json_object();

    notice_set(object, "code", json_string(facts->code));
    notice_set(object, "name", json_string(facts->name));
    notice_set(object, "level1", json_string(catalogue_level1(LANGUAGE_ZH, facts->level1)));
    notice_set(object, "level2", json_text_or_null(facts->level2));
    notice_set(object, "sign", json_text_or_null(catalogue_sign(facts->direction)));
    notice_set(object, "target", indicator->has_target ? notice_points(indicator->target) : json_null());
    notice_set(object, "measure_unit", json_text_or_null(facts->measure_unit));
    notice_set(object, "reached", measured_json(&indicator->reached));
    notice_set(object, "reached_month", indicator->month > 0 ? json_integer(indicator->month) : json_null());
    notice_set(object, "expected", measured_json(&indicator->expected));
    notice_set(object, "behind", json_boolean(indicator->behind));
    set_outlook(object, indicator->outlook);
    return object;
}

static json_t *gap_json(const struct monitor_form *form, const struct monitor_gap *gap)
{
    json_t *object = json_object();

    notice_set(object, "what", json_string(monitor_gap_name(gap->kind)));
    notice_set(object, "of", json_string(gap->subject == &form->whole ? "unit" : "project"));
    notice_set(object, "code", json_string(gap->subject->code));
    notice_set(object, "indicator",
               json_text_or_null(gap->indicator != NULL ? gap->indicator->facts->code : NULL));
    return object;
}
