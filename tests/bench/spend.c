/* Runs a program and says what it took.
 *
 *   spend FILE PROGRAM ARGUMENTS...
 *
 * Writes `seconds peak_kib` into FILE and ends with the program's status. The peak is that of its resident
 * memory, shared libraries included (ru_maxrss, the kernel's VmHWM). */
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;

    if (argc < 3)
        bench_fail("usage: spend FILE PROGRAM ARGUMENTS...");
    int64_t start = bench_now();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        bench_fail("%s: %s", argv[2], strerror(errno));
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        bench_fail("%s: %s", argv[2], strerror(errno));
    int64_t took = bench_now() - start;
    FILE *file = fopen(argv[1], "w");
    if (file == NULL || fprintf(file, "%.6f %ld\n", (double)took / NS_PER_S, usage.ru_maxrss) < 0 ||
        fclose(file) != 0)
        bench_fail("%s cannot be written", argv[1]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
