#include "core/catalogue_subject.h"

#include <string.h>

#include "core/catalogue_ledger.h"
#include "core/ledger.h"

/* A ceiling's kind in the reader's language. */
static void add_ceiling(struct buf *out, enum language language, const char *name)
{
    const struct ledger_kind *kind = ledger_kind(LEDGER_CEILINGS);
    const struct ledger_word *word = kind->columns[ledger_column_by_name(kind, "kind")].words;

    while (word->word != NULL && strcmp(word->word, name) != 0)
        word++;
    if (word->word != NULL)
        catalogue_word(out, language, word);
    else
        buf_puts(out, name);
}

/* Whose it is: the code is that of its owner, a stroke, and its name. */
static void add_owner(struct buf *out, enum language language, const struct subject_words *subject)
{
    size_t code = strlen(subject->code), name = strlen(subject->name);
    const char *end = code > name ? subject->code + code - name : subject->code;

    if (end - subject->code < 2 || end[-1] != '/' || strcmp(end, subject->name) != 0)
        return;
    size_t owner = (size_t)(end - 1 - subject->code);
    bool units = subject->unit_name[0] != '\0' && strlen(subject->unit_code) == owner &&
                 strncmp(subject->unit_code, subject->code, owner) == 0;
    buf_puts(out, language == LANGUAGE_ZH ? "（" : " (");
    if (units)
        buf_puts(out, subject->unit_name);
    else
        buf_add(out, subject->code, owner);
    buf_puts(out, language == LANGUAGE_ZH ? "）" : ")");
}

void catalogue_subject_called(struct buf *out, enum language language, const struct subject_words *subject)
{
    bool ceiling = strcmp(subject->kind, subject_kind_name(SUBJECT_CEILING)) == 0;

    if (subject->name[0] == '\0') {
        buf_puts(out, subject->code);
        return;
    }
    if (ceiling)
        add_ceiling(out, language, subject->name);
    else
        buf_puts(out, subject->name);
    if (ceiling || strcmp(subject->kind, subject_kind_name(SUBJECT_MILESTONE)) == 0)
        add_owner(out, language, subject);
}
