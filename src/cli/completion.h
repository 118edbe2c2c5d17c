/* Completion scripts. Words, second words and options are of ASCII letters, digits, `-`, `_`, `.` and `:`;
 * only the sentences that zsh and fish show beside them are quoted. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "base/buf.h"
#include "cli/describe.h"
#include "core/ledger.h"
#include "core/rule.h"

/* `all` is by cli_commands. */
void completion_bash(struct buf *out, const struct described *all);
void completion_zsh(struct buf *out, const struct described *all);
void completion_fish(struct buf *out, const struct described *all);

/* What may stand for a value, with blanks between; nothing where that is not known. */
void completion_words(struct buf *out, const char *value);

#endif
