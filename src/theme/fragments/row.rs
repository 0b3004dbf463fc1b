//! A claim in a list, as `fragments/row.html` sees it.

use serde::Serialize;

use super::texts::{EndText, FigureText, Markup, Texts};
use crate::method::{Reception, State};
use crate::page::hole::Speakers;
use crate::page::row::Row;

/// What `fragments/row.html` sees as `c`: ready texts in the words of the page. Beside it are `root` and `words`. This
/// `root` stands for that of each page the row is put on, so write it before addresses, and do nothing else with it.
#[derive(Clone, Debug, Serialize)]
pub struct RowText {
    /// `BRIEF#ID`
    pub key: String,
    /// The claim's place, from the site's top.
    pub href: String,
    /// How it stands to others: `acts` `denies` `concedes` `questions` `supports`, else `asserts`.
    pub stance: &'static str,
    /// The same in words.
    pub stance_word: String,
    /// Who makes it, as links; null where the list says it.
    pub by: Option<Markup>,
    /// When it was said.
    pub when: Markup,
    /// The language of its sentence; null where it is the page's, and for an act.
    pub lang: Option<String>,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What it says, or the act that it tells of.
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
    /// `corroborated`, `allied`, `unproven`, `single-origin`, `none`; null for an act, as is all that follows but the
    /// sources.
    pub backing: Option<&'static str>,
    /// The same in words.
    pub backing_word: Option<String>,
    /// How many origins it has; null where it is one.
    pub origins: Option<String>,
    /// `contested` and the others; `unanswered` where nothing answers it.
    pub reception: Option<&'static str>,
    /// The same in words; null where nothing answers it.
    pub reception_word: Option<String>,
    /// Whether sources that were retracted change its answers.
    pub changed: bool,
    /// Its sources, as links.
    pub sources: Markup,
}

impl RowText {
    /// The texts of a row.
    pub(in crate::theme) fn new(row: &Row, speakers: Speakers, texts: Texts<'_>) -> Self {
        let (speech, standing) = (texts.speech, row.standing.as_ref());
        let answers = standing.map(|standing| standing.answers);
        let says_who = speakers == Speakers::Named || row.by.len() > 1;
        let reception = answers.map(|answers| answers.reception);
        let received = reception.filter(|reception| *reception != Reception::Unanswered);
        Self {
            key: row.key.clone(),
            href: row.href.clone(),
            stance: row.stance.into(),
            stance_word: speech.word("stances", row.stance.into()).to_owned(),
            by: says_who.then(|| texts.linked(&row.by)),
            when: texts.when(&row.said),
            lang: if row.does.is_some() { None } else { texts.foreign(&row.lang) },
            dir: row.dir,
            text: texts.told(row),
            figures: texts.figures(&row.figures),
            state: row.state.into(),
            state_word: (row.state != State::Live)
                .then(|| speech.word("states", row.state.into()).to_owned()),
            ended: texts.ends(&row.ended),
            fallen: texts.fallen(row.fall),
            backing: answers.map(|answers| answers.backing.into()),
            backing_word: answers.map(|answers| speech.word("backing", answers.backing.into()).to_owned()),
            origins: answers.and_then(|answers| texts.origins(answers.origins)),
            reception: reception.map(Into::into),
            reception_word: received.map(|reception| speech.word("reception", reception.into()).to_owned()),
            changed: standing.is_some_and(|standing| standing.changed_by_retraction),
            sources: texts.sources(row),
        }
    }
}
