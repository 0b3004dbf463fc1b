//! What names, words and dates come to when a site is resolved.

use std::collections::BTreeSet;

use super::resolve::{Library, resolve};
use super::*;
use crate::brief::decode::decode;
use crate::brief::release::{Audience, Drafts, release};
use crate::config::{self, Config};
use crate::diagnostic::Code;
use crate::text::Files;
use crate::value::word::{Act, FiguresAre, Tlp};

/// A site of these files, and the codes of what is wrong with it, each with what it points at.
struct Small {
    site: Site,
    found: Vec<(Code, String)>,
}

impl Small {
    fn new(settings: &str, contents: &[(&str, &str)]) -> Self {
        let mut files = Files::default();
        let site_toml = files.add("site.toml", format!("title = 'x'\n{settings}"));
        let mut found = Vec::new();
        let config: Config = config::decode(&files, site_toml, &mut found);
        assert_eq!(found, [], "{settings}");
        let mut contents = contents.to_vec();
        contents.sort_unstable();
        let mut documents = Vec::new();
        for (path, text) in contents {
            let file = files.add(format!("content/{path}"), text);
            let decoded = decode(file, path.into(), text);
            assert_eq!(decoded.diagnostics, [], "{path}");
            documents.push(decoded.document);
        }
        let audience = Audience { tlp: Tlp::Clear, drafts: Drafts::Hidden, now: jiff::Timestamp::UNIX_EPOCH };
        let library = Library { files: &files, assets: &BTreeSet::new() };
        let resolved = resolve(release(documents, &audience), &config, library);
        let found = resolved.diagnostics.iter().map(|found| {
            (found.code, found.place.map_or_else(String::new, |place| files.slice(place).to_owned()))
        });
        Self { site: resolved.site, found: found.collect() }
    }

    /// A brief of these claims, beside registries.
    fn of_claims(settings: &str, registries: &[(&str, &str)], claims: &str) -> Self {
        let brief = format!("---\ntitle: One\ndate: 2022-04-12\nclaims:\n{claims}---\nText.\n");
        Self::new(settings, &[registries, &[("briefs/one.md", brief.as_str())]].concat())
    }

    fn claim(&self, id: &str) -> &Claim {
        self.site.claims.iter().find(|claim| claim.id.as_str() == id).expect("a claim of this id")
    }

    fn sources(&self, ids: &[Id<Source>]) -> Vec<&str> {
        ids.iter().map(|id| self.site.sources[*id].id.as_str()).collect()
    }
}

/// The rows of confidential sources, which have no id.
fn confidential_rows(ids: &[Id<ConfidentialSource>]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}

#[test]
fn what_is_confidential_is_counted_apart_from_what_may_be_named() {
    let sources = "b: {title: B, access: confidential, status: retracted, publisher: Nobody, from: nothing}\n\
                   a: {title: A, from: [z, b]}\nz: {title: Z}\nc: {title: C, access: confidential}\n\
                   unused: {title: U, access: confidential}\n";
    let claims = "  - {id: one, by: JNIM, says: S., source: [z, c, a, b], from: [c, z]}\n  \
                  - {id: two, by: JNIM, says: S., source: c}\n  - {id: three, by: JNIM, says: S., source: a}\n";
    let small = Small::of_claims("", &[("sources.yaml", sources)], claims);
    assert_eq!(small.found, [(Code::UnknownActor, "JNIM".to_owned())], "nothing else comes into being");
    let ids: Vec<&str> = small.site.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(ids, ["a", "z"]);
    let retracted: Vec<bool> =
        small.site.confidential_sources.iter().map(|source| source.is_retracted).collect();
    assert_eq!(retracted, [true, false], "ordered by id, without what nobody uses");
    let one = small.claim("one");
    assert_eq!((small.sources(&one.sources), small.sources(&one.from_sources)), (vec!["z", "a"], vec!["z"]));
    let confidential = one.confidential.as_ref().expect("confidential sources");
    assert_eq!(confidential_rows(&confidential.read), [0, 1]);
    assert_eq!(confidential_rows(&confidential.from), [1]);
    assert_eq!(one.count_confidential(), 2);
    assert_eq!((small.claim("two").sources.len(), small.claim("two").count_confidential()), (0, 1));
    assert_eq!(
        (small.claim("three").confidential.is_none(), small.claim("three").count_confidential()),
        (true, 0)
    );
    let a = small.site.sources.iter().next().expect("a source");
    assert_eq!((small.sources(&a.from), confidential_rows(&a.from_confidential)), (vec!["z"], vec![0]));
    assert_eq!(a.claims.len(), 2);
}

#[test]
fn a_claim_has_its_own_date_or_that_of_a_source_and_never_the_briefs() {
    let sources = "a: {title: A}\nb: {title: B, date: 2022-04-01T10:30}\nc: {title: C, date: 2022-03}\n\
                   d: {title: D, date: 2021, access: confidential}\n";
    let claims = "  - {id: own, by: JNIM, says: S., source: b, date: 2022-04-05}\n  \
                  - {id: of-source, by: JNIM, says: S., source: [d, a, b, c]}\n  \
                  - {id: of-none, by: JNIM, says: S., source: [a, d]}\n";
    let small = Small::of_claims("", &[("sources.yaml", sources)], claims);
    for (id, expected) in [
        ("own", Some(("2022-04-05".to_owned(), DateFrom::Claim))),
        ("of-source", Some(("2022-04-01T10:30".to_owned(), DateFrom::Source))),
        ("of-none", None),
    ] {
        let date = small.claim(id).date.as_ref().map(|date| (date.on.to_string(), date.from));
        assert_eq!(date, expected, "{id}");
    }
    assert!(small.claim("own").order() < small.claim("of-none").order(), "what is undated comes last");
}

