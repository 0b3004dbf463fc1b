// The weights of the default theme, as they go over the wire with gzip: HTML of a typical brief at most 25 KB, style
// 10 KB, scripts 5 KB, no fonts; the first view of a brief at most 45 KB in at most 4 requests.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium, reader } from "./harness.mjs";
import { ownSite } from "./samples.mjs";

const KB = 1024;
const browser = await chromium(after);
const { origin, requests } = await ownSite(after);

for (const path of ["briefs/moura.html", "briefs/un-findings-moura.html", "briefs/moura-fr.html", "index.html", "events/moura-2022.html", "actors/jnim.html"]) {
  test(`the first view of ${path}`, async (t) => {
    requests.length = 0;
    const { go, context } = await reader(browser, origin);
    await go(path);
    await context.close();
    const seen = requests.filter(({ bytes }) => bytes !== undefined);
    const of = (ending) => seen.filter(({ path }) => path.endsWith(ending)).reduce((sum, { bytes }) => sum + bytes, 0);
    const all = seen.reduce((sum, { bytes }) => sum + bytes, 0);
    t.diagnostic(`${path}: ${seen.length} requests, ${all} bytes; HTML ${of(".html")}, style ${of(".css")}, scripts ${of(".js")}`);
    assert.ok(seen.length <= 4, `${seen.length} requests`);
    assert.ok(all <= 45 * KB, `${all} bytes`);
    assert.ok(of(".html") <= 25 * KB, `HTML: ${of(".html")} bytes`);
    assert.ok(of(".css") <= 10 * KB, `style: ${of(".css")} bytes`);
    assert.ok(of(".js") <= 5 * KB, `scripts: ${of(".js")} bytes`);
    assert.ok(!seen.some(({ path }) => /woff|ttf|otf/.test(path)), "fonts");
  });
}
