//! The three dossiers that the method was made on, each as a site, against what their fact sheets say that the method must
//! answer: Moura as it is bundled, and Derna and the Winter Olympics as they stand in `dossiers/`.

#![expect(clippy::unwrap_used, reason = "a test that cannot build its site has failed")]

#[path = "support/lines.rs"]
mod lines;
mod support;

use support::{Built, build, in_words, own_content};
use variorum::diagnostic::has_errors;
use variorum::method::Received;
use variorum::site::{DateFrom, Id};
use variorum::value::word::Relation;

/// A site of one brief, in which nothing is wrong.
fn dossier(brief: &str, text: &str) -> Built {
    let built = build(&[(format!("briefs/{brief}.md"), text)]);
    assert!(!has_errors(&built.diagnostics), "{:#?}", built.diagnostics);
    built
}

/// The text without some claims, and without relations to them. Each claim stands on a line of its own, its relations
/// in brackets.
fn without(text: &str, claims: &[&str]) -> String {
    let is_other = |line: &&str| claims.iter().all(|id| !line.starts_with(&format!("  - {{id: {id},")));
    let mut kept: String = text.lines().filter(is_other).map(|line| format!("{line}\n")).collect();
    for id in claims {
        for (named, nothing) in
            [(format!(", {id}"), ""), (format!("[{id}, "), "["), (format!("[{id}]"), "[]")]
        {
            kept = kept.replace(&named, nothing);
        }
    }
    kept
}

/// The text with one more claim.
fn with(text: &str, claim: &str) -> String {
    text.replace("\n---\n\n", &format!("\n  - {claim}\n---\n\n"))
}

impl Built {
    /// State, backing, origins and reception of a claim: `live single-origin 1-1 unanswered`.
    fn told(&self, key: &str) -> String {
        let answers = self.method.answers(self.claim(key)).unwrap();
        let words = in_words(&answers);
        let words: Vec<&str> = words.split(' ').collect();
        [words[0], words[1], words[2], words[4]].join(" ")
    }

    /// The names of known and of unknown origins: `us-gov + press`.
    fn origins(&self, key: &str) -> String {
        let id = self.method.proposition_of(self.claim(key)).unwrap();
        let known: Vec<_> = self.method.known(id).collect();
        format!("{} + {}", self.names(&known).join(" "), self.method.unknown_names(&self.site, id).join(" "))
            .trim()
            .to_owned()
    }

    fn received(&self, key: &str) -> Received {
        self.method.received(self.method.proposition_of(self.claim(key)).unwrap())
    }

    /// The claims of a claim's proposition.
    fn together(&self, key: &str) -> Vec<String> {
        let id = self.method.proposition_of(self.claim(key)).unwrap();
        self.keys(&self.method.proposition(id).claims)
    }

    /// What becomes of which claims if a source falls.
    fn fallout(&self, source: &str) -> Vec<String> {
        let shifts = self.method.if_it_falls(self.source(source)).unwrap().iter();
        shifts.map(|shift| format!("{}: {}", self.site.claim_key(shift.claim), in_words(&shift.to))).collect()
    }

    fn point_lines(&self, event: &str) -> Vec<String> {
        let points = self.method.versions(self.event(event)).points.iter();
        let line = |point: &variorum::method::points::Point| {
            let reasons: Vec<String> = point.reasons.iter().map(ToString::to_string).collect();
            format!("{} [{}]", point.id.as_ref().map_or("-", |id| id.as_str()), reasons.join(" "))
        };
        points.map(line).collect()
    }
}

mod derna {
    use super::*;

    const TEXT: &str = include_str!("dossiers/derna.md");

    fn derna() -> Built {
        dossier("derna", TEXT)
    }

