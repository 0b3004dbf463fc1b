#!/usr/bin/env python3
"""Writes a corpus of N briefs as a site of variorum, Hugo or Eleventy: corpus.py N DIR [variorum|hugo|eleventy].

The same number gives the same corpus on every machine, and the three sites say the same: each brief has some 600 words
with headings, a list, a table, a quotation and links, six claims with actors, an event, a source, figures and relations;
every fifth has a block of code. Actors are as unequal as names in the news (Zipf); an event has some 60 claims.
"""

import datetime
import json
import random
import shutil
import sys
from pathlib import Path

CLAIMS = 6
CLAIMS_OF_EVENT = 60
WORDS = """army attack aid border bodies camp cattle ceasefire chief church civilians clinic column convoy council court
death district doctor drone elder evidence families fighters fire five footage force friday grain graves group helicopter
herders hospital hostages houses hundreds imam images inquiry investigators journalists journey judge june killed leaders
list market masks mayor militia mission monday mosque motorbikes names night nurse office patrol photographs police
prefect press prisoners radio raid refugees region reporters residents returned river road satellite school seven shots
soldiers statement station teachers testimony three town traders trucks twelve video village visitors vehicles water
weapons wednesday wells witnesses women wounded""".split()
KINDS = ["state-forces", "rebel-group", "civilians", "media", "ngo"]
CODE = {
    "python": 'def count(rows):\n    """Rows by side."""\n    return {side: len(rows[side]) for side in rows}  # {n}\n',
    "rust": "fn main() {\n    let rows = vec![1, 2, {n}];\n    println!(\"{}\", rows.len()); // all\n}\n",
    "sql": "SELECT actor, COUNT(*) FROM claims\nWHERE event = 'e{n}' GROUP BY actor; -- by side\n",
    "bash": "for file in *.csv; do\n  sort \"$file\" | uniq -c > \"{n}-$file\" # counts\ndone\n",
    "json": '{"event": "e{n}", "killed": [12, 30], "sides": null}\n',
}


