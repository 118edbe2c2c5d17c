/* What a spreadsheet's number says, as text: the number itself, or by its cell's format a date, a month,
 * a year or a percentage.
 *
 * Spreadsheets keep numbers as binary floating point and write up to 17 digits of them: 1234.56 may be
 * stored as 1234.5599999999999, 98.4 as 9.8400000000000006E1. What Excel shows and calculates with for
 * people are 15 significant digits. So the stored decimal text is taken exactly, as text, and rounded
 * half up to 15 significant digits; no floating point is used here, and 0.1 is "0.1". */
#ifndef CLI_XLSX_VALUE_H
#define CLI_XLSX_VALUE_H

#include "base/buf.h"

/* What a cell's number format makes of a number. Formats that only dress a number (thousands, currency,
 * colours) are NUMBER: the stored number is what counts. So are those that show yuan in 万元 by moving the
 * point, such as 0!.0000"万元". */
enum xlsx_form {
    XLSX_NUMBER,
    XLSX_PERCENT, /* 0.973 is shown, and meant, as 97.3% */
    XLSX_WAN,     /* 5 is shown, and meant, as 5万元 */
    XLSX_DATE,    /* a day, perhaps with the time, which is dropped */
    XLSX_MONTH,   /* a date shown without its day: 2023年7月 */
    XLSX_YEAR,    /* a date shown as its year alone */
    XLSX_TIME,    /* a time of day alone */
};

/* Of the formats that have a number and no text in the file; those of Chinese Excel (27 to 58) included. */
enum xlsx_form xlsx_form_of_builtin(long id);
/* Of a format's text, such as yyyy"年"m"月" or 0.00%. */
enum xlsx_form xlsx_form_of_code(const char *code);

/* How many digits a format of zeros alone shows at least: 6 for 000000, as codes are kept that begin with
 * zeros. 0 for other formats. */
size_t xlsx_digits_of_code(const char *code);

/* `stored` is the number as in the file: 12, -0.5, 9.84E1. The text is added to `out`: "97.3%",
 * "5万元", "2023-07-05", "2023-07", "2023", or a plain decimal (one with an exponent where that would take
 * more than 40 characters). `from_1904`: the workbook counts its days from 1904, not 1900.
 *
 * On false `err` says why it cannot be that, without the cell's name: no number; a whole number of more
 * than 15 digits, whose last digits a spreadsheet has lost (codes must be text); a day that no calendar
 * has, such as 60, Excel's 29 February 1900. */
MUST_CHECK bool xlsx_value_text(enum xlsx_form form, bool from_1904, const char *stored, struct buf *out,
                                struct err *err);

#endif
