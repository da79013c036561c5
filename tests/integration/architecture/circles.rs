//! No circle between files: whoever reads one file needs none of those that need it. A module and its own children are
//! one thing in several files, and may know each other.

use super::{is_name, module_of, paths, tokens, without_tests};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// A file as far as finding circles goes.
#[derive(Debug, Default)]
struct File {
    name: String,
    /// What it declares, by name.
    items: BTreeSet<String>,
    /// What it calls by another path's last name: `use a::b as c` is `c` for `a::b`.
    aliases: BTreeMap<String, Vec<String>>,
    /// What it takes in whole: `use a::*`.
    globs: Vec<Vec<String>>,
    /// Every path in it that isn't a re-export.
    used: Vec<Vec<String>>,
}

/// All files, by the module that each one is.
type Files = BTreeMap<Vec<String>, File>;

/// Where one file knows another, and the path that says so.
type Arrows = BTreeMap<Vec<String>, BTreeMap<Vec<String>, String>>;

/// The circles among these files, each told by its shortest way round. `sources` are paths from `src/` and what stands there.
pub(super) fn circles(sources: &[(String, String)]) -> Vec<String> {
    // `main.rs` is a crate of its own, with the library's root beside it.
    let sources = sources.iter().filter(|(name, _)| name != "main.rs");
    let files: Files = sources.map(|(name, text)| (module_of(Path::new(name)), read(name, text))).collect();
    let arrows = arrows(&files);
    let mut told = Vec::new();
    let mut seen: BTreeSet<&Vec<String>> = BTreeSet::new();
    for start in files.keys() {
        if seen.contains(start) {
            continue;
        }
        let there = reached(&arrows, start);
        let knot: Vec<&Vec<String>> =
            there.iter().copied().filter(|file| reached(&arrows, file).contains(start)).collect();
        if !knot.is_empty() {
            seen.extend(&knot);
            told.push(tell(&files, &arrows, &knot));
        }
    }
    told
}

/// The files that can be reached from a file by one arrow or more.
fn reached<'a>(arrows: &'a Arrows, from: &Vec<String>) -> BTreeSet<&'a Vec<String>> {
    let mut found = BTreeSet::new();
    let mut left: Vec<&Vec<String>> = arrows.get(from).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(file) = left.pop() {
        if found.insert(file) {
            left.extend(arrows.get(file).into_iter().flat_map(BTreeMap::keys));
        }
    }
    found
}

/// "3 files in a circle:" and the shortest way round, with the path that makes each arrow.
fn tell(files: &Files, arrows: &Arrows, knot: &[&Vec<String>]) -> String {
    let mut shortest: Option<Vec<&Vec<String>>> = None;
    for start in knot {
        // Breadth first, from the start back to itself.
        let mut before: BTreeMap<&Vec<String>, &Vec<String>> = BTreeMap::new();
        let mut row = vec![*start];
        while !row.is_empty() && !before.contains_key(start) {
            let mut next = Vec::new();
            for file in row {
                for to in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
                    if !before.contains_key(to) {
                        before.insert(to, file);
                        next.push(to);
                    }
                }
            }
            row = next;
        }
        let mut way = vec![*start];
        while let Some(file) = before.get(way[way.len() - 1]) {
            way.push(file);
            if file == start {
                break;
            }
        }
        if shortest.as_ref().is_none_or(|known| way.len() < known.len()) {
            shortest = Some(way);
        }
    }
    let way: Vec<&Vec<String>> = shortest.unwrap_or_default().into_iter().rev().collect();
    let mut text = format!("{} files in a circle:", knot.len());
    for pair in way.windows(2) {
        let (from, to) = (&files[pair[0]].name, &files[pair[1]].name);
        let _ = write!(text, "\n  src/{from} knows src/{to} by {}", arrows[pair[0]][pair[1]]);
    }
    if knot.len() + 1 > way.len() {
        let rest = knot.iter().filter(|file| !way.contains(file)).map(|file| files[*file].name.as_str());
        let _ = write!(text, "\n  and with them {}", rest.collect::<Vec<_>>().join(", "));
    }
    text
}

fn arrows(files: &Files) -> Arrows {
    let mut arrows = Arrows::new();
    for (module, file) in files {
        for steps in &file.used {
            let Some(to) = resolve(files, module, steps, 0) else { continue };
            let family = to == *module || is_child(&to, module) || is_child(module, &to);
            if !family {
                arrows.entry(module.clone()).or_default().entry(to).or_insert_with(|| steps.join("::"));
            }
        }
    }
    arrows
}

fn is_child(module: &[String], parent: &[String]) -> bool {
    module.split_last().is_some_and(|(_, above)| above == parent)
}

