//! `query` and `show` as their users meet them: the real binary on the bundled site.

#![expect(clippy::unwrap_used, reason = "a test may end in a panic")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).env_remove("CLICOLOR_FORCE");
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What a command prints that ends well.
fn data(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn claims(arguments: &[&str]) -> Vec<Value> {
    let document: Value =
        serde_json::from_str(&data(&[&["query", "--as", "json"], arguments].concat())).unwrap();
    assert_eq!(document["format"], 2);
    document["claims"].as_array().unwrap().clone()
}

fn ids(arguments: &[&str]) -> Vec<String> {
    claims(arguments).iter().map(|claim| claim["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_seed_case_can_be_asked_for() {
    let contested = ids(&["--reception", "contested"]);
    for key in ["moura#wagner-at-moura", "moura#wagner-captured"] {
        assert!(contested.contains(&key.to_owned()), "{key}: {contested:?}");
    }
    let killed = ["--brief", "moura", "--backing", "corroborated,allied", "--text", "hundreds of civilians"];
    let killed = &claims(&killed)[0];
    assert_eq!((&killed["id"], &killed["state"]), (&"moura#civilians-killed".into(), &"live".into()));
    let army = &claims(&["--by", "Malian army", "--text", "203"])[0];
    assert_eq!((&army["backing"], &army["reception"]), (&"single-origin".into(), &"conceded-in-part".into()));
    let denials = claims(&["--reception", "contradicted", "--by", "malian-authorities"]);
    assert!(denials.iter().any(|claim| claim["id"] == "moura#no-wagner"));
}

#[test]
fn the_claims_are_those_of_the_export() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    data(&["build", "-q", "-o", out.to_str().unwrap()]);
    let export: Value = serde_json::from_slice(&fs_err::read(out.join("data/claims.json")).unwrap()).unwrap();
    let all = claims(&[]);
    assert!(all.len() > 10 && export["claims"] == Value::from(all.clone()));
    let lines = data(&["query", "--as", "ndjson"]);
    let of_lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(of_lines, all);
}

/// A JSON value as a cell has it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|item| cell(item).replace('\\', "\\\\").replace(';', "\\;")).collect();
            items.join(";")
        }
        Value::Object(figure) => {
            ["measure", "group", "text"].map(|key| figure[key].as_str().unwrap()).join(" ")
        }
        other => other.to_string(),
    }
}

/// What the export tells of the things of a list of ids.
fn told(export: &Value, kind: &str, ids: &Value, field: &str) -> Value {
    let things = export[kind].as_array().unwrap();
    let of = |id: &Value| things.iter().find(|thing| thing["id"] == *id).unwrap()[field].clone();
    ids.as_array().unwrap().iter().map(of).collect()
}

/// The value of a column.
fn expected(export: &Value, claim: &Value, column: &str) -> Value {
    let proposition = export["propositions"].as_array().unwrap();
    let proposition = proposition.iter().find(|one| one["id"] == claim["proposition"]);
    let figures = claim["figures"].as_array().unwrap();
    match (column, column.strip_suffix("_min"), column.strip_suffix("_max"), column.strip_prefix("verdict_"))
    {
        ("by_name", ..) => told(export, "actors", &claim["by"], "name"),
        ("about_name", ..) => told(export, "actors", &claim["about"], "name"),
        ("event_name", ..) => told(export, "events", &claim["events"], "name"),
        ("source_title", ..) => told(export, "sources", &claim["sources"], "title"),
        ("figures_are", ..) => figures.iter().map(|figure| figure["are"].clone()).collect(),
        (_, Some(interval), ..) => claim[interval][0].clone(),
        (_, _, Some(interval), _) => claim[interval][1].clone(),
        (_, _, _, Some(part)) => claim["verdict"][part].clone(),
        _ => match (claim.get(column), proposition) {
            (Some(value), _) => value.clone(),
            (None, Some(proposition)) => proposition.get(column).unwrap().clone(),
            (None, None) => Value::Null,
        },
    }
}

#[test]
fn every_cell_of_the_csv_is_the_field_of_its_column() {
    let table = data(&["query", "--as", "csv"]);
    assert_eq!(table.matches("\r\n").count(), table.matches('\n').count(), "lines end in CRLF");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let export: Value = serde_json::from_str(&data(&["export", "claims.json"])).unwrap();
    let claims = export["claims"].as_array().unwrap();
    assert_eq!(rows.len(), claims.len());
    for (row, claim) in rows.iter().zip(claims) {
        for (column, found) in columns.iter().zip(row) {
            let expected = cell(&expected(&export, claim, column));
            assert_eq!(found, expected, "{column} of {}", claim["id"]);
        }
    }
    let fields = claims[0].as_object().unwrap().keys().filter(|field| *field != "verdict");
    for field in fields {
        let is_interval = ["origins", "third_party"].contains(&field.as_str());
        let column = if is_interval { format!("{field}_min") } else { field.clone() };
        assert!(columns.iter().any(|one| *one == column), "{field} is no column");
    }
    let lists = export["propositions"][0].as_object().unwrap().keys().filter(|key| key.ends_with("_by"));
    assert!(
        lists.clone().count() == 7 && lists.into_iter().all(|list| columns.iter().any(|one| one == list))
    );
}

