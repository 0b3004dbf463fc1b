//! The search: what the program writes into its index is what the theme's script finds there.
//!
//! The cases of `tests/search/folding.json` hold the program and the script to one folding; random texts, and random
//! sites asked by the script itself and by a second, naive search over the same site, hold them together. Where Node is
//! missing, what needs it says so and passes.

#![expect(clippy::unwrap_used, reason = "a test that cannot start its tools has failed")]
#![expect(clippy::print_stderr, reason = "what is left out is said")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use variorum::config::Config;
use variorum::export::search::fold::{terms, words};
use variorum::export::search::{MOST_FILES, files};
use variorum::export::{Material, Words};
use variorum::plan::plan;

mod support;

#[path = "search/reference.rs"]
mod reference;

use reference::{Question, Thing};
use support::{Built, build, own_content};

/// Runs `tests/search/script.mjs`; `None` without Node.
fn script<T: DeserializeOwned>(arguments: &[&str], given: &impl serde::Serialize) -> Option<T> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/script.mjs");
    let mut command = Command::new("node");
    command.arg(file).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        eprintln!("left out: the script is not run, for there is no `node` on the path");
        return None;
    };
    let given = serde_json::to_vec(given).unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(&given));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The terms of a text.
fn folded(text: &str) -> Vec<String> {
    words(text).flat_map(terms).collect()
}

fn cases() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/folding.json");
    serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_program_folds_as_the_cases_say() {
    for (text, expected) in cases() {
        assert_eq!(folded(&text), expected, "{text}");
    }
}

#[test]
fn the_script_folds_as_the_cases_say() {
    let (texts, expected): (Vec<String>, Vec<Vec<String>>) = cases().into_iter().unzip();
    let Some(found) = script::<Vec<Vec<String>>>(&["fold"], &texts) else { return };
    for (text, (found, expected)) in texts.iter().zip(found.iter().zip(&expected)) {
        assert_eq!(found, expected, "{text}");
    }
}

/// Letters, marks and signs of the scripts that the rules speak of, and anything else.
const LETTERS: &str =
    "[a-zA-Z0-9 '’.,\u{300}-\u{36f}\u{ad}\u{200c}éÉœßıİΣςσ\u{600}-\u{6ff}日本ァ-ヶ゛゜가-힣½ﬁ①⑴ℌ]{0,12}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn folding_a_term_again_changes_nothing(text in prop_oneof![LETTERS, ".{0,12}"]) {
        for term in folded(&text) {
            prop_assert_eq!(folded(&term), [term.clone()], "{:?} of {:?}", term, text);
        }
    }

    #[test]
    fn case_and_accents_typed_in_two_ways_are_one(text in LETTERS) {
        use unicode_normalization::UnicodeNormalization as _;
        prop_assert_eq!(folded(&text), folded(&text.nfd().collect::<String>()), "{:?}", text);
    }
}

#[test]
fn the_script_folds_random_texts_as_the_program_does() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = prop_oneof![LETTERS, ".{0,12}"];
    let texts: Vec<String> = (0..4_000).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let every_letter = (0x20..0x3_0000).filter_map(char::from_u32).map(String::from);
    let texts: Vec<String> = texts.into_iter().chain(every_letter).collect();
    let Some(found) = script::<Vec<Option<Vec<String>>>>(&["fold"], &texts) else { return };
    let known: Vec<_> = texts.iter().zip(found).filter(|(text, _)| text.chars().all(is_known)).collect();
    assert!(known.iter().filter(|(_, found)| found.is_some()).count() > 100_000);
    for (text, found) in known {
        assert!(found.is_none_or(|found| found == folded(text)), "{text:?}: {:?}", folded(text));
    }
}

/// Whether this program knows a character.
fn is_known(letter: char) -> bool {
    use icu_properties::CodePointMapData;
    use icu_properties::props::GeneralCategory;
    CodePointMapData::<GeneralCategory>::new().get(letter) != GeneralCategory::Unassigned
}

/// Words of which random sites are made: of three languages, some beginning like others.
const WORDS: [&str; 28] = [
    "army",
    "armies",
    "armed",
    "village",
    "villages",
    "Moura",
    "killed",
    "bodies",
    "of",
    "in",
    "convoy",
    "market",
    "l'armée",
    "armée",
    "civils",
    "qu’ils",
    "Évêque",
    "tués",
    "الجيش",
    "جيش",
    "والجيش",
    "مورا",
    "المدنيين",
    "قُتل",
    "2022",
    "203",
    "日本語",
    "本語",
];

/// Numbers that are the same at every run.
struct Numbers(u64);

