/* The last entries of the daemon in the journal. What a channel of type journal has put there is an alert, of
 * which only the kind is told; of the rest the sentence, which is the program's with its reason, masked. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

#include "base/clock.h"
#include "cli/doctor.h"

enum { ENTRIES = 200, VALUE_MAX = 512 };

/* "" where the entry has no such field. */
static const char *field(sd_journal *journal, const char *name, char value[static VALUE_MAX])
{
    const void *data = NULL;
    size_t length = 0, skip = strlen(name) + 1;

    value[0] = '\0';
    if (sd_journal_get_data(journal, name, &data, &length) == 0 && length > skip)
        snprintf(value, VALUE_MAX, "%.*s", (int)(length - skip), (const char *)data + skip);
    return value;
}

static void add_entry(struct buf *out, sd_journal *journal)
{
    char value[VALUE_MAX], stamp[CLOCK_TEXT];
    uint64_t at = 0;

    if (sd_journal_get_realtime_usec(journal, &at) < 0)
        return;
    buf_printf(out, "%s %s ", clock_format((msec)(at / 1000), stamp), field(journal, "PRIORITY", value));
    if (field(journal, "BUDGETWATCH_TYPE", value)[0] != '\0') {
        buf_printf(out, "a message of type %s", value);
    } else {
        doctor_mask(out, field(journal, "MESSAGE", value));
        if (field(journal, "BUDGETWATCH_CHANNEL", value)[0] != '\0')
            buf_printf(out, " channel=%s", value);
    }
    buf_putc(out, '\n');
}

void doctor_journal(struct buf *out)
{
    sd_journal *journal = NULL;
    size_t found = 0;
    int result = sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY);

    doctor_section(out, "journal");
    if (result >= 0)
        result = sd_journal_add_match(journal, "SYSLOG_IDENTIFIER=budgetwatch", 0);
    if (result >= 0)
        result = sd_journal_seek_tail(journal);
    if (result >= 0 && sd_journal_previous_skip(journal, ENTRIES) > 0)
        do {
            add_entry(out, journal);
            found++;
        } while (found < ENTRIES && sd_journal_next(journal) > 0);
    if (result < 0)
        buf_printf(out, "not to be read: %s\n", strerror(-result));
    else if (found == 0)
        buf_puts(out,
                 "no entry of the daemon is to be seen; members of the group systemd-journal see them\n");
    sd_journal_close(journal);
}
