//! What the README says of commands, forms, settings, dates and keys is what the program does.

use chrono::NaiveDate;
use samverkan::agenda_file;
use samverkan::app::action::{Action, Context, Key};
use samverkan::cli::verbs::VERBS;
use samverkan::config::Config;
use samverkan::domain::agenda::{Agenda, EntryKind};
use samverkan::domain::dates::{DateContext, parse};
use samverkan::minutes::Format;
use std::collections::BTreeSet;
use std::fmt::Write;
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
    let config = Config::parse("README.md", examples()[0].as_bytes(), Some(Path::new("/"))).unwrap();
    assert_eq!(config.workplace, "Ängsskolan");
    assert_eq!(config.named_days.len(), 2);
    assert!(config.database.is_some() && config.agendas.is_some());
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

/// The tables of keys, between the two comments in README: a row for each thing that somebody may want, by where it can be
/// done, with what its comment in the table of actions says.
fn key_tables() -> String {
    const PLACES: [(&str, &[Context]); 6] = [
        ("In a meeting", Context::MEETING),
        ("In a closed meeting", &[Context::Closed]),
        ("At home", &[Context::Home]),
        ("Who gets what", &[Context::Copies]),
        (
            "In lists, forms, questions and texts",
            &[Context::Pick, Context::ActionList, Context::Form, Context::Ask, Context::Reader],
        ),
        ("The wall in a terminal of its own", &[Context::Wall]),
    ];
    let mut text = String::new();
    let everywhere = |action: Action, key: Key| {
        Context::OPEN.iter().all(|open| action.about().bindings_in(*open).any(|binding| binding.key == key))
    };
    let mut table = |place: &str, wanted: &dyn Fn(Action) -> Vec<String>| {
        let mut rows: Vec<(Vec<String>, &str)> = Vec::new();
        for action in Action::ALL {
            let (mut keys, does) = (wanted(*action), action.about().english.trim());
            match rows.iter_mut().find(|(_, known)| *known == does) {
                Some((row, _)) => row.append(&mut keys),
                None if !keys.is_empty() => rows.push((keys, does)),
                None => {}
            }
        }
        writeln!(text, "| Key | {place} |\n|---|---|").unwrap();
        for (keys, does) in rows {
            writeln!(text, "| {} | {does} |", keys.join(", ")).unwrap();
        }
        text.push('\n');
    };
    for (place, contexts) in PLACES {
        // The movements of the hand are the same wherever there are rows: told of a meeting and of lists.
        let is_list = contexts.contains(&Context::Pick) || contexts.contains(&Context::Line);
        table(place, &|action| {
            let mut keys: Vec<String> = Vec::new();
            if action.about().is_step() && !is_list && action != Action::Menu {
                return keys;
            }
            for binding in action.about().bindings {
                let name = format!("`{}`", binding.key);
                let is_here = binding.contexts.iter().any(|context| contexts.contains(context));
                if is_here && !keys.contains(&name) && !everywhere(action, binding.key) {
                    keys.push(name);
                }
            }
            if action.about().also.iter().any(|context| contexts.contains(context)) && keys.is_empty() {
                keys.push(format!("`{}` *{}*", Action::Menu.key(), action.label()));
            }
            keys
        });
    }
    table("Everywhere", &|action| {
        let mut keys: Vec<String> = Vec::new();
        for binding in action.about().bindings.iter().filter(|binding| everywhere(action, binding.key)) {
            let name = format!("`{}`", binding.key);
            if !keys.contains(&name) {
                keys.push(name);
            }
        }
        keys
    });
    text
}

#[test]
fn the_tables_of_keys_are_those_that_the_program_has() {
    const FROM: &str = "<!-- The tables of keys are made from `src/app/core/action/table.rs`: see `tests/integration/readme.rs`. -->\n";
    const TO: &str = "<!-- Here the tables of keys end. -->\n";
    let (before, rest) = README.split_once(FROM).unwrap();
    let (written, after) = rest.split_once(TO).unwrap();
    let made = format!("\n{}", key_tables());
    if written != made && std::env::var_os("SAMVERKAN_SKRIV_README").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        std::fs::write(path, format!("{before}{FROM}{made}{TO}{after}")).unwrap();
        return;
    }
    assert!(
        written == made,
        "README's tables of keys aren't those of the program. Make them again: \
         SAMVERKAN_SKRIV_README=1 cargo test --features test-clock the_tables_of_keys"
    );
}

#[test]
fn every_key_that_the_text_names_is_a_key() {
    let known: BTreeSet<String> = Action::bindings().map(|(_, binding)| binding.key.to_string()).collect();
    let named = README.split(|c: char| !(c.is_alphanumeric() || "-↑↓←→".contains(c))).filter(|word| {
        let is_f = word.strip_prefix('F').is_some_and(|rest| rest.parse::<u8>().is_ok());
        is_f || word.starts_with("Ctrl-") || word.starts_with("Alt-")
    });
    let unknown: BTreeSet<&str> = named.filter(|word| !known.contains(*word)).collect();
    assert!(unknown.is_empty(), "{unknown:?} are no keys");
}

#[test]
fn the_formats_of_papers_are_listed() {
    let words = Format::ALL.map(Format::ending).join("|");
    for line in [format!("samverkan protokoll MÖTE [--format {words}]"), format!("[--format {words}|ics]")] {
        assert!(README.contains(&line), "{line}");
    }
}

/// The tests that stand for what SECURITY.md promises.
#[test]
fn every_test_that_a_promise_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(".github/SECURITY.md")).unwrap();
    let code = sources(&root.join("src")) + &sources(&root.join("tests/integration"));
    let table = text.split_once("## Each promise").unwrap().1;
    let named: Vec<&str> = table.split('`').filter(|name| name.contains("::")).collect();
    assert!(named.len() > 30, "{named:?}");
    for name in named {
        let last = name.rsplit("::").next().unwrap();
        assert!(last == "tests" || code.contains(&format!("fn {last}()")), "{name}");
    }
}

fn sources(folder: &std::path::Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.map(|path| match path.extension() {
        _ if path.is_dir() => sources(&path),
        Some(ending) if ending == "rs" => std::fs::read_to_string(&path).unwrap(),
        _ => String::new(),
    });
    texts.collect()
}
