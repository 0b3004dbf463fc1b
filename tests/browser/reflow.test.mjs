// At 320 pixels nothing but boxes made for it scrolls sideways; targets are at least 24 pixels or stand in text; the
// notes stand under their text on a phone and beside it at a desk.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium, reader } from "./harness.mjs";
import { ODD, OWN, oddSite, ownSite } from "./samples.mjs";

const browser = await chromium(after);
const own = await ownSite(after);
const odd = await oddSite(after);

for (const [name, { origin }, pages] of [["the bundled site", own, OWN], ["an odd site", odd, ODD]]) {
  test(`${name} at 320 pixels`, async () => {
    const { page, go } = await reader(browser, origin, { viewport: { width: 320, height: 600 } });
    for (const path of pages) {
      await go(path);
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(widest <= 320, `${path} is ${widest} wide`);
    }
  });
}

test("wide tables scroll by the keyboard", async () => {
  const { page, go } = await reader(browser, odd.origin, { viewport: { width: 320, height: 600 } });
  await go("briefs/odd.html");
  const table = page.locator(".prose .table");
  await table.focus();
  assert.ok(await table.evaluate((box) => box.scrollWidth > box.clientWidth), "the table is wider than its box");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".prose .table").scrollLeft > 0);
});

test("notes stand beside their text at a desk", async () => {
  for (const [path, rtl] of [["briefs/moura.html", false], ["ar/moura.html", true]]) {
    const { page, go } = await reader(browser, own.origin, { viewport: { width: 1440, height: 900 } });
    await go(path);
    const text = await page.locator(".annotation").first().boundingBox();
    const note = await page.locator("article.c").first().boundingBox();
    assert.ok(rtl ? note.x + note.width < text.x : note.x > text.x + text.width, `${path}: beside`);
    assert.ok(note.y > text.y - 10, `${path}: not above it`);
  }
});

test("a graphic picture is covered until it is asked for, without a script", async () => {
  const { page, go } = await reader(browser, odd.origin, { javaScriptEnabled: false });
  await go("briefs/odd.html");
  const picture = page.locator("main img");
  assert.equal(await picture.isVisible(), false);
  await page.locator(".cover summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await picture.isVisible(), true);
});
