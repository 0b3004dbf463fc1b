// The Nu HTML checker finds no error on any page of the bundled site and of the odd one.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { load, pages } from "./harness.mjs";
import { oddSite, ownSite } from "./samples.mjs";

const jar = join(load.resolve("vnu-jar/package.json"), "../build/dist/vnu.jar");

for (const [name, make] of [["the bundled site", ownSite], ["an odd site", oddSite]]) {
  test(name, async () => {
    const { folder } = await make(after);
    const files = (await pages(folder)).map((path) => join(folder, path));
    assert.ok(files.length > 20, `only ${files.length} pages`);
    const said = await new Promise((done) => {
      const check = ["-Xss8m", "-jar", jar, "--errors-only", "--format", "gnu", ...files];
      execFile("java", check, { maxBuffer: 1 << 26 }, (_, stdout, stderr) => done(stdout + stderr));
    });
    assert.equal(said.replaceAll(`file:${folder}`, ""), "");
  });
}
