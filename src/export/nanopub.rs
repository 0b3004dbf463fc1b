//! `data/claims.trig`: one nanopublication a statement, as TriG: what is claimed, where that comes from, and who
//! published it when. They are not signed. The day is that of the publication; of the claim none is told.

use std::fmt::Write as _;
use std::io::{self, Write};

use strum::IntoEnumIterator as _;

use super::Material;
use crate::page::linked::term;
use crate::plan::urls;
use crate::site::{Actor, Claim, Content, Id, Index};
use crate::value::web::WebUrl;
use crate::value::word::Relation;

const PREFIXES: &str = "\
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
";

/// All of them; empty where the site's address is not known, since all their names are whole addresses.
pub(super) fn write(material: Material<'_>, out: &mut impl Write) -> io::Result<()> {
    let Some(base) = &material.config.base_url else { return Ok(()) };
    out.write_all(PREFIXES.as_bytes())?;
    let statements = material.site.claims.entries();
    for (id, claim) in statements {
        if let Content::Says(says) = &claim.content {
            Publication { material, base, id, claim }.write(says, out)?;
        }
    }
    Ok(())
}

struct Publication<'s> {
    material: Material<'s>,
    base: &'s WebUrl,
    id: Id<Claim>,
    claim: &'s Claim,
}

impl Publication<'_> {
    fn write(&self, says: &str, out: &mut impl Write) -> io::Result<()> {
        let site = self.material.site;
        let brief = &site.briefs[self.claim.brief];
        let name = format!("data/claims.trig#{}/{}", brief.slug, self.claim.id);
        let own = |part: &str| self.iri(&format!("{name}{part}"));
        let [np, head, assertion, provenance, publication] =
            ["", "/head", "/assertion", "/provenance", "/pubinfo"].map(own);
        let page = self.iri(&urls::thing(Index::Briefs, brief.slug.as_str()));
        let lines = [
            format!("\n{head} {{"),
            format!("  {np} a np:Nanopublication ;"),
            format!("    np:hasAssertion {assertion} ;"),
            format!("    np:hasProvenance {provenance} ;"),
            format!("    np:hasPublicationInfo {publication} .\n}}"),
            format!("{assertion} {{"),
            self.assertion(says),
            format!("}}\n{provenance} {{"),
            format!("  {assertion} prov:wasDerivedFrom {page}{} .", self.sources()),
            format!("}}\n{publication} {{"),
            format!("  {np} dct:creator {} ;", self.iri("index.html")),
            format!("    dct:created \"{}T00:00:00Z\"^^xsd:dateTime{} .\n}}", brief.date, self.license()),
        ];
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn assertion(&self, says: &str) -> String {
        let site = self.material.site;
        let claim = self.claim;
        let lang = site.briefs[claim.brief].lang.as_str();
        let mut text = format!(
            "  {} a schema:Claim ;\n    schema:text {}@{lang}",
            self.iri(&urls::claim(site, self.id)),
            literal(says)
        );
        let mut add = |term: &str, objects: Vec<String>| {
            if !objects.is_empty() {
                let _always_written = write!(text, " ;\n    {term} {}", objects.join(", "));
            }
        };
        let events = claim.events.iter().map(|id| &site.events[*id]);
        let mut about = self.actor_iris(&claim.about);
        about.extend(events.map(|event| self.iri(&urls::thing(Index::Events, event.id.as_str()))));
        add("schema:author", self.actor_iris(&claim.by));
        add("schema:about", about);
        for relation in Relation::iter() {
            let others = claim.targets(relation);
            add(term(relation), others.map(|other| self.iri(&urls::claim(site, other))).collect());
        }
        text + " ."
    }

    /// The claim's sources.
    fn sources(&self) -> String {
        let sources = self.claim.sources.iter().map(|id| &self.material.site.sources[*id]);
        let objects: Vec<String> =
            sources.map(|source| self.iri(&urls::thing(Index::Sources, source.id.as_str()))).collect();
        if objects.is_empty() {
            String::new()
        } else {
            format!(" ;\n    prov:hadPrimarySource {}", objects.join(", "))
        }
    }

    fn license(&self) -> String {
        let license = self.material.config.license.as_deref();
        match license.map(|license| (license.parse::<WebUrl>(), license)) {
            Some((Ok(address), _)) => format!(" ;\n    dct:license {}", iri(address.href())),
            Some((Err(_), name)) => format!(" ;\n    dct:rights {}", literal(name)),
            None => String::new(),
        }
    }

    /// The addresses of actors, in the order given.
    fn actor_iris(&self, ids: &[Id<Actor>]) -> Vec<String> {
        let actors = ids.iter().map(|id| &self.material.site.actors[*id]);
        actors.map(|actor| self.iri(&urls::thing(Index::Actors, actor.id.as_str()))).collect()
    }

    fn iri(&self, place: &str) -> String {
        iri(&self.base.join(&urls::encode_with_fragment(place)))
    }
}

/// An address between its brackets. The URL standard lets some characters stand that RDF does not.
fn iri(address: &str) -> String {
    let mut out = String::from("<");
    for character in address.chars() {
        match character {
            '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\0'..=' ' => {
                let _always_written = write!(out, "%{:02X}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('>');
    out
}

/// A text between its quotes.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
