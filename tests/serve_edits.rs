//! After any edits, what is served comes to be what a clean build of the same folder writes.
//!
//! 500 random edits: files are added, changed, saved as editors save, renamed, deleted; briefs, drafts, records,
//! registries, templates, styles, settings and assets; some break the site. The edits come from a fixed seed, in bursts.
//! After each burst the test waits for editions, never for a time, until the site is the built one, byte for byte; or,
//! while the sources have errors, until the server tells the very errors that `check` finds.

#![cfg(feature = "serve")]
#![expect(clippy::unwrap_used, reason = "a test that cannot edit its site has failed")]

mod serving;
mod sites;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serving::{Server, encoded, is_of_the_site, without_hook};
use sites::{Site, Tree};

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    /// True once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one_of<'v, T: ?Sized>(&mut self, values: &[&'v T]) -> &'v T {
        values[self.below(values.len())]
    }
}

/// A site under edit: its files, and what is known of its briefs.
struct Desk {
    site: Site,
    random: Random,
    /// Paths below `content/briefs/`, and how many claims each brief has; `None`: it is a draft, and no link may lead
    /// there.
    briefs: BTreeMap<String, Option<usize>>,
    edits: usize,
}

const ACTORS: [&str; 5] = ["a1", "a2", "a3", "Somebody new", "Second name"];
const SETTINGS: [&str; 6] = [
    "",
    "language = \"fr\"\n",
    "[pages]\nper_page = 2\n",
    "description = \"Another\"\nbase_url = \"https://example.org/desk/\"\n",
    "[checks]\nunknown-actor = \"off\"\n",
    "[changes]\nsince = \"old.json\"\n",
];

impl Desk {
    fn new(seed: u64) -> Self {
        let settings = "title = \"Edits\"\ntheme = \"own\"\n";
        let site = Site::of_files(&Tree::from([("site.toml".to_owned(), settings.into())]));
        let mut desk = Self { site, random: Random(seed), briefs: BTreeMap::new(), edits: 0 };
        desk.site.write("content/files/table.csv", "a,b\n");
        desk.site.write("old.json", "{\"format\": 1, \"claims\": []}");
        desk.registry();
        for number in 0..6 {
            desk.brief(&format!("b{number}.md"));
        }
        desk
    }

    /// Writes as editors do: in place, or beside and then renamed.
    fn save(&mut self, path: &str, text: &str) {
        if self.random.once_in(2) {
            return self.site.write(path, text);
        }
        let beside = format!("{path}~");
        self.site.write(&beside, text);
        fs_err::rename(self.site.path().join(beside), self.site.path().join(path)).unwrap();
    }

    fn remove(&self, path: &str) {
        let _was_absent = fs_err::remove_file(self.site.path().join(path));
    }

    /// A brief whose references all lead somewhere, as far as the other briefs stay.
    fn brief(&mut self, name: &str) {
        let random = &mut self.random;
        let mut text =
            format!("---\ntitle: Brief {}\ndate: 2022-04-{:02}\n", random.below(100), 1 + random.below(28));
        let kind = random.below(8);
        match kind {
            0 => text += "status: draft\n",
            1 => text += "embargo: 2999-01-01T00:00:00Z\n",
            2 => text += "tags: [one, Two]\ncorrections: [{date: 2022-05-01, text: It was the third.}]\n",
            _ => {}
        }
        let claims = random.below(4);
        let published = self.briefs.iter().filter_map(|(name, claims)| Some((id(name), (*claims)?)));
        let others: Vec<(String, usize)> = published.collect();
        if claims > 0 {
            text += "claims:\n";
        }
        for claim in 0..claims {
            let by = random.one_of(&ACTORS);
            write!(
                text,
                "  - {{id: k{claim}, by: {by}, says: Sentence {}., event: moura",
                random.below(1000)
            )
            .unwrap();
            if random.once_in(3) {
                write!(text, ", figures: {{killed: {}}}, about: a2", random.below(500)).unwrap();
            }
            let relation = random.one_of(&["supports", "denies", "repeats", "questions"]);
            if let Some((other, count)) =
                pick(random, &others).filter(|(other, count)| *count > 0 && *other != id(name))
            {
                write!(text, ", {relation}: {other}#k{}", random.below(*count)).unwrap();
            }
            text += "}\n";
        }
        write!(text, "---\n\nText {} of [one](actor:a1).", random.below(1000)).unwrap();
        if claims > 0 {
            text += " See [that](claim:k0).";
        }
        if let Some((other, _)) = pick(random, &others) {
            write!(text, " And [more](brief:{other}).").unwrap();
        }
        if random.once_in(3) {
            write!(text, " The [table]({}files/table.csv).", "../".repeat(name.matches('/').count() + 1))
                .unwrap();
        }
        self.save(&format!("content/briefs/{name}"), &text);
        self.briefs.insert(name.to_owned(), (kind > 1).then_some(claims));
    }

