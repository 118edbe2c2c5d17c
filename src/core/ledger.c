#include "core/ledger.h"

#include <assert.h>
#include <string.h>

static bool is_one_of(const char *names, const char *text, size_t length);

/* What stands in the tables, and what finance offices write for it. */

static const struct ledger_word categories[] = {
    {"basic", "基本支出|基本"}, {"project", "项目支出|项目"}, {0}};
static const struct ledger_word adjustment_kinds[] = {
    {"supplement", "追加|调增"}, {"cut", "调减|核减|压减|收回"},
    {"transfer", "调剂"},        {"carryover", "结转|上年结转"},
    {"other", "其他"},           {0}};
static const struct ledger_word owners[] = {{"unit", "单位|部门"}, {"project", "项目"}, {0}};
static const struct ledger_word outlook_subjects[] = {{"project", "项目"}, {"indicator", "指标"}, {0}};
static const struct ledger_word rectified[] = {
    {"unit", "单位|部门"}, {"project", "项目"}, {"indicator", "指标"}, {0}};
static const struct ledger_word levels1[] = {{"cost", "成本指标|成本"},
                                             {"output", "产出指标|产出"},
                                             {"benefit", "效益指标|效益"},
                                             {"satisfaction", "满意度指标|满意度"},
                                             {0}};
static const struct ledger_word levels2[] = {
    {"quantity", "数量指标|数量"},
    {"quality", "质量指标|质量"},
    {"timeliness", "时效指标|时效"},
    {"cost", "成本指标|成本"},
    {"economic_cost", "经济成本指标|经济成本"},
    {"social_cost", "社会成本指标|社会成本"},
    {"ecological_cost", "生态环境成本指标|生态环境成本|生态成本指标|生态成本"},
    {"economic", "经济效益指标|经济效益"},
    {"social", "社会效益指标|社会效益"},
    {"ecological", "生态效益指标|生态效益"},
    {"sustainable", "可持续影响指标|可持续影响"},
    {"satisfaction", "服务对象满意度指标|服务对象满意度|满意度指标|满意度"},
    {0}};
static const struct ledger_word directions[] = {{"ge", "≥|>=|大于等于|不低于"},
                                                {"gt", ">|＞|大于"},
                                                {"le", "≤|<=|小于等于|不高于"},
                                                {"lt", "<|＜|小于"},
                                                {"eq", "=|＝|等于"},
                                                {"qualitative", "定性"},
                                                {0}};
static const struct ledger_word accumulations[] = {{"sum", "累计|合计|求和"},
                                                   {"latest", "最新|最近值"},
                                                   {"max", "最大|最大值"},
                                                   {"mean", "平均|平均值"},
                                                   {0}};
static const struct ledger_word schedules[] = {
    {"monthly", "每月|月度|按月"}, {"quarterly", "每季|季度|按季"}, {"halfyear", "半年|每半年|按半年"}, {0}};
static const struct ledger_word values[] = {{"achieved", "达成|达成年度指标"},
                                            {"partial", "部分达成"},
                                            {"missed", "未达成"},
                                            {"n/a", "不适用|N/A"},
                                            {0}};
static const struct ledger_word likelihoods[] = {
    {"certain", "确定能|能|确定"}, {"possible", "有可能|可能"}, {"impossible", "完全不可能|不可能"}, {0}};
static const struct ledger_word ceiling_kinds[] = {{"running_cost", "公用经费"},
                                                   {"three_public", "三公经费|“三公”经费"},
                                                   {"overseas", "因公出国（境）费|因公出国(境)费|因公出国"},
                                                   {"vehicle", "公务用车购置及运行费|公务用车"},
                                                   {"reception", "公务接待费|公务接待"},
                                                   {0}};
static const struct ledger_word sources[] = {{"self_evaluation", "绩效自评|自评"},
                                             {"audit", "审计"},
                                             {"finance_bureau", "财政部门|财政局|财政"},
                                             {"monitoring", "绩效监控|监控"},
                                             {0}};
static const struct ledger_word day_kinds[] = {
    {"holiday", "放假|节假日|休"}, {"workday", "上班|工作日|调休上班|班"}, {0}};

/* Columns that many kinds share. */

#define PROJECT_CODE                                                                                         \
    {                                                                                                        \
        "project_code", "项目编码|项目代码|项目编号", LEDGER_CODE, LEDGER_KEY, NULL, NULL                    \
    }
#define UNIT_CODE(need)                                                                                      \
    {                                                                                                        \
        "unit_code", "单位编码|单位代码|单位编号", LEDGER_CODE, need, NULL, NULL                             \
    }
