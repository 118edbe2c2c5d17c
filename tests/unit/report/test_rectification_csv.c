#include "report/rectification_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation.h"
#include "report/proposal.h"

#define HEADER                                                                                               \
    "code,source,subject,subject_code,fiscal_year,item_code,issue,owner,action,due_on,completed_on,"         \
    "conclusion\r\n"

static void each_item_below_its_maximum_is_a_row_the_most_lost_first(void **state)
{
    static const char *const codes[] = {"\nSE-2023-GZ-2.5.4,self_evaluation,unit,GZ,2023,2.5.4,",
                                        "\nSE-2023-GZ-2.2.2,",
                                        "\nSE-2023-GZ-2.5.6,",
                                        "\nSE-2023-GZ-1.1.2,",
                                        "\nSE-2023-GZ-1.1.3,",
                                        "\nSE-2023-GZ-2.2.1,"};
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    rectification_csv(&out, &f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet));
    assert_memory_equal(out.data, HEADER, sizeof HEADER - 1);
    const char *at = buf_text(&out);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        at = strstr(at, codes[i]);
        if (at == NULL)
            fail_msg("not in its place: %s", codes[i]);
    }
    assert_non_null(strstr(buf_text(&out), ",广州市政务服务和数据管理局,自中标"));
    assert_non_null(strstr(buf_text(&out), ",2024-06-30,,\r\n"));
    buf_free(&out);
    fixture_free(f);
}

static void the_owner_is_the_indicators_or_the_projects_manager(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    f->facts.manager = "陈雨晴";
    f->indicators[3].manager = "冯晓彤";
    f->sheet.items[1].indicator = &f->indicators[3];
    f->sheet.items[1].rubric = NULL;
    rectification_csv(&out, &f->sheet, LANGUAGE_ZH, date_of(2024, 3, 1));
    assert_non_null(strstr(buf_text(&out), ",冯晓彤,"));
    assert_non_null(strstr(buf_text(&out), ",陈雨晴,自中标"));
    assert_non_null(strstr(buf_text(&out), ",2024-03-01,,\r\n"));
    buf_free(&out);
    fixture_free(f);
}

static void texts_are_quoted_where_they_must_be(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    f->facts.manager = "Chen, \"Yu\"\nQing";
    rectification_csv(&out, &f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet));
    assert_non_null(strstr(buf_text(&out), ",\"Chen, \"\"Yu\"\"\nQing\","));
    buf_free(&out);
    fixture_free(f);
}

static void what_a_spreadsheet_would_calculate_is_guarded(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    f->facts.manager = "=cmd|' /C calc'!A0";
    rectification_csv(&out, &f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet));
    assert_non_null(strstr(buf_text(&out), ",'=cmd|' /C calc'!A0,"));
    assert_null(strstr(buf_text(&out), ",="));
    buf_free(&out);
    fixture_free(f);
}

static void a_full_sheet_gives_the_header_alone(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < f->sheet.item_count; i++)
        f->sheet.items[i].points = f->sheet.items[i].max;
    rectification_csv(&out, &f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet));
    assert_string_equal(buf_text(&out), HEADER);
    buf_free(&out);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_below_its_maximum_is_a_row_the_most_lost_first),
        cmocka_unit_test(the_owner_is_the_indicators_or_the_projects_manager),
        cmocka_unit_test(texts_are_quoted_where_they_must_be),
        cmocka_unit_test(what_a_spreadsheet_would_calculate_is_guarded),
        cmocka_unit_test(a_full_sheet_gives_the_header_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
