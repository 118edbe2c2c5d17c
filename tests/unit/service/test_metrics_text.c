#include "service/metrics_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/webhook.h"

static void both_formats_say_the_same(void **state)
{
    (void)state;
    const struct metric_label labels[] = {{"channel", "a\"b\\c\nd"}, {NULL, NULL}};
    struct buf out = {0};
    struct metrics_text text = {.out = &out};

    for (int open = 0; open < 2; open++) {
        text.openmetrics = open == 1;
        metrics_family(&text, METRIC_COUNTER, "x", "Help");
        metrics_count(&text, labels, 7);
        metrics_family(&text, METRIC_INFO, "y", "Help");
        metrics_count(&text, NULL, 1);
        metrics_family(&text, METRIC_GAUGE, "z", "Help");
        metrics_seconds(&text, NULL, 1500);
        metrics_seconds(&text, NULL, 2000);
        metrics_seconds(&text, NULL, -25);
        metrics_end(&text);
    }
    assert_string_equal(buf_text(&out), "# HELP x_total Help\n# TYPE x_total counter\n"
                                        "x_total{channel=\"a\\\"b\\\\c\\nd\"} 7\n"
                                        "# HELP y_info Help\n# TYPE y_info gauge\ny_info 1\n"
                                        "# HELP z Help\n# TYPE z gauge\nz 1.5\nz 2.0\nz -0.025\n"
                                        "# HELP x Help\n# TYPE x counter\n"
                                        "x_total{channel=\"a\\\"b\\\\c\\nd\"} 7\n"
                                        "# HELP y Help\n# TYPE y info\ny_info 1\n"
                                        "# HELP z Help\n# TYPE z gauge\nz 1.5\nz 2.0\nz -0.025\n# EOF\n");
    buf_free(&out);
}

static void a_histogram_counts_up_to_each_bound(void **state)
{
    (void)state;
    struct meter_times times = {0};
    struct buf out = {0};
    struct metrics_text text = {.out = &out};

    meter_time(&times, 0);
    meter_time(&times, 1);
    meter_time(&times, 2);
    meter_time(&times, INT64_C(100000000));
    metrics_family(&text, METRIC_HISTOGRAM, "h", "Help");
    metrics_times(&text, NULL, &times);
    assert_non_null(strstr(buf_text(&out), "h_bucket{le=\"0.001\"} 2\nh_bucket{le=\"0.002\"} 3\n"));
    assert_non_null(strstr(buf_text(&out), "h_bucket{le=\"43200.0\"} 3\nh_bucket{le=\"+Inf\"} 4\n"
                                           "h_sum 100000.003\nh_count 4\n"));
    buf_free(&out);
}

static void channels_beyond_the_last_place_are_counted_together(void **state)
{
    (void)state;
    struct meters *meters = mem_alloc(sizeof *meters);
    int64_t delivered = 0;
    char name[16];

    for (int i = 0; i < 2 * METER_CHANNELS; i++) {
        snprintf(name, sizeof name, "c%d", i);
        meters_attempt(meters, name, "webhook", DELIVERY_DELIVERED, 5);
        meters_attempt(meters, name, "webhook", DELIVERY_RETRY, -1);
    }
    assert_int_equal(meters->channel_count, METER_CHANNELS);
    assert_string_equal(meters->channels[METER_CHANNELS - 1].name, "others");
    for (int i = 0; i < METER_CHANNELS; i++) {
        assert_int_equal(meters->channels[i].latency.count, meters->channels[i].results[DELIVERY_DELIVERED]);
        delivered += meters->channels[i].results[DELIVERY_DELIVERED];
    }
    assert_int_equal(delivered, 2 * METER_CHANNELS);
    free(meters);
}

static void a_body_says_when_it_happened(void **state)
{
    (void)state;
    msec created = 0;

    assert_true(webhook_created(
        "{\"type\":\"deviation.opened\",\"timestamp\":\"1970-01-02T00:00:01.005Z\",\"data\":{}}", &created));
    assert_int_equal(created, INT64_C(86401005));
    assert_false(webhook_created("{\"timestamp\":\"1970-01-02T00:00\"}", &created));
    assert_false(webhook_created("{\"timestamp\":\"1970-01-02 00:00:01.005Z\"}", &created));
    assert_false(webhook_created("{}", &created));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_formats_say_the_same),
        cmocka_unit_test(a_histogram_counts_up_to_each_bound),
        cmocka_unit_test(channels_beyond_the_last_place_are_counted_together),
        cmocka_unit_test(a_body_says_when_it_happened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
