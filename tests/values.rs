//! Properties of the small values: what is printed reads back as the same, and no text makes a reader panic.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use variorum::value::country::Country;
use variorum::value::date::{Day, Edtf};
use variorum::value::figure::{Bounds, Figure, FigureScale, Fraction, LARGEST};
use variorum::value::grade::{Confidence, Credibility, Likelihood, Rating, Reliability};
use variorum::value::lang::Lang;
use variorum::value::slug::{MOST_BYTES, Slug, fold_name};
use variorum::value::web::WebUrl;
use variorum::value::word::{
    Access, Act, ActorKind, Basis, BriefKind, EventKind, FiguresAre, GroupSide, PlacePrecision, Relation,
    SourceKind, SourceStatus, Tlp,
};

/// Reads a text; what is read must print as something that reads back as the same, and is stored as it prints. A
/// refusal must be one plain sentence.
fn survives<T>(text: &str) -> Result<Option<T>, TestCaseError>
where
    T: FromStr + Display + Debug + PartialEq + serde::Serialize,
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => {
            let printed = value.to_string();
            let again = printed.parse::<T>().ok();
            prop_assert_eq!(again.as_ref(), Some(&value));
            let json =
                serde_json::to_value(&value).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(json, serde_json::Value::String(printed));
            Ok(Some(value))
        }
        Err(error) => {
            let sentence = error.to_string();
            prop_assert!(sentence.starts_with("expected ") && !sentence.ends_with('.'), "{}", sentence);
            prop_assert!(!sentence.contains('\n'), "{}", sentence);
            Ok(None)
        }
    }
}

fn every_grammar_survives(text: &str) -> Result<(), TestCaseError> {
    survives::<Day>(text)?;
    survives::<Edtf>(text)?;
    survives::<Figure>(text)?;
    survives::<Fraction>(text)?;
    survives::<Slug>(text)?;
    survives::<Lang>(text)?;
    survives::<WebUrl>(text)?;
    survives::<Country>(text)?;
    survives::<Reliability>(text)?;
    survives::<Credibility>(text)?;
    survives::<Likelihood>(text)?;
    survives::<Confidence>(text)?;
    survives::<Rating>(text)?;
    survives::<BriefKind>(text)?;
    survives::<ActorKind>(text)?;
    survives::<EventKind>(text)?;
    survives::<SourceKind>(text)?;
    survives::<Act>(text)?;
    survives::<Access>(text)?;
    survives::<SourceStatus>(text)?;
    survives::<Tlp>(text)?;
    survives::<PlacePrecision>(text)?;
    survives::<Relation>(text)?;
    survives::<Basis>(text)?;
    survives::<FiguresAre>(text)?;
    survives::<GroupSide>(text)?;
    Ok(())
}

/// Reads a text that the grammar must accept.
fn accepted<T>(text: &str) -> Result<T, TestCaseError>
where
    T: FromStr + Display + Debug + PartialEq + serde::Serialize,
    T::Err: Display,
{
    survives(text)?.ok_or_else(|| TestCaseError::fail(format!("refused {text:?}")))
}

/// One endpoint of a date, in years that occur; days that the calendar lacks and masks included.
const DATE: &str = "([0-2][0-9][0-9X]{2}|-?[0-9]{4}|Y[0-9]{5})(-([0-4][0-9]|XX)(-([0-3][0-9]|XX))?)?[?~%]?";

/// A date, or an interval of which an end may be open (`..`) or unknown (nothing).
fn date_or_interval() -> impl Strategy<Value = String> {
    let interval =
        |start: &'static str, end: &'static str| (start, end).prop_map(|(start, end)| start + "/" + &end);
    prop_oneof![DATE, interval("(\\.\\.)?", DATE), interval(DATE, "(\\.\\.)?"), interval(DATE, DATE)]
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..2000, 0..=LARGEST]
}