impl Numbers {
    /// By Knuth's multiplicative congruence (MMIX).
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn words(&mut self, most: usize) -> String {
        (0..=self.below(most)).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

/// A site of so many briefs: words at random wherever words may stand.
fn random_site(numbers: &mut Numbers, briefs: usize) -> Vec<(String, String)> {
    let mut actors = String::new();
    let mut events = String::new();
    let mut sources = String::new();
    for n in 0..5 {
        let (name, alias) = (numbers.words(3), numbers.words(2));
        writeln!(
            actors,
            "a{n}: {{name: \"{name} {n}\", aliases: [\"{alias} x{n}\"], protected: {}}}",
            n == 4
        )
        .unwrap();
        let (name, party) = (numbers.words(3), numbers.below(5));
        writeln!(events, "e{n}: {{name: \"{name} {n}\", parties: [a{party}], date: 202{n}-03}}").unwrap();
        let (title, party) = (numbers.words(6), numbers.below(5));
        let access = ["public", "restricted", "confidential"][numbers.below(3)];
        writeln!(
            sources,
            "s{n}: {{title: \"{title} {n}\", publisher: a{party}, lang: fr, access: {access}}}"
        )
        .unwrap();
    }
    let mut contents = vec![
        ("actors.yaml".to_owned(), actors),
        ("events.yaml".to_owned(), events),
        ("sources.yaml".to_owned(), sources),
        ("note.md".to_owned(), format!("---\ntitle: {}\n---\n{}", numbers.words(4), numbers.words(60))),
    ];
    for n in 0..briefs {
        let mut brief = format!(
            "---\ntitle: \"{}\"\ndate: 202{}-0{}-01\nlang: {}\nsummary: \"{}\"\ntags: [\"{}\"]\nclaims:\n",
            numbers.words(9),
            numbers.below(3),
            1 + numbers.below(9),
            ["en", "fr", "ar"][numbers.below(3)],
            numbers.words(12),
            numbers.words(1),
        );
        for claim in 0..numbers.below(4) {
            let (says, quote) = (numbers.words(20), numbers.words(30));
            let [by, about, event, source] = [5, 5, 5, 5].map(|end| numbers.below(end));
            write!(
                brief,
                "  - {{id: c{claim}, by: a{by}, says: \"{says}\", quote: \"{quote}\", about: a{about}, event: e{event}, source: s{source}"
            )
            .unwrap();
            let denied = numbers.below(claim + 1);
            let relation = if denied < claim { format!(", denies: c{denied}") } else { String::new() };
            writeln!(brief, "{relation}}}").unwrap();
        }
        if brief.ends_with("claims:\n") {
            brief.truncate(brief.len() - "claims:\n".len());
        }
        write!(brief, "---\n# {}\n\n", numbers.words(4)).unwrap();
        for _ in 0..numbers.below(4) {
            write!(brief, "{}\n\n", numbers.words(80)).unwrap();
        }
        contents.push((format!("briefs/b{n}.md"), brief));
    }
    contents
}

fn random_question(numbers: &mut Numbers) -> Question {
    let mut question = Question::default();
    for _ in 0..numbers.below(3) {
        question.words.push(WORDS[numbers.below(WORDS.len())].to_owned());
    }
    match numbers.below(4) {
        0 => {
            let beginning = ["arm", "vill", "civ", "ki", "2022", "日", "الج", "mar", "x"][numbers.below(9)];
            question.last = Some(beginning.to_owned());
        }
        1 => question.phrase = Some(numbers.words(2)),
        _ => {}
    }
    for _ in 0..numbers.below(3) {
        let filters = [
            "actor:a1",
            "actor:a4",
            "event:e2",
            "year:2021",
            "lang:fr",
            "reception:contested",
            "backing:unproven",
            "state:live",
            "kind:claim",
            "lang:xx",
        ];
        question.filters.push(filters[numbers.below(filters.len())].to_owned());
    }
    question
}

/// Words of one or two letters are no condition where there are others; the reference leaves that rule to its callers.
fn is_plain(question: &Question) -> bool {
    let words = question.words.iter().chain(&question.last);
    let mut terms = words.flat_map(|word| folded(word));
    !terms.any(|term| term.is_ascii() && term.len() < 3) && !question.typed().trim().is_empty()
}

/// Writes the index of a site to a folder.
fn write_index(built: &Built, folder: &Path) -> usize {
    let config = Config::default();
    let (plan, _) = plan(&built.site, &built.method, &config, None);
    let (site, method) = (&built.site, &built.method);
    let files = files(Material { site, method, config: &config, plan: &plan, words: Words::default() });
    for (path, bytes) in &files {
        let path = folder.join(path.as_str());
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, bytes).unwrap();
    }
    files.len()
}

#[derive(serde::Deserialize)]
struct Answer {
    records: Vec<Vec<Option<String>>>,
    facets: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Asks the script and the reference the same.
fn compare(built: &Built, questions: &[Question]) {
    let folder = tempfile::tempdir().unwrap();
    assert!(write_index(built, folder.path()) <= MOST_FILES);
    let typed: Vec<String> = questions.iter().map(Question::typed).collect();
    let index = folder.path().join("search");
    let Some(answers) = script::<Vec<Answer>>(&["search", index.to_str().unwrap()], &typed) else { return };
    let things = reference::things(built);
    for (question, answer) in questions.iter().zip(answers) {
        let (hits, facets) = reference::search(&things, question);
        let expected: Vec<&Vec<String>> = hits.iter().map(|thing| &thing.name).collect();
        let begins = |(record, thing): (&Vec<Option<String>>, &&Thing)| -> Vec<String> {
            record.iter().take(thing.name.len()).map(|field| field.clone().unwrap_or_default()).collect()
        };
        assert_eq!(answer.records.len(), hits.len(), "{question:?}");
        let found: Vec<Vec<String>> = answer.records.iter().zip(&hits).map(begins).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{question:?}");
        let counted = answer.facets.into_iter().flat_map(|(key, values)| {
            values.into_iter().map(move |(value, number)| (format!("{key}:{value}"), number))
        });
        assert_eq!(counted.collect::<BTreeMap<_, _>>(), facets, "{question:?}");
    }
}

#[test]
fn the_script_finds_in_the_index_what_a_naive_search_finds_in_the_site() {
    let mut numbers = Numbers(1);
    for briefs in [0, 1, 3, 12, 24] {
        let built = build(&random_site(&mut numbers, briefs));
        let questions = std::iter::repeat_with(|| random_question(&mut numbers)).filter(is_plain);
        compare(&built, &questions.take(50).collect::<Vec<_>>());
    }
}

#[test]
fn everything_is_found_by_each_of_its_words() {
    let built = build(&own_content());
    let mut texts: Vec<&str> = built.site.briefs.iter().map(|brief| brief.title.as_str()).collect();
    texts.extend(built.site.actors.iter().filter_map(|actor| actor.name.as_deref()));
    texts.extend(built.site.events.iter().map(|event| event.name.as_str()));
    let words = texts.iter().flat_map(|text| words(text)).map(str::to_owned);
    let question = |word| Question { words: vec![word], ..Question::default() };
    let questions: Vec<Question> = words.map(question).filter(is_plain).collect();
    assert!(questions.len() > 20);
    compare(&built, &questions);
}

#[test]
fn nothing_private_gets_into_the_index() {
    let brief = "---\ntitle: A report\ndate: 2022-04-12\nprivate: zebrafish\nactors: {q7: {name: Ousmane Zorro, aliases: \
                 [Zorrito], protected: true}}\nsources: {leak: {title: Zanzibar papers, access: confidential, author: Zeno}}\n\
                 claims:\n  - {by: Ousmane Zorro, says: It is so., source: leak}\n---\nBy [[Ousmane Zorro]] and [[leak]].\n";
    let draft = "---\ntitle: Zeppelin\ndate: 2022-04-12\nstatus: draft\n---\n";
    let built = build(&[("briefs/a.md", brief), ("briefs/b.md", draft)]);
    let folder = tempfile::tempdir().unwrap();
    write_index(&built, folder.path());
    let questions =
        ["z", "zorro", "zorrito", "zanzibar", "zeno", "zebrafish", "zeppelin", "ousmane", "report", "q7"];
    let index = folder.path().join("search");
    let Some(answers) = script::<Vec<Answer>>(&["search", index.to_str().unwrap()], &questions) else {
        return;
    };
    let found: Vec<usize> = answers.iter().map(|answer| answer.records.len()).collect();
    assert_eq!(
        found,
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
        "the brief by its title, and by the id that stands for the name"
    );
    for entry in fs_err::read_dir(index).unwrap() {
        let bytes = fs_err::read(entry.unwrap().path()).unwrap();
        let unpacked = unpacked(&bytes).unwrap_or(bytes);
        let text = String::from_utf8_lossy(&unpacked).to_lowercase();
        for word in ["zorr", "zanz", "zeno", "zebra", "zepp", "ousmane"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    std::io::copy(&mut flate2::read::ZlibDecoder::new(bytes), &mut unpacked).ok()?;
    Some(unpacked)
}
