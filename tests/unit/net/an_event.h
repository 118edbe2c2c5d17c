/* An event as the tests of bodies have it. */
#ifndef TESTS_NET_AN_EVENT_H
#define TESTS_NET_AN_EVENT_H

#include "core/message.h"

/* What all of them have, for an initializer. */
#define AN_EVENT                                                                                             \
    .id = 7, .deviation_id = 3, .created = 1681434123456, .event = "opened", .rule = "execution.pace",       \
    .severity = "red", .previous_severity = "none", .fiscal_year = 2023, .month = 3,                         \
    .subject_kind = "project", .subject_code = "P01", .subject_name = "垃圾分类", .unit_code = "U1",         \
    .unit_name = "城管局", .observed = "0.000000", .expected = "0.250000", .gap = "0.250000",                \
    .title = "[红灯·新增] 支出进度：垃圾分类", .occurred_on = "2023-04-14"

#endif
