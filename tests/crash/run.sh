#!/bin/sh
# The crash matrix at length: every named point of the daemon's path, killed three times deep and stopped past its
# leases; receivers that misbehave in every way; three daemons with 20,000 events and a failover; PgBouncer. Prints
# the tables of results. It takes some twenty minutes; `--short` runs what ctest runs, in about two.
#
# Builds into build/crash, or uses the build folder that BUDGETWATCH_BUILD names.
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 1
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"

case ${1-} in
'') BUDGETWATCH_CRASH=full ;;
--short) BUDGETWATCH_CRASH=short ;;
*)
    echo "usage: tests/crash/run.sh [--short]" >&2
    exit 2
    ;;
esac
export BUDGETWATCH_CRASH

tests="crash_test_matrix crash_test_receivers crash_test_three integration_test_pooler integration_test_crash"
build=${BUDGETWATCH_BUILD:-$top/build/crash}
packages_need "$PACKAGES_BUILD $PACKAGES_TEST $PACKAGES_SERVER" || exit 1
# shellcheck disable=SC2086 # one word a target
cmake -G Ninja -S "$top" -B "$build" -DBUDGETWATCH_SANITIZE=ON -DBUDGETWATCH_FAULTS=ON >/dev/null &&
    cmake --build "$build" --target budgetwatch $tests || exit 1

status=0
for test in $tests; do
    "$build/$test" || status=1
done
[ "$status" -eq 0 ] && echo "crash: nothing was lost" || echo "crash: FAILED, see above"
exit "$status"
