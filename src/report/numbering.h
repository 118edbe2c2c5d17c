/* Numbered headings as official documents have them: 一、 then （一） then 1. then （1）; in English 1, 1.1
 * and so on. The numbers are part of the text, so that every format shows the same. */
#ifndef REPORT_NUMBERING_H
#define REPORT_NUMBERING_H

#include "report/document.h"

/* A zeroed struct is the beginning. */
struct numbering {
    int at[HEADING_LEVELS];
};

/* Adds the heading with the next number of its level; deeper levels begin again. */
void numbered_heading(struct document *document, struct numbering *numbering, int level, const char *text);

/* The number alone: "一、", "（二）", "3.", "（4）" for level 1 to 4. */
void number_text(struct buf *out, enum language language, const struct numbering *numbering, int level);

/* 1..99 in Chinese: 一, 十, 十一, 二十, 九十九. */
void chinese_number(struct buf *out, int number);

#endif
