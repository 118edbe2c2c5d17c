/* The configuration file. A text that is taken is taken again, as the same. */
#include "fuzz.h"

#include <stdlib.h>

#include "config/config.h"
#include "db/conninfo.h"

static void look_into(const struct config *config)
{
    struct config again = {0};
    struct err err = {0};
    bool password;

    config_default(&again);
    struct buf names = {0};
    config_fixed_changes(config, config, &names);
    REQUIRE(names.length == 0);
    config_fixed_changes(&again, config, &names);
    buf_free(&names);
    config_done(&again);
    if (!conninfo_has_password(config->database, &password, &err))
        fuzz_sentence(err.text, sizeof err.text);
    REQUIRE(config->delivery.retry_count > 0);
    for (size_t i = 0; i < config->channel_count; i++)
        REQUIRE(config->channels[i].type == CHANNEL_JOURNAL ||
                config->channels[i].timeout < config->delivery.lease);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct config config = {0};
    char *text = fuzz_text(data, size);

    if (config_parse(text, size, "/etc/fuzz.json", &config, &faults)) {
        REQUIRE(faults.count == 0);
        look_into(&config);
        config_done(&config);
    } else {
        fuzz_faults(&faults);
    }
    faults_done(&faults);
    free(text);
    return 0;
}
