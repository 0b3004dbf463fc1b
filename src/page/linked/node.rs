//! A piece of JSON-LD: properties in the order in which they were set; what has no value is left out.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A thing, or what is said of one.
#[derive(Clone, Debug, Default)]
pub struct Node<'s>(Vec<(&'static str, Json<'s>)>);

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Json<'s> {
    Text(Cow<'s, str>),
    Number(u8),
    Node(Node<'s>),
    List(Vec<Json<'s>>),
}

impl<'s> Node<'s> {
    pub(super) fn of(kind: &'static str) -> Self {
        Self::default().set("@type", kind)
    }

    /// A thing that is described elsewhere.
    pub(super) fn reference(iri: String) -> Self {
        Self::default().set("@id", iri)
    }

    pub(super) fn set(mut self, name: &'static str, value: impl Into<Json<'s>>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    pub(super) fn maybe(self, name: &'static str, value: Option<impl Into<Json<'s>>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The node with its context, as a document.
    pub(super) fn under(mut self, context: Self) -> Self {
        self.0.insert(0, ("@context", Json::Node(context)));
        self
    }

    /// Several values, or none.
    pub(super) fn all<V: Into<Json<'s>>>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let mut values: Vec<Json<'s>> = values.into_iter().map(Into::into).collect();
        match values.len() {
            0 => self,
            1 => self.maybe(name, values.pop()),
            _ => self.set(name, Json::List(values)),
        }
    }
}

impl<'s> From<&'s str> for Json<'s> {
    fn from(text: &'s str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'s> From<&'s String> for Json<'s> {
    fn from(text: &'s String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<u8> for Json<'_> {
    fn from(number: u8) -> Self {
        Self::Number(number)
    }
}

impl<'s> From<Node<'s>> for Json<'s> {
    fn from(node: Node<'s>) -> Self {
        Self::Node(node)
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u8(*number),
            Self::Node(node) => node.serialize(serializer),
            Self::List(values) => serializer.collect_seq(values),
        }
    }
}
