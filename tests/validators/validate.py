"""Judges a built site's open data by validators that nobody here wrote.

validate.py SITE CHECK...: each CHECK is a function below. Complaints go to standard output, one a line; none is a
pass. Nothing is fetched: contexts and schemas that validators would look up come with their packages or from here.
"""

import json
import pathlib
import sys

SITE = pathlib.Path(sys.argv[1])
FAULTS = []


def fault(text):
    FAULTS.append(text)


def expect(truth, text):
    if not truth:
        fault(text)


def data(name):
    return json.loads((SITE / "data" / name).read_text("utf-8"))


def unguarded(cell):
    """What a writer typed: one apostrophe is taken off a cell that begins with one."""
    return cell[1:] if cell.startswith("'") else cell


def listed(cell):
    """The items of a list in a cell."""
    items, item, escaped = [], "", False
    for character in unguarded(cell):
        if escaped or character not in ";\\":
            item, escaped = item + character, False
        elif character == "\\":
            escaped = True
        else:
            items.append(item)
            item = ""
    return items + [item] if items or item else []


def rows(name):
    import csv

    with (SITE / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def csv():
    """The tables against their package, and their cells against claims.json."""
    import csv as reader

    from frictionless import Package

    package = Package(str(SITE / "data" / "datapackage.json"))
    report = package.validate()
    for task in report.tasks:
        for error in task.errors:
            fault(f"{task.name}: {error.message}")
    expect(len(report.tasks) == 7, "seven tables")
    numbers = {
        (resource.name, field.name)
        for resource in package.resources
        for field in resource.schema.fields
        if field.type in ("integer", "number")
    }
    for path in sorted((SITE / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in reader.DictReader(file, strict=True):
                for column, cell in row.items():
                    formula = cell[:1] in set("=+-@\t\r＝＋－＠")
                    if formula and (path.stem, column) not in numbers:
                        fault(f"{path.name}: a spreadsheet takes {cell!r} for a formula")
    export = data("claims.json")
    claims = rows("claims.csv")
    expect(len(claims) == len(export["claims"]) > 0, "as many claims as in claims.json")
    for row, claim in zip(claims, export["claims"]):
        for key in ("id", "brief", "says", "date"):
            expect(unguarded(row[key]) == (claim[key] or ""), f"{claim['id']}: {key} does not come back whole: {row[key]!r}")
        for key in ("by", "about", "events", "sources", "from", "supports", "denies", "known", "unknown", "denied_by"):
            expect(listed(row[key]) == claim[key], f"{claim['id']}: {key} does not come back whole: {row[key]!r}")
        figures = [f"{f['measure']} {f['group']} {f['text']}" for f in claim["figures"]]
        expect(listed(row["figures"]) == figures, f"{claim['id']}: figures: {row['figures']!r}")
    for row, actor in zip(rows("actors.csv"), export["actors"]):
        expect(unguarded(row["name"]) == (actor["name"] or ""), f"actor {actor['id']}: {row['name']!r}")
        expect(sorted(listed(row["aliases"])) == actor["aliases"], f"actor {actor['id']}: {row['aliases']!r}")
    for row, source in zip(rows("sources.csv"), export["sources"]):
        expect(unguarded(row["title"]) == source["title"], f"source {source['id']}: {row['title']!r}")
    expect(len(rows("figures.csv")) == sum(len(claim["figures"]) for claim in export["claims"]), "all figures")


def ndjson():
    """The same claims, one a line."""
    lines = (SITE / "data" / "claims.ndjson").read_text("utf-8").split("\n")
    expect(lines.pop() == "", "the last line ends")
    expect([json.loads(line) for line in lines] == data("claims.json")["claims"], "the claims of claims.json")


JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"},
        "feed_url": {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"},
        "description": {"type": "string"},
        "language": {"type": "string"},
        "authors": {"$ref": "#/$defs/authors"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "date_published", "date_modified"],
                "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
                    "url": {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"},
                    "content_text": {"type": "string", "minLength": 1},
                    "content_html": {"type": "string", "minLength": 1},
                    "summary": {"type": "string"},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT00:00:00Z$"},
                    "date_modified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT00:00:00Z$"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "authors": {"$ref": "#/$defs/authors"},
                },
            },
        },
    },
    "$defs": {
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        }
    },
}


