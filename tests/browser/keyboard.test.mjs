// The keyboard reaches every link and control of a page, in the order in which it is read, and what has the focus can
// be seen; the first stop skips to the text.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium, reader } from "./harness.mjs";
import { ownSite } from "./samples.mjs";

const browser = await chromium(after);
const { origin } = await ownSite(after);

/** What has the focus: its place among all that can have it, and whether it is seen. */
function focused() {
  const all = [...document.querySelectorAll("a[href], input, summary, [tabindex='0']")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0);
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    place: all.indexOf(element),
    of: all.length,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}

for (const path of ["briefs/moura.html", "events/moura-2022.html", "actors/jnim.html", "ar/moura.html"]) {
  test(`a walk through ${path}`, async () => {
    const { page, go } = await reader(browser, origin, { reducedMotion: "reduce" });
    await go(path);
    for (let stop = 0; ; stop++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(focused);
      assert.deepEqual(seen, { place: stop, of: seen.of, outlined: true, onScreen: true });
      if (stop + 1 === seen.of) break;
    }
  });
}

test("the first stop skips to the text", async () => {
  const { page, go } = await reader(browser, origin, { javaScriptEnabled: false });
  await go("briefs/moura.html");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#page-main$/);
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
  assert.ok(inside, "the next stop is in the text");
});
