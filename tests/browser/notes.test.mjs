// A claim is at home once on its brief's page: a line beside or under the words that mention it, which opens in place
// and moves nothing of the text; its address shows it, without a script; on paper its card is there.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { axe, build, chromium, reader, serve, temporary } from "./harness.mjs";
import { ownSite } from "./samples.mjs";

const browser = await chromium(after);
const own = await ownSite(after);
const BRIEFS = [
  "briefs/moura.html", "briefs/moura-fr.html", "briefs/moura-paroles-et-actes.html", "briefs/olympic-destroyer.html",
  "briefs/derna-toll.html", "briefs/un-findings-moura.html", "ar/moura.html",
];

/** A brief of one paragraph with 60 claims, by 12 actors with long and mixed names, some of them right to left. */
const crowded = await temporary(after);
await mkdir(`${crowded}/content/briefs`, { recursive: true });
await writeFile(`${crowded}/site.toml`, 'title = "Crowded"\n');
const speaker = (n) => (n % 4 ? `Committee ${"of the long name ".repeat(n % 4 * 4)}${n}` : `لجنة التحقيق المستقلة رقم ${n}`);
const claims = Array.from({ length: 60 }, (_, n) => {
  const by = n % 12;
  const figures = n % 3 ? "" : `, figures: {killed: {civilians: ${n + 1}}}`;
  return `  - {id: k${n}, by: a${by}, about: a${(by + 1) % 12}, says: "Sentence number ${n} of this page.", event: e, source: s${figures}}`;
});
const actors = Array.from({ length: 12 }, (_, n) => `  a${n}: {name: "${speaker(n)}", kind: rebel-group}`);
await writeFile(`${crowded}/content/briefs/crowded.md`, `---
title: Sixty claims in a paragraph
date: 2024-01-02
actors:
${actors.join("\n")}
events: {e: {name: The event, date: 2024-01-01}}
sources: {s: {title: A source}}
claims:
${claims.join("\n")}
---
${claims.slice(0, 59).map((_, n) => `Somebody said [the sentence ${n}](claim:k${n}).`).join(" ")}
`);
const crowd = await serve(after, await build(after, crowded));

/** The boxes of the text's blocks, and the largest gap between two that follow one another. */
const column = (page) => page.evaluate(() => {
  const blocks = [...document.querySelectorAll(".prose > :not(.b), .b > :first-child > *")].filter((one) => one.offsetHeight > 0);
  const boxes = blocks.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [Math.round(top), Math.round(bottom)]);
  const gaps = boxes.slice(1).map(([top], at) => top - boxes[at][1]);
  return { boxes, widest: Math.max(0, ...gaps) };
});

/** Pairs of notes that stand on each other, and notes on the text. */
const overlaps = (page) => page.evaluate(() => {
  const of = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetHeight > 0);
  const notes = of("article.c"), text = of(".b > :first-child, .prose > :not(.b), .gist, header.head, .rest h2, .refs, .end li, .end p");
  const meet = (a, b) => {
    const [one, other] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    return one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  };
  const name = (one) => one.id || one.className || one.tagName;
  const pairs = [];
  notes.forEach((note, at) => [...notes.slice(at + 1), ...text].forEach((other) => {
    if (meet(note, other)) pairs.push(`${name(note)} and ${name(other)}`);
  }));
  return pairs;
});

test("no gap in the text is wider than 48 pixels, and no line moves when notes open", async () => {
  for (const [origin, path] of [...BRIEFS.map((path) => [own.origin, path]), [crowd.origin, "briefs/crowded.html"]]) {
    const { page, go, context } = await reader(browser, origin);
    await go(path);
    const before = await column(page);
    assert.ok(before.widest <= 48, `${path}: ${before.widest}`);
    await page.evaluate(() => document.querySelectorAll(".b details").forEach((note) => { note.open = true; }));
    assert.deepEqual(await column(page), before, path);
    await context.close();
  }
});

test("a page of hundreds of claims ties no note to its words, and its notes stand on nothing", async () => {
  const folder = await temporary(after);
  await mkdir(`${folder}/content/briefs`, { recursive: true });
  await writeFile(`${folder}/site.toml`, 'title = "Many"\n');
  const all = Array.from({ length: 200 }, (_, n) => n);
  await writeFile(`${folder}/content/briefs/many.md`, `---
title: Many claims
date: 2024-01-02
claims:
${all.map((n) => `  - {id: k${n}, by: a${n % 12}, says: "Sentence number ${n}."}`).join("\n")}
---
${all.map((n) => `Somebody said [the sentence ${n}](claim:k${n}).`).join("\n\n")}
`);
  const { origin } = await serve(after, await build(after, folder));
  const { page, go } = await reader(browser, origin);
  await go("briefs/many.html");
  const places = await page.locator(".b > .ns").evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).position))]);
  assert.deepEqual(places, ["static"]);
  assert.deepEqual(await overlaps(page), []);
});

test("each claim is at home once, and its address shows it, scripts on and off", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, go, context } = await reader(browser, own.origin, { javaScriptEnabled });
    for (const path of BRIEFS) {
      await go(path);
      const ids = await page.locator("article.c[id^='claim-']").evaluateAll((all) => all.map((one) => one.id));
      const keys = await page.locator("article.c").evaluateAll((all) => all.map((one) => one.dataset.claim));
      assert.equal(new Set(keys).size, keys.length, `${path}: once`);
      for (const id of ids) {
        await go(`${path}#${encodeURIComponent(id)}`);
        assert.equal(await page.locator(`[id="${id}"] .t`).isVisible(), true, `${path}#${id}`);
      }
    }
    await context.close();
  }
});

test("the line of a note that is shown leads back to its words", async () => {
  const { page, go } = await reader(browser, own.origin, { javaScriptEnabled: false });
  await go("briefs/moura.html#claim-no-wagner");
  await page.locator("#claim-no-wagner .up").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#page-at-\d+$/);
  assert.match(await page.locator(":target").textContent(), /deny that Wagner/);
});

test("notes stand on nothing, closed and open, at any width", async () => {
  for (const width of [320, 390, 768, 1440, 1920]) {
    for (const [origin, path] of [[own.origin, "briefs/moura.html"], [own.origin, "ar/moura.html"], [crowd.origin, "briefs/crowded.html"]]) {
      const { page, go, context } = await reader(browser, origin, { viewport: { width, height: 900 } });
      await go(path);
      assert.deepEqual(await overlaps(page), [], `${path} at ${width}`);
      await page.evaluate(() => document.querySelectorAll(".b details").forEach((note) => { note.open = true; }));
      assert.deepEqual(await overlaps(page), [], `${path} at ${width}, open`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${path} at ${width}: sideways`);
      await context.close();
    }
  }
});

test("axe finds nothing in notes that are open or followed, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, go, context } = await reader(browser, own.origin, { colorScheme });
    for (const path of ["briefs/moura.html", "briefs/moura-paroles-et-actes.html"]) {
      await go(path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((note) => { note.open = true; }));
      assert.deepEqual(await axe(page), [], `${path}, open`);
      const id = await page.locator("article.c[id^='claim-']").first().getAttribute("id");
      await go(`${path}#${id}`);
      assert.deepEqual(await axe(page), [], `${path}, followed`);
    }
    await context.close();
  }
});

test("every card is on paper", async () => {
  const { page, go } = await reader(browser, own.origin, { javaScriptEnabled: false });
  await go("briefs/moura.html");
  await page.emulateMedia({ media: "print" });
  const hidden = await page.locator("article.c .t").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height === 0).length);
  assert.equal(hidden, 0);
});
