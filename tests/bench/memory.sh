# (f) The peak of resident memory, shared libraries included (VmHWM): of the daemon in every ledger that it has evaluated
# or polled in this run, while it delivered, and of the import, which works in a process of its own.
# shellcheck shell=sh disable=SC2154

# memory_result FIGURES WHAT KIND TARGET: the largest of all rounds; nothing where there were none.
memory_result() {
    [ -s "$work/figures.$1" ] || return 0
    result f "$2" MiB - "$(figures "$1" | sort -g | tail -n 1 | awk '{ printf "%.1f", $1 / 1024 }')" "$3" "$4" \
        "$(figures "$1" | wc -l)"
}

part_memory() {
    for database in small medium big; do
        memory_result "peak.$database" "daemon's peak memory, $(rows_of "$database") rows" most 32
    done
    memory_result peak.letters "daemon's peak memory, delivering" most 32
    memory_result import.peak "import's peak memory, $((big * 12)) rows" shown -
}
