/* What the tests of a program that runs the real one share. After the others of this folder, whose parameters
 * go by the same name. */
#ifndef SUPPORT_GROUP_H
#define SUPPORT_GROUP_H

#include <time.h>

#include "one_cluster.h"
#include "process.h"

/* And the file "secret", which webhooks are signed with. */
static inline int start_cluster_with_secret(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_secret(&cluster);
    return 0;
}

/* What chance has to say in a run; printed, so that a failure can be looked at again. */
static inline unsigned group_seed(void)
{
    unsigned seed = (unsigned)time(NULL);

    print_message("seed %u\n", seed);
    return seed;
}

#endif
