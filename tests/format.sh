#!/bin/sh
# Every C file is as clang-format would write it (.clang-format at the top). Each place that is not is
# printed, and the exit status is 1; `tests/format.sh --fix` rewrites the files instead.
set -u
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
cd "$top" || exit 1

case ${1-} in
--fix) set -- -i ;;
'') set -- --dry-run -Werror ;;
*)
    echo "usage: tests/format.sh [--fix]" >&2
    exit 2
    ;;
esac

count=$(find src tests -name '*.[ch]' | wc -l)
if [ "$count" -eq 0 ]; then
    echo "format: no C files found below $top" >&2
    exit 1
fi
if find src tests -name '*.[ch]' -exec clang-format --style=file "$@" {} +; then
    echo "format: $count files in order"
else
    echo "format: put it right with tests/format.sh --fix" >&2
    exit 1
fi