#define FISCAL_YEAR(need)                                                                                    \
    {                                                                                                        \
        "fiscal_year", "年度|预算年度|会计年度", LEDGER_YEAR, need, NULL, NULL                               \
    }
#define MONTH                                                                                                \
    {                                                                                                        \
        "month", "月份|月", LEDGER_MONTH, LEDGER_KEY, NULL, NULL                                             \
    }
#define FUND                                                                                                 \
    {                                                                                                        \
        "fund", "资金来源|资金性质|资金", LEDGER_CODE, LEDGER_KEY_OR, NULL, ""                               \
    }
#define EFFECTIVE_ON                                                                                         \
    {                                                                                                        \
        "effective_on", "生效日期", LEDGER_DATE, LEDGER_KEY_OR, NULL, LEDGER_YEAR_START                      \
    }
#define MONEY(name, chinese, need)                                                                           \
    {                                                                                                        \
        name, chinese, LEDGER_MONEY, need, NULL, NULL                                                        \
    }
#define DATE(name, chinese, need)                                                                            \
    {                                                                                                        \
        name, chinese, LEDGER_DATE, need, NULL, NULL                                                         \
    }
#define CODE(name, chinese, need)                                                                            \
    {                                                                                                        \
        name, chinese, LEDGER_CODE, need, NULL, NULL                                                         \
    }
#define LINE(name, chinese, need)                                                                            \
    {                                                                                                        \
        name, chinese, LEDGER_LINE, need, NULL, NULL                                                         \
    }
#define TEXT(name, chinese, need)                                                                            \
    {                                                                                                        \
        name, chinese, LEDGER_TEXT, need, NULL, NULL                                                         \
    }
#define WORD(name, chinese, need, words)                                                                     \
    {                                                                                                        \
        name, chinese, LEDGER_WORD, need, words, NULL                                                        \
    }
#define REASON   TEXT("reason", "调整原因|原因", LEDGER_OPTIONAL)
#define NOTE     TEXT("note", "备注", LEDGER_OPTIONAL)
#define EVIDENCE TEXT("evidence", "佐证材料|佐证", LEDGER_OPTIONAL)

#define TO_UNIT                                                                                              \
    {                                                                                                        \
        {"unit_code"}, LEDGER_UNITS, {"code"}, NULL, NULL                                                    \
    }
#define TO_PROJECT                                                                                           \
    {                                                                                                        \
        {"project_code"}, LEDGER_PROJECTS, {"code"}, NULL, NULL                                              \
    }
#define TO_INDICATOR                                                                                         \
    {                                                                                                        \
        {"indicator_code", "fiscal_year"}, LEDGER_INDICATORS, {"code", "fiscal_year"}, NULL, NULL            \
    }
#define WHERE_UNIT(code, selector)                                                                           \
    {                                                                                                        \
        {code}, LEDGER_UNITS, {"code"}, selector, "unit"                                                     \
    }
#define WHERE_PROJECT(code, selector)                                                                        \
    {                                                                                                        \
        {code}, LEDGER_PROJECTS, {"code"}, selector, "project"                                               \
    }
#define WHERE_INDICATOR(code, selector)                                                                      \
    {                                                                                                        \
        {code, "fiscal_year"}, LEDGER_INDICATORS, {"code", "fiscal_year"}, selector, "indicator"             \
    }

