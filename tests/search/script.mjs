// Runs the theme's search script outside a browser, for tests/search.rs: `fold` gives the terms of texts, `search` what
// questions find in an index on the disk. Both read JSON from standard input and write JSON.

import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

// Node takes a file for a module by its ending, a browser by the page's word.
const copy = await mkdtemp(join(tmpdir(), "variorum-search-"));
await copyFile(new URL("../../themes/default/static/search.js", import.meta.url), join(copy, "search.mjs"));
const script = await import(join(copy, "search.mjs"));
await rm(copy, { recursive: true });

const [what, folder] = process.argv.slice(2);
const given = JSON.parse(await text(process.stdin));

async function answers(questions) {
  const index = await script.Index.open(async (name) => new Uint8Array(await readFile(`${folder}/${name}`)));
  const found = [];
  for (const question of questions) {
    const hits = await script.search(index, question) ?? [];
    const facets = {};
    for (const key of ["kind", "state", "backing", "reception", "actor", "event", "year", "lang"]) {
      facets[key] = Object.fromEntries((await script.facet(index, key, hits)).map(([value, number]) => [value, number]));
    }
    const records = await Promise.all(hits.map((thing) => index.record(thing)));
    found.push({ records: records.map(({ kind, fields }) => [kind, ...fields]), facets });
  }
  return found;
}

// A character that this Node does not know yet is folded by nobody here.
const fold = (string) => /\p{Cn}/u.test(string) ? null : script.textTerms(string);
const result = what === "fold" ? given.map(fold) : await answers(given);
process.stdout.write(JSON.stringify(result));
