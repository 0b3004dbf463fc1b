//! The word lists that a site may lengthen: what actors, events and sources are, and what actors do.
//!
//! A [`Kind`] is a built-in word, or a word of the site's own that is a kind of one (manual, format.md#vocabulary); so
//! whoever needs to know what a thing is asks for the built-in word. `word` names all lists together.

use std::fmt;

use compact_str::CompactString;
use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

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
