//! Whom a claim answers and who answers it, as `fragments/replies.html` sees it.

use serde::Serialize;

use super::texts::{Markup, Texts};
use crate::page::replies::{Replies, Reply};

/// What `fragments/replies.html` sees as `c`: ready texts in the words of the page. Beside it are `root` and `words`, as
/// for a row.
#[derive(Clone, Debug, Serialize)]
pub struct RepliesText {
    /// What the claim states of others, by relation, then what others state of it.
    pub of: Vec<ReplyText>,
    /// How many more relations it has; null where there is none.
    pub more: Option<String>,
}

/// Whose claims are at the other end of a relation.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyText {
    /// `supports`, `denies` ...
    pub relation: &'static str,
    /// The term, such as "Denied by".
    pub term: String,
    /// Whose, as links, and how many more.
    pub by: Markup,
}

impl RepliesText {
    /// The texts of a claim's replies.
    pub(in crate::theme) fn new(replies: &Replies, texts: Texts<'_>) -> Self {
        let stated = replies.stated.iter().map(|reply| reply_text(reply, "relations", texts));
        let received = replies.received.iter().map(|reply| reply_text(reply, "incoming", texts));
        Self { of: stated.chain(received).collect(), more: texts.more(replies.more) }
    }
}

fn reply_text(reply: &Reply, table: &'static str, texts: Texts<'_>) -> ReplyText {
    let relation: &'static str = reply.relation.into();
    let term = if reply.in_advance { "denies-in-advance" } else { relation };
    ReplyText {
        relation,
        term: texts.speech.word(table, term).to_owned(),
        by: texts.with_more(texts.linked(&reply.by), reply.more),
    }
}