/// The root of the crate that a module belongs to: the library's, or that of a program in a folder of its own.
fn root_of<'a>(files: &Files, module: &'a [String]) -> &'a [String] {
    let is_program =
        files.get(&module[..module.len().min(1)]).is_some_and(|file| file.name.ends_with("/main.rs"));
    if is_program { &module[..1] } else { &[] }
}

/// The file in which what a path names is declared, re-exports followed.
fn resolve(files: &Files, module: &[String], steps: &[String], depth: usize) -> Option<Vec<String>> {
    let first = steps.first()?;
    let file = files.get(module)?;
    // Names that lead to each other in a ring would be followed for ever.
    if depth > 20 {
        return None;
    }
    if let Some(inside) = super::from_root(module, steps) {
        let root = if first == "crate" { root_of(files, module) } else { &[] };
        return within(files, root, &inside, depth);
    }
    if let Some(alias) = file.aliases.get(first) {
        let whole: Vec<String> = alias.iter().chain(&steps[1..]).cloned().collect();
        // `use a::b` in the file of a module that is itself called `a`.
        return (whole != steps).then(|| resolve(files, module, &whole, depth + 1)).flatten();
    }
    let child: Vec<String> = module.iter().chain([first]).cloned().collect();
    files.contains_key(&child).then(|| within(files, &child, &steps[1..], depth)).flatten()
}

/// What a path means inside a module.
fn within(files: &Files, module: &[String], steps: &[String], depth: usize) -> Option<Vec<String>> {
    let file = files.get(module)?;
    let Some(first) = steps.first() else { return Some(module.to_vec()) };
    let child: Vec<String> = module.iter().chain([first]).cloned().collect();
    if files.contains_key(&child) {
        return within(files, &child, &steps[1..], depth);
    }
    if file.items.contains(first) {
        return Some(module.to_vec());
    }
    if let Some(alias) = file.aliases.get(first) {
        let whole: Vec<String> = alias.iter().chain(&steps[1..]).cloned().collect();
        return resolve(files, module, &whole, depth + 1);
    }
    let by_glob = file.globs.iter().find_map(|glob| {
        let whole: Vec<String> = glob.iter().chain(steps).cloned().collect();
        let found = resolve(files, module, &whole, depth + 1)?;
        files[&found].items.contains(first).then_some(found)
    });
    Some(by_glob.unwrap_or_else(|| module.to_vec()))
}

/// What a file declares, calls by other names, and uses.
fn read(name: &str, text: &str) -> File {
    const DECLARES: [&str; 9] =
        ["fn", "struct", "enum", "trait", "type", "const", "static", "union", "macro_rules"];
    let (code, _) = without_tests(&tokens(text));
    let mut file = File { name: name.to_owned(), ..File::default() };
    let mut rest = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let token = code[at].as_str();
        let next = code.get(at + 1).filter(|next| is_name(next));
        // The path of a visibility knows nothing.
        if token == "pub" && code.get(at + 1).is_some_and(|next| next == "(") {
            at += code[at..].iter().position(|token| token == ")").unwrap_or(0) + 1;
            let is_use = code.get(at).is_some_and(|token| token == "use");
            if is_use {
                at = read_use(&code, at, &mut file, true);
            }
            continue;
        }
        if token == "use" {
            let shown = at > 0 && code[at - 1] == "pub";
            at = read_use(&code, at, &mut file, shown);
            continue;
        }
        if token == "mod" && next.is_some() {
            // A module in the file itself is part of it.
            at += 2;
            continue;
        }
        if DECLARES.contains(&token)
            && let Some(name) = next
        {
            file.items.insert(name.clone());
        }
        rest.push(token.to_owned());
        at += 1;
    }
    file.used.extend(paths(&rest).into_iter().filter(|steps| steps.len() > 1));
    file
}

/// Reads the `use` at `at`; what is shown on to others isn't used here.
fn read_use(code: &[String], at: usize, file: &mut File, shown: bool) -> usize {
    let end = at + code[at..].iter().position(|token| token == ";").unwrap_or(code.len() - at);
    let mut leaves = Vec::new();
    tree(&code[at + 1..end], &[], &mut leaves);
    for (steps, name) in leaves {
        match steps.split_last() {
            Some((last, above)) if last == "*" => {
                file.globs.push(above.to_vec());
                if !shown {
                    file.used.push(above.to_vec());
                }
            }
            Some((last, above)) if last == "self" => {
                file.aliases.insert(
                    name.unwrap_or_else(|| above.last().cloned().unwrap_or_default()),
                    above.to_vec(),
                );
                if !shown {
                    file.used.push(above.to_vec());
                }
            }
            Some((last, _)) => {
                file.aliases.insert(name.unwrap_or_else(|| last.clone()), steps.clone());
                if !shown {
                    file.used.push(steps);
                }
            }
            None => {}
        }
    }
    end + 1
}

