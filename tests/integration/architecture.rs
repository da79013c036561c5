//! Which part of the program may know which. The map is in the crate's documentation; here it is read from the sources
//! themselves, so that the map stays true.
//!
//! Test code is free: what stands under `#[cfg(test)]`, and the files that are reached only from there.

mod circles;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each part of `src/`, and what it may use of the others. A path with more than one step opens only that door.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("app", &["domain"]),
    ("input", &["app", "domain"]),
    ("view", &["app", "domain", "input"]),
    ("toml_file", &["domain"]),
    ("agenda_file", &["domain", "toml_file"]),
    ("minutes", &["domain"]),
    ("demo", &["domain"]),
    // A meeting keeps its form as a snapshot, and the snapshot's format is the agenda files' own.
    ("meeting_file", &["domain", "agenda_file::snapshot", "agenda_file::snapshot_id"]),
    (
        "store",
        &[
            "domain",
            "agenda_file::foreign",
            "agenda_file::from_snapshot",
            "agenda_file::held::carried",
            "io_words::reason",
        ],
    ),
    ("io_words", &[]),
    // The settings are read at the edge, for the command line alone.
    ("config", &["domain", "app::model::Theme", "toml_file"]),
    ("runtime", BELOW_THE_COMMAND_LINE),
    ("cli", EVERYTHING),
    ("lib", EVERYTHING),
    ("main", &["cli"]),
    // The paper program: an executable of its own, which knows of ours what goes through the pipe.
    ("papper", &["minutes::pdf::pipe"]),
];

/// What the runtime may know: everything but who calls it.
const BELOW_THE_COMMAND_LINE: &[&str] = EVERYTHING.split_at(EVERYTHING.len() - 1).0;

/// All parts; the command line last, for nothing but itself is above it.
const EVERYTHING: &[&str] = &[
    "domain",
    "app",
    "input",
    "view",
    "toml_file",
    "agenda_file",
    "minutes",
    "demo",
    "meeting_file",
    "store",
    "io_words",
    "config",
    "runtime",
    "cli",
];

/// What belongs to the world outside, and the only parts that may touch it.
const DOORS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("toml", &["toml_file"]),
    ("ratatui", &["view", "input", "runtime"]),
    ("crossterm", &["input", "runtime"]),
    ("signal_hook", &["runtime"]),
    ("rpassword", &["cli"]),
    ("directories", &["config"]),
    ("getrandom", &["store", "runtime", "cli"]),
    ("std::fs", &["store", "toml_file", "agenda_file", "runtime", "cli"]),
    ("std::env", &["runtime", "cli", "main", "papper"]),
    ("std::process", &["runtime", "cli", "main", "papper"]),
    ("typst", &["papper"]),
    ("typst_layout", &["papper"]),
    ("typst_pdf", &["papper"]),
    ("rlimit", &["papper"]),
    ("secmem_proc", &["runtime", "papper"]),
    ("zeroizing_alloc", &["main"]),
    ("samverkan_sqlite_heap", &["store"]),
    ("notify", &["runtime"]),
    ("std::net", &[]),
    ("std::time::SystemTime", &[]),
    ("std::time::Instant", &["runtime"]),
];

/// Ways to ask for the time that a `use` line doesn't give away, and the part where it is asked for.
const CLOCKS: &[(&str, &[&str])] = &[
    ("Utc::now", &["runtime"]),
    ("Local::now", &[]),
    ("SystemTime::now", &[]),
    ("Instant::now", &["runtime"]),
];

