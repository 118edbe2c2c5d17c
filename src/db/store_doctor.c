#include "db/store_doctor.h"

#include <stdio.h>

#include <libpq-fe.h>

#include "embedded/statements.h"

static const struct {
    const char *title, *sql;
} sections[] = {
    {"the server", sql_doctor_server},
    {"settings of the server", sql_doctor_settings},
    {"schema", sql_doctor_schema},
    {"fiscal years", sql_doctor_years},
    {"leader, change log, full pass, nightly proof", sql_doctor_engine},
    {"states by rule", sql_doctor_states},
    {"events of seven days", sql_doctor_events},
    {"messages", sql_doctor_queue},
    {"dead letters by status", sql_doctor_dead},
    {"attempts of seven days", sql_doctor_attempts},
    {"channels", sql_doctor_channels},
    {"sources", sql_doctor_sources},
    {"cities", sql_doctor_cities},
    {"tables, bloat, vacuum", sql_doctor_tables},
    {"sessions", sql_doctor_activity},
    {"locks that are waited for", sql_doctor_locks},
    {"standbys, slots, prepared transactions", sql_doctor_replication},
    {"roles", sql_doctor_roles},
};

size_t store_doctor_count(void)
{
    return sizeof sections / sizeof sections[0];
}

const char *store_doctor_title(size_t section)
{
    return sections[section].title;
}

bool store_doctor_begin(struct db_session *session, struct err *err)
{
    return db_session_exec(session,
                           "SET default_transaction_read_only = on; SET lock_timeout = '2s';"
                           " SET statement_timeout = '10s'",
                           err);
}

bool store_doctor_read(struct db_session *session, size_t section, struct pg_result **ret_rows,
                       struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sections[section].sql}, ret_rows, err);
}

const char *store_libpq_version(char text[static STORE_LIBPQ_TEXT])
{
    int version = PQlibVersion();

    snprintf(text, STORE_LIBPQ_TEXT, "libpq %d.%d", version / 10000, version % 10000);
    return text;
}