/// Takes a `use` tree apart: each path with the name that it gets, if another than its last step.
fn tree(code: &[String], start: &[String], leaves: &mut Vec<(Vec<String>, Option<String>)>) {
    let mut depth = 0;
    for branch in code.split(|token| {
        depth += i32::from(token == "{") - i32::from(token == "}");
        depth == 0 && token == ","
    }) {
        let mut steps = start.to_vec();
        let mut name = None;
        let mut at = 0;
        while at < branch.len() {
            match branch[at].as_str() {
                "::" => at += 1,
                "{" => {
                    let end = branch.iter().rposition(|token| token == "}").unwrap_or(branch.len());
                    tree(&branch[at + 1..end], &steps, leaves);
                    steps.clear();
                    break;
                }
                "as" => {
                    name = branch.get(at + 1).cloned();
                    break;
                }
                step => {
                    steps.push(step.to_owned());
                    at += 1;
                }
            }
        }
        if !steps.is_empty() && !branch.is_empty() {
            leaves.push((steps, name));
        }
    }
}

fn found(sources: &[(&str, &str)]) -> Vec<String> {
    let all = [("lib.rs", "")].iter().chain(sources);
    circles(&all.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
}

#[test]
fn a_circle_between_files_is_found_whichever_way_it_is_made() {
    for (why, sources) in [
        ("two by name", vec![("a.rs", "use crate::b::f;"), ("b.rs", "use crate::a::{self, g};")]),
        ("a path in code", vec![("a.rs", "fn g() { crate::b::f() }"), ("b.rs", "use super::a::g;")]),
        (
            "three in folders",
            vec![
                ("x/a.rs", "use super::b::f;"),
                ("x/b.rs", "use crate::y;\nfn h() { y::c::f(); }"),
                ("x/mod.rs", "mod a; mod b;"),
                ("y/c.rs", "use crate::x::a;"),
                ("y/mod.rs", "pub mod c;"),
            ],
        ),
        (
            "through a re-export under another name",
            vec![
                ("x/mod.rs", "mod a; pub use a::Thing as Other;"),
                ("x/a.rs", "pub struct Thing; use crate::b::f;"),
                ("b.rs", "use crate::x::Other;"),
            ],
        ),
        (
            "through all that a module shows on",
            vec![
                ("x/mod.rs", "mod a; mod c; pub use a::*; pub use c::*;"),
                ("x/a.rs", "pub struct Thing; use crate::b::f;"),
                ("x/c.rs", "pub struct Own;"),
                ("b.rs", "use crate::x::{Own, Thing};"),
            ],
        ),
        (
            "with another's child",
            vec![
                ("x/mod.rs", "mod a; use crate::b::f; pub fn g() {}"),
                ("x/a.rs", ""),
                ("b.rs", "fn f() { crate::x::g() }"),
            ],
        ),
    ] {
        assert_eq!(found(&sources).len(), 1, "{why}: {:?}", found(&sources));
    }
    let told = found(&[
        ("a.rs", "use crate::b::f;"),
        ("b.rs", "fn f() { crate::a::g() }"),
        ("c.rs", "use crate::a;"),
    ]);
    assert_eq!(
        told,
        [
            "2 files in a circle:\n  src/a.rs knows src/b.rs by crate::b::f\n  src/b.rs knows src/a.rs by crate::a::g"
        ]
    );
}

#[test]
fn what_is_no_circle_is_left_alone() {
    for (why, sources) in [
        ("one way", vec![("a.rs", "use crate::b::f;"), ("b.rs", "pub fn f() {}")]),
        (
            "a module and its children",
            vec![("x/mod.rs", "mod a; use a::f; pub struct X;"), ("x/a.rs", "use super::X; pub fn f() {}")],
        ),
        (
            "only tests go back",
            vec![("a.rs", "use crate::b::f;"), ("b.rs", "#[cfg(test)]\nmod tests { use crate::a::g; }")],
        ),
        (
            "a module shows on what its children use of each other",
            vec![
                ("x/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
                ("x/a.rs", "pub struct A; use crate::x::B;"),
                ("x/b.rs", "pub struct B;"),
            ],
        ),
        (
            "a visibility and words",
            vec![("a.rs", "pub(in crate::b) fn f() {}"), ("b.rs", "use crate::a::f; // crate::b")],
        ),
    ] {
        assert_eq!(found(&sources), Vec::<String>::new(), "{why}");
    }
}
