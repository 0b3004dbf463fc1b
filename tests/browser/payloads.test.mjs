// Public lists of cross-site scripting payloads, every line, in every field that holds a text: the pages open no dialog,
// ask no other host for anything, break no policy, hold nothing live, and the search goes on working; all of that also
// where the pages are served without their policy, so that the markup alone is seen to be inert.
//
// The lists lie in the folder `xss` of VARIORUM_TEST_DATA. What the program refuses to build (control characters,
// addresses that are none, links to nothing) is left out of that field alone, and counted; every other payload must stand,
// in every field that is shown as text, on a page that was opened.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { build, chromium, pages, reader, serve, temporary, variorum } from "./harness.mjs";

const PER_BRIEF = 100;
const lists = `${process.env.VARIORUM_TEST_DATA}/xss`;
const payloads = [...new Set([
  ...JSON.parse(await readFile(`${lists}/dompurify-payloads.json`, "utf8")).flat(2).filter((entry) => typeof entry === "string"),
  ...(await readFile(`${lists}/merged-mit.txt`, "utf8")).split("\n"),
])].filter((line) => line.trim() !== "");

const parts = Array.from({ length: Math.ceil(payloads.length / PER_BRIEF) }, (_, at) => payloads.slice(at * PER_BRIEF, (at + 1) * PER_BRIEF));
const quoted = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
const line = (payload) => payload.replace(/\s*\n\s*/g, " ");
// What the program refuses in every text: counted field by field where a field holds one text, and joined ones leave it out.
const SIGNS = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

// Where each field is looked for: on the brief of the long names, on that of the claims, on the page of the actor, the
// source or the event.
const SHOWN_ON = {
  title: "briefs/a", summary: "briefs/a", authors: "briefs/a", warning: "briefs/a", corrections: "briefs/c",
  "actor name": "actors/actor-", aliases: "actors/actor-",
  "source title": "sources/source-", "source author": "sources/source-", "source descriptor": "sources/source-",
  "event name": "events/event-", points: "events/",
  says: "briefs/c", note: "briefs/c", quote: "briefs/c", quote_translation: "briefs/c", "verdict name": "briefs/c", "verdict why": "briefs/c",
};
// An event's page shows thirty points.
const PER_EVENT = 25;
const points = (n, at) => `points-${n}-${Math.floor(at / PER_EVENT)}`;
/** The page on which a payload is looked for. */
const pageOf = (field, n, at) => `${SHOWN_ON[field]}${field === "points" ? points(n, at) : n}.html`;
const JOINED = ["title", "summary", "actor name", "source title", "source author", "source descriptor", "event name"];
/** A payload in a field is followed by a mark, so that it is found in that field and no other. It begins as it does. */
const mark = (field, at) => `~${Object.keys(SHOWN_ON).indexOf(field)}.${at}~`;
const marked = (field, payload, at) => `${payload} ${mark(field, at)}`;

/**
 * The lines of one part's two briefs: `[text, field, at]`, where a field is what may be refused, and `at` which payload it
 * holds; `instead` stands in its place. The long names are on a brief with one claim and no corrections: a page cites its
 * title, three times over, for each of its claims, and a list of corrections names it for each of these.
 */
