/* Policy files. */
#include "fuzz.h"

#include <stdlib.h>

#include "config/policy_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct policy *policy = NULL;
    char *text = fuzz_text(data, size);

    if (policy_parse(text, size, "fuzz.json", &policy, &faults)) {
        REQUIRE(faults.count == 0 && policy != NULL);
        policy_free(policy);
    } else {
        REQUIRE(policy == NULL);
        fuzz_faults(&faults);
    }
    faults_done(&faults);
    free(text);
    return 0;
}
