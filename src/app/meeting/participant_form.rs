//! A participant's facts.

use super::{family, who_is};
use crate::app::core::model::form::{About, Field, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{choice, is_yes, text, words, wrong, yes_no};
use crate::app::ui::form;
use crate::domain::agenda::{Agenda, Huvudman};
use crate::domain::coded::Coded;
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::record::{Participant, ParticipantKind, Presence};
use crate::domain::rules;

/// A participant's facts.
pub(crate) static PARTICIPANT: FormKind = FormKind::new("Participant", &About { open, save });

/// The word for whoever isn't placed yet.
const UNPLACED: &str = "inte sagt";

/// What a participant is: not said yet for whoever isn't placed.
fn kind_field(person: &Participant) -> Field {
    if !person.is_unsettled() {
        return choice("slag", "Är", person.kind);
    }
    let mut all = vec![UNPLACED];
    all.extend(ParticipantKind::VALUES.iter().map(|kind| kind.word()));
    Field::new("slag", "Är", words(&all), UNPLACED).hint(crate::domain::roles::UNSETTLED)
}

/// A participant's facts.
pub(crate) fn open(model: &mut Model, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(person) = screen.meeting.participant(id).cloned() else { return };
    let mut fields = vec![
        text("namn", "Namn", Some(&person.name)),
        text("roll", "Roll", Some(&person.role)),
        text("verksamhet", "Verksamhet", Some(&person.unit)),
        choice("huvudman", "Huvudman", person.huvudman),
        kind_field(&person),
        choice("narvaro", "Närvaro", person.presence),
        yes_no("presenterad", "Har presenterat sig", person.introduced),
        yes_no("leder", "Leder mötet", person.chairs),
        yes_no("antecknar", "Antecknar", person.takes_notes),
    ];
    // A number of the family's that came with a list can be taken away, but is asked for from nobody.
    if person.is_staff() || person.phone.is_some() {
        let at = fields.iter().position(|field| field.key == "slag").unwrap_or(fields.len());
        let phone = text("telefon", "Telefon", person.phone.as_deref());
        fields.insert(at, phone.hint("till kontaktpersoner; på papper, aldrig på väggen"));
    }
    if screen.meeting.agenda.plan_consent {
        fields.push(yes_no("haller_ihop", "Huvudansvarig", person.main_responsible));
    }
    if screen.meeting.items.len() > 1 {
        let numbers: Vec<String> = screen
            .meeting
            .items
            .iter()
            .filter(|item| {
                screen.meeting.attendance.iter().any(|row| row.participant == id && row.arende == item.id)
            })
            .map(|item| screen.meeting.number_of(item.id).to_string())
            .collect();
        let (label, hint) = if screen.meeting.has_several_children() && person.is_family() {
            ("Hör till ärende", "nummer; syskon: 1, 2")
        } else {
            ("Bara i ärende", "nummer, tomt = alla")
        };
        fields.push(text("arenden", label, Some(&numbers.join(", "))).hint(hint));
    }
    // Who somebody is comes first; the rest is seldom changed here, and has keys of its own.
    let first = ["namn", "roll", "verksamhet", "arenden"];
    for field in &mut fields {
        let unsaid = field.key == "slag" && person.is_unsettled();
        field.needed = unsaid;
        field.aside = !unsaid && !first.contains(&field.key.as_str());
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
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let (kind, huvudman, unit) = placed(&meeting.agenda, form, &old)?;
    rules::may_take_part(&meeting.agenda, kind).map_err(|finding| wrong("slag", finding.what))?;
    let unit = meeting.unit_as_known(&unit, Some(id));
    if meeting.agenda.contradicts(&role, &unit, kind) {
        return Err(wrong("slag", rules::CONTRADICTS));
    }
    let mut command = NewCommand::new(Code::EditParticipant, old.meeting);
    command.changes.extend(attendance_changes(model, form, id)?);
    let presence = Presence::of_word(form.value("narvaro")).unwrap_or(old.presence);
    let now = model.now.utc;
    let fresh = Participant {
        name,
        role,
        unit,
        huvudman,
        kind,
        phone: if form.fields.iter().any(|field| field.key == "telefon") {
            form.given("telefon")
        } else {
            old.phone.clone()
        },
        presence,
        left: match presence {
            Presence::Gatt => old.left.or(Some(old.came.map_or(now, |came| came.max(now)))),
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
    // Only the child and its guardians are asked about the plan. What they set as a condition stays a point of it.
    if !matches!(kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare) {
        let answers = meeting.plan_answers.iter().filter(|answer| answer.participant == id);
        command.changes.extend(answers.cloned().map(Change::delete));
    }
    let was_guardian = old.kind == ParticipantKind::Vardnadshavare && kind != old.kind;
    let gave = was_guardian && meeting.consents.iter().any(|consent| old.gave(consent));
    let asks = fresh.is_unsettled();
    command.changes.push(Change::put(fresh));
    model.commit(command);
    if gave {
        model.say("Samtycket från personen står kvar som en vårdnadshavares. Se över det: ‹Consent›.");
    }
    if asks {
        who_is::ask(model, id);
    } else if kind != old.kind {
        // Who became family by the change is asked about.
        family::ask(model, vec![id], None);
    }
    Ok(())
}

/// What the form makes of somebody: kind, huvudman and verksamhet. They follow from a changed role, unless they were
/// changed too; a role that nothing knows is asked about.
fn placed(
    agenda: &Agenda,
    form: &Form,
    old: &Participant,
) -> Result<(ParticipantKind, Huvudman, String), Wrong> {
    let (role, unit) = (form.value("roll"), form.value("verksamhet"));
    let kind = ParticipantKind::of_word(form.value("slag"));
    let huvudman = Huvudman::of_word(form.value("huvudman")).unwrap_or(old.huvudman);
    let said_kind = kind.filter(|kind| old.is_unsettled() || *kind != old.kind);
    let said_huvudman = huvudman != old.huvudman;
    let work = || agenda.huvudman_of(unit, role);
    if let Some(kind) = said_kind {
        let huvudman = match (kind.is_family(), huvudman) {
            (true, _) => Huvudman::Familj,
            (false, Huvudman::Familj) => work(),
            (false, huvudman) => huvudman,
        };
        return Ok((kind, huvudman, unit.to_owned()));
    }
    if same(role, &old.role) || (said_huvudman && old.is_staff() && huvudman != Huvudman::Familj) {
        return match (old.kind.is_family(), huvudman) {
            _ if !said_huvudman => Ok((old.kind, old.huvudman, unit.to_owned())),
            (false, Huvudman::Familj) | (true, _) => {
                Err(wrong("slag", "Huvudman är familj för den som hör till familjen, annars inte. Ändra Är."))
            }
            (false, huvudman) => Ok((old.kind, huvudman, unit.to_owned())),
        };
    }
    let Some(place) = agenda.place_of(role, unit) else {
        return Ok((ParticipantKind::Personal, Huvudman::Familj, unit.to_owned()));
    };
    // The verksamhet that came with the role goes with it.
    let came_along = agenda.role(&old.role, &old.unit).is_some_and(|spec| same(&spec.unit, unit));
    let unit = match place.role {
        Some(spec) if unit.is_empty() || came_along => spec.unit.clone(),
        None if came_along && place.kind.is_family() => String::new(),
        _ => unit.to_owned(),
    };
    let huvudman =
        place.role.filter(|spec| same(&spec.unit, &unit)).map_or(place.huvudman, |spec| spec.huvudman);
    Ok((place.kind, huvudman, unit))
}

/// In which ärenden alone somebody takes part.
fn attendance_changes(model: &mut Model, form: &Form, id: ParticipantId) -> Result<Vec<Change>, Wrong> {
    if !form.fields.iter().any(|field| field.key == "arenden") {
        return Ok(Vec::new());
    }
    let mut wanted = Vec::new();
    let Some(meeting) = model.meeting() else { return Ok(Vec::new()) };
    for typed in form.value("arenden").split([',', ' ']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let item = typed.parse().ok().and_then(|number| meeting.numbered(number));
        wanted.push(item.ok_or_else(|| wrong("arenden", format!("Det finns inget ärende {typed}.")))?.id);
    }
    Ok(family::rows(model, id, &wanted))
}
