/* `import --template`: a workbook to fill in. */
#ifndef CLI_IMPORT_TEMPLATE_H
#define CLI_IMPORT_TEMPLATE_H

#include "core/catalogue.h"

/* `kind` is an English or a Chinese name. `path` NULL: the kind's name and ".xlsx", in the folder where one
 * is. A file that is there already, which somebody may have filled in, is left alone. Returns the exit
 * status, after a sentence. */
int import_template(const char *kind, enum language language, const char *path);

#endif
