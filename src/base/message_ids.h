/* MESSAGE_ID of the journal: each kind of entry has 128 bits of its own, for ever, so that
 * `journalctl MESSAGE_ID=...` finds all of a kind, and `journalctl -x` explains it from
 * systemd/budgetwatch.catalog. A test compares the two; the manual prints what is here.
 *
 * To add one: a line here with bits that no other has (`journalctl --new-id128`), and an English and a
 * Chinese entry in the catalogue. None is ever changed or given out again. */
#ifndef BASE_MESSAGE_IDS_H
#define BASE_MESSAGE_IDS_H

#include <stddef.h>

/* clang-format off */
#define MESSAGE_IDS(X) \
    X(DEVIATION_OPENED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7101", \
      "A deviation is new: money or a goal has left its plan by more than the policy allows.") \
    X(DEVIATION_ESCALATED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7102", \
      "A deviation has become graver.") \
    X(DEVIATION_EASED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7103", \
      "A deviation has become milder, and stands.") \
    X(DEVIATION_RESOLVED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7104", \
      "A deviation is over.") \
    X(DEVIATION_REMINDED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7105", \
      "A deviation stands, and nobody has acknowledged it.") \
    X(DEVIATION_OVERDUE, "5a0d6c1be7f44a0c9b0e3d5e8f2a7106", \
      "A corrective action was promised by a day that has passed, and nobody has said that it is done.") \
    X(DELIVERY_DEAD, "5a0d6c1be7f44a0c9b0e3d5e8f2a7107", \
      "Messages of a channel were given up; the other channels are told.") \
    X(CHANNEL_TEST, "5a0d6c1be7f44a0c9b0e3d5e8f2a7108", \
      "Somebody tried a channel with a test message.") \
    X(DEVIATION_DIGEST, "5a0d6c1be7f44a0c9b0e3d5e8f2a7109", \
      "Many events at once are told as one digest.") \
    X(DELIVERY_OFF, "5a0d6c1be7f44a0c9b0e3d5e8f2a710a", \
      "A channel was switched off since its receiver is gone; the other channels are told.") \
    X(NOTICE_PROGRESS, "5a0d6c1be7f44a0c9b0e3d5e8f2a710b", \
      "A unit's monthly notice.") \
    X(NOTICE_CORRECTION, "5a0d6c1be7f44a0c9b0e3d5e8f2a710c", \
      "A monthly notice is corrected, since figures of its month have changed.") \
    X(HEARTBEAT, "5a0d6c1be7f44a0c9b0e3d5e8f2a710d", \
      "The daemon lives and evaluates; said at every heartbeat.interval.") \
    X(DAEMON_RUNS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7120", \
      "The daemon has started.") \
    X(DAEMON_STOPPED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7121", \
      "The daemon has stopped; another daemon of the same database leads on.") \
    X(RELOADED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7122", \
      "Configuration, policy and secrets were read again and are in use.") \
    X(RELOAD_REFUSED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7123", \
      "The new configuration or policy is faulty and was not taken; the old one stays in use.") \
    X(LEADS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7124", \
      "This daemon leads: it evaluates the ledger, reads sources and sends notices.") \
    X(FOLLOWS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7125", \
      "Another daemon leads; this one delivers messages and stands by.") \
    X(DATABASE_LOST, "5a0d6c1be7f44a0c9b0e3d5e8f2a7126", \
      "The daemon cannot work with the database, and tries again until it can.") \
    X(DATABASE_BACK, "5a0d6c1be7f44a0c9b0e3d5e8f2a7127", \
      "The daemon works with the database again.") \
    X(LEDGER_EVALUATED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7128", \
      "The whole ledger was evaluated.") \
    X(PROOF_FAILED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7129", \
      "The nightly proof found a state that the evaluation during the day had missed, and repaired it.") \
    X(SUBJECT_FAULT, "5a0d6c1be7f44a0c9b0e3d5e8f2a712a", \
      "A project, an indicator or a unit cannot be evaluated; its state stays as it was until its data change.") \
    X(CHANNEL_FAILS, "5a0d6c1be7f44a0c9b0e3d5e8f2a712b", \
      "A receiver does not take its messages.") \
    X(CHANNEL_WORKS, "5a0d6c1be7f44a0c9b0e3d5e8f2a712c", \
      "A receiver takes its messages again.") \
    X(MESSAGE_DEAD, "5a0d6c1be7f44a0c9b0e3d5e8f2a712d", \
      "A message could not be delivered and is given up.") \
    X(CHANNEL_OFF, "5a0d6c1be7f44a0c9b0e3d5e8f2a712e", \
      "A receiver is gone, and its channel is switched off for all daemons.") \
    X(NOTICE_SENT, "5a0d6c1be7f44a0c9b0e3d5e8f2a712f", \
      "The daemon has made a monthly notice, or a correction of one, and handed it to the channels.") \
    X(NOTICE_FAILS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7130", \
      "A monthly notice could not be made; it is tried again.") \
    X(SOURCE_CHANGED, "5a0d6c1be7f44a0c9b0e3d5e8f2a7131", \
      "A source has brought changes into the ledger.") \
    X(SOURCE_FAILS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7132", \
      "A source cannot be read, or its rows cannot be used; the ledger stays as it was.") \
    X(SOURCE_WORKS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7133", \
      "A source can be read again.") \
    X(CITY_FAILS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7134", \
      "A city's ledger does not arrive, or cannot be applied.") \
    X(CITY_WORKS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7135", \
      "A city's ledger is followed.") \
    X(ORPHANS, "5a0d6c1be7f44a0c9b0e3d5e8f2a7136", \
      "Rows that came from a city refer to nothing.")
/* clang-format on */

#define MESSAGE_ID_KIND(name, id, about) JOURNAL_##name,
enum journal_kind { MESSAGE_IDS(MESSAGE_ID_KIND) JOURNAL_KIND_COUNT };
#undef MESSAGE_ID_KIND

struct message_id {
    const char *id;
    const char *about; /* a sentence */
};

extern const struct message_id message_ids[]; /* by enum journal_kind */
extern const size_t message_id_count;

#endif
