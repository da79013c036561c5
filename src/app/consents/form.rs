//! A consent: its parties, what each may tell, and until when.

use super::withdraw;
use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{MeetingScreen, Model, NewCommand};
use crate::app::meeting::board;
use crate::app::ui::fields::{choice, date, date_in, text, words, wrong};
use crate::app::ui::form;
use crate::domain::coded::Coded;
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::consent::{self, Standing};
use crate::domain::dates::Direction;
use crate::domain::ids::{ArendeId, ConsentId};
use crate::domain::record::{
    Consent, ConsentAnswer, ConsentForm, ConsentParty, MeetingArende, Participant, ParticipantKind,
};

/// A consent; a new one unless its key is given.
pub(crate) static CONSENT: FormKind = FormKind::new("Consent", &About { open: reopen, save });

/// For the ärende of the meeting on screen, if it has it.
fn reopen(model: &mut Model, (arende, id): (ArendeId, Option<ConsentId>)) {
    let meeting = model.meeting();
    let item = meeting.and_then(|meeting| meeting.items.iter().find(|item| item.arende == arende)).cloned();
    if let Some(item) = item {
        open(model, &item, id);
    }
}

/// Whose consent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GivenAs {
    /// One of the guardians.
    Guardian,
    /// The child's only guardian.
    SoleGuardian,
    /// The child itself.
    Child,
}

impl GivenAs {
    /// All of them, in the order in which they are offered.
    const ALL: [Self; 3] = [Self::Guardian, Self::SoleGuardian, Self::Child];

    /// The word in the form.
    fn word(self) -> &'static str {
        match self {
            Self::Guardian => "vårdnadshavare",
            Self::SoleGuardian => "ensam vårdnadshavare",
            Self::Child => "barnet",
        }
    }
}

