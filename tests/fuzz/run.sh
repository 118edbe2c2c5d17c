#!/bin/sh
# Tries what reads bytes from outside with bytes that nobody would send, two targets at a time.
#
#   tests/fuzz/run.sh [SECONDS] [TARGET...]    each for so long (default 600), all of them by default
#
# Builds with clang in build/fuzz, unless --build FOLDER names a build that has the targets. What was found worth
# keeping stays in FOLDER/fuzz/TARGET/corpus for the next time; what crashed, took too long or too much memory in
# FOLDER/fuzz/TARGET/found, and the exit status is 1. One that was found is tried again with
# `FOLDER/fuzz_TARGET FILE`; mended, it becomes a case of a unit test, or a file in tests/fuzz/corpus/TARGET.
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 1
here=$top/tests/fuzz
build=

fail() {
    echo "tests/fuzz/run.sh: $*" >&2
    exit 1
}

if [ "${1-}" = --build ]; then
    build=${2?--build needs a folder}
    shift 2
fi
seconds=600
case ${1-} in
*[!0-9]* | '') ;;
*)
    seconds=$1
    shift
    ;;
esac
targets=$*
if [ -z "$targets" ]; then
    for source in "$here"/fuzz_*.c; do
        name=${source##*/fuzz_}
        targets="$targets ${name%.c}"
    done
fi

if [ -z "$build" ]; then
    # shellcheck source=tests/packages.sh
    . "$top/tests/packages.sh"
    packages_need "$PACKAGES_BUILD $PACKAGES_TEST" || fail "the packages above are missing"
    build=$top/build/fuzz
    cmake -G Ninja -S "$top" -B "$build" -DCMAKE_C_COMPILER=clang -DBUDGETWATCH_SANITIZE=ON \
        -DCMAKE_C_FLAGS_RELWITHDEBINFO="-O2 -g" >/dev/null || fail "CMake failed"
    programs=
    for name in $targets; do programs="$programs fuzz_$name"; done
    # shellcheck disable=SC2086 # one word a program
    cmake --build "$build" --target $programs >/dev/null || fail "the build failed"
fi

# What a target starts from: its own corpus, and files that are there for other reasons.
seeds() {
    case $1 in
    configuration) echo "$top/tests/cases/config/good $top/tests/cases/config/bad $top/config" ;;
    policy) echo "$top/tests/cases/policy/good $top/tests/cases/policy/bad $top/config/policy" ;;
    rubric) echo "$top/tests/cases/rubric/good $top/tests/cases/rubric/bad $top/config/rubric" ;;
    mapping) echo "$top/tests/cases/map/good $top/tests/cases/map/bad" ;;
    xlsx) echo "$top/tests/cases/xlsx" ;;
    esac
}

# Files of a ledger, each behind the line that says how it is read.
csv_seeds() {
    for file in "$top"/config/demo/ledger/*.csv; do
        kind=${file##*/}
        kind=${kind%.csv}
        { echo "$kind detect yuan"; head -n 20 "$file"; } >"$1/demo-$kind"
    done
}

one() {
    name=$1
    own=$build/fuzz/$name
    mkdir -p "$own/corpus" "$own/found" "$own/seeds"
    [ "$name" != csv ] || csv_seeds "$own/seeds"
    set -- "$own/corpus" "$own/seeds"
    [ ! -d "$here/corpus/$name" ] || set -- "$@" "$here/corpus/$name"
    for folder in $(seeds "$name"); do set -- "$@" "$folder"; done
    case $name in
    configuration | policy | rubric | mapping) set -- "$@" "-dict=$here/json.dict" ;;
    xlsx) set -- "$@" "-dict=$here/xlsx.dict" ;;
    esac
    "$build/fuzz_$name" "-max_total_time=$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=24576 \
        -artifact_prefix="$own/found/" -print_final_stats=1 "$@" >"$own/log" 2>&1
    status=$?
    speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$own/log" | tail -n 1)
    edges=$(sed -n 's/.*[[:space:]]cov: \([0-9]*\) .*/\1/p' "$own/log" | tail -n 1)
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$own/log" | tail -n 1)
    echo "$name: ${runs:-0} runs, ${speed:-0}/s, ${edges:-0} edges, exit status $status"
    if [ "$status" -ne 0 ]; then
        echo "$name: the end of $own/log:"
        tail -n 60 "$own/log"
    fi
    return "$status"
}

# Two at a time: the second of a pair is waited for with the first.
bad=0
# shellcheck disable=SC2086 # one word a target
set -- $targets
while [ $# -gt 0 ]; do
    one "$1" &
    first=$!
    shift
    if [ $# -gt 0 ]; then
        one "$1" || bad=1
        shift
    fi
    wait "$first" || bad=1
done
exit "$bad"