function briefs(part, n) {
  const each = (indent, key, field) =>
    [[`${indent}${key}:`], [`${indent}  - "Plain ${n}"`], ...part.map((payload, at) => [`${indent}  - ${quoted(marked(field, payload, at))}`, field, at])];
  // A field that holds one text holds them all.
  const together = (field) => quoted(part.flatMap((payload, at) => (SIGNS.test(payload) ? [] : [marked(field, payload, at)])).join(" "));
  const only = (indent, key, field) => [[`${indent}${key}: ${together(field)}`]];
  const claim = (payload, at) => [
    ["  - by: Voice"], [`    event: ${points(n, at)}`],
    // A point is shown where a claim answers it.
    ...(SIGNS.test(payload) ? [] : [[`    point: p${at}`]]),
    ...["says", "note", "quote", "quote_translation"].map((key) =>
      [`    ${key}: ${quoted(marked(key, payload, at))}`, key, at, ...(key === "says" ? [`    says: "Left out."`] : [])]),
    ["    verdict:"], ["      rating: 1"],
    ...["name", "why"].map((key) => [`      ${key}: ${quoted(marked(`verdict ${key}`, payload, at))}`, `verdict ${key}`, at, `      ${key}: "Left out."`]),
  ];
  const names = [
    ["---"], ["date: 2022-04-12"], ...only("", "title", "title"), ...only("", "summary", "summary"),
    ...each("", "authors", "authors"), ...each("", "warning", "warning"),
    ["actors:"], [`  actor-${n}:`], ...only("    ", "name", "actor name"), ...each("    ", "aliases", "aliases"),
    ["sources:"], [`  source-${n}:`], ...only("    ", "title", "source title"),
    ...["author", "descriptor"].flatMap((key) => only("    ", key, `source ${key}`)),
    ...part.map((payload, at) => [[`  source-${n}-${at}:`], [`    title: "Source ${n} ${at}"`], [`    url: ${quoted(payload)}`, "url", at], [`    archive: ${quoted(`https://example.org/${payload}`)}`, "archive", at]]).flat(),
    ["events:"], [`  event-${n}:`], ...only("    ", "name", "event name"), [`    date: 2022-04`],
    ["claims:"], [`  - {by: Voice, about: actor-${n}, event: event-${n}, source: source-${n}, says: Plain.}`],
    ["---"], ["Text."], [""],
  ];
  const claims = [
    ["---"], ["date: 2022-04-12"], [`title: "Claims ${n}"`],
    ["corrections:"], ...part.map((payload, at) => [`  - {date: 2022-05-01, text: ${quoted(marked("corrections", payload, at))}}`, "corrections", at]),
    ["events:"], ...part.flatMap((payload, at) => [
      ...(at % PER_EVENT === 0 ? [[`  ${points(n, at)}:`], [`    name: "Points ${n}"`], [`    date: 2022-04`], ["    points:"], ["      plain: Plain"]] : []),
      [`      p${at}: ${quoted(marked("points", payload, at))}`, "points", at],
    ]),
    ["claims:"], ...part.flatMap(claim),
    ["---"], ["Text."], [""],
    // A list's entry ends whatever a payload opens.
    ...part.flatMap((payload, at) => [[`- ${line(payload)}`, "body", at], [""]]),
    ["Text between."], [""],
    ...part.flatMap((payload, at) => [[`- [words](${line(payload)})`, "address of a link", at], [""]]),
    ...part.flatMap((payload, at) => [[`- ## ${line(payload)}`, "heading", at], [""]]),
  ];
  return [[`content/briefs/a${n}.md`, names], [`content/briefs/c${n}.md`, claims]];
}

/** Writes a site of all payloads, leaving out what is refused until it builds; what was left out, by field. */
async function written(folder) {
  const files = new Map(parts.flatMap(briefs));
  // By field, which payloads are refused: `part:at`.
  const refused = Object.fromEntries([...Object.keys(SHOWN_ON), "url", "archive", "body", "address of a link", "heading"].map((field) => [field, new Set()]));
  let placed = 0;
  for (const lines of files.values()) placed += lines.filter(([, field]) => field).length;
  await mkdir(`${folder}/content/briefs`, { recursive: true });
  // What is no error is not told: there would be ten thousands.
  const off = ["raw-html", "unsourced-claim", "unmentioned-claim", "unused-source", "heading-attribute", "unknown-actor"];
  const checks = off.map((code) => `${code} = "off"`).join("\n");
  await writeFile(`${folder}/site.toml`, `title = "Payloads"\n[pages]\nper_page = 1000\n[checks]\n${checks}\n`);
  const write = (paths) => Promise.all(paths.map((path) => writeFile(`${folder}/${path}`, files.get(path).map(([line]) => line).join("\n"))));
  await write([...files.keys()]);
  for (let turn = 0; turn < 60; turn++) {
    const found = await variorum("-C", folder, "check", "--format", "json").then(JSON.parse, (failed) => {
      assert.equal(failed.code, 1, failed.stderr?.slice(0, 2000));
      return JSON.parse(failed.stdout);
    });
    const errors = found.filter(({ severity }) => severity === "error");
    if (errors.length === 0) break;
    assert.ok(turn < 59, "it does not come to an end");
    const drop = new Map();
    for (const { file, line, message } of errors) {
      const lines = files.get(file);
      assert.ok(lines, `${file}: ${message}`);
      // A text that is quoted may end in another line's error; what is at fault is the nearest field above.
      let at = line - 1;
      while (at >= 0 && !lines[at]?.[1]) at--;
      assert.ok(at >= 0, `${file}:${line}: ${message}`);
      if (!drop.has(file)) drop.set(file, new Set());
      drop.get(file).add(at);
    }
    for (const [file, places] of drop) {
      const lines = files.get(file);
      for (const at of [...places].sort((a, b) => b - a)) {
        const [, field, which, instead] = lines[at];
        refused[field].add(`${file.match(/\d+/)[0]}:${which}`);
        lines.splice(at, 1, ...(instead ? [[instead]] : []));
      }
    }
    await write([...drop.keys()]);
  }
  // A source of which no address is left would be a page without a payload.
  const addressed = [];
  for (const lines of files.values()) {
    for (let at = lines.length - 1; at >= 0; at--) {
      const source = lines[at][0].match(/^  (source-\d+-\d+):$/)?.[1];
      if (source && /^    (url|archive):/.test(lines[at + 2][0])) addressed.push(`sources/${source}.html`);
      else if (source) lines.splice(at, 2);
    }
  }
  await write([...files.keys()]);
  return { refused, placed, addressed };
}

const POLICY = /<meta http-equiv="?Content-Security-Policy"?[^>]*>/i;
const SILENT = { foreign: [], violations: [], dialogs: [], errors: [] };
const heard = ({ foreign, violations, dialogs, errors }) => ({ foreign, violations, dialogs, errors });

/** What is live in a page: handlers, scripts but ours, frames, addresses that run, styles of its own. */
const live = () => [...document.querySelectorAll("*")].flatMap((element) => {
  const found = [...element.attributes].filter(({ name, value }) =>
    /^on|^style$|^srcdoc$|^formaction$/i.test(name) || (/^(xlink:)?href$|^src$|^action$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)));
  const odd = /^(iframe|object|embed|base|frame|applet|style|math|foreignobject|animate|set)$/i.test(element.localName)
    || (element.localName === "script" && !/(^|\/)theme\/\w+\.js$/.test(element.getAttribute("src") ?? "") && element.type !== "application/ld+json" && element.type !== "application/json");
  return found.length || odd ? [element.outerHTML.slice(0, 200)] : [];
});

const folder = await temporary(after);
const { refused, placed, addressed } = await written(folder);
const site = await build(after, folder);
const browser = await chromium(after);
const TABS = 3;

// Texts are compared without space and isolation, composed as the program writes them.
const plain = (text) => text.normalize().replace(/[\s\u2066-\u2069\u202a-\u202e\u200e\u200f]+/g, "");
const inert = (policy) => (policy ? undefined : (html) => html.replace(POLICY, ""));

/** Opens every page, several at a time, each in a tab of its own; what stands on each, by its path. */
async function opened(origin, all, policy) {
  const [texts, queue] = [new Map(), [...all]];
  const tab = async () => {
    const { go, seen, page, context } = await reader(browser, origin);
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      await go(path);
      const [found, head, text] = await page.evaluate(`[(${live})(), document.head.innerHTML, document.body.textContent]`);
      assert.deepEqual(heard(seen), SILENT, path);
      assert.deepEqual(found, [], path);
      assert.equal(POLICY.test(head), policy, path);
      texts.set(path, plain(text));
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: TABS }, tab));
  return texts;
}

