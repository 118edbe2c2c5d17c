/* Rubric files. */
#include "fuzz.h"

#include <stdlib.h>

#include "config/rubric_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct rubric *rubric = NULL;
    char *text = fuzz_text(data, size);

    if (rubric_parse(text, size, "fuzz.json", &rubric, &faults)) {
        REQUIRE(faults.count == 0 && rubric != NULL);
        rubric_free(rubric);
    } else {
        REQUIRE(rubric == NULL);
        fuzz_faults(&faults);
    }
    faults_done(&faults);
    free(text);
    return 0;
}
