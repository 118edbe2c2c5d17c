#!/bin/sh
# The crash matrix at length: the daemon killed, up to three times deep, stopped past its leases, and left without
# its database at every named point of its path; receivers that misbehave in every way; three daemons with 20,000
# events, a kill, a stop and a failover; an asynchronous standby that was cut off; PgBouncer; kills at random.
# Prints the tables of results, and at the end their totals. Status 1: something does not hold. It takes some
# twenty minutes on two idle cores; `--short` runs what ctest runs, in about three.
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

tests="crash_test_receivers crash_test_three crash_test_standby integration_test_pooler integration_test_crash"
build=${BUDGETWATCH_BUILD:-$top/build/crash}
packages_need "$PACKAGES_BUILD $PACKAGES_TEST $PACKAGES_SERVER" || exit 1
# shellcheck disable=SC2086 # one word a target
cmake -G Ninja -S "$top" -B "$build" -DBUDGETWATCH_SANITIZE=ON -DBUDGETWATCH_FAULTS=ON >/dev/null &&
    cmake --build "$build" --target budgetwatch crash_test_matrix $tests || exit 1
logs=$build/crash
rm -rf "$logs" && mkdir -p "$logs" || exit 1

# run TEST [CHAPTER]: its output in one piece, when it has ended, so that several may run at once.
run() {
    log=$logs/$1${2:+-$2}
    if ! "$build/$1" ${2:+"$2"} >"$log" 2>&1; then
        echo "total: $1 ${2-} FAILED, see above" >>"$log"
        : >"$logs/failed"
    fi
    cat "$log"
}

# What stands still waits most of its time.
if [ "$BUDGETWATCH_CRASH" = full ]; then
    (run crash_test_matrix stop) &
    for chapter in kill again restart; do
        (run crash_test_matrix "$chapter")
    done
    wait
else
    (run crash_test_matrix)
fi
for test in $tests; do
    (run "$test")
done

echo
echo "== totals"
for log in "$logs"/*_test_*; do
    grep -H '^total:\|^\[  PASSED' "$log" | sed "s|^$logs/||"
done
if [ -e "$logs/failed" ]; then
    echo "crash: FAILED, see above"
    exit 1
fi
echo "crash: nothing was lost"