#[test]
fn the_table_is_no_wider_than_it_may_be() {
    let table = data(&["query"]);
    assert!(table.starts_with("CLAIM ") && table.contains("Wagner is not in Mali"));
    assert!(table.lines().all(|line| line.chars().count() <= 100 && line.trim_end() == line), "{table}");
    let nothing = run(&["query", "--until", "1999"]);
    assert_eq!((nothing.status.code(), nothing.stdout.as_slice()), (Some(0), &b""[..]));
    assert!(text(&nothing.stderr).contains("0 of ") && text(&nothing.stderr).contains("more has no date"));
    assert_eq!(data(&["query", "--until", "1999", "--as", "csv"]).lines().count(), 1, "the names of columns");
    assert_eq!(claims(&["--until", "1999"]).len(), 0);
}

#[test]
fn names_have_their_parts_and_flags_their_alternatives() {
    let state = ids(&["--by", "malian-authorities"]);
    assert!(state.contains(&"moura#army-203".to_owned()) && state.contains(&"moura#no-wagner".to_owned()));
    assert_eq!(ids(&["--by", "ONU", "--event", "Moura", "--text", "inquiry"]), [""; 0]);
    let either =
        ids(&["--source", "army-account", "--source", "The army's account of its operation at Moura"]);
    assert_eq!(either, ["moura#army-203", "moura#army-51"]);
    assert_eq!(ids(&["--about", "wagner", "--by", "jnim", "--by", "press"]).len(), 2);
    let refused = ["--since", "2023-05", "--until", "2023-05-12", "--text", "had been refused"];
    assert_eq!(ids(&refused), ["un-findings-moura#access-had-been-refused"]);
    assert_eq!(
        ids(&["--point", "russians", "--relation", "denies", "--brief", "moura"]),
        ["moura#no-wagner"]
    );
    assert_eq!(ids(&["--measure", "captured,arrested"]), ["moura#army-51", "moura#wagner-captured"]);
    assert!(ids(&["--tag", "wagner"]).iter().all(|key| key.starts_with("moura")));
}

#[test]
fn show_tells_of_both_directions() {
    let claim = data(&["show", "moura#wagner-at-moura"]);
    assert!(claim.contains("  state         live\n"), "{claim}");
    assert!(
        claim.contains("single-origin, 1 origin, 0 third-party; contested by Malian authorities"),
        "{claim}"
    );
    let denied = claim.split("\nis denied by\n").nth(1).unwrap();
    assert!(denied.contains("moura#no-wagner") && denied.contains("moura-paroles-et-actes#instructeurs"));
    assert!(denied.contains("Release by JNIM on its channel Az-Zallaqa (jnim-pr)"), "the chain");
    let denial = data(&["show", "claim:moura#no-wagner"]);
    assert!(denial.split("\ndenies\n").nth(1).unwrap().contains("moura#wagner-captured"), "{denial}");
    let part = data(&["show", "الزلاقة"]);
    assert!(part.starts_with("actor:az-zallaqa\n") && part.contains("JNIM (jnim)"), "{part}");
    assert!(part.split("\npublishes\n").nth(1).unwrap().contains("(jnim-pr)"));
    assert!(data(&["show", "jnim"]).contains("Az-Zallaqa (az-zallaqa)"), "its part");
    assert!(data(&["show", "aqim"]).contains("ally of       JNIM (jnim)"), "both ways");
    let event = data(&["show", "moura-2022"]);
    assert!(event.contains("killed: who was hit is itself in dispute: civilians, fighters"), "{event}");
    assert!(event.contains("killed fighters: the figures disagree by a factor of at least 6.15"));
    let source = data(&["show", "jnim-pr"]);
    let fall = source.split("\nif it falls\n").nth(1).unwrap();
    let killed = "moura#civilians-killed: state live -> fallen, ";
    assert!(fall.contains(killed), "{source}");
    assert!(data(&["show", "moura"]).starts_with("brief:moura\n"));
    assert!(data(&["show", "event:Moura"]).starts_with("event:moura-2022\n"));
}

