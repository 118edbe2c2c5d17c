/* `budgetwatch evaluate --list` and `--compare A B`: the evaluations that were made. */
#ifndef CLI_EVALUATE_LIST_H
#define CLI_EVALUATE_LIST_H

#include "cli/cli.h"

/* `year` 0: every year; `code` NULL: of every subject. Returns the exit status. */
int evaluate_list(struct cli *cli, int year, bool of_unit, const char *code, bool json);
int evaluate_compare(struct cli *cli, int64_t a, int64_t b, enum language language, bool json);

#endif
