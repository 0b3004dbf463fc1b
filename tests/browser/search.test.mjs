// The search as readers use it: it finds while they type, in three languages, narrows, and shows more; what they look
// for never reaches the server; without a script the page leads to the lists.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { axe, build, chromium, reader, serve, temporary } from "./harness.mjs";

const browser = await chromium(after);

const BRIEF = `---
title: A report on Moura
date: 2022-04-12
actors:
  jnim: {name: JNIM, aliases: [GSIM]}
  fama: {name: FAMa}
events:
  moura-2022: {name: Moura, date: 2022-03-27/2022-03-31}
claims:
  - {by: JNIM, says: Hundreds of civilians were killed in the village., event: moura-2022, about: fama, date: 2022-04-12}
  - {by: FAMa, says: The army killed 203 fighters., event: moura-2022, denies: c1, date: 2022-04-12}
---
The text tells of a market.
`;

const FRENCH = `---
title: Ce que dit l’armée
date: 2022-05-01
lang: fr
claims:
  - {by: FAMa, says: "L’opération a été menée d’après le droit.", date: 2022-05-01}
---
Qu’ils viennent.
`;

const ARABIC = `---
title: رواية الجيش
date: 2022-06-01
lang: ar
claims:
  - {by: FAMa, says: قال الجيش إن المدنيين غادروا القرية.}
---
نص
`;

/** A site in a language, served and open at its search. */
async function site(language, options) {
  const folder = await temporary(after);
  await mkdir(`${folder}/content/briefs`, { recursive: true });
  await writeFile(`${folder}/site.toml`, `title = "Searched"\nlanguage = "${language}"\n`);
  await writeFile(`${folder}/content/briefs/en.md`, BRIEF);
  await writeFile(`${folder}/content/briefs/fr.md`, FRENCH);
  await writeFile(`${folder}/content/briefs/ar.md`, ARABIC);
  for (let n = 0; n < 15; n++) {
    await writeFile(`${folder}/content/briefs/n${n}.md`, `---\ntitle: Weather number ${n}\ndate: 2021-01-0${1 + n % 9}\n---\nRain.\n`);
  }
  const { origin, requests } = await serve(after, await build(after, folder));
  const { page, seen, go } = await reader(browser, origin, options);
  await go("search.html");
  const results = page.locator("#search-results li");
  /** Types a question and waits until it is answered. */
  const ask = async (question, count) => {
    await page.locator("#search-q").fill("");
    await page.locator("#search-count").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
    await page.locator("#search-q").fill(question);
    await page.locator("#search-count").filter({ hasText: count }).waitFor();
    return results.allInnerTexts();
  };
  return { page, seen, requests, results, ask };
}

const clean = ({ foreign, violations, dialogs, errors }) =>
  assert.deepEqual({ foreign, violations, dialogs, errors }, { foreign: [], violations: [], dialogs: [], errors: [] });

