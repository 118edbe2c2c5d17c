#include "config/rubric_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "config/rubric_table.h"
#include "core/ledger.h"
#include "embedded/rubrics.h"

static bool read_case(const char *text, size_t length, const char *name, struct faults *faults)
{
    struct rubric *rubric;

    if (!rubric_parse(text, length, name, &rubric, faults))
        return false;
    rubric_free(rubric);
    return true;
}

static struct rubric *loaded(const char *name_or_path)
{
    struct rubric *rubric = NULL;
    struct faults faults = {0};
    struct buf told = {0};

    if (!rubric_load(name_or_path, &rubric, &faults)) {
        faults_format(&faults, &told);
        fail_msg("%s", buf_text(&told));
    }
    return rubric;
}

static const struct rubric_item *item_of(const struct rubric *rubric, const char *code)
{
    for (size_t i = 0; i < rubric->item_count; i++)
        if (strcmp(rubric->items[i].code, code) == 0)
            return &rubric->items[i];
    fail_msg("no item %s in %s", code, rubric->name);
    return NULL;
}

static void good_files_are_read(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/rubric/good", true);
}

static void bad_files_give_every_fault_with_its_line(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/rubric/bad", false);
}

static void every_shipped_rubric_is_good_and_sums_to_100(void **state)
{
    (void)state;
    size_t count = 0;

    for (const struct rubric_text_file *file = rubric_text_files; file->name != NULL; file++, count++) {
        struct rubric *rubric = loaded(file->name);
        micro sum = 0;
        for (size_t i = 0; i < rubric->item_count; i++)
            sum += rubric->items[i].max;
        for (size_t i = 0; i < rubric->level_count; i++)
            sum += rubric->levels[i].max;
        assert_string_equal(rubric->name, file->name);
        assert_string_equal(rubric->text, file->text);
        assert_int_equal(sum, 100000000);
        assert_int_equal(rubric->stated_max, 100000000);
        assert_int_equal(rubric->grade_count, 4);
        assert_string_equal(rubric->grades[0].name, "优");
        assert_int_equal(rubric->grades[0].from, 90000000);
        rubric_free(rubric);
    }
    assert_in_range(count, 4, 100);
}

/* Every text that a shipped rubric has is in both languages. */
static void shipped_texts_are_in_chinese_and_english(void **state)
{
    (void)state;

    for (const struct rubric_text_file *file = rubric_text_files; file->name != NULL; file++) {
        struct rubric *rubric = loaded(file->name);
        assert_string_not_equal(rubric->title.zh, rubric->title.en);
        for (size_t i = 0; i < rubric->item_count; i++) {
            const struct rubric_item *item = &rubric->items[i];
            const struct words words[] = {item->level1, item->name, item->about};
            for (size_t j = 0; j < 3; j++)
                assert_string_not_equal(words[j].zh, words[j].en);
            assert_int_equal(item->assumption.zh[0] == '\0', item->assumption.en[0] == '\0');
        }
        rubric_free(rubric);
    }
}

/* The second field of each line below the header; no cell before it has a comma. */
static void expect_item_codes(const struct rubric *rubric, char *csv)
{
    size_t seen = 0;
    char *line = strtok(csv, "\n");

    while ((line = strtok(NULL, "\n")) != NULL) {
        char code[64];
        assert_int_equal(sscanf(line, "unit,GZ,2023,%63[^,],", code), 1);
        if (strcmp(code, "total") == 0)
            continue;
        assert_in_range(seen, 0, rubric->item_count - 1);
        assert_string_equal(rubric->items[seen++].code, code);
    }
    assert_int_equal(seen, rubric->item_count);
}

static void the_reports_items_are_those_of_the_demonstration(void **state)
{
    (void)state;
    struct rubric *rubric = loaded("guangzhou-department-2023");
    struct buf csv = {0};
    struct err err = {0};

    if (!buf_read_file(&csv, SOURCE_DIR "/config/demo/ledger/assessments.csv", 1 << 20, &err))
        fail_msg("%s", err.text);
    assert_int_equal(rubric->item_count, 25);
    expect_item_codes(rubric, csv.data);
    assert_int_equal(rubric->subject, RUBRIC_UNIT);
    assert_int_equal(rubric->rounding.mode, ROUND_TRUNCATE);
    assert_int_equal(rubric->rounding.digits, 2);
    assert_int_equal(rubric->stated_level1, 2); /* as the report says, and not as it is */
    assert_int_equal(rubric->stated_level2, 7);
    assert_int_equal(rubric->stated_items, 26);
    buf_free(&csv);
    rubric_free(rubric);
}

