/* A conversation with a mail server: lines that begin with ">" are what it was told, others what it says.
 * Addresses beside it: a line that is taken for one has its mailbox in it. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/mail_address.h"
#include "net/smtp_dialogue.h"

static void check_address(const char *text)
{
    const char *fault = mail_address_fault(text), *name = NULL;
    size_t length = 0;

    if (fault != NULL) {
        fuzz_sentence(fault, 1024);
        return;
    }
    const char *box = mail_address_box(text, &length);
    REQUIRE(box >= text && length > 2 && length <= MAIL_ADDRESS_MAX && memchr(box, '@', length) != NULL);
    for (size_t i = 0; i < length; i++)
        REQUIRE(box[i] > ' ' && box[i] < 0x7f && strchr("<>,;:\"()\\", box[i]) == NULL);
    length = mail_address_name(text, &name);
    REQUIRE(length <= MAIL_NAME_MAX);
    REQUIRE(strpbrk(text, "\r\n") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_piece rest = {(const char *)data, size};
    struct smtp_dialogue dialogue = {.patient = size % 2 == 0};
    bool goes_on = true;

    while (rest.size > 0 && goes_on) {
        struct fuzz_piece line = fuzz_line(&rest);
        char *text = fuzz_text(line.data, line.size);
        check_address(text);
        if (text[0] == '>')
            smtp_dialogue_told(&dialogue, text + 1, line.size - 1);
        else
            goes_on = smtp_dialogue_heard(&dialogue, text, line.size);
        free(text);
        REQUIRE(dialogue.status == 0 || dialogue.status <= 999);
        REQUIRE(strlen(dialogue.recipient) <= MAIL_ADDRESS_MAX);
    }
    smtp_dialogue_done(&dialogue);
    return 0;
}
