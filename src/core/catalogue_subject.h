/* How the subject of a deviation is called where people read it.
 *
 * The ledger's own name does where it says enough. A milestone's does not, since many projects have one of
 * the same name ("完成验收"), and a ceiling's is a word of the ledger ("three_public"). Both say whose they
 * are: "完成验收（P001）" of a project, "三公经费（城管局）" of a unit. */
#ifndef CORE_CATALOGUE_SUBJECT_H
#define CORE_CATALOGUE_SUBJECT_H

#include "base/buf.h"
#include "core/catalogue.h"

/* Texts are borrowed; "" where there is none. */
struct subject_words {
    const char *kind; /* as in deviations and messages */
    const char *code, *name;
    const char *unit_code, *unit_name;
};

/* Appends. Where there is no name it is the code. */
void catalogue_subject_called(struct buf *out, enum language language, const struct subject_words *subject);

#endif
