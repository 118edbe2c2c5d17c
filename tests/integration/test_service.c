/* What the daemon tells a service manager: that it is up, what it is doing, how a reload went, and that it
 * stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/group.h"

/* The socket that systemd would listen on, and everything that came, a message after the other with an empty
 * line behind each. */
struct manager {
    int socket;
    char path[128];
    char heard[65536];
    size_t length;
    size_t seen; /* what was waited for before ended there */
    const char *wanted;
};

static int stop(void **state)
{
    process_notify_socket = NULL;
    return stop_cluster(state);
}

static void listen_as_manager(struct manager *manager)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    memset(manager, 0, sizeof *manager);
    snprintf(manager->path, sizeof manager->path, "%s/notify", cluster.dir);
    snprintf(address.sun_path, sizeof address.sun_path, "%.100s", manager->path);
    manager->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(manager->socket >= 0);
    assert_int_equal(bind(manager->socket, (struct sockaddr *)&address, sizeof address), 0);
    process_notify_socket = manager->path;
}

static bool has_heard(void *ctx)
{
    struct manager *manager = ctx;
    ssize_t got;

    while (manager->length + 3 < sizeof manager->heard &&
           (got = recv(manager->socket, manager->heard + manager->length,
                       sizeof manager->heard - manager->length - 3, 0)) >= 0) {
        manager->length += (size_t)got;
        memcpy(manager->heard + manager->length, "\n\n", 3);
        manager->length += 2;
    }
    char *found = strstr(manager->heard + manager->seen, manager->wanted);
    if (found == NULL)
        return false;
    manager->seen = (size_t)(found - manager->heard) + strlen(manager->wanted);
    return true;
}

/* In this order: each is looked for behind the one before. */
static void expect(struct manager *manager, struct process *daemon, const char *wanted)
{
    char sentence[256];

    manager->wanted = wanted;
    snprintf(sentence, sizeof sentence, "the service manager is told '%.180s'", wanted);
    wait_until_true(daemon, has_heard, manager, 30, sentence);
}

static const char *write_config(const char *more)
{
    return process_file(&cluster, "service.json",
                        "{%s \"poll_interval\": \"50ms\", \"connect_timeout\": \"1s\","
                        " \"channels\": [{\"name\": \"journal\", \"type\": \"journal\"}]}",
                        more);
}

static void it_says_what_it_does(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    struct manager manager;

    department_create(&cluster, "service", 1, &database);
    listen_as_manager(&manager);
    department_watch(&daemon, &database, write_config(""));
    expect(&manager, &daemon, "READY=1\nSTATUS=Connects to the database.");
    expect(&manager, &daemon, "STATUS=Leads, evaluates the whole ledger.");
    expect(&manager, &daemon, "STATUS=Leads, follows the ledger. All of it was last evaluated 20");

    cluster_halt(&cluster, SIGINT);
    expect(&manager, &daemon, "STATUS=The database does not work since 20");
    assert_true(cluster_resume(&cluster));
    expect(&manager, &daemon, "STATUS=Leads, follows the ledger.");

    /* In the order that systemd asks for: both words in one message, then that it is up again. */
    write_config("\"log_level\": \"notice\",");
    process_signal(&daemon, SIGHUP);
    expect(&manager, &daemon, "\n\nRELOADING=1\nMONOTONIC_USEC=");
    expect(&manager, &daemon, "READY=1\nSTATUS=Leads");
    write_config("\"log_level\": \"loud\",");
    process_signal(&daemon, SIGHUP);
    expect(&manager, &daemon, "\n\nRELOADING=1\nMONOTONIC_USEC=");
    expect(&manager, &daemon, "READY=1\nSTATUS=Leads, follows the ledger.");
    expect(&manager, &daemon, " was refused, the one before it is in use");

    assert_int_equal(process_stop(&daemon), 0);
    expect(&manager, NULL, "STOPPING=1\nSTATUS=Stopping");
    /* Nothing was said twice in a row. */
    assert_null(strstr(manager.heard, "STATUS=Leads, evaluates the whole ledger.\n\n"
                                      "STATUS=Leads, evaluates the whole ledger.\n\n"));
    process_forget(&daemon);
    close(manager.socket);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_what_it_does),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop);
}
