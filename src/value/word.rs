//! The closed word lists of the format.
//!
//! Each list is an enum whose words are its variants in kebab case; a word that is not on the list is an
//! [`UnknownWord`], which names the list and the nearest word on it. What each word means, and which
//! standard it comes from, is told to writers (manual, format.md#claims, format.md#records). `brief` reads them, `page`
//! and `export` write them.

use std::fmt;

use compact_str::CompactString;
use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

pub use super::measure::GroupSide;
pub use super::place::PlacePrecision;

/// A word that is not on its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    written: String,
    expected: &'static [&'static str],
}

impl UnknownWord {
    /// The words of the list.
    #[must_use]
    pub const fn expected(&self) -> &'static [&'static str] {
        self.expected
    }

    /// The word of the list that was probably meant: the nearest within edit distance 2, or the same word in
    /// other case or with spaces or underscores for hyphens.
    #[must_use]
    pub fn suggestion(&self) -> Option<&'static str> {
        let plain = self.written.trim().to_lowercase().replace([' ', '_'], "-");
        let near = |word: &&&str| strsim::levenshtein(&plain, word) <= if word.len() < 5 { 1 } else { 2 };
        self.expected.iter().filter(near).min_by_key(|word| strsim::levenshtein(&plain, word)).copied()
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected one of ")?;
        for (index, word) in self.expected.iter().enumerate() {
            let before = match index {
                0 => "",
                _ if index + 1 == self.expected.len() => " or ",
                _ => ", ",
            };
            write!(formatter, "{before}`{word}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownWord {}

/// What a failed look-up in the list `T` gives.
pub(crate) fn unknown<T: VariantNames>(written: &str) -> UnknownWord {
    UnknownWord { written: written.to_owned(), expected: T::VARIANTS }
}

/// What kind of work a brief is (Trust Project, type of work).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<BriefKind>)]
pub enum BriefKind {
    /// Weighs what is known.
    #[default]
    Analysis,
    /// Tells what was found.
    Report,
    /// Argues.
    Opinion,
    /// Tests a claim.
    FactCheck,
    /// Explains.
    Background,
}

/// What an actor is: ACLED's eight kinds of actors, and thirteen more.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<ActorKind>)]
pub enum ActorKind {
    /// A government or one of its offices.
    Government,
    /// Army, police, gendarmerie (ACLED 1).
    StateForces,
    /// Fights the state (ACLED 2).
    RebelGroup,
    /// Armed, in the service of a political aim (ACLED 3).
    PoliticalMilitia,
    /// Armed, of a community (ACLED 4).
    IdentityMilitia,
    /// A company that fights for pay.
    PrivateMilitary,
    /// Another state's or an organisation's forces (ACLED 8).
    ExternalForce,
    /// Peaceful demonstrators (ACLED 6).
    Protesters,
    /// Violent demonstrators (ACLED 5).
    Rioters,
    /// Unarmed people (ACLED 7).
    Civilians,
    /// One person.
    Person,
    /// A newspaper, broadcaster, agency.
    Media,
    /// An organisation that is no state's.
    Ngo,
    /// An organisation of states.
    Intergovernmental,
    /// A court or tribunal.
    Court,
    /// A business.
    Company,
    /// A union of workers.
    Union,
    /// A political party.
    Party,
    /// A university or institute.
    University,
    /// Anything else.
    Other,
    /// Not stated.
    #[default]
    Unknown,
}

/// What an event is: ACLED's six types of events, and ten more.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<EventKind>)]
pub enum EventKind {
    /// Armed groups fight.
    Battle,
    /// Bombs, shells, mines, air strikes.
    ExplosionRemoteViolence,
    /// Unarmed people are attacked.
    ViolenceAgainstCivilians,
    /// A peaceful demonstration.
    Protest,
    /// A violent one.
    Riot,
    /// An agreement, an arrest, a move of forces.
    StrategicDevelopment,
    /// People are taken.
    Abduction,
    /// Something said is the event.
    Statement,
    /// Bombs from the air.
    Airstrike,
    /// Guns, mortars, rockets.
    Shelling,
    /// An attack on computers or networks.
    CyberAttack,
    /// A flood, an earthquake, a fire.
    Disaster,
    /// Something that nobody wanted.
    Accident,
    /// A court sits.
    Trial,
    /// A vote.
    Election,
    /// Anything else.
    #[default]
    Other,
}

/// What a source is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<SourceKind>)]
pub enum SourceKind {
    /// A release.
    PressRelease,
    /// A statement.
    Statement,
    /// A post on a social network.
    SocialPost,
    /// An article.
    Article,
    /// Radio, television.
    Broadcast,
    /// A report.
    Report,
    /// A witness's account.
    Testimony,
    /// An interview.
    Interview,
    /// A file of a court.
    CourtRecord,
    /// Photographs, film, satellite pictures.
    Imagery,
    /// Data.
    Dataset,
    /// A page of the web.
    Web,
    /// Anything else.
    #[default]
    Other,
}

/// What an actor does instead of saying something (`does`).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Act>)]
pub enum Act {
    /// Opens an inquiry.
    OpensInquiry,
    /// Closes one.
    ClosesInquiry,
    /// Publishes what one found.
    PublishesFindings,
    /// Brings to court.
    Prosecutes,
    /// Takes into custody.
    Arrests,
    /// Finds guilty.
    Convicts,
    /// Finds not guilty.
    Acquits,
    /// Gives a prize, a contract, damages.
    Awards,
    /// Puts under sanctions.
    Sanctions,
    /// Stops for a time.
    Suspends,
    /// Removes from office.
    Dismisses,
    /// Leaves office.
    Resigns,
    /// Says that it is sorry.
    Apologises,
    /// Pays for what was suffered.
    Compensates,
    /// Calls back an envoy or a product.
    Recalls,
    /// Gives an order.
    Orders,
    /// Leaves a place, a treaty, a body.
    WithdrawsFrom,
    /// Lets nobody see.
    RefusesAccess,
    /// Lets others see.
    GrantsAccess,
    /// Was asked, and says nothing.
    NoComment,
    /// Anything else; the note says what.
    Other,
}

/// Who can read a source.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Access>)]
pub enum Access {
    /// Everybody.
    #[default]
    Public,
    /// Who pays.
    Paywalled,
    /// Few: it is cited without its address.
    Restricted,
    /// Nobody: only that there is one is told.
    Confidential,
}

/// What has become of a source.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<SourceStatus>)]
pub enum SourceStatus {
    /// It stands.
    #[default]
    Ok,
    /// It is no longer at its address.
    Gone,
    /// Its publisher took it back.
    Retracted,
}

/// How far a brief may be shared: FIRST's Traffic Light Protocol 2.0, the least restricted first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Tlp>)]
pub enum Tlp {
    /// With everybody.
    #[default]
    Clear,
    /// Within the community.
    Green,
    /// Within the organisation and its clients, who need to know.
    Amber,
    /// Within the organisation.
    #[serde(rename = "amber+strict")]
    #[strum(serialize = "amber+strict")]
    AmberStrict,
    /// With nobody but the recipients.
    Red,
}

/// How a claim bears on another. What each means for the method is said in one place, `method::relation`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Relation>)]
pub enum Relation {
    /// Gives grounds for it.
    Supports,
    /// Says the same.
    AgreesWith,
    /// Says it is not so.
    Denies,
    /// Grants it, against own interest.
    Concedes,
    /// Grants some of it.
    ConcedesInPart,
    /// Doubts, asks for proof.
    Questions,
    /// Passes on, adds no knowledge.
    Repeats,
    /// Is the newer version.
    Replaces,
    /// Takes it back.
    Withdraws,
    /// Denies having said it.
    Disowns,
}

impl Relation {
    /// The key of a claim that states it, and of exports.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::AgreesWith => "agrees_with",
            Self::Denies => "denies",
            Self::Concedes => "concedes",
            Self::ConcedesInPart => "concedes_in_part",
            Self::Questions => "questions",
            Self::Repeats => "repeats",
            Self::Replaces => "replaces",
            Self::Withdraws => "withdraws",
            Self::Disowns => "disowns",
        }
    }
}

