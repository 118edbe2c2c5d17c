#!/bin/sh
# The bench: one command that says how far the program is from what PostgreSQL, the network and libcurl can do, each
# over a floor that is measured in the same run, and side by side with another stack.
#
#   tests/bench/run.sh [--quick] [--only a,b,...] [--runs N] [--program PATH] [--json FILE] [--skip-peers]
#
#   a  evaluation of the whole ledger, 5 million indicator values and 5 million execution rows   full.sh
#   b  an empty poll and one of 100 projects, in ledgers of 10 thousand, 1 and 10 million rows   polls.sh
#   c  commit -> webhook, alone and with 1,000 other changes a second                            latency.sh
#   d  deliveries a second over 16 and 64 connections                                            deliveries.sh
#   e  import of an execution.csv of 5 million rows                                              import.sh
#   f  peak memory: of whatever a, b, d and e have run (alone: of a, b and e)                    memory.sh
#   g  the same watch with Debian's Prometheus, its SQL exporter and Alertmanager                peers.sh
#
# --quick takes small sizes, to see that all of it works: its ratios say little. --runs is how many rounds each figure
# is the median of (5); floor and product take turns, so that a machine that slows down slows both. A part that has
# used its --allowance (seconds, 900) begins no further round, and the table says how many there were. --program
# measures another budgetwatch, else one is built in build/bench, optimised, without sanitizers. The full run takes
# about an hour and 12 GB in $TMPDIR (/tmp).
#
# It installs missing packages, starts PostgreSQL with its own defaults (only without TCP) in a folder of its own, and
# ends and removes all of it, also when interrupted. Progress goes to stderr, the table to stdout. Nothing fails because
# it is slow; the status is 1 where a part could not be measured. BUDGETWATCH_PG_BIN says where PostgreSQL's programs are.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"
# shellcheck source=tests/bench/lib.sh
. "$here/lib.sh"
for part in ledger full polls latency deliveries import memory peers; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done

usage() {
    echo 'usage: tests/bench/run.sh [--quick] [--only a,b,...] [--runs N] [--allowance SECONDS] [--program PATH]' \
        '[--json FILE] [--skip-peers]' >&2
    exit 2
}

quick='' only=a,b,c,d,e,f,g runs=5 allowance=900 program='' json='' peers=1
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=1 ;;
    --skip-peers) peers= ;;
    --only | --runs | --allowance | --program | --json)
        [ $# -ge 2 ] || usage
        case $1 in
        --only) only=$2 ;;
        --runs) runs=$2 ;;
        --allowance) allowance=$2 ;;
        --program) program=$2 ;;
        --json) json=$2 ;;
        esac
        shift
        ;;
    *) usage ;;
    esac
    shift
done
case $runs$allowance in *[!0-9]* | '') usage ;; esac
case $only in '' | *[!abcdefg,]*) usage ;; esac

wanted() {
    case ,$only, in *",$1,"*) return 0 ;; esac
    return 1
}
# f is what a, b and e leave behind.
if [ "$only" = f ]; then
    only=a,b,e,f
fi

# Projects in the ledgers of 10 thousand, 1 million and 10 million rows: 24 rows each.
small=417 medium=41667 big=416667
# shellcheck disable=SC2034 # the parts use them
[ -z "$quick" ] || { small=417 medium=4167 big=16667; }

packages="$PACKAGES_BUILD $PACKAGES_SERVER"
if wanted g && [ -n "$peers" ]; then
    packages="$packages $PACKAGES_PEERS"
fi
packages_need "$packages" >&2 || fail 'the packages above are missing'
bench_build
work_begin bench
: >"$work/results"
began=$(date +%s)
cluster_start

# A part that fails says why; the others go on without it. By itself, because a shell does not end where something
# fails while it asks whether it did.
attempt() {
    "$1" &
    part=$!
    started "$part"
    wait "$part" || {
        say "$1 failed; what it has is in the table"
        end_started
        failed=1
    }
}

# In a process of its own, so that this one is not busy when it is interrupted: a shell minds a signal only when what
# it runs has ended, and a pass over the ledger may take long.
measure() {
    failed=0
    if wanted a; then attempt part_full; fi
    if wanted b; then attempt part_polls; fi
    if wanted c; then attempt part_latency; fi
    if wanted d; then attempt part_deliveries; fi
    if wanted e; then attempt part_import; fi
    if wanted f; then attempt part_memory; fi
    if wanted g; then attempt part_peers; fi
    exit $failed
}
measure &
main=$!
status=0
wait "$main" || status=1
main=

echo "budgetwatch bench, $(nproc) cores, PostgreSQL $("$bin/postgres" -V | field 3), $(uname -sr)," \
    "$(date -u +%Y-%m-%dT%H:%MZ), $((($(date +%s) - began) / 60)) minutes${quick:+, quick: sizes too small to judge by}"
echo
print_table
echo
echo 'ratio: product over floor; of (g) the other stack over the product. runs: rounds that a figure is the median of.'
[ -z "$json" ] || print_json >"$json"
exit $status