static void what_the_report_reveals_is_measured(void **state)
{
    (void)state;
    struct rubric *rubric = loaded("guangzhou-department-2023");
    const struct rubric_item *signing = item_of(rubric, "2.5.4");
    const struct rubric_item *filing = item_of(rubric, "2.5.5");

    assert_int_equal(item_of(rubric, "1.1.1")->measure.levels, LEVEL_OUTPUT | LEVEL_COST);
    assert_int_equal(item_of(rubric, "1.1.2")->measure.levels, LEVEL_BENEFIT | LEVEL_SATISFACTION);
    assert_false(item_of(rubric, "1.1.2")->measure.weighted);
    assert_int_equal(item_of(rubric, "1.1.3")->measure.kind, MEASURE_NOTIFIED_RATES);
    assert_int_equal(item_of(rubric, "2.2.2")->measure.sources, SOURCE_AUDIT);
    assert_string_equal(item_of(rubric, "2.3.2")->measure.name_part, "绩效");
    assert_null(item_of(rubric, "2.3.1")->measure.name_part);
    assert_string_equal(item_of(rubric, "2.7.1")->measure.ceiling, "running_cost");
    assert_int_equal(signing->measure.days, 30);
    for (size_t i = 0; i < signing->scoring.step_count; i++) /* 78 % is in none */
        assert_true(!signing->scoring.steps[i].at_most && signing->scoring.steps[i].bound > 780000);
    assert_int_equal(filing->measure.days, 2);
    assert_int_equal(filing->scoring.method, SCORE_YES_NO);
    assert_int_equal(filing->scoring.step_count, 1);
    assert_int_equal(filing->scoring.steps[0].bound, 1000000);
    assert_true(words_in(filing->assumption, LANGUAGE_EN)[0] != '\0');
    assert_string_equal(words_in(item_of(rubric, "1.1.3")->assumption, LANGUAGE_EN), "");
    rubric_free(rubric);
}

static void the_national_form_is_what_a_file_need_not_say(void **state)
{
    (void)state;
    struct rubric *rubric = loaded("mof-project-2020");
    struct rubric standard;

    rubric_defaults(&standard);
    assert_int_equal(rubric->subject, standard.subject);
    assert_int_equal(rubric->rounding.mode, standard.rounding.mode);
    assert_int_equal(rubric->rounding.digits, standard.rounding.digits);
    assert_int_equal(rubric->not_applicable, standard.not_applicable);
    assert_int_equal(rubric->completion_achieved, standard.completion_achieved);
    assert_int_equal(rubric->completion_partial, standard.completion_partial);
    assert_int_equal(rubric->completion_missed, standard.completion_missed);
    assert_int_equal(rubric->reverse, standard.reverse);
    assert_int_equal(rubric->band_achieved_from, standard.band_achieved_from);
    assert_int_equal(rubric->band_partial_from, standard.band_partial_from);
    assert_int_equal(rubric->low_target, standard.low_target);
    assert_int_equal(rubric->far_apart, standard.far_apart);

    assert_int_equal(item_of(rubric, "execution")->max, 10000000);
    assert_int_equal(rubric->level_count, 3);
    assert_int_equal(rubric->levels[0].holds, LEVEL_OUTPUT | LEVEL_COST);
    assert_int_equal(rubric->levels[0].max, 50000000);
    assert_int_equal(rubric->levels[2].holds, LEVEL_SATISFACTION);
    rubric_free(rubric);
}

static void hubei_and_key_projects_have_their_own_numbers(void **state)
{
    (void)state;
    struct rubric *hubei = loaded("hubei-project");
    struct rubric *key = loaded("key-project");

    assert_int_equal(hubei->reverse, REVERSE_HUBEI);
    assert_int_equal(hubei->band_partial_from, 500000);
    assert_int_equal(item_of(hubei, "execution")->max, 20000000);
    assert_int_equal(hubei->level_count, 1);
    assert_int_equal(hubei->levels[0].holds, LEVEL_ALL);
    assert_int_equal(key->item_count, 11);
    assert_int_equal(item_of(key, "execution")->measure.kind, MEASURE_EXECUTION);
    assert_int_equal(key->levels[1].holds, LEVEL_BENEFIT | LEVEL_SATISFACTION);
    rubric_free(hubei);
    rubric_free(key);
}

