/* The texts of the reply sheet (`budgetwatch outlook`), in Chinese and English; part of the catalogue. */
#ifndef CORE_CATALOGUE_OUTLOOK_H
#define CORE_CATALOGUE_OUTLOOK_H

#include "core/catalogue.h"

/* The columns in their order. Those before OUTLOOK_CAUSE are the program's, the others people's. */
enum outlook_column {
    OUTLOOK_ID,
    OUTLOOK_CODE,
    OUTLOOK_NAME,
    OUTLOOK_RULE,
    OUTLOOK_LIGHT,
    OUTLOOK_OBSERVED,
    OUTLOOK_REFERENCE,
    OUTLOOK_GAP,
    OUTLOOK_EXPLANATION,
    OUTLOOK_ANSWERS,
    OUTLOOK_CAUSE,
    OUTLOOK_NOTE,
    OUTLOOK_DECISION,
    OUTLOOK_ACTION,
    OUTLOOK_DUE,
    OUTLOOK_EXPECTED,
    OUTLOOK_LIKELIHOOD,
    OUTLOOK_BY,
    OUTLOOK_COLUMNS
};

enum outlook_text {
    OUTLOOK_SHEET,  /* the sheet's name */
    OUTLOOK_TITLE,  /* the heading */
    OUTLOOK_UNIT,   /* before the unit's code */
    OUTLOOK_PERIOD, /* before the period */
    OUTLOOK_MADE,   /* before the time at which it was made */
    OUTLOOK_GUIDE,  /* how to fill it in */
    OUTLOOK_TEXTS
};

const char *catalogue_outlook_column(enum language language, enum outlook_column column);
/* What belongs into a column that people fill in; "" for the program's. */
const char *catalogue_outlook_hint(enum language language, enum outlook_column column);
const char *catalogue_outlook_text(enum language language, enum outlook_text text);

/* The words of a drop-down, ending with a NULL: causes, decisions, likelihoods; NULL for other columns. */
const char *const *catalogue_outlook_words(enum language language, enum outlook_column column);

/* "certain" and 确定能 alike. */
bool likelihood_by_name(const char *name, const char **ret_code);

#endif
