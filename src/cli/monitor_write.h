/* What `notice --form monitor` writes: the monitoring form. */
#ifndef CLI_MONITOR_WRITE_H
#define CLI_MONITOR_WRITE_H

#include "cli/output.h"
#include "core/catalogue_monitor.h"

/* As output_write(), in every format but CSV. */
MUST_CHECK bool monitor_write(const struct notice *notice, enum output_format format,
                              const struct notice_paper *paper, const char *path, struct err *err);

#endif
