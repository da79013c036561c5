//! What the README says of commands, forms, settings, dates and keys is what the program does.

use chrono::NaiveDate;
use samverkan::agenda_file;
use samverkan::app::action::Context;
use samverkan::cli::verbs::VERBS;
use samverkan::config::Config;
use samverkan::domain::agenda::{Agenda, EntryKind};
use samverkan::domain::dates::{DateContext, parse};
use samverkan::input::keymap;
use std::collections::BTreeSet;
use std::path::Path;

const README: &str = include_str!("../../README.md");

/// The fenced blocks of TOML, in order.
fn examples() -> Vec<&'static str> {
    README.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What stands between two headings or other marks.
fn between(from: &str, to: &str) -> &'static str {
    let rest = README.split_once(from).unwrap_or_else(|| panic!("{from} is gone")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to} is gone")).0
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn form() -> Agenda {
    agenda_file::parse("README.md", examples()[1].as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_settings_can_be_used() {
    let config = Config::parse("README.md", examples()[0], Some(Path::new("/"))).unwrap();
    assert_eq!(config.workplace, "Ängsskolan");
    assert_eq!(config.named_days.len(), 2);
    assert!(config.database.is_some() && config.forms.is_some());
}

#[test]
fn the_form_can_be_used_and_shows_every_key() {
    let form = serde_json::to_value(form()).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../data/motesform.schema.json")).unwrap();
    let parts = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for key in parts.flat_map(|part| part["properties"].as_object().unwrap().keys()) {
        let written = [format!("{key} = "), format!("[[{key}]]"), format!("[{key}."), format!(".{key}]")];
        assert!(written.iter().any(|text| examples()[1].contains(text)), "{key} isn't explained");
    }
    assert_eq!(form["id"], "klasskonferens");
    assert!(form["faser"]["planering"]["kravs"].is_array());
}

#[test]
fn all_that_can_be_written_down_is_listed() {
    let listed: BTreeSet<&str> =
        quoted(between("What can be written down:", "An editor that understands")).collect();
    let kinds: Vec<String> = EntryKind::ALL
        .iter()
        .map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, kinds.iter().map(String::as_str).collect());
}

#[test]
fn every_verb_is_listed_and_no_other() {
    let listed: BTreeSet<&str> = between("## The command line", "With every command")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("samverkan "))
        .filter_map(|rest| rest.split_whitespace().next())
        .filter(|word| *word != "the")
        .collect();
    let verbs: BTreeSet<&str> = VERBS.iter().map(|verb| verb.name).filter(|name| !name.is_empty()).collect();
    assert_eq!(listed, verbs);
}

#[test]
fn every_date_phrase_is_understood() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let named_days = [("sportlov".to_owned(), day("2027-02-08"))];
    let context = DateContext {
        today: day("2026-11-23"),
        named_days: &named_days,
        next_meeting: Some(day("2026-12-07")),
    };
    let mut read = 0;
    for row in between("| Written | Means |\n|---|---|\n", "\n\n").lines() {
        for phrase in quoted(row.split('|').nth(1).unwrap()) {
            assert!(parse(phrase, &context).is_ok(), "{phrase}: {:?}", parse(phrase, &context));
            read += 1;
        }
    }
    assert!(read > 15, "only {read} phrases found");
}

#[test]
fn every_key_in_the_table_is_a_key_of_a_meeting() {
    let known: BTreeSet<String> = [Context::Line, Context::ReadOut, Context::Closed]
        .into_iter()
        .flat_map(keymap::help)
        .flat_map(|(keys, _)| keys.split(", ").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for row in between("| Key | In a meeting |\n|---|---|\n", "\n\n").lines() {
        for key in quoted(row.split('|').nth(1).unwrap()) {
            assert!(known.contains(key), "{key} is no key; these are: {known:?}");
        }
    }
}
