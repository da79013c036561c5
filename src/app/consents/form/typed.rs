//! The parties of a consent and what each may tell, as they are typed.

use super::{ALL_PARTIES, parties_here, which};
use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, Form, Wrong};
use crate::app::ui::fields::wrong;
use crate::domain::collate::same;
use crate::domain::consent;
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted;
use crate::domain::record::{Consent, ConsentParty};
use chrono::NaiveDate;

/// What stands instead of a party's name, where the same is said of all.
const EACH: &str = "alla";

/// The answers of others that a new one may say the same as: each one's last yes in the ärende that holds.
pub(super) fn answered_before(
    meeting: &Meeting,
    arende: ArendeId,
    but: Option<ConsentId>,
    today: NaiveDate,
) -> impl Iterator<Item = &Consent> {
    let all = meeting.last_answers(arende).into_iter();
    all.filter(move |consent| consent.holds_on(today) && Some(consent.id) != but)
        .filter(|consent| meeting.parties_of(consent.id).next().is_some())
}

/// The choice that means the same parties and limits as in an answer that is there: "som Maria Påhitt".
pub(super) fn as_they(consent: &Consent) -> String {
    format!("som {}", consent.given_by_name())
}

/// What another has said, which this one says too: nobody reads the whole list out again.
pub(super) struct Said {
    rows: Vec<ConsentParty>,
    /// What the answer isn't to cover.
    pub(super) not_covered: Option<String>,
}

impl Said {
    /// Fills in what this one says nothing else of.
    pub(super) fn fill(
        &self,
        typed: &mut Vec<(String, String)>,
        pick: impl Fn(&ConsentParty) -> Option<&String>,
    ) {
        for row in &self.rows {
            let is_said = typed.iter().any(|(part, _)| same(part, &row.part));
            if let (Some(what), false) = (pick(row), is_said) {
                typed.push((row.part.clone(), what.clone()));
            }
        }
    }
}

/// The answer that the form says the same as, where it says so.
pub(super) fn same_as(model: &Model, form: &Form, arende: ArendeId) -> Option<Said> {
    let chosen: Vec<&str> = ticked(form).collect();
    let meeting = model.meeting()?;
    let said = meeting.last_answers(arende).into_iter().filter(|consent| consent.holds_on(model.now.today()));
    let said = said
        .filter(|consent| chosen.contains(&as_they(consent).as_str()))
        .max_by_key(|consent| consent.id.0)?;
    let rows = meeting.consent_parties.iter().filter(|row| row.consent == said.id).cloned().collect();
    Some(Said { rows, not_covered: said.not_covered.clone() })
}

/// What is ticked among the parties.
fn ticked(form: &Form) -> impl Iterator<Item = &str> {
    form.fields.iter().filter(|field| field.key == "alla").flat_map(Field::ticked)
}

/// The parties as they are ticked and typed, each once, in the spelling that is there already; "Maja" is who is called so here.
pub(super) fn parties(
    model: &Model,
    form: &Form,
    arende: ArendeId,
    id: Option<ConsentId>,
) -> Result<Vec<String>, Wrong> {
    let mut parts: Vec<String> = Vec::new();
    let Some(screen) = model.meeting_screen() else { return Ok(parts) };
    let meeting = &screen.meeting;
    if let Some(item) = meeting.items.iter().find(|item| item.arende == arende) {
        let is_ticked = |part: &str| ticked(form).any(|word| word == ALL_PARTIES || word == part);
        parts = parties_here(screen, item).into_iter().filter(|part| is_ticked(part)).collect();
    }
    let said = same_as(model, form, arende).map(|said| said.rows).unwrap_or_default();
    for part in said.into_iter().map(|row| row.part) {
        if !parts.iter().any(|there| same(there, &part)) {
            parts.push(part);
        }
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

/// Whether a text begins with the first word of a party's name.
fn same_start(piece: &str, part: &str) -> bool {
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
    same(&first(piece), &first(part))
}

/// "Part: vad; Part: vad" taken apart, or what is said of all of them; a party that the consent doesn't name is refused. What stands after a semicolon
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
        // Without a party it is said of all; but a party whose colon was forgotten means that one alone.
        let names_one = || parts.iter().any(|part| same_start(piece, part));
        let (part, what) = match at {
            Some(at) => (&piece[..at], &piece[at + 1..]),
            None if !names_one() => (EACH, piece.as_str()),
            None => return Err(wrong(key, "Skriv så här: BUP: bedömningen i våras; Skola: frånvaron")),
        };
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
