// Public lists of cross-site scripting payloads, every line, in every field that holds a text: the pages open no dialog,
// ask no other host for anything, break no policy, hold nothing live, and the search goes on working; all of that also
// where the pages are served without their policy, so that the markup alone is seen to be inert.
//
// The lists lie in the folder `xss` of VARIORUM_TEST_DATA. What the program refuses to build (control characters,
// addresses that are none, links to nothing) is left out of that field alone, and counted.

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

/** The lines of one part's brief: `[text, field]`, where a field is what may be refused; `else` stands in its place. */
function brief(part, n) {
  const each = (indent, key, field, write = (payload) => `- ${quoted(payload)}`) =>
    [[`${indent}${key}:`], [`${indent}  - "Plain ${n}"`], ...part.map((payload) => [`${indent}  ${write(payload)}`, field])];
  // A field that holds one text holds them all, but for those whose signs the program refuses and the lists have counted.
  const together = quoted(part.filter((one) => !/\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u.test(one)).join(" "));
  const only = (indent, key, field, instead) => [[`${indent}${key}: ${together}`, field, instead]];
  const claim = (payload) => [
    [`  - by: actor-${n}`],
    [`    says: ${quoted(payload)}`, "says", `    says: "Left out."`],
    ...["note", "quote", "quote_translation"].map((key) => [`    ${key}: ${quoted(payload)}`, key]),
    ["    verdict:"], ["      rating: 1"],
    ...["name", "why"].map((key) => [`      ${key}: ${quoted(payload)}`, `verdict ${key}`, `      ${key}: "Left out."`]),
  ];
  return [
    ["---"], ["date: 2022-04-12"], [`event: event-${n}`], [`source: source-${n}`],
    ...only("", "title", "title", `title: "Left out ${n}"`), ...only("", "summary", "summary"),
    ...each("", "authors", "authors"), ...each("", "warning", "warning"),
    ["corrections:"], ...part.map((payload) => [`  - {date: 2022-05-01, text: ${quoted(payload)}}`, "corrections"]),
    ["actors:"], [`  actor-${n}:`], ...only("    ", "name", "actor name", `    name: "Actor ${n}"`), ...each("    ", "aliases", "aliases"),
    ["sources:"], [`  source-${n}:`], ...only("    ", "title", "source title", `    title: "Source ${n}"`),
    ...["author", "descriptor"].flatMap((key) => only("    ", key, `source ${key}`)),
    ...part.map((payload, at) => [[`  source-${n}-${at}:`], [`    title: "Source ${n} ${at}"`], [`    url: ${quoted(payload)}`, "url"], [`    archive: ${quoted(`https://example.org/${payload}`)}`, "archive"]]).flat(),
    ["events:"], [`  event-${n}:`], ...only("    ", "name", "event name", `    name: "Event ${n}"`), [`    date: 2022-04`],
    ["    points:"], ["      plain: Plain"], ...part.map((payload, at) => [`      p${at}: ${quoted(payload)}`, "points"]),
    ["claims:"], ...part.flatMap(claim),
    ["---"], ["Text."], [""],
    // A list's entry ends whatever a payload opens.
    ...part.flatMap((payload) => [[`- ${payload.replace(/\s*\n\s*/g, " ")}`, "body"], [""]]),
    ["Text between."], [""],
    ...part.flatMap((payload) => [[`- [words](${payload.replace(/\s*\n\s*/g, " ")})`, "address of a link"], [""]]),
    ...part.flatMap((payload) => [[`- ## ${payload.replace(/\s*\n\s*/g, " ")}`, "heading"], [""]]),
  ];
}

/** Writes a site of all payloads, leaving out what is refused until it builds; what was left out, by field. */
async function written(folder) {
  const briefs = new Map(parts.map((part, n) => [`content/briefs/b${n}.md`, brief(part, n)]));
  const refused = {};
  let placed = 0;
  for (const lines of briefs.values()) placed += lines.filter(([, field]) => field).length;
  await mkdir(`${folder}/content/briefs`, { recursive: true });
  await writeFile(`${folder}/site.toml`, `title = "Payloads"\n[pages]\nper_page = 1000\n`);
  const write = (paths) => Promise.all(paths.map((path) => writeFile(`${folder}/${path}`, briefs.get(path).map(([line]) => line).join("\n"))));
  await write([...briefs.keys()]);
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
      const lines = briefs.get(file);
      assert.ok(lines, `${file}: ${message}`);
      // A text that is quoted may end in another line's error; what is at fault is the nearest field above.
      let at = line - 1;
      while (at >= 0 && !lines[at]?.[1]) at--;
      assert.ok(at >= 0, `${file}:${line}: ${message}`);
      if (!drop.has(file)) drop.set(file, new Set());
      drop.get(file).add(at);
    }
    for (const [file, places] of drop) {
      const lines = briefs.get(file);
      for (const at of [...places].sort((a, b) => b - a)) {
        const [, field, instead] = lines[at];
        refused[field] = (refused[field] ?? 0) + 1;
        lines.splice(at, 1, ...(instead ? [[instead]] : []));
      }
    }
    await write([...drop.keys()]);
  }
  // A source of which no address is left would be a page without a payload.
  for (const lines of briefs.values()) {
    for (let at = lines.length - 1; at >= 0; at--) {
      if (/^  source-\d+-\d+:$/.test(lines[at][0]) && !/^    (url|archive):/.test(lines[at + 2][0])) lines.splice(at, 2);
    }
  }
  await write([...briefs.keys()]);
  return { refused, placed };
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
const { refused, placed } = await written(folder);
const site = await build(after, folder);
const browser = await chromium(after);

const plain = (text) => text.replace(/[\s\u2066-\u2069\u202a-\u202e\u200e\u200f]+/g, "");

for (const policy of [true, false]) {
  test(`every page is silent ${policy ? "with" : "without"} its policy, and shows its payloads`, async (t) => {
    const left = Object.values(refused).reduce((sum, count) => sum + count, 0);
    t.diagnostic(`${payloads.length} payloads in ${placed} places; refused: ${left} (${JSON.stringify(refused)}); the others are shown`);
    assert.ok(payloads.length > 5000 && left < placed / 5, `${left} of ${placed} are refused`);
    const { origin } = await serve(after, site, policy ? undefined : (html) => html.replace(POLICY, ""));
    const { go, seen, page } = await reader(browser, origin);
    // What stands on the briefs' pages stands on the others in part, so that without the policy some of those will do;
    // and of the sources of which only the address is a payload, one in ten, for the briefs' pages link to them all.
    const all = (await pages(site)).filter((path) => !/^sources\/source-\d+-\d*[1-9]\.html$/.test(path))
      .filter((path) => policy || /^briefs|index\.html$|0\.html$/.test(path));
    t.diagnostic(`${all.length} pages`);
    let missing = 0;
    for (const path of all) {
      await go(path);
      assert.deepEqual(heard(seen), SILENT, path);
      assert.deepEqual(await page.evaluate(live), [], path);
      assert.equal(POLICY.test(await page.evaluate(() => document.head.innerHTML)), policy, path);
      const n = path.match(/^briefs\/b(\d+)\.html$/)?.[1];
      if (!n || !policy) continue;
      const text = plain(await page.evaluate(() => document.body.textContent));
      missing += parts[n].filter((payload) => ![payload, payload.normalize()].some((form) => text.includes(plain(form)))).length;
    }
    assert.ok(missing <= (refused.says ?? 0), `${missing} are not shown, ${refused.says ?? 0} were refused`);
  });

  test(`the search finds payloads and runs none ${policy ? "with" : "without"} the policy`, async () => {
    const { origin } = await serve(after, site, policy ? undefined : (html) => html.replace(POLICY, ""));
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