static const struct ledger_kind kinds[LEDGER_COUNT] = {
    {LEDGER_UNITS,
     "units",
     "单位",
     {CODE("code", "单位编码|单位代码|单位编号", LEDGER_KEY), LINE("name", "单位名称", LEDGER_REQUIRED),
      CODE("parent_code", "上级单位编码|上级单位代码|上级编码", LEDGER_OPTIONAL)},
     {{{"parent_code"}, LEDGER_UNITS, {"code"}, NULL, NULL}}},
    {LEDGER_PEOPLE,
     "people",
     "人员",
     {CODE("name", "姓名", LEDGER_KEY), UNIT_CODE(LEDGER_KEY), LINE("role", "职务|岗位", LEDGER_OPTIONAL),
      LINE("mobile", "手机|手机号|手机号码", LEDGER_OPTIONAL),
      LINE("im_id", "即时通讯账号|账号", LEDGER_OPTIONAL), LINE("email", "邮箱|电子邮箱", LEDGER_OPTIONAL)},
     {TO_UNIT}},
    {LEDGER_PROJECTS,
     "projects",
     "项目",
     {CODE("code", "项目编码|项目代码|项目编号", LEDGER_KEY), UNIT_CODE(LEDGER_REQUIRED),
      LINE("name", "项目名称", LEDGER_REQUIRED),
      WORD("category", "支出类别|项目类别|类别", LEDGER_REQUIRED, categories),
      CODE("manager", "项目负责人|负责人", LEDGER_OPTIONAL)},
     {TO_UNIT}},
    {LEDGER_BUDGETS,
     "budgets",
     "预算|年初预算",
     {PROJECT_CODE, FISCAL_YEAR(LEDGER_KEY), FUND,
      MONEY("initial_amount", "年初预算|年初预算数", LEDGER_REQUIRED)},
     {TO_PROJECT}},
    {LEDGER_BUDGET_ADJUSTMENTS,
     "budget_adjustments",
     "预算调整|预算追加调整",
     {PROJECT_CODE,
      FISCAL_YEAR(LEDGER_KEY),
      FUND,
      EFFECTIVE_ON,
      {"kind", "调整类型|类型", LEDGER_WORD, LEDGER_KEY_OR, adjustment_kinds, "other"},
      MONEY("amount", "调整金额|金额", LEDGER_REQUIRED),
      REASON,
      {"approval_no", "批复文号|文号", LEDGER_CODE, LEDGER_KEY_OR, NULL, ""}},
     {TO_PROJECT}},
    {LEDGER_PLANS,
     "plans",
     "用款计划|支出计划",
     {PROJECT_CODE, FISCAL_YEAR(LEDGER_KEY), MONTH,
      MONEY("planned_cumulative", "累计计划支出|累计用款计划", LEDGER_REQUIRED)},
     {TO_PROJECT}},
    {LEDGER_EXECUTION,
     "execution",
     "预算执行|支出执行|执行",
     {PROJECT_CODE, FISCAL_YEAR(LEDGER_KEY), FUND, MONTH,
      MONEY("spent_cumulative", "累计支出|累计执行数", LEDGER_REQUIRED),
      MONEY("received_cumulative", "累计到位资金|累计到位", LEDGER_OPTIONAL)},
     {TO_PROJECT}},
    {LEDGER_RECEIPTS,
     "receipts",
     "收入|收入构成",
     {UNIT_CODE(LEDGER_KEY), FISCAL_YEAR(LEDGER_KEY), CODE("kind", "收入类型|收入类别", LEDGER_KEY),
      MONEY("amount", "金额|收入金额", LEDGER_REQUIRED)},
     {TO_UNIT}},
    {LEDGER_INDICATORS,
     "indicators",
     "绩效指标|指标",
     {CODE("code", "指标编码|指标代码|指标编号", LEDGER_KEY),
      WORD("owner", "所属对象", LEDGER_REQUIRED, owners),
      CODE("owner_code", "所属编码|所属对象编码", LEDGER_REQUIRED),
      FISCAL_YEAR(LEDGER_KEY),
      WORD("level1", "一级指标", LEDGER_REQUIRED, levels1),
      WORD("level2", "二级指标", LEDGER_REQUIRED, levels2),
      LINE("name", "三级指标|指标名称", LEDGER_REQUIRED),
      WORD("direction", "指标性质|指标方向", LEDGER_REQUIRED, directions),
      /* A qualitative indicator often has none. */
      {"measure_unit", "计量单位|度量单位", LEDGER_LINE, LEDGER_OR, NULL, ""},
      {"target", "指标值|目标值|年度指标值", LEDGER_TARGET, LEDGER_OPTIONAL, NULL, NULL},
      {"weight", "权重|分值", LEDGER_WEIGHT, LEDGER_OPTIONAL, NULL, NULL},
      WORD("accumulation", "累计方式", LEDGER_REQUIRED, accumulations),
      {"schedule", "填报周期|填报频率", LEDGER_SCHEDULE, LEDGER_OR, schedules, "halfyear"}},
     {WHERE_UNIT("owner_code", "owner"), WHERE_PROJECT("owner_code", "owner")}},
    {LEDGER_INDICATOR_TARGETS,
     "indicator_targets",
     "指标调整|指标值调整",
     {CODE("indicator_code", "指标编码|指标代码|指标编号", LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY),
      EFFECTIVE_ON,
      {"target", "指标值|目标值|年度指标值", LEDGER_TARGET, LEDGER_REQUIRED, NULL, NULL},
      REASON,
      CODE("approval_no", "批复文号|文号", LEDGER_OPTIONAL)},
     {TO_INDICATOR}},
    {LEDGER_INDICATOR_VALUES,
     "indicator_values",
     "指标完成值|指标完成情况",
     {CODE("indicator_code", "指标编码|指标代码|指标编号", LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY),
      MONTH,
      {"value", "完成值|实际完成值", LEDGER_VALUE, LEDGER_REQUIRED, values, NULL},
      EVIDENCE},
     {TO_INDICATOR}},
    {LEDGER_OUTLOOKS,
     "outlooks",
     "全年预计|年度预计",
     {WORD("subject", "对象", LEDGER_KEY, outlook_subjects),
      CODE("subject_code", "对象编码", LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY),
      MONTH,
      {"expected", "全年预计|全年预计完成", LEDGER_NUMBER, LEDGER_OPTIONAL, NULL, NULL},
      WORD("likelihood", "完成目标可能性|完成可能性", LEDGER_OPTIONAL, likelihoods),
      TEXT("cause", "偏差原因", LEDGER_OPTIONAL),
      NOTE},
     {WHERE_PROJECT("subject_code", "subject"), WHERE_INDICATOR("subject_code", "subject")}},
    {LEDGER_MILESTONES,
     "milestones",
     "时间节点|里程碑",
     {WORD("owner", "所属对象", LEDGER_KEY, owners), CODE("owner_code", "所属编码|所属对象编码", LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY), CODE("name", "节点名称|节点|里程碑", LEDGER_KEY),
      LINE("kind", "节点类型|类型", LEDGER_OPTIONAL),
      DATE("planned_on", "计划日期|计划完成日期", LEDGER_REQUIRED),
      DATE("completed_on", "完成日期|实际完成日期", LEDGER_OPTIONAL)},
     {WHERE_UNIT("owner_code", "owner"), WHERE_PROJECT("owner_code", "owner")}},
    {LEDGER_CONTRACTS,
     "contracts",
     "合同|采购合同",
     {CODE("code", "合同编码|合同编号", LEDGER_KEY),
      CODE("project_code", "项目编码|项目代码|项目编号", LEDGER_REQUIRED), FISCAL_YEAR(LEDGER_REQUIRED),
      LINE("title", "合同名称|名称", LEDGER_REQUIRED), MONEY("amount", "合同金额|金额", LEDGER_REQUIRED),
      DATE("intent_on", "采购意向公开日期|采购意向公开", LEDGER_OPTIONAL),
      DATE("procurement_on", "采购开始日期|采购公告日期", LEDGER_OPTIONAL),
      DATE("awarded_on", "中标通知书日期|中标日期|成交日期", LEDGER_OPTIONAL),
      DATE("signed_on", "签订日期|合同签订日期", LEDGER_OPTIONAL),
      DATE("published_on", "合同公告日期|公告日期", LEDGER_OPTIONAL),
      DATE("filed_on", "备案日期|合同备案日期", LEDGER_OPTIONAL),
      MONEY("sme_amount", "中小企业金额|中小企业预留金额", LEDGER_OPTIONAL)},
     {TO_PROJECT}},
    {LEDGER_CEILINGS,
     "ceilings",
     "经费限额|限额",
     {UNIT_CODE(LEDGER_KEY), FISCAL_YEAR(LEDGER_KEY),
      WORD("kind", "经费类型|类型", LEDGER_KEY, ceiling_kinds),
      MONEY("amount", "限额|金额", LEDGER_REQUIRED)},
     {TO_UNIT}},
    {LEDGER_CEILING_SPENDING,
     "ceiling_spending",
     "限额经费支出|限额支出",
     {UNIT_CODE(LEDGER_KEY), FISCAL_YEAR(LEDGER_KEY),
      WORD("kind", "经费类型|类型", LEDGER_KEY, ceiling_kinds), MONTH,
      MONEY("spent_cumulative", "累计支出|累计执行数", LEDGER_REQUIRED)},
     {TO_UNIT}},
    {LEDGER_NOTIFIED_RATES,
     "notified_rates",
     "通报支出率|支出进度通报",
     {UNIT_CODE(LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY),
      MONTH,
      {"rate", "通报支出率|通报进度|支出率", LEDGER_PERCENT, LEDGER_REQUIRED, NULL, NULL}},
     {TO_UNIT}},
    {LEDGER_ASSESSMENTS,
     "assessments",
     "自评评分|评分",
     {WORD("subject", "对象", LEDGER_KEY, owners),
      CODE("subject_code", "对象编码", LEDGER_KEY),
      FISCAL_YEAR(LEDGER_KEY),
      CODE("item_code", "评分项编码|评分项", LEDGER_KEY),
      TEXT("measured", "实际值|实际情况", LEDGER_OPTIONAL),
      {"points", "得分", LEDGER_NUMBER, LEDGER_OPTIONAL, NULL, NULL},
      NOTE,
      EVIDENCE},
     {WHERE_UNIT("subject_code", "subject"), WHERE_PROJECT("subject_code", "subject")}},
    {LEDGER_RECTIFICATIONS,
     "rectifications",
     "整改台账|整改",
     {CODE("code", "整改编号|整改编码", LEDGER_KEY),
      WORD("source", "问题来源|来源", LEDGER_REQUIRED, sources),
      WORD("subject", "对象", LEDGER_REQUIRED, rectified), CODE("subject_code", "对象编码", LEDGER_REQUIRED),
      FISCAL_YEAR(LEDGER_REQUIRED), CODE("item_code", "评分项编码|评分项", LEDGER_OPTIONAL),
      TEXT("issue", "问题|存在问题", LEDGER_REQUIRED), CODE("owner", "责任人", LEDGER_OPTIONAL),
      TEXT("action", "整改措施", LEDGER_REQUIRED), DATE("due_on", "整改期限|整改时限", LEDGER_REQUIRED),
      DATE("completed_on", "完成日期|整改完成日期", LEDGER_OPTIONAL),
      TEXT("conclusion", "整改结论|结论", LEDGER_OPTIONAL)},
     {WHERE_UNIT("subject_code", "subject"), WHERE_PROJECT("subject_code", "subject"),
      WHERE_INDICATOR("subject_code", "subject")}},
    {LEDGER_CALENDAR,
     "calendar",
     "工作日历|节假日|日历",
     {DATE("date", "日期", LEDGER_KEY), WORD("kind", "类型", LEDGER_REQUIRED, day_kinds),
      LINE("name", "名称|节日", LEDGER_OPTIONAL)},
     {{{0}, LEDGER_UNITS, {0}, NULL, NULL}}},
};