#[test]
fn wrong_names_and_words_are_two() {
    for (arguments, words) in [
        (&["query", "--by", "Malian armee"][..], "did you mean `Malian army`?"),
        (&["query", "--event", "mouro-2022"], "did you mean `moura-2022`?"),
        (&["query", "--reception", "kontested"], "a similar value exists: 'contested'"),
        (&["query", "--state", "dead"], "withdrawn, disowned, superseded, fallen, live"),
        (&["query", "--backing", "live"], "single-origin"),
        (&["query", "--label", "contested"], "`--state`, `--backing` or `--reception`"),
        (&["query", "--relation", "agrees"], "agrees_with"),
        (&["query", "--measure", "kiled"], "did you mean `killed`?"),
        (&["query", "--point", "whither"], "`who-was-killed`"),
        (&["query", "--verdict", "7"], "the site has no verdict `7`"),
        (&["query", "--since", "April 2022"], "--since"),
        (&["query", "--since", "2023", "--until", "2022"], "behind"),
        (&["query", "--as", "xml"], "ndjson"),
        (&["query", "--text", ""], "empty"),
        (&["show", "moura#army-302"], "did you mean `moura#army-203`?"),
        (&["show", "army-203"], "write `moura#army-203`"),
        (&["show"], "ID"),
    ] {
        let wrong = run(arguments);
        assert_eq!((wrong.status.code(), wrong.stdout.as_slice()), (Some(2), &b""[..]), "{arguments:?}");
        assert!(text(&wrong.stderr).contains(words), "{arguments:?}: {}", text(&wrong.stderr));
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    assert!(!data(&["show", "jnim"]).contains('\u{1b}'));
    assert!(data(&["show", "jnim", "--color", "always"]).starts_with("\u{1b}[1mactor:jnim"));
    assert!(!data(&["query", "--as", "json", "--color", "always"]).contains('\u{1b}'));
}

#[test]
fn a_reader_that_hangs_up_is_no_error() {
    for arguments in [&["query", "-q", "--as", "csv"][..], &["query", "-q"], &["show", "moura"]] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}

fn write(folder: &Path, path: &str, contents: &str) {
    let path = folder.join(path);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, contents).unwrap();
}

#[test]
fn a_bound_is_never_shown_as_if_somebody_had_counted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "site.toml", "title = \"T\"\n");
    let brief = "---
title: The toll
date: 2024-05-15
events: {fire: {name: Fire, date: 2024-05-14}}
event: fire
claims:
  - {id: few, by: Clinic, says: S., date: 2024-05-14T10:00, figures: {killed: 9}}
  - {id: more, by: Mayor, says: S., date: 2024-05-14T18:00, figures: {killed: dozens, injured: none}}
  - {id: held, by: Police, says: S., figures: {detained: ~300, missing: 133-164}}
  - {id: feared, by: Ministry, says: S., figures: {displaced: 500+, raped: 7, arrested: unknown}, figures_are: projected}
---
";
    write(folder.path(), "content/briefs/toll.md", brief);
    let shown = data(&["-q", "-C", folder.path().to_str().unwrap(), "show", "fire"]);
    let figures = shown.split("\nfigures\n").nth(1).unwrap();
    for line in [
        "detained all: ~300 (270 to 330, estimated) ·",
        "displaced all: 500+ (500 or more, projected) ·",
        "injured all: none ·",
        "killed all: 9 ·",
        "killed all: dozens (12 or more) ·",
        "missing all: 133-164 ·",
        "raped all: 7 (projected) ·",
        // Both are of one day.
        "killed all: each higher figure was given later: a count that grew\n",
    ] {
        assert!(
            figures.contains(&format!("\n  {line}")) || figures.starts_with(&format!("  {line}")),
            "{line}: {shown}"
        );
    }
    let claim = data(&["-q", "-C", folder.path().to_str().unwrap(), "show", "toll#feared"]);
    assert!(claim.contains("arrested all: unknown (projected)"), "{claim}");
}

#[test]
fn findings_go_to_stderr_in_every_format_and_errors_answer_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().to_str().unwrap();
    write(folder.path(), "site.toml", "title = \"T\"\n");
    let brief = "---\ntitle: T\ndate: 2022-01-01\nclaims:\n  - {id: a, by: Somebody, says: x}\n---\n";
    write(folder.path(), "content/briefs/one.md", brief);
    for format in ["human", "json", "sarif", "github"] {
        let fine = run(&["-C", site, "query", "--as", "ndjson", "--format", format]);
        assert_eq!(fine.status.code(), Some(0));
        let _claim: Value = serde_json::from_slice(&fine.stdout).unwrap();
        assert!(text(&fine.stderr).contains("unknown-actor"), "{format}: {}", text(&fine.stderr));
    }
    write(folder.path(), "content/briefs/two.md", &brief.replace("says", "sais"));
    for arguments in [&["query"][..], &["query", "--as", "json", "--format", "json"], &["show", "one#a"]] {
        let wrong = run(&[&["-C", site], arguments].concat());
        assert_eq!((wrong.status.code(), wrong.stdout.as_slice()), (Some(1), &b""[..]), "{arguments:?}");
        assert!(text(&wrong.stderr).contains("unknown-key"));
    }
    write(folder.path(), "site.toml", "");
    assert_eq!(run(&["-C", site, "query"]).status.code(), Some(2));
}
