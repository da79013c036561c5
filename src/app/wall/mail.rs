//! Mail addresses, however they are written: "eva (at) skolan punkt se".

use crate::domain::text::is_hyphen;

/// What stands instead of an address.
const MAIL: &str = "[adress]";

/// What a mail address has in its middle, however it is written.
const AT: [&str; 17] = [
    "@",
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "(a)",
    "[a]",
    "(@)",
    "[@]",
    " at ",
    "_at_",
    "(snabel-a)",
    "(snabel a)",
    " snabel-a ",
    " snabela ",
    " snabel a ",
    "(snabela)",
];

/// And between the parts of its host.
const DOTS: [&str; 9] =
    ["(dot)", "[dot]", "{dot}", "(punkt)", "[punkt]", "{punkt}", " punkt ", " dot ", " . "];

/// Ends of hosts, for where something else than an address could stand: "Fråga @karin.l".
const TOPS: [&str; 14] =
    ["se", "nu", "com", "org", "net", "eu", "no", "dk", "fi", "de", "info", "io", "me", "uk"];

/// Who has mail for everybody: their name alone is a host, whatever comes after it.
const PROVIDERS: [&str; 8] =
    ["gmail", "hotmail", "outlook", "live", "yahoo", "icloud", "telia", "protonmail"];

/// Without mail addresses, also those with "(at)" or air round their sign.
pub(super) fn without_mail(text: &str) -> String {
    let small = text.to_ascii_lowercase();
    if !AT.iter().any(|sign| small.contains(sign)) {
        return text.to_owned();
    }
    let mut out = without_said_dots(text);
    for sign in AT {
        out = without_mail_at(&out, sign);
    }
    out
}

/// With full stops where they are written as words, between what could be parts of a host: "skolan punkt se".
fn without_said_dots(text: &str) -> String {
    let mut out = text.to_owned();
    for dot in DOTS {
        let mut from = 0;
        while let Some(at) = out[from..].to_ascii_lowercase().find(dot).map(|at| from + at) {
            let after =
                out[at + dot.len()..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if TOPS.contains(&after.to_lowercase().as_str()) {
                out.replace_range(at..at + dot.len(), ".");
            }
            from = at + 1;
        }
    }
    out
}

fn without_mail_at(text: &str, sign: &str) -> String {
    let part = |c: char| c.is_alphanumeric() || is_hyphen(c) || matches!(c, '.' | '_' | '%' | '+' | '~');
    let small = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let (mut from, mut look) = (0, 0);
    while let Some(found) = small[look..].find(sign).map(|at| look + at) {
        look = found + sign.len();
        let (before, after) = (&text[from.min(found)..found], &text[look..]);
        let air = (before.ends_with(char::is_whitespace), after.starts_with(char::is_whitespace));
        let (before, after) = (before.trim_end(), after.trim_start());
        let name = before.len() - before.trim_end_matches(part).len();
        let host = after.len() - after.trim_start_matches(part).len();
        let host = after[..host].trim_end_matches('.');
        let top = host.rsplit_once('.').map(|(_, top)| top.to_lowercase()).unwrap_or_default();
        let provider = PROVIDERS.iter().any(|own| host.to_lowercase().starts_with(own));
        // Air on one side, or a word for the sign: it may be something else that begins with it.
        let doubtful = air.0 != air.1 || sign.starts_with(' ');
        let known = if doubtful { TOPS.contains(&top.as_str()) } else { host.contains('.') || provider };
        if name == 0 || !known {
            continue;
        }
        out.push_str(&before[..before.len() - name]);
        out.push_str(MAIL);
        from = text.len() - after.len() + host.len();
        look = from;
    }
    out.push_str(&text[from..]);
    out
}
