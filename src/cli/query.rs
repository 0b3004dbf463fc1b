//! `query`: the claims that fit, as a table or for programs. A site with errors answers nothing.

use camino::Utf8Path;

use super::arguments::{ClaimsForm, Question};
use super::exit::{Exit, Failure};
use super::open::{Opening, open};
use super::terminal::Terminal;
use crate::pipeline::{Loaded, Options};
use crate::query::{Form, Wanted, count_undated, select, table};

pub(super) fn run(
    directory: &Utf8Path,
    question: Question,
    options: &Options,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let Opening::Site(opened) = open(directory, options, terminal)? else { return Ok(Exit::Usage) };
    if opened.exit() != Exit::Success {
        return Ok(opened.exit());
    }
    let form = question.form;
    let Loaded { site, method, config, .. } = &opened.loaded;
    let wanted = question.into();
    let ids = select(site, method, config, &wanted)?;
    let bytes = |form: Form| form.bytes(site, method, &ids);
    match form {
        ClaimsForm::Table => terminal.sheet(&table(site, method, &ids, terminal.width()))?,
        ClaimsForm::Json => terminal.bytes(&bytes(Form::Json)?)?,
        ClaimsForm::Ndjson => terminal.bytes(&bytes(Form::Ndjson)?)?,
        ClaimsForm::Csv => terminal.bytes(&bytes(Form::Csv)?)?,
    }
    let undated = match count_undated(site, method, config, &wanted)? {
        0 => String::new(),
        1 => "; 1 more has no date".to_owned(),
        more => format!("; {more} more have no date"),
    };
    terminal.say(&format!("{} of {} claims{undated}", ids.len(), site.claims.len()));
    Ok(Exit::Success)
}

impl From<Question> for Wanted {
    fn from(question: Question) -> Self {
        Self {
            by: question.by,
            about: question.about,
            events: question.event,
            sources: question.source,
            briefs: question.brief,
            tags: question.tag,
            points: question.point,
            measures: question.measure,
            verdicts: question.verdict,
            states: question.state,
            backings: question.backing,
            receptions: question.reception,
            relations: question.relation,
            since: question.since,
            until: question.until,
            texts: question.text,
        }
    }
}
