#include "core/sheet_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct row_evidence rows[] = {
    {LEDGER_EXECUTION, "P/2023//12", "a"}, {LEDGER_CONTRACTS, "C1", "a"}, {LEDGER_CONTRACTS, "C1", "b"},
    {LEDGER_CONTRACTS, "C1", "c"},         {LEDGER_CONTRACTS, "C2", "a"}, {LEDGER_RECTIFICATIONS, "C1", "d"},
};

static void expect(enum ledger_id table, const char *key, size_t first, size_t count)
{
    const struct sheet_facts facts = {.evidence = rows, .evidence_count = sizeof rows / sizeof rows[0]};
    size_t found = 99;

    assert_ptr_equal(sheet_facts_evidence(&facts, table, key, &found), count > 0 ? &rows[first] : NULL);
    assert_int_equal(found, count);
}

static void all_evidence_of_a_row_is_found_and_no_other_s(void **state)
{
    (void)state;

    expect(LEDGER_EXECUTION, "P/2023//12", 0, 1);
    expect(LEDGER_CONTRACTS, "C1", 1, 3);
    expect(LEDGER_CONTRACTS, "C2", 4, 1);
    expect(LEDGER_RECTIFICATIONS, "C1", 5, 1);
    expect(LEDGER_CONTRACTS, "C", 0, 0);
    expect(LEDGER_CONTRACTS, "C3", 0, 0);
    expect(LEDGER_CALENDAR, "C1", 0, 0);
    expect(LEDGER_UNITS, "C1", 0, 0);
}

static void without_any_there_is_none(void **state)
{
    (void)state;
    const struct sheet_facts facts = {0};
    size_t found = 99;

    assert_null(sheet_facts_evidence(&facts, LEDGER_CONTRACTS, "C1", &found));
    assert_int_equal(found, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_evidence_of_a_row_is_found_and_no_other_s),
        cmocka_unit_test(without_any_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
