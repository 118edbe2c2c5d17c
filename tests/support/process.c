#include "process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <libpq-fe.h>

enum { PROCESS_ARGS = 32, PROCESS_PAUSE = 5 * 1000 * 1000, PROCESS_SQL = 1024 };

/* What would make the program talk to somebody else than the test. */
static const char *const process_not_inherited[] = {
    "JOURNAL_STREAM", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY",
    "PGHOST",         "PGHOSTADDR",    "PGPORT",        "PGDATABASE",   "PGUSER",
    "PGPASSWORD",     "PGSERVICE",     "PGOPTIONS",
};

const char *process_notify_socket;

static void process_exec(const struct process *process, pid_t parent, const char *const args[])
{
    const char *argv[PROCESS_ARGS + 2] = {BUDGETWATCH_BINARY};

    for (size_t i = 0; args[i] != NULL && i < PROCESS_ARGS; i++)
        argv[i + 1] = args[i];
    for (size_t i = 0; i < sizeof process_not_inherited / sizeof *process_not_inherited; i++)
        unsetenv(process_not_inherited[i]);
    if (process_notify_socket != NULL)
        setenv("NOTIFY_SOCKET", process_notify_socket, 1);
    /* A test that died before the request was made is noticed by its number. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(126);
    int in = open("/dev/null", O_RDONLY);
    dup2(in, STDIN_FILENO);
    dup2(process->out, STDOUT_FILENO);
    dup2(process->err, STDERR_FILENO);
    execv(argv[0], (char *const *)argv);
    _exit(127);
}

void process_start(struct process *process, const char *const args[])
{
    pid_t parent = getpid();

    *process =
        (struct process){.out = memfd_create("out", MFD_CLOEXEC), .err = memfd_create("err", MFD_CLOEXEC)};
    if (process->out < 0 || process->err < 0)
        fail_msg("no memory file");
    process->pid = fork();
    if (process->pid < 0)
        fail_msg("no child");
    if (process->pid == 0)
        process_exec(process, parent, args);
}

static char *process_text(int fd)
{
    struct stat info;

    if (fstat(fd, &info) != 0)
        fail_msg("what the program wrote cannot be read");
    size_t size = (size_t)info.st_size, length = 0;
    char *text = calloc(1, size + 1);
    for (ssize_t n; length < size && (n = pread(fd, text + length, size - length, (off_t)length)) > 0;)
        length += (size_t)n;
    return text;
}

char *process_log(const struct process *process)
{
    return process_text(process->err);
}

static int process_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool process_is_running(struct process *process)
{
    siginfo_t info = {0};

    /* Left to be waited for, so that process_stop() has its status. */
    return process->pid > 0 && waitid(P_PID, (id_t)process->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0;
}

static bool process_has_ended(void *ctx)
{
    return !process_is_running(ctx);
}

static int process_wait(struct process *process)
{
    int status = 0;

    if (waitpid(process->pid, &status, 0) != process->pid)
        fail_msg("the program cannot be waited for");
    process->pid = 0;
    return process_status(status);
}

void process_signal(struct process *process, int number)
{
    if (process->pid <= 0 || kill(process->pid, number) != 0)
        fail_msg("there is no program to send signal %d to", number);
}

int process_stop(struct process *process)
{
    process_signal(process, SIGTERM);
    wait_until_true(NULL, process_has_ended, process, PROCESS_PATIENCE, "the program ends on SIGTERM");
    return process_wait(process);
}

void process_kill(struct process *process)
{
    process_signal(process, SIGKILL);
    process_wait(process);
}

void process_forget(struct process *process)
{
    if (process->pid > 0)
        process_kill(process);
    if (process->err > 0) {
        close(process->out);
        close(process->err);
    }
    *process = (struct process){0};
}

struct run process_run(const char *const args[])
{
    struct process process;
    struct run run;

    process_start(&process, args);
    wait_until_true(NULL, process_has_ended, &process, 5 * PROCESS_PATIENCE, "the program comes to its end");
    run.status = process_wait(&process);
    run.out = process_text(process.out);
    run.err = process_text(process.err);
    process_forget(&process);
    return run;
}

void run_free(struct run *run)
{
    free(run->out);
    free(run->err);
    *run = (struct run){0};
}

void process_expect(int status, const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != status)
        fail_msg("budgetwatch %s: exit status %d instead of %d: %s%s", args[0], run.status, status, run.out,
                 run.err);
    run_free(&run);
}