/// A consent for an ärende: a new one, or one that is there.
pub(crate) fn open(model: &mut Model, item: &MeetingArende, id: Option<ConsentId>) {
    let today = model.now.today();
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let old = id.and_then(|id| meeting.consents.iter().find(|consent| consent.id == id));
    let parties: Vec<String> = match old {
        Some(old) => meeting.parties_of(old.id).map(str::to_owned).collect(),
        None => parties_here(screen, item),
    };
    // The guardian who hasn't answered yet; when all have, the first again, for a consent that names more parties.
    let guardians: Vec<String> = meeting
        .participants
        .iter()
        .filter(|person| {
            person.kind == ParticipantKind::Vardnadshavare && meeting.takes_part(person, item.id)
        })
        .map(Participant::name_and_role)
        .collect();
    let answered = |name: &String| meeting.consents_for(item.arende).any(|consent| consent.given_by == *name);
    let guardian = guardians.iter().find(|name| !answered(name)).or(guardians.first()).cloned();
    let limits = |pick: fn(&ConsentParty) -> Option<&String>| -> String {
        let Some(old) = old else { return String::new() };
        meeting
            .consent_parties
            .iter()
            .filter(|row| row.consent == old.id)
            .filter_map(|row| pick(row).map(|text| format!("{}: {text}", row.part)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let given_on = old.map_or(today, |old| old.given_on);
    let until = old.map_or_else(|| consent::latest_day(today), |old| old.valid_until);
    // The child's own answer is asked for when the guardians have given theirs.
    let names_all = matches!(
        meeting.consent_standing(item, today),
        Standing::Valid { unnamed } if unnamed.is_empty()
    );
    let child =
        meeting.unasked_child(item).filter(|_| old.is_none() && names_all && guardians.iter().all(answered));
    let given_as = match old {
        Some(old) if old.by_child => GivenAs::Child,
        Some(old) if old.sole => GivenAs::SoleGuardian,
        None if child.is_none() && meeting.consents_for(item.arende).any(|consent| consent.sole) => {
            GivenAs::SoleGuardian
        }
        None if child.is_some() && !guardians.is_empty() => GivenAs::Child,
        _ => GivenAs::Guardian,
    };
    let guardian = child.filter(|_| given_as == GivenAs::Child).map(Participant::short_name).or(guardian);
    let fields = vec![
        text("givare", "Från vem", old.map(|old| old.given_by.as_str()).or(guardian.as_deref())),
        Field::new("av", "Är", words(&GivenAs::ALL.map(GivenAs::word)), given_as.word()),
        choice("svar", "Svar", old.map_or(ConsentAnswer::Ja, |old| old.answer)),
        choice("form", "Form", old.map_or(ConsentForm::Skriftligt, |old| old.form)),
        text("parter", "Parter", Some(&parties.join(", "))).hint("med kommatecken emellan"),
        text("far_beratta", "Får berätta", Some(&limits(|row| row.may_tell.as_ref())))
            .hint("part, kolon, vad; semikolon före nästa part. BVC: vikt och tal; Förskolan: vardagen"),
        text("far_inte", "Får inte berätta", Some(&limits(|row| row.must_not.as_ref())))
            .hint("på samma sätt. Förskolan: det som sagts om pappa"),
        text("galler_inte", "Gäller inte", old.and_then(|old| old.not_covered.as_deref()))
            .hint("det som ingen ska ta upp, till exempel hur det är hemma"),
        date("datum", "Lämnat", Direction::Bakat, Some(given_on)),
        date("galler_till", "Gäller till", Direction::Framat, Some(until)).hint("längst ett år"),
        text("skal", "Skäl om svar saknas", old.and_then(|old| old.reason.as_deref())),
    ];
    let arende: ArendeId = item.arende;
    let whose = board::wall_name(meeting, item.id);
    let title = if whose.is_empty() { "Samtycke".to_owned() } else { format!("Samtycke: ”{whose}”") };
    form::open(model, &CONSENT, (arende, id), &title, fields, Vec::new());
}

/// Those in the room whom a consent must name: by verksamhet, else by role.
pub(crate) fn parties_here(screen: &MeetingScreen, item: &MeetingArende) -> Vec<String> {
    let mut parties: Vec<String> = Vec::new();
    for person in screen.meeting.present_in(Some(item.id)).filter(|person| person.is_party()) {
        let part = consent::part_of(person);
        if !part.is_empty() && !parties.contains(&part) {
            parties.push(part);
        }
    }
    parties
}

fn save(model: &mut Model, form: &Form, (arende, id): (ArendeId, Option<ConsentId>)) -> Result<(), Wrong> {
    let given_by = form.given("givare").ok_or_else(|| wrong("givare", "Skriv vem samtycket kommer från."))?;
    let given_by = giver(model, given_by)?;
    let today = model.now.today();
    let given_on = date_in(model, form, "datum")?.unwrap_or(today);
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
    let parts = parties(model, form, id)?;
    if answer == ConsentAnswer::Ja && parts.is_empty() {
        return Err(wrong("parter", "Samtycket måste nämna vilka det gäller."));
    }
    if answer == ConsentAnswer::Saknas && form.given("skal").is_none() {
        return Err(wrong("skal", "Skriv varför svaret saknas."));
    }
    let (may_tell, must_not) = (limits(form, "far_beratta", &parts)?, limits(form, "far_inte", &parts)?);
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let (meeting_id, old) = (meeting.id(), meeting.consents.iter().find(|row| Some(row.id) == id).cloned());
    if old.as_ref().is_some_and(|old| old.withdrawn.is_some()) {
        return Err(wrong("givare", "Ett återkallat samtycke ändras inte. Skriv ett nytt (‹Consent›)."));
    }
    let old_parts: Vec<ConsentParty> =
        meeting.consent_parties.iter().filter(|row| Some(row.consent) == id).cloned().collect();
    let fresh = Consent {
        asked: None,
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
            list.iter().find(|(known, _)| same(known, &part)).map(|(_, what)| what.clone())
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
        withdraw::stop(model, arende);
        model.say("Svaret är nej. Vi pratar inte om ärendet här.");
    } else {
        model.say("Samtycket är antecknat.");
    }
    Ok(())
}

/// Who a consent is from, as the list of participants has it: "maja" is Maja Ek, if only one of them is called so.
fn giver(model: &Model, typed: String) -> Result<String, Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(typed) };
    let is_family = |person: &&&Participant| person.may_be_family();
    let called = meeting.called(&typed);
    let family: Vec<&&Participant> = called.iter().filter(is_family).collect();
    match family.as_slice() {
        [] => Ok(typed),
        [only] => Ok(only.name_and_role()),
        several => Err(which(several.iter().map(|person| person.name_and_role()), "givare")),
    }
}

/// The parties as they are typed, each once, in the spelling that is there already; "Maja" is who is called so here.
fn parties(model: &Model, form: &Form, id: Option<ConsentId>) -> Result<Vec<String>, Wrong> {
    let mut parts: Vec<String> = Vec::new();
    let Some(meeting) = model.meeting() else { return Ok(parts) };
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
    for typed in form.value("parter").split(',').map(str::trim).filter(|typed| !typed.is_empty()) {
        let part = match known.iter().find(|known| same(known, typed)) {
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

fn which(names: impl Iterator<Item = String>, field: &str) -> Wrong {
    wrong(field, format!("Vem menar du: {}?", names.collect::<Vec<_>>().join(" eller ")))
}

/// "Part: vad; Part: vad" taken apart; a party that the consent doesn't name is refused.
fn limits(form: &Form, key: &str, parts: &[String]) -> Result<Vec<(String, String)>, Wrong> {
    let mut all = Vec::new();
    for piece in form.value(key).split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        let (part, what) = piece
            .split_once(':')
            .ok_or_else(|| wrong(key, "Skriv så här: BUP: bedömningen i våras; Skola: frånvaron"))?;
        if !parts.iter().any(|known| same(known, part)) {
            return Err(wrong(key, format!("”{}” finns inte bland parterna.", part.trim())));
        }
        let (part, what) = (part.trim(), what.trim());
        if what.is_empty() {
            return Err(wrong(key, format!("Skriv vad efter ”{part}:”, eller ta bort det.")));
        }
        // Who is named twice may tell both.
        match all.iter_mut().find(|(known, _): &&mut (String, String)| same(known, part)) {
            Some((_, known)) => *known = format!("{known}, {what}"),
            None => all.push((part.to_owned(), what.to_owned())),
        }
    }
    Ok(all)
}
