#include "cluster.h"

#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <libpq-fe.h>

enum { CLUSTER_PATH = 256, CLUSTER_START_TRIES = 3000, CLUSTER_START_PAUSE = 10 * 1000 * 1000 };

/* A program of the server: where BUDGETWATCH_PG_BIN says, else of the newest version that Debian's layout
 * has. */
static bool cluster_program(const char *name, char path[static CLUSTER_PATH])
{
    const char *directory = getenv("BUDGETWATCH_PG_BIN");
    glob_t found = {0};

    snprintf(path, CLUSTER_PATH, "%s/%s", directory != NULL ? directory : "/usr/lib/postgresql/*/bin", name);
    bool ok = glob(path, 0, NULL, &found) == 0 && found.gl_pathc > 0;
    if (ok)
        snprintf(path, CLUSTER_PATH, "%s", found.gl_pathv[found.gl_pathc - 1]);
    else
        fprintf(stderr, "cluster: no %s; install postgresql or set BUDGETWATCH_PG_BIN\n", path);
    globfree(&found);
    return ok;
}

static const struct passwd *cluster_user(void)
{
    return geteuid() == 0 ? getpwnam("nobody") : NULL;
}

/* Start a program with its output in the cluster's log. */
static pid_t cluster_spawn(const struct cluster *cluster, char *const argv[])
{
    const struct passwd *user = cluster_user();
    char log[CLUSTER_PATH];
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    snprintf(log, sizeof log, "%s/log", cluster->dir);
    if (user != NULL && (setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(126);
    int out = open(log, O_CREAT | O_WRONLY | O_APPEND, 0600);
    /* After setuid, which forgets it. */
    if (out < 0 || prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 || chdir(cluster->dir) != 0)
        _exit(126);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    setenv("LC_ALL", "C", 1);
    execv(argv[0], argv);
    _exit(127);
}

static bool cluster_make(const struct cluster *cluster)
{
    char initdb[CLUSTER_PATH], data[CLUSTER_PATH];
    int status = -1;

    if (!cluster_program("initdb", initdb))
        return false;
    snprintf(data, sizeof data, "%s/data", cluster->dir);
    pid_t pid = cluster_spawn(cluster, (char *[]){initdb, "-D", data, "-A", "trust", "-U", "postgres", "-E",
                                                  "UTF8", "--locale=C.UTF-8", "--no-sync", NULL});
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool cluster_answers(const struct cluster *cluster)
{
    for (int i = 0; i < CLUSTER_START_TRIES; i++) {
        if (PQping(cluster->conninfo) == PQPING_OK)
            return true;
        if (waitpid(cluster->pid, NULL, WNOHANG) == cluster->pid)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = CLUSTER_START_PAUSE}, NULL);
    }
    return false;
}

static int cluster_remove(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
    (void)info;
    (void)kind;
    (void)ftw;
    return remove(path);
}

/* A folder of its own, and how to reach what will run there. */
static bool cluster_settle(struct cluster *cluster)
{
    const struct passwd *user = cluster_user();

    *cluster = (struct cluster){.pid = -1};
    /* A cluster is 40 MB of new files, which a file system in memory takes in a fifth of the time. */
    const char *folder = getenv("BUDGETWATCH_CLUSTERS");
    snprintf(cluster->dir, sizeof cluster->dir, "%s/bw-test-XXXXXX", folder != NULL ? folder : "/tmp");
    if (mkdtemp(cluster->dir) == NULL ||
        (user != NULL && chown(cluster->dir, user->pw_uid, user->pw_gid) != 0)) {
        perror("cluster");
        return false;
    }
    snprintf(cluster->conninfo, sizeof cluster->conninfo, "host=%s port=5432 user=postgres dbname=postgres",
             cluster->dir);
    return true;
}

bool cluster_resume(struct cluster *cluster)
{
    char postgres[CLUSTER_PATH], data[CLUSTER_PATH];

    snprintf(data, sizeof data, "%s/data", cluster->dir);
    if (cluster_program("postgres", postgres)) {
        cluster->pid = cluster_spawn(cluster, (char *[]){postgres, "-D", data, "-k", cluster->dir, "-c",
                                                         "listen_addresses=", "-c", "port=5432", "-c",
                                                         "fsync=off", "-c", "max_connections=50", NULL});
        if (cluster->pid > 0 && cluster_answers(cluster))
            return true;
    }
    fprintf(stderr, "cluster: PostgreSQL does not start; see %s/log\n", cluster->dir);
    if (cluster->pid > 0)
        kill(cluster->pid, SIGQUIT);
    return false;
}

bool cluster_start(struct cluster *cluster)
{
    return cluster_settle(cluster) && cluster_make(cluster) && cluster_resume(cluster);
}

static bool cluster_set(const struct cluster *cluster, const char *settings)
{
    char path[CLUSTER_PATH];

    snprintf(path, sizeof path, "%s/data/postgresql.conf", cluster->dir);
    FILE *file = fopen(path, "a");
    bool ok = file != NULL && fprintf(file, "\n%s\n", settings) > 0;
    return (file == NULL || fclose(file) == 0) && ok;
}

bool cluster_start_with(struct cluster *cluster, const char *settings)
{
    return cluster_settle(cluster) && cluster_make(cluster) && cluster_set(cluster, settings) &&
           cluster_resume(cluster);
}

bool cluster_start_standby(struct cluster *standby, const struct cluster *primary)
{
    char program[CLUSTER_PATH], data[CLUSTER_PATH];
    int status = -1;

    if (!cluster_settle(standby) || !cluster_program("pg_basebackup", program))
        return false;
    snprintf(data, sizeof data, "%s/data", standby->dir);
    pid_t pid = cluster_spawn(standby, (char *[]){program, "-h", (char *)(uintptr_t)primary->dir, "-p",
                                                  "5432", "-U", "postgres", "-D", data, "-X", "stream", "-c",
                                                  "fast", "-R", "--no-sync", NULL});
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 && cluster_resume(standby);
}

void cluster_halt(struct cluster *cluster, int number)
{
    kill(cluster->pid, number);
    waitpid(cluster->pid, NULL, 0);
}

void cluster_stop(struct cluster *cluster)
{
    if (cluster->pid <= 0)
        return;
    kill(cluster->pid, SIGQUIT); /* at once: nothing of it is kept */
    waitpid(cluster->pid, NULL, 0);
    nftw(cluster->dir, cluster_remove, 16, FTW_DEPTH | FTW_PHYS);
    cluster->pid = -1;
}

const char *cluster_sql(const struct cluster *cluster, const char *sql)
{
    static char value[1024];
    PGconn *pg = PQconnectdb(cluster->conninfo);
    PGresult *result = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;

    if (!ok)
        fprintf(stderr, "cluster: %s: %s", sql, PQerrorMessage(pg));
    snprintf(value, sizeof value, "%s", ok && PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(pg);
    return ok ? value : NULL;
}

bool cluster_prepare_years(const struct cluster *cluster)
{
    return cluster_sql(cluster, "SELECT prepare_fiscal_year(year) FROM generate_series(2022, 2025) year") !=
           NULL;
}
