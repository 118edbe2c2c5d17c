/* The words of the monitoring form (绩效运行监控表), in Chinese and English; part of the catalogue. Money and
 * rates are written as in the notice, see catalogue_notice.h. */
#ifndef CORE_CATALOGUE_MONITOR_H
#define CORE_CATALOGUE_MONITOR_H

#include "core/catalogue_notice.h"
#include "core/monitor_form.h"

enum monitor_text {
    MONITOR_PROJECT_FORM, /* 项目支出绩效目标执行监控表 */
    MONITOR_UNIT_FORM,    /* 部门整体支出绩效目标执行监控表 */
    MONITOR_COVER,
    MONITOR_PROJECTS_SHEET, /* names of sheets, as those of a notice's workbook */
    MONITOR_UNIT_SHEET,
    MONITOR_GAPS,
    MONITOR_NO_GAPS,
    MONITOR_LIST,

    MONITOR_PROJECT_NAME,
    MONITOR_UNIT_NAME,
    MONITOR_ANSWERS,
    MONITOR_MONEY,
    MONITOR_INITIAL,
    MONITOR_ADJUSTED,
    MONITOR_EXPECTED,
    MONITOR_LEVEL1,
    MONITOR_LEVEL2,
    MONITOR_LEVEL3,
    MONITOR_TARGET,
    MONITOR_EXPECTED_VALUE,
    MONITOR_CAUSES, /* 偏差原因分析 */
    MONITOR_NOTE,   /* 原因说明 */
    MONITOR_LIKELIHOOD,
    MONITOR_REMARK,
    MONITOR_PROJECT_CAUSE, /* why the money is behind */
    MONITOR_CODE,
    MONITOR_INDICATORS,
    MONITOR_TOTAL,
    MONITOR_FILLED_BY, /* 填报人, for a signature */
    MONITOR_CHECKED_BY,
    MONITOR_FILLED_ON,
    MONITOR_MISSING_WHAT,
    MONITOR_MISSING_WHERE,
    MONITOR_WITHOUT_GOALS,
    MONITOR_TEXTS
};

enum { MONITOR_CAUSE_KINDS = 5, MONITOR_LIKELIHOODS = 3 };

const char *catalogue_monitor(enum language language, enum monitor_text text);
/* 经费保障 and its like, in the order of the form; the codes are the ledger's. */
const char *catalogue_monitor_cause(enum language language, int cause);
int monitor_cause_of(const char *code); /* -1: another, or NULL */
/* 确定能, 有可能, 完全不可能. */
const char *catalogue_monitor_likelihood(enum language language, int likelihood);
int monitor_likelihood_of(const char *code); /* -1: another, or NULL */
const char *catalogue_monitor_gap(enum language language, enum monitor_gap_kind kind);

/* "市政务局2023年1-7月绩效运行监控表" */
void catalogue_monitor_title(struct buf *out, enum language language, const struct monitor_form *form);
void catalogue_monitor_subtitle(struct buf *out, const struct notice_paper *paper,
                                const struct monitor_form *form);
/* "1-7月执行数", "1-7月执行率", "1-7月执行情况" */
void catalogue_monitor_spent(struct buf *out, enum language language, const struct notice *notice);
void catalogue_monitor_rate(struct buf *out, enum language language, const struct notice *notice);
void catalogue_monitor_reached(struct buf *out, enum language language, const struct notice *notice);
/* "≥95%"; of a qualitative indicator what it is to be; "" where there is none. */
void catalogue_monitor_target(struct buf *out, enum language language,
                              const struct monitor_indicator *indicator);
/* "98.4%"; "" where nothing is known. Means have two decimals. */
void catalogue_monitor_value(struct buf *out, enum language language, const struct measured *measured,
                             const struct indicator_facts *facts);
/* "截至6月", where the value is older than the form; else "". */
void catalogue_monitor_remark(struct buf *out, enum language language, const struct notice *notice,
                              const struct monitor_indicator *indicator);
/* "硬件条件保障：部分老旧系统无补丁"; "" where nobody said why. */
void catalogue_monitor_why(struct buf *out, enum language language, const struct notice_outlook *outlook);
/* How many projects and indicators, how many are behind, how many lines lack something. */
void catalogue_monitor_summary(struct buf *out, enum language language, const struct monitor_form *form);
/* "智慧大厅 / 窗口服务满意度" */
void catalogue_monitor_where(struct buf *out, const struct monitor_gap *gap);

#endif