#[test]
fn each_part_uses_only_what_it_may() {
    let mut parts = BTreeSet::new();
    let mut found = Vec::new();
    for (file, code) in &program() {
        let module = module_of(file);
        parts.insert(module.first().cloned().unwrap_or_else(|| stem(file)));
        for fault in faults(file, &module, code) {
            found.push(format!("src/{}: {fault}", file.display()));
        }
    }
    let known: BTreeSet<String> = MAY_USE.iter().map(|(part, _)| (*part).to_owned()).collect();
    assert_eq!(parts, known, "the table MAY_USE and the folders of src/ differ");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    let read = production_files();
    let named: Vec<(String, String)> =
        read.into_iter().map(|(file, text)| (file.to_str().unwrap().to_owned(), text)).collect();
    let found = circles::circles(&named);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_forbidden_is_found() {
    for (file, text, fault) in [
        ("domain/x.rs", "use crate::app::Model;", "domain may not use app::Model"),
        (
            "domain/x.rs",
            "use crate::{domain::text, store::{Store, read}};",
            "domain may not use store::Store",
        ),
        ("domain/x/y.rs", "use super::super::super::view::pen;", "domain may not use view::pen"),
        (
            "domain/x.rs",
            "fn f() { let a = crate::io_words::reason(e); }",
            "domain may not use io_words::reason",
        ),
        ("domain/x.rs", "use std::{fmt, fs};", "domain may not use std::fs"),
        (
            "domain/x.rs",
            "let now = std::time::SystemTime::now();",
            "domain may not use std::time::SystemTime",
        ),
        ("domain/x.rs", "use chrono::Utc; let now = Utc::now();", "domain may not ask for the time"),
        ("app/x.rs", "fn f() -> rusqlite::Connection { g() }", "app may not use rusqlite"),
        ("app/mod.rs", "use crate::input::keymap;", "app may not use input::keymap"),
        ("view/x.rs", "use crossterm::event::KeyCode;", "view may not use crossterm"),
        ("input/mod.rs", "pub use super::view::HitMap;", "input may not use view::HitMap"),
        ("store/x.rs", "use crate::agenda_file::Catalogue;", "store may not use agenda_file::Catalogue"),
        (
            "minutes/x.rs",
            "#[cfg(test)]\nuse a::b;\nuse crate::store::Store;",
            "minutes may not use store::Store",
        ),
        ("main.rs", "samverkan::store::open();", "main may not use store::open"),
        ("domain/x.rs", "const A: &str = r#\"\"\"#; use crate::cli;", "domain may not use cli"),
        ("domain/x.rs", "let a = '\"'; use crate::cli;", "domain may not use cli"),
        (
            "runtime/x.rs",
            "let a = crate::cli::place::access_of(b);",
            "runtime may not use cli::place::access_of",
        ),
    ] {
        let file = Path::new(file);
        let (code, _) = without_tests(&tokens(text));
        let found = faults(file, &module_of(file), &code);
        assert!(found.iter().any(|found| found.starts_with(fault)), "{text}: {found:?}");
    }
}

#[test]
fn what_is_allowed_is_left_alone() {
    for (file, text) in [
        ("domain/x.rs", "use super::text; use crate::domain::{ids, record::*}; use chrono::{DateTime, Utc};"),
        (
            "domain/x.rs",
            "// use crate::store::Store;\n/* use crate::cli; /* nested */ use crate::cli; */ fn f<'a>() {}",
        ),
        ("domain/x.rs", "/// See [`crate::store`].\nconst A: &str = \"use crate::cli; \\\" std::fs\";"),
        ("domain/x.rs", "#[cfg(test)]\nmod tests { use crate::store::Store; mod deep { use crate::cli; } }"),
        ("domain/x.rs", "#[cfg(test)]\npub(crate) mod testing;\nfn f() {}"),
        (
            "store/mod.rs",
            "use crate::agenda_file::from_snapshot; use rusqlite::Connection; use std::fs::File;",
        ),
        (
            "view/mod.rs",
            "pub use crate::input::HitMap; use ratatui::Frame; use crate::app::board::{self, Board};",
        ),
        ("runtime/clock.rs", "fn now() -> DateTime<Utc> { Utc::now() }"),
        ("cli/mod.rs", "use crate::{store, view, runtime::terminal}; use std::process::ExitCode;"),
    ] {
        let file = Path::new(file);
        let (code, _) = without_tests(&tokens(text));
        assert_eq!(faults(file, &module_of(file), &code), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn files_for_tests_are_known_by_who_asks_for_them() {
    let (code, only_for_tests) = without_tests(&tokens(
        "mod a;\n#[cfg(test)]\nmod b;\n#[cfg(test)]\n#[path = \"x\"]\npub(crate) mod c;\n#[cfg(test)]\nmod d { fn f() {} }\nmod e;",
    ));
    assert_eq!(only_for_tests, ["b", "c"]);
    assert_eq!(code.join(" "), "mod a ; mod e ;");
    assert_eq!(children(Path::new("view/mod.rs")), Path::new("view"));
    assert_eq!(children(Path::new("demo.rs")), Path::new("demo"));
    assert_eq!(children(Path::new("lib.rs")), Path::new(""));
}

/// The program's files as [`production_files`], each with its code as [`tokens`], without what is only for tests.
pub(crate) fn program() -> Vec<(PathBuf, Vec<String>)> {
    let read = production_files();
    assert!(read.len() > 50, "only {} files found", read.len());
    read.into_iter().map(|(file, text)| (file, without_tests(&tokens(&text)).0)).collect()
}

/// The files of `src/` by their paths from there, with what stands in them; not those that are reached from tests alone.
fn production_files() -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut test_files) = (Vec::new(), BTreeSet::new());
    collect(&source, &mut files);
    let mut read = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let inside = file.strip_prefix(&source).unwrap();
        let (_, only_for_tests) = without_tests(&tokens(&text));
        for module in only_for_tests {
            let folder = children(inside);
            test_files.insert(folder.join(format!("{module}.rs")));
            test_files.insert(folder.join(&module).join("mod.rs"));
        }
        read.push((inside.to_owned(), text));
    }
    read.retain(|(file, _)| !test_files.contains(file));
    read
}

/// All Rust files under a folder, in order.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        // A crate of its own is judged by its own lints.
        if entry.is_dir() && !entry.join("Cargo.toml").exists() {
            collect(&entry, files);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// Where the modules lie that a file asks for with `mod x;`.
fn children(file: &Path) -> PathBuf {
    match stem(file).as_str() {
        "mod" | "lib" | "main" => file.parent().unwrap().to_owned(),
        _ => file.with_extension(""),
    }
}

/// The module that a file is, from the crate's root; the root itself is nothing.
fn module_of(file: &Path) -> Vec<String> {
    children(file).iter().map(|step| step.to_str().unwrap().to_owned()).collect()
}

/// Source text as words and signs: names, `::`, strings with their marks, and each other sign by itself. Comments are left
/// out.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        at += match rest {
            ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => {
                let length = string(rest).min(rest.len());
                found.push(rest[..length].iter().collect());
                length
            }
            ['r', '"' | '#', ..] if raw_string(rest).is_some() => {
                let length = raw_string(rest).unwrap();
                found.push(rest[1..length].iter().filter(|c| **c != '#').collect());
                length
            }
            ['b', '"', ..] => 1 + string(&rest[1..]),
            ['\'', '\\', _, ..] => 3 + rest[3..].iter().position(|c| *c == '\'').unwrap() + 1,
            ['\'', _, '\'', ..] => 3,
            [':', ':', ..] => {
                found.push("::".to_owned());
                2
            }
            [c, ..] if c.is_alphanumeric() || *c == '_' => {
                let name: String = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
                let length = name.chars().count();
                found.push(name);
                length
            }
            [c, ..] => {
                if !c.is_whitespace() {
                    found.push(c.to_string());
                }
                1
            }
            [] => 0,
        };
    }
    found
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of `r"…"` or `r#"…"#`; nothing if it is a raw name, such as `r#type`.
fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    let body = 2 + hashes;
    if rest.get(body - 1) != Some(&'"') {
        return None;
    }
    let end = (body..rest.len())
        .find(|at| rest[*at] == '"' && rest[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes)?;
    Some(end + 1 + hashes)
}

