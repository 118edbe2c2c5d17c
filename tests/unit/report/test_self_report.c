#include "report/self_report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation.h"
#include "report/document_md.h"
#include "report/proposal.h"

static void write(struct evaluation_fixture *f, enum language language, struct buf *out)
{
    struct document document;
    struct err err = {0};

    if (!self_report(&f->sheet, language, proposal_due(&f->sheet), &document, &err))
        fail_msg("%s", err.text);
    document_md(&document, out);
    document_done(&document);
}

static void expect_in(const struct buf *out, const char *text)
{
    if (strstr(buf_text(out), text) == NULL)
        fail_msg("lacks %s in %s", text, buf_text(out));
}

static void the_chapters_are_those_of_the_finance_bureau(void **state)
{
    static const char *const headings[] = {"# 2023年度广州市政务服务和数据管理局部门整体支出绩效自评报告\n",
                                           "\n## 一、部门基本情况\n",
                                           "\n### （一）部门职能\n",
                                           "\n### （二）年度总体工作和重点工作任务\n",
                                           "\n### （三）部门整体支出绩效目标\n",
                                           "\n### （四）部门整体收支情况\n",
                                           "\n### （五）部门整体绩效管理情况\n",
                                           "\n## 二、绩效自评情况\n",
                                           "\n### （一）自评结论\n",
                                           "\n### （二）履职效能分析\n",
                                           "\n#### 1\\.整体效能\n",
                                           "\n##### （1）产出指标完成情况\n",
                                           "\n### （三）管理效率分析\n",
                                           "\n## 三、存在的主要问题\n",
                                           "\n### （一）采购合同签订时效性未得满分\n",
                                           "\n## 四、下一步改进措施\n",
                                           "\n## 附表：评分表\n"};
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(f, LANGUAGE_ZH, &out);
    const char *at = buf_text(&out);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        at = strstr(at, headings[i]);
        if (at == NULL)
            fail_msg("not in its place: %s", headings[i]);
    }
    buf_free(&out);
    fixture_free(f);
}

static void amounts_are_printed_as_reports_print_them(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "2023年度，本年收入67,471.14万元，其中：财政拨款收入67,471.14万元；事业收入0万元。");
    expect_in(&out, "2023年度，本年支出合计67,420.75万元（因金额转化为万元时四舍五入，可能存在尾差），"
                    "其中：基本支出10,768.00万元；项目支出56,652.75万元。");
    expect_in(&out, "预算完成率为99.93%。");
    buf_free(&out);
    fixture_free(f);
}

static void each_item_has_its_paragraphs(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "##### （2）采购合同签订时效性\n\n情况\n\n50份合同中39份");
    expect_in(&out, "指标分值10分，根据既定的评分标准，该指标未能得分。\n");
    expect_in(&out, "投诉0起\n\n`【待补充：本项工作的开展情况和佐证材料】`"
                    "\n\n指标分值5分，根据既定的评分标准，该指标得5分。");
    expect_in(&out,
              "共设立2个一级指标，分别为履职效能、管理效率；共设立4个二级指标，分别为整体效能、预算执行、"
              "采购管理、运行成本；其下共设置9个三级指标。");
    buf_free(&out);
    fixture_free(f);
}

static void indicators_are_listed_with_target_and_value(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "共设置绩效指标4项，其中3项达到年度指标值");
    expect_in(&out, "| 效益指标 | 社会效益指标 | 高危漏洞整改完成率 | ≥100% | 98.4% | 98.4% |");
    buf_free(&out);
    fixture_free(f);
}

static void what_only_people_know_is_a_gap(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    f->facts.receipt_count = 0;
    f->rubric.basis = fixture_words("", "");
    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "`【待补充：自评所依据的文件名称和文号】`");
    expect_in(&out, "`【待补充：主要职责，依据机构编制文件】`");
    expect_in(&out, "`【待补充：本年收入及构成（台账中没有收入数据）】`");
    expect_in(&out, "`【待补充：原因分析】`");
    buf_free(&out);
    fixture_free(f);
}

static void lost_points_become_problems_and_measures(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "### （七）数据和表述存在不一致，需核对后说明\n");
    expect_in(&out, "- 填报总分96分");
    expect_in(&out, "责任单位（人）：广州市政务服务和数据管理局；完成时限：2024年6月30日。");
    buf_free(&out);
    fixture_free(f);
}

/* Their own words, and nothing of receipts and of how the department manages performance. */
static void a_project_has_a_shorter_frame(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    f->facts.of_unit = false;
    f->facts.receipt_count = 0;
    write(f, LANGUAGE_ZH, &out);
    expect_in(&out, "项目支出绩效自评报告\n");
    expect_in(&out, "## 一、项目基本情况\n\n### （一）项目概况\n");
    expect_in(&out, "2023年度，项目支出67,420.75万元");
    assert_null(strstr(buf_text(&out), "部门整体绩效管理情况"));
    assert_null(strstr(buf_text(&out), "没有收入数据"));
    buf_free(&out);
    fixture_free(f);
}

static void amounts_that_do_not_fit_are_an_error(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct document document;
    struct err err = {0};
    (void)state;

    f->initial[0] = f->initial[1] = INT64_MAX / 2 + 1;
    assert_false(self_report(&f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet), &document, &err));
    assert_int_equal(err.code, ERR_OVERFLOW);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chapters_are_those_of_the_finance_bureau),
        cmocka_unit_test(amounts_are_printed_as_reports_print_them),
        cmocka_unit_test(each_item_has_its_paragraphs),
        cmocka_unit_test(indicators_are_listed_with_target_and_value),
        cmocka_unit_test(what_only_people_know_is_a_gap),
        cmocka_unit_test(lost_points_become_problems_and_measures),
        cmocka_unit_test(a_project_has_a_shorter_frame),
        cmocka_unit_test(amounts_that_do_not_fit_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
