#!/bin/sh
# The Debian package on a bare Debian 12 without build tools: installed as the README says, with a PostgreSQL of its own,
# to the first alert; upgraded, removed, purged. On demand, as root: it makes a system of some 700 MB in a folder.
# No service manager runs there, so that what starts and stops the service is seen by what is enabled and masked.
#
#   tests/package/run.sh [FOLDER]    default: a temporary folder, gone at the end. One that is given stays, and is
#                                    used again as it is.
#   MIRROR                           of Debian; default http://deb.debian.org/debian
# shellcheck disable=SC2016 # the dollars are for the shell and the dpkg-query inside
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 1
mirror=${MIRROR:-http://deb.debian.org/debian}
keep=${1:-}

say() {
    echo "== $(date +%T) $*"
}

# Everything that was begun, whichever way it ends.
finish() {
    status=$?
    inside pg_ctlcluster 15 main stop >/dev/null 2>&1
    umount "$root/proc" "$root/dev" 2>/dev/null
    [ -n "$keep" ] || rm -rf --one-file-system "$root"
    exit $status
}

fail() {
    echo "tests/package/run.sh: $*" >&2
    exit 1
}

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/ \
        DEBIAN_FRONTEND=noninteractive "$@"
}

# expect WANTED COMMAND...: what it prints.
expect() {
    wanted=$1
    shift
    got=$(inside "$@" 2>&1)
    [ "$got" = "$wanted" ] || fail "'$*' says '$got', not '$wanted'"
}

[ "$(id -u)" -eq 0 ] || fail "only root can do this"
command -v debootstrap >/dev/null || fail "please install debootstrap"
sh "$top/tests/package.sh" || exit 1
deb=$(echo "$top"/build/test-package/*.deb)
root=${1:-$(mktemp -d "${TMPDIR:-/var/tmp}/budgetwatch-package.XXXXXX")} || exit 1
mkdir -p "$root" && chmod 755 "$root" || exit 1 # others than root live there, too
trap finish EXIT
trap 'exit 130' INT TERM

if [ ! -x "$root/usr/bin/apt-get" ]; then
    say "a bare Debian 12 in $root"
    debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null || fail "debootstrap failed"
fi
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# Nothing is to be started there but what is started below.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
inside sh -c '! command -v gcc && ! command -v cmake' >/dev/null || fail "build tools are there"

say "apt install"
begun=$(date +%s)
cp "$deb" "$root/srv/budgetwatch.deb"
inside apt-get update -q >/dev/null || fail "apt-get update failed"
inside apt-get install -y -q /srv/budgetwatch.deb >"$root/srv/install.log" 2>&1 || {
    tail "$root/srv/install.log" >&2
    fail "it cannot be installed"
}
expect disabled systemctl --root=/ is-enabled budgetwatch
expect '' systemd-analyze verify --man=no budgetwatch.service budgetwatch@city.service
expect yes sh -c 'for file in /etc/budgetwatch/*.schema.json; do [ -s "$file" ] || exit; done; echo yes'

say "a rehearsal of 2023, as the README says"
inside pg_ctlcluster 15 main start || fail "PostgreSQL does not start"
inside runuser -u postgres -- createdb -E UTF8 -T template0 rehearsal || fail "no database"
inside runuser -u postgres -- budgetwatch migrate --rehearsal --database dbname=rehearsal || fail "no schema"
inside runuser -u postgres -- budgetwatch import /usr/share/doc/budgetwatch/examples/ledger \
    --database dbname=rehearsal >/dev/null 2>&1 || fail "the ledger cannot be imported"
# The daemon goes on until its time is up; what counts is when the first alert was there.
inside runuser -u postgres -- timeout 30 budgetwatch run --as-of 2023-06-14 --database dbname=rehearsal 2>&1 |
    { grep -m 1 deviation.opened && say "$(($(date +%s) - begun)) seconds from apt install to the first alert"; } ||
    fail "no alert"

say "a database of the office's own, with the daemon's own login"
# The service manager makes this user while the service runs; here nobody does.
inside useradd --system budgetwatch
inside runuser -u postgres -- createdb -E UTF8 -T template0 budgetwatch || fail "no database"
inside runuser -u postgres -- budgetwatch migrate || fail "no schema"
inside runuser -u postgres -- psql -q budgetwatch -c \
    'CREATE ROLE budgetwatch LOGIN IN ROLE budgetwatch_daemon, budgetwatch_source' || fail "no role"
inside runuser -u budgetwatch -- budgetwatch check || fail "check finds faults in what is shipped"
inside runuser -u postgres -- budgetwatch import /usr/share/budgetwatch/calendar.csv >/dev/null || fail "no calendar"
inside sh -c 'runuser -u budgetwatch -- timeout 5 budgetwatch run 2>&1' | grep -m 1 'this daemon leads' ||
    fail "the daemon does not lead"

say "upgrade: what was enabled stays so, and what was changed in the configuration too"
inside systemctl --root=/ enable budgetwatch budgetwatch@city >/dev/null 2>&1
expect enabled systemctl --root=/ is-enabled budgetwatch@city
mkdir -p "$root/etc/systemd/system/budgetwatch@city.service.d"
sed -i 's/"language": "zh"/"language": "en"/' "$root/etc/budgetwatch/budgetwatch.json"
echo secret >"$root/etc/budgetwatch/office.secret"
mkdir -p "$root/var/lib/private/budgetwatch"
ln -s private/budgetwatch "$root/var/lib/budgetwatch"
mkdir -p "$root/var/lib/private/budgetwatch-city"
ln -s private/budgetwatch-city "$root/var/lib/budgetwatch-city"
rm -rf "$root/srv/newer"
dpkg-deb -R "$deb" "$root/srv/newer"
version=$(dpkg-deb -f "$deb" Version)+next
sed -i "s/^Version: .*/Version: $version/" "$root/srv/newer/DEBIAN/control"
dpkg-deb --root-owner-group -b "$root/srv/newer" "$root/srv/newer.deb" >/dev/null
inside apt-get install -y -q /srv/newer.deb >/dev/null 2>&1 || fail "the upgrade failed"
expect "$version" dpkg-query -W -f '${Version}' budgetwatch
expect enabled systemctl --root=/ is-enabled budgetwatch
grep -q '"en"' "$root/etc/budgetwatch/budgetwatch.json" || fail "the configuration was written over"

say "remove: the configuration stays"
inside apt-get remove -y -q budgetwatch >/dev/null 2>&1 || fail "it cannot be removed"
[ ! -e "$root/usr/bin/budgetwatch" ] || fail "the program is still there"
for file in budgetwatch.json office.secret; do
    [ -e "$root/etc/budgetwatch/$file" ] || fail "$file of the configuration is gone"
done
inside apt-get install -y -q /srv/budgetwatch.deb >/dev/null 2>&1 || fail "it cannot be installed again"
expect enabled systemctl --root=/ is-enabled budgetwatch

say "purge: nothing stays but the database"
inside apt-get purge -y -q budgetwatch >/dev/null 2>&1 || fail "it cannot be purged"
left=$(inside find / -xdev \( -path /proc -o -path /srv -o -path /tmp \) -prune -o -iname '*budgetwatch*' -print)
[ -z "$left" ] || fail "it left $left"
say "all is in order"