    fn registry(&mut self) {
        let number = self.random.below(100);
        let actors = format!(
            "a1: {{name: First {number}, kind: government}}\na2: {{name: Second, aliases: [Second name], part_of: a1}}\n\
             a3: {{name: Third, country: MLI}}\n"
        );
        self.save("content/actors.yaml", &actors);
        let event = format!("moura: {{name: Moura, date: 2022-03-{:02}}}\n", 1 + self.random.below(28));
        self.save("content/events.yaml", &event);
    }

    /// Any edit.
    fn edit(&mut self) {
        self.edits += 1;
        let number = self.random.below(1000);
        match self.random.below(16) {
            0..=4 => {
                let name = format!("{}b{}.md", self.random.one_of(&["", "", "deep/"]), self.random.below(9));
                self.brief(&name);
            }
            5 | 6 => self.delete_or_rename(),
            7 => self.registry(),
            8 => {
                let text = format!("---\nname: A record {number}\nkind: media\n---\n\nOf [one](actor:a1).\n");
                let path = format!("content/actors/r{}.md", self.random.below(3));
                self.save(&path, &text);
            }
            9 => {
                let path = format!("content/actors/r{}.md", self.random.below(3));
                self.remove(&path);
            }
            10 => {
                let more = self.random.one_of(&SETTINGS);
                self.save("site.toml", &format!("title = \"Edits {number}\"\ntheme = \"own\"\n{more}"));
            }
            11 => self.template(number),
            12 => self.save("themes/own/static/style.css", &format!("p {{ margin: {number}px }}\n")),
            13 => self.save("content/files/table.csv", &format!("a,b\n{number},\n")),
            14 => self.save(
                &format!("content/page{}.md", number % 3),
                &format!("---\ntitle: Page {number}\n---\n\n# One\n"),
            ),
            _ => self.break_something(number),
        }
    }

    fn delete_or_rename(&mut self) {
        let names: Vec<String> = self.briefs.keys().cloned().collect();
        let Some(name) = pick(&mut self.random, &names).cloned() else { return };
        let claims = self.briefs.remove(&name).unwrap();
        let path = self.site.path().join("content/briefs").join(&name);
        if self.random.once_in(2) {
            return fs_err::remove_file(path).unwrap();
        }
        let other = format!("c{}.md", self.random.below(9));
        fs_err::rename(path, self.site.path().join("content/briefs").join(&other)).unwrap();
        self.briefs.insert(other, claims);
    }

    fn template(&mut self, number: usize) {
        let path = "themes/own/templates/tags.html";
        if self.random.once_in(3) {
            return self.remove(path);
        }
        let text = format!(
            "{{% extends \"base.html\" %}}\n{{% block main %}}<h1>Tags {number}</h1>{{% endblock main %}}\n"
        );
        self.save(path, &text);
    }

    fn break_something(&mut self, number: usize) {
        match number % 4 {
            0 => self.save("content/page0.md", "---\ntitel: Wrong\n---\n"),
            1 => self.save("content/page1.md", "---\ntitle: \"open\n---\n"),
            2 => self.save("themes/own/templates/tags.html", "{% block"),
            _ => self.save("site.toml", "title = \n"),
        }
    }