    #[test]
    fn each_claim_gets_the_answers_of_the_sheet() {
        let derna = derna();
        for (claim, by, told, origins) in [
            ("crescent-11300", "crescent-denies", "disowned none 0-0 unanswered", "+"),
            ("ocha-11300", "ocha-3958", "superseded none 0-0 unanswered", "+"),
            ("interior-3840", "health-3252", "superseded single-origin 1-1 unanswered", "east-gov +"),
            ("aviation-5300", "committee-3845", "superseded single-origin 1-1 unanswered", "east-gov +"),
            ("health-3252", "health-3338", "superseded single-origin 1-1 unanswered", "east-gov +"),
            ("health-3338", "committee-3845", "superseded single-origin 1-1 unanswered", "east-gov +"),
            ("committee-3845", "", "live single-origin 1-1 unanswered", "east-gov +"),
            ("crescent-denies", "", "live single-origin 1-1 unanswered", "+ red-crescent"),
            ("who-3958", "", "live single-origin 1-1 unanswered", "+ un"),
            ("ocha-3958", "", "live single-origin 1-1 unanswered", "+ un"),
            ("mayor-20000", "", "live single-origin 1-1 unanswered", "+ municipality"),
        ] {
            let key = format!("derna#{claim}");
            assert_eq!(derna.told(&key), told, "{claim}");
            assert_eq!(derna.origins(&key), origins, "{claim}");
            let ended = derna.keys(&derna.method.ended_by(&derna.site, derna.claim(&key)));
            let by: Vec<String> = by.split_whitespace().map(|by| format!("derna#{by}")).collect();
            assert_eq!(ended, by, "{claim}");
        }
        assert_eq!(derna.site.claims.len(), 11);
    }

    #[test]
    fn nothing_live_is_contested_or_contradicted() {
        let derna = derna();
        for (id, _) in derna.method.propositions() {
            assert_eq!(derna.method.received(id).lists().count(), 0);
        }
    }

    #[test]
    fn each_claim_is_a_proposition_of_its_own() {
        let derna = derna();
        assert_eq!(derna.method.propositions().count(), 11);
        for claim in derna.site.claims.ids() {
            let key = derna.site.claim_key(claim);
            assert_eq!(derna.together(&key), [key]);
        }
    }

    #[test]
    fn rows_histories_and_findings() {
        let derna = derna();
        assert_eq!(
            lines::figures(&derna, derna.event("flood")),
            [
                "killed all [relief-committee] derna#committee-3845 3845+ counted history [derna#health-3338 \
                 derna#health-3252 derna#aviation-5300 derna#interior-3840] newer -",
                "killed all [mayor] derna#mayor-20000 18000-20000 projected history [] newer -",
                "killed all [ocha] derna#ocha-3958 3958 counted history [derna#ocha-11300] newer -",
                "killed all [who] derna#who-3958 3958 counted history [] newer derna#ocha-3958",
                "killed all [red-crescent] - history [derna#crescent-11300] newer -",
                "missing all [ocha] derna#ocha-3958 9000+ counted history [derna#ocha-11300] newer -",
                "missing all [who] derna#who-3958 9000+ counted history [] newer derna#ocha-3958",
                "missing all [red-crescent] - history [derna#crescent-11300] newer -",
                "killed all agree",
            ]
        );
    }

    #[test]
    fn the_point_is_not_disputed() {
        assert_eq!(derna().point_lines("flood"), ["toll []"]);
    }

    #[test]
    fn sources_that_fall() {
        let derna = derna();
        let ocha = "derna#ocha-3958: fallen none 0-0 0-0 unanswered";
        assert_eq!(derna.fallout("s8"), [ocha]);
        assert_eq!(derna.fallout("s6"), [ocha, "derna#who-3958: fallen none 0-0 0-0 unanswered"]);
        for source in ["s6", "s8"] {
            let retracted =
                TEXT.replace(&format!("  {source}: {{"), &format!("  {source}: {{status: retracted, "));
            let after = dossier("derna", &retracted);
            assert_eq!(after.told("derna#ocha-11300"), "superseded none 0-0 unanswered");
            assert_eq!(after.told("derna#ocha-3958"), "fallen none 0-0 unanswered");
        }
    }
}

mod olympic {
    use super::*;

