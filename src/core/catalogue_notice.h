/* The words of the monthly notice (通报), in Chinese and English; part of the catalogue.
 *
 * Money is shown in yuan with two decimals, exactly, or in 万元 with two decimals, each amount rounded half
 * up by itself, so that it reads the same wherever it stands. Rows so rounded need not add up to their total:
 * the difference is then stated below the table (catalogue_notice_rounding). Rates have two decimals; a gap
 * is the difference of the exact rates. */
#ifndef CORE_CATALOGUE_NOTICE_H
#define CORE_CATALOGUE_NOTICE_H

#include "core/catalogue.h"
#include "core/notice.h"
#include "core/notice_todo.h"

enum money_unit { MONEY_YUAN, MONEY_WAN };

bool money_unit_by_name(const char *name, enum money_unit *ret_unit); /* "yuan", "wan" */

/* How a notice is written. Texts are borrowed. */
struct notice_paper {
    enum language language;
    enum money_unit money_unit;
    bool late;                  /* it comes after the day on which it was due */
    bool correction;            /* it replaces one that was sent */
    const char *const *changes; /* of a correction: what changed, one sentence each */
    size_t change_count;
    const char *link; /* where the whole can be read; NULL: nowhere */
};

enum notice_text {
    /* Headings. */
    NOTICE_TODO,
    NOTICE_OVERALL,
    NOTICE_ROWS_UNITS,
    NOTICE_ROWS_PROJECTS,
    NOTICE_YEAR,
    NOTICE_DEVIATIONS,
    NOTICE_DEADLINES,
    NOTICE_GOALS,
    NOTICE_MISSING,
    NOTICE_TRANSFERS,
    NOTICE_SCORE,
    NOTICE_FIGURES,
    NOTICE_CORRECTED,

    /* Key figures, titles of columns and rows, names in pictures. */
    NOTICE_BUDGET,
    NOTICE_SPENT,
    NOTICE_RATE,
    NOTICE_REFERENCE, /* 序时进度 whatever the curve */
    NOTICE_GAP,
    NOTICE_RANK,
    NOTICE_UNIT,
    NOTICE_PROJECT,
    NOTICE_LIGHT,
    NOTICE_LAST_MONTH,
    NOTICE_LAST_YEAR,
    NOTICE_PROJECTED,
    NOTICE_PROJECTED_RATE,
    NOTICE_ANSWERS,
    NOTICE_FUND,
    NOTICE_CATEGORY,
    NOTICE_BASIC,
    NOTICE_PROJECTS,
    NOTICE_NO_FUND,
    NOTICE_SUM,
    NOTICE_OWN, /* 本级, behind the unit's name */
    NOTICE_RECEIVED,
    NOTICE_UNRECEIVED,
    NOTICE_MONTH,
    NOTICE_PLAN,
    NOTICE_PROJECTION,
    NOTICE_WHAT,
    NOTICE_WHERE,
    NOTICE_ARITHMETIC,
    NOTICE_STATE,
    NOTICE_AT_RISK,
    NOTICE_DUE,
    NOTICE_DAYS_LEFT,
    NOTICE_MATTER,
    NOTICE_INDICATOR,
    NOTICE_COMPLETION,
    NOTICE_QUARTER,
    NOTICE_LIKELIHOOD,
    NOTICE_LEAVING,
    NOTICE_SHORT,
    NOTICE_BASIS,
    NOTICE_ALERTS,
    NOTICE_BEHIND, /* below the gap */
    NOTICE_AHEAD,

    /* Sentences. */
    NOTICE_NOTHING_TODO, /* see catalogue_notice_nothing() */
    NOTICE_NO_FIGURES,
    NOTICE_NO_DEVIATION,
    NOTICE_NO_DEADLINE,
    NOTICE_ALL_REPORTED,
    NOTICE_LATE,
    NOTICE_LOWEST, /* the heading of the worst rows in a short notice */
    NOTICE_WHOLE,  /* the words of a link */
    NOTICE_TEXT_COUNT
};

const char *catalogue_notice(enum language language, enum notice_text text);
const char *catalogue_notice_light(enum language language, enum notice_light light); /* 红灯 … 未评 */
const char *catalogue_notice_quarter(enum language language, enum notice_quarter quarter);
const char *catalogue_notice_deadline(enum language language, enum notice_deadline_kind kind);
const char *catalogue_notice_curve(enum language language, enum curve curve);
const char *catalogue_notice_likelihood(enum language language, const char *likelihood);

/* Numbers. --------------------------------------------------------------------------------------- */

/* As it is shown, in hundredths of the unit. */
int64_t notice_money_shown(enum money_unit unit, fen amount);
/* "1,234.56", and with its unit "1,234.56万元". */
/* What stands where there is nothing to do: that all goes well, or that there are no figures to say so from.
 */
