// The search. The format of the index in search/, the folding and the ranking are those of the manual's page on search.
// What a reader looks for never leaves the browser: in the address it stands behind #, which no server sees, and each
// file that is asked for holds many words.

// ---- Folding: from a text to the terms by which it is found.

const WORD = /[\p{L}\p{M}\p{N}\p{Cf}]+(?:['’][\p{L}\p{M}\p{N}\p{Cf}]+)*/gu;
const MARKS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|\p{Cf}/gu;
const PLAIN = new Map("ß:ss æ:ae œ:oe þ:th ø:o ɔ:o đ:d ð:d ɗ:d ɓ:b ɛ:e ħ:h ı:i ƙ:k ł:l ŋ:n ɲ:n ŧ:t ƴ:y ς:σ ٱ:ا ى:ي ی:ي ک:ك ة:ه"
  .split(" ").map((pair) => pair.split(":")));
const ELIDED = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)$/;
const ARTICLE = /^[وف]?(?:لل|[بك]?ال)(?=..)/u;
const DENSE = "[\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\u{20000}-\\u{323af}]";
const RUNS = new RegExp(`${DENSE}+|${DENSE.replace("[", "[^")}+`, "gu");
const IS_DENSE = new RegExp(`^${DENSE}`, "u");

const fold = (part) => part.normalize("NFKC").toLowerCase().normalize("NFD").replace(MARKS, "")
  .replace(/[^\0-\x7f]/gu, (letter) => PLAIN.get(letter) ?? letter)
  .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15)
  .normalize("NFC");

