#include "db/row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

/* Messages as PostgreSQL writes them. */
static void put(struct buf *message, int bytes, int64_t value)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        buf_putc(message, (char)((uint64_t)value >> shift & 0xFF));
}

static void put_header(struct buf *message, int32_t flags, int extension)
{
    buf_add(message, "PGCOPY\n\377\r\n", 11);
    put(message, 4, flags);
    put(message, 4, extension);
    for (int i = 0; i < extension; i++)
        buf_putc(message, '!');
}

static void put_whole(struct buf *message, int bytes, int64_t value)
{
    put(message, 4, bytes);
    put(message, bytes, value);
}

static void put_text(struct buf *message, const char *text)
{
    put(message, 4, (int64_t)strlen(text));
    buf_puts(message, text);
}

enum { MOST_DIGITS = 12 };

struct numeric {
    int count;
    int weight;
    int sign;
    int digits[MOST_DIGITS];
};

static void put_numeric(struct buf *message, const struct numeric *number)
{
    put(message, 4, 8 + 2 * number->count);
    put(message, 2, number->count);
    put(message, 2, number->weight);
    put(message, 2, number->sign);
    put(message, 2, 2);
    for (int i = 0; i < number->count; i++)
        put(message, 2, number->digits[i]);
}

/* The message must be read well. Returns whether it was a row. */
static bool parse(struct db_row_reader *reader, const struct buf *message, struct db_row *row)
{
    struct err err = {0};
    bool is_row = false;

    bool ok = db_row_parse(reader, message->data, message->length, row, &is_row, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    return is_row;
}

static void fields_of_every_type_are_read(void **state)
{
    (void)state;
    struct db_row_reader reader = {.columns = 8};
    struct buf message = {0};
    struct db_row row;
    struct err err = {0};
    struct arena arena = {0};
    size_t length;

    put_header(&message, 0, 0);
    put(&message, 2, 8);
    put_whole(&message, 2, -2);
    put_whole(&message, 4, -70000);
    put_whole(&message, 8, INT64_MIN);
    put_whole(&message, 1, 1);
    put_whole(&message, 4, 8586); /* 2023-07-05 */
    put_text(&message, "预算");
    put_text(&message, "");
    put(&message, 4, -1);

    assert_true(parse(&reader, &message, &row));
    assert_int_equal(row.count, 8);
    assert_int_equal(db_row_int(&row, 0), -2);
    assert_int_equal(db_row_int(&row, 1), -70000);
    assert_true(db_row_int(&row, 2) == INT64_MIN);
    assert_true(db_row_bool(&row, 3));
    assert_int_equal(db_row_date(&row, 4), date_of(2023, 7, 5));
    assert_memory_equal(db_row_text(&row, 5, &length), "预算", 6);
    assert_int_equal(length, 6);
    assert_true(db_row_is(&row, 5, "预算"));
    assert_false(db_row_is(&row, 5, "预算执行"));
    assert_string_equal(db_row_copy(&row, 5, &arena), "预算");
    assert_string_equal(db_row_copy(&row, 6, &arena), "");
    assert_true(db_row_check(&row, &err));
    arena_free(&arena);
    buf_free(&message);
}

static void null_is_told_from_zero_and_is_no_error(void **state)
{
    (void)state;
    struct db_row_reader reader = {0};
    struct buf message = {0};
    struct db_row row;
    struct err err = {0};
    struct arena arena = {0};
    size_t length = 9;

    put_header(&message, 0, 0);
    put(&message, 2, 2);
    put(&message, 4, -1);
    put_whole(&message, 4, 0);

    assert_true(parse(&reader, &message, &row));
    assert_true(db_row_null(&row, 0));
    assert_false(db_row_null(&row, 1));
    assert_int_equal(db_row_int(&row, 0), 0);
    assert_int_equal(db_row_dec(&row, 0, 2), 0);
    assert_false(db_row_bool(&row, 0));
    assert_int_equal(db_row_date(&row, 0), DATE_NONE);
    assert_null(db_row_text(&row, 0, &length));
    assert_int_equal(length, 0);
    assert_false(db_row_is(&row, 0, ""));
    assert_null(db_row_copy(&row, 0, &arena));
    assert_true(db_row_check(&row, &err));
    buf_free(&message);
}

static void header_extension_and_trailer_are_no_rows(void **state)
{
    (void)state;
    struct db_row_reader reader = {0};
    struct buf message = {0};
    struct db_row row;

    put_header(&message, 1, 5);
    assert_false(parse(&reader, &message, &row)); /* a header alone */
    buf_clear(&message);
    put(&message, 2, 1);
    put_whole(&message, 2, 31);
    assert_true(parse(&reader, &message, &row));
    assert_int_equal(db_row_int(&row, 0), 31);
    assert_false(reader.ended);
    buf_clear(&message);
    put(&message, 2, -1);
    assert_false(parse(&reader, &message, &row));
    assert_true(reader.ended);
    assert_int_equal(reader.rows, 1);

    reader = (struct db_row_reader){0};
    buf_clear(&message);
    put_header(&message, 0, 0);
    put(&message, 2, -1);
    assert_false(parse(&reader, &message, &row)); /* no rows at all */
    assert_true(reader.ended);
    buf_free(&message);
}

static void decimals_are_exact_or_an_error(void **state)
{
    (void)state;
    enum { PLUS = 0, MINUS = 0x4000, NOT_A_NUMBER = 0xC000, INFINITE = 0xD000 };
    static const struct {
        const char *what;
        struct numeric number;
        int scale;
        bool ok;
        int64_t value;
    } cases[] = {
        {"0", {0, 0, PLUS, {0}}, 2, true, 0},
        {"1234.50", {2, 0, PLUS, {1234, 5000}}, 2, true, 123450},
        {"-1234.50", {2, 0, MINUS, {1234, 5000}}, 2, true, -123450},
        {"10000, one digit of weight 1", {1, 1, PLUS, {1}}, 0, true, 10000},
        {"10000 in fen", {1, 1, PLUS, {1}}, 2, true, 1000000},
        {"0.01", {1, -1, PLUS, {100}}, 2, true, 1},
        {"0.001 has too many decimals", {1, -1, PLUS, {10}}, 2, false, 0},
        {"0.00001 has too many decimals", {1, -2, PLUS, {1000}}, 2, false, 0},
        {"0.000001 in millionths", {1, -2, PLUS, {100}}, 6, true, 1},
        {"1.5 as a whole", {2, 0, PLUS, {1, 5000}}, 0, false, 0},
        {"the largest numeric(18,2)", {5, 3, PLUS, {9999, 9999, 9999, 9999, 9900}}, 2, true, DEC_MAX},
        {"the smallest numeric(18,6)", {5, 2, MINUS, {9999, 9999, 9999, 9999, 9900}}, 6, true, -DEC_MAX},
        {"2^63 - 1", {5, 4, PLUS, {922, 3372, 368, 5477, 5807}}, 0, true, INT64_MAX},
        {"2^63", {5, 4, PLUS, {922, 3372, 368, 5477, 5808}}, 0, false, 0},
        {"2^63 - 1 in fen", {6, 3, PLUS, {9, 2233, 7203, 6854, 7758, 700}}, 2, false, 0},
        {"10^20", {1, 5, PLUS, {1}}, 0, false, 0},
        {"10^18 in millionths", {1, 4, PLUS, {100}}, 6, false, 0},
        {"ten digits of base 10000", {10, 9, PLUS, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}, 0, false, 0},
        {"NaN", {0, 0, NOT_A_NUMBER, {0}}, 2, false, 0},
        {"infinity", {0, 0, INFINITE, {0}}, 2, false, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct db_row_reader reader = {0};
        struct buf message = {0};
        struct db_row row;
        struct err err = {0};
        put_header(&message, 0, 0);
        put(&message, 2, 1);
        put_numeric(&message, &cases[i].number);
        assert_true(parse(&reader, &message, &row));
        int64_t value = db_row_dec(&row, 0, cases[i].scale);
        bool ok = db_row_check(&row, &err);
        if (ok != cases[i].ok || value != cases[i].value)
            fail_msg("%s at scale %d: %s, %lld", cases[i].what, cases[i].scale, ok ? "read" : "refused",
                     (long long)value);
        if (!ok)
            assert_int_equal(err.code, ERR_OVERFLOW);
        buf_free(&message);
    }
}

static void dates_outside_ours_are_refused(void **state)
{
    (void)state;
    static const struct {
        int64_t days;
        bool ok;
        date value;
    } cases[] = {
        {0, true, 10957},
        {-10957, true, 0},
        {INT32_MAX, true, DATE_NEVER},
        {INT32_MIN, false, DATE_NONE},
        {INT32_MAX - 1, false, DATE_NONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct db_row_reader reader = {0};
        struct buf message = {0};
        struct db_row row;
        struct err err = {0};
        put_header(&message, 0, 0);
        put(&message, 2, 1);
        put_whole(&message, 4, cases[i].days);
        assert_true(parse(&reader, &message, &row));
        assert_int_equal(db_row_date(&row, 0), cases[i].value);
        assert_int_equal(db_row_check(&row, &err), cases[i].ok);
        buf_free(&message);
    }
}

static int64_t as_whole(const struct db_row *row)
{
    return db_row_int(row, 0);
}

static int64_t as_truth(const struct db_row *row)
{
    return db_row_bool(row, 0) ? 1 : 0;
}

static int64_t as_date(const struct db_row *row)
{
    return db_row_date(row, 0) == DATE_NONE ? 0 : 1;
}

static int64_t as_decimal(const struct db_row *row)
{
    return db_row_dec(row, 0, SCALE_FEN);
}

static int64_t as_another_column(const struct db_row *row)
{
    return db_row_int(row, 1);
}

static void column_of_another_type_is_an_error_that_cannot_be_forgotten(void **state)
{
    (void)state;
    int64_t (*const readers[])(const struct db_row *) = {as_whole, as_truth, as_date, as_decimal,
                                                         as_another_column};

    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        struct db_row_reader reader = {0};
        struct buf message = {0};
        struct db_row row;
        bool is_row;
        struct err err = {0}, later = {0};
        put_header(&message, 0, 0);
        put(&message, 2, 1);
        put_text(&message, "three");
        assert_true(parse(&reader, &message, &row));
        assert_int_equal(readers[i](&row), 0);
        assert_false(db_row_check(&row, &err));
        assert_int_equal(err.code, ERR_DB_QUERY);
        assert_non_null(strstr(err.text, "row 1, column "));
        buf_clear(&message);
        put(&message, 2, -1);
        assert_false(db_row_parse(&reader, message.data, message.length, &row, &is_row, &later));
        assert_string_equal(later.text, err.text);
        buf_free(&message);
    }
}

/* A row of one column that holds these bytes. */
static void put_column(struct buf *message, const struct buf *bytes)
{
    put_header(message, 0, 0);
    put(message, 2, 1);
    put(message, 4, (int64_t)bytes->length);
    buf_add(message, bytes->data, bytes->length);
}

static void put_listed(struct buf *list, const struct numeric *number)
{
    struct buf field = {0};

    put_numeric(&field, number);
    buf_add(list, field.data + 4, field.length - 4);
    buf_free(&field);
}

static void lists_of_numbers_are_read_one_by_one(void **state)
{
    (void)state;
    struct db_row_reader reader = {0};
    struct buf list = {0}, message = {0};
    struct db_row row;
    struct err err = {0};
    bool is_null;

    put_listed(&list, &(struct numeric){2, 0, 0, {1234, 5000}});
    put(&list, 2, 0xFFFF);
    put_listed(&list, &(struct numeric){0, 0, 0, {0}});
    put_listed(&list, &(struct numeric){5, 3, 0x4000, {9999, 9999, 9999, 9999, 9900}});
    put_column(&message, &list);
    assert_true(parse(&reader, &message, &row));
    struct db_list numbers = db_row_list(&row, 0);
    assert_int_equal(db_list_dec(&numbers, 2, &is_null), 123450);
    assert_false(is_null);
    assert_int_equal(db_list_dec(&numbers, 2, &is_null), 0);
    assert_true(is_null);
    assert_int_equal(db_list_dec(&numbers, 2, &is_null), 0);
    assert_false(is_null);
    assert_true(db_list_dec(&numbers, 2, &is_null) == -DEC_MAX);
    db_list_end(&numbers);
    assert_true(db_row_check(&row, &err));
    buf_free(&list);
    buf_free(&message);
}

static void lists_of_words_are_read_one_by_one(void **state)
{
    (void)state;
    struct db_row_reader reader = {0};
    struct buf list = {0}, message = {0};
    struct db_row row;
    struct err err = {0};
    size_t length;

    buf_puts(&list, "≥266 n/a 3");
    put_column(&message, &list);
    assert_true(parse(&reader, &message, &row));
    struct db_list words = db_row_list(&row, 0);
    assert_memory_equal(db_list_word(&words, &length), "≥266", 6);
    assert_int_equal(length, 6);
    assert_memory_equal(db_list_word(&words, &length), "n/a", 3);
    assert_int_equal(length, 3);
    assert_memory_equal(db_list_word(&words, &length), "3", 1);
    assert_int_equal(length, 1);
    db_list_end(&words);
    assert_true(db_row_check(&row, &err));
    buf_free(&list);
    buf_free(&message);
}

enum list_fault {
    TOO_FEW_NUMBERS,
    TOO_MANY_NUMBERS,
    HALF_A_NUMBER,
    TOO_FEW_WORDS,
    TOO_MANY_WORDS,
    LIST_FAULTS
};

static void read_broken_list(enum list_fault fault, const struct db_row *row)
{
    struct db_list list = db_row_list(row, 0);
    bool is_null;
    size_t length;

    switch (fault) {
    case TOO_FEW_NUMBERS:
        db_list_dec(&list, 2, &is_null);
        db_list_dec(&list, 2, &is_null);
        break;
    case HALF_A_NUMBER: db_list_dec(&list, 2, &is_null); break;
    case TOO_FEW_WORDS:
        db_list_word(&list, &length);
        db_list_word(&list, &length);
        break;
    case TOO_MANY_NUMBERS:
    case TOO_MANY_WORDS: db_list_end(&list); break;
    case LIST_FAULTS: break;
    }
}

static void list_of_another_length_is_an_error(void **state)
{
    (void)state;

    for (int fault = 0; fault < LIST_FAULTS; fault++) {
        struct db_row_reader reader = {0};
        struct buf list = {0}, message = {0};
        struct db_row row;
        struct err err = {0};
        if (fault < TOO_FEW_WORDS)
            put_listed(&list, &(struct numeric){2, 0, 0, {1234, 5000}});
        else
            buf_puts(&list, "achieved");
        if (fault == HALF_A_NUMBER)
            list.length--;
        put_column(&message, &list);
        assert_true(parse(&reader, &message, &row));
        read_broken_list((enum list_fault)fault, &row);
        assert_false(db_row_check(&row, &err));
        buf_free(&list);
        buf_free(&message);
    }
}

static void make_text_copy(struct buf *message)
{
    buf_puts(message, "1\tone\tand some more of it\n");
}

static void make_unknown_flags(struct buf *message)
{
    put_header(message, 1 << 16, 0);
}

static void make_long_extension(struct buf *message)
{
    put_header(message, 0, 3);
    message->length--;
}

/* The header, and of a row with two columns the first. */
static void begin_row_of_two(struct buf *message)
{
    put_header(message, 0, 0);
    put(message, 2, 2);
    put_whole(message, 4, 1);
}

static void make_half_row(struct buf *message)
{
    begin_row_of_two(message);
}

static void make_field_past_the_end(struct buf *message)
{
    begin_row_of_two(message);
    put(message, 4, 5);
    put(message, 4, 0);
}

static void make_negative_length(struct buf *message)
{
    begin_row_of_two(message);
    put(message, 4, -2);
}

static void make_rest_after_the_row(struct buf *message)
{
    begin_row_of_two(message);
    put_whole(message, 4, 2);
    buf_putc(message, '!');
}

static void make_other_columns(struct buf *message)
{
    put_header(message, 0, 0);
    put(message, 2, 1);
    put_whole(message, 4, 1);
}

static void make_too_many_columns(struct buf *message)
{
    put_header(message, 0, 0);
    put(message, 2, 30000);
}

static void broken_messages_are_refused(void **state)
{
    (void)state;
    void (*const makers[])(struct buf *) = {
        make_text_copy,          make_unknown_flags,      make_long_extension,
        make_half_row,           make_field_past_the_end, make_negative_length,
        make_rest_after_the_row, make_other_columns,      make_too_many_columns};

    for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++) {
        struct db_row_reader reader = {.columns = 2};
        struct buf message = {0};
        struct db_row row;
        bool is_row;
        struct err err = {0};
        makers[i](&message);
        /* In memory of exactly its size, so that reading on is caught. */
        char *exact = mem_text_n(message.data, message.length);
        exact = realloc(exact, message.length);
        assert_false(db_row_parse(&reader, exact, message.length, &row, &is_row, &err));
        assert_int_equal(err.code, ERR_DB_LOST);
        free(exact);
        buf_free(&message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_every_type_are_read),
        cmocka_unit_test(null_is_told_from_zero_and_is_no_error),
        cmocka_unit_test(header_extension_and_trailer_are_no_rows),
        cmocka_unit_test(decimals_are_exact_or_an_error),
        cmocka_unit_test(dates_outside_ours_are_refused),
        cmocka_unit_test(column_of_another_type_is_an_error_that_cannot_be_forgotten),
        cmocka_unit_test(lists_of_numbers_are_read_one_by_one),
        cmocka_unit_test(lists_of_words_are_read_one_by_one),
        cmocka_unit_test(list_of_another_length_is_an_error),
        cmocka_unit_test(broken_messages_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