/// The code without what stands under `#[cfg(test)]`, and the names of the modules in files of their own there.
fn without_tests(tokens: &[String]) -> (Vec<String>, Vec<String>) {
    let is_mark = |at: usize| {
        let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
        tokens[at..].iter().take(mark.len()).eq(mark.iter())
    };
    let (mut code, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if !is_mark(at) {
            code.push(tokens[at].clone());
            at += 1;
            continue;
        }
        // The item ends with its own braces, or with a semicolon outside of any.
        let (mut depth, mut end) = (0_i32, at + 7);
        while end < tokens.len() {
            match tokens[end].as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                ";" if depth == 0 => {
                    let item = &tokens[at..end];
                    if let Some([word, name]) = item.last_chunk()
                        && word == "mod"
                    {
                        modules.push(name.clone());
                    }
                    break;
                }
                _ => {}
            }
            if depth == 0 && tokens[end] == "}" {
                // The braces of `use a::{b, c};` are followed by their semicolon.
                end += usize::from(tokens.get(end + 1).is_some_and(|next| next == ";"));
                break;
            }
            end += 1;
        }
        at = end + 1;
    }
    (code, modules)
}

/// Every path in the code, `use` trees taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(code: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if is_name(&code[at]) {
            at = path(code, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads the path that begins at `at`, after `start`; says where it ends.
fn path(code: &[String], mut at: usize, start: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let token = |at: usize| code.get(at).map(String::as_str);
    let mut steps = start.to_vec();
    while token(at).is_some_and(is_name) {
        steps.push(code[at].clone());
        at += 1;
        match (token(at), token(at + 1)) {
            (Some("::"), Some("{")) => {
                at += 2;
                while !matches!(token(at), None | Some("}")) {
                    at = if token(at).is_some_and(is_name) { path(code, at, &steps, found) } else { at + 1 };
                }
                return at + 1;
            }
            (Some("::"), Some(next)) if is_name(next) => at += 1,
            _ => break,
        }
    }
    found.push(steps);
    at
}

/// Everything in a file that its part of the program may not know.
fn faults(file: &Path, module: &[String], code: &[String]) -> Vec<String> {
    let part = module.first().cloned().unwrap_or_else(|| stem(file));
    let allowed = MAY_USE.iter().find(|(known, _)| *known == part).map_or(&[][..], |(_, may)| may);
    let is_within = |path: &str, door: &str| {
        path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let mut found = Vec::new();
    for steps in paths(code) {
        let path = steps.join("::");
        if let Some(inside) = from_root(module, &steps) {
            let target = inside.join("::");
            let other =
                inside.first().filter(|other| **other != part && EVERYTHING.contains(&other.as_str()));
            if other.is_some() && !allowed.iter().any(|door| is_within(&target, door)) {
                found.push(format!("{part} may not use {target}"));
            }
            continue;
        }
        for (door, keepers) in DOORS {
            if is_within(&path, door) && !keepers.contains(&part.as_str()) {
                found.push(format!("{part} may not use {door}"));
            }
        }
        for (clock, keepers) in CLOCKS {
            let asks = path == *clock || path.ends_with(&format!("::{clock}"));
            if asks && !keepers.contains(&part.as_str()) {
                found.push(format!("{part} may not ask for the time with {clock}"));
            }
        }
    }
    found
}

/// A path within the crate, from its root; nothing for a path that leads elsewhere.
fn from_root(module: &[String], steps: &[String]) -> Option<Vec<String>> {
    match steps.first()?.as_str() {
        "crate" | "samverkan" => Some(steps[1..].to_vec()),
        "super" => {
            let up = steps.iter().take_while(|step| *step == "super").count();
            // A module within the file stands one step deeper than the file itself.
            let base = &module[..module.len().saturating_sub(up)];
            Some([base, &steps[up..]].concat())
        }
        "self" => Some([module, &steps[1..]].concat()),
        _ => None,
    }
}
