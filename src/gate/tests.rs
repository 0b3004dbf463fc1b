//! What pages are refused for, one case a rule.
