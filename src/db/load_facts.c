#include "db/load_facts.h"

#include <stdlib.h>

#include "db/copy_text.h"
#include "db/load_rows.h"
#include "db/load_values.h"

static bool ask_table(void *ctx, struct db_call *call, struct err *err);
static bool on_row(void *ctx, const char *data, size_t length, struct err *err);
static bool got_table(void *ctx, const struct pg_result *result, struct err *err);

const struct db_step load_facts_steps[] = {
    {"reading projects", ask_table, got_table},
    {"reading units", ask_table, got_table},
    {"reading budgets", ask_table, got_table},
    {"reading budget adjustments", ask_table, got_table},
    {"reading plans", ask_table, got_table},
    {"reading execution", ask_table, got_table},
    {"reading sister projects", ask_table, got_table},
    {"reading indicators", ask_table, got_table},
    {"reading the months reported", ask_table, got_table},
    {"looking how close indicators lie", ask_table, got_table},
    {"reading indicator targets", ask_table, got_table},
    {"reading indicator values", ask_table, got_table},
    {"reading milestones", ask_table, got_table},
    {"reading contracts", ask_table, got_table},
    {"reading ceilings", ask_table, got_table},
    {"reading ceiling spending", ask_table, got_table},
    {"reading rectifications", ask_table, got_table},
    {NULL, NULL, NULL},
};
_Static_assert(sizeof load_facts_steps / sizeof *load_facts_steps == LOAD_TABLES + 1,
               "a step for each table");

/* Adds what reads the table to the text; false: nothing of it is needed. */
static bool add_table(struct load_facts *load, const struct load_table *table)
{
    const struct load_form *form = load_form_now(load, table);
    bool with_last_year = table->take == take_execution_year && load->last_year_counts;
    int first_year = load->first_year - (with_last_year ? 1 : 0);
    struct load_values values = {0};
    bool any;

    for (size_t i = 0; form != NULL && i < LOAD_PARAMS && form->parameters[i] != BY_NOTHING; i++)
        load_values_add(&values, load, form->parameters[i], first_year);
    if (values.any) {
        if (load->sql.length > 0)
            buf_puts(&load->sql, ";\n");
        copy_text(&load->sql, form->sql, values.list, values.count);
    }
    any = values.any;
    load_values_free(&values);
    return any;
}

static void end_table(struct load_facts *load)
{
    if (load_tables[load->table].store != NULL)
        load_tables[load->table].store(load);
    load->group.entry = NULL;
    load->at = 0;
    load->table++;
}

/* Those of which nothing is read are over when their turn comes. */
static void begin_table(struct load_facts *load)
{
    while (load->table < load->asked && (load->joined >> load->table & 1) == 0)
        end_table(load);
    if (load->table < load->asked)
        load->reader = (struct db_row_reader){.columns = load_tables[load->table].columns};
}

/* The text is named after the first table in it: where nothing of that is needed, the next step asks. */
static bool ask_table(void *ctx, struct db_call *call, struct err *err)
{
    struct load_facts *load = ctx;

    (void)err;
    if (load->skip || load->step++ < load->asked)
        return true; /* it came with one before */
    load->last_year_counts = load_uses_curve(load->policy, CURVE_LAST_YEAR);
    buf_clear(&load->sql);
    load->joined = 0;
    do {
        if (add_table(load, &load_tables[load->asked])) {
            load->joined |= 1U << load->asked;
            call->statements++;
        }
        load->asked++;
    } while (load->joined != 0 && load->asked < LOAD_TABLES && !load_tables[load->asked].waits);
    begin_table(load);
    if (load->joined == 0)
        return true;
    call->sql = buf_text(&load->sql);
    call->on_row = on_row;
    call->ctx = load;
    return true;
}

static bool on_row(void *ctx, const char *data, size_t length, struct err *err)
{
    struct load_facts *load = ctx;
    struct db_row row;
    bool is_row;

    if (load->table == load->asked)
        return err_set(err, ERR_DB_LOST, "the database sent rows that were not asked for");
    if (!db_row_parse(&load->reader, data, length, &row, &is_row, err))
        return false;
    if (is_row) {
        load_tables[load->table].take(load, &row);
        return db_row_check(&row, err);
    }
    if (load->reader.ended) {
        end_table(load);
        begin_table(load);
    }
    return true;
}

static bool got_table(void *ctx, const struct pg_result *result, struct err *err)
{
    const struct load_facts *load = ctx;

    (void)result;
    return load->table == load->asked ||
           err_set(err, ERR_DB_LOST, "the database has not sent all that was asked for");
}

void load_facts_done(struct load_facts *load)
{
    facts_set_free(&load->set);
    buf_free(&load->sql);
    free(load->group.items);
    unit_table_free(&load->looked_up);
    *load = (struct load_facts){0};
}
