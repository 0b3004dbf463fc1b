//! What relations are called by CiTO and PROV, the vocabularies of citation and of provenance.

use crate::value::word::Relation;

/// The term of a relation (manual, open-data.md#json-ld).
pub(super) const fn term(relation: Relation) -> &'static str {
    match relation {
        Relation::Supports => "cito:supports",
        Relation::AgreesWith => "cito:agreesWith",
        Relation::Denies => "cito:disagreesWith",
        Relation::Concedes => "cito:confirms",
        Relation::ConcedesInPart => "cito:qualifies",
        Relation::Questions => "cito:critiques",
        Relation::Repeats => "prov:wasQuotedFrom",
        Relation::Replaces => "prov:wasRevisionOf",
        Relation::Withdraws => "cito:retracts",
        Relation::Disowns => "cito:disputes",
    }
}
