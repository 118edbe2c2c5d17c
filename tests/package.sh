#!/bin/sh
# The Debian package, from a build of its own as it is shipped: what is in it, what it asks for, what lintian, mandoc
# and systemd-analyze say of it, and whether a real bash completes by it. tests/package/run.sh installs it.
#
# The build is optimised only as much as _FORTIFY_SOURCE asks for, which spares half the time.
#
#   tests/package.sh [FOLDER]    default: build/test-package, where the package is left
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
folder=${1:-$top/build/test-package}
# shellcheck source=tests/packages.sh
. "$top/tests/packages.sh"
LC_ALL=C.UTF-8
SOURCE_DATE_EPOCH=$(date -u -d "$(sed -n 's/^set(BUDGETWATCH_DATE \([0-9-]*\)).*/\1/p' "$top/CMakeLists.txt")" +%s)
export LC_ALL SOURCE_DATE_EPOCH
faults=0

fail() {
    echo "package: $*" >&2
    exit 1
}

fault() {
    echo "package: $*" >&2
    faults=$((faults + 1))
}

build() {
    if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$folder/CMakeCache.txt"; then
        rm -rf "$folder"
    fi
    mkdir -p "$folder" || exit 1
    rm -rf "$folder"/*.deb "$folder/unpacked"
    cmake -G Ninja -S "$top" -B "$folder" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE='-O1 -DNDEBUG' \
        -DCMAKE_INSTALL_PREFIX=/usr -DBUDGETWATCH_TESTS=OFF >"$folder/configure.log" 2>&1 || {
        cat "$folder/configure.log" >&2
        fail "CMake failed, see above"
    }
    cmake --build "$folder" --parallel 2 >"$folder/build.log" 2>&1 || {
        cat "$folder/build.log" >&2
        fail "the build failed, see above"
    }
    pack
    deb=$(echo "$folder"/*.deb)
    [ -f "$deb" ] || fail "cpack made not one package: $deb"
    dpkg-deb -x "$deb" "$folder/unpacked" || fail "the package cannot be unpacked"
}

pack() {
    (cd "$folder" && cpack) >"$folder/cpack.log" 2>&1 || {
        cat "$folder/cpack.log" >&2
        fail "cpack failed, see above"
    }
}

check_again() {
    mv "$deb" "$folder/first"
    pack
    cmp "$folder/first" "$deb" || fault "packed a second time it is another package"
    rm -f "$folder/first"
}

check_files() {
    while read -r file; do
        [ -e "$folder/unpacked/$file" ] || fault "$file is missing"
    done <<'END'
etc/budgetwatch/budgetwatch.json
usr/bin/budgetwatch
usr/lib/systemd/catalog/budgetwatch.catalog
usr/lib/systemd/system/budgetwatch.service
usr/lib/systemd/system/budgetwatch@.service
usr/share/bash-completion/completions/budgetwatch
usr/share/budgetwatch/budgetwatch.schema.json
usr/share/budgetwatch/calendar.csv
usr/share/budgetwatch/policy.schema.json
usr/share/budgetwatch/rubric.schema.json
usr/share/doc/budgetwatch/README.md
usr/share/doc/budgetwatch/changelog.gz
usr/share/doc/budgetwatch/copyright
usr/share/doc/budgetwatch/examples/ledger/units.csv
usr/share/doc/budgetwatch/examples/policy/default.json
usr/share/doc/budgetwatch/examples/policy.schema.json
usr/share/doc/budgetwatch/examples/rubric/key-project.json
usr/share/fish/vendor_completions.d/budgetwatch.fish
usr/share/man/man1/budgetwatch.1.gz
usr/share/man/man5/budgetwatch-ledger.5.gz
usr/share/man/man5/budgetwatch-policy.5.gz
usr/share/man/man5/budgetwatch-rubric.5.gz
usr/share/man/man5/budgetwatch.json.5.gz
usr/share/zsh/vendor-completions/_budgetwatch
END
    [ -L "$folder/unpacked/etc/budgetwatch/budgetwatch.schema.json" ] || fault "no schema is beside the configuration"
    others=$(find "$folder/unpacked" -mindepth 1 -maxdepth 1 ! -name usr ! -name etc)
    [ -z "$others" ] || fault "it has more than usr and etc: $others"
    [ "$(dpkg-deb -I "$deb" conffiles)" = /etc/budgetwatch/budgetwatch.json ] ||
        fault "the configuration is not its one conffile"
}

check_dependencies() {
    depends=" $(dpkg-deb -f "$deb" Depends) "
    for package in libc6 libcurl4 libpq5 libuv1 libmicrohttpd12 libsystemd0 procps; do
        case $depends in
        *" $package "* | *" $package,"*) ;;
        *) fault "it does not depend on $package: $depends" ;;
        esac
    done
    case $depends in *-dev* | *asan* | *ubsan*) fault "it depends on what only a build needs: $depends" ;; esac
}

check_program() {
    program=$folder/unpacked/usr/bin/budgetwatch
    readelf -dW "$program" | grep -q 'Flags:.*NOW.*PIE' || fault "the program is not PIE with all bound at the start"
    readelf -lW "$program" | grep -q GNU_RELRO || fault "its relocations are not made read-only"
    readelf -sW --dyn-syms "$program" | grep -q __stack_chk_fail || fault "its stack is not protected"
    readelf -sW --dyn-syms "$program" | grep -q __snprintf_chk || fault "it is not fortified"
    readelf -SW "$program" | grep -q '\.symtab' && fault "it is not stripped"
    grep -qF -e "$top" -e BUDGETWATCH_FAULT -e __asan "$program" && fault "it has in it what a build alone may have"
    # As it is configured by the package; nothing but the journal is told.
    "$program" channel test journal --config "$folder/unpacked/etc/budgetwatch/budgetwatch.json" >"$folder/test.log" 2>&1 || {
        cat "$folder/test.log" >&2
        fault "it does not run with its own configuration"
    }
}

check_manual() {
    for page in "$folder"/unpacked/usr/share/man/man*/*.gz; do
        gzip -dc "$page" >"$folder/page"
        mandoc -Tlint -W warning "$folder/page" >&2 || fault "mandoc complains of $(basename "$page")"
        said=$(MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$folder/page" 2>&1 >/dev/null)
        [ -z "$said" ] || fault "man complains of $(basename "$page"): $said"
        grep -qx '.SH NAME' "$folder/page" || fault "$(basename "$page") has no NAME"
    done
}

check_completion() {
    bash "$top/tests/package/completion.bash" "$folder/unpacked/usr/share/bash-completion/completions/budgetwatch" ||
        fault "bash does not complete as it should"
    for shell in zsh fish; do
        command -v $shell >/dev/null || continue
        $shell -n "$(find "$folder/unpacked/usr/share/$shell" -type f)" || fault "$shell cannot read its completion"
    done
}

check_unit() {
    if ! command -v systemd-analyze >/dev/null; then
        [ "${CI:-}" != true ] || fault "systemd-analyze is missing"
        echo "package: systemd-analyze is not here: the unit is not looked at"
        return
    fi
    for unit in budgetwatch.service budgetwatch@.service; do
        # In tenths: 1.2.
        systemd-analyze security --offline=true --no-pager --threshold=12 \
            "$folder/unpacked/usr/lib/systemd/system/$unit" >"$folder/security" || {
            cat "$folder/security" >&2
            fault "$unit is more exposed than 1.2"
        }
        echo "package: $unit: $(tail -n 1 "$folder/security")"
        case $unit in *@*) copy=$folder/budgetwatch@try.service ;; *) copy=$folder/$unit ;; esac
        sed "s|/usr/bin/budgetwatch|$folder/unpacked&|" "$folder/unpacked/usr/lib/systemd/system/$unit" >"$copy"
        said=$(systemd-analyze verify --man=no "$copy" 2>&1 | grep -F budgetwatch)
        [ -z "$said" ] || fault "systemd complains of $unit: $said"
        rm -f "$copy"
    done
    # A private folder in another one cannot be made: the second of both units would not start.
    grep -qx 'StateDirectory=budgetwatch-%i' "$folder/unpacked/usr/lib/systemd/system/budgetwatch@.service" ||
        fault "an instance's state is not beside that of budgetwatch.service"
}

# As journald's own tool reads it, for journalctl -x.
check_catalog() {
    command -v journalctl >/dev/null || return # said above
    ids=$(grep -c '^-- [0-9a-f]*$' "$top/systemd/budgetwatch.catalog")
    journalctl --update-catalog --root="$folder/unpacked" || fault "journald cannot read the catalogue"
    read=$(journalctl --root="$folder/unpacked" --list-catalog | grep -c budgetwatch:)
    [ "$read" -eq "$ids" ] || fault "journald finds $read of the catalogue's $ids entries"
}

check_lintian() {
    said=$(lintian --tag-display-limit 0 "$deb" 2>&1 | grep '^[EW]:')
    [ -z "$said" ] || fault "lintian complains:
$said"
}

packages_need "$PACKAGES_BUILD $PACKAGES_PACKAGE" || fail "the packages above are missing"
build
check_again
check_files
check_dependencies
check_program
check_manual
check_completion
check_unit
check_catalog
check_lintian
[ "$faults" -eq 0 ] || fail "$faults faults, see above"
echo "package: $(basename "$deb") is in order"
