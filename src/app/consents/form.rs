//! Saving a consent: its parties, what each may tell, and until when.

use crate::app::consents;
use crate::app::core::NewCommand;
use crate::app::core::model::Model;
use crate::app::meeting::save_form::{Wrong, date_in, meeting, wrong};
use crate::app::ui::dialog::Form;
use crate::app::ui::forms::GivenAs;
use crate::domain::coded::Coded;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::consent;
use crate::domain::dates::{self};
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::record::{Consent, ConsentAnswer, ConsentForm, ConsentParty};

pub(crate) fn save_consent(
    model: &mut Model,
    form: &Form,
    arende: ArendeId,
    id: Option<ConsentId>,
) -> Result<(), Wrong> {
    let given_by = form.given("givare").ok_or_else(|| wrong("givare", "Skriv vem samtycket kommer från."))?;
    let today = model.now.today();
    let given_on = match form.value("datum") {
        "" => today,
        typed => dates::parse_past(typed, today).map_err(|error| wrong("datum", error.to_string()))?,
    };
    let latest = consent::latest_day(given_on);
    // The form's own suggestion goes with the day it was given.
    let suggested = consent::latest_day(today);
    let valid_until = match date_in(model, form, "galler_till")? {
        Some(day) if day != suggested => day,
        given => given.unwrap_or(latest).min(latest),
    };
    if valid_until > latest {
        return Err(wrong("galler_till", format!("Ett samtycke gäller längst ett år, här till {latest}.")));
    }
    let given_as =
        GivenAs::ALL.into_iter().find(|known| known.word() == form.value("av")).unwrap_or(GivenAs::Guardian);
    let answer = ConsentAnswer::of_word(form.value("svar")).unwrap_or(ConsentAnswer::Ja);
    let parts: Vec<String> = form
        .value("parter")
        .split(',')
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    if answer == ConsentAnswer::Ja && parts.is_empty() {
        return Err(wrong("parter", "Samtycket måste nämna vilka det gäller."));
    }
    if answer == ConsentAnswer::Saknas && form.given("skal").is_none() {
        return Err(wrong("skal", "Skriv varför svaret saknas."));
    }
    let (may_tell, must_not) = (limits(form, "far_beratta", &parts)?, limits(form, "far_inte", &parts)?);
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let (meeting_id, old) = (meeting.id(), meeting.consents.iter().find(|row| Some(row.id) == id).cloned());
    if old.as_ref().is_some_and(|old| old.withdrawn.is_some()) {
        return Err(wrong("givare", "Ett återkallat samtycke ändras inte. Skriv ett nytt (Ctrl-K)."));
    }
    let old_parts: Vec<ConsentParty> =
        meeting.consent_parties.iter().filter(|row| Some(row.consent) == id).cloned().collect();
    let fresh = Consent {
        id: id.unwrap_or_else(|| model.new_id()),
        arende,
        meeting: old.as_ref().map_or(Some(meeting_id), |old| old.meeting),
        given_by,
        by_child: given_as == GivenAs::Child,
        sole: given_as == GivenAs::SoleGuardian,
        answer,
        form: ConsentForm::of_word(form.value("form")).unwrap_or(ConsentForm::Skriftligt),
        given_on,
        valid_until,
        not_covered: form.given("galler_inte"),
        withdrawn: None,
        reason: form.given("skal"),
        rev: old.as_ref().map_or(0, |old| old.rev),
    };
    let mut command = NewCommand::new(Code::SetConsent, meeting_id);
    let consent = fresh.id;
    command.changes.push(Change::put(fresh));
    for gone in old_parts.iter().filter(|row| !parts.contains(&row.part)) {
        command.changes.push(Change::delete(gone.clone()));
    }
    for part in parts {
        let of = |list: &[(String, String)]| {
            list.iter().find(|(known, _)| fold(known) == fold(&part)).map(|(_, what)| what.clone())
        };
        let known = old_parts.iter().find(|row| row.part == part);
        let fresh = ConsentParty {
            id: known.map_or_else(|| model.new_id(), |row| row.id),
            consent,
            may_tell: of(&may_tell),
            must_not: of(&must_not),
            rev: known.map_or(0, |row| row.rev),
            part,
        };
        if known != Some(&fresh) {
            command.changes.push(Change::put(fresh));
        }
    }
    model.commit(command);
    if answer == ConsentAnswer::Nej {
        consents::stop(model, arende);
        model.say("Svaret är nej. Vi pratar inte om ärendet här.");
    } else {
        model.say("Samtycket är antecknat.");
    }
    Ok(())
}

/// "Part: vad; Part: vad" taken apart; a party that the consent doesn't name is refused.
fn limits(form: &Form, key: &str, parts: &[String]) -> Result<Vec<(String, String)>, Wrong> {
    let mut all = Vec::new();
    for piece in form.value(key).split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        let (part, what) = piece
            .split_once(':')
            .ok_or_else(|| wrong(key, "Skriv så här: BUP: bedömningen i våras; Skola: frånvaron"))?;
        if !parts.iter().any(|known| fold(known) == fold(part.trim())) {
            return Err(wrong(key, format!("”{}” finns inte bland parterna.", part.trim())));
        }
        all.push((part.trim().to_owned(), what.trim().to_owned()));
    }
    Ok(all)
}