/// What a speaker's knowledge rests on (`basis`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<Basis>)]
pub enum Basis {
    /// The speaker saw it.
    FirstHand,
    /// The speaker looked into it.
    OwnInvestigation,
    /// The speaker did it.
    OwnAct,
    /// Somebody told the speaker.
    Told,
    /// The speaker concludes it.
    Inferred,
    /// It is not said.
    #[default]
    NotStated,
}

/// What kind of numbers a claim gives (`figures_are`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<FiguresAre>)]
pub enum FiguresAre {
    /// Somebody counted.
    #[default]
    Counted,
    /// Somebody estimated what is.
    Estimated,
    /// Somebody says what it may come to.
    Projected,
}

/// A word of a list that a site may lengthen in `[vocabulary]`: a built-in one, or the site's own, which is a kind of a
/// built-in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind<K> {
    builtin: K,
    own: Option<CompactString>,
}

impl<K: Copy> Kind<K> {
    /// A site's own word.
    #[must_use]
    pub fn own(name: impl Into<CompactString>, builtin: K) -> Self {
        Self { builtin, own: Some(name.into()) }
    }

    /// The built-in word that it is, or is a kind of.
    #[must_use]
    pub const fn builtin(&self) -> K {
        self.builtin
    }

    /// The site's own word, where it is one.
    #[must_use]
    pub fn own_name(&self) -> Option<&str> {
        self.own.as_deref()
    }
}