/// A reader that recurses or compares everything with everything overflows its stack or never ends here.
#[test]
fn long_texts_are_refused_or_read_at_once() {
    let parts = [
        "/", "2022/", "{2022,", "{{", "-", "a-", "1,", "1 ", "~", "9", "0", "0.", "X", "é", "\u{301}",
        "\u{345}",
    ];
    for part in parts {
        for begin in ["", "2022", "{", "Y", "https://", "1", "~", "a"] {
            let text = begin.to_owned() + &part.repeat(20_000);
            every_grammar_survives(&text).expect("every value reads back");
            let _ = (Slug::from_file_stem(&text), Slug::of_undeclared(&text), fold_name(&text));
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in ".{0,40}") {
        every_grammar_survives(&text)?;
        let _ = (Slug::suggestion(&text), Country::suggestion(&text));
    }

    #[test]
    fn no_text_of_the_grammars_own_characters_does(text in "[-0-9XTYZES~?%./{}\\[\\],:+<= a-cé\u{2013}]{0,14}") {
        every_grammar_survives(&text)?;
    }

    #[test]
    fn days_read_back(year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=28) {
        let made = Day::new(year, month, day).ok_or_else(|| TestCaseError::fail("a day"))?;
        prop_assert_eq!(accepted::<Day>(&made.to_string())?, made);
        prop_assert_eq!(accepted::<Edtf>(&made.to_string())?, Edtf::from(made));
    }

    #[test]
    fn dates_have_ordered_bounds(text in date_or_interval()) {
        if let Some(date) = survives::<Edtf>(&text)? {
            prop_assert_eq!(date.as_str(), &text);
            if let (Some(lower), Some(upper)) = (date.lower(), date.upper()) {
                prop_assert!(lower <= upper);
            }
            prop_assert!(date.lower().is_some() || date.upper().is_some());
        }
    }

    #[test]
    fn times_are_of_one_day_and_ordered_in_it(
        text in "2020-06-0[1-3]T[0-2][0-9]:[0-5][0-9](Z|[+-][01][0-9]:[0-5][0-9])?",
        other in "2020-06-0[1-3]T[0-2][0-9]:[0-5][0-9](Z|[+-][01][0-9]:[0-5][0-9])?",
    ) {
        if let (Some(one), Some(other)) = (survives::<Edtf>(&text)?, survives::<Edtf>(&other)?) {
            prop_assert!(one.time().is_some() && one.lower() == one.upper());
            prop_assert_eq!(one.earliest(), one.latest());
            if one.lower() != other.lower() {
                prop_assert_eq!(one.earliest() < other.earliest(), one.lower() < other.lower());
            }
            let day: Edtf = accepted(&text[..10])?;
            prop_assert!(day.earliest() <= one.earliest() && one.latest() <= day.latest());
        }
    }

    #[test]
    fn web_addresses_read_back(
        text in "[hH]ttps?://([a-z0-9]{1,5}\\.){0,2}[a-zé]{1,5}(:[0-9]{1,5})?(/[a-zA-Z0-9é%.~]{0,6}){0,3}(\\?[a-z=&']{0,6})?(#.{0,4})?"
    ) {
        if let Some(address) = survives::<WebUrl>(&text)? {
            let href = accepted::<WebUrl>(address.href())?;
            prop_assert_eq!(href.href(), address.href());
            prop_assert!(href.href().is_ascii());
            prop_assert!(!address.host().is_empty());
        }
    }

    #[test]
    fn languages_read_back(text in "[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-[a-zA-Z]{2})?(-u-ca-[a-z]{5})?") {
        let tag = accepted::<Lang>(&text)?;
        prop_assert!(tag.as_str().eq_ignore_ascii_case(&text));
        prop_assert!(tag.as_str().starts_with(tag.language()));
    }

    #[test]
    fn figures_have_ordered_bounds(text in "(<=|~)?[0-9]{1,17}\\+?([-\u{2013}][0-9]{1,17})?|[a-z]{1,5}(-[a-z]{1,5})?") {
        if let Some(figure) = survives::<Figure>(&text)?
            && let Some(Bounds { min, max }) = figure.bounds(&FigureScale::default())
        {
            prop_assert!(max.is_none_or(|max| min <= max));
        }
    }

    #[test]
    fn about_a_number_holds_the_number(number in number(), digits in 0_u64..=1_000_000) {
        let about: Fraction = accepted(&format!("{}.{:06}", digits / 1_000_000, digits % 1_000_000))?;
        let scale = FigureScale { about, ..FigureScale::default() };
        let bounds = accepted::<Figure>(&format!("~{number}"))?.bounds(&scale);
        let part = u128::from(number) * u128::from(digits);
        let million = 1_000_000_u128;
        let down = (u128::from(number) * million - part) / million;
        let up = (u128::from(number) * million + part).div_ceil(million);
        let exact = Bounds { min: u64::try_from(down).unwrap_or(0), max: u64::try_from(up).ok() };
        prop_assert_eq!(bounds, Some(exact));
        prop_assert!(exact.min <= number && exact.max.is_some_and(|max| number <= max));
    }

    #[test]
    fn intersecting_is_sharing_a_number(
        (a, b, c, d) in (0_u64..12, proptest::option::of(0_u64..12), 0_u64..12, proptest::option::of(0_u64..12))
    ) {
        let bounds = |min: u64, more: Option<u64>| Bounds { min, max: more.map(|more| min + more) };
        let (one, other) = (bounds(a, b), bounds(c, d));
        let holds = |bounds: Bounds, number| bounds.min <= number && bounds.max.is_none_or(|max| number <= max);
        let shared = (0..24).any(|number| holds(one, number) && holds(other, number));
        prop_assert_eq!(one.intersects(other), shared);
        prop_assert_eq!(other.intersects(one), shared);
    }

    #[test]
    fn ids_made_from_names_are_ids(name in "(\\PC|[ÅßΣİ᾿ꭰᎠ\u{345}\u{301}\u{308}A-Z -]){0,24}") {
        if let Ok(slug) = Slug::from_name(&name) {
            prop_assert_eq!(&accepted::<Slug>(slug.as_str())?, &slug);
            prop_assert_eq!(&Slug::from_name(slug.as_str()), &Ok(slug.clone()));
            prop_assert!(slug.as_str().len() <= MOST_BYTES);
        }
        if let Ok((slug, _)) = Slug::from_file_stem(&name) {
            prop_assert_eq!(&accepted::<Slug>(slug.as_str())?, &slug);
        }
    }

    #[test]
    fn names_of_any_length_give_ids(name in "(\\PC|[ÅßΣİ᾿ꭰᎠ\u{345}\u{301}\u{308}A-Z -]){0,90}") {
        if let Ok(id) = Slug::of_undeclared(&name) {
            prop_assert_eq!(&accepted::<Slug>(id.as_str())?, &id);
            prop_assert!(id.as_str().len() <= MOST_BYTES);
            prop_assert!(Slug::from_name(&name).is_ok_and(|plain| plain == id) || id.as_str().len() > 9);
        }
    }

    #[test]
    fn file_stems_give_their_day(slug in "[a-z]{1,8}(-[a-z0-9]{1,8}){0,3}", month in 1_u8..=12, day in 1_u8..=28) {
        prop_assume!(slug != "index" && slug != "feed");
        let day = Day::new(2022, month, day);
        let stem = format!("{}-{slug}", day.map(|day| day.to_string()).unwrap_or_default());
        let (read, dated) = Slug::from_file_stem(&stem).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(read.as_str(), &slug);
        prop_assert_eq!(dated, day);
    }

    #[test]
    fn folding_twice_changes_nothing(name in "(\\PC|[ÅßΣİ᾿ꭰᎠ\u{345}\u{301}\u{308}A-Z \t]){0,24}") {
        let folded = fold_name(&name);
        prop_assert_eq!(fold_name(&folded), folded);
    }

    #[test]
    fn folding_ignores_ascii_case(name in "[a-zA-Z ]{0,12}é?") {
        prop_assert_eq!(fold_name(&name), fold_name(&name.to_uppercase()));
    }

    #[test]
    fn rounding_is_that_of_the_decimal(thousandths in -180_000_i64..=180_000) {
        #[expect(clippy::cast_precision_loss, reason = "six digits fit a float")]
        let degrees = thousandths as f64 / 1000.0;
        let nearest = (thousandths.abs() + 50) / 100 * thousandths.signum();
        let rounded = PlacePrecision::Area.round(degrees);
        let sign = if nearest < 0 { "-" } else { "" };
        let expected = format!("{sign}{}.{}", nearest.abs() / 10, nearest.abs() % 10);
        prop_assert_eq!(rounded, expected.strip_suffix(".0").unwrap_or(&expected));
    }

    #[test]
    fn rounding_never_panics(degrees in any::<f64>()) {
        for precision in [PlacePrecision::Exact, PlacePrecision::Town, PlacePrecision::Country] {
            prop_assert!(precision.round(degrees).parse::<f64>().is_ok());
        }
    }
}