/** The places of a field of which the payload was neither refused nor is shown where it should be. */
const missing = (field, texts) => parts.flatMap((part, n) => part.flatMap((payload, at) => {
  const text = texts.get(pageOf(field, n, at)) ?? "";
  return refused[field].has(`${n}:${at}`) || text.includes(plain(marked(field, payload, at))) ? [] : [`${field} ${n}:${at}: ${payload}`];
}));

// What joined texts leave out is what the program refuses where it stands alone.
const signs = parts.flatMap((part, n) => part.flatMap((payload, at) => (SIGNS.test(payload) ? [`${n}:${at}`] : [])));
for (const field of ["authors", "warning", "aliases", "says", "note"]) assert.deepEqual([...refused[field]].sort(), signs.sort(), field);
for (const field of JOINED) refused[field] = new Set(signs);

for (const policy of [true, false]) {
  test(`every page is silent ${policy ? "with" : "without"} its policy, and shows its payloads`, async (t) => {
    const counts = Object.fromEntries(Object.entries(refused).map(([field, places]) => [field, places.size]));
    const left = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const places = placed + JOINED.length * payloads.length;
    t.diagnostic(`${payloads.length} payloads in ${places} places; refused: ${left} (${JSON.stringify(counts)}); the others are shown`);
    assert.ok(payloads.length > 5000 && left < places / 5, `${left} of ${places} are refused`);
    const { origin } = await serve(after, site, inert(policy), 0);
    // The policy stands on every page alike; without it, one in ten of those opened for a source's address will do.
    const passed = new Set(policy ? [] : addressed.filter((_, at) => at % 10 !== 0));
    const all = (await pages(site)).filter((path) => !passed.has(path));
    t.diagnostic(`${all.length} pages are opened, ${addressed.length - passed.size} of them for a source's address alone`);
    const texts = await opened(origin, all, policy);
    assert.deepEqual(addressed.filter((path) => !texts.has(path) && !passed.has(path)), []);
    for (const field of Object.keys(SHOWN_ON)) assert.deepEqual(missing(field, texts).slice(0, 5), [], field);
  });

  test(`the search finds payloads and runs none ${policy ? "with" : "without"} the policy`, async () => {
    const { origin } = await serve(after, site, inert(policy), 0);
    const { go, seen, page } = await reader(browser, origin);
    await go("search.html");
    for (const question of ["alert", "onerror", "<script>", "javascript"]) {
      await page.locator("#search-q").fill("");
      await page.locator("#search-count").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
      await page.locator("#search-q").fill(question);
      await page.locator("#search-count").filter({ hasText: /^[1-9]/ }).waitFor();
      assert.ok(await page.locator("#search-results li").count() > 0, question);
      assert.deepEqual(await page.evaluate(live), [], question);
    }
    await page.goto(`${origin}/search.html#q=${encodeURIComponent("<img src=x onerror=alert(1)>")}`);
    await page.reload();
    await page.locator("#search-count").filter({ hasText: /./ }).waitFor();
    assert.deepEqual(heard(seen), SILENT);
  });

  test(`a live payload is seen ${policy ? "with" : "without"} the policy`, async () => {
    const plant = (html) => html.replace("</main>", `<img src="missing.png" alt="" onerror="alert('live')"><img src="https://elsewhere.invalid/x.png" alt=""></main>`);
    const { origin } = await serve(after, site, (html) => plant(policy ? html : html.replace(POLICY, "")));
    const { go, seen, page } = await reader(browser, origin);
    await go("index.html");
    assert.equal((await page.evaluate(live)).length, 1);
    assert.deepEqual(seen.dialogs, policy ? [] : ["live"]);
    assert.equal(seen.violations.length > 0, policy);
    assert.deepEqual(seen.foreign.length > 0, !policy);
  });
}
