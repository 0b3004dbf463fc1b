// On paper: the notes are there, numbered as the words that they belong to; answers and stances are words; addresses
// follow links that leave the site; what serves only the screen is gone; no claim's card is cut by a page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { chromium, reader, temporary } from "./harness.mjs";
import { oddSite, ownSite } from "./samples.mjs";

const browser = await chromium(after);
const own = await ownSite(after);
const odd = await oddSite(after);
const folder = await temporary(after);

/** The text of a page as printed, its spaces made single, none before a comma or a full stop. */
async function printed(origin, path, format) {
  const { page, go, context } = await reader(browser, origin, { javaScriptEnabled: false, colorScheme: "dark" });
  await go(path);
  const file = `${folder}/${format}.pdf`;
  await writeFile(file, await page.pdf({ format }));
  await context.close();
  const { stdout } = await promisify(execFile)("pdftotext", [file, "-"]);
  return stdout.replace(/\s+/g, " ").replace(/ ([.,])/g, "$1");
}

for (const format of ["A4", "Letter"]) {
  test(`a brief on ${format}`, async () => {
    const text = await printed(own.origin, "briefs/moura.html", format);
    // The first two claims: a number behind the words, the same number before the note.
    assert.match(text, /203 jihadists killed ?1 and 51 people arrested ?2\./);
    assert.match(text, /\b1 ?asserts Malian army/);
    assert.match(text, /\b2 ?asserts Malian army/);
    assert.match(text, /denies Malian authorities/);
    for (const word of ["single origin", "contested by", "corroborated", "conceded in part by"]) {
      assert.ok(text.includes(word), word);
    }
    for (const gone of ["Back to the text", "On this page", "Skip to the text"]) assert.ok(!text.includes(gone), gone);
  });
}

test("addresses follow the links that leave the site", async () => {
  const text = await printed(odd.origin, "briefs/odd.html", "A4");
  assert.ok(text.includes("<https://example.org/a?b=1&c=2>"), "the source's address");
});

test("a claim that is mentioned twice has one number", async () => {
  const text = await printed(odd.origin, "briefs/odd.html", "A4");
  assert.match(text, /une affirmation ?1 et une autre ?3, puis la première ?1 encore/);
});

test("no card is cut, and tables repeat their head", async () => {
  const { page, go } = await reader(browser, own.origin);
  await go("briefs/moura.html");
  await page.emulateMedia({ media: "print" });
  const cut = await page.locator(".c").evaluateAll((cards) => cards.filter((card) => getComputedStyle(card).breakInside !== "avoid").length);
  assert.equal(cut, 0);
  await go("events/moura-2022.html");
  const heads = await page.locator("thead").evaluateAll((heads) => heads.map((head) => getComputedStyle(head).display));
  assert.ok(heads.length > 1 && heads.every((display) => display === "table-header-group"), String(heads));
});
