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


NAMED = {"actors": "name", "events": "name", "sources": "title"}


def received(export):
    """The keys of the lists of those who answer a proposition."""
    return [key for key in export["propositions"][0] if key.endswith("_by")]


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
    propositions = {proposition["id"]: proposition for proposition in export["propositions"]}
    names = {kind: {thing["id"]: thing[key] for thing in export[kind]} for kind, key in NAMED.items()}
    for row, claim in zip(claims, export["claims"]):
        proposition = propositions.get(claim["proposition"], {})
        cells = {key: value for key, value in claim.items() if not isinstance(value, (list, dict))}
        for key in cells.keys() - {"verdict", "origins", "third_party"}:
            whole = "" if cells[key] is None else str(cells[key])
            expect(unguarded(row[key]) == whole, f"{claim['id']}: {key} does not come back whole: {row[key]!r}")
        lists = {key: value for key, value in claim.items() if isinstance(value, list)}
        lists |= {key: proposition.get(key, []) for key in ("known", "unknown", *received(export))}
        for column, key, kind in [
            ("by_name", "by", "actors"),
            ("about_name", "about", "actors"),
            ("event_name", "events", "events"),
            ("source_title", "sources", "sources"),
        ]:
            lists[column] = [names[kind][one] or "" for one in claim[key]]
        lists["figures"] = [f"{f['measure']} {f['group']} {f['text']}" for f in claim["figures"]]
        lists["figures_are"] = [f["are"] for f in claim["figures"]]
        for key in lists.keys() - {"origins", "third_party"}:
            # A list of one empty name is an empty cell.
            whole = [] if lists[key] == [""] else lists[key]
            expect(listed(row[key]) == whole, f"{claim['id']}: {key} does not come back whole: {row[key]!r}")
        for key in ("origins", "third_party"):
            ends = [str(end) for end in claim[key] or ["", ""]]
            expect([row[key + "_min"], row[key + "_max"]] == ends, f"{claim['id']}: {key}")
        for key in ("rating", "name", "why"):
            part = (claim["verdict"] or {}).get(key)
            whole = "" if part is None else str(part)
            expect(unguarded(row["verdict_" + key]) == whole, f"{claim['id']}: its verdict does not come back whole")
    for row, actor in zip(rows("actors.csv"), export["actors"]):
        expect(unguarded(row["name"]) == (actor["name"] or ""), f"actor {actor['id']}: {row['name']!r}")
        expect(sorted(listed(row["aliases"])) == actor["aliases"], f"actor {actor['id']}: {row['aliases']!r}")
    for row, source in zip(rows("sources.csv"), export["sources"]):
        expect(unguarded(row["title"]) == source["title"], f"source {source['id']}: {row['title']!r}")
    expect(len(rows("figures.csv")) == sum(len(claim["figures"]) for claim in export["claims"]), "all figures")
    stated = {(row["claim"], row["relation"], row["other"]) for row in rows("relations.csv")}
    keys = {relation for _, relation, _ in stated}
    expect(len(stated) > 0 and all(key in export["claims"][0] for key in keys), f"relations are keys: {keys}")
    for claim in export["claims"]:
        for key in keys - {"agrees_with"}:
            others = [other for one, relation, other in stated if (one, relation) == (claim["id"], key)]
            expect(sorted(others) == claim[key], f"{claim['id']}: {key} of relations.csv")
        agreeing = {other for one, relation, other in stated if (one, relation) == (claim["id"], "agrees_with")}
        agreeing |= {one for one, relation, other in stated if (other, relation) == (claim["id"], "agrees_with")}
        expect(sorted(agreeing) == claim["agrees_with"], f"{claim['id']}: agrees_with at both ends")


def ndjson():
    """The same claims, one a line, whatever a reader takes for the end of one."""
    lines = (SITE / "data" / "claims.ndjson").read_text("utf-8").splitlines()
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


def pages():
    return sorted(SITE.rglob("*.html"))


