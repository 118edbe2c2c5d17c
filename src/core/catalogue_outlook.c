#include "core/catalogue_outlook.h"

#include <string.h>

/* By language: Chinese, English. */
enum { LANGUAGES = 2 };

static const char *const columns[OUTLOOK_COLUMNS][LANGUAGES] = {
    [OUTLOOK_ID] = {"编号", "id"},
    [OUTLOOK_CODE] = {"项目/指标编码", "code"},
    [OUTLOOK_NAME] = {"名称", "name"},
    [OUTLOOK_RULE] = {"监控规则", "rule"},
    [OUTLOOK_LIGHT] = {"预警", "light"},
    [OUTLOOK_OBSERVED] = {"实际", "observed"},
    [OUTLOOK_REFERENCE] = {"应达", "expected"},
    [OUTLOOK_GAP] = {"差距", "gap"},
    [OUTLOOK_EXPLANATION] = {"说明", "explanation"},
    [OUTLOOK_ANSWERS] = {"责任人", "who answers"},
    [OUTLOOK_CAUSE] = {"偏差原因", "cause"},
    [OUTLOOK_NOTE] = {"原因说明", "note"},
    [OUTLOOK_DECISION] = {"决定", "decision"},
    [OUTLOOK_ACTION] = {"整改措施", "corrective action"},
    [OUTLOOK_DUE] = {"整改期限", "due on"},
    [OUTLOOK_EXPECTED] = {"全年预计", "expected full year"},
    [OUTLOOK_LIKELIHOOD] = {"完成可能性", "likelihood"},
    [OUTLOOK_BY] = {"填报人", "filled in by"},
};

static const char *const hints[OUTLOOK_COLUMNS][LANGUAGES] = {
    [OUTLOOK_CAUSE] = {"从列表中选择；填写整改措施时必填。",
                       "Choose from the list; needed where there is a corrective action."},
    [OUTLOOK_NOTE] = {"用一两句话说明原因。", "The cause, in a sentence or two."},
    [OUTLOOK_DECISION] = {"从列表中选择。", "Choose from the list."},
    [OUTLOOK_ACTION] = {"填写整改措施时须同时填写偏差原因和整改期限。",
                        "Needs a cause and a due date beside it."},
    [OUTLOOK_DUE] = {"日期，如 2023-09-30。", "A date, such as 2023-09-30."},
    [OUTLOOK_EXPECTED] = {"到年底的预计数：项目填全年支出（元），指标填全年完成值。",
                          "At the year's end: a project's spending in yuan, or an indicator's value."},
    [OUTLOOK_LIKELIHOOD] = {"从列表中选择：能否完成全年目标。",
                            "Choose from the list: whether the year's target will be met."},
    [OUTLOOK_BY] = {"填写本行的人。", "Who filled in this row."},
};

static const char *const texts[OUTLOOK_TEXTS][LANGUAGES] = {
    [OUTLOOK_SHEET] = {"偏差回复", "reply"},
    [OUTLOOK_TITLE] = {"预算执行与绩效目标偏差回复表", "Reply sheet: what is behind"},
    [OUTLOOK_UNIT] = {"单位", "unit"},
    [OUTLOOK_PERIOD] = {"期间", "period"},
    [OUTLOOK_MADE] = {"制表时间", "made at"},
    [OUTLOOK_GUIDE] = {"请填写右侧浅黄色各列；整行留空表示暂不回复。左侧各列由系统生成，已锁定。",
                       "Fill in the pale yellow columns on the right; a row left empty is no reply. The "
                       "columns on the left are the program's, and locked."},
};

/* Ends of lists are NULL. The order is that in which the drop-downs show them. */
static const char *const causes[LANGUAGES][6] = {
    {"经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"},
    {"funding", "institution", "personnel", "hardware", "other"},
};
static const char *const decisions[LANGUAGES][4] = {
    {"继续实施", "调剂", "取消"},
    {"continue", "transfer", "cancel"},
};
static const char *const likelihoods[LANGUAGES][4] = {
    {"确定能", "有可能", "完全不可能"},
    {"certain", "possible", "impossible"},
};

const char *catalogue_outlook_column(enum language language, enum outlook_column column)
{
    return columns[column][language];
}

const char *catalogue_outlook_hint(enum language language, enum outlook_column column)
{
    return hints[column][language] != NULL ? hints[column][language] : "";
}

const char *catalogue_outlook_text(enum language language, enum outlook_text text)
{
    return texts[text][language];
}

const char *const *catalogue_outlook_words(enum language language, enum outlook_column column)
{
    if (column == OUTLOOK_CAUSE)
        return causes[language];
    if (column == OUTLOOK_DECISION)
        return decisions[language];
    return column == OUTLOOK_LIKELIHOOD ? likelihoods[language] : NULL;
}

bool likelihood_by_name(const char *name, const char **ret_code)
{
    for (int i = 0; likelihoods[LANGUAGE_EN][i] != NULL; i++)
        if (strcmp(name, likelihoods[LANGUAGE_EN][i]) == 0 ||
            strcmp(name, likelihoods[LANGUAGE_ZH][i]) == 0) {
            *ret_code = likelihoods[LANGUAGE_EN][i];
            return true;
        }
    return false;
}
