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

const claims = JSON.parse(readFileSync(join(site, "data/claims.json"), "utf-8")).claims.filter((claim) => !claim.does);
const statements = found.statements ?? {};
const line = (text) => text.replace(/\s+/gu, " ").trim();
if (Object.keys(statements).length !== claims.length) say(`${Object.keys(statements).length} statements of ${claims.length}`);
for (const claim of claims) {
  const text = statements[claim.id]?.members.find((member) => member.text)?.text;
  if (line(text ?? "") !== line(claim.says)) say(`${claim.id}: ${JSON.stringify(text)} is not ${JSON.stringify(claim.says)}`);
}
const stated = (types) => (found.relations ?? []).filter((one) => types.includes(one.relationType)).length;
const attacks = stated(["attack", "contrary", "contradictory"]);
const denials = claims.flatMap((claim) => claim.denies).length;
if (attacks !== denials) say(`${attacks} attacks, ${denials} denials`);

// A concession supports if it grants the whole claim: bounds for each measure and group of which that gives bounds, and
// each pair of them with a common point.
const byId = Object.fromEntries(claims.map((claim) => [claim.id, claim]));
const bounded = (claim) => claim.figures.filter((figure) => figure.min !== null);
const own = (claim, { measure, group }) => bounded(claim).find((one) => one.measure === measure && one.group === group);
const fits = (one, other) => (one.max ?? Infinity) >= other.min && (other.max ?? Infinity) >= one.min;
const grants = (claim, conceded) => bounded(conceded).every((figure) => {
  const granted = own(claim, figure);
  return granted && fits(granted, figure);
});
// `agrees_with` stands at both ends of the data and at one end of the map.
const pairs = (claim) => [
  ...claim.supports,
  ...claim.repeats,
  ...claim.concedes.filter((id) => grants(claim, byId[id])),
].map((id) => `${claim.id} ${id}`);
const agreements = (claim) => claim.agrees_with.map((id) => [claim.id, id].sort().join(" "));
const expected = claims.flatMap(pairs).length + new Set(claims.flatMap(agreements)).size;
const supports = stated(["support", "entails"]);
if (supports !== expected) say(`${supports} supports, ${expected} claims`);
process.exitCode = 0;