    const TEXT: &str = include_str!("dossiers/olympic.md");
    const THE_THREE: [&str; 3] = ["olympic#indictment", "olympic#officials-say", "olympic#uk-says"];

    fn olympic() -> Built {
        dossier("olympic", TEXT)
    }

    #[test]
    fn two_allied_governments() {
        let olympic = olympic();
        for claim in THE_THREE {
            assert_eq!(olympic.together(claim), THE_THREE);
            assert_eq!(olympic.judgement(claim), "live allied 2-2 2-2 contested");
            assert_eq!(olympic.origins(claim), "uk-gov us-gov +");
        }
        let received = olympic.received("olympic#indictment");
        assert_eq!(olympic.names(&received.contested_by), ["russia"]);
        // Russia is among those who contest it, and the lists do not overlap.
        assert_eq!(received.lists().count(), 1);
    }

    #[test]
    fn two_vendors() {
        let olympic = olympic();
        for claim in ["olympic#planted", "olympic#header-forged"] {
            assert_eq!(olympic.together(claim), ["olympic#header-forged", "olympic#planted"]);
            assert_eq!(olympic.judgement(claim), "live corroborated 2-2 2-2 unanswered");
            assert_eq!(olympic.origins(claim), "kaspersky talos +");
        }
        assert_eq!(olympic.together("olympic#code-shared"), ["olympic#code-shared"]);
        assert_eq!(olympic.judgement("olympic#code-shared"), "live single-origin 1-1 1-1 questioned");
        assert_eq!(olympic.origins("olympic#code-shared"), "intezer +");
        let questioned = olympic.received("olympic#code-shared");
        assert_eq!(olympic.names(&questioned.questioned_by), ["kaspersky"]);
    }

    #[test]
    fn the_denials_are_contradicted() {
        let olympic = olympic();
        for claim in ["olympic#no-fingerprints", "olympic#kremlin-denies"] {
            assert_eq!(olympic.together(claim), [claim]);
            assert_eq!(olympic.judgement(claim), "live single-origin 1-1 0-0 contradicted");
            assert_eq!(olympic.origins(claim), "russia +");
            let received = olympic.received(claim);
            assert_eq!(olympic.names(&received.contradicted_by), ["uk-gov", "us-gov"]);
            assert_eq!(received.lists().count(), 1);
        }
    }

    #[test]
    fn one_denial_came_in_advance() {
        let olympic = olympic();
        let in_advance = |claim: &str| -> Vec<bool> {
            let id = olympic.claim(claim);
            let denied: Vec<Id<_>> = olympic.site.claims[id].targets(Relation::Denies).collect();
            denied
                .into_iter()
                .map(|denied| olympic.method.is_denied_in_advance(&olympic.site, id, denied))
                .collect()
        };
        assert_eq!(in_advance("olympic#no-fingerprints"), [true, true, true]);
        assert_eq!(in_advance("olympic#kremlin-denies"), [false, false]);
    }

    #[test]
    fn without_a_basis_a_vendor_is_an_unknown_origin() {
        let bare = dossier("olympic", &TEXT.replace("basis: own-investigation, ", ""));
        assert_eq!(bare.origins("olympic#planted"), "+ kaspersky talos");
        assert_eq!(bare.judgement("olympic#planted"), "live unproven 1-2 0-2 unanswered");
        assert_eq!(bare.origins("olympic#code-shared"), "+ intezer");
    }

    #[test]
    fn points_and_acts() {
        let olympic = olympic();
        assert_eq!(olympic.point_lines("attack"), ["who [denial]", "traces []"]);
        let who = &olympic.method.versions(olympic.event("attack")).points[0];
        assert_eq!(who.contested, 3);
        assert_eq!(olympic.judgement("olympic#no-comment"), "act");
        assert_eq!(olympic.judgement("olympic#charges"), "act");
    }

