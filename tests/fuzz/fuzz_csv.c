/* A CSV file on its way to the database. The first line says how it is read, "execution detect yuan": the
 * kind,
 * --encoding, --money-unit; the file is what follows. What comes out must be rows that COPY reads. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/import_reader.h"
#include "ledger_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct import_reader reader;
    struct fuzz_piece rest = {(const char *)data, size};
    struct fuzz_piece line = fuzz_line(&rest);
    char kind[33] = "", encoding[33] = "", money[33] = "";
    char *how = fuzz_text(line.data, line.size);
    struct import_file file = {.label = (char *)"fuzz.csv"};
    enum import_encoding wanted = IMPORT_DETECT;
    struct err err = {0};

    int words = sscanf(how, "%32s %32s %32s", kind, encoding, money);
    free(how);
    file.kind = words >= 1 ? ledger_by_name(kind, strlen(kind)) : NULL;
    if (file.kind == NULL)
        return -1; /* of no use to the corpus */
    (void)!import_encoding_by_name(encoding, &wanted);
    file.path = (char *)fuzz_file(rest.data, rest.size);

    struct import_faults faults = {0};
    if (import_reader_open(&reader, &file, 0, wanted, strcmp(money, "wan") == 0 ? IMPORT_WAN : IMPORT_YUAN,
                           &faults, &err)) {
        ledger_rows_check(&reader.table, &faults);
        import_reader_close(&reader);
    } else {
        fuzz_sentence(err.text, sizeof err.text);
    }
    import_faults_done(&faults);
    return 0;
}
