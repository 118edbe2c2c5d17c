#include "cli/import_template.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "core/ledger.h"
#include "report/template.h"

static int write_to(const struct ledger_kind *kind, enum language language, const char *path);

int import_template(const char *kind, enum language language, const char *path)
{
    const struct ledger_kind *found = ledger_by_name(kind, strlen(kind));
    struct buf own = {0};

    if (found == NULL)
        return cli_fail(CLI_USAGE, "--template: '%s' is no kind of ledger file; --columns prints them all",
                        kind);
    buf_printf(&own, "%s.xlsx", kind);
    int status = write_to(found, language, path != NULL ? path : buf_text(&own));
    buf_free(&own);
    return status;
}

static int write_to(const struct ledger_kind *kind, enum language language, const char *path)
{
    struct err err = {0};

    if (!cli_claim_file(path, &err))
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (!template_write(kind, language, path, &err)) {
        unlink(path);
        return cli_fail(CLI_FAILED, "%s", err.text);
    }
    printf("%s\n", path);
    return CLI_OK;
}
