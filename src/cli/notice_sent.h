/* What `notice` does with notices that go out and are kept: --send, --list and --show. Each ends with an exit
 * status. */
#ifndef CLI_NOTICE_SENT_H
#define CLI_NOTICE_SENT_H

#include "cli/cli.h"
#include "service/notice_send.h"

int notice_sent_send(struct cli *cli, const struct notice_send_order *order);
/* `year` 0: of every month; `unit` NULL: of every unit. */
int notice_sent_list(struct cli *cli, int year, int month, const char *unit, bool json);
int notice_sent_show(struct cli *cli, long id, bool html);

#endif
