//! Every kind of mistake, with its default severity and its explanation.
//!
//! The explanations are one Markdown file, `explanations.md`, a section a code: `variorum explain CODE` prints
//! one, the manual's page of diagnostics is all of them. A code is a promise to users: its name stays.

use std::str::FromStr;

use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, IntoStaticStr, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
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
    // good practice
    UnsourcedClaim,
    UnmentionedClaim,
    UnusedSource,
    MixedJudgment,
    DependentSupport,
    OverratedCredibility,
    AllyOnlySupport,
    // theme
    ThemeError,
}

impl Code {
    /// How bad a finding of this kind is unless the site says otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::BidiInText
            | Self::NumericName
            | Self::DeviceName
            | Self::UnknownActor
            | Self::UnknownEvent
            | Self::UnknownSource
            | Self::RawHtml
            | Self::HeadingAttribute
            | Self::FutureDate
            | Self::EventWithoutDate
            | Self::ClaimBeforeEvent
            | Self::UnsourcedClaim
            | Self::DependentSupport
            | Self::AllyOnlySupport => Severity::Warning,
            Self::DeniesWithdrawn | Self::UnmentionedClaim | Self::UnusedSource | Self::MixedJudgment => {
                Severity::Note
            }
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
                    | Self::SourceBeforeItsSource
                    | Self::OverratedCredibility
            ),
        }
    }

    /// What the code means, an example of the mistake and how to mend it: Markdown.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        let heading: &str = self.into();
        sections().find(|(name, _)| *name == heading).map_or("", |(_, text)| text)
    }
}

/// The explanations, in the order of their file: the heading (a code) and the text below it.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("explanations.md")
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(heading, text)| (heading.trim().trim_matches('`'), text.trim()))
}

/// The code that a writer meant, if the name is nearly one.
#[must_use]
pub fn nearest(name: &str) -> Option<Code> {
    Code::VARIANTS
        .iter()
        .map(|code| (strsim::levenshtein(name, code), code))
        .filter(|(distance, _)| *distance <= 3)
        .min()
        .and_then(|(_, code)| Code::from_str(code).ok())
}
