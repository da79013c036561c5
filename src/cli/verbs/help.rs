//! What `--hjalp` prints, made from the table of verbs.

use super::table::{ABOUT_MEETING, GLOBAL, Kind, VERBS, Verb};
use crate::app::action::name_keys;
use std::fmt::Write;

impl Verb {
    /// `protokoll MÖTE [--format md|txt|json] [--ut FIL]`
    pub(super) fn usage(&self) -> String {
        let mut line = self.name.to_owned();
        for (word, needed) in self.words {
            let _ = if *needed { write!(line, " {word}") } else { write!(line, " [{word}]") };
        }
        for switch in self.options {
            let _ = write!(line, " [--{}", switch.name);
            let _ = match (switch.value(), switch.optional) {
                (Some(value), true) => write!(line, " [{value}]"),
                (Some(value), false) => write!(line, " {value}"),
                (None, _) => Ok(()),
            };
            line.push(']');
        }
        if self.kind == Kind::Forms {
            line.push_str(" lista|visa|kontrollera|kopiera");
        }
        line
    }
}

/// Help about one verb, or about the whole command line.
pub fn help(verb: Option<&Verb>) -> String {
    match verb {
        Some(verb) => help_verb(verb),
        None => help_all(),
    }
}

fn help_all() -> String {
    let mut out = String::from("samverkan: strukturerade möten om barn\n\n");
    for verb in VERBS {
        let usage = verb.usage();
        let _ = match usage.as_str() {
            "" => writeln!(out, "  {:<42}{}", "samverkan", verb.about),
            usage if usage.chars().count() > 30 => {
                writeln!(out, "  samverkan {}\n  {:<42}{}", folded(usage), "", verb.about)
            }
            usage => writeln!(out, "  samverkan {usage:<32}{}", verb.about),
        };
    }
    out.push_str("\nFör alla kommandon:\n");
    for (name, value, about) in GLOBAL {
        let _ = writeln!(out, "  {:<42}{about}", format!("--{name} {value}"));
    }
    out.push_str(
        "  --hjalp                                   den här hjälpen, eller hjälp om ett kommando\n",
    );
    out.push_str("  --version                                 vilken version det är\n");
    let _ = write!(
        out,
        "\n{ABOUT_MEETING}\nNamnen går att skriva med å, ä och ö också: öppna, möten, --hjälp.\n"
    );
    out
}

/// A long usage on several lines, broken before an option.
fn folded(usage: &str) -> String {
    let mut lines = vec![String::new()];
    for (index, part) in usage.split(" [--").enumerate() {
        let part = if index == 0 { part.to_owned() } else { format!(" [--{part}") };
        if let Some(line) = lines.last_mut().filter(|line| line.chars().count() + part.chars().count() < 90) {
            line.push_str(&part);
        } else {
            lines.push(part);
        }
    }
    lines.join("\n           ")
}

fn help_verb(verb: &Verb) -> String {
    let mut out = format!("samverkan {}\n  {}\n", folded(&verb.usage()), verb.about);
    if !verb.options.is_empty() {
        out.push('\n');
    }
    for switch in verb.options {
        let written = switch.value().map(|value| format!(" {value}")).unwrap_or_default();
        let _ = writeln!(out, "  {:<32}{}", format!("--{}{written}", switch.name), switch.about());
    }
    if !verb.more.is_empty() {
        let _ = writeln!(out, "\n{}", name_keys(verb.more));
    }
    out
}
