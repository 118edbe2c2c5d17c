/* The real program in tests: run to its end, or in the background as the daemon that it is.
 *
 * A child is told by the kernel when the test dies, however it dies, so nothing outlives a test. Its
 * environment is the test's without what a service manager or libpq would put there. What it writes is
 * kept in memory, nothing is left on disk.
 *
 * Whatever goes wrong here fails the test (cmocka), with a sentence; so nothing of this may be called
 * inside a libuv callback. Used by #include "../support/process.c", after the headers of cmocka. The file
 * that includes it defines BUDGETWATCH_BINARY (CMake does that for tests/integration). */
#ifndef SUPPORT_PROCESS_H
#define SUPPORT_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "cluster.h"

enum { PROCESS_PATIENCE = 120 }; /* seconds; far beyond what anything takes that works */

/* A run that has ended. */
struct run {
    int status; /* exit status; 128 + number where a signal ended it */
    char *out;  /* all of standard output and standard error */
    char *err;
};

/* `args` are what follows the program's name, ending with NULL. */
struct run process_run(const char *const args[]);
void run_free(struct run *run);
/* Run it; fails the test, showing what it said, unless it exits with `status`. */
void process_expect(int status, const char *const args[]);

/* Where programs that are started from now on find a service manager; NULL: there is none. */
extern const char *process_notify_socket;

/* A program in the background. A zeroed struct is none. */
struct process {
    pid_t pid;
    int out, err; /* memory files */
};

void process_start(struct process *process, const char *const args[]);
bool process_is_running(struct process *process);
int process_stop(struct process *process);  /* SIGTERM; returns the status as in struct run */
void process_kill(struct process *process); /* kill -9: it has no chance to tidy up */
void process_signal(struct process *process, int number);
char *process_log(const struct process *process); /* what is on standard error so far; the caller frees */
void process_forget(struct process *process);     /* kills it if it runs, frees what it said; none again */

/* A database of its own in the cluster. `ret_database` is the cluster seen through it: for cluster_sql()
 * and its conninfo; never cluster_stop() that. */
void process_database(const struct cluster *cluster, const char *name, struct cluster *ret_database);
/* With the schema; of a ledger that a daemon watches by today's clock, or by one that the test sets. */
void process_ledger(const struct cluster *cluster, const char *name, struct cluster *ret_database);
void process_rehearsal(const struct cluster *cluster, const char *name, struct cluster *ret_database);
/* Takes in a folder or a file, which must go well. */
void process_import(const struct cluster *database, const char *path);
/* A database as a copy of another, to which nobody may be connected. */
void process_database_copy(const struct cluster *cluster, const char *name, const char *original,
                           struct cluster *ret_database);

/* A file in the cluster's directory, which is removed with it; returns its path (static memory, until the
 * next call). `text` takes arguments like printf. */
const char *process_file(const struct cluster *cluster, const char *name, const char *text, ...)
    __attribute__((format(printf, 3, 4)));

#define PROCESS_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
/* The file "secret", which webhooks are signed with. */
void process_secret(const struct cluster *cluster);

/* A path below the folder of real ledgers: $BUDGETWATCH_SHARED, else `shared` beside the project (static
 * memory, until the next call). Where it is missing the test is skipped; with CI=true it fails. */
const char *shared_path(const char *name);

/* Polls until it is so; after `seconds` fails the test with `sentence` and what `process` (may be NULL)
 * logged. A process that ends meanwhile fails it at once. */
void wait_until_true(struct process *process, bool (*is_so)(void *ctx), void *ctx, int seconds,
                     const char *sentence);
/* The same with a query that gives one boolean. */
void wait_until(struct process *process, const struct cluster *database, const char *sql, int seconds,
                const char *sentence);

/* Until the daemon has nothing left to do on the day `as_of` (its --as-of): the change log is empty, no
 * subject's date has come, the proof of the day is made, each event has its messages formed or will have
 * none. */
void wait_for_rest(struct process *process, const struct cluster *database, const char *as_of);

#endif
