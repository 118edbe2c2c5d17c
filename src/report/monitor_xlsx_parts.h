/* The pages of the monitoring form's workbook; private to report. */
#ifndef REPORT_MONITOR_XLSX_PARTS_H
#define REPORT_MONITOR_XLSX_PARTS_H

#include "report/monitor_xlsx.h"
#include "report/notice_xlsx_parts.h"

struct monitor_book {
    const struct monitor_form *form;
    struct notice_book book; /* its looks, and how cells are written */
    lxw_format *form_title, *form_small, *head, *sign;
};

const char *monitor_word(const struct monitor_book *monitor, enum monitor_text text);

/* One form below the other, each on its own page. */
void monitor_write_forms(struct monitor_book *monitor, enum monitor_text name,
                         const struct monitor_subject *subjects, size_t count);
/* The row in which the form of the subject of that number begins, counted from 0. */
lxw_row_t monitor_form_row(const struct monitor_subject *subjects, size_t number);

#endif
