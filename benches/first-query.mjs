// What a reader's first query moves on a built site: bytes and requests after the page of the search is there, gzipped
// as most hosts send them. Node and Debian's Chromium, as `tests/run` installs them; nothing else.
//
//   VARIORUM_BROWSER_MODULES=$PWD/target/tools/browser VARIORUM_CHROMIUM=$(command -v chromium) \
//     node benches/first-query.mjs OUTPUT QUERY...

import { chromium, reader, serve } from "../tests/browser/harness.mjs";

const [folder, ...queries] = process.argv.slice(2);
const endings = [];
const after = (ending) => endings.unshift(ending);
const { origin, requests } = await serve(after, folder);
const browser = await chromium(after);
for (const query of queries) {
  const { context, page, go } = await reader(browser, origin);
  await go("search.html");
  const before = requests.length;
  await page.locator("input[type=search]").fill(query);
  await page.locator("#search-count:not(:empty)").waitFor();
  await page.waitForLoadState("networkidle");
  const moved = requests.slice(before);
  const bytes = moved.reduce((sum, request) => sum + (request.bytes ?? 0), 0);
  const found = await page.locator("#search-results li").count();
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KiB in ${moved.length} requests, ${found} shown: ${query}`);
  await context.close();
}
for (const ending of endings) await ending();
