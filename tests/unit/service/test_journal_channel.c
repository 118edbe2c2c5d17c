/* What the journal gets: the test stands where journald would. */
#include "service/journal_channel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

static int journal = -1;

/* The library writes to one path and no other. So this process gets a /run of its own, in memory, gone with
 * it; where it may not, nothing of this can be tested. */
static bool stand_in_for_journald(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/run/systemd/journal/socket"};
    char stream[64];
    struct stat status;

    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", "/run", "tmpfs", 0, "size=1m") != 0)
        return false;
    if (mkdir("/run/systemd", 0755) != 0 || mkdir("/run/systemd/journal", 0755) != 0)
        return false;
    journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (journal < 0 || bind(journal, (struct sockaddr *)&address, sizeof address) != 0)
        return false;
    fstat(STDERR_FILENO, &status);
    snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)status.st_dev,
             (unsigned long long)status.st_ino);
    setenv("JOURNAL_STREAM", stream, 1);
    log_open(LOG_LEVEL_INFO);
    return true;
}

static int begin(void **state)
{
    (void)state;
    if (!stand_in_for_journald())
        print_message("this user may not have a /run of its own: what the journal gets is not looked at\n");
    return 0;
}

/* The next entry, with a line end before and after each field. */
static void take(char entry[static 4096])
{
    if (journal < 0)
        skip();
    entry[0] = '\n';
    ssize_t got = recv(journal, entry + 1, 4000, 0);
    assert_true(got > 0);
    entry[got + 1] = '\0';
}

static void expect(const char *entry, const char *field)
{
    char line[512];

    snprintf(line, sizeof line, "\n%s\n", field);
    if (strstr(entry, line) == NULL)
        fail_msg("no '%s' in%s", field, entry);
}

static void what_happens_has_an_id_and_fields(void **state)
{
    (void)state;
    char entry[4096];

    log_warning_of(JOURNAL_CHANNEL_FAILS, "a receiver does not take its messages", "channel", "office",
                   "since", NULL, "answer", "HTTP 500\n");
    take(entry);
    expect(entry, "MESSAGE=a receiver does not take its messages: HTTP 500");
    expect(entry, "PRIORITY=4");
    expect(entry, "SYSLOG_IDENTIFIER=budgetwatch");
    expect(entry, "BUDGETWATCH_CHANNEL=office");
    assert_null(strstr(entry, "BUDGETWATCH_SINCE"));
    char id[64];
    snprintf(id, sizeof id, "MESSAGE_ID=%s", message_ids[JOURNAL_CHANNEL_FAILS].id);
    expect(entry, id);
}

static void a_deviation_can_be_found_by_rule_unit_and_severity(void **state)
{
    (void)state;
    static const char body[] =
        "{\"type\":\"deviation.opened\",\"timestamp\":\"2023-07-05T01:00:00Z\",\"data\":{\"title\":\"红灯\","
        "\"event\":\"opened\",\"rule\":\"execution.pace\",\"severity\":\"red\",\"explanation\":\"a = b\","
        "\"subject\":{\"kind\":\"project\",\"code\":\"P001\",\"name\":\"x\"},"
        "\"unit\":{\"code\":\"GZ-01\",\"name\":\"y\"}}}";
    char entry[4096];

    journal_channel_send("journal", "msg_1", "deviation.opened", body);
    take(entry);
    expect(entry, "BUDGETWATCH_RULE=execution.pace");
    expect(entry, "BUDGETWATCH_UNIT=GZ-01");
    expect(entry, "BUDGETWATCH_SEVERITY=red");
    expect(entry, "BUDGETWATCH_SUBJECT=P001");
    expect(entry, "MESSAGE_ID=5a0d6c1be7f44a0c9b0e3d5e8f2a7101");
}

static void what_is_delivered_to_the_journal_is_there_whatever_is_logged(void **state)
{
    (void)state;
    char entry[4096];

    log_open(LOG_LEVEL_ERROR);
    log_notice("this is not logged");
    journal_channel_send("journal", "msg_2", "channel.test", "{\"type\":\"channel.test\",\"data\":{}}");
    log_open(LOG_LEVEL_INFO);
    take(entry);
    expect(entry, "BUDGETWATCH_MESSAGE=msg_2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happens_has_an_id_and_fields),
        cmocka_unit_test(a_deviation_can_be_found_by_rule_unit_and_severity),
        cmocka_unit_test(what_is_delivered_to_the_journal_is_there_whatever_is_logged),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
