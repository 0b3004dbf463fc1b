// Reads data/claims.argdown by Argdown's own parser and holds it against data/claims.json.
// argdown.mjs SITE: complaints go to standard output, one a line; none is a pass.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const site = process.argv[2];
const { ArgdownApplication, ParserPlugin, ModelPlugin } = createRequire(process.env.VARIORUM_VALIDATORS)("@argdown/core");
const app = new ArgdownApplication();
app.addPlugin(new ParserPlugin(), "parse-input");
app.addPlugin(new ModelPlugin(), "build-model");
const input = readFileSync(join(site, "data/claims.argdown"), "utf-8");
const found = app.run({ process: ["parse-input", "build-model"], input, throwExceptions: false });
const say = (text) => console.log(`argdown: ${text}`);
for (const error of [...(found.lexerErrors ?? []), ...(found.parserErrors ?? [])]) say(error.message);
for (const error of found.exceptions ?? []) say(error.message);

const claims = JSON.parse(readFileSync(join(site, "data/claims.json"), "utf-8")).claims.filter((claim) => claim.says);
const statements = found.statements ?? {};
const line = (text) => text.replace(/\s+/gu, " ").trim();
if (Object.keys(statements).length !== claims.length) say(`${Object.keys(statements).length} statements of ${claims.length}`);
for (const claim of claims) {
  const text = statements[claim.id]?.members.find((member) => member.text)?.text;
  if (line(text ?? "") !== line(claim.says)) say(`${claim.id}: ${JSON.stringify(text)} is not ${JSON.stringify(claim.says)}`);
}
const stated = (types) => (found.relations ?? []).filter((one) => types.includes(one.relationType)).length;
const counted = (...keys) => claims.flatMap((claim) => keys.flatMap((key) => claim[key])).length;
const attacks = stated(["attack", "contrary", "contradictory"]);
if (attacks !== counted("denies")) say(`${attacks} attacks, ${counted("denies")} denials`);
const supports = stated(["support", "entails"]);
if (supports !== counted("supports", "concedes", "repeats")) say(`${supports} supports, ${counted("supports", "concedes", "repeats")} claims`);
process.exitCode = 0;
