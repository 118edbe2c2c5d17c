/* What a receiver or a robot answers: the status is the first two bytes, the rest the body. */
#include "fuzz.h"

#include <string.h>

#include "net/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_request request;
    static const enum channel_type types[] = {CHANNEL_WEBHOOK, CHANNEL_WECOM, CHANNEL_DINGTALK,
                                              CHANNEL_FEISHU, CHANNEL_SLACK};
    struct buf text = {0};

    if (size < 2)
        return -1;
    request.status = 100 + (data[0] << 8 | data[1]) % 500;
    request.url = "https://hook.example.org/robot/send?key=0123456789abcdef";
    request.answer_length = size - 2 < HTTP_ANSWER_KEPT ? size - 2 : HTTP_ANSWER_KEPT;
    memcpy(request.answer, data + 2, request.answer_length);
    request.answer[request.answer_length] = '\0';
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct answer answer = answer_of(&request, types[i]);
        fuzz_sentence(answer_advice(&answer), 1024);
        (void)delivery_judge(&answer);
    }
    answer_describe(&text, &request);
    fuzz_sentence(buf_text(&text), ANSWER_QUOTED_MAX + 20);
    REQUIRE(strstr(buf_text(&text), "0123456789abcdef") == NULL);
    buf_free(&text);
    return 0;
}