impl<K: Copy + Into<&'static str>> Kind<K> {
    /// The word as it is written.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.own {
            Some(own) => own,
            None => self.builtin.into(),
        }
    }
}

impl<K> From<K> for Kind<K> {
    fn from(builtin: K) -> Self {
        Self { builtin, own: None }
    }
}

impl<K: Copy + Into<&'static str>> fmt::Display for Kind<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl<K: Copy + Into<&'static str>> Serialize for Kind<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The kinds of actors that normally pass on what others know, or comment, unless a site says otherwise.
pub const RELAYS: [ActorKind; 10] = [
    ActorKind::Media,
    ActorKind::Ngo,
    ActorKind::Intergovernmental,
    ActorKind::Person,
    ActorKind::Company,
    ActorKind::Union,
    ActorKind::Party,
    ActorKind::University,
    ActorKind::Other,
    ActorKind::Unknown,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_formats() {
        assert_eq!("fact-check".parse(), Ok(BriefKind::FactCheck));
        assert_eq!("explosion-remote-violence".parse(), Ok(EventKind::ExplosionRemoteViolence));
        assert_eq!("amber+strict".parse(), Ok(Tlp::AmberStrict));
        assert_eq!(Tlp::AmberStrict.to_string(), "amber+strict");
        assert_eq!(serde_json::to_string(&Tlp::AmberStrict).ok().as_deref(), Some("\"amber+strict\""));
        assert_eq!(ActorKind::VARIANTS.len(), 21);
        assert!("Analysis".parse::<BriefKind>().is_err());
    }

    #[test]
    fn tlp_is_ordered_by_restriction() {
        assert!(Tlp::Clear < Tlp::Green && Tlp::Green < Tlp::Amber);
        assert!(Tlp::Amber < Tlp::AmberStrict && Tlp::AmberStrict < Tlp::Red);
    }

    #[test]
    fn unknown_words_are_explained() {
        let error = "Public ".parse::<Access>().expect_err("not a word of the list");
        assert_eq!(
            error.to_string(),
            "expected one of `public`, `paywalled`, `restricted` or `confidential`"
        );
        assert_eq!(error.suggestion(), Some("public"));
        assert_eq!(
            "State Forces".parse::<ActorKind>().map_err(|error| error.suggestion()),
            Err(Some("state-forces"))
        );
        assert_eq!("zebra".parse::<ActorKind>().map_err(|error| error.suggestion()), Err(None));
    }
}
