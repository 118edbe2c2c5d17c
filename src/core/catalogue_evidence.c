#include "core/catalogue_evidence.h"

#include <inttypes.h>

static const char *const names[EVIDENCE_STATE_COUNT] = {
    [EVIDENCE_UNCHANGED] = "unchanged",   [EVIDENCE_ALTERED] = "altered",     [EVIDENCE_GONE] = "gone",
    [EVIDENCE_UNREADABLE] = "unreadable", [EVIDENCE_NOT_ADDED] = "not_added",
};

static const char *const states[EVIDENCE_STATE_COUNT][2] = {
    [EVIDENCE_UNCHANGED] = {"未变", "unchanged"},   [EVIDENCE_ALTERED] = {"已改动", "altered"},
    [EVIDENCE_GONE] = {"已缺失", "gone"},           [EVIDENCE_UNREADABLE] = {"无法读取", "unreadable"},
    [EVIDENCE_NOT_ADDED] = {"未登记", "not added"},
};

static const char *const added_words[][2] = {
    [EVIDENCE_NEW] = {"已登记", "added"},
    [EVIDENCE_SAME] = {"早已登记，内容未变", "was added before, and is the same"},
    [EVIDENCE_REPLACED] = {"已重新登记，原摘要留痕备查",
                           "added anew; the digest before is in the audit trail"},
};

static const char *const titles[EVIDENCE_COLUMNS][2] = {
    {"文件", "File"},  {"登记时间", "Added"},  {"登记人", "By"},
    {"字节", "Bytes"}, {"SHA-256", "SHA-256"}, {"佐证对象", "Speaks for"},
};

const char *evidence_state_name(enum evidence_state state)
{
    return names[state];
}

void catalogue_evidence_added(struct buf *out, enum language language, enum evidence_added added,
                              const char *path, const char *sha256, const char *row)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "%s：%s（SHA-256 %s）" : "%s: %s (SHA-256 %s)", path, added_words[added][language],
               sha256);
    if (row != NULL)
        buf_printf(out, zh ? "，佐证 %s" : ", for %s", row);
    buf_putc(out, '\n');
}

void catalogue_evidence_found(struct buf *out, enum language language, enum evidence_state state,
                              const char *path, const char *kept, const char *found)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "%s：%s" : "%s: %s", path, states[state][language]);
    if (state == EVIDENCE_ALTERED)
        buf_printf(out, zh ? "（登记时 %s，现为 %s）" : " (added as %s, is %s)", kept, found);
    buf_putc(out, '\n');
}

void catalogue_evidence_sum(struct buf *out, enum language language,
                            const int64_t counts[EVIDENCE_STATE_COUNT])
{
    bool zh = language == LANGUAGE_ZH;
    int64_t total = 0;
    const char *separator = zh ? "：" : ": ";

    for (int state = 0; state < EVIDENCE_STATE_COUNT; state++)
        total += counts[state];
    if (zh)
        buf_printf(out, "共 %" PRId64 " 个文件", total);
    else
        buf_printf(out, "%" PRId64 " file%s", total, total == 1 ? "" : "s");
    for (int state = 0; state < EVIDENCE_STATE_COUNT; state++) {
        if (counts[state] == 0)
            continue;
        buf_printf(out, zh ? "%s%s %" PRId64 " 个" : "%s%s %" PRId64, separator, states[state][language],
                   counts[state]);
        separator = zh ? "，" : ", ";
    }
    buf_putc(out, '\n');
}

const char *catalogue_evidence_title(enum language language, int column)
{
    return titles[column][language];
}
