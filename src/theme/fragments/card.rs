//! A claim where its page tells of it, as `fragments/card.html` sees it.

use serde::Serialize;

use super::texts::{EndText, FigureText, Markup, Texts};
use crate::markdown::Html;
use crate::method::{Backing, Reception, State};
use crate::page::answers::{OriginsView, ReceivedView, SameView, StandingView, VoicesView};
use crate::page::claim::{Card, PeerView, QuoteView, VerdictView};
use crate::page::notes::Note;
use crate::page::relation::RelationView;
use crate::page::row::Row;
use crate::page::shared::Shared;
use crate::site::DateFrom;

/// What `fragments/card.html` sees as `c`: ready texts in the words of the page. Beside it are `root` and `words`.
#[derive(Clone, Debug, Serialize)]
pub struct CardText {
    /// The claim's number on the page.
    pub number: String,
    /// Its anchor on the page: `claim-ID` where it is at home.
    pub anchor: String,
    /// `BRIEF#ID`
    pub key: String,
    /// Whether the page checks it: it is open, its verdict first.
    pub checked: bool,
    /// How it stands to others: `acts` `denies` `concedes` `questions` `supports`, else `asserts`.
    pub stance: &'static str,
    /// The same in words.
    pub stance_word: String,
    /// Who makes it: names alone.
    pub called: Markup,
    /// Who makes it, as links.
    pub by: Markup,
    /// When it was said.
    pub when: Markup,
    /// Whether only its source bears that date.
    pub dated_by_source: bool,
    /// The act that it tells of; null for a statement.
    pub act: Option<Markup>,
    /// The language of its sentence; null where it is the page's, and for an act.
    pub lang: Option<String>,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What it says, or the act that it tells of and the sentence on it.
    pub text: Markup,
    /// Its figures.
    pub figures: Vec<FigureText>,
    /// What became of it: `live`, `superseded`, `withdrawn`, `disowned`, `fallen`.
    pub state: &'static str,
    /// The same in words; null where it is live.
    pub state_word: Option<String>,
    /// By which claims it was replaced, withdrawn or disowned.
    pub ended: Vec<EndText>,
    /// Why it has fallen; null where it has not.
    pub fallen: Option<String>,
    /// Its answers; null for an act.
    pub standing: Option<StandingText>,
    /// The verdict on it; null where the desk checks it not.
    pub verdict: Option<VerdictText>,
    /// Verbatim words.
    pub quote: Option<QuoteText>,
    /// Its sources, as links.
    pub sources: Markup,
    /// What the speaker's knowledge rests on; null where it is not stated.
    pub basis: Option<String>,
    /// What else is told of it, each a term and a text: who says the same, origins, whom it is about, events, whence.
    pub facts: Vec<FactText>,
    /// How it stands to other claims, and they to it.
    pub relations: Vec<RelationText>,
    /// How sure the speaker and the desk are, and what the desk notes: terms and texts.
    pub remarks: Vec<FactText>,
    /// The anchor of the words that mention it first; null where none do.
    pub mention: Option<String>,
    /// Where it is at home, from the site's top, if that is another page.
    pub home: Option<HomeText>,
    /// Other versions of what it speaks to; null where there is none.
    pub others: Option<OthersText>,
}

/// The answers of a statement.
#[derive(Clone, Debug, Serialize)]
pub struct StandingText {
    /// `corroborated`, `allied`, `unproven`, `single-origin`, `none`
    pub backing: &'static str,
    /// The same in words.
    pub backing_word: String,
    /// `contested` and the others; `unanswered` where nothing answers it.
    pub reception: &'static str,
    /// The same in words; null where nothing answers it.
    pub reception_word: Option<String>,
    /// How many origins and third parties; null where there is none.
    pub origins: Option<String>,
    /// Who receives it, and how.
    pub received: Vec<ReceivedText>,
    /// Whether sources that were retracted change its answers.
    pub changed: bool,
}

/// Who receives a claim in one way.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedText {
    /// `contested` and the others.
    pub reception: &'static str,
    /// The same in words, such as "contested by".
    pub word: String,
    /// Who, as links, and how many more.
    pub by: Markup,
}

