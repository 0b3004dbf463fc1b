// No page of the bundled site asks another host for anything, opens a dialog or breaks its own policy, with scripts on
// and off; the harness itself sees such things where they are.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { build, chromium, pages, reader, serve, temporary } from "./harness.mjs";

const browser = await chromium(after);

for (const javaScriptEnabled of [true, false]) {
  test(`the bundled site is silent, scripts ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const folder = await build(after);
    const { origin } = await serve(after, folder);
    const { go, seen } = await reader(browser, origin, { javaScriptEnabled });
    const all = await pages(folder);
    assert.ok(all.length > 40, `only ${all.length} pages`);
    for (const path of all) {
      await go(path);
      const { foreign, violations, dialogs, errors } = seen;
      assert.deepEqual({ foreign, violations, dialogs, errors }, { foreign: [], violations: [], dialogs: [], errors: [] }, path);
    }
  });
}

test("the harness sees what must not be", async () => {
  const folder = await temporary(after);
  await writeFile(`${folder}/index.html`, `<!doctype html><title>x</title>
    <meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'; style-src 'none'">
    <style>p { color: red }</style><img src="https://elsewhere.invalid/x.png" alt=""><script>alert("here")</script>`);
  const { origin } = await serve(after, folder);
  const { go, seen } = await reader(browser, origin);
  await go("index.html");
  assert.deepEqual(seen.foreign, ["https://elsewhere.invalid/x.png"]);
  assert.deepEqual(seen.dialogs, ["here"]);
  assert.equal(seen.violations.length, 1);
});
