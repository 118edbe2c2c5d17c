# The Debian 12 packages that building, trying and testing need, and how they come in. Sourced by
# tests/run.sh, tests/bench/run.sh, tests/browser/run.sh and config/demo/run.sh: this is the one list.
#
#   packages_need "$PACKAGES_BUILD $PACKAGES_TEST"
#
# installs what is missing and asks apt-get for nothing else. It needs root or sudo only if something is.
# shellcheck disable=SC2034 # the lists are for whoever sources this

PACKAGES_BUILD="gcc libc6-dev cmake ninja-build pkg-config
    libuv1-dev libpq-dev libjansson-dev libcurl4-openssl-dev libmicrohttpd-dev libsystemd-dev
    libssl-dev libcsv-dev libxlsxwriter-dev libzip-dev libexpat1-dev"

# libclang-rt-14-dev has the sanitizers and the fuzzer of clang 14, which clang only recommends; ca-certificates those whom libcurl
# trusts where nothing else is said, which it only recommends, too.
PACKAGES_TEST="clang libclang-rt-14-dev clang-format libcmocka-dev pandoc python3-aiosmtpd pgbouncer
    ca-certificates prometheus"

# What looks at the Debian package (tests/package.sh); systemd for systemd-analyze, which needs no running systemd.
PACKAGES_PACKAGE="dpkg-dev lintian mandoc systemd"

PACKAGES_SERVER="postgresql-15"

# A real browser and what drives it (tests/browser/run.sh).
PACKAGES_BROWSER="chromium fonts-noto-cjk"

# What the bench stands beside (tests/bench/peers.sh).
PACKAGES_PEERS="prometheus prometheus-sql-exporter prometheus-alertmanager"

packages_missing() {
    missing=
    for package in $1; do
        # A package that dpkg never heard of is an error to dpkg-query, and missing to us.
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
        ?i*) ;;
        *) missing="$missing $package" ;;
        esac
    done
    echo "$missing"
}

packages_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Debian's server package makes and starts a database cluster of its own when it is first installed.
# Nobody asked for one: every cluster used here is private and lies in a temporary folder. The package
# looks for this setting just before it would.
packages_no_cluster() {
    packages_root mkdir -p /etc/postgresql-common/createcluster.d
    packages_root sh -c 'cat >/etc/postgresql-common/createcluster.d/budgetwatch.conf' <<'END'
# Written before budgetwatch installed a PostgreSQL server for its tests or its demo, which bring
# their own clusters. It may be removed.
create_main_cluster = false
END
    # The file that includes that folder comes with postgresql-common, which may not be here yet. Where
    # it is missing, it is fetched first, so that the setting counts when the server comes.
    packages_apt postgresql-common
}

# Debian's pgbouncer, and what the bench compares with, start services of their own. Nobody asked for those either:
# policy-rc.d is what packages ask before they start a service. Where somebody has written one, it is his to decide.
packages_no_services() {
    if [ -e /usr/sbin/policy-rc.d ]; then
        packages_apt "$@"
        return
    fi
    packages_root sh -c 'cat >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d' <<'END'
#!/bin/sh
# Written while budgetwatch installs what it tests or measures with, which it starts itself. Gone when that is done.
case $1 in pgbouncer | prometheus | prometheus-*) exit 101 ;; esac
exit 0
END
    packages_apt "$@"
    status=$?
    packages_root rm -f /usr/sbin/policy-rc.d
    for service in "$@"; do
        packages_root systemctl disable "$service" >/dev/null 2>&1
    done
    return $status
}

packages_apt() {
    packages_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

packages_need() {
    need=$(packages_missing "$1")
    [ -n "$need" ] || return 0
    echo "Installing what is missing:$need"
    if ! command -v apt-get >/dev/null; then
        echo "apt-get is not here; please install by hand:$need" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "Neither root nor sudo is at hand; please let root install:$need" >&2
        return 1
    fi
    packages_root apt-get update -q || return 1
    case " $need " in
    *" postgresql-15 "*) packages_no_cluster || return 1 ;;
    esac
    services=
    for package in $need; do
        case $package in pgbouncer | prometheus*) services="$services $package" ;; esac
    done
    # Not quoted: one word a package.
    # shellcheck disable=SC2086
    [ -z "$services" ] || packages_no_services $services || return 1
    # Not quoted: one word a package.
    # shellcheck disable=SC2086
    packages_apt $need
}
