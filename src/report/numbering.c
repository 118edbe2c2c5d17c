#include "report/numbering.h"

#include <assert.h>

enum { TEN = 10 };

void numbered_heading(struct document *document, struct numbering *numbering, int level, const char *text)
{
    struct buf heading = {0};

    numbering->at[level - 1]++;
    for (int below = level; below < HEADING_LEVELS; below++)
        numbering->at[below] = 0;
    number_text(&heading, document->language, numbering, level);
    buf_puts(&heading, text);
    document_heading(document, level, buf_text(&heading));
    buf_free(&heading);
}

void number_text(struct buf *out, enum language language, const struct numbering *numbering, int level)
{
    int number = numbering->at[level - 1];

    assert(level >= 1 && level <= HEADING_LEVELS);
    if (language == LANGUAGE_EN) {
        for (int i = 0; i < level; i++)
            buf_printf(out, i == 0 ? "%d" : ".%d", numbering->at[i]);
        buf_putc(out, ' ');
        return;
    }
    switch (level) {
    case 1:
        chinese_number(out, number);
        buf_puts(out, "、");
        break;
    case 2:
        buf_puts(out, "（");
        chinese_number(out, number);
        buf_puts(out, "）");
        break;
    case 3: buf_printf(out, "%d.", number); break;
    default: buf_printf(out, "（%d）", number); break;
    }
}

void chinese_number(struct buf *out, int number)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

    if (number < 1 || number >= TEN * TEN) {
        buf_printf(out, "%d", number);
        return;
    }
    if (number >= 2 * TEN)
        buf_puts(out, digits[number / TEN]);
    if (number >= TEN)
        buf_puts(out, "十");
    buf_puts(out, digits[number % TEN]);
}