/// A verdict, in the words of its brief.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictText {
    /// "2 of 5"
    pub rating: String,
    /// In a word.
    pub name: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// The language of its words.
    pub lang: String,
    /// The page's direction, where its language is another.
    pub dir: Option<String>,
}

/// Verbatim words.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteText {
    /// The words.
    pub text: String,
    /// Their language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// In the brief's language.
    pub translation: Option<String>,
    /// The brief's language; null where it is the page's.
    pub translation_lang: Option<String>,
    /// `ltr` or `rtl`.
    pub translation_dir: &'static str,
}

/// A term and its text.
#[derive(Clone, Debug, Serialize)]
pub struct FactText {
    /// The term.
    pub term: String,
    /// The text.
    pub text: Markup,
    /// The text's language; null where it is the page's.
    pub lang: Option<String>,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
}

/// Claims in one relation to this.
#[derive(Clone, Debug, Serialize)]
pub struct RelationText {
    /// `supports`, `denies` ...
    pub relation: &'static str,
    /// The term, such as "Denied by".
    pub term: String,
    /// Whether these are denials made before what they deny had happened.
    pub in_advance: bool,
    /// The claims at the other end.
    pub claims: Vec<PeerText>,
    /// How many more there are; null where there is none.
    pub more: Option<String>,
}

/// A claim at the other end of a relation.
#[derive(Clone, Debug, Serialize)]
pub struct PeerText {
    /// The claim, with the way to it from this page.
    pub href: String,
    /// Who makes it.
    pub by: Markup,
    /// What it says, or the word for its act.
    pub text: String,
    /// Whether these are its words: no act.
    pub quoted: bool,
    /// The language of its words; null where it is the page's.
    pub lang: Option<String>,
    /// What became of it, in words; null where it is live.
    pub state_word: Option<String>,
}

/// Where a claim of another page is at home.
#[derive(Clone, Debug, Serialize)]
pub struct HomeText {
    /// From the site's top.
    pub href: String,
    /// The brief's title.
    pub title: String,
}

/// Other versions of what a claim speaks to.
#[derive(Clone, Debug, Serialize)]
pub struct OthersText {
    /// Where they stand beside each other, from the site's top.
    pub href: String,
    /// "2 other versions"
    pub text: String,
}

/// The page that a card is on.
#[derive(Clone, Copy, Debug)]
pub(in crate::theme) struct CardPage<'p> {
    pub(in crate::theme) texts: Texts<'p>,
    /// Its address, from the site's top.
    pub(in crate::theme) href: &'p str,
    /// `ltr` or `rtl`.
    pub(in crate::theme) dir: &'p str,
}

impl CardText {
    /// The texts of a card.
    pub(in crate::theme) fn new(note: &Note, page: CardPage<'_>) -> Self {
        let (texts, card) = (page.texts, &note.claim);
        let (speech, row) = (texts.speech, &card.row);
        Self {
            number: speech.number(u64::try_from(note.number).unwrap_or(u64::MAX)),
            anchor: note.anchor.clone(),
            key: row.key.clone(),
            checked: note.checked,
            stance: row.stance.into(),
            stance_word: speech.word("stances", row.stance.into()).to_owned(),
            called: texts.called(&row.by),
            by: texts.linked(&row.by),
            when: texts.when(&row.said),
            dated_by_source: row.said.date_from == Some(DateFrom::Source),
            act: texts.act(row),
            lang: if row.does.is_some() { None } else { texts.foreign(&row.lang) },
            dir: row.dir,
            text: texts.told(row),
            figures: texts.figures(&row.figures),
            state: row.state.into(),
            state_word: state_word(texts, row.state),
            ended: texts.ends(&row.ended),
            fallen: texts.fallen(row.fall),
            standing: row
                .standing
                .as_ref()
                .map(|standing| standing_text(standing, card.voices.as_ref(), texts)),
            verdict: card.verdict.as_ref().map(|verdict| verdict_text(verdict, card, page)),
            quote: card.quote.as_ref().map(|quote| quote_text(quote, card, texts)),
            sources: texts.sources(row),
            basis: card.basis.map(|basis| speech.word("basis", basis.into()).to_owned()),
            facts: facts(note, page),
            relations: relations(card, page),
            remarks: remarks(card, page),
            mention: note.mention.clone(),
            home: (!note.at_home).then(|| HomeText {
                href: row.href.clone(),
                title: card.brief.name.clone().unwrap_or_default(),
            }),
            others: card.others.as_ref().map(|others| OthersText {
                href: others.href.clone(),
                text: speech.count_of(others.count, "others"),
            }),
        }
    }
}