/** The terms of a word, in order. */
export function terms(word) {
  const found = [];
  const parts = word.split(/['’]/).map(fold);
  parts.forEach((part, at) => {
    const elided = at < parts.length - 1 && ELIDED.test(part);
    const clipped = at > 0 && /^[a-z]$/.test(part);
    if (elided || clipped) return;
    for (let piece of part.split(/[^\p{L}\p{M}\p{N}]+/u)) {
      for (let rest; (rest = piece.replace(ARTICLE, "")) !== piece;) piece = rest;
      for (const run of piece.match(RUNS) ?? []) {
        const letters = [...run];
        if (!IS_DENSE.test(run)) found.push(letters.slice(0, 40).join(""));
        else if (letters.length === 1) found.push(run);
        else letters.slice(1).forEach((letter, before) => found.push(letters[before] + letter));
      }
    }
  });
  return found;
}

/** The words of a text and where they begin. */
export const words = (text) => [...text.matchAll(WORD)].map((match) => [match.index, match[0]]);

/** The terms of a text, in order. */
export const textTerms = (text) => words(text).flatMap(([, word]) => terms(word));

// ---- The question: `actor:jnim reception:contested "no survivors" 2022`.

const KEYS = ["kind", "state", "backing", "reception", "actor", "event", "year", "lang"];
const PARTS = /(\p{L}+):([^\s"“”„«»]+)|["“”„«»]([^"“”„«»]*)["“”„«»]?|[^\s"“”„«»]+/gu;

/** What a question asks for; `helpful` terms need not be there, `last` is the beginning of one. */
export function parse(question) {
  const asked = { filters: [], phrases: [], terms: [], helpful: [], last: null };
  let open = false;
  for (const [part, key, value, phrase] of question.matchAll(PARTS)) {
    if (KEYS.includes(key)) asked.filters.push(`${key}:${value.normalize("NFC").toLowerCase()}`);
    else if (phrase !== undefined) {
      asked.phrases.push(textTerms(phrase));
      open = false;
    } else {
      asked.terms.push(...textTerms(part));
      open = true;
    }
  }
  asked.phrases = asked.phrases.filter((phrase) => phrase.length);
  // A word that is typed to its end is followed by a space; what is very short begins too much.
  if (open && !/\s$/.test(question) && asked.terms.length) {
    const last = asked.terms.at(-1);
    if ([...last].length > 2 || IS_DENSE.test(last)) asked.last = asked.terms.pop();
  }
  // "of", "de", "in": no condition beside longer terms.
  const short = (term) => [...term].length < 3 && !/\p{N}/u.test(term) && !IS_DENSE.test(term);
  if (asked.last || asked.phrases.length || !asked.terms.every(short)) {
    asked.helpful = asked.terms.filter(short);
    asked.terms = asked.terms.filter((term) => !short(term));
  }
  return asked;
}

// ---- The index.

/** The last entry of a sorted list whose beginning is not behind what is looked for. */
function place(list, isBehind) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(list[middle][0])) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** The text of a packed file. */
const unpack = (bytes) => new Response(
  new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();

/** Reads numbers and bits out of bytes. */
class Reader {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at, bit: 0 });
  }

  number() {
    let [number, scale, byte] = [0, 1];
    do {
      byte = this.bytes[this.at++];
      number += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return number;
  }

  /** So many numbers in the code of Golomb and Rice. */
  rice(count) {
    const exponent = this.bytes[this.at++];
    const numbers = new Array(count);
    for (let n = 0; n < count; n++) {
      let number = 0;
      while (this.next()) number++;
      number *= 2 ** exponent;
      for (let at = 0; at < exponent; at++) number += this.next() * 2 ** at;
      numbers[n] = number;
    }
    if (this.bit) this.at++;
    this.bit = 0;
    return numbers;
  }

  next() {
    const bit = this.bytes[this.at] >> this.bit & 1;
    this.bit = this.bit + 1 & 7;
    if (!this.bit) this.at++;
    return bit;
  }
}

/** The running sums of a list: numbers from their distances. */
const sums = (distances) => {
  let sum = 0;
  return distances.map((distance) => sum += distance);
};

export class Index {
  /** `get(name)` fetches a file of search/ as bytes. */
  constructor(root, get) {
    Object.assign(this, root, { get, kept: new Map() });
    this.count = 0;
    for (const kind of this.kinds) {
      kind.first = this.count;
      this.count += kind.count;
    }
    this.words = root.words.split(" ");
  }

  static async open(get) {
    return new Index(JSON.parse(await unpack(await get("index.bin"))), get);
  }

  /** A file, understood by `read`; each is fetched once. */
  file(name, read) {
    if (!this.kept.has(name)) {
      const file = this.get(`${name}.bin`).then(read);
      file.catch(() => this.kept.delete(name));
      this.kept.set(name, file);
    }
    return this.kept.get(name);
  }

  /** The postings of all terms that begin so; of that term alone if `whole`. */
  async lookup(term, whole) {
    let at = Math.max(0, place(this.terms, (first) => first > term));
    const files = [];
    do files.push(this.terms[at++]);
    while (!whole && at < this.terms.length && this.terms[at][0].startsWith(term));
    const read = await Promise.all(files.map((entry) => entry && this.file(entry[1], termsOf)));
    const found = read.flatMap((file) => file ? (whole ? (file.has(term) ? [term] : []) : [...file.keys()]
      .filter((text) => text.startsWith(term))).map((text) => [text, this.groups(file.get(text))]) : []);
    return new Map(found);
  }

  /** The groups of a term: `things`, their `weight`, and where in them the term stands. */
  groups(bytes) {
    const reader = new Reader(bytes);
    const groups = [];
    while (reader.at < bytes.length) {
      const key = bytes[reader.at++];
      const [kind, weight] = [this.kinds[key >> 4 & 7], key & 15];
      let [things, positions] = [];
      if (key & 128) {
        const last = reader.number();
        const missing = new Set(sums(reader.rice(reader.number())));
        things = Array.from({ length: last + 1 }, (_, thing) => thing).filter((thing) => !missing.has(thing));
      } else {
        const count = reader.number();
        things = sums(reader.rice(count));
        if (weight > 7) positions = reader.rice(count);
      }
      groups.push({ kind, weight, things: things.map((thing) => kind.first + thing), positions });
    }
    return groups;
  }

  kindOf(thing) {
    return this.kinds.find((kind) => thing < kind.first + kind.count);
  }

  /** The file that holds a thing's record. */
  fileOf(thing) {
    const { files, first } = this.kindOf(thing);
    return files[place(files, (start) => start > thing - first)];
  }

  /** Whether a thing's record is here. */
  keeps(thing) {
    return this.kept.has(this.fileOf(thing)[1]);
  }

  /** The fields of a thing's record; of a claim, those of its brief before its own. */
  async record(thing) {
    const { kind, first } = this.kindOf(thing);
    const [start, name] = this.fileOf(thing);
    const records = await this.file(name, async (bytes) => this.records(await unpack(bytes)));
    return { thing, kind, fields: records[thing - first - start] };
  }

  records(packed) {
    const text = packed.replace(/[\x01-\x04]./g, (code) => ` ${this.words[(code.charCodeAt(0) - 1) * 95 + code.charCodeAt(1) - 32]}`);
    return text.split("\x1d").slice(0, -1).flatMap((record) => {
      const [own, ...claims] = record.split("\x1e").map((fields) => fields.split("\x1f"));
      return claims.length ? claims.map((claim) => [...own, ...claim]) : [own];
    });
  }
}

/** The terms of a file and the bytes of their postings. */
function termsOf(bytes) {
  const reader = new Reader(bytes);
  const found = new Map();
  const part = () => {
    const length = reader.number();
    return bytes.subarray(reader.at, reader.at += length);
  };
  while (reader.at < bytes.length) found.set(new TextDecoder().decode(part()), part());
  return found;
}

// ---- Ranking.

/** All that a question finds: things, the best first. */
export async function search(index, question) {
  const asked = parse(question);
  const { count } = index;
  const scores = new Uint32Array(count);
  const met = new Uint16Array(count);
  let conditions = 0;

  const require = (things) => {
    conditions++;
    for (const thing of things) met[thing]++;
  };
  /** Adds what a term is worth to the scores of the things that hold it, and gives these. */
  const weigh = (found, term) => {
    const best = new Uint8Array(count);
    for (const [text, groups] of found) {
      for (const { weight, things } of groups) {
        if (!weight) continue;
        const value = weight * 2 - (text !== term);
        for (const thing of things) best[thing] = Math.max(best[thing], value);
      }
    }
    const holders = Array.from(best.keys()).filter((thing) => best[thing]);
    const rarity = 32 - Math.clz32(count / Math.max(1, holders.length));
    for (const thing of holders) scores[thing] += best[thing] * rarity;
    return holders;
  };

  const whole = [...asked.terms, ...asked.helpful, ...asked.phrases.flat(), ...asked.filters.filter(isStored)];
  const [last, ...found] = await Promise.all([
    asked.last && index.lookup(asked.last), ...whole.map((term) => index.lookup(term, true)),
  ]);
  const postings = new Map(whole.map((term, at) => [term, found[at]]));
  for (const term of asked.terms) require(weigh(postings.get(term), term));
  for (const term of asked.helpful) weigh(postings.get(term), term);
  if (last) require(weigh(last, asked.last));
  for (const phrase of asked.phrases) {
    for (const term of phrase) weigh(postings.get(term), term);
    require(together(phrase.map((term) => postings.get(term).get(term) ?? [])));
  }
  for (const filter of asked.filters) {
    if (isStored(filter)) require(new Set((postings.get(filter).get(filter) ?? []).flatMap(({ things }) => things)));
    else require(ofKind(index, filter));
  }
  if (!conditions) return null;

  const hits = Array.from(met.keys()).filter((thing) => met[thing] === conditions);
  const kinds = new Map(hits.map((thing) => [thing, index.kindOf(thing).first]));
  return hits.sort((a, b) => scores[b] - scores[a] || kinds.get(a) - kinds.get(b) || b - a);
}

const isStored = (filter) => !filter.startsWith("kind:");

function ofKind(index, filter) {
  const kind = index.kinds.find(({ kind }) => filter === `kind:${kind}`);
  return kind ? Array.from({ length: kind.count }, (_, at) => kind.first + at) : [];
}

/** The things in which terms follow each other. */
function together(terms) {
  let runs = null;
  terms.forEach((groups, at) => {
    const next = new Map();
    for (const { things, positions } of groups) {
      positions?.forEach((position, n) => {
        const start = position - at;
        if (runs && !runs.get(things[n])?.has(start)) return;
        if (!next.has(things[n])) next.set(things[n], new Set());
        next.get(things[n]).add(start);
      });
    }
    runs = next;
  });
  return runs.keys();
}

/** How many hits each filter of a key would leave, the most first. */
export async function facet(index, key, hits) {
  if (key === "kind") {
    const counts = index.kinds.map(({ kind, first, count }) =>
      [kind, hits.filter((thing) => thing >= first && thing < first + count).length]);
    return counts.filter(([, number]) => number);
  }
  const among = new Uint8Array(index.count);
  for (const thing of hits) among[thing] = 1;
  const counts = [];
  for (const [text, groups] of await index.lookup(`${key}:`)) {
    const number = groups.reduce((sum, { things }) => sum + things.reduce((n, thing) => n + among[thing], 0), 0);
    if (number) counts.push([text.slice(key.length + 1), number, groups]);
  }
  return counts.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

// ---- The page.

/** Bytes moved for this question or screen, and after how many no further file of records is begun. */
let moved = 0;
const ENOUGH = 62_000;

async function get(name) {
  const answer = await fetch(new URL(`../search/${name}`, import.meta.url), { cache: name === "index.bin" ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  moved += bytes.length;
  return bytes;
}

/** An element with these properties and children. */
function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function start() {
  const at = (id) => document.getElementById(`search-${id}`);
  const [app, input, list, more, facets] = ["app", "q", "results", "more", "facets"].map(at);
  const say = Object.fromEntries(Object.entries(app.dataset).map(([key, json]) => [key, JSON.parse(json)]));
  const plurals = new Intl.PluralRules(app.lang);
  const counted = (number, forms) => (forms[plurals.select(number)] ?? forms.other).replace("{n}", number);
  const fill = (pattern, values) => pattern.replace(/{(\w+)}/g, (_, key) => values[key]);
  const path = (text) => text.split("/").map(encodeURIComponent).join("/");
  let [index, hits, shown, turn, question] = [null, [], 0, 0, ""];

  /** A date in words; what is rarer than a day, a month or a year stays as it was written. */
  function date(edtf) {
    const ends = edtf.split("/");
    if (ends.length === 2) {
      const [first, last] = ends.map((end) => end && end !== ".." ? date(end) : "");
      if (first && last) return fill(say.dates.interval, { first, last });
      return fill(first ? say.dates.since : say.dates.until, { date: first || last });
    }
    const [on, time] = edtf.split("T");
    if (time) return fill(say.dates.at, { date: date(on), time });
    const [, year, month, day, mark] = /^(\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?)?([~?%]?)$/.exec(edtf) ?? [];
    if (!year) return edtf;
    const parts = { year: +year, month: say.dates.months[month - 1], day: day === "01" ? say.dates.first_day : +day };
    const plain = month ? fill(say.dates[day ? "day" : "month"], parts) : `${+year}`;
    const marks = { "~": "approximate", "?": "uncertain", "%": "approximate_and_uncertain" };
    return mark ? fill(say.dates[marks[mark]], { date: plain }) : plain;
  }

  /** A text with the words marked that were asked for. */
  function marked(text) {
    const { terms: whole, helpful, phrases, last } = parse(question);
    const asked = new Set([...whole, ...helpful, ...phrases.flat()]);
    const nodes = [];
    let done = 0;
    for (const [start, word] of words(text)) {
      if (!terms(word).some((term) => asked.has(term) || last && term.startsWith(last))) continue;
      nodes.push(text.slice(done, start), make("mark", {}, word));
      done = start + word.length;
    }
    return [...nodes, text.slice(done)];
  }

  const names = (list) => list.split("\x1c").slice(0, -1).map((name) => name || say.protected).join(say.comma);
  const claims = (number) => counted(+number, say.claims);

  const act = (act, to) => to ? `${say.actsTo[act] ?? act} ${names(to)}` : say.acts[act] ?? act;

  /** Of each kind: address, text, language, facts, answers, fragment. */
  const views = {
    actor: ([id, name, kind, number]) => [`actors/${id}`, name, "", [say.actors[kind] ?? kind, claims(number)]],
    event: ([id, name, on, number]) => [`events/${id}`, name, "", [on && date(on), claims(number)]],
    brief: ([id, title, on, lang, number]) => [`briefs/${id}`, title, lang, [date(on), claims(number)]],
    source: ([id, title, on, lang, number]) => [`sources/${id}`, title, lang, [on && date(on), claims(number)]],
    page: ([id, title, summary, lang]) => [id, title, lang, [summary]],
    claim: ([brief, lang, id, on, state, backing, reception, by, says, does, to]) => [
      `briefs/${brief}`, says || act(does, to), says ? lang : "",
      [names(by), does && says && act(does, to), on && date(on)], { state, backing, reception }, `#claim-${encodeURIComponent(id)}`,
    ],
  };

  function result({ kind, fields }) {
    const [page, text, lang, facts, answers = {}, fragment = ""] = views[kind](fields);
    const href = new URL(`../${path(page)}.html${fragment}`, import.meta.url).href;
    const said = make("p", { className: "m" });
    [say.kinds[kind], ...facts].filter(Boolean).forEach((fact, n) => said.append(n ? " · " : "", make("bdi", {}, fact)));
    for (const [key, word] of Object.entries(answers)) if (word && !/^(live|unanswered)$/.test(word)) said.append(" · ", make("b", { className: `lb ${word}` }, say[key][word]));
    return make("li", {}, make("p", { className: "t", dir: "auto", lang }, make("a", { href }, ...marked(text))), said);
  }

  /** Shows the next ten, or at least one and as many as a slow line bears. */
  async function show() {
    const mine = turn;
    const rows = [];
    for (const thing of hits.slice(shown, shown + 10)) {
      if (rows.length && !index.keeps(thing) && moved > ENOUGH) break;
      rows.push(result(await index.record(thing)));
      if (mine !== turn) return null;
    }
    shown += rows.length;
    list.append(...rows);
    more.hidden = shown >= hits.length;
    return rows[0];
  }

  const address = (asked) => `#q=${encodeURIComponent(asked)}`;
  const has = (filter) => ` ${question} `.includes(` ${filter} `);
  const toggled = (filter) => has(filter) ? ` ${question} `.replace(` ${filter} `, " ").trim() : `${question.trim()} ${filter}`.trim();

  async function called(key, value, groups) {
    if (key === "lang") return new Intl.DisplayNames([app.lang], { type: "language" }).of(value);
    const own = groups?.find(({ kind, weight }) => kind.kind === key && !weight);
    if (own) return (await index.record(own.things[0])).fields[1];
    return { ...say, kind: say.kinds }[key]?.[value] ?? (key === "actor" ? say.protected : value);
  }

  /** Fills a list of filters that is open. */
  async function narrow(details) {
    if (!details.open || !index) return;
    const mine = turn;
    const { key } = details.dataset;
    const counts = (await facet(index, key, hits)).slice(0, 20);
    const rows = await Promise.all(counts.map(async ([value, number, groups]) => {
      const filter = `${key}:${value}`;
      const link = make("a", { href: address(toggled(filter)) }, make("bdi", {}, await called(key, value, groups)), ` ${number}`);
      if (has(filter)) link.ariaCurrent = "true";
      return make("li", {}, link);
    }));
    if (mine === turn) details.querySelector("ul").replaceChildren(...rows);
  }

  async function run(asked, again) {
    const mine = ++turn;
    [question, moved] = [asked, 0];
    try {
      index ??= await Index.open(get);
      const found = await search(index, question);
      if (mine !== turn) return;
      [hits, shown] = [found ?? [], 0];
      const count = found ? counted(hits.length, say.results) : "";
      list.replaceChildren();
      await show();
      if (mine !== turn) return;
      at("count").textContent = count;
      facets.hidden = !hits.length;
      for (const details of facets.children) await narrow(details);
    } catch (error) {
      // The site may have been built anew since its index was read.
      index = null;
      if (!again) return run(asked, true);
      at("count").textContent = say.search.failed;
      throw error;
    }
  }

  const typed = () => new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("q") ?? "";
  const read = () => {
    if (input.value.trim() !== typed().trim()) input.value = typed();
    return run(input.value);
  };
  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      history.replaceState(null, "", address(input.value));
      run(input.value);
    }, 200);
  });
  const ask = () => {
    clearTimeout(wait);
    if (typed() !== input.value) history.pushState(null, "", address(input.value));
    run(input.value);
  };
  at("find").addEventListener("click", ask);
  input.addEventListener("keydown", ({ key }) => key === "Enter" && ask());
  facets.addEventListener("click", (event) => {
    if (event.target.closest("a")) at("count").focus();
  });
  for (const details of facets.children) details.addEventListener("toggle", () => narrow(details));
  more.addEventListener("click", async () => {
    moved = 0;
    (await show())?.querySelector("a").focus();
  });
  addEventListener("hashchange", read);
  at("off").remove();
  at("form").hidden = false;
  read();
}

if (globalThis.document?.getElementById("search-app") && globalThis.DecompressionStream) start();