def blocks(path):
    """The JSON-LD of a page, as extruct finds it."""
    import extruct

    return extruct.extract(path.read_text("utf-8"), syntaxes=["json-ld"], uniform=False)["json-ld"]


def no_loader(url, options=None):
    raise RuntimeError(f"asks the network for {url}")


def linked():
    """JSON-LD in every page, found by extruct, and of the whole site: expanded by pyld, held to our own shapes by pyshacl."""
    import pyshacl
    import rdflib
    from pyld import jsonld

    jsonld.set_document_loader(no_loader)
    whole, graph = rdflib.Graph(), rdflib.Graph()
    base = data("claims.json")["site"]["base_url"].rstrip("/") + "/"
    seen = 0
    for path in pages():
        name = path.relative_to(SITE).as_posix()
        found = blocks(path)
        expect(len(found) == 1, f"{name}: {len(found)} blocks")
        for block in found:
            seen += 1
            from urllib.parse import quote

            here = base + quote(name)
            try:
                expanded = jsonld.expand(block, {"base": here})
            except jsonld.JsonLdError as error:
                fault(f"{name}: {error.type}: {error.details}")
                continue
            expect(len(expanded) == 1, f"{name}: {len(expanded)} things")
            expect("https://schema.org/hasPart" not in expanded[0], f"{name}: a claim in it")
            graph.parse(data=jsonld.to_rdf(block, {"base": here, "format": "application/n-quads"}), format="nquads")
    expect(seen > 20, "pages with JSON-LD")
    here = base + "data/site.jsonld"
    whole.parse(data=jsonld.to_rdf(data("site.jsonld"), {"base": here, "format": "application/n-quads"}), format="nquads")
    export = data("claims.json")
    said = {str(text) for text in whole.objects(None, rdflib.URIRef("https://schema.org/text"))}
    for claim in export["claims"]:
        expect(claim["does"] or claim["says"] in said, f"{claim['id']}: its sentence is not in the site's data")
    terms = {"supports": "supports", "agrees_with": "agreesWith", "denies": "disagreesWith", "concedes": "confirms"}
    for relation, term in terms.items():
        told = len(list(whole.subject_objects(rdflib.URIRef("http://purl.org/spar/cito/" + term))))
        stated = sum(row["relation"] == relation for row in rows("relations.csv"))
        expect(told == stated, f"{told} times {term}, {stated} times {relation}")
    shapes = rdflib.Graph().parse(pathlib.Path(__file__).with_name("shapes.ttl"))
    # A verdict on a page names a claim; what it says, only the site's file tells.
    schema = rdflib.Namespace("https://schema.org/")
    for claim in list(graph.subjects(rdflib.RDF.type, schema.Claim)):
        for text in whole.objects(claim, schema.text):
            graph.add((claim, schema.text, text))
    for held in [whole, graph]:
        conforms, _, report = pyshacl.validate(held, shacl_graph=shapes, inference="none")
        expect(conforms, report)


def csl():
    """The sources, and the briefs with their claims: the schema, and a processor that cites them."""
    import os

    import jsonschema
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    lists = {name: data(name) for name in ["sources.csl.json", "citations.csl.json"]}
    expect([item["id"] for item in lists["citations.csl.json"]] == cited(), "citations.csl.json: all briefs and claims")
    schema = pathlib.Path(os.environ.get("VARIORUM_TEST_DATA", "")) / "csl-schema/schemas/input/csl-data.json"
    if schema.is_file():
        for name, items in lists.items():
            for error in jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8"))).iter_errors(items):
                fault(f"{name}: {error.json_path}: {error.message}")
    for name, items in lists.items():
        source = CiteProcJSON([dict(item) for item in items])
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        entries = [str(entry) for entry in bibliography.bibliography()]
        expect(len(entries) == len(items), f"{name}: {len(entries)} entries for {len(items)} items")
    expect(len(lists["sources.csl.json"]) == len(data("claims.json")["sources"]), "all sources")


def cited():
    """The ids of what is cited: each brief, then its claims."""
    ids = []
    for brief in data("claims.json")["briefs"]:
        ids += [brief["id"], *(claim.replace("#", ":") for claim in brief["claims"])]
    return ids