static void keys_arrive_where_they_belong(void **state)
{
    (void)state;
    struct rubric *rubric = loaded(SOURCE_DIR "/tests/cases/rubric/good/everything.json");
    const struct rubric_item *execution = item_of(rubric, "execution");
    const struct rubric_item *rates = item_of(rubric, "rates");
    const struct rubric_item *ceiling = item_of(rubric, "ceiling");

    assert_string_equal(rubric->title.en, "Score sheet");
    assert_string_equal(rubric->basis.en, "某文件");
    assert_int_equal(rubric->stated_max, 100500000);
    assert_int_equal(rubric->completion_achieved, 950000);
    assert_int_equal(rubric->completion_partial, 500000);
    assert_int_equal(rubric->completion_missed, 50000);
    assert_int_equal(rubric->band_achieved_from, 900000);
    assert_int_equal(rubric->band_partial_from, 400000);
    assert_int_equal(rubric->low_target, 1500000);
    assert_int_equal(rubric->far_apart, 50000);
    assert_int_equal(rubric->grades[0].from, 90500000);

    assert_string_equal(execution->level2.en, "Money");
    assert_string_equal(execution->about.en, "全年");
    assert_string_equal(execution->assumption.en, "assumed");
    assert_int_equal(execution->scoring.full, 950000);
    assert_int_equal(execution->scoring.floor, 600000);
    assert_int_equal(execution->not_applicable, NOT_APPLICABLE_FULL);
    assert_int_equal(execution->rounding.mode, ROUND_TRUNCATE);
    assert_int_equal(execution->rounding.digits, 0);

    assert_int_equal(rates->scoring.step_count, 3);
    assert_int_equal(rates->scoring.steps[1].bound, 900000);
    assert_int_equal(rates->scoring.steps[1].points, 2000000);
    assert_false(rates->scoring.steps[1].at_most);
    assert_true(rates->scoring.steps[2].at_most);
    assert_int_equal(rates->not_applicable, NOT_APPLICABLE_SPREAD); /* the rubric's own */
    assert_int_equal(rates->rounding.digits, 1);
    assert_string_equal(rates->level2.zh, "");

    assert_string_equal(ceiling->measure.ceiling, "vehicle");
    assert_int_equal(ceiling->scoring.deduct, 300000);
    assert_int_equal(ceiling->scoring.per, 10000);
    assert_int_equal(ceiling->scoring.beyond, -50000);
    assert_true(ceiling->scoring.started);
    rubric_free(rubric);
}

static void what_a_measure_does_not_say_is_its_default(void **state)
{
    (void)state;
    struct rubric *rubric = loaded(SOURCE_DIR "/tests/cases/rubric/good/everything.json");

    assert_int_equal(item_of(rubric, "intent")->measure.days, 30);
    assert_int_equal(item_of(rubric, "signing")->measure.days, 30);
    assert_int_equal(item_of(rubric, "publication")->measure.days, 2);
    assert_int_equal(item_of(rubric, "filing")->measure.days, 7);
    assert_int_equal(item_of(rubric, "filing soon")->measure.days, 2);
    assert_int_equal(item_of(rubric, "sme")->measure.share, 300000);
    assert_int_equal(item_of(rubric, "sme more")->measure.share, 400000);
    assert_int_equal(item_of(rubric, "indicators")->measure.levels, LEVEL_OUTPUT | LEVEL_BENEFIT);
    assert_true(item_of(rubric, "indicators")->measure.weighted);
    assert_int_equal(item_of(rubric, "all indicators")->measure.levels, LEVEL_ALL);
    assert_false(item_of(rubric, "all indicators")->measure.weighted);
    assert_int_equal(item_of(rubric, "findings")->measure.sources, SOURCE_AUDIT | SOURCE_FINANCE_BUREAU);
    assert_int_equal(item_of(rubric, "findings")->scoring.per, 1000000);
    assert_int_equal(item_of(rubric, "findings")->scoring.beyond, 0);
    assert_false(item_of(rubric, "findings")->scoring.started);
    assert_int_equal(item_of(rubric, "indicators")->scoring.full, 1000000);
    assert_int_equal(item_of(rubric, "by default")->measure.kind, MEASURE_ASSESSED);
    assert_int_equal(item_of(rubric, "by default")->scoring.method, SCORE_ASSESSED);
    assert_int_equal(item_of(rubric, "carryover")->scoring.reverse, REVERSE_HUBEI); /* as completion says */
    assert_int_equal(item_of(rubric, "number")->scoring.reverse, REVERSE_NATIONAL);
    rubric_free(rubric);
}

