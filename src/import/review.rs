//! Fact-checks in JSON-LD: each `ClaimReview` becomes a draft brief with one claim and the verdict on it.

use camino::Utf8Path;
use serde_json::Value;

use super::front::Front;
use super::{Draft, id};
use crate::value::date::Day;
use crate::value::web::WebUrl;

pub(super) fn read(path: &Utf8Path, text: &str, draft: &mut Draft) -> Result<(), String> {
    let document: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let mut reviews = Vec::new();
    find(&document, &mut reviews);
    if reviews.is_empty() {
        return Err("it holds no `ClaimReview`".to_owned());
    }
    for (number, review) in (1..).zip(reviews) {
        brief(path, number, review, draft);
    }
    Ok(())
}

/// Every `ClaimReview`, however deep it lies.
fn find<'v>(value: &'v Value, reviews: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| find(value, reviews)),
        Value::Object(fields) if is_review(value) => {
            reviews.push(value);
            fields.get("review").into_iter().for_each(|value| find(value, reviews));
        }
        Value::Object(fields) => fields.values().for_each(|value| find(value, reviews)),
        _ => {}
    }
}

fn is_review(value: &Value) -> bool {
    let named = |kind: &Value| {
        kind.as_str().is_some_and(|kind| kind.rsplit(['/', ':']).next() == Some("ClaimReview"))
    };
    match &value["@type"] {
        Value::Array(kinds) => kinds.iter().any(named),
        kind => named(kind),
    }
}

/// What is read of a review; all else is listed and kept.
const READ: [&str; 9] = [
    "@context",
    "@type",
    "@id",
    "claimReviewed",
    "itemReviewed",
    "reviewRating",
    "reviewBody",
    "datePublished",
    "author",
];

fn brief(path: &Utf8Path, number: usize, review: &Value, draft: &mut Draft) {
    let place = format!("review {number}");
    let item = first(&review["itemReviewed"]);
    let says = text(&review["claimReviewed"]).or_else(|| text(&item["text"])).or_else(|| text(&item["name"]));
    let says = says.unwrap_or_else(|| {
        draft.leave(path, &place, "it does not say which claim it reviews");
        "Not stated".to_owned()
    });
    let mut front = Front::default();
    front.text("title", &says);
    match day(&review["datePublished"]) {
        Some(day) => front.word("date", &day),
        None => {
            draft.leave(path, &place, "it has no date");
            front.word("date", "0001-01-01");
        }
    }
    front.word("type", "fact-check");
    front.word("status", "draft");
    front.list("authors", &names(&review["author"]));
    front.under("claims", |front| front.item(|front| claim(front, path, &place, &says, review, draft)));
    keep(&mut front, path, &place, review, draft);
    draft.add("briefs", &id(&says, "review"), front);
}

fn claim(front: &mut Front, path: &Utf8Path, place: &str, says: &str, review: &Value, draft: &mut Draft) {
    let item = first(&review["itemReviewed"]);
    let speakers = names(&item["author"]);
    if speakers.is_empty() {
        draft.leave(path, place, "nobody is named who made the claim");
        front.text("by", "Not stated");
    }
    front.list("by", &speakers);
    front.text("says", says);
    if let Some(day) = day(&item["datePublished"]) {
        front.word("date", &day);
    }
    if let Some(source) = source(path, place, item, draft) {
        front.text("source", &source);
    }
    let rating = &review["reviewRating"];
    let why = text(&review["reviewBody"]).or_else(|| text(&rating["ratingExplanation"]));
    let name = text(&rating["alternateName"]).or_else(|| text(&rating["name"]));
    match (scaled(rating), name) {
        (Some(rating), name) => front.under("verdict", |front| {
            front.word("rating", &rating.to_string());
            front.text("name", name.as_deref().unwrap_or_default());
            front.text("why", why.as_deref().unwrap_or_default());
        }),
        (None, Some(name)) => {
            draft.leave(path, place, "its rating has no number on a scale, so the verdict's name is a note");
            front.text("note", &name);
        }
        (None, None) => draft.leave(path, place, "it has no verdict"),
    }
}

/// The rating on a scale of 1 to 5, to the nearest step.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value lies from 1 to 5")]
fn scaled(rating: &Value) -> Option<u8> {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    let value = number(&rating["ratingValue"])?;
    let worst = number(&rating["worstRating"]).unwrap_or(1.0);
    let best = number(&rating["bestRating"]).unwrap_or(5.0);
    // Publishers write 0 or -1 for "no rating".
    if best <= worst || value < worst || value > best {
        return None;
    }
    Some((1.0 + (value - worst) / (best - worst) * 4.0).round() as u8)
}

/// Where the claim was made, as a record of its own.
fn source(path: &Utf8Path, place: &str, item: &Value, draft: &mut Draft) -> Option<String> {
    let appearance =
        [&item["firstAppearance"], &item["appearance"]].into_iter().map(first).find(|one| !one.is_null())?;
    let address = text(&appearance["url"]).or_else(|| text(appearance))?;
    let Ok(url) = address.parse::<WebUrl>() else {
        draft.leave(path, place, format!("`{address}` is no address of a source"));
        return None;
    };
    let title = text(&appearance["headline"])
        .or_else(|| text(&appearance["name"]))
        .unwrap_or_else(|| address.clone());
    let mut front = Front::default();
    front.text("title", &title);
    front.text("url", url.href());
    Some(draft.add_unless_same("sources", &id(&title, "source"), front).to_string())
}

/// What was not read is listed and kept as JSON.
fn keep(front: &mut Front, path: &Utf8Path, place: &str, review: &Value, draft: &mut Draft) {
    let others: Vec<(&String, String)> = review
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| !READ.contains(&key.as_str()))
        .map(|(key, value)| (key, value.to_string()))
        .collect();
    for (key, _) in &others {
        draft.leave(path, place, format!("`{key}` has no place in a brief, and is kept under `private`"));
    }
    front.map("private", &others);
}

/// The first of several values.
fn first(value: &Value) -> &Value {
    match value {
        Value::Array(values) => values.first().unwrap_or(&Value::Null),
        value => value,
    }
}

fn text(value: &Value) -> Option<String> {
    let text = first(value).as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Names of people and organisations, who may be written as texts.
fn names(value: &Value) -> Vec<String> {
    let name = |one: &Value| text(one).or_else(|| text(&one["name"]));
    match value {
        Value::Array(values) => values.iter().filter_map(name).collect(),
        value => name(value).into_iter().collect(),
    }
}

fn day(value: &Value) -> Option<String> {
    let text = text(value)?;
    let day = text.get(..10)?;
    day.parse::<Day>().ok().map(|_| day.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ratings_come_to_a_scale_of_five() {
        assert_eq!(scaled(&json!({"ratingValue": 2})), Some(2));
        assert_eq!(scaled(&json!({"ratingValue": "0", "worstRating": "0", "bestRating": "10"})), Some(1));
        assert_eq!(scaled(&json!({"ratingValue": 10, "worstRating": 0, "bestRating": 10})), Some(5));
        assert_eq!(scaled(&json!({"ratingValue": -1})), None);
        assert_eq!(scaled(&json!({"ratingValue": 3, "bestRating": 1})), None);
    }
}