test("typing finds, and the results lead to what they show", async () => {
  const { page, seen, ask } = await site("en");
  const [first] = await ask("civil", /^2.results$/);
  assert.match(first, /Hundreds of civilians were killed in the village\./);
  assert.match(first, /Claim · JNIM · 12 April 2022 · single origin · contested/);
  assert.deepEqual(await page.locator("#search-results mark").allInnerTexts(), ["civilians"]);
  await page.locator("#search-results a").first().click();
  await page.waitForURL(/briefs\/en\.html#claim-c1$/);
  clean(seen);
});

test("words, beginnings, phrases and filters mean what the manual says", async () => {
  const { ask } = await site("en");
  assert.match((await ask("gsim", /^[0-9]/))[0], /^JNIM/);
  assert.equal((await ask("mark", /^1.result$/)).length, 1);
  await ask("mark ", /^0.results$/);
  assert.equal((await ask('"killed in the village"', /^1.result$/)).length, 1);
  await ask('"village killed"', /^0.results$/);
  assert.equal((await ask("actor:jnim reception:contested 2022", /^1.result$/)).length, 1);
  assert.equal((await ask("kind:event", /^1.result$/)).length, 1);
});

test("French is found with its elision and without, by either apostrophe, with accents and without", async () => {
  const { ask } = await site("fr");
  for (const question of ["l’armée", "l'armee", "ARMÉE", "armee "]) {
    assert.match((await ask(question, /^1.résultat$/))[0], /Ce que dit l’armée/, question);
  }
  assert.match((await ask("opération", /^2.résultats$/))[0], /Affirmation · FAMa · 1er mai 2022/);
});

test("Arabic is found with the article and without, and read from the right", async () => {
  const { page, ask } = await site("ar");
  for (const question of ["الجيش", "جيش", "والجيش", "الجَيش"]) {
    const found = (await ask(question, /نتيجتان/)).join("\n");
    assert.match(found, /رواية الجيش/, question);
    assert.match(found, /قال الجيش إن المدنيين/, question);
  }
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  assert.deepEqual(await axe(page), []);
});

test("filters show how many they leave, and narrow by keyboard", async () => {
  const { page, seen, ask } = await site("en");
  await ask("2022", /^[0-9]+.results$/);
  await page.locator("#search-facets summary", { hasText: "Language" }).focus();
  await page.keyboard.press("Enter");
  const french = page.locator("#search-facets a", { hasText: "French 2" });
  await french.focus();
  await page.keyboard.press("Enter");
  await page.locator("#search-count").filter({ hasText: /^2.results$/ }).waitFor();
  assert.equal(await page.locator("#search-q").inputValue(), "2022 lang:fr");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search-count");
  await page.locator("#search-facets a[aria-current=true]").click();
  assert.equal(await page.locator("#search-q").inputValue(), "2022");
  clean(seen);
});

test("more results follow the first ten, and the focus goes with them", async () => {
  const { page, results, ask } = await site("en");
  assert.equal((await ask("weather", /^15.results$/)).length, 10);
  await page.locator("#search-more").press("Enter");
  await results.nth(14).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.closest("li") === document.querySelectorAll("#search-results li")[10]), true);
  assert.equal(await page.locator("#search-more").isHidden(), true);
});

test("what is looked for stays behind the #, comes back with the address, and reaches no server", async () => {
  const { page, seen, requests, ask } = await site("en");
  await ask("Hundreds", /^2.results$/);
  assert.match(page.url(), /search\.html#q=Hundreds$/);
  await page.reload();
  await page.locator("#search-results li").first().waitFor();
  assert.equal(await page.locator("#search-q").inputValue(), "Hundreds");
  const asked = requests.map(({ path, method }) => `${method} ${path}`);
  assert.ok(asked.every((line) => /^GET \/(search\.html|theme\/\w+\.\w+|search\/(index|[0-9a-f]{10})\.bin)$/.test(line)), asked.join("\n"));
  clean(seen);
});

for (const [language, colorScheme] of [["en", "light"], ["fr", "dark"]]) {
  test(`the page is accessible, ${language}, ${colorScheme}, with results and filters open, on a phone as well`, async () => {
    const { page, ask } = await site(language, { colorScheme, viewport: { width: 320, height: 640 } });
    assert.deepEqual(await axe(page), []);
    await ask("2022", /^[0-9]/);
    for (const key of ["state", "backing", "reception", "actor", "event", "year", "lang"]) await page.locator(`#search-facets [data-key=${key}] summary`).click();
    await page.locator("#search-facets details[data-key=lang] a").first().waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "no sideways scroll");
  });
}

test("without a script the page says so and leads to the lists", async () => {
  const { page, seen } = await site("en", { javaScriptEnabled: false });
  assert.equal(await page.locator("#search-q").isVisible(), false);
  assert.match(await page.locator("#search-off").innerText(), /needs a script/);
  await page.locator("main nav a", { hasText: "Actors" }).click();
  await page.waitForURL(/actors\/index\.html$/);
  clean(seen);
});

test("a site built anew while its search is open is searched anew", async () => {
  const { page, ask } = await site("en");
  let lost = 0;
  await page.route(/search\/[0-9a-f]+\.bin$/, (route) => lost++ ? route.continue() : route.fulfill({ status: 404, body: "" }));
  assert.equal((await ask("Hundreds", /^2.results$/)).length, 2);
  assert.ok(lost > 1);
});
