//! The measures and groups of figures that every site has, and on which side each group stands.
//!
//! A site adds its own in `site.toml`; `config` joins the two, `method` compares figures of the same measure and group
//! and looks for groups of opposite sides.

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

/// The measures that every site has (manual, format.md#figures).
pub const MEASURES: [&str; 10] = [
    "killed",
    "injured",
    "missing",
    "detained",
    "arrested",
    "abducted",
    "captured",
    "displaced",
    "raped",
    "executed",
];

/// Those of them that do not add up over time: a later, lower number takes nothing back (manual, method.md#toll).
pub const MOMENTARY: [&str; 3] = ["missing", "detained", "displaced"];

/// The group of a figure that names none.
pub const ALL: &str = "all";

/// The groups that every site has, each with its side (manual, format.md#figures, method.md#groups-and-measures).
pub const GROUPS: [(&str, GroupSide); 12] = [
    (ALL, GroupSide::Neutral),
    ("civilians", GroupSide::Civilian),
    ("fighters", GroupSide::Combatant),
    ("soldiers", GroupSide::Combatant),
    ("police", GroupSide::Neutral),
    ("women", GroupSide::Neutral),
    ("men", GroupSide::Neutral),
    ("children", GroupSide::Civilian),
    ("journalists", GroupSide::Civilian),
    ("medics", GroupSide::Civilian),
    ("aid-workers", GroupSide::Civilian),
    ("unknown", GroupSide::Neutral),
];

/// On which side of the line between fighters and civilians a group of people stands (manual,
/// method.md#group-conflict).
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
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownWord, parse_err_fn = unknown::<GroupSide>)]
pub enum GroupSide {
    /// They fight.
    Combatant,
    /// They do not.
    Civilian,
    /// It is not said.
    Neutral,
}
