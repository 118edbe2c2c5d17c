/* The kinds of receivers there are. What they are called in the configuration is also what they are called
 * in errors. */
#ifndef CORE_CHANNEL_TYPE_H
#define CORE_CHANNEL_TYPE_H

#include <stdbool.h>

enum channel_type {
    CHANNEL_WEBHOOK,      /* Standard Webhooks, or CloudEvents */
    CHANNEL_WECOM,        /* group robots: 企业微信 */
    CHANNEL_DINGTALK,     /* 钉钉 */
    CHANNEL_FEISHU,       /* 飞书, Lark */
    CHANNEL_SLACK,        /* an incoming webhook of Slack's */
    CHANNEL_ALERTMANAGER, /* of Prometheus, API v2 */
    CHANNEL_EMAIL,
    CHANNEL_JOURNAL, /* the daemon's own log */
    CHANNEL_TYPE_COUNT
};

const char *channel_type_name(enum channel_type type); /* "wecom" */

/* Whether the address itself is the secret that lets in whoever knows it. */
bool channel_type_is_robot(enum channel_type type);

#endif
