#include "report/sheet_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue_sheet.h"
#include "evaluation.h"

static char *dump(const struct sheet *sheet, enum language language)
{
    json_t *all = sheet_json(sheet, language);
    char *text = json_dumps(all, JSON_COMPACT);

    assert_non_null(text);
    json_decref(all);
    return text;
}

static void expect_in(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("lacks %s in %s", part, text);
}

static void the_fields_stand_in_their_order(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    char *text = dump(&f->sheet, LANGUAGE_ZH);
    static const char begin[] =
        "{\"fiscal_year\":2023,\"subject\":{\"kind\":\"unit\",\"code\":\"GZ\",\"name\":"
        "\"广州市政务服务和数据管理局\"},\"rubric\":\"a-department\",\"items\":[{\"code\":\"1.1.1\","
        "\"level1\":\"履职效能\",\"level2\":\"整体效能\",\"name\":\"产出指标完成情况\",\"max\":\"20\","
        "\"measured\":\"100.00\",\"points\":\"20\",\"assessed\":null,\"explanation\":\"";
    (void)state;

    assert_memory_equal(text, begin, sizeof begin - 1);
    expect_in(text,
              "],\"max\":\"100\",\"total\":\"88.32\",\"assessed_total\":\"16.5\",\"printed_total\":\"96\","
              "\"grade\":\"良\",\"discrepancies\":[{\"kind\":\"printed\",\"item\":\"total\",\"text\":\"");
    expect_in(text, "],\"clock\":\"2023-12-31\",\"open\":false,\"winnable\":\"0\"}");
    free(text);
    fixture_free(f);
}

static void an_item_has_its_arithmetic_and_its_rows(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    char *text = dump(&f->sheet, LANGUAGE_EN);
    struct buf expected = {0};
    (void)state;

    buf_puts(&expected,
             "{\"code\":\"2.7.1\",\"level1\":\"Management\",\"level2\":\"Costs\",\"name\":"
             "\"Running costs\",\"max\":\"5\",\"measured\":\"-8.00\",\"points\":\"5\",\"assessed\":null,"
             "\"explanation\":\"");
    catalogue_item(&expected, LANGUAGE_EN, &f->sheet, &f->sheet.items[8]);
    buf_puts(&expected, "\",\"evidence\":[{\"table\":\"ceilings\",\"key\":\"GZ/2023/running_cost\",\"text\":"
                        "\"9673162.67\",\"evidence\":null},{\"table\":\"ceiling_spending\",\"key\":"
                        "\"GZ/2023/running_cost/12\",\"text\":\"8898931.92\",\"evidence\":null}],"
                        "\"state\":\"computed\",\"winnable\":\"0\"}");
    expect_in(text, buf_text(&expected));
    buf_free(&expected);
    free(text);
    fixture_free(f);
}

static void what_is_absent_is_null_and_names_are_escaped(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    (void)state;

    f->sheet.has_assessed_total = f->sheet.has_printed_total = false;
    f->sheet.grade = "";
    char *text = dump(&f->sheet, LANGUAGE_ZH);
    expect_in(text, "\"assessed_total\":null,\"printed_total\":null,\"grade\":null,");
    expect_in(text,
              "\"name\":\"热线|<b>*坐席*</b>_[x](http://e.example)`\\n# 1\",\"max\":\"5\",\"measured\":null,"
              "\"points\":\"5\",\"assessed\":\"5\"");
    free(text);
    fixture_free(f);
}

static void the_same_sheet_gives_the_same_bytes(void **state)
{
    struct evaluation_fixture *a = fixture_make(true), *b = fixture_make(true);
    char *first = dump(&a->sheet, LANGUAGE_ZH), *second = dump(&b->sheet, LANGUAGE_ZH);
    (void)state;

    assert_string_equal(first, second);
    expect_in(first, "\"clock\":\"2023-06-30\",\"open\":true,\"winnable\":\"");
    free(first);
    free(second);
    fixture_free(a);
    fixture_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fields_stand_in_their_order),
        cmocka_unit_test(an_item_has_its_arithmetic_and_its_rows),
        cmocka_unit_test(what_is_absent_is_null_and_names_are_escaped),
        cmocka_unit_test(the_same_sheet_gives_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