def feeds():
    """Every feed: well formed, with what Atom and JSON Feed require, and the two syntaxes saying the same."""
    import feedparser
    import jsonschema
    from lxml import etree

    paths = [SITE / "feed.xml", *sorted((SITE / "feeds").rglob("*.xml"))]
    expect(len(paths) > 3, "feeds of things")
    ids = {}
    for path in paths:
        name = path.relative_to(SITE)
        etree.parse(str(path))
        feed = feedparser.parse(path.read_bytes())
        expect(not feed.bozo, f"{name}: {feed.get('bozo_exception')}")
        expect(feed.version == "atom10", f"{name}: {feed.version}")
        for key in ("id", "title", "updated_parsed"):
            expect(feed.feed.get(key), f"{name}: no {key}")
        other = json.loads(path.with_suffix(".json").read_text("utf-8"))
        for error in jsonschema.Draft202012Validator(JSON_FEED).iter_errors(other):
            fault(f"{name.with_suffix('.json')}: {error.json_path}: {error.message}")
        expect([item["id"] for item in other["items"]] == [entry.id for entry in feed.entries], f"{name}: ids")
        expect(ids.setdefault(feed.feed.id, name) == name, f"{name}: the id of {ids[feed.feed.id]}")
        expect(len({entry.id for entry in feed.entries}) == len(feed.entries), f"{name}: an id twice")
        raw = etree.parse(str(path)).findall("{http://www.w3.org/2005/Atom}entry")
        times = [entry.findtext("{http://www.w3.org/2005/Atom}updated") for entry in raw]
        expect(times == sorted(times, reverse=True), f"{name}: newest first")
        newest = etree.parse(str(path)).findtext("{http://www.w3.org/2005/Atom}updated")
        expect(not times or newest == times[0], f"{name}: as new as its newest entry")
        for entry, item in zip(raw, other["items"]):
            expect(entry.findtext("{http://www.w3.org/2005/Atom}title") == item["title"], f"{name}: {item['title']!r}")


def sitemap():
    """The sitemap by the protocol: places, days, languages; and robots.txt names it."""
    import datetime

    from lxml import etree

    ns = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    base = data("claims.json")["site"]["base_url"].rstrip("/") + "/"
    tree = etree.parse(str(SITE / "sitemap.xml"))
    urls = tree.findall("s:url", ns)
    places = [url.findtext("s:loc", namespaces=ns) for url in urls]
    expect(0 < len(places) == len(set(places)) <= 50000, "each page once")
    for place in places:
        expect(place.startswith(base), f"{place} is elsewhere")
        from urllib.parse import unquote

        expect((SITE / unquote(place[len(base):])).is_file(), f"{place} is no page")
    for url in urls:
        order = [etree.QName(child).localname for child in url]
        expect(order[0] == "loc" and order[1:2] in ([], ["lastmod"], ["link"]), f"order of {order}")
        if (day := url.findtext("s:lastmod", namespaces=ns)) is not None:
            datetime.date.fromisoformat(day)
        for link in url.findall("x:link", ns):
            expect(link.get("rel") == "alternate" and link.get("hreflang"), "a link without a language")
            expect(link.get("href") in places, f"{link.get('href')} is not listed")
    import urllib.robotparser

    robots = urllib.robotparser.RobotFileParser()
    robots.parse((SITE / "robots.txt").read_text("utf-8").splitlines())
    expect(robots.can_fetch("a reader", base), "readers are let in")
    expect(robots.site_maps() == [base + "sitemap.xml"], "robots.txt names the sitemap")


for check in sys.argv[2:]:
    before = len(FAULTS)
    try:
        globals()[check]()
    except Exception as error:  # a validator that gives up has found something
        import traceback

        fault(f"{type(error).__name__}: {error}\n{traceback.format_exc()}")
    for text in FAULTS[before:]:
        print(f"{check}: {text}")
sys.exit(1 if FAULTS else 0)
