/* The server that all tests of a program share: start_cluster() and stop_cluster() are for
 * cmocka_run_group_tests(). After the others of this folder, whose parameters go by the same name. */
#ifndef SUPPORT_ONE_CLUSTER_H
#define SUPPORT_ONE_CLUSTER_H

#include "cluster.h"

static struct cluster cluster;

static inline int start_cluster(void **state)
{
    (void)state;
    return cluster_start(&cluster) ? 0 : -1;
}

static inline int stop_cluster(void **state)
{
    (void)state;
    cluster_stop(&cluster);
    return 0;
}

#endif
