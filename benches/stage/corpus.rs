//! The corpus of the stages' benchmarks: briefs with six claims each, of words, actors and sources drawn by a fixed rule,
//! so that every run and every machine has the same.

use std::fmt::Write as _;

/// Claims of a brief, and of an event.
pub(crate) const CLAIMS: usize = 6;
const CLAIMS_OF_EVENT: usize = 60;

const WORDS: [&str; 24] = [
    "army",
    "attack",
    "bridge",
    "camp",
    "ceasefire",
    "chief",
    "clinic",
    "convoy",
    "district",
    "drone",
    "elder",
    "evidence",
    "families",
    "footage",
    "graves",
    "hostages",
    "imam",
    "inquiry",
    "market",
    "militia",
    "patrol",
    "residents",
    "satellite",
    "village",
];

/// Writes a corpus into a folder that goes when it is let go of.
pub(crate) fn folder(briefs: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let actors = briefs / 50 + 4;
    let events = (briefs * CLAIMS).div_ceil(CLAIMS_OF_EVENT);
    let mut state = 20_220_327;
    let line = |id: char, rest: &str, number: usize| format!("{id}{number}: {{{rest} {number}}}\n");
    let mut files: Vec<(String, String)> = (0..briefs)
        .map(|number| (format!("content/briefs/b{number}.md"), brief(number, actors, &mut state)))
        .collect();
    files.extend([
        (
            "site.toml".to_owned(),
            "title = \"Briefs\"\nbase_url = \"https://briefs.example.org/\"\n".to_owned(),
        ),
        (
            "content/actors.yaml".to_owned(),
            (0..actors).map(|it| line('a', "kind: media, name: Actor", it)).collect(),
        ),
        (
            "content/events.yaml".to_owned(),
            (0..events).map(|it| line('e', "date: 2022-04, name: Event", it)).collect(),
        ),
        (
            "content/sources.yaml".to_owned(),
            (0..events * 3).map(|it| line('s', "title: Source", it)).collect(),
        ),
    ]);
    std::fs::create_dir_all(folder.path().join("content/briefs")).unwrap();
    for (path, text) in files {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

/// A step of a linear congruence modulo 2^64 (Knuth's constants): the same numbers in every run.
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

fn words(state: &mut u64, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| WORDS[next(state, WORDS.len())]).collect();
    words.join(" ")
}

fn brief(number: usize, actors: usize, state: &mut u64) -> String {
    let event = number * CLAIMS / CLAIMS_OF_EVENT;
    let (title, summary) = (words(state, 6), words(state, 18));
    let mut text = format!("---\ntitle: {title}\nsummary: {summary}\ndate: 2022-04-12\nevent: e{event}\n");
    writeln!(text, "tags: [tag-{}, tag-{}]\nclaims:", number % 40, number % 7).unwrap();
    for claim in 1..=CLAIMS {
        let (by, about) = (next(state, actors), next(state, actors));
        let says = words(state, 18);
        let source = event * 3 + next(state, 3);
        write!(text, "  - id: c{claim}\n    by: a{by}\n    about: a{about}\n    says: {says}.\n").unwrap();
        writeln!(
            text,
            "    source: s{source}\n    date: 2022-04\n    figures: {{killed: {claim}0-{claim}5}}"
        )
        .unwrap();
        if claim > 1 {
            let relation = ["supports", "denies", "questions"][claim % 3];
            writeln!(text, "    {relation}: c{}", claim - 1).unwrap();
        }
    }
    text += "---\n";
    for paragraph in 1..=CLAIMS {
        let (before, link, behind) = (words(state, 40), words(state, 3), words(state, 40));
        let (bold, item) = (words(state, 3), words(state, 9));
        writeln!(text, "## {link}\n\n{before} [{link}](claim:c{paragraph}) {behind}, **{bold}**.").unwrap();
        writeln!(text, "\n- {item}\n- [{bold}](actor:a{})\n", next(state, actors)).unwrap();
    }
    text
}
