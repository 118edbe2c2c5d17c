/* A set of severities as a parameter of a statement. */
#ifndef DB_SEVERITIES_H
#define DB_SEVERITIES_H

#include <stdint.h>

/* "{red,yellow}" of a bit for each; NULL where all are in it, "none" and any that this version does not know
 * among them. */
enum { DB_SEVERITIES_TEXT = 64 };
const char *db_severities(uint32_t severities, char text[static DB_SEVERITIES_TEXT]);

#endif
