//! A participant's facts.

use super::family;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{choice, is_yes, text, wrong, yes_no};
use crate::app::ui::form;
use crate::domain::agenda::Huvudman;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::record::{Participant, ParticipantKind, Presence};
use crate::domain::rules;

/// A participant's facts.
pub(crate) static PARTICIPANT: FormKind = FormKind::new("Participant", &About { open, save });

/// A participant's facts.
pub(crate) fn open(model: &mut Model, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(person) = screen.meeting.participant(id).cloned() else { return };
    let mut fields = vec![
        text("namn", "Namn", Some(&person.name)),
        text("roll", "Roll", Some(&person.role)),
        text("verksamhet", "Verksamhet", Some(&person.unit)),
        choice("huvudman", "Huvudman", person.huvudman),
        choice("slag", "Är", person.kind),
        choice("narvaro", "Närvaro", person.presence),
        yes_no("presenterad", "Har presenterat sig", person.introduced),
        yes_no("leder", "Leder mötet", person.chairs),
        yes_no("antecknar", "Antecknar", person.takes_notes),
    ];
    if screen.meeting.agenda.plan_consent {
        fields.push(yes_no("haller_ihop", "Håller ihop planen", person.main_responsible));
    }
    if screen.meeting.items.len() > 1 {
        let numbers: Vec<String> = screen
            .meeting
            .items
            .iter()
            .filter(|item| {
                screen.meeting.attendance.iter().any(|row| row.participant == id && row.arende == item.id)
            })
            .map(|item| item.order.to_string())
            .collect();
        let (label, hint) = if screen.meeting.has_several_children() && person.is_family() {
            ("Hör till ärende", "nummer; syskon: 1, 2")
        } else {
            ("Bara i ärende", "nummer, tomt = alla")
        };
        fields.push(text("arenden", label, Some(&numbers.join(", "))).hint(hint));
    }
    form::open(model, &PARTICIPANT, id, "Deltagare", fields, Vec::new());
}

fn save(model: &mut Model, form: &Form, id: ParticipantId) -> Result<(), Wrong> {
    let Some(old) = model.meeting().and_then(|meeting| meeting.participant(id)).cloned() else {
        return Ok(());
    };
    let (name, role) = (form.value("namn").to_owned(), form.value("roll").to_owned());
    if name.is_empty() && role.is_empty() {
        return Err(wrong("namn", "Skriv ett namn eller en roll."));
    }
    let kind = ParticipantKind::of_word(form.value("slag")).unwrap_or(old.kind);
    if let Some(meeting) = model.meeting() {
        rules::may_take_part(&meeting.agenda, kind).map_err(|finding| wrong("slag", finding.what))?;
    }
    let mut command = NewCommand::new(Code::EditParticipant, old.meeting);
    command.changes.extend(attendance_changes(model, form, id)?);
    let presence = Presence::of_word(form.value("narvaro")).unwrap_or(old.presence);
    let now = model.now.utc;
    let fresh = Participant {
        name,
        role,
        unit: form.value("verksamhet").to_owned(),
        huvudman: Huvudman::of_word(form.value("huvudman")).unwrap_or(old.huvudman),
        kind,
        presence,
        left: match presence {
            Presence::Gatt => old.left.or(Some(now)),
            _ => None,
        },
        introduced: is_yes(form, "presenterad"),
        chairs: is_yes(form, "leder"),
        takes_notes: is_yes(form, "antecknar"),
        main_responsible: is_yes(form, "haller_ihop"),
        ..old.clone()
    };
    // One leads and one holds the plan together: the word goes over to whoever was named last.
    let Some(meeting) = model.meeting() else { return Ok(()) };
    for other in meeting.participants.iter().filter(|other| other.id != id) {
        let mut other = other.clone();
        let was = other.clone();
        other.chairs &= old.chairs || !fresh.chairs;
        other.main_responsible &= old.main_responsible || !fresh.main_responsible;
        if other != was {
            command.changes.push(Change::put(other));
        }
    }
    command.changes.push(Change::put(fresh));
    model.commit(command);
    // Who became family by the change is asked about.
    if kind != old.kind {
        family::ask(model, vec![id], None);
    }
    Ok(())
}

/// In which ärenden alone somebody takes part.
fn attendance_changes(model: &mut Model, form: &Form, id: ParticipantId) -> Result<Vec<Change>, Wrong> {
    if !form.fields.iter().any(|field| field.key == "arenden") {
        return Ok(Vec::new());
    }
    let mut wanted = Vec::new();
    let Some(meeting) = model.meeting() else { return Ok(Vec::new()) };
    for typed in form.value("arenden").split([',', ' ']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let item = meeting.items.iter().find(|item| item.order.to_string() == typed);
        wanted.push(item.ok_or_else(|| wrong("arenden", format!("Det finns inget ärende {typed}.")))?.id);
    }
    Ok(family::rows(model, id, &wanted))
}
