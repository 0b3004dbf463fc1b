// axe-core finds nothing on any kind of page: light and dark, wide and at the width of a phone, in English, French and
// Arabic.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { axe, chromium, reader } from "./harness.mjs";
import { ODD, OWN, oddSite, ownSite } from "./samples.mjs";

const browser = await chromium(after);
const sites = { "the bundled site": [await ownSite(after), OWN], "an odd site": [await oddSite(after), ODD] };
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

for (const [name, [{ origin }, pages]] of Object.entries(sites)) {
  for (const [how, options] of Object.entries({
    "light, wide": { viewport: WIDE, colorScheme: "light" },
    "dark, on a phone": { viewport: PHONE, colorScheme: "dark" },
  })) {
    test(`${name}, ${how}`, async () => {
      const { page, go } = await reader(browser, origin, options);
      const wrong = [];
      for (const path of pages) {
        await go(path);
        for (const found of await axe(page)) wrong.push(`${path}: ${found}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
}
