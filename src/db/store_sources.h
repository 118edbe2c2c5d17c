/* What is written down of sources: how each fares, and the deviations that say it. */
#ifndef DB_STORE_SOURCES_H
#define DB_STORE_SOURCES_H

#include "core/source.h"
#include "db/session.h"

struct source_known {
    bool has_rows;
    int64_t rows; /* that it yielded last time */
    int failures; /* in a row, before this reading */
    char last_well[24];
};

/* A source of which nothing is written down is all zero. */
MUST_CHECK bool store_source_known(struct db_session *session, const char *source, const char *kind,
                                   int utc_offset, struct source_known *ret_known, struct err *err);

/* Inside a transaction, at its end. ERR_CONFLICT: another daemon has taken over. */
MUST_CHECK bool store_source_guard(struct db_session *session, const char *holder, int64_t epoch,
                                   struct err *err);

/* Those that stand, and those of the year, for source_decide(); locked until the transaction ends. */
MUST_CHECK bool store_source_deviations(struct db_session *session, const char *source, int year,
                                        struct arena *arena, struct source_deviation **ret_list,
                                        size_t *ret_count, struct err *err);
MUST_CHECK bool store_source_deviate(struct db_session *session, const char *source, date today,
                                     const struct source_change *change, struct err *err);

struct source_counts {
    int64_t rows, added, changed, removed;
};
MUST_CHECK bool store_source_well(struct db_session *session, const char *source, const char *kind,
                                  const struct source_counts *counts, struct err *err);
MUST_CHECK bool store_source_unwell(struct db_session *session, const char *source, const char *kind,
                                    enum source_fault fault, const char *reason, struct err *err);

/* What it brought, but of `kind` (NULL: of every kind). */
MUST_CHECK bool store_source_forget_rows(struct db_session *session, const char *source, const char *kind,
                                         struct err *err);

/* Sources of which something is kept and that are not among these. Texts go into the arena. */
MUST_CHECK bool store_source_others(struct db_session *session, const char *const *names, size_t count,
                                    struct arena *arena, const char ***ret_others, size_t *ret_count,
                                    struct err *err);
MUST_CHECK bool store_source_forget(struct db_session *session, const char *source, struct err *err);

/* For status. Times are RFC 3339, "" for never. */
struct source_fare {
    const char *name, *kind, *read_at, *succeeded_at;
    int64_t rows; /* -1: never */
    const char *changed_at;
    int64_t added, changed, removed; /* then */
    int64_t failures;
    const char *failing_since, *fault, *failure;
};
struct source_fares {
    struct source_fare *list; /* by name */
    size_t count;
};
MUST_CHECK bool store_source_list(struct db_session *session, struct arena *arena,
                                  struct source_fares *ret_fares, struct err *err);

#endif
