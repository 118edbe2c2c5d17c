#include "service/import_faults.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/visible.h"

static bool comes_before(int file, int64_t line, const struct import_fault *other);

/* Labels and cells come from outside. */
static char *one_line(const char *text)
{
    char *line = mem_text(text);

    visible_clean(line, /* lines */ false);
    return line;
}

void import_faults_add(struct import_faults *faults, int file, int64_t line, const char *text)
{
    size_t at = faults->kept;

    faults->total++;
    while (at > 0 && comes_before(file, line, &faults->first[at - 1]))
        at--;
    if (at == IMPORT_FAULTS_SHOWN)
        return;
    if (faults->kept == IMPORT_FAULTS_SHOWN)
        free(faults->first[--faults->kept].text);
    memmove(&faults->first[at + 1], &faults->first[at], (faults->kept - at) * sizeof faults->first[0]);
    faults->first[at] = (struct import_fault){.file = file, .line = line, .text = one_line(text)};
    faults->kept++;
}

void import_faults_count(struct import_faults *faults, int64_t more)
{
    faults->total += more;
}

void import_faults_print(const struct import_faults *faults, FILE *out)
{
    for (size_t i = 0; i < faults->kept; i++)
        fprintf(out, "%s\n", faults->first[i].text);
    if (faults->total > (int64_t)faults->kept)
        fprintf(out, "and %" PRId64 " more\n", faults->total - (int64_t)faults->kept);
}

void import_faults_done(struct import_faults *faults)
{
    for (size_t i = 0; i < faults->kept; i++)
        free(faults->first[i].text);
    *faults = (struct import_faults){0};
}

static bool comes_before(int file, int64_t line, const struct import_fault *other)
{
    return file < other->file || (file == other->file && line < other->line);
}
