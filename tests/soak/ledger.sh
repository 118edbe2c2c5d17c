# The soak's ledger: units, projects with plans, indicators, contracts and milestones, and what is reported month by
# month: most as planned, some behind, some beyond, each differently and always the same. Sourced by run.sh, which has set
# $work, $program and $projects.
# shellcheck shell=sh disable=SC2154

bring_in() {
    "$program" import "$1" --config "$work/commands.json" >>"$work/imports" 2>&1 ||
        fail "an import failed: $(tail -n 3 "$work/imports")"
    rm -r "$1"
}

# import_year YEAR: what is known on its first day.
import_year() {
    folder=$work/year
    mkdir "$folder"
    printf 'code,name,parent_code\nTOP,市局,\n' >"$folder/units.csv"
    for unit in 1 2 3 4 5 6 7 8; do
        echo "U$unit,第${unit}处,TOP" >>"$folder/units.csv"
        echo "U$unit,$1,running_cost,3000000" >>"$folder/ceilings.rows"
        echo "处长$unit,U$unit,处长" >>"$folder/people.rows"
    done
    (echo unit_code,fiscal_year,kind,amount && cat "$folder/ceilings.rows") >"$folder/ceilings.csv"
    (echo name,unit_code,role && cat "$folder/people.rows") >"$folder/people.csv"
    rm "$folder/ceilings.rows" "$folder/people.rows"
    awk -v n="$projects" -v year="$1" -v folder="$folder" 'BEGIN {
        projects = folder "/projects.csv"; print "code,unit_code,name,category,manager" > projects
        budgets = folder "/budgets.csv"; print "project_code,fiscal_year,fund,initial_amount" > budgets
        plans = folder "/plans.csv"; print "project_code,fiscal_year,month,planned_cumulative" > plans
        indicators = folder "/indicators.csv"
        print "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,target,weight,accumulation,schedule" > indicators
        contracts = folder "/contracts.csv"
        print "code,project_code,fiscal_year,title,amount,intent_on,procurement_on,awarded_on,signed_on" > contracts
        milestones = folder "/milestones.csv"; print "owner,owner_code,fiscal_year,name,planned_on" > milestones
        for (i = 1; i <= n; i++) {
            unit = i % 8 + 1
            printf "P%d,U%d,项目%d,%s,处长%d\n", i, unit, i, i % 5 ? "project" : "basic", unit > projects
            printf "P%d,%d,,%d\n", i, year, 100000 * (i % 40 + 1) > budgets
            for (m = 1; m <= 12; m++) printf "P%d,%d,%d,%d\n", i, year, m, 100000 * (i % 40 + 1) * m / 12 > plans
            printf "I%d-%d,project,P%d,%d,output,quantity,产出%d,ge,件,120,10,sum,monthly\n", i, year, i, year, i > indicators
            if (i % 6 == 0)
                printf "C%d-%d,P%d,%d,合同%d,50000,%d-%02d-05,%d-%02d-20,%d-%02d-10,\n", i, year, i, year, i, year, i % 9 + 1,
                    year, i % 9 + 2, year, i % 9 + 3 > contracts
            if (i % 4 == 0) printf "project,P%d,%d,验收,%d-%02d-15\n", i, year, year, i % 12 + 1 > milestones
        }
    }'
    bring_in "$folder"
}

# import_month YEAR MONTH: its totals, and the month before once more, corrected here and there.
import_month() {
    folder=$work/month
    mkdir "$folder"
    awk -v n="$projects" -v year="$1" -v month="$2" -v folder="$folder" 'BEGIN {
        execution = folder "/execution.csv"; print "project_code,fiscal_year,fund,month,spent_cumulative" > execution
        values = folder "/indicator_values.csv"; print "indicator_code,fiscal_year,month,value" > values
        for (m = month > 1 ? month - 1 : 1; m <= month; m++)
            for (i = 1; i <= n; i++) {
                if ((i + m) % 23 == 0) continue
                pace = 40 + (i * 37 + int(m / 3) * 11) % 70
                spent = 1000 * (i % 40 + 1) * m / 12 * pace + (m < month && i % 50 == 0 ? 500 : 0)
                printf "P%d,%d,,%d,%.2f\n", i, year, m, spent > execution
                printf "I%d-%d,%d,%d,%d\n", i, year, year, m, (i + m) % 7 ? 10 : 3 > values
            }
    }'
    bring_in "$folder"
}

# import_due DATE: on the third of a month that of the month before, on New Year's day the new year.
import_due() {
    year=${1%%-*} month=${1#*-}
    day_of=${month#*-} month=${month%-*}
    month=${month#0}
    case $month-$day_of in
    1-01) [ "$1" = "$from" ] || import_year "$year" ;;
    1-03) [ "$year" = "${from%%-*}" ] || import_month $((year - 1)) 12 ;;
    *-03) import_month "$year" $((month - 1)) ;;
    esac
}