class Corpus:
    def __init__(self, briefs):
        self.random = random.Random(20220327)
        self.count = briefs
        self.actors = [f"actor-{i}" for i in range(max(20, briefs // 50))]
        self.weights = [1 / (i + 1) for i in range(len(self.actors))]
        self.events = [f"event-{i}" for i in range(max(5, briefs * CLAIMS // CLAIMS_OF_EVENT))]
        self.sources = [f"source-{i}" for i in range(max(10, briefs // 3))]

    def words(self, least, most):
        text = " ".join(self.random.choices(WORDS, k=self.random.randint(least, most)))
        return text.capitalize()

    def some_actors(self, most):
        chosen = self.random.choices(self.actors, self.weights, k=self.random.randint(1, most))
        return list(dict.fromkeys(chosen))

    def briefs(self):
        for number in range(self.count):
            yield self.brief(number)

    def brief(self, number):
        day = datetime.date(2015, 1, 1) + datetime.timedelta(days=number * 3000 // self.count)
        claims = [self.claim(number, place, day) for place in range(CLAIMS)]
        return {
            "slug": f"b{number:06}",
            "title": self.words(4, 8),
            "date": day.isoformat(),
            "summary": self.words(12, 18) + ".",
            "tags": [f"tag-{tag}" for tag in self.random.sample(range(40), 3)],
            "claims": claims,
            "body": self.body(number, claims),
        }

    def claim(self, number, place, day):
        event = min(number * CLAIMS // CLAIMS_OF_EVENT, len(self.events) - 1)
        claim = {
            "id": f"c{place + 1}",
            "by": self.some_actors(1),
            "says": self.words(8, 24) + ".",
            "about": self.some_actors(2),
            "event": self.events[event],
            "source": self.sources[min(number // 3, len(self.sources) - 1)],
            "date": (day - datetime.timedelta(days=self.random.randint(0, 9))).isoformat(),
            "credibility": self.random.randint(2, 6),
        }
        if self.random.random() < 0.4:
            low = self.random.randint(1, 200)
            claim["figures"] = {"killed": f"{low}-{low + self.random.randint(1, 80)}"}
        if number and self.random.random() < 0.4:
            relation = self.random.choice(["supports", "denies", "questions", "repeats"])
            other = self.random.randint(max(0, number - 9), number - 1)
            claim[relation] = [f"b{other:06}#c{self.random.randint(1, CLAIMS)}"]
        return claim

    def body(self, number, claims):
        """Lines in Markdown; a link to a claim is written `[words](claim:c1)`, one to a thing `actor:ID`."""
        parts = []
        for place, claim in enumerate(claims):
            if place % 2 == 0:
                parts.append(f"{'##' if place % 4 == 0 else '###'} {self.words(2, 4)}")
            link = f"[{self.words(2, 4).lower()}](claim:{claim['id']})"
            parts.append(f"{self.words(20, 40)} {link} {self.words(20, 40).lower()}. {self.words(12, 20)}.")
        parts.append(f"{self.words(9, 15)} [{self.words(2, 3).lower()}](actor:{claims[0]['by'][0]}).")
        parts.append(f"{self.words(9, 15)} [{self.words(2, 3).lower()}](event:{claims[0]['event']}).")
        parts.append("\n".join(f"- {self.words(6, 12)} **{self.random.choice(WORDS)}**." for _ in range(5)))
        rows = "\n".join(f"| {self.words(1, 1)} | {self.random.randint(1, 400)} | {self.words(3, 5)} |" for _ in range(5))
        parts.append(f"| Source | Figure | Note |\n| --- | --: | --- |\n{rows}")
        parts.append(f"> {self.words(15, 25)}.")
        if number % 5 == 0:
            language = list(CODE)[number // 5 % len(CODE)]
            parts.append(f"```{language}\n{CODE[language].replace('{n}', str(number))}```")
        parts.append(f"{self.words(40, 70)}.")
        return "\n\n".join(parts) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def name(id):
    return id.replace("-", " ").capitalize()


def front(brief, addresses):
    """Front matter in YAML: JSON is YAML. Peers get the address of each claim at the other end of a relation."""
    keys = {key: brief[key] for key in ("title", "date", "summary", "tags")}
    lines = [f"{key}: {json.dumps(value)}" for key, value in keys.items()]
    lines.append("claims:")
    lines += [f"  - {json.dumps(addresses(claim))}" for claim in brief["claims"]]
    return "---\n" + "\n".join(lines) + "\n---\n"


def variorum(corpus, folder):
    write(folder / "site.toml", 'title = "Briefs"\nlanguage = "en"\nbase_url = "https://briefs.example.org/"\n')
    actors = [f"{a}: {{name: {name(a)}, kind: {KINDS[i % len(KINDS)]}}}" for i, a in enumerate(corpus.actors)]
    events = [f"{e}: {{name: {name(e)}, date: 2015-{i % 12 + 1:02}}}" for i, e in enumerate(corpus.events)]
    sources = [
        f"{s}: {{title: {name(s)}, publisher: {corpus.actors[i % len(corpus.actors)]}, "
        f"url: \"https://example.org/{s}\", reliability: {'ABCDEF'[i % 6]}}}"
        for i, s in enumerate(corpus.sources)
    ]
    for registry, lines in (("actors", actors), ("events", events), ("sources", sources)):
        write(folder / f"content/{registry}.yaml", "\n".join(lines) + "\n")
    for brief in corpus.briefs():
        write(folder / f"content/briefs/{brief['slug']}.md", front(brief, lambda claim: claim) + brief["body"])


RELATIONS = ("supports", "denies", "questions", "repeats")


def linked(claim):
    """A claim whose relations are addresses."""
    ends = [key.split("#") for relation in RELATIONS for key in claim.get(relation, [])]
    rest = {key: value for key, value in claim.items() if key not in RELATIONS}
    kinds = [relation for relation in RELATIONS for _ in claim.get(relation, [])]
    return rest | {"relations": [[kind, f"/briefs/{slug}/#{id}"] for kind, (slug, id) in zip(kinds, ends)]}


def for_peers(brief):
    body = brief["body"].replace("](claim:", "](#").replace("](actor:", "](/actors/").replace("](event:", "](/events/")
    about = {actor for claim in brief["claims"] for actor in claim["by"] + claim["about"]}
    keys = {"actors": sorted(about), "events": sorted({claim["event"] for claim in brief["claims"]})}
    text = front(brief, linked)
    more = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    return text[: -len("---\n")] + more + "---\n" + body


def peer(tool):
    def site(corpus, folder):
        shutil.copytree(Path(__file__).parent / "peers" / tool, folder, dirs_exist_ok=True)
        for brief in corpus.briefs():
            write(folder / f"content/briefs/{brief['slug']}.md", for_peers(brief))

    return site


SITES = {"variorum": variorum, "hugo": peer("hugo"), "eleventy": peer("eleventy")}

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) not in (2, 3) or not arguments[0].isdigit() or arguments[2:] and arguments[2] not in SITES:
        sys.exit(__doc__.splitlines()[0])
    SITES[(arguments[2:] or ["variorum"])[0]](Corpus(int(arguments[0])), Path(arguments[1]))
