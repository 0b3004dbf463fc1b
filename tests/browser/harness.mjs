// The house of the tests in a browser: a site is built by the program under test, served by a plain static server on
// loopback, and read in Debian's Chromium.
//
// tests/browser.rs runs each *.test.mjs and hands over, in the environment, VARIORUM (the built program),
// VARIORUM_BROWSER_MODULES (where the packages lie) and VARIORUM_CHROMIUM. Nothing here waits for a fixed time.

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Loads a package that tests/tools/10-browser installed. */
export const load = createRequire(join(process.env.VARIORUM_BROWSER_MODULES ?? repository, "/"));

const KINDS = {
  ".css": "text/css", ".csv": "text/csv", ".html": "text/html; charset=utf-8", ".js": "text/javascript",
  ".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8", ".webp": "image/webp", ".xml": "application/xml",
};

/** A temporary folder that is gone when the test file ends: `t.after` or `after` of node:test is handed over. */
export async function temporary(after) {
  const folder = await mkdtemp(join(tmpdir(), "variorum-browser-"));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the program under test and gives what it wrote to stdout. A failure says what it wrote to stderr. */
export async function variorum(...args) {
  const { stdout } = await promisify(execFile)(process.env.VARIORUM, args, { maxBuffer: 1 << 26 });
  return stdout;
}

/** Builds the site of a folder, the repository's own if none is named, and gives the folder of its pages. */
export async function build(after, site = repository, ...args) {
  const output = join(await temporary(after), "public");
  await variorum("-C", site, "build", "-q", "-o", output, ...args);
  return output;
}

/**
 * A plain static server on a free port of loopback: files as they lie, gzipped where the browser takes it, `404.html`
 * for what is not there, no header but the kind. `requests` holds the paths asked for, `weights` the bytes sent. What
 * `change` makes of a page is sent in its place. `level` is zlib's: 0 costs the least where nothing is weighed.
 */
export async function serve(after, folder, change = (html) => html, level = 9) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = join(folder, normalize(path));
    const asked = { path, method: request.method };
    requests.push(asked);
    if (path.endsWith("/")) file = join(file, "index.html");
    const found = await stat(file).then((info) => info.isFile(), () => false);
    // A browser may ask for an icon when the test is over and the folder gone.
    const read = await readFile(found ? file : join(folder, "404.html")).catch(() => undefined);
    if (read === undefined) return response.destroy();
    const bytes = found && extname(file) !== ".html" ? read : Buffer.from(change(read.toString()));
    const zipped = level > 0 && /gzip/.test(request.headers["accept-encoding"] ?? "");
    const body = zipped ? gzipSync(bytes, { level }) : bytes;
    asked.bytes = body.length;
    response.writeHead(found ? 200 : 404, {
      "content-type": KINDS[found ? extname(file) : ".html"] ?? "application/octet-stream",
      "content-length": body.length,
      ...(zipped ? { "content-encoding": "gzip" } : {}),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  after(() => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }));
  return { origin: `http://127.0.0.1:${server.address().port}`, requests };
}

/** Chromium without a window, with a profile of its own that is gone afterwards, and nothing to say to its maker; `flags` beside. */
export async function chromium(after, flags = []) {
  const browser = await load("playwright-core").chromium.launch({
    executablePath: process.env.VARIORUM_CHROMIUM ?? "chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", ...flags,
    ],
  });
  after(() => browser.close());
  return browser;
}

/**
 * A reader: a page in a context of its own, and what was seen on it since the last `go(path)`: `seen.foreign` requests
 * to another host than `origin`, which are refused; `seen.violations` of the Content-Security-Policy; `seen.dialogs`;
 * `seen.errors` (messages of other errors); `seen.paths` asked of `origin`. Options are those of Playwright's
 * `newContext`: `javaScriptEnabled`, `colorScheme`, `viewport`, `locale` and so on.
 */
export async function reader(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const seen = {};
  const forget = () => Object.assign(seen, { foreign: [], violations: [], dialogs: [], errors: [], paths: [] });
  forget();
  await context.route((url) => !["data:", "blob:"].includes(url.protocol) && url.origin !== origin, (route) => {
    seen.foreign.push(route.request().url());
    return route.abort();
  });
  page.on("request", (request) => {
    if (request.url().startsWith(origin)) seen.paths.push(request.url().slice(origin.length));
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) seen.violations.push(message.text());
    else if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("dialog", async (dialog) => {
    seen.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  const go = async (path) => {
    forget();
    await page.goto(`${origin}/${path}`, { waitUntil: "load" });
    return page;
  };
  return { page, context, seen, go };
}

/** The paths of the pages in a folder that `build` gave. */
export async function pages(folder) {
  return (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".html")).sort();
}

/** What is wrong with a page by axe-core's rules for WCAG 2.2 AA and good practice: one line a violation and place. */
export async function axe(page) {
  // The policy of the pages lets no script in; what the browser's own debugger evaluates is outside of it.
  await page.evaluate(load("axe-core").source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap((rule) => rule.nodes.map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
    return `${rule.id}: ${node.target.join(" ")}: ${why}`;
  }));
}

/** The size of a text or of bytes as it goes over the wire. */
export function gzipped(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