    #[test]
    fn the_officials_count_and_are_not_named() {
        let olympic = olympic();
        let officials = olympic.site.claims[olympic.claim("olympic#officials-say")].by[0];
        assert_eq!(olympic.site.actors[officials].name, None);
        assert!(!format!("{:?}", olympic.site.actors[officials]).contains("Nobody"));
        assert!(olympic.together("olympic#indictment").contains(&"olympic#officials-say".to_owned()));
        let date = olympic.site.claims[olympic.claim("olympic#officials-say")].date.as_ref().unwrap();
        assert_eq!((date.on.as_str(), date.from), ("2018-02-24", DateFrom::Source));
    }

    #[test]
    fn as_it_stood_in_march_2018() {
        let text = without(TEXT, &["charges", "indictment", "uk-says", "kremlin-denies"]);
        let then = dossier("olympic", &text);
        assert_eq!(then.site.claims.len(), 6);
        assert_eq!(then.judgement("olympic#officials-say"), "live single-origin 1-1 1-1 disputed");
        assert_eq!(then.origins("olympic#officials-say"), "us-gov +");
        let received = then.received("olympic#officials-say");
        assert_eq!(then.names(&received.disputed_by), ["russia"]);
        assert_eq!(received.lists().count(), 1);
        let denial = then.received("olympic#no-fingerprints");
        assert_eq!(then.names(&denial.contradicted_by), ["us-gov"]);
        assert_eq!(denial.lists().count(), 1);
        assert!(then.point_lines("attack").iter().all(|point| point.ends_with("[]")));
    }

    #[test]
    fn were_the_denial_of_2020_withdrawn() {
        let withdrawal = "{id: taken-back, by: kremlin, says: We take that back., withdraws: kremlin-denies}";
        let withdrawn = dossier("olympic", &with(TEXT, withdrawal));
        let retracted = dossier("olympic", &TEXT.replace("  s9: {", "  s9: {status: retracted, "));
        for (then, state) in [(&withdrawn, "withdrawn"), (&retracted, "fallen")] {
            for claim in THE_THREE {
                assert_eq!(then.judgement(claim), "live allied 2-2 2-2 disputed");
                let received = then.received(claim);
                assert_eq!(then.names(&received.disputed_by), ["russia"]);
                assert_eq!(received.lists().count(), 1);
            }
            let denial = then.told("olympic#kremlin-denies");
            assert!(denial.starts_with(state) && denial.ends_with("unanswered"), "{denial}");
            assert!(then.told("olympic#no-fingerprints").ends_with("contradicted"));
            assert!(then.point_lines("attack").iter().all(|point| point.ends_with("[]")));
        }
        // The same, told of the source while it stands.
        assert_eq!(
            olympic().fallout("s9"),
            [
                "olympic#indictment: live allied 2-2 2-2 disputed",
                "olympic#kremlin-denies: fallen none 0-0 0-0 unanswered",
                "olympic#officials-say: live allied 2-2 2-2 disputed",
                "olympic#uk-says: live allied 2-2 2-2 disputed",
            ]
        );
    }

    #[test]
    fn were_the_report_of_kaspersky_retracted() {
        let after = dossier("olympic", &TEXT.replace("  s6: {", "  s6: {status: retracted, "));
        assert!(after.told("olympic#header-forged").starts_with("fallen"));
        assert_eq!(after.judgement("olympic#planted"), "live single-origin 1-1 1-1 unanswered");
        assert_eq!(after.judgement("olympic#code-shared"), "live single-origin 1-1 1-1 unanswered");
        let header = "olympic#header-forged: fallen single-origin 1-1 1-1 unanswered";
        let fallout = olympic().fallout("s6");
        let code = "olympic#code-shared: live single-origin 1-1 1-1 unanswered";
        assert_eq!(fallout, [code, header, "olympic#planted: live single-origin 1-1 1-1 unanswered"]);
    }
}

mod moura {
    use super::*;

