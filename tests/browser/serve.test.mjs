// The development server in a browser: an open page is loaded again when its own bytes change and keeps its place, the
// diagnostics lie over it while there are errors and can be put away, and none of that breaks the page's own policy.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { axe, chromium, reader, repository, temporary } from "./harness.mjs";

const browser = await chromium(after);

/** Serves a copy of the bundled site; `edit(path, change)` saves a file anew. */
async function serving(...args) {
  const folder = await temporary(after);
  for (const part of ["content", "site.toml"]) {
    await cp(`${repository}/${part}`, `${folder}/${part}`, { recursive: true });
  }
  const server = spawn(process.env.VARIORUM, ["serve", "--port", "0", "-C", folder, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  after(() => server.kill());
  const [address] = await new Promise((line) => createInterface(server.stdout).once("line", (text) => line([text])));
  const edit = async (path, change) => {
    const text = await readFile(`${folder}/${path}`, "utf8");
    await writeFile(`${folder}/${path}`, change(text));
    return text;
  };
  return { origin: address.replace(/\/$/, ""), edit, folder };
}

const quiet = ({ foreign, violations, dialogs, errors }) =>
  assert.deepEqual({ foreign, violations, dialogs, errors }, { foreign: [], violations: [], dialogs: [], errors: [] });

test("a page is loaded again when its own bytes change, and keeps its place", async () => {
  const { origin, edit } = await serving();
  const open = (path) => reader(browser, origin).then(async (one) => ({ ...one, page: await one.go(path) }));
  const manual = await open("manual/format.html");
  const home = await open("index.html");
  // At once: with the style sheet's smooth scrolling the place would be asked for on the way.
  await manual.page.evaluate(() => scrollTo({ top: 1200, behavior: "instant" }));
  const place = await manual.page.evaluate(() => scrollY);
  assert.ok(place > 1000, `the page is long enough to scroll: ${place}`);

  await edit("content/manual/format.md", (text) => `${text}\nA line at the end.\n`);
  await manual.page.getByText("A line at the end.").waitFor({ state: "attached" });
  await manual.page.waitForFunction((y) => Math.abs(scrollY - y) < 2, place);

  // The home page shows the site's title, so it changes with that and did not before.
  await edit("site.toml", (text) => text.replace(/^title = .*/, 'title = "Another title"'));
  await home.page.waitForFunction(() => document.title.includes("Another title"));
  assert.equal(home.seen.paths.filter((path) => path === "/index.html").length, 2);
  quiet(manual.seen);
  quiet(home.seen);
});

test("the style is followed too", async () => {
  const { origin, edit, folder } = await serving();
  await mkdir(`${folder}/themes/own/static`, { recursive: true });
  const style = (colour) => writeFile(`${folder}/themes/own/static/style.css`, `body { color: ${colour} }`);
  const { go, page, seen } = await reader(browser, origin);
  await go("about.html");
  const shows = (colour) => page.waitForFunction((wanted) => getComputedStyle(document.body).color === wanted, colour);
  await style("rgb(1, 2, 3)");
  await edit("site.toml", (text) => `theme = "own"\n${text}`);
  await shows("rgb(1, 2, 3)");
  await style("rgb(4, 5, 6)");
  await shows("rgb(4, 5, 6)");
  quiet(seen);
});

test("what is wrong lies over the page until it is put away or mended", async () => {
  const { origin, edit } = await serving();
  const { go, page, seen } = await reader(browser, origin);
  await go("about.html");
  const overlay = page.locator(".variorum-overlay");
  const before = await page.locator("h1").innerText();

  const sound = await edit("content/about.md", (text) => text.replace("title:", "titel:"));
  await overlay.waitFor();
  const told = await overlay.locator("pre").innerText();
  assert.match(told, /error\[unknown-key\]/);
  assert.match(told, /--> content\/about\.md:\d+:\d+/);
  assert.doesNotMatch(told, /\u001b/);
  const { problems } = await (await fetch(`${origin}/.variorum/edition`)).json();
  assert.equal(told.trim(), problems.trim());
  assert.equal(await page.locator("h1").innerText(), before, "the last good page stays");
  assert.deepEqual(await axe(page), []);

  await page.getByRole("button", { name: "Dismiss" }).click();
  assert.equal(await overlay.count(), 0);
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/.variorum/hook.js`).length > 0);
  await edit("content/about.md", (text) => text.replace("titel:", "tittel:"));
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /tittel/, "other mistakes are shown again");
  await page.keyboard.press("Escape");
  assert.equal(await overlay.count(), 0);
  await edit("content/about.md", (text) => text.replace("tittel:", "title: New"));
  await page.getByRole("heading", { level: 1, name: /^New/ }).waitFor();
  await edit("content/about.md", () => "---\n");
  await overlay.waitFor();
  await edit("content/about.md", () => sound);
  await overlay.waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1, name: before, exact: true }).waitFor();
  quiet(seen);
});

test("a site with errors from the start says so and appears once it has none", async () => {
  const { origin, edit } = await serving();
  const { go, page } = await reader(browser, origin);
  const sound = await edit("site.toml", (text) => text.replace("title", "titel"));
  await go("about.html");
  await edit("site.toml", () => sound);
  await page.locator("#page-main").waitFor();
});

test("a banner tells of drafts, without scripts too", async () => {
  const { origin } = await serving("--drafts");
  for (const javaScriptEnabled of [true, false]) {
    const { go, seen } = await reader(browser, origin, { javaScriptEnabled });
    const page = await go("about.html");
    await page.locator(".variorum-drafts").waitFor();
    assert.equal(await page.locator(".variorum-drafts").count(), 1);
    quiet(seen);
  }
});
