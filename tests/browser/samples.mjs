// One page of each kind, in three languages, from the bundled site and from a small one that has what that lacks:
// a tombstone, a draft of no kind, a graphic picture, a protected actor, every optional key, lists in parts.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { deflateSync } from "node:zlib";
import { build, repository, serve, temporary } from "./harness.mjs";

/** Pages of the bundled site, one of each kind; more where kinds differ much among themselves. */
export const OWN = [
  "index.html", "404.html", "fr/404.html", "search.html", "overview/data.html", "briefs/index.html", "briefs/moura.html", "briefs/moura-fr.html",
  "briefs/moura-paroles-et-actes.html", "ar/moura.html", "actors/index.html", "actors/jnim.html",
  "actors/malian-authorities.html", "events/index.html", "events/moura-2022.html", "events/flood.html",
  "briefs/olympic-destroyer.html", "sources/index.html", "sources/jnim-pr.html", "tags/index.html", "tags/mali.html", "overview/disputes.html",
  "overview/single-origin.html", "overview/conceded.html", "overview/superseded.html", "overview/corrections.html", "overview/method.html", "about.html",
  "manual/format.html", "manual/benchmarks.html",
];

/** Pages of the odd site. What is not there is not among them: its addresses begin with the folder of `base_url`. */
export const ODD = [
  "index.html", "briefs/odd.html", "briefs/gone.html", "briefs/harb.html", "events/ev.html", "events/ev/2.html",
  "actors/src-1.html", "actors/ar.html", "sources/paper.html", "overview/corrections.html", "overview/method.html",
  "overview/disputes.html", "overview/changes.html", "briefs/index.html", "actors/index.html",
];

/** A claim of an earlier state of the odd site: there, said otherwise, answered otherwise, or gone since. */
const earlier = (id, more) => ({
  id, by: ["ar"], says: "Autre chose.", does: null, to: [], about: [], events: ["ev"], point: null, sources: [], from: [], basis: "not-stated",
  date: "2022-04-12", supports: [], agrees_with: [], denies: [], concedes: [], concedes_in_part: [], questions: [], repeats: [], replaces: [],
  withdraws: [], disowns: [], figures: [], quote: null, quote_translation: null, note: null, verdict: null, credibility: null, likelihood: null,
  confidence: null, speaker_likelihood: null, speaker_confidence: null, state: "live", state_by: [], proposition: id, backing: "corroborated",
  origins: [2, 3], third_party: [0, 1], reception: "unanswered", url: "", ...more,
});
const earlierClaims = [earlier("odd#c1"), earlier("odd#c5", { reception: "contested" }), earlier("odd#parti"), earlier("loin#c1")];
const earlierProposition = ({ id, backing, origins, reception }) => ({
  id, claims: [id], backing, origins, known: ["ar", "state"], unknown: [], reception, contested_by: ["nul"], contradicted_by: [],
  admitted_by: [], conceded_by: [], conceded_in_part_by: [], disputed_by: [], questioned_by: [],
});
const EARLIER = { format: 2, claims: earlierClaims, propositions: earlierClaims.map(earlierProposition) };