const struct ledger_kind *ledger_kind(enum ledger_id id)
{
    assert(id < LEDGER_COUNT && kinds[id].id == id);
    return &kinds[id];
}

const struct ledger_kind *ledger_by_file(const char *file_name)
{
    for (size_t i = 0; i < LEDGER_COUNT; i++) {
        size_t length = strlen(kinds[i].name);
        if (strncmp(file_name, kinds[i].name, length) == 0 && strcmp(file_name + length, ".csv") == 0)
            return &kinds[i];
    }
    return NULL;
}

const struct ledger_kind *ledger_by_name(const char *name, size_t length)
{
    for (size_t i = 0; i < LEDGER_COUNT; i++) {
        if (is_one_of(kinds[i].name, name, length) || is_one_of(kinds[i].chinese, name, length))
            return &kinds[i];
    }
    return NULL;
}

size_t ledger_column_count(const struct ledger_kind *kind)
{
    size_t count = 0;

    while (count < LEDGER_COLUMNS_MAX && kind->columns[count].name != NULL)
        count++;
    return count;
}

int ledger_column_by_header(const struct ledger_kind *kind, const char *name, size_t length)
{
    size_t count = ledger_column_count(kind);

    for (size_t i = 0; i < count; i++) {
        if (is_one_of(kind->columns[i].name, name, length) ||
            is_one_of(kind->columns[i].chinese, name, length))
            return (int)i;
    }
    return -1;
}

int ledger_column_by_name(const struct ledger_kind *kind, const char *name)
{
    size_t count = ledger_column_count(kind);
    size_t at = 0;

    while (at < count && strcmp(kind->columns[at].name, name) != 0)
        at++;
    assert(at < count);
    return (int)at;
}

bool ledger_is_key(const struct ledger_column *column)
{
    return column->need == LEDGER_KEY || column->need == LEDGER_KEY_OR;
}

bool ledger_must_be_there(const struct ledger_column *column)
{
    return column->need == LEDGER_KEY || column->need == LEDGER_REQUIRED;
}

const char *ledger_word_for(const struct ledger_word *words, const char *text, size_t length)
{
    for (; words->word != NULL; words++) {
        if (is_one_of(words->word, text, length) || is_one_of(words->names, text, length))
            return words->word;
    }
    return NULL;
}

/* Whether the text is one of the names that | separates. */
static bool is_one_of(const char *names, const char *text, size_t length)
{
    for (;;) {
        size_t size = strcspn(names, "|");
        if (size == length && memcmp(names, text, length) == 0)
            return length > 0;
        if (names[size] == '\0')
            return false;
        names += size + 1;
    }
}