const char *catalogue_notice_nothing(enum language language, const struct notice *notice);
/* A row's name; of a unit's own projects the unit's with （本级） behind it. */
void catalogue_notice_row(struct buf *out, enum language language, const struct notice_row *row);
void catalogue_notice_money(struct buf *out, enum money_unit unit, fen amount);
void catalogue_notice_sum(struct buf *out, const struct notice_paper *paper, fen amount);
const char *catalogue_notice_unit(enum language language, enum money_unit unit); /* 万元 */
/* "58.33%"; unknown: "—". */
void catalogue_notice_rate(struct buf *out, struct notice_rate rate);
/* "+1.20", "-13.21"; unknown: "—". */
void catalogue_notice_points(struct buf *out, struct notice_rate gap);
/* The difference of two rates, unknown where one is. */
struct notice_rate notice_rate_less(struct notice_rate rate, struct notice_rate other);
/* Hundredths of a percent, rounded. */
int64_t notice_rate_shown(struct notice_rate rate);
/* "8月31日", with the year where it is another than the notice's. */
void catalogue_notice_day(struct buf *out, enum language language, const struct notice *notice, date day);
/* "↑3", "↓1", "→"; "" where one is unknown (0). */
void catalogue_notice_movement(struct buf *out, int rank, int before);

/* Sentences. ------------------------------------------------------------------------------------- */

/* "关于2023年1-7月预算执行进度的通报"; of a correction "…的更正通报". */
void catalogue_notice_title(struct buf *out, const struct notice_paper *paper, const struct notice *notice);
/* The unit, who heads it, the day, the money's unit. */
void catalogue_notice_subtitle(struct buf *out, const struct notice_paper *paper,
                               const struct notice *notice);
/* "截至7月底，…预算…，支出…，支出进度…，低于序时进度…；较上月…，较上年同期…。" */
void catalogue_notice_headline(struct buf *out, const struct notice_paper *paper,
                               const struct notice *notice);
/* How many are above and below, and the lights. */
void catalogue_notice_standing(struct buf *out, const struct notice_paper *paper,
                               const struct notice *notice);
void catalogue_notice_todo(struct buf *out, const struct notice_paper *paper, const struct notice *notice,
                           const struct notice_todo *todo);
/* "“一”“二”等12个单位": of rows that have spent nothing, of units that have not reported. */
void catalogue_notice_zero(struct buf *out, const struct notice_paper *paper, const struct notice *notice);
void catalogue_notice_missing(struct buf *out, const struct notice_paper *paper, const struct notice *notice,
                              const struct notice_missing *missing);
void catalogue_notice_unreceived(struct buf *out, const struct notice_paper *paper,
                                 const struct notice *notice);
void catalogue_notice_projection(struct buf *out, const struct notice_paper *paper,
                                 const struct notice *notice);
void catalogue_notice_alerts(struct buf *out, const struct notice_paper *paper, const struct notice *notice);
/* What is known of a deviation beside its arithmetic: since when, acknowledged by whom, the action. */
void catalogue_notice_answered(struct buf *out, const struct notice_paper *paper,
                               const struct notice_standing *standing);
/* "逾期12天", "今天到期", "还有3天"; `unsure`: holidays are not known. */
void catalogue_notice_days(struct buf *out, enum language language, int days, bool unsure);
void catalogue_notice_goals(struct buf *out, const struct notice_paper *paper, const struct notice *notice);
void catalogue_notice_quarter_count(struct buf *out, enum language language, enum notice_quarter quarter,
                                    size_t count);
void catalogue_notice_transfers(struct buf *out, const struct notice_paper *paper,
                                const struct notice *notice);
/* "（单位预计）", "（月均推算）", behind a projected sum. */
void catalogue_notice_basis(struct buf *out, enum language language, bool by_outlook);
void catalogue_notice_score(struct buf *out, const struct notice_paper *paper, const struct notice *notice);
void catalogue_notice_doubt(struct buf *out, enum language language, const struct notice *notice,
                            const struct notice_doubt_said *doubt);
/* How amounts and gaps were rounded. */
void catalogue_notice_figures(struct buf *out, const struct notice_paper *paper);
/* "注：各行四舍五入，相加与合计的差：预算数多0.01万元。" What the rows add up to less the total, in
 * hundredths of the unit; not both 0. */
void catalogue_notice_rounding(struct buf *out, const struct notice_paper *paper, int64_t budget,
                               int64_t spent);
/* "另有23项未列出，见通报工作簿。" */
void catalogue_notice_more(struct buf *out, enum language language, size_t count);
/* "其余23个单位", a row that stands for those. */
void catalogue_notice_others(struct buf *out, enum language language, bool units, size_t count);
/* Of a short notice: "（另有4项，见全文）". */
void catalogue_notice_cut(struct buf *out, enum language language, size_t count);
/* Below the bars: "另有22个支出为零，未画出". */
void catalogue_notice_undrawn(struct buf *out, enum language language, size_t count);
/* What the bars show, of how many. */
void catalogue_notice_bars(struct buf *out, enum language language, bool units, size_t highest, size_t lowest,
                           size_t all);

/* The list of notices that were sent. */
enum notice_list_text {
    NOTICE_LIST_PERIOD,
    NOTICE_LIST_CODE,
    NOTICE_LIST_UNIT,
    NOTICE_LIST_VERSION,
    NOTICE_LIST_AT,
    NOTICE_LIST_BY,
    NOTICE_LIST_DUE,
    NOTICE_LIST_LATE,
    NOTICE_LIST_MESSAGES,
    NOTICE_LIST_DAEMON, /* sent by itself, by nobody's command */
    NOTICE_LIST_NONE,
    NOTICE_LIST_TEXT_COUNT
};

const char *catalogue_notice_list(enum language language, enum notice_list_text text);
/* "已送达" of "delivered"; a state that is not known here: itself. */
const char *catalogue_notice_state(enum language language, const char *state);

#endif
