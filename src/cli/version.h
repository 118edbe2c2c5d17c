/* Which budgetwatch this is. */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

const char *program_version(void); /* "0.1.0" */

#endif
