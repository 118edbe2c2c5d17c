/* What a subject's money was in the year, as the report prints it: receipts, and budget and spending of its
 * projects at the clock, sums over sums. */
#ifndef CORE_SHEET_MONEY_H
#define CORE_SHEET_MONEY_H

#include "core/sheet_facts.h"

struct sheet_money {
    fen income; /* of all receipts */
    fen budget, spent;
    fen spent_by[CATEGORY_ANY]; /* basic, project expenditure */
};

/* ERR_OVERFLOW where a sum does not fit 64 bits of fen. */
MUST_CHECK bool sheet_money(const struct sheet_facts *facts, struct sheet_money *ret_money, struct err *err);

#endif
