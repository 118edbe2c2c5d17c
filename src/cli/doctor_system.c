/* The program, the machine, and the daemons on it. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <expat.h>
#include <jansson.h>
#include <uv.h>
#include <zip.h>

#include "base/clock.h"
#include "cli/doctor.h"
#include "db/migrate.h"
#include "db/store_doctor.h"
#include "net/net_versions.h"

enum { FILE_MAX = 1 << 20 };

void doctor_program(struct buf *out)
{
    char libpq[STORE_LIBPQ_TEXT];

    doctor_section(out, "program");
    buf_printf(out, "budgetwatch %s, schema version %d\n", BUDGETWATCH_VERSION, migrate_version());
    buf_printf(out, "compiler: %s, %s\n",
#ifdef __clang__
               "clang " __clang_version__,
#else
               "gcc " __VERSION__,
#endif
#ifdef __OPTIMIZE__
               "optimised"
#else
               "not optimised"
#endif
    );
#ifdef BUDGETWATCH_FAULTS
    buf_puts(out, "built with fault points: for tests, not for use\n");
#endif
#ifdef __SANITIZE_ADDRESS__
    buf_puts(out, "built with sanitizers: for tests, slow\n");
#endif
    buf_printf(out, "libraries: %s, libuv %s, jansson %s, libzip %s, %s, ", store_libpq_version(libpq),
               uv_version_string(), jansson_version_str(), zip_libzip_version(), XML_ExpatVersion());
    net_versions(out);
    buf_putc(out, '\n');
}

/* The value of a line `key=value` or `key: value` of a file; nothing is added where there is none. */
static void add_line(struct buf *out, const char *path, const char *key, const char *label)
{
    struct buf text = {0};
    struct err err = {0};

    if (buf_read_file(&text, path, FILE_MAX, &err)) {
        char *rest = NULL;
        for (char *line = strtok_r(text.data, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
            if (strncmp(line, key, strlen(key)) == 0) {
                const char *value = line + strlen(key);
                buf_printf(out, "%s%s\n", label, value + strspn(value, " \t=:"));
            }
    }
    buf_free(&text);
}

void doctor_machine(struct buf *out, const struct cli *cli)
{
    struct utsname name;
    char stamp[CLOCK_TEXT], zone[64];
    time_t now = time(NULL);
    struct tm local;

    doctor_section(out, "machine");
    if (uname(&name) == 0)
        buf_printf(out, "kernel: %s %s %s\n", name.sysname, name.release, name.machine);
    add_line(out, "/etc/os-release", "PRETTY_NAME=", "system: ");
    buf_printf(out, "processors: %ld\n", sysconf(_SC_NPROCESSORS_ONLN));
    add_line(out, "/proc/meminfo", "MemTotal:", "memory: ");
    add_line(out, "/proc/meminfo", "MemAvailable:", "memory available: ");
    add_line(out, "/proc/loadavg", "", "load: ");
    if (localtime_r(&now, &local) != NULL && strftime(zone, sizeof zone, "%Z %z", &local) > 0)
        buf_printf(out, "time zone: %s\n", zone);
    buf_printf(out, "clock: %s, the office is %+d minutes from UTC\n", clock_format(clock_wall(), stamp),
               cli->config.utc_offset);
    buf_printf(out, "runs as: %s, credentials directory: %s\n", geteuid() == 0 ? "root" : "a user",
               getenv("CREDENTIALS_DIRECTORY") != NULL ? "yes" : "no");
}

/* Daemons. */

/* Whether it is a `budgetwatch run`. */
static bool is_daemon(const char *pid)
{
    char path[64];
    struct buf line = {0};
    struct err err = {0};

    snprintf(path, sizeof path, "/proc/%.20s/cmdline", pid);
    bool ok = buf_read_file(&line, path, FILE_MAX, &err) && line.length > 0;
    if (ok) {
        const char *program = strrchr(line.data, '/') != NULL ? strrchr(line.data, '/') + 1 : line.data;
        size_t first = strlen(line.data) + 1;
        ok = strcmp(program, "budgetwatch") == 0 && first < line.length &&
             strcmp(line.data + first, "run") == 0;
    }
    buf_free(&line);
    return ok;
}

static void add_descriptors(struct buf *out, const char *pid)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%.20s/fd", pid);
    DIR *folder = opendir(path);
    int count = -2; /* the folder itself and its parent */
    while (folder != NULL && readdir(folder) != NULL)
        count++;
    if (folder != NULL) {
        closedir(folder);
        buf_printf(out, "  descriptors: %d\n", count);
    } else {
        buf_puts(out, "  descriptors: not to be seen by this user\n");
    }
}

static void add_daemon(struct buf *out, const char *pid)
{
    static const char *const keys[] = {"State:",  "VmPeak:",  "VmRSS:",      "VmHWM:",
                                       "VmSwap:", "Threads:", "NoNewPrivs:", "voluntary_ctxt_switches:"};
    char path[64], label[64];

    buf_printf(out, "process %s\n", pid);
    snprintf(path, sizeof path, "/proc/%.20s/status", pid);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        snprintf(label, sizeof label, "  %s ", keys[i]);
        add_line(out, path, keys[i], label);
    }
    add_descriptors(out, pid);
    snprintf(path, sizeof path, "/proc/%.20s/limits", pid);
    add_line(out, path, "Max open files", "  limit of descriptors (soft, hard): ");
    add_line(out, path, "Max address space", "  limit of memory (soft, hard): ");
    snprintf(path, sizeof path, "/proc/%.20s/io", pid);
    add_line(out, path, "read_bytes:", "  bytes read: ");
    add_line(out, path, "write_bytes:", "  bytes written: ");
}

void doctor_processes(struct buf *out)
{
    DIR *folder = opendir("/proc");
    const struct dirent *entry;
    size_t found = 0;

    doctor_section(out, "daemons on this machine");
    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (strspn(entry->d_name, "0123456789") == strlen(entry->d_name) && is_daemon(entry->d_name)) {
            add_daemon(out, entry->d_name);
            found++;
        }
    if (folder != NULL)
        closedir(folder);
    if (found == 0)
        buf_puts(out, "none is to be seen\n");
}
