/* A configuration as it is in force: every option with its value, whether the file says it or not, in the
 * order of the table, as JSON that config_load() would take. Made from the same table as the reading.
 *
 * Secrets are files, of which the name is shown. What an address may carry (the values in its query, parts
 * of its path that look like a key) is masked as "***"; of such an address another configuration is read
 * back, so it is for reading. Paths are made absolute where `folder` is. */
#ifndef CONFIG_SHOW_H
#define CONFIG_SHOW_H

#include "base/buf.h"
#include "config/config.h"

enum config_show {
    CONFIG_SHOW_OWNER, /* for who runs it */
    /* also without persons, accounts, addresses below the host, servers of databases, queries and units */
    CONFIG_SHOW_OTHERS
};

void config_show(struct buf *out, const struct config *config, enum config_show who);

/* An address without what may be a secret in it: "https://chat.example.org/cgi-bin/send?key=***". Adds. */
void config_mask_address(struct buf *out, const char *address, enum config_show who);

/* A connection string for others: what it sets, and of the values those that name nobody and no machine. Of
 * one in the form of an address nothing. Adds. */
void config_mask_conninfo(struct buf *out, const char *conninfo);

#endif
