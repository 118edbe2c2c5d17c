/* The words that only the notice's workbook has, in Chinese and English; part of the catalogue. The others
 * are the notice's own, see catalogue_notice.h. */
#ifndef CORE_CATALOGUE_BOOK_H
#define CORE_CATALOGUE_BOOK_H

#include "core/catalogue.h"

enum book_text {
    /* Names of sheets: at most 31 characters, none of []:*?/\ in them. */
    BOOK_NOTICE,
    BOOK_ROWS,
    BOOK_MONEY,
    BOOK_DEVIATIONS,
    BOOK_DEADLINES,
    BOOK_INDICATORS,
    BOOK_GOALS,
    BOOK_TRANSFERS,
    BOOK_CHARTS,

    /* Titles of columns and headings. */
    BOOK_KEYS,
    BOOK_VALUE,
    BOOK_MEASURE, /* the unit of a value */
    BOOK_POINTS,  /* 百分点 */
    BOOK_PIECES,  /* 个 */
    BOOK_SCORE_POINTS,
    BOOK_RANK,
    BOOK_LAST_RANK,
    BOOK_CODE,
    BOOK_NAME,
    BOOK_WHO, /* who is responsible */
    BOOK_RED,
    BOOK_YELLOW,
    BOOK_BLUE,
    BOOK_REPORTED, /* the latest month that was reported */
    BOOK_UNSPENT,
    BOOK_RECEIVED_RATE,
    BOOK_RULE,
    BOOK_SINCE,
    BOOK_ACTION_DUE,
    BOOK_KIND,
    BOOK_DAYS,
    BOOK_OWNER,
    BOOK_TARGET,
    BOOK_ACTUAL,
    BOOK_EXPECTED,
    BOOK_CAUSE,
    BOOK_AHEAD, /* money ahead of goals, in points */
    BOOK_GAP_SPEAKS,
    BOOK_BY_OUTLOOK,
    BOOK_BY_PACE,
    BOOK_ABOVE,
    BOOK_BELOW,
    BOOK_SCORE,

    /* Charts. */
    BOOK_CHART_RATES,
    BOOK_CHART_LOWEST, /* with so many rows that only the lowest are drawn */
    BOOK_CHART_YEAR,
    BOOK_CHART_GOALS,
    BOOK_CHART_DATA,

    /* Sentences. */
    BOOK_EXACT,
    BOOK_NO_INDICATOR,
    BOOK_NO_GOAL,
    BOOK_NO_TRANSFER,
    BOOK_TEXTS
};

const char *catalogue_book(enum language language, enum book_text text);

#endif
