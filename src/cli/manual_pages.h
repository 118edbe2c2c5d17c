/* The pages of the manual. Each is made from the tables that the program itself reads by; what is written
 * here by hand is what no table knows. */
#ifndef CLI_MANUAL_PAGES_H
#define CLI_MANUAL_PAGES_H

#include "cli/manual_page.h"

void manual_program(struct manual *manual); /* budgetwatch(1) */
void manual_config(struct manual *manual);  /* budgetwatch.json(5) */
void manual_ledger(struct manual *manual);  /* budgetwatch-ledger(5) */
void manual_policy(struct manual *manual);  /* budgetwatch-policy(5) */
void manual_rubric(struct manual *manual);  /* budgetwatch-rubric(5) */

#endif
