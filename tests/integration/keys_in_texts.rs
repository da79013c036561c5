//! No key is typed by hand in a text of the program: a text names the action, `‹Undo›`, and the one table says its key.

use super::architecture::program;
use samverkan::app::action::name_keys;
use std::collections::BTreeSet;

/// Keys by name. Those that are a letter alone are found by standing alone in a sentence.
fn typed_keys(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '.' | ';' | '(' | ')' | '?' | '!' | '"' | '”')
        })
        .map(|word| word.trim_matches(':'))
        .collect();
    let is_word = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let is_sentence = words.iter().filter(is_word).count() > 2;
    for (at, word) in words.iter().enumerate() {
        let number = |rest: &str| rest.parse::<u8>().is_ok_and(|number| (1..=12).contains(&number));
        let is_named = matches!(*word, "Enter" | "Esc" | "Tab" | "Del" | "Mellanslag" | "PgUp" | "PgDn");
        let is_held = ["Ctrl-", "Alt-", "Skift-"].iter().any(|held| word.starts_with(held));
        // "v 49" is a week.
        let is_week = *word == "v" && words.get(at + 1).is_some_and(|next| next.parse::<u8>().is_ok());
        let is_letter = is_sentence && !is_week && matches!(word.as_bytes(), [b'a'..=b'h' | b'j'..=b'z']);
        if is_named || is_held || word.strip_prefix('F').is_some_and(number) || is_letter {
            found.push((*word).to_owned());
        }
    }
    found
}

/// What a string says: an escape is a break between words, and a placeholder of `format!` stands for a part of one.
fn said(string: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    let mut chars = string.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
                text.push(' ');
            }
            '{' => {
                depth += 1;
                text.push('0');
            }
            '}' => depth -= 1,
            _ if depth > 0 => {}
            c => text.push(c),
        }
    }
    text
}

#[test]
fn no_text_of_the_program_has_a_key_typed_by_hand() {
    let mut found = Vec::new();
    for (file, code) in program() {
        let path = file.display().to_string();
        // The keys' own names; and what isn't for the screen: English and SQL.
        if path.starts_with("app/core/action") || path.starts_with("store/") && path != "store/error.rs" {
            continue;
        }
        for (at, string) in code.iter().enumerate().filter(|(_, token)| token.starts_with('"')) {
            // What is said to who reads the code.
            let before = code[..at].iter().rev().take(2).map(String::as_str).collect::<Vec<_>>();
            if before == ["(", "expect"] || before == ["=", "reason"] {
                continue;
            }
            for key in typed_keys(&said(string)) {
                found.push(format!("src/{path}: {key} in {string}"));
            }
        }
    }
    assert!(found.is_empty(), "write ‹Undo› for Ctrl-Z (see app::action::name_keys):\n{}", found.join("\n"));
}

#[test]
fn every_action_that_a_text_names_is_one() {
    let mut named = BTreeSet::new();
    for (file, code) in program() {
        if file.starts_with("app/core/action") {
            continue;
        }
        for string in code.iter().filter(|token| token.starts_with('"')) {
            for part in string.split('‹').skip(1) {
                let name = part.split_once('›').map_or(part, |(name, _)| name);
                let whole = format!("‹{name}›");
                assert_ne!(name_keys(whole.as_str()), whole, "{} names no action: {string}", file.display());
                named.insert(name.to_owned());
            }
        }
    }
    assert!(named.len() > 25, "only {named:?}");
}

#[test]
fn forms_and_data_name_no_keys() {
    for folder in ["agendas", "data"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                let mut keys = typed_keys(&text);
                keys.retain(|key| key.len() > 1);
                assert!(keys.is_empty(), "{}: {keys:?}", path.display());
            }
        }
    }
}
