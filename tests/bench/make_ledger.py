#!/usr/bin/env python3
"""Makes a ledger of a large city, to measure with: 16,743 projects with 93,285 rows of execution.

usage: make_ledger.py FOLDER [PROJECTS]

The size is that of the expenditure published by a city of ten million for one year; what is in it is drawn
by a generator with a fixed seed, the same each time. As in a real ledger a unit has a few to several hundred
projects, an idle project reports few months, and one in four has indicators."""
import csv
import pathlib
import random
import sys

YEAR = 2023
PROJECTS = 16743
ROWS_PER_PROJECT = 93285 / 16743
PROJECTS_PER_UNIT = 60


def write(folder, name, header, rows):
    with open(folder / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def make_units(draw, projects):
    """Units in three steps of the tree, and the unit of each project: a few have many."""
    count = max(3, projects // PROJECTS_PER_UNIT)
    units = [("CITY", "市财政局", "")]
    for n in range(count):
        units.append((f"U{n:04}", f"第{n}单位", "CITY" if n < 40 else f"U{draw.randrange(40):04}"))
    owner = [f"U{min(int(draw.paretovariate(0.7)) - 1, count - 1):04}" if draw.random() < 0.3
             else f"U{draw.randrange(count):04}" for _ in range(projects)]
    return units, owner


def make_execution(draw, projects, total):
    """Exactly `total` rows, each project's months in order with a running total."""
    months = [draw.choice((1, 2, 4, 6, 9)) for _ in range(projects)]
    while (surplus := sum(months) - total) != 0:
        n = draw.randrange(projects)
        months[n] = min(12, max(1, months[n] - (1 if surplus > 0 else -1)))
    for n, count in enumerate(months):
        spent = 0
        for month in sorted(draw.sample(range(1, 13), count)):
            spent += draw.randrange(-2, 120) * 1000
            yield (f"P{n:05}", YEAR, month, f"{spent}.00")


def make_indicators(draw, projects):
    for n in range(0, projects, 4):
        yield (f"I{n:05}", "project", f"P{n:05}", YEAR, "output", "quantity", f"指标{n}",
               draw.choice(("ge", "ge", "ge", "le")), "个", draw.randrange(1, 100) * 10, 10, "sum", "quarterly")


def main():
    folder = pathlib.Path(sys.argv[1])
    projects = int(sys.argv[2]) if len(sys.argv) > 2 else PROJECTS
    draw = random.Random(1)
    units, owner = make_units(draw, projects)
    codes = range(projects)

    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "units.csv", "code,name,parent_code", units)
    write(folder, "projects.csv", "code,unit_code,name,category,manager",
          ((f"P{n:05}", owner[n], f"项目{n}", "basic" if n % 3 == 0 else "project", "") for n in codes))
    write(folder, "budgets.csv", "project_code,fiscal_year,initial_amount",
          ((f"P{n:05}", YEAR, f"{draw.randrange(1, 200) * 10000}.00") for n in codes))
    write(folder, "budget_adjustments.csv", "project_code,fiscal_year,effective_on,kind,amount",
          ((f"P{n:05}", YEAR, f"{YEAR}-{draw.randrange(1, 13):02}-15", "cut",
            f"{draw.randrange(-50, 50) * 1000}.00") for n in range(0, projects, 3)))
    write(folder, "execution.csv", "project_code,fiscal_year,month,spent_cumulative",
          make_execution(draw, projects, round(projects * ROWS_PER_PROJECT)))
    write(folder, "indicators.csv", "code,owner,owner_code,fiscal_year,level1,level2,name,direction,"
          "measure_unit,target,weight,accumulation,schedule", make_indicators(draw, projects))
    write(folder, "indicator_values.csv", "indicator_code,fiscal_year,month,value",
          ((f"I{n:05}", YEAR, month, draw.randrange(0, 300)) for n in range(0, projects, 4)
           for month in (3, 6, 9, 12)))


if __name__ == "__main__":
    main()