    /// The bundled site with the brief `moura` alone.
    fn alone() -> Built {
        let is_other = |path: &str| {
            path.starts_with("briefs/") && !path.ends_with("-moura.md")
                || path.ends_with("-un-findings-moura.md")
        };
        let contents: Vec<_> = own_content().into_iter().filter(|(path, _)| !is_other(path)).collect();
        assert_eq!(contents.iter().filter(|(path, _)| path.starts_with("briefs/")).count(), 1);
        build(&contents)
    }

    #[test]
    fn the_killing_of_civilians() {
        let moura = alone();
        assert_eq!(moura.judgement("moura#civilians-killed"), "live corroborated 2-3 1-2 unanswered");
        assert_eq!(moura.origins("moura#civilians-killed"), "jnim survivors + press");
    }

    #[test]
    fn the_claims_about_wagner_and_their_denials() {
        let moura = alone();
        let mut denials = Vec::new();
        for claim in ["moura#wagner-at-moura", "moura#wagner-captured"] {
            assert_eq!(moura.told(claim), "live single-origin 1-1 contested");
            assert_eq!(moura.origins(claim), "jnim +");
            assert_eq!(moura.names(&moura.received(claim).contested_by), ["malian-authorities"]);
            denials.extend(moura.site.claims[moura.claim(claim)].related_from(Relation::Denies));
        }
        assert_eq!(denials.len(), 2);
        for denial in moura.keys(&denials) {
            assert_eq!(moura.names(&moura.received(&denial).contradicted_by), ["jnim"]);
            assert!(moura.told(&denial).ends_with("contradicted"));
        }
    }

    #[test]
    fn the_figure_of_the_army() {
        let moura = alone();
        assert_eq!(moura.told("moura#army-203"), "live single-origin 1-1 conceded-in-part");
        let received = moura.received("moura#army-203");
        assert_eq!(moura.names(&received.conceded_in_part_by), ["jnim"]);
        assert_eq!(received.lists().count(), 1);
    }

    #[test]
    fn who_was_killed_is_itself_in_dispute() {
        let moura = alone();
        let figures = lines::figures(&moura, moura.event("moura-2022"));
        assert!(figures.contains(&"killed - group-conflict civilians fighters".to_owned()), "{figures:#?}");
    }

    #[test]
    fn with_the_findings_of_the_un() {
        let moura = build(&own_content());
        let killed = "moura#civilians-killed";
        assert!(moura.origins(killed).split(' ').any(|name| name == "un"), "{}", moura.origins(killed));
        let contested = moura.received(killed).contested_by;
        assert_eq!(moura.names(&contested), ["malian-authorities"]);
        let rejection = moura.received("un-findings-moura#report-rejected");
        assert_eq!(moura.names(&rejection.contradicted_by), ["jnim", "survivors", "un"]);
    }
}

/// The bundled site tells both dossiers to readers. Its sources are more than the sheets', its answers the same.
mod bundled {
    use super::*;

    fn answers(built: &Built, brief: &str) -> Vec<String> {
        let of_brief = built
            .site
            .claims
            .entries()
            .filter(|(_, claim)| built.site.briefs[claim.brief].slug.as_str() == brief);
        let line = |(id, claim): (_, &variorum::site::Claim)| {
            let Some(answers) = built.method.answers(id) else { return format!("{}: act", claim.id) };
            let key = built.site.claim_key(id);
            let received = built.received(&key);
            let lists = received.lists().map(|(how, roots)| format!("{how} {:?}", built.names(roots)));
            let lists: Vec<String> = lists.collect();
            format!("{}: {} {} {}", claim.id, in_words(&answers), built.origins(&key), lists.join(" "))
        };
        of_brief.map(line).collect()
    }

    #[test]
    fn the_dossiers_answer_as_on_their_sheets() {
        let bundled = build(&own_content());
        let derna = dossier("derna", include_str!("dossiers/derna.md"));
        assert_eq!(answers(&bundled, "derna-toll"), answers(&derna, "derna"));
        let olympic = dossier("olympic", include_str!("dossiers/olympic.md"));
        assert_eq!(answers(&bundled, "olympic-destroyer"), answers(&olympic, "olympic"));
    }
}
