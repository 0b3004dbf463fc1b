//! Ready texts for a fragment, in the words of one page: names as links, dates, figures, answers.
//!
//! `Texts` knows what a page's words are and where its top is; all it makes goes into a template as it is.

use serde::Serialize;

use crate::markdown::Html;
use crate::page::answers::{EndView, Fall};
use crate::page::claim::{FigureView, PeerView};
use crate::page::date::SaidView;
use crate::page::name::Name;
use crate::page::row::Row;
use crate::page::shared::Shared;
use crate::theme::filters::{isolated, link};
use crate::theme::speech::Speech;
use crate::value::word::FiguresAre;

/// Markup that the program made: a template writes it with `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Markup(pub(super) String);

/// A figure as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct FigureText {
    /// The number or the word.
    pub text: String,
    /// How it runs: `ltr` for numbers, `auto` for words.
    pub dir: &'static str,
    /// What is counted, such as "civilians killed".
    pub of: String,
    /// What kind of number it is, where it is not counted.
    pub are: Option<String>,
}

/// A claim by which another no longer counts.
#[derive(Clone, Debug, Serialize)]
pub struct EndText {
    /// What it did, such as "replaced by".
    pub word: String,
    /// What stands behind the speaker's name; empty but for what was disowned.
    pub after: String,
    /// The claim, from the site's top.
    pub href: String,
    /// Who made it.
    pub by: Markup,
    /// When.
    pub when: Markup,
}

/// What a page's fragments are made with.
#[derive(Clone, Copy, Debug)]
pub(in crate::theme) struct Texts<'t> {
    pub(super) speech: &'t Speech,
    /// The page's language, which may be another than that of its words.
    pub(super) lang: &'t str,
    /// What leads to the site's top.
    pub(super) root: &'t str,
}

impl<'t> Texts<'t> {
    /// Names as links.
    pub(super) fn linked(&self, names: &[Shared<Name>]) -> Markup {
        self.names(names, link)
    }

    /// Names alone.
    pub(super) fn called(&self, names: &[Shared<Name>]) -> Markup {
        self.names(names, isolated)
    }

    fn names(&self, names: &[Shared<Name>], write: fn(&mut String, &str, &str, &str)) -> Markup {
        let mut html = String::with_capacity(names.len() * 96);
        for (place, name) in names.iter().enumerate() {
            if place > 0 {
                Html::escape_to(&mut html, self.speech.text("comma"));
            }
            write(&mut html, &name.href, self.name(name), self.root);
        }
        Markup(html)
    }

    /// What a thing is called in the page's language.
    fn name<'n>(&'n self, name: &'n Name) -> &'n str {
        let primary = || name.names.get(self.lang.split('-').next().unwrap_or(self.lang));
        let own = name.names.get(self.lang).or_else(primary).or(name.name.as_ref());
        own.map_or_else(|| self.speech.text("protected"), String::as_str)
    }

    pub(super) fn when(&self, said: &SaidView) -> Markup {
        Markup(self.speech.when(said.date.as_deref(), said.not_after.as_deref()))
    }

    /// A language, where it is not the page's.
    pub(super) fn foreign(&self, lang: &str) -> Option<String> {
        (lang != self.lang).then(|| lang.to_owned())
    }

    pub(super) fn figures(&self, figures: &[FigureView]) -> Vec<FigureText> {
        figures.iter().map(|figure| self.figure(figure)).collect()
    }

    fn figure(&self, figure: &FigureView) -> FigureText {
        let measure = self.speech.word_or_key("measures", &figure.measure);
        let group = self.speech.word_or_key("groups", &figure.group);
        FigureText {
            text: self.speech.figure(&figure.text),
            dir: figure.dir,
            of: if figure.group == "all" { measure.to_owned() } else { format!("{group} {measure}") },
            are: (figure.are != FiguresAre::Counted)
                .then(|| self.speech.word("figures_are", figure.are.into()).to_owned()),
        }
    }

    /// The act that a claim tells of, by its word, and towards whom.
    pub(super) fn act(&self, row: &Row) -> Option<Markup> {
        let act = row.does.as_deref()?;
        let table = if row.to.is_empty() { "acts" } else { "acts_to" };
        let mut html = String::new();
        Html::escape_to(&mut html, self.speech.word_or_key(table, act));
        if !row.to.is_empty() {
            html.push(' ');
            html.push_str(&self.called(&row.to).0);
        }
        Some(Markup(html))
    }

    /// What a claim says, as text: its sentence, or its act and the sentence that tells of it.
    pub(super) fn told(&self, row: &Row) -> Markup {
        let mut html = String::new();
        let says = row.says.as_deref();
        let Some(act) = self.act(row) else {
            Html::escape_to(&mut html, says.unwrap_or_default());
            return Markup(html);
        };
        html.push_str(&act.0);
        if let Some(says) = says {
            Html::escape_to(&mut html, self.speech.text("colon"));
            html.push_str("<span lang=\"");
            Html::escape_to(&mut html, &row.lang);
            html.push_str("\" dir=\"auto\">");
            Html::escape_to(&mut html, says);
            html.push_str("</span>");
        }
        Markup(html)
    }

    /// What a claim says, in short: its sentence, or the word for its act.
    pub(super) fn said<'n>(&'n self, peer: &'n PeerView) -> &'n str {
        let act = || peer.does.as_deref().map(|act| self.speech.word_or_key("acts", act));
        peer.says.as_deref().or_else(act).unwrap_or_default()
    }

    /// A claim's sources, how many more are confidential, or that none is stated.
    pub(super) fn sources(&self, row: &Row) -> Markup {
        let mut html = self.linked(&row.sources).0;
        if row.confidential > 0 {
            if !html.is_empty() {
                Html::escape_to(&mut html, self.speech.text("comma"));
            }
            Html::escape_to(&mut html, &self.speech.count_of(row.confidential, "confidential"));
        } else if html.is_empty() {
            Html::escape_to(&mut html, self.speech.word("claim", "no_source"));
        }
        Markup(html)
    }

    pub(super) fn ends(&self, ends: &[EndView]) -> Vec<EndText> {
        ends.iter().map(|end| self.end(end)).collect()
    }

    fn end(&self, end: &EndView) -> EndText {
        let after = if <&str>::from(end.relation) == "disowns" { "disowns_after" } else { "" };
        EndText {
            word: self.speech.word("ended", end.relation.into()).to_owned(),
            after: self.speech.word("ended", after).to_owned(),
            href: end.claim.href.clone(),
            by: self.called(&end.claim.by),
            when: self.when(&end.said),
        }
    }

    /// Why a claim has fallen.
    pub(super) fn fallen(&self, fall: Option<Fall>) -> Option<String> {
        fall.map(|fall| self.speech.word("fallen", fall.into()).to_owned())
    }

    /// "2–3 origins"; nothing where there is one.
    pub(super) fn origins(&self, origins: [u32; 2]) -> Option<String> {
        (origins[1] > 1).then(|| self.speech.interval_of(origins, "origins", "origins_between"))
    }

    /// A list, and how many more there are than it names.
    pub(super) fn with_more(&self, mut list: Markup, more: usize) -> Markup {
        if let Some(more) = self.more(more) {
            list.0.push(' ');
            Html::escape_to(&mut list.0, &more);
        }
        list
    }

    pub(super) fn more(&self, number: usize) -> Option<String> {
        (number > 0).then(|| self.speech.count_of(number, "more"))
    }
}