def bibtex():
    """The same as the package bibtexparser reads it: every entry, with the fields that CSL has."""
    import logging

    import bibtexparser

    logging.disable(logging.CRITICAL)
    text = (SITE / "data" / "citations.bib").read_text("utf-8")
    library = bibtexparser.parse_string(text)
    for block in library.failed_blocks:
        fault(f"line {block.start_line}: {block.error}")
    expect([entry.key for entry in library.entries] == cited(), "all briefs and claims")
    for entry, item in zip(library.entries, data("citations.csl.json")):
        fields = {field.key: field.value for field in entry.fields}
        expect(fields.get("url") == item.get("URL"), f"{entry.key}: {fields.get('url')}")
        day = "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0])
        expect(fields["date"] == day, f"{entry.key}: {fields['date']}")
        expect(fields["title"].startswith("{") and fields["title"].endswith("}"), f"{entry.key}: {fields['title']}")


def geojson():
    """The events as the package geojson reads them."""
    import geojson as package

    collection = package.loads((SITE / "data" / "events.geojson").read_text("utf-8"))
    expect(collection.is_valid, f"{collection.errors()}")
    events = data("claims.json")["events"]
    expect([feature.id for feature in collection.features] == [event["id"] for event in events], "all events")
    for feature in collection.features:
        expect(feature.is_valid, f"{feature.id}: {feature.errors()}")
        if feature.geometry:
            lon, lat = feature.geometry.coordinates
            expect(-180 <= lon <= 180 and -90 <= lat <= 90, f"{feature.id}: {lon}, {lat}")
            expect(feature.properties["precision"], f"{feature.id}: no precision")
    places = [row["id"] for row in rows("events.csv") if row["lat"]]
    expect([feature.id for feature in collection.features if feature.geometry] == places, "the places of events.csv")


def stix():
    """The bundle as OASIS's validator reads it: no error."""
    from stix2validator import ValidationOptions, validate_file

    path = SITE / "data" / "stix.json"
    result = validate_file(str(path), ValidationOptions(version="2.1", strict=False))
    for found in result.object_results:
        for error in found.errors:
            fault(str(error))
    expect(result.is_valid, f"{result.fatal}")
    objects = json.loads(path.read_text("utf-8"))["objects"]
    ids = {thing["id"] for thing in objects}
    expect(len(ids) == len(objects), "an id twice")
    for thing in objects:
        for reference in [thing.get("created_by_ref"), *thing.get("object_refs", [])]:
            expect(reference is None or reference in ids, f"{thing['id']} refers to {reference}")
    notes = [thing for thing in objects if thing["type"] == "note"]
    expect(len(notes) == len(data("claims.json")["claims"]), "a note a claim")


def nanopub():
    """Each nanopublication as rdflib and the package nanopub read it."""
    import rdflib
    from nanopub import Nanopub, NanopubConf

    dataset = rdflib.Dataset()
    dataset.parse(SITE / "data" / "claims.trig", format="trig")
    np = rdflib.Namespace("http://www.nanopub.org/nschema#")
    heads = list(dataset.quads((None, rdflib.RDF.type, np.Nanopublication, None)))
    claims = [claim for claim in data("claims.json")["claims"] if not claim["does"]]
    expect(len(heads) == len(claims), f"{len(heads)} nanopublications of {len(claims)} statements")
    said = {str(text) for _, _, text, _ in dataset.quads((None, rdflib.URIRef("https://schema.org/text"), None, None))}
    expect(said == {claim["says"] for claim in claims}, "the sentences come back")
    for name, _, _, head in heads:
        one = rdflib.Dataset()
        graphs = [head] + [part for _, _, part, _ in dataset.quads((name, None, None, head)) if part != np.Nanopublication]
        for graph in graphs:
            for triple in dataset.graph(graph):
                one.graph(graph).add(triple)
        publication = Nanopub(rdf=one, conf=NanopubConf())
        expect(publication.is_valid, f"{name} is no nanopublication")


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