void process_database_copy(const struct cluster *cluster, const char *name, const char *original,
                           struct cluster *ret_database)
{
    char sql[PROCESS_SQL];

    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", name, original);
    if (cluster_sql(cluster, sql) == NULL)
        fail_msg("no database %s", name);
    *ret_database = *cluster;
    int length = snprintf(ret_database->conninfo, sizeof ret_database->conninfo,
                          "host=%s port=5432 user=postgres dbname=%s", cluster->dir, name);
    assert_in_range(length, 1, sizeof ret_database->conninfo - 1);
}

void process_database(const struct cluster *cluster, const char *name, struct cluster *ret_database)
{
    process_database_copy(cluster, name, "template1", ret_database);
}

void process_ledger(const struct cluster *cluster, const char *name, struct cluster *ret_database)
{
    process_database(cluster, name, ret_database);
    process_expect(0, (const char *[]){"migrate", "--database", ret_database->conninfo, NULL});
}

void process_rehearsal(const struct cluster *cluster, const char *name, struct cluster *ret_database)
{
    process_database(cluster, name, ret_database);
    process_expect(0, (const char *[]){"migrate", "--rehearsal", "--database", ret_database->conninfo, NULL});
}

void process_import(const struct cluster *database, const char *path)
{
    process_expect(0, (const char *[]){"import", path, "--database", database->conninfo, NULL});
}

const char *process_file(const struct cluster *cluster, const char *name, const char *text, ...)
{
    static char path[512];
    va_list args;

    snprintf(path, sizeof path, "%s/%s", cluster->dir, name);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        fail_msg("%s cannot be written", path);
    va_start(args, text);
    vfprintf(file, text, args);
    va_end(args);
    if (fclose(file) != 0)
        fail_msg("%s cannot be written", path);
    return path;
}

void process_secret(const struct cluster *cluster)
{
    chmod(process_file(cluster, "secret", "%s\n", PROCESS_SECRET), 0600);
}

const char *shared_path(const char *name)
{
    static char path[512];
    const char *folder = getenv("BUDGETWATCH_SHARED"), *ci = getenv("CI");

    if (folder == NULL)
        folder = SOURCE_DIR "/../shared";
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (access(path, R_OK) == 0)
        return path;
    if (ci != NULL && strcmp(ci, "true") == 0)
        fail_msg("%s is missing; set BUDGETWATCH_SHARED", path);
    print_message("%s is missing; set BUDGETWATCH_SHARED\n", path);
    skip();
    return NULL;
}

static void process_fail(struct process *process, const char *what, const char *sentence)
{
    char *log = process != NULL ? process_log(process) : NULL;

    /* The text is leaked: fail_msg does not come back. */
    fail_msg("%s: %s\n%s", what, sentence, log != NULL ? log : "");
}

void wait_until_true(struct process *process, bool (*is_so)(void *ctx), void *ctx, int seconds,
                     const char *sentence)
{
    struct timespec now, begin;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (!is_so(ctx)) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begin.tv_sec > seconds)
            process_fail(process, "this did not come true in time", sentence);
        if (process != NULL && !process_is_running(process))
            process_fail(process, "the program ended while this was waited for", sentence);
        nanosleep(&(struct timespec){.tv_nsec = PROCESS_PAUSE}, NULL);
    }
}

/* One connection for as long as is waited: a new server process for each look would cost more than what is
 * waited for. */
struct process_query {
    PGconn *pg;
    const char *sql;
};

static bool process_query_is_true(void *ctx)
{
    struct process_query *query = ctx;
    PGresult *result = PQexec(query->pg, query->sql);
    bool told = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    bool is_so = told && strcmp(PQgetvalue(result, 0, 0), "t") == 0;

    if (!told) {
        fprintf(stderr, "%s: %s", query->sql, PQerrorMessage(query->pg));
        PQreset(query->pg);
    }
    PQclear(result);
    return is_so;
}

void wait_until(struct process *process, const struct cluster *database, const char *sql, int seconds,
                const char *sentence)
{
    struct process_query query = {PQconnectdb(database->conninfo), sql};

    wait_until_true(process, process_query_is_true, &query, seconds, sentence);
    PQfinish(query.pg);
}

void wait_for_rest(struct process *process, const struct cluster *database, const char *as_of)
{
    char sql[PROCESS_SQL];

    snprintf(sql, sizeof sql,
             "SELECT NOT EXISTS (SELECT FROM change_log)"
             " AND NOT EXISTS (SELECT FROM schedule WHERE next_on <= date '%s')"
             " AND NOT EXISTS (SELECT FROM events WHERE NOT formed)"
             " AND NOT EXISTS (SELECT FROM message_events WHERE state = 'waiting')"
             " AND fingerprint <> '' AND proved_on = date '%s' FROM full_pass",
             as_of, as_of);
    wait_until(process, database, sql, PROCESS_PATIENCE, "the daemon has done all there is to do");
}
