//! The parties of a consent and what each may tell, as they are typed.

use super::{ALL_PARTIES, parties_here, which};
use crate::app::core::model::Model;
use crate::app::core::model::form::{Form, Wrong};
use crate::app::ui::fields::wrong;
use crate::domain::collate::same;
use crate::domain::consent;
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::quoted::quoted;

/// What stands instead of a party's name, where the same is said of all.
const EACH: &str = "alla";

/// The parties as they are typed, each once, in the spelling that is there already; "Maja" is who is called so here.
pub(super) fn parties(
    model: &Model,
    form: &Form,
    arende: ArendeId,
    id: Option<ConsentId>,
) -> Result<Vec<String>, Wrong> {
    let mut parts: Vec<String> = Vec::new();
    let Some(screen) = model.meeting_screen() else { return Ok(parts) };
    let meeting = &screen.meeting;
    if form.value("alla") == ALL_PARTIES
        && let Some(item) = meeting.items.iter().find(|item| item.arende == arende)
    {
        parts = parties_here(screen, item);
    }
    let mut known: Vec<&str> = meeting
        .consent_parties
        .iter()
        .filter(|row| Some(row.consent) == id)
        .map(|row| row.part.as_str())
        .collect();
    known.extend(
        meeting
            .participants
            .iter()
            .flat_map(|person| [&person.unit, &person.role, &person.name])
            .map(String::as_str),
    );
    known.extend(meeting.consent_parties.iter().map(|row| row.part.as_str()));
    for typed in names(form.value("parter"), &known) {
        let known = known
            .iter()
            .find(|known| same(known, typed))
            .or_else(|| known.iter().find(|known| consent::one_party(known, typed)));
        let part = match known {
            Some(known) => (*known).to_owned(),
            None => match meeting.called(typed).as_slice() {
                [] => typed.to_owned(),
                [only] => only.short_name(),
                several => return Err(which(several.iter().map(|person| person.name_and_role()), "parter")),
            },
        };
        if !parts.iter().any(|there| same(there, &part)) {
            parts.push(part);
        }
    }
    Ok(parts)
}

/// The names between commas; a known one that has a comma itself is whole.
fn names<'t>(typed: &'t str, known: &[&str]) -> Vec<&'t str> {
    let mut all = Vec::new();
    let mut rest = typed.trim_matches([',', ' ']);
    while !rest.is_empty() {
        let commas = rest.match_indices(',').map(|(at, _)| at).chain([rest.len()]);
        let is_known = |at: &usize| known.iter().any(|known| same(known, &rest[..*at]));
        let first = rest.find(',').unwrap_or(rest.len());
        let end = commas.filter(is_known).max().unwrap_or(first);
        all.push(rest[..end].trim());
        rest = rest[end..].trim_start_matches([',', ' ']).trim_end();
    }
    all
}

/// "Part: vad; Part: vad" taken apart; a party that the consent doesn't name is refused. What stands after a semicolon
/// without a party goes on with what was said before.
pub(super) fn limits(form: &Form, key: &str, parts: &[String]) -> Result<Vec<(String, String)>, Wrong> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in form.value(key).split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        match pieces.last_mut() {
            Some(last) if !piece.contains(':') || !last.contains(':') => {
                last.push_str("; ");
                last.push_str(piece);
            }
            _ => pieces.push(piece.to_owned()),
        }
    }
    let mut all = Vec::new();
    for piece in &pieces {
        // A party may have a colon in its name.
        let whole = |part: &&String| {
            piece.strip_prefix(part.as_str()).is_some_and(|rest| rest.trim_start().starts_with(':'))
        };
        let at = match parts.iter().filter(whole).max_by_key(|part| part.len()) {
            Some(part) => piece[part.len()..].find(':').map(|at| at + part.len()),
            None => piece.find(':'),
        };
        let (part, what) = at
            .map(|at| (&piece[..at], &piece[at + 1..]))
            .ok_or_else(|| wrong(key, "Skriv så här: BUP: bedömningen i våras; Skola: frånvaron"))?;
        let exactly = parts.iter().find(|known| same(known, part));
        let named: Vec<&String> =
            match exactly.or_else(|| parts.iter().find(|known| consent::one_party(known, part))) {
                Some(known) => vec![known],
                None if same(part, EACH) => parts.iter().collect(),
                None => return Err(wrong(key, format!("{} finns inte bland parterna.", quoted(part)))),
            };
        let (part, what) = (part.trim(), what.trim());
        if what.is_empty() {
            return Err(wrong(key, format!("Skriv vad efter ”{part}:”, eller ta bort det.")));
        }
        // Who is named twice may tell both.
        for part in named {
            match all.iter_mut().find(|(known, _): &&mut (String, String)| same(known, part)) {
                Some((_, known)) => *known = format!("{known}, {what}"),
                None => all.push((part.clone(), what.to_owned())),
            }
        }
    }
    Ok(all)
}
