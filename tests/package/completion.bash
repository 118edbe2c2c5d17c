# What a real bash offers: completion.bash SCRIPT
# shellcheck shell=bash disable=SC1090,SC2034
source "$1" || exit 1
faults=0

# expect "WORDS OFFERED" WORD... : the last word is the one that is being typed.
expect() {
    local wanted=$1
    shift
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _budgetwatch
    if [[ "${COMPREPLY[*]}" != "$wanted" ]]; then
        echo "completion: '$*' gives '${COMPREPLY[*]}', not '$wanted'" >&2
        faults=$((faults + 1))
    fi
}

folder=$(mktemp -d) || exit 1
touch "$folder/a plan.csv" "$folder/b.csv"
mkdir "$folder/sub"

expect "alerts" budgetwatch a
expect "--help" budgetwatch --h
expect "ack silence silences unsilence" budgetwatch alerts ""
expect "silence silences" budgetwatch alerts s
expect "--year" budgetwatch alerts --y
expect "blue yellow red" budgetwatch alerts --severity ""
expect "red" budgetwatch alerts --severity = r
expect "execution.pace" budgetwatch alerts --rule execution.pa
expect "" budgetwatch alerts --year ""
expect "on" budgetwatch channel on
expect "close reopen" budgetwatch year ""
expect "budgetwatch budgetwatch.json budgetwatch-ledger budgetwatch-policy budgetwatch-rubric" budgetwatch manual ""
expect "$folder/b.csv" budgetwatch import "$folder/b"
expect "$folder/a plan.csv" budgetwatch import "$folder/a"
expect "$folder/b.csv" budgetwatch evidence add "$folder/b"
expect "$folder/b.csv" budgetwatch run --config "$folder/b"
expect "$folder/sub" budgetwatch evidence verify --root "$folder/"
expect "indicator_targets indicator_values" budgetwatch import --template indicator_
expect "" budgetwatch nothing ""

rm -r "$folder"
[[ $(complete -p budgetwatch) == *_budgetwatch* ]] || faults=$((faults + 1))
exit $((faults > 0))
