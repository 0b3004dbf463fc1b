#!/usr/bin/env python3
"""Times edits under `variorum serve`: from the save of a brief until the server serves it.

    benches/serve-edits.py PROGRAM SITE [--edits 200] [--meaning] [--pause SECONDS]

SITE is a folder with briefs; one after another, spread over the site, has a word put into its title. With `--meaning` it
gets a tag as well, so that more than wording changes and the site is worked out anew. `--pause` waits after each edit, so
that the whole reading that follows an edit of wording is done before the next.
Told are, in milliseconds, the time from the save to the answer with the new title, and how much of it was the
watcher's: from the save to the moment when nothing had happened for as long as the server waits (its `QUIET`). Then the
memory of the server before, in the midst and at the end, and the processor time of an edit. Python 3.11, nothing else.
"""
import argparse, http.client, json, os, pathlib, re, statistics, subprocess, sys, time

QUIET = 15  # milliseconds; src/serve/desk.rs


def memory(pid):
    """Resident, in MiB."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def processor(pid):
    """User and system time, in milliseconds."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class Client:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address, timeout=600)

    def get(self, path):
        self.connection.request("GET", path)
        return self.connection.getresponse().read().decode()

    def edition(self, after=None):
        return json.loads(self.get("/.variorum/edition" + (f"?after={after}" if after else "")))


def edit(path, word, meaning):
    """Puts the word before the title, or in the place of the one that stands there, and into the tags."""
    text = path.read_text(encoding="utf-8")
    title = re.search(r'^title: "?(?:Edit\d+ )?(.*?)"?$', text, re.M)
    fresh = f"{word} {title[1]}"
    text = text[:title.start()] + f'title: "{fresh}"' + text[title.end():]
    if meaning:
        text = re.sub(r"^tags: \[(?:edit\d+, )?", f"tags: [{word.lower()}, ", text, count=1, flags=re.M)
    path.write_text(text, encoding="utf-8")


def measure(client, pid, briefs, options):
    waits, rows = [], []
    before = processor(pid)
    for number in range(options.edits):
        path = briefs[number * 7919 % len(briefs)]
        page = f"/briefs/{path.stem}.html"
        edition = client.edition()["edition"]
        start = time.perf_counter()
        word = f"Edit{number}"
        edit(path, word, options.meaning)
        client.edition(edition)
        read = time.perf_counter()
        answer = client.get(page)
        rows.append((time.perf_counter() - start) * 1000)
        waits.append((read - start) * 1000)
        if word not in answer:
            sys.exit(f"{page} does not show the edit")
        if number in (0, options.edits // 2, options.edits - 1):
            print(f"after {number + 1} edits: {memory(pid):.0f} MiB", flush=True)
        time.sleep(options.pause)
    return rows, waits, (processor(pid) - before) / options.edits


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--pause", type=float, default=0)
    options = parser.parse_args()
    briefs = sorted((options.site / "content/briefs").glob("*.md"))
    originals = {}
    command = [options.program, "serve", "-q", "--port", "0", "-C", str(options.site)]
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        client = Client(server.stdout.readline().strip().removeprefix("http://").rstrip("/"))
        if problems := client.edition()["problems"]:
            sys.exit(problems)
        print(f"{len(briefs)} briefs served after {time.perf_counter() - start:.2f} s, {memory(server.pid):.0f} MiB", flush=True)
        for number in range(options.edits):
            path = briefs[number * 7919 % len(briefs)]
            originals.setdefault(path, path.read_bytes())
        rows, waits, cost = measure(client, server.pid, briefs, options)
        rows.sort()
        print(f"from save to served, ms: median {statistics.median(rows):.1f}, 95th percentile "
              f"{rows[len(rows) * 95 // 100]:.1f}, most {rows[-1]:.1f}; of it {QUIET} waiting for quiet and "
              f"{statistics.median(waits) - QUIET:.1f} reading, resolving, checking")
        print(f"processor time of an edit: {cost:.1f} ms")
    finally:
        server.terminate()
        server.wait(30)
        for path, text in originals.items():
            path.write_bytes(text)


main()