#[test]
fn words_of_the_site_are_kinds_of_built_in_ones() {
    let settings = "[vocabulary]\nactor_kinds.militia = 'political-militia'\nacts.extradites = 'other'\n";
    let actors =
        "a: {name: A, kind: militia}\nb: {name: B, kind: court}\nc: {name: C, kind: milita}\nd: {name: D}\n";
    let claims = "  - {id: act, by: b, does: extradites, to: [a, c, d], says: It was done.}\n  \
                  - {id: wrong, by: b, does: extradicts}\n";
    let small = Small::of_claims(settings, &[("actors.yaml", actors)], claims);
    let kinds: Vec<(&str, ActorKind)> =
        small.site.actors.iter().map(|actor| (actor.kind.name(), actor.kind.builtin())).collect();
    assert_eq!(
        kinds,
        [
            ("militia", ActorKind::PoliticalMilitia),
            ("court", ActorKind::Court),
            ("unknown", ActorKind::Unknown),
            ("unknown", ActorKind::Unknown),
        ]
    );
    assert_eq!(small.found, ["extradicts", "milita"].map(|word| (Code::InvalidValue, word.to_owned())));
    let Content::Does { act, says, .. } = &small.claim("act").content else { panic!("no act") };
    assert_eq!(
        (act.name(), act.builtin(), says.as_deref()),
        ("extradites", Act::Other, Some("It was done."))
    );
    assert_eq!(small.claim("act").content.sentence(), Some("It was done."));
}

#[test]
fn a_figure_is_what_the_claim_says_but_what_is_about_a_number_is_estimated() {
    let claims = "  - {id: one, by: JNIM, says: S., figures: {killed: ~300, injured: 12}}\n  \
                  - {id: two, by: JNIM, says: S., figures: {killed: ~300}, figures_are: projected}\n";
    let small = Small::of_claims("", &[], claims);
    for (id, measure, expected) in [
        ("one", "killed", FiguresAre::Estimated),
        ("one", "injured", FiguresAre::Counted),
        ("two", "killed", FiguresAre::Projected),
    ] {
        let figure = small.claim(id).figure(measure, "all").expect("a figure");
        assert_eq!(figure.are, expected, "{id} {measure}");
    }
}

#[test]
fn names_in_other_languages_are_found_and_those_of_the_protected_are_dropped() {
    let actors = "fama: {name: FAMa, names: {fr: Forces armées maliennes, ar: القوات المسلحة}}\n\
                  s7: {name: Aminata, protected: true, names: {fr: La vendeuse}, aliases: [Woman]}\n";
    let more =
        "---\ntitle: Two\ndate: 2022-04-12\nactors: {fama: {names: {en: Malian forces}}}\n---\nText.\n";
    let events = "moura: {name: Moura, names: {ar: مورا}}\n";
    let claims = "  - {id: one, by: [forces armées maliennes, القوات المسلحة, la vendeuse, malian forces], says: S., event: مورا}\n";
    let registries = [("actors.yaml", actors), ("events.yaml", events), ("briefs/two.md", more)];
    let small = Small::of_claims("", &registries, claims);
    assert_eq!(small.found, []);
    assert_eq!((small.claim("one").by.len(), small.claim("one").events.len()), (2, 1));
    let mut actors = small.site.actors.iter();
    let (fama, s7) = (actors.next().expect("an actor"), actors.next().expect("another"));
    let names: Vec<(&str, &str)> =
        fama.names.iter().map(|(lang, name)| (lang.as_str(), name.as_str())).collect();
    assert_eq!(names, [("ar", "القوات المسلحة"), ("en", "Malian forces"), ("fr", "Forces armées maliennes")]);
    assert_eq!((s7.name.as_ref(), s7.names.len(), s7.aliases.len()), (None, 0, 0));
}

#[test]
fn a_short_near_miss_comes_into_being_and_a_long_one_does_not() {
    let actors = "fama: {name: FAMa}\nminusma: {name: MINUSMA}\n";
    let claims = "  - {id: one, by: [FMAa, MINUSAM], says: S., from: [fam, minusmaa]}\n";
    let small = Small::of_claims("", &[("actors.yaml", actors)], claims);
    let names = ["FMAa", "MINUSAM", "fam", "minusmaa"];
    assert_eq!(small.found, names.map(|name| (Code::MisspelledName, name.to_owned())));
    let one = small.claim("one");
    assert_eq!((one.by.len(), small.site.actors.len()), (1, 1), "what nobody refers to is not published");
    assert_eq!(small.sources(&one.from_sources), ["fam"], "found as neither, it is a source");
}

#[test]
fn references_to_what_has_no_id_of_its_own_are_told() {
    let brief = "---\ntitle: One\ndate: 2022-04-12\ncorrections: [{date: 2022-04-13, text: T., claim: c1}]\nclaims:\n  \
                 - {by: JNIM, says: S.}\n  - {id: c, by: JNIM, says: S., denies: c1}\n---\n[x](claim:c1) [y](claim:c)\n";
    let page = "---\ntitle: About\n---\n[z](briefs/one.md#claim-c1) [y](briefs/one.md#claim-c)\n";
    let small = Small::new("", &[("briefs/one.md", brief), ("about.md", page)]);
    let told: Vec<&str> = small
        .found
        .iter()
        .filter(|(code, _)| *code == Code::AutomaticId)
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(told, ["c1", "c1", "claim:c1", "briefs/one.md#claim-c1"]);
}
