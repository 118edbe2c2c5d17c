#!/bin/sh
# The pages in a real browser: a department of 10,000 projects, and the bureau of the demo. Every link is followed (of the
# department's pages that differ in what they are asked for alone, four are looked at, and the rest asked for), the
# keyboard does what a mouse would, nothing is wider than a telephone, an accessibility checker finds nothing, another
# site may not act, and none of it needs a script.
#
#   tests/browser/run.sh [--program PATH] [--keep]
#
# It takes about ten minutes, needs Debian's chromium, node and npm, and installs puppeteer-core and axe-core under
# build/browser/npm. Pictures of each page at 360 and 1280 pixels go to build/browser/department and build/browser/demo,
# to be looked at. The status is 1 where something is at fault, which is said in a sentence. --keep waits at the end, with
# both served, until Enter is pressed. PostgreSQL and all else run in a folder of their own, which goes at the end.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"
# shellcheck source=tests/bench/lib.sh
. "$top/tests/bench/lib.sh"
# shellcheck source=tests/browser/ledger.sh
. "$here/ledger.sh"

say() {
    echo "browser: $*" >&2
}

usage() {
    echo 'usage: tests/browser/run.sh [--program PATH] [--keep]' >&2
    exit 2
}

program='' keep=''
while [ $# -gt 0 ]; do
    case $1 in
    --keep) keep=1 ;;
    --program)
        [ $# -ge 2 ] || usage
        program=$2
        shift
        ;;
    *) usage ;;
    esac
    shift
done

# Node may have come from elsewhere than Debian, with an npm of its own.
command -v npm >/dev/null || PACKAGES_BROWSER="$PACKAGES_BROWSER nodejs npm"
packages_need "$PACKAGES_BUILD $PACKAGES_SERVER $PACKAGES_BROWSER" >&2 || fail 'the packages above are missing'
bench_build

pictures=$top/build/browser
mkdir -p "$pictures/npm"
[ -d "$pictures/npm/node_modules/axe-core" ] || {
    say 'installing puppeteer-core and axe-core'
    npm install --prefix "$pictures/npm" --no-audit --no-fund --ignore-scripts puppeteer-core@24 axe-core@4 >&2 ||
        fail 'npm could not install them'
}

work_begin browser
cluster_start
day=2023-09-14
(umask 077 && head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_' >"$work/token")

# browse NAME POLICY EACH: serves that database, evaluated and told, and looks at it; who watches it also acts there.
browse() {
    daemon_options="\"language\": \"zh\", \"policy\": \"$2\", \"notice\": {\"enabled\": true},
        \"channels\": [{\"name\": \"journal\", \"type\": \"log\"}],
        \"web\": {\"enabled\": true, \"listen\": \"127.0.0.1:0\", \"act_token_file\": \"$work/token\"}, "
    say "evaluating $1"
    daemon_start "$1" 1s
    daemon_rest "$1" "$DELIVERED AND EXISTS (SELECT FROM notices)" >/dev/null
    sql "$1" 'VACUUM (ANALYZE)'
    served=$(sed -n 's/.*the status page is served.*address="\{0,1\}\([0-9.:]*\).*/\1/p' "$work/daemon.log" | head -n 1)
    [ -n "$served" ] || daemon_failed 'the log does not say where the pages are served'
    say "looking at $1 at http://$served/"
    rm -rf "${pictures:?}/$1"
    mkdir "$pictures/$1"
    NODE_PATH=$pictures/npm/node_modules EACH=$3 node "$here/look.cjs" "http://$served" "$work/token" "$pictures/$1" || status=1
    if [ -n "$keep" ]; then
        say "http://$served/ is served, the token is in $work/token; Enter goes on"
        read -r _
    fi
    daemon_stop
}

status=0
say 'making a department of 10,000 projects'
browser_ledger department
browse department default 4
sql postgres 'CREATE DATABASE demo'
"$program" migrate --rehearsal --database "$(conninfo demo)" >/dev/null
mkdir "$work/ledger"
# As config/demo/run.sh has it in September: rows of later months are left out.
for file in "$top"/config/demo/ledger/*.csv; do
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "month") month = i }
        NR == 1 || !month || $month + 0 <= 8' "$file" >"$work/ledger/${file##*/}"
done
printf '{"database": "%s"}\n' "$(conninfo demo)" >"$work/import.json"
"$program" import --config "$work/import.json" "$work/ledger" >/dev/null
browse demo guangzhou 1000
[ "$status" = 0 ] && say "nothing is at fault; the pictures are in $pictures"
exit "$status"