    /// Takes away what cannot be right: a desk mends its mistakes in the end.
    fn mend(&mut self) {
        self.save("site.toml", "title = \"Mended\"\ntheme = \"own\"\n");
        self.remove("themes/own/templates/tags.html");
        (0..3).for_each(|number| self.remove(&format!("content/page{number}.md")));
        let names: Vec<String> = self.briefs.keys().cloned().collect();
        for name in &names {
            self.remove(&format!("content/briefs/{name}"));
        }
        self.briefs.clear();
        // Two names may come to one id.
        let mut ids = BTreeSet::new();
        names.iter().filter(|name| ids.insert(id(name))).for_each(|name| self.brief(name));
    }
}

fn id(name: &str) -> String {
    name.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned()
}

fn pick<'v, T>(random: &mut Random, values: &'v [T]) -> Option<&'v T> {
    (!values.is_empty()).then(|| &values[random.below(values.len())])
}

/// What differs between the server and a build; `None`: nothing.
fn difference(server: &Server, built: &Tree, gone: &BTreeSet<String>) -> Option<String> {
    let mut connection = server.connect();
    for (path, bytes) in built.iter().filter(|(path, _)| is_of_the_site(path)) {
        let answer = connection.get(&format!("/{}", encoded(path)));
        if answer.status != 200 || without_hook(&answer.body).unwrap_or(answer.body) != *bytes {
            return Some(format!("{path} ({})", answer.status));
        }
    }
    let still_there = |path: &&String| connection.get(&format!("/{}", encoded(path))).status != 404;
    gone.iter().filter(|path| !built.contains_key(*path)).find(still_there).cloned()
}

/// Waits until the server serves what a build of the folder as it is now would write. Gives whether there is one.
fn settle(desk: &Desk, server: &Server, arguments: &[&str], seen: &mut BTreeSet<String>) -> bool {
    let run = desk.site.run(&[&["build", "-q"], arguments].concat());
    assert!([0, 1, 2].contains(&run.code), "{}", run.stderr);
    let built = if run.code == 0 { desk.site.output() } else { Tree::new() };
    let mut edition = server.edition(None);
    loop {
        let wrong = match (run.code, &edition.problems) {
            (0, None) => difference(server, &built, seen),
            (0, Some(problems)) => Some(format!("errors are told: {problems}")),
            (_, Some(problems)) if problems.trim_end() == run.stderr.trim_end() => {
                assert!([200, 503].contains(&server.get("/").status), "the last good site stays");
                None
            }
            (_, problems) => Some(format!("{problems:?} is told instead of\n{}", run.stderr)),
        };
        let Some(wrong) = wrong else { break };
        let next = server.edition(Some(edition.edition));
        assert!(next.edition > edition.edition, "edit {}: nothing new comes, and {wrong}", desk.edits);
        edition = next;
    }
    seen.extend(built.into_keys().filter(|path| is_of_the_site(path)));
    run.code == 0
}

fn edits_come_to_a_clean_build(seed: u64, edits: usize, arguments: &[&str]) {
    let mut desk = Desk::new(seed);
    let server = Server::of(&desk.site.path(), arguments);
    let (mut seen, mut sound, mut faulty, mut in_a_row) = (BTreeSet::new(), 0, 0, 0);
    while desk.edits < edits {
        for _ in 0..=desk.random.below(14) {
            desk.edit();
        }
        if settle(&desk, &server, arguments, &mut seen) {
            (sound, in_a_row) = (sound + 1, 0);
            continue;
        }
        (faulty, in_a_row) = (faulty + 1, in_a_row + 1);
        if in_a_row == 2 {
            desk.mend();
            let mended = settle(&desk, &server, arguments, &mut seen);
            assert!(mended, "a mended desk builds: {}", desk.site.run(&["check"]).stderr);
            (sound, in_a_row) = (sound + 1, 0);
        }
    }
    assert!(
        sound > edits / 50 && faulty > edits / 100,
        "both kinds were seen: {sound} sound, {faulty} faulty"
    );
}

#[test]
fn after_500_random_edits_the_served_site_is_a_clean_build() {
    edits_come_to_a_clean_build(20_261_124, 500, &[]);
}

#[test]
fn with_drafts_too() {
    edits_come_to_a_clean_build(6, 120, &["--drafts"]);
}