fn state_word(texts: Texts<'_>, state: State) -> Option<String> {
    (state != State::Live).then(|| texts.speech.word("states", state.into()).to_owned())
}

fn standing_text(standing: &StandingView, voices: Option<&VoicesView>, texts: Texts<'_>) -> StandingText {
    let (speech, answers) = (texts.speech, standing.answers);
    let third = speech.interval_of(answers.third_party, "third_party", "third_party_between");
    let origins = match texts.origins(answers.origins) {
        _ if answers.backing == Backing::None => None,
        Some(origins) => Some(format!("{origins}{}{third}", speech.text("comma"))),
        None => Some(third),
    };
    let received = voices.map_or(&[][..], |voices| &voices.received[..]);
    StandingText {
        backing: answers.backing.into(),
        backing_word: speech.word("backing", answers.backing.into()).to_owned(),
        reception: answers.reception.into(),
        reception_word: (answers.reception != Reception::Unanswered)
            .then(|| speech.word("reception", answers.reception.into()).to_owned()),
        origins,
        received: received.iter().map(|received| received_text(received, texts)).collect(),
        changed: standing.changed_by_retraction,
    }
}

fn received_text(received: &ReceivedView, texts: Texts<'_>) -> ReceivedText {
    ReceivedText {
        reception: received.reception.into(),
        word: texts.speech.word("received", received.reception.into()).to_owned(),
        by: texts.with_more(texts.linked(&received.by), received.more),
    }
}

fn verdict_text(verdict: &VerdictView, card: &Card, page: CardPage<'_>) -> VerdictText {
    let number = page.texts.speech.number(verdict.rating.into());
    VerdictText {
        rating: page.texts.speech.word("claim", "rating").replace("{n}", &number),
        name: verdict.name.clone(),
        why: verdict.why.clone(),
        lang: card.brief_lang.clone(),
        dir: page.texts.foreign(&card.brief_lang).map(|_| page.dir.to_owned()),
    }
}

fn quote_text(quote: &QuoteView, card: &Card, texts: Texts<'_>) -> QuoteText {
    QuoteText {
        text: quote.text.clone(),
        lang: quote.lang.clone(),
        dir: quote.dir,
        translation: quote.translation.clone(),
        translation_lang: texts.foreign(&card.brief_lang),
        translation_dir: card.brief_dir,
    }
}

/// Who says the same, where it comes from, whom and what it is about.
fn facts(note: &Note, page: CardPage<'_>) -> Vec<FactText> {
    let (texts, card) = (page.texts, &note.claim);
    let voices = card.voices.as_ref();
    let same = voices.and_then(|voices| voices.same.as_ref()).map(|same| same_text(same, page));
    let origins = voices.and_then(|voices| origins_text(&voices.origins, &card.row, texts));
    let linked = |names: &[_]| (!names.is_empty()).then(|| texts.linked(names));
    let all = [
        ("same", same),
        ("origins", origins),
        ("about", linked(&card.about)),
        ("event", linked(&note.events)),
        ("from", linked(&card.from)),
    ];
    let fact = |(term, text): (&str, Option<Markup>)| {
        let term = texts.speech.word("claim", term).to_owned();
        text.map(|text| FactText { term, text, lang: None, dir: card.brief_dir })
    };
    all.into_iter().filter_map(fact).collect()
}

