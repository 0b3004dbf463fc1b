#!/usr/bin/env python3
"""Counts the instructions of each stage of a build and compares with the kept table: instructions.py [--keep].

    apt install valgrind
    cargo install gungraun-runner --version 0.20.0
    benches/instructions.py

Prints each stage with what is kept in `benches/instructions.tsv`, what was counted and the change, and ends with 1 if a stage
rose by more than LIMIT. `--keep` writes the table anew, to be committed with the change that it belongs to.

Counts vary from run to run, most likely because hash maps are seeded at random: in six runs of one program no stage's lay
further apart than 0.12 per cent. LIMIT leaves room for what the compiler inlines otherwise after a change elsewhere. Another
compiler, processor or valgrind counts otherwise, so the table says by which it was made. A run takes about a minute.
Python 3.11, nothing else.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "benches/instructions.tsv"
LIMIT = 3.0  # per cent


def look_for_tools():
    """Ends with what to install if the benchmark could not run."""
    lock = (ROOT / "Cargo.lock").read_text()
    version = re.search(r'name = "gungraun"\nversion = "(.+)"', lock)[1]
    wanted = {
        "valgrind": "apt install valgrind",
        os.environ.get("GUNGRAUN_RUNNER", "gungraun-runner"): f"cargo install gungraun-runner --version {version}",
    }
    if missing := [f"{tool} is not there: {command}" for tool, command in wanted.items() if not shutil.which(tool)]:
        sys.exit("\n".join(missing))


def tools():
    """What counts depend on, beside the program."""
    said = [subprocess.check_output([tool, "--version"], text=True, cwd=ROOT) for tool in ("rustc", "valgrind")]
    return f"Rust {said[0].split()[1]}, {said[1].strip().replace('-', ' ')}, {platform.machine()}"


def count():
    """The instructions of each stage."""
    command = ["cargo", "bench", "--quiet", "--bench", "instructions", "--", "--output-format=json"]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if run.returncode:
        sys.exit("the benchmark failed")
    counted = {}
    for line in run.stdout.splitlines():
        stage = json.loads(line)
        metrics = stage["profiles"][0]["data"]["total"]["metrics"]
        counted[stage["function_name"]] = int(metrics["Ir"]["values"]["new"])
    return counted


def kept():
    """By which tools the table was made, and its stages."""
    if not TABLE.exists():
        return None, {}
    first, _, *rows = TABLE.read_text().splitlines()
    return first.removeprefix("# "), {stage: int(number) for stage, number in (row.split("\t") for row in rows)}


def keep(by, counted):
    rows = [f"{stage}\t{number}\n" for stage, number in counted.items()]
    TABLE.write_text(f"# {by}\nstage\tinstructions\n" + "".join(rows))


def compare(before, counted):
    """Prints the table; the stages that rose too much."""
    print(f"{'stage':<12} {'kept':>15} {'counted':>15} {'change':>9}")
    risen = []
    for stage, number in counted.items():
        if stage not in before:
            print(f"{stage:<12} {'':>15} {number:>15,} {'new':>9}")
            continue
        change = 100 * (number / before[stage] - 1)
        print(f"{stage:<12} {before[stage]:>15,} {number:>15,} {change:>+7.2f} %")
        if change > LIMIT:
            risen.append(stage)
    return risen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="write the table anew")
    arguments = parser.parse_args()
    look_for_tools()
    by, (kept_by, before) = tools(), kept()
    counted = count()
    risen = compare(before, counted)
    if kept_by not in (None, by):
        print(f"kept by {kept_by}, counted by {by}: compare with care", file=sys.stderr)
    if arguments.keep:
        keep(by, counted)
        return
    if gone := [stage for stage in before if stage not in counted]:
        sys.exit(f"kept but not counted: {', '.join(gone)}")
    if risen:
        sys.exit(f"more than {LIMIT:g} % above the table: {', '.join(risen)}")


if __name__ == "__main__":
    main()
