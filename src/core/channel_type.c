#include "core/channel_type.h"

const char *channel_type_name(enum channel_type type)
{
    switch (type) {
    case CHANNEL_WEBHOOK: return "webhook";
    case CHANNEL_WECOM: return "wecom";
    case CHANNEL_DINGTALK: return "dingtalk";
    case CHANNEL_FEISHU: return "feishu";
    case CHANNEL_SLACK: return "slack";
    case CHANNEL_ALERTMANAGER: return "alertmanager";
    case CHANNEL_EMAIL: return "email";
    case CHANNEL_JOURNAL: return "journal";
    case CHANNEL_TYPE_COUNT: break;
    }
    return "?";
}

bool channel_type_is_robot(enum channel_type type)
{
    return type == CHANNEL_WECOM || type == CHANNEL_DINGTALK || type == CHANNEL_FEISHU ||
           type == CHANNEL_SLACK;
}
