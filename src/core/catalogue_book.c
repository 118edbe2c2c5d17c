#include "core/catalogue_book.h"

/* By language: Chinese, English. */
static const char *const texts[BOOK_TEXTS][2] = {
    [BOOK_NOTICE] = {"通报", "Notice"},
    [BOOK_ROWS] = {"进度表", "Rates"},
    [BOOK_MONEY] = {"资金", "Money"},
    [BOOK_DEVIATIONS] = {"预警", "Deviations"},
    [BOOK_DEADLINES] = {"到期事项", "Deadlines"},
    [BOOK_INDICATORS] = {"绩效指标", "Indicators"},
    [BOOK_GOALS] = {"双监控", "Money and goals"},
    [BOOK_TRANSFERS] = {"预计与可调剂", "Projection"},
    [BOOK_CHARTS] = {"图表", "Charts"},

    [BOOK_KEYS] = {"关键数据", "Key figures"},
    [BOOK_VALUE] = {"数值", "Value"},
    [BOOK_MEASURE] = {"单位", "Measured in"},
    [BOOK_POINTS] = {"百分点", "points"},
    [BOOK_PIECES] = {"个", "of them"},
    [BOOK_SCORE_POINTS] = {"分", "points of score"},
    [BOOK_RANK] = {"名次", "Rank"},
    [BOOK_LAST_RANK] = {"上月名次", "Last month's rank"},
    [BOOK_CODE] = {"编码", "Code"},
    [BOOK_NAME] = {"名称", "Name"},
    [BOOK_WHO] = {"责任人", "Who answers"},
    [BOOK_RED] = {"红灯数", "Red"},
    [BOOK_YELLOW] = {"黄灯数", "Yellow"},
    [BOOK_BLUE] = {"蓝灯数", "Blue"},
    [BOOK_REPORTED] = {"已报月份", "Reported month"},
    [BOOK_UNSPENT] = {"结余", "Unspent"},
    [BOOK_RECEIVED_RATE] = {"到位率", "Received, share"},
    [BOOK_RULE] = {"监控规则", "Rule"},
    [BOOK_SINCE] = {"起始日期", "Since"},
    [BOOK_ACTION_DUE] = {"整改期限", "Action due"},
    [BOOK_KIND] = {"类别", "Kind"},
    [BOOK_DAYS] = {"剩余天数", "Days left"},
    [BOOK_OWNER] = {"所属项目或单位", "Of"},
    [BOOK_TARGET] = {"年度指标值", "Target of the year"},
    [BOOK_ACTUAL] = {"当前完成值", "Reached"},
    [BOOK_EXPECTED] = {"全年预计", "Expected at year's end"},
    [BOOK_CAUSE] = {"原因说明", "Cause"},
    [BOOK_AHEAD] = {"支出超前于目标（百分点）", "Money ahead of goals (points)"},
    [BOOK_GAP_SPEAKS] = {"偏离", "Deviation"},
    [BOOK_BY_OUTLOOK] = {"单位预计", "its unit's word"},
    [BOOK_BY_PACE] = {"月均推算", "its own pace"},
    [BOOK_ABOVE] = {"高于序时进度", "Above the reference"},
    [BOOK_BELOW] = {"低于序时进度", "Below the reference"},
    [BOOK_SCORE] = {"自评预估得分", "The score so far"},

    [BOOK_CHART_RATES] = {"支出进度与序时进度", "Rates against the reference"},
    [BOOK_CHART_LOWEST] = {"支出进度最低的各行与序时进度", "The lowest rates against the reference"},
    [BOOK_CHART_YEAR] = {"全年走势：支出、计划和年底预计", "The year: spent, plan and projection"},
    [BOOK_CHART_GOALS] = {"双监控：支出进度与目标完成率", "Money against goals"},
    [BOOK_CHART_DATA] = {"图表数据", "What the charts show"},

    [BOOK_EXACT] = {"工作簿中的金额未经舍入，只在显示时保留两位小数；合计、进度和差距是公式，"
                    "合计等于本页的总数。",
                    "Amounts in this workbook are exact and only shown with two decimals; totals, rates and "
                    "gaps are formulas, and the totals equal those of this page."},
    [BOOK_NO_INDICATOR] = {"没有落后或目标偏低的绩效指标。",
                           "No indicator is behind or has too low a target."},
    [BOOK_NO_GOAL] = {"没有可以对照的项目：双监控需要预算和绩效指标。",
                      "There is nothing to compare: it takes a budget and an indicator."},
    [BOOK_NO_TRANSFER] = {"按预计，没有明显结余或不足的项目。",
                          "By the projection no project ends far from its budget."},
};

const char *catalogue_book(enum language language, enum book_text text)
{
    return texts[text][language];
}