static void children_share_by_weight_and_follow_their_item(void **state)
{
    (void)state;
    struct rubric *rubric = loaded(SOURCE_DIR "/tests/cases/rubric/good/everything.json");
    const struct rubric_item *item = item_of(rubric, "composite");

    assert_int_equal(item->scoring.method, SCORE_COMPOSITE);
    assert_int_equal(item->child_count, 2);
    assert_null(item->children[0].code);
    assert_string_equal(item->children[0].name.en, "A");
    assert_int_equal(item->children[0].max, 2000000);
    assert_int_equal(item->children[1].max, 1000000); /* not said: 1 */
    assert_int_equal(item->children[1].rounding.digits, item->rounding.digits);
    assert_int_equal(item->children[1].not_applicable, item->not_applicable);
    assert_int_equal(item_of(rubric, "said composite")->child_count, 1);
    rubric_free(rubric);
}

static void the_text_is_kept_without_a_byte_order_mark(void **state)
{
    (void)state;
    static const char json[] =
        "\xef\xbb\xbf{\"name\": \"x\", \"title\": \"x\", \"for\": \"project\",\n"
        "\"rounding\": {\"mode\": \"half_up\", \"digits\": 2}, "
        "\"not_applicable\": \"full\", \"grades\": [{\"name\": \"x\", \"from\": \"0\"}],"
        "\"levels\": [{\"name\": \"x\", \"holds\": [\"output\"], \"max\": \"1\"}]}\n";
    struct rubric *rubric = NULL;
    struct faults faults = {0};

    assert_true(rubric_parse(json, sizeof json - 1, "t.json", &rubric, &faults));
    assert_string_equal(rubric->text, json + 3);
    rubric_free(rubric);
}

static void a_name_that_is_not_shipped_is_told_with_those_that_are(void **state)
{
    (void)state;
    struct rubric *rubric = NULL;
    struct faults faults = {0};

    assert_false(rubric_load("shanghai", &rubric, &faults));
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.list[0].reason,
                           "(guangzhou-department-2023, hubei-project, key-project, mof-project-2020)"));
    assert_null(rubric);
    faults_done(&faults);

    assert_false(rubric_load("/nonexistent/shanghai.json", &rubric, &faults));
    assert_string_equal(faults.list[0].reason, "No such file or directory");
    faults_done(&faults);
}

/* The rubric's words for a column of the ledger are the ledger's, in its order where they are bits. */
static void expect_ledger_words(enum ledger_id id, const char *column, const char *definition)
{
    const struct ledger_kind *kind = ledger_kind(id);
    const struct ledger_word *words = kind->columns[ledger_column_by_name(kind, column)].words;
    struct buf text = {0}, expected = {0};

    rubric_schema(&text);
    json_t *schema = json_loads(buf_text(&text), 0, NULL);
    json_t *list = json_array();
    for (; words->word != NULL; words++)
        json_array_append_new(list, json_string(words->word));
    char *made = json_dumps(list, 0);
    buf_printf(&expected, "\"enum\": %s", made);
    char *whole = json_dumps(json_object_get(json_object_get(schema, "definitions"), definition), 0);
    if (strstr(whole, buf_text(&expected)) == NULL)
        fail_msg("%s is not in %s", buf_text(&expected), definition);
    free(made);
    free(whole);
    json_decref(list);
    json_decref(schema);
    buf_free(&text);
    buf_free(&expected);
}

static void words_of_the_ledger_are_the_ledgers(void **state)
{
    (void)state;
    expect_ledger_words(LEDGER_INDICATORS, "level1", "level");
    expect_ledger_words(LEDGER_INDICATORS, "level1", "measure");
    expect_ledger_words(LEDGER_RECTIFICATIONS, "source", "measure");
    expect_ledger_words(LEDGER_CEILINGS, "kind", "measure");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_are_read),
        cmocka_unit_test(bad_files_give_every_fault_with_its_line),
        cmocka_unit_test(every_shipped_rubric_is_good_and_sums_to_100),
        cmocka_unit_test(shipped_texts_are_in_chinese_and_english),
        cmocka_unit_test(the_reports_items_are_those_of_the_demonstration),
        cmocka_unit_test(what_the_report_reveals_is_measured),
        cmocka_unit_test(the_national_form_is_what_a_file_need_not_say),
        cmocka_unit_test(hubei_and_key_projects_have_their_own_numbers),
        cmocka_unit_test(keys_arrive_where_they_belong),
        cmocka_unit_test(what_a_measure_does_not_say_is_its_default),
        cmocka_unit_test(children_share_by_weight_and_follow_their_item),
        cmocka_unit_test(the_text_is_kept_without_a_byte_order_mark),
        cmocka_unit_test(a_name_that_is_not_shipped_is_told_with_those_that_are),
        cmocka_unit_test(words_of_the_ledger_are_the_ledgers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
