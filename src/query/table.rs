//! Claims as a table for people: one row a claim, cells wrapped to the terminal's width.

use textwrap::core::display_width;

use super::sheet::{Sheet, Weight};
use super::words;
use crate::method::Method;
use crate::site::{Claim, Id, Site};

const HEAD: [&str; 5] = ["CLAIM", "BY", "DATE", "ANSWERS", "WHAT"];

/// The most that each column but the last may take of the width, in hundredths. Their sum leaves a third for what
/// is said.
const MOST: [usize; 4] = [22, 13, 12, 22];

/// Five columns need that much. In columns of the terminal.
const LEAST_WIDTH: usize = 60;

/// The claims, in the order given; nothing where there is none. `width` is the terminal's, in columns.
#[must_use]
pub fn table(site: &Site, method: &Method, ids: &[Id<Claim>], width: usize) -> Sheet {
    let mut sheet = Sheet::new(width.max(LEAST_WIDTH));
    let rows: Vec<[String; 5]> = ids.iter().map(|id| row(site, method, *id)).collect();
    if rows.is_empty() {
        return sheet;
    }
    let widths = widths(&rows, sheet.width());
    sheet.row(&HEAD.map(str::to_owned), &widths, Weight::Heading);
    rows.iter().for_each(|row| sheet.row(row, &widths, Weight::Text));
    sheet
}

fn row(site: &Site, method: &Method, id: Id<Claim>) -> [String; 5] {
    let claim = &site.claims[id];
    let answers = method.answers(id).map_or_else(
        || "act".to_owned(),
        |answers| {
            let origins = words::interval(answers.origins);
            format!("{}, {} {origins}, {}", answers.state, answers.backing, answers.reception)
        },
    );
    let (by, date) = (words::names(site, &claim.by), words::date(site, claim));
    [site.claim_key(id), by, date, answers, words::content(site, claim)]
}

/// Each column is as wide as its widest cell, if that is not too wide; the last takes the rest.
fn widths(rows: &[[String; 5]], width: usize) -> [usize; 5] {
    let mut widths = HEAD.map(display_width);
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = display_width(cell).max(*widest);
        }
    }
    for (column, most) in widths.iter_mut().zip(MOST) {
        *column = (*column).min(width * most / 100);
    }
    let taken: usize = widths.iter().take(MOST.len()).map(|column| column + 2).sum();
    widths[MOST.len()] = width - taken;
    widths
}
