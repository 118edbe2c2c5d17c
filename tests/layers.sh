#!/bin/sh
# Every #include below src keeps the layers: a layer reaches down only, and each library is included
# where the design puts it. Each breach is printed as FILE:LINE, and the exit status is 1.
#
#   base < core < {config, report} and {db, net} < service < {app, cli} < main
#
# Neighbours in braces do not include each other, but cli may include app: `budgetwatch run` starts the
# daemon. Before the real tree a made-up one with every kind of breach is checked, so that a rule that
# has stopped working cannot pass for a clean tree.
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1

# check FOLDER: prints the breaches; true where there are none.
check() {
    # shellcheck disable=SC2016 # the dollars are awk's
    (cd "$1" && find . -name '*.[ch]' | sort | tr '\n' '\0' | xargs -0 awk '
    BEGIN {
        below["base"] = "base"
        below["core"] = "base core"
        below["config"] = "base core config"
        below["report"] = "base core report"
        below["db"] = "base core db"
        below["net"] = "base core net"
        below["service"] = "base core config report db net service"
        below["app"] = below["service"] " app"
        below["cli"] = below["app"] " cli"
        below["main"] = below["cli"] " main"
        all = "base core config report db net service app cli main"

        # What is not named here may be included anywhere.
        home["libpq-fe.h"] = home["libpq/libpq-fs.h"] = home["postgres_ext.h"] = "db"
        home["microhttpd.h"] = "net"
        home["xlsxwriter.h"] = "report"
        home["openssl/"] = "net cli"
        home["zip.h"] = "report cli"
        home["expat.h"] = "cli"
        home["jansson.h"] = "config report db net service app cli main"
        home["uv.h"] = "db net service app cli main"
        home["embedded/policies.h"] = home["embedded/rubrics.h"] = "config"
        home["embedded/docx_parts.h"] = home["embedded/styles.h"] = "report"
        home["embedded/openapi.h"] = "service"
        home["embedded/migrations.h"] = home["embedded/statements.h"] = "db"
        home["curl/"] = "net"
        home["xlsxwriter/"] = "report"
    }
    function among(word, list) { return index(" " list " ", " " word " ") > 0 }
    function breach(text) { printf "src/%s:%d: %s\n", file, FNR, text; breaches++ }
    FNR == 1 {
        file = substr(FILENAME, 3)
        slash = index(file, "/")
        layer = slash ? substr(file, 1, slash - 1) : (file == "main.c" ? "main" : file)
        if (!(layer in below))
            breach("not in a layer; these are the layers: " all)
    }
    /^[ \t]*#[ \t]*include/ && (layer in below) {
        name = $0
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
        quoted = name ~ /^"/
        if (name !~ /^["<]/) {
            breach("cannot tell what is included: " $0)
            next
        }
        name = substr(name, 2)
        sub(/[">].*$/, "", name)
        slash = index(name, "/")
        folder = slash ? substr(name, 1, slash - 1) : ""
        if (among(folder, all) && !among(folder, below[layer]))
            breach(layer " must not include " name)
        else if (quoted && !among(folder, all) && folder != "embedded")
            breach("\"" name "\" does not begin with a layer")
        where = (name in home) ? home[name] : (folder "/" in home) ? home[folder "/"] : ""
        if (where != "" && !among(layer, where))
            breach(name " is not for " layer ", only for: " where)
    }
    END { exit breaches > 0 }')
}

# A tree in which line 1 of each file breaks one rule.
prove() {
    tree=$(mktemp -d "${TMPDIR:-/tmp}/layers.XXXXXX") || return 1
    breaks=0
    while IFS='|' read -r file line; do
        mkdir -p "$tree/$(dirname "$file")"
        printf '%s\n' "$line" >"$tree/$file"
        breaks=$((breaks + 1))
    done <<'END'
base/a.c|#include "core/rule.h"
base/b.c|#include <jansson.h>
core/a.c|#include "config/config.h"
core/b.c|  #  include <uv.h>
core/c.h|#include <jansson.h>
core/d.c|#include "rule.h"
core/e.c|#include "../base/buf.h"
config/a.c|#include "report/table.h"
config/b.c|#include "db/conn.h"
config/c.c|#include <uv.h>
report/a.c|#include <uv.h>
report/b.c|#include "config/config.h"
db/a.c|#include "net/http.h"
db/b.c|#include "config/config.h"
db/c.c|#include <curl/curl.h>
db/d.c|#include <openssl/evp.h>
net/a.c|#include "db/conn.h"
net/b.c|#include <libpq-fe.h>
service/a.c|#include <microhttpd.h>
service/b.c|#include <xlsxwriter.h>
service/d.c|#include <zip.h>
service/c.c|#include "app/daemon.h"
app/a.c|#include "cli/cli.h"
cli/a.c|#include <libpq-fe.h>
cli/b.c|#include "embedded/statements.h"
cli/c.c|#include HEADER
main.c|#include <libpq-fe.h>
util/a.c|int x;
END
    found=$(check "$tree" | wc -l)
    rm -rf "$tree"
    if [ "$found" -ne "$breaks" ]; then
        echo "layers: the check itself is broken: it found $found of $breaks breaches made for it" >&2
        return 1
    fi
}

prove || exit 1
if [ ! -f "$top/src/main.c" ]; then
    echo "layers: $top/src/main.c is not there; is this the source tree?" >&2
    exit 1
fi
if check "$top/src"; then
    echo "layers: every include is in order"
else
    echo "layers: see the lines above; the order is in tests/layers.sh" >&2
    exit 1
fi
