#!/bin/sh
# The whole check: installs what is missing, builds with gcc and with clang (warnings are errors, with
# AddressSanitizer and UndefinedBehaviorSanitizer), and runs every test of both builds, the Debian package,
# the include layers and the formatting under one ctest, whose closing lines are the last that this prints.
#
#   BUDGETWATCH_SHARED  the folder with real ledgers, default ../shared beside the project. Tests that
#                       need it say so and are skipped where it is missing; with CI=true they fail.
#   arguments           go to ctest, e.g. `tests/run.sh -R core/` or `tests/run.sh -L integration`
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"

fail() {
    echo "tests/run.sh: $*" >&2
    exit 1
}

# build COMPILER FLAGS FAULT_POINTS_AND_LONG_TESTS
build() {
    folder=$top/build/test-$1
    # A tree that was moved or copied brings a cache that names the old place, which CMake refuses.
    if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$folder/CMakeCache.txt"; then
        rm -rf "$folder"
    fi
    echo "== building with $1 in build/test-$1"
    cmake -G Ninja -S "$top" -B "$folder" -DCMAKE_C_COMPILER="$1" -DBUDGETWATCH_SANITIZE=ON \
        -DBUDGETWATCH_TESTS=ON -DBUDGETWATCH_FAULTS="$3" -DBUDGETWATCH_TESTS_LONG="$3" \
        -DBUDGETWATCH_TEST_PREFIX="$1/" -DCMAKE_C_FLAGS_RELWITHDEBINFO="$2" \
        >"$top/build/configure-$1.log" 2>&1 || {
        cat "$top/build/configure-$1.log" >&2
        fail "CMake failed with $1, see above"
    }
    cmake --build "$folder" --target all bench_programs || fail "the build with $1 failed, see above"
    # ctest is content with a folder without tests; we are not.
    case $(ctest --test-dir "$folder" -N | grep '^Total Tests:') in
    '' | 'Total Tests: 0') fail "the build with $1 has no tests" ;;
    esac
}

packages_need "$PACKAGES_BUILD $PACKAGES_TEST $PACKAGES_PACKAGE $PACKAGES_SERVER" || fail "the packages above are missing"

mkdir -p "$top/build/test" || exit 1
# One build with assertions, and with the points at which the crash matrix ends the daemon; and one as it is
# shipped, without either: each has warnings that the other has not. The longest tests are run by the first.
build gcc "-Og -g" ON
build clang "-O2 -g -DNDEBUG" OFF

# One ctest over both builds, the package and the two checks of the source, so that the closing lines count them all.
cat >"$top/build/test/CTestTestfile.cmake" <<END || exit 1
add_test(layers sh [==[$top/tests/layers.sh]==])
add_test(format sh [==[$top/tests/format.sh]==])
add_test(package sh [==[$top/tests/package.sh]==])
subdirs([==[$top/build/test-gcc]==] [==[$top/build/test-clang]==])
END

BUDGETWATCH_SHARED=${BUDGETWATCH_SHARED:-$top/../shared}
[ -d "$BUDGETWATCH_SHARED" ] || echo "== $BUDGETWATCH_SHARED is not there: tests that need it cannot run"
# The tests' PostgreSQL clusters are 40 MB of new files each, which a file system in memory takes in a fifth of
# the time; where it is too small for several of them, /tmp.
if [ -z "${BUDGETWATCH_CLUSTERS:-}" ] && [ -w /dev/shm ] &&
    [ "$(df -P -m /dev/shm | awk 'NR == 2 {print $4}')" -ge 3000 ]; then
    BUDGETWATCH_CLUSTERS=/dev/shm
fi
BUDGETWATCH_CLUSTERS=${BUDGETWATCH_CLUSTERS:-/tmp}
export BUDGETWATCH_CLUSTERS

LC_ALL=C.UTF-8
UBSAN_OPTIONS=print_stacktrace=1
export BUDGETWATCH_SHARED LC_ALL UBSAN_OPTIONS

# Three on two cores: most of an integration test is waiting.
echo "== testing"
exec ctest --test-dir "$top/build/test" --output-on-failure --no-tests=error --parallel 3 --timeout 600 \
    --no-label-summary "$@"