fn same_text(same: &SameView, page: CardPage<'_>) -> Markup {
    let mut html = String::new();
    for (place, peer) in same.claims.iter().enumerate() {
        if place > 0 {
            Html::escape_to(&mut html, page.texts.speech.text("comma"));
        }
        html.push_str("<a href=\"");
        Html::escape_to(&mut html, &href(peer, page));
        html.push_str("\">");
        html.push_str(&page.texts.called(&peer.by).0);
        html.push_str("</a>");
    }
    page.texts.with_more(Markup(html), same.more)
}

/// The way to a claim from the page.
fn href(peer: &PeerView, page: CardPage<'_>) -> String {
    match peer.href.strip_prefix(page.href) {
        Some(fragment) if fragment.starts_with('#') => fragment.to_owned(),
        _ => format!("{}{}", page.texts.root, peer.href),
    }
}

/// Who a claim comes from, where that is not simply who makes it.
fn origins_text(origins: &OriginsView, row: &Row, texts: Texts<'_>) -> Option<Markup> {
    let is_the_speaker = match &origins.known[..] {
        [] => true,
        [one] => row.by.first().is_some_and(|by| by.id == one.id),
        _ => false,
    };
    if origins.unknown == 0 && is_the_speaker {
        return None;
    }
    let mut list = texts.with_more(texts.linked(&origins.known), origins.more);
    if origins.unknown > 0 {
        if !origins.known.is_empty() {
            Html::escape_to(&mut list.0, texts.speech.text("comma"));
        }
        Html::escape_to(&mut list.0, &texts.speech.count_of(origins.unknown, "unknown_origins"));
    }
    Some(list)
}

/// What a claim states of others, then what others state of it.
fn relations(card: &Card, page: CardPage<'_>) -> Vec<RelationText> {
    let stated = card.relations.iter().map(|relation| relation_text(relation, "relations", page));
    let received = card.incoming.iter().map(|relation| relation_text(relation, "incoming", page));
    stated.chain(received).collect()
}

fn relation_text(of: &RelationView, table: &'static str, page: CardPage<'_>) -> RelationText {
    let relation: &'static str = of.relation.into();
    let term = if of.in_advance { "denies-in-advance" } else { relation };
    RelationText {
        relation,
        term: page.texts.speech.word(table, term).to_owned(),
        in_advance: of.in_advance,
        claims: of.claims.iter().map(|peer| peer_text(peer, page)).collect(),
        more: page.texts.more(of.more),
    }
}

fn peer_text(peer: &Shared<PeerView>, page: CardPage<'_>) -> PeerText {
    PeerText {
        href: href(peer, page),
        by: page.texts.called(&peer.by),
        text: page.texts.said(peer).to_owned(),
        quoted: peer.says.is_some(),
        lang: page.texts.foreign(&peer.lang),
        state_word: state_word(page.texts, peer.state),
    }
}

/// How sure the speaker and the desk are, and what the desk notes.
fn remarks(card: &Card, page: CardPage<'_>) -> Vec<FactText> {
    let speech = page.texts.speech;
    let word = |table, key: &Option<String>| key.as_deref().map(|key| speech.word(table, key).to_owned());
    let both = |parts: [Option<String>; 2]| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(speech.text("comma")))
    };
    let confidence = word("confidence", &card.confidence).map(|confidence| {
        format!("{}{}{confidence}", speech.word("claim", "confidence"), speech.text("colon"))
    });
    let all = [
        (
            "speaker",
            both([
                word("speaker_likelihood", &card.speaker_likelihood),
                word("speaker_confidence", &card.speaker_confidence),
            ]),
        ),
        ("credibility", word("credibility", &card.credibility.map(|grade| grade.to_string()))),
        ("likelihood", both([word("likelihood", &card.likelihood), confidence])),
        ("note", card.note.clone()),
    ];
    let fact = |(term, text): (&str, Option<String>)| {
        let is_note = term == "note";
        text.map(|text| {
            let mut html = String::with_capacity(text.len());
            Html::escape_to(&mut html, &text);
            FactText {
                term: speech.word("claim", term).to_owned(),
                text: Markup(html),
                lang: if is_note { page.texts.foreign(&card.brief_lang) } else { None },
                dir: card.brief_dir,
            }
        })
    };
    all.into_iter().filter_map(fact).collect()
}
