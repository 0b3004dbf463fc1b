//! The measures and groups of figures that every site has, and on which side each group stands.
//!
//! A site adds its own in `site.toml`; `config` joins the two, `site` compares figures of the same measure and group
//! and looks for groups of opposite sides.

use serde::Serialize;
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

use super::word::{UnknownWord, unknown};

/// The measures that every site has (FORMAT, "Figures").
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

/// The group of a figure that names none.
pub const ALL: &str = "all";

/// The groups that every site has (FORMAT, "Figures"), each with its side (METHOD, section 3).
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

/// On which side of the line between fighters and civilians a group of people stands (METHOD, section 3).
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