const ODD_BRIEF = `---
title: Une note « <étrange> & longue »
summary: Ce que le site ordinaire n'a pas.
authors: [Une main, Une autre]
warning: [graphic, un avertissement à nous]
corrections: [{date: 2022-05-01, text: Un nombre était faux., claim: c1}]
tags: [Étrange]
updated: 2022-05-01
event: ev
metadata: {pictures/dot.png: reviewed}
actors:
  src-1: {name: Secret, protected: true}
  ar: {name: الجيش, names: {fr: L'armée}, active: 2012/.., country: MLI, reliability: B, part_of: state, ids: {wikidata: Q1}}
  state: {name: La république, kind: government}
  un: {name: Les Nations, kind: intergovernmental}
sources:
  leak: {title: Leak, access: confidential}
  paper: {title: Un <journal>, lang: fr, url: "https://example.org/a?b=1&c=2", archive: "https://archive.example/x", accessed: 2022-04-01, status: retracted, access: paywalled, author: A & B, from: other}
  other: {title: An other, date: 2022-04}
events:
  ev: {name: L'événement, date: 202X, place: {name: Quelque part, country: MLI, lat: 14.5, lon: -4.2, precision: town}, part_of: whole, points: {who: Qui était là ?}}
  whole: {name: Le tout, date: 2022-04-01/2022-04-20, place: {name: Là, country: MLI, lat: 14.3, lon: -4.0, precision: district}}
claims:
  - {by: src-1, says: C'était ainsi., source: leak, point: who, quote: هكذا كان, quote_lang: ar, quote_translation: C'était ainsi, likelihood: likely, confidence: high, credibility: 3, verdict: {rating: 2, name: Douteux, why: Parce que}, figures: {killed: {women: ~20, all: 1200-3400}}}
  - {by: ar, says: Ce n'était <pas> ainsi., source: paper, denies: c1, from: src-1, first_hand: true, about: src-1, figures: {killed: {women: none, fighters: 1200}}}
  - {by: [ar, src-1], does: refuses-access, to: src-1, source: [paper, leak]}
  - {by: ar, says: C'était autrement., source: paper, replaces: c2, questions: c1, note: Une remarque.}
  - {id: premier, by: state, says: Mille morts., source: other, point: who, date: 2022-04-01T20:10Z, figures: {killed: 1000}}
  - {id: second, by: state, says: Deux mille morts., source: other, point: who, date: 2022-04-05, figures: {killed: 2000+}, replaces: premier, speaker_confidence: high}
  - {id: tiers, by: un, says: Au moins neuf cents morts., source: other, point: who, date: 2022-04-03, figures: {killed: 900+}, agrees_with: second, basis: own-investigation}
  - {id: projete, by: un, says: Il y en aura dix mille., source: other, figures: {killed: 8000-10000}, figures_are: projected, basis: inferred, date: 2022-04-06}
  - {id: renie, by: un, says: Nous n'avons rien dit de tel., source: other, disowns: projete, verdict: {rating: 4}}
CLAIMS---

Des mots sur [une affirmation](claim:c1) et [une autre](claim:c2), puis [la première](claim:c1) encore.

![Un point noir](../pictures/dot.png)

> [!WARNING]
> Une mise en garde.

| une | grande | table | qui | est | bien | plus | large | que | le | papier |
| --- | ---: | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| insubmersible | 1000 | anticonstitutionnellement | intergouvernemental | mot | mot | mot | mot | mot | mot | mot |

Un terme
: Sa définition, avec \`du code\` et une note.[^1]

- [x] fait
- [ ] pas fait

\`\`\`rust
fn main() { println!("une ligne de code qui est assez longue pour qu'un petit écran ne la tienne pas du tout"); }
\`\`\`

[^1]: La note.
`;

const ARABIC_BRIEF = `---
title: حرب الأرقام
summary: ملخص قصير.
lang: ar
date: 2022-04-13
event: ev
claims:
  - {by: الشهود, says: قُتل عشرات المدنيين., point: who, figures: {killed: {civilians: dozens}}, quote: "They shot at us", quote_lang: en}
  - {by: ar, says: لم يُقتل أحد., denies: c1, date: 2022-04-10?}
---
قال الشهود إن [عشرات المدنيين](claim:c1) قُتلوا، ونفى [الجيش](claim:c2) ذلك.
`;

/** A site, in French, of what the bundled one lacks; built and served. */
export async function oddSite(after) {
  const site = await temporary(after);
  const many = Array.from({ length: 64 }, (_, n) => `  - {by: Acteur ${n % 5}, says: Parole ${n}., date: 2022-04-${String(n % 28 + 1).padStart(2, "0")}}\n`);
  const files = {
    "site.toml": 'title = "Un site"\nlanguage = "fr"\ndescription = "Un essai."\nbase_url = "https://example.org/x/"\n[pages]\nper_page = 20\n[changes]\nsince = "earlier.json"\n[[nav]]\ntitle = "Notes"\nto = "briefs/"\n[[nav]]\ntitle = "Ailleurs"\nto = "https://example.org/"\n',
    "earlier.json": JSON.stringify(EARLIER),
    "content/briefs/2022-04-12-odd.md": ODD_BRIEF.replace("CLAIMS", many.join("")),
    "content/briefs/harb.md": ARABIC_BRIEF,
    "content/briefs/gone.md": "---\ntitle: Partie\ndate: 2022-04-13\nstatus: withdrawn\nreason: C'était faux.\n---\n",
    "content/pictures/dot.png": png(),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(`${site}/${path}`), { recursive: true });
    await writeFile(`${site}/${path}`, text);
  }
  const folder = await build(after, site);
  return { folder, ...await serve(after, folder) };
}

/** The bundled site, built and served. */
export async function ownSite(after) {
  const folder = await build(after, repository);
  return { folder, ...await serve(after, folder) };
}

/** A picture of one black point, 1 by 1. */
function png() {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const pixels = deflateSync(Buffer.from([0, 0]));
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
