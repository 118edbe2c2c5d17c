#include "bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void bench_fail(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fprintf(stderr, "%s: ", program_invocation_short_name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

int64_t bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void bench_sleep(int64_t ns)
{
    const struct timespec wait = {.tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S};

    if (ns > 0)
        nanosleep(&wait, NULL);
}

long bench_number(const char *text, long least, long most, const char *what)
{
    char *end;
    long value;

    errno = 0;
    value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        bench_fail("%s: \"%s\" is not a number from %ld to %ld", what, text, least, most);
    return value;
}

PGconn *bench_connect(const char *conninfo)
{
    PGconn *conn = PQconnectdb(conninfo);

    if (PQstatus(conn) != CONNECTION_OK)
        bench_fail("no connection: %s", PQerrorMessage(conn));
    bench_do(conn, "SET application_name = 'bench'");
    return conn;
}

PGresult *bench_sql(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        bench_fail("%s\n  in: %s", PQresultErrorMessage(result), sql);
    return result;
}

void bench_do(PGconn *conn, const char *sql)
{
    PQclear(bench_sql(conn, sql));
}

bool bench_holds(PGconn *conn, const char *sql)
{
    PGresult *result = bench_sql(conn, sql);
    bool holds = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;

    PQclear(result);
    return holds;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void bench_sort(int64_t *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
}

int64_t bench_percentile(const int64_t *sorted, size_t count, unsigned p)
{
    size_t rank = (count * p + 99) / 100;

    return sorted[rank > 0 ? rank - 1 : 0];
}

int64_t bench_cpu_of(int pid)
{
    char path[64];
    int64_t ns;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/schedstat", pid);
    file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%" SCNd64, &ns) != 1)
        bench_fail("%s cannot be read: the kernel does not count processor time, or the process is gone",
                   path);
    fclose(file);
    return ns;
}

void bench_write_port(const char *path, int port)
{
    char made[4096];
    FILE *file;

    snprintf(made, sizeof made, "%s.new", path);
    file = fopen(made, "w");
    if (file == NULL || fprintf(file, "%d\n", port) < 0 || fclose(file) != 0 || rename(made, path) != 0)
        bench_fail("%s cannot be written: %s", path, strerror(errno));
}

char *bench_fill(const char *format, const char *code, const char *flag)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        bench_fail("out of memory");
    for (const char *at = format; *at != '\0'; at++) {
        if (at[0] == '%' && (at[1] == 'C' || at[1] == 'B'))
            fputs(*++at == 'C' ? code : flag, out);
        else
            fputc(*at, out);
    }
    if (fclose(out) != 0)
        bench_fail("out of memory");
    return text;
}
