//! Every kind of mistake, with its default severity and its explanation.
//!
//! The explanations are one Markdown file, `explanations.md`, a section a code: `variorum explain CODE` prints
//! one, the manual's page of diagnostics is all of them. A code is a promise to users: its name stays.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr, VariantNames};

/// How bad a finding is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    IntoStaticStr,
    VariantNames,
    Serialize,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The site cannot be built.
    Error,
    /// Likely a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

/// A kind of mistake. Written in kebab case: `unknown-key`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    EnumIter,
    IntoStaticStr,
    VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each code's meaning stands in explanations.md, which a test holds to this list"
)]
pub enum Code {
    // files and text
    NotARegularFile,
    FileName,
    FileTooLarge,
    NotUtf8,
    ControlCharacter,
    BidiInName,
    BidiInText,
    // frontmatter
    FrontmatterMissing,
    FrontmatterUnclosed,
    YamlSyntax,
    TomlSyntax,
    YamlFeature,
    NestedTooDeep,
    TooManyClaims,
    DuplicateKey,
    UnknownKey,
    MissingKey,
    WrongType,
    EmptyText,
    NumericName,
    InvalidValue,
    InvalidDate,
    InvalidFigure,
    ReversedRange,
    InvalidId,
    InvalidSlug,
    DeviceName,
    InvalidUrl,
    ConflictingKeys,
    SecretInConfig,
    BaseUrlMissing,
    EarlierData,
    // names
    DuplicateId,
    OutputCollision,
    ConflictingRecord,
    AmbiguousName,
    MisspelledName,
    UnknownActor,
    UnknownEvent,
    UnknownSource,
    UnknownClaim,
    AutomaticId,
    UnknownBrief,
    UnknownPoint,
    WithheldReference,
    WithdrawnReference,
    ProtectedId,
    // relations
    SelfRelation,
    RelationOfAct,
    NotOwnClaim,
    SupportsAndDenies,
    DeniesWithdrawn,
    FiguresDiffer,
    NoCommonFigure,
    Cycle,
    // bodies
    RawHtml,
    HeadingAttribute,
    ForbiddenLink,
    BrokenLink,
    BrokenFragment,
    AssetKind,
    UncleanedAsset,
    // dates
    FutureDate,
    EventWithoutDate,
    SourceBeforeItsSource,
    ClaimBeforeEvent,
    DeniedInAdvance,
    MixedZones,
    // good practice
    UnsourcedClaim,
    UnmentionedClaim,
    UnusedSource,
    MixedJudgment,
    DependentSupport,
    OverratedCredibility,
    PlaceOutsideCountry,
    UnusedAllow,
    // theme
    ThemeError,
    ThemeFile,
    // pages
    ScriptInPage,
    ForeignRequest,
    ForbiddenMarkup,
    MissingPolicy,
    RepeatedAnchor,
}

impl Code {
    /// How bad a finding of this kind is unless the site says otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::BidiInText
            | Self::BaseUrlMissing
            | Self::NumericName
            | Self::DeviceName
            | Self::UnknownActor
            | Self::UnknownEvent
            | Self::UnknownSource
            | Self::AutomaticId
            | Self::FiguresDiffer
            | Self::RawHtml
            | Self::HeadingAttribute
            | Self::FutureDate
            | Self::EventWithoutDate
            | Self::ClaimBeforeEvent
            | Self::MixedZones
            | Self::UnsourcedClaim
            | Self::DependentSupport
            | Self::PlaceOutsideCountry => Severity::Warning,
            Self::DeniesWithdrawn
            | Self::DeniedInAdvance
            | Self::UnmentionedClaim
            | Self::UnusedSource
            | Self::MixedJudgment
            | Self::UnusedAllow => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// Whether `[checks]` may change the severity: not of what leaves the program without a value to go on
    /// with, nor of what guards readers and sources.
    #[must_use]
    pub const fn adjustable(self) -> bool {
        match self.severity() {
            Severity::Warning | Severity::Note => true,
            Severity::Error => matches!(
                self,
                Self::Cycle
                    | Self::SupportsAndDenies
                    | Self::NoCommonFigure
                    | Self::SourceBeforeItsSource
                    | Self::OverratedCredibility
            ),
        }
    }

    /// Whether `allow` may name it: some of its findings are warnings or notes.
    #[must_use]
    pub const fn can_be_allowed(self) -> bool {
        matches!(self.severity(), Severity::Warning | Severity::Note)
            || matches!(self, Self::MisspelledName | Self::OverratedCredibility)
    }

    /// What the code means, an example of the mistake and of its mending: Markdown.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        let name: &str = self.into();
        EXPLANATIONS.get(name).copied().unwrap_or_default()
    }

    /// The first sentence of the explanation.
    #[must_use]
    pub fn summary(self) -> &'static str {
        let paragraph = self.explanation().split("\n\n").next().unwrap_or_default();
        paragraph.find(". ").map_or(paragraph, |end| &paragraph[..=end])
    }
}

/// The explanation of a code as a document of its own: heading, severity, text. Markdown.
#[must_use]
pub fn explain(code: Code) -> String {
    let severity = code.severity();
    let article = if severity == Severity::Error { "An" } else { "A" };
    let change = if code.adjustable() {
        format!("The site may change that under `[checks]` in site.toml: `{code} = \"off\"`.")
    } else {
        "No site can change that.".to_owned()
    };
    format!("# {code}\n\n{article} {severity}. {change}\n\n{}\n", code.explanation())
}

/// The code that a writer meant, if the name is nearly one: at most one letter in three differs.
#[must_use]
pub fn nearest(name: &str) -> Option<Code> {
    Code::iter()
        .map(|code| (strsim::levenshtein(name, code.into()), code))
        .filter(|(distance, _)| distance * 3 <= name.chars().count())
        .min()
        .map(|(_, code)| code)
}

/// The text below each heading of `explanations.md`.
static EXPLANATIONS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| sections().collect());

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("explanations.md")
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(heading, text)| (heading.trim(), text.trim()))
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    #[test]
    fn every_code_is_explained_in_order() {
        let headings: Vec<_> = sections().map(|(heading, _)| heading).collect();
        assert_eq!(headings, Code::VARIANTS);
    }

    #[test]
    fn explanations_show_the_mistake_and_its_mending() {
        for code in Code::iter() {
            let text = code.explanation();
            assert!(
                code.summary().ends_with('.'),
                "{code}: the first sentence ends with a full stop: {:?}",
                code.summary()
            );
            assert!(code.summary().len() <= 150, "{code}: the first sentence is short: {:?}", code.summary());
            let fences: Vec<_> = text.lines().filter(|line| line.starts_with("```")).collect();
            assert_eq!(fences.len(), 4, "{code}: two examples");
            assert!(
                fences.iter().step_by(2).all(|fence| fence.len() > 3),
                "{code}: each example names its language"
            );
        }
    }

    #[test]
    fn an_explanation_says_whether_the_site_decides() {
        assert!(
            explain(Code::UnknownKey).starts_with("# unknown-key\n\nAn error. No site can change that.\n\n")
        );
        assert!(explain(Code::UnusedSource).contains("A note. The site may change that"));
    }

    #[test]
    fn a_near_miss_is_found_and_a_stranger_is_not() {
        assert_eq!(nearest("unkown-key"), Some(Code::UnknownKey));
        assert_eq!(nearest("cycles"), Some(Code::Cycle));
        assert_eq!(nearest("file"), None);
        assert_eq!(nearest(""), None);
    }
}
