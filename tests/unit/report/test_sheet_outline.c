#include "report/sheet_outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation.h"

static void groups_stand_in_the_order_in_which_they_come_first(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct sheet_outline outline;
    static const char *const level2[] = {"整体效能", "预算执行", "采购管理", "运行成本"};
    static const size_t counts[] = {3, 2, 3, 1};
    (void)state;

    sheet_outline_make(&f->sheet, LANGUAGE_ZH, &outline);
    assert_int_equal(outline.group_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(outline.groups[i].level2, level2[i]);
        assert_int_equal(outline.groups[i].count, counts[i]);
        assert_int_equal(outline.groups[i].opens_level1, i < 2);
    }
    sheet_outline_done(&outline);
    fixture_free(f);
}

/* A project's items come in the order of codes, so that levels alternate. */
static void items_of_one_level_come_together_wherever_they_stand(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct sheet_outline outline;
    struct sheet_item moved = f->sheet.items[2];
    static const size_t order[] = {0, 2, 8, 1, 3, 4, 5, 6, 7};
    (void)state;

    /* 1.1.1, 2.2.1, 1.1.2, 2.2.2 ... 1.1.3 at the end */
    memmove(&f->sheet.items[2], &f->sheet.items[3], 6 * sizeof moved);
    f->sheet.items[8] = moved;
    moved = f->sheet.items[1];
    f->sheet.items[1] = f->sheet.items[2];
    f->sheet.items[2] = moved;
    sheet_outline_make(&f->sheet, LANGUAGE_ZH, &outline);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(outline.order[i], order[i]);
    assert_int_equal(outline.groups[0].count, 3);
    sheet_outline_done(&outline);
    fixture_free(f);
}

static void sums_are_those_of_the_sheet(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct sheet_outline outline;
    (void)state;

    sheet_outline_make(&f->sheet, LANGUAGE_ZH, &outline);
    assert_int_equal(outline.groups[0].sum.points, 59830000);
    assert_false(outline.groups[0].sum.has_assessed);
    assert_int_equal(outline.groups[1].level1_sum.max, POINTS(40));
    assert_int_equal(outline.groups[0].level1_sum.points + outline.groups[1].level1_sum.points,
                     f->sheet.total);
    assert_int_equal(outline.groups[2].sum.assessed, 16500000);
    sheet_outline_done(&outline);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_stand_in_the_order_in_which_they_come_first),
        cmocka_unit_test(items_of_one_level_come_together_wherever_they_stand),
        cmocka_unit_test(sums_are_those_of_the_sheet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
