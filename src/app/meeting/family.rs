//! Whose family somebody is: asked once, in a meeting that has several children.

use super::board;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, MeetingScreen, Model, NewCommand};
use crate::app::ui::fields::{is_yes, wrong, yes_no};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::ids::{MeetingArendeId, ParticipantId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Attendance, MeetingArende, Participant};

/// Several ärenden that somebody's family has: siblings. With those who are asked about after it.
pub(crate) static FAMILY: FormKind = FormKind::new("Family", &About { open: open_several, save });

/// What an ärende is called in the question, also while its own row is still being read.
fn label(screen: &MeetingScreen, item: &MeetingArende) -> String {
    let mut name = board::wall_name(&screen.meeting, item.id);
    if let Some(known) = screen.known.arenden.iter().find(|known| name.is_empty() && known.id == item.arende)
    {
        name.clone_from(&known.label);
    }
    let between = if name.is_empty() { "" } else { " · " };
    format!("Ärende {}{between}{name}", screen.meeting.number_of(item.id))
}

/// Asks about all of whom nobody has said it.
pub(crate) fn ask_unplaced(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let all: Vec<ParticipantId> = meeting.unplaced().map(|person| person.id).collect();
    ask(model, all, None);
}

/// Those of whom it needs no saying now, and the only child's ärende: what is proposed when the meeting gets another.
pub(crate) fn settled(model: &Model) -> (Vec<ParticipantId>, Option<MeetingArendeId>) {
    let Some(meeting) = model.meeting() else { return (Vec::new(), None) };
    let people = meeting.participants.iter().filter(|person| !meeting.is_unplaced(person));
    let only = meeting.items_about_children().next().map(|item| item.id);
    (people.map(|person| person.id).collect(), only.filter(|_| !meeting.has_several_children()))
}

/// Asks whose family they are, one after another; those of whom it is said aren't asked about. `proposed` is the ärende that
/// is likely, and comes first.
pub(crate) fn ask(model: &mut Model, people: Vec<ParticipantId>, proposed: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let waiting: Vec<ParticipantId> = people
        .into_iter()
        .filter(|id| meeting.participant(*id).is_some_and(|person| meeting.is_unplaced(person)))
        .collect();
    let Some((first, rest)) = waiting.split_first() else { return };
    let (first, rest) = (*first, rest.to_vec());
    let Some(who) = meeting.participant(first).map(Participant::name_and_role) else { return };
    let mut choices: Vec<&MeetingArende> = meeting.items_about_children().collect();
    choices.sort_by_key(|item| (Some(item.id) != proposed, item.order));
    let mut items: Vec<PickItem> = choices
        .iter()
        .map(|item| {
            let (id, rest) = (item.id, rest.clone());
            let detail = if Some(id) == proposed { "som hittills" } else { "" };
            PickItem::new(label(screen, item), detail, move |model| {
                place(model, &[first], &[id]);
                ask(model, rest.clone(), proposed);
            })
        })
        .collect();
    if let Some(item) = choices.first().filter(|item| Some(item.id) == proposed && !rest.is_empty()) {
        let (all, id) = (waiting.clone(), item.id);
        let text = format!("Alla {}: {}", all.len(), label(screen, item));
        let names: Vec<String> =
            rest.iter().filter_map(|id| meeting.participant(*id)).map(Participant::short_name).collect();
        let detail = format!("också {}", names.join(", "));
        items.push(PickItem::new(text, detail, move |model| place(model, &all, &[id])));
    }
    let after = rest.clone();
    items.push(PickItem::new("Flera av dem", "syskon", move |model| {
        open_several(model, (first, after.clone()));
    }));
    items.push(PickItem::new(
        "Det får vi säga sedan",
        "hen är inte med i något ärende så länge",
        move |model| {
            ask(model, rest.clone(), proposed);
        },
    ));
    let intro = vec![
        "En familj är med i sitt eget barns ärende, och får bara det. ‹Edit› ändrar det sedan.".to_owned(),
    ];
    let title = format!("Vems familj: {who}?");
    model.dialogs.push(Dialog::Pick(Pick {
        intro,
        after_line: true,
        waits: true,
        ..Pick::new(&title, items)
    }));
}

/// A line for each child's ärende, with yes or no.
fn open_several(model: &mut Model, (id, rest): (ParticipantId, Vec<ParticipantId>)) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(person) = meeting.participant(id) else { return };
    let fields = meeting
        .items_about_children()
        .map(|item| {
            let own = meeting.arenden_of(person).is_some_and(|own| own.contains(&item.id));
            yes_no(&format!("arende.{}", item.id), &label(screen, item), own)
        })
        .collect();
    let title = format!("Vems familj: {}?", person.short_name());
    form::open(model, &FAMILY, (id, rest), &title, fields, Vec::new());
}

fn save(
    model: &mut Model,
    form: &Form,
    (id, rest): (ParticipantId, Vec<ParticipantId>),
) -> Result<(), Wrong> {
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let wanted: Vec<MeetingArendeId> = meeting
        .items_about_children()
        .map(|item| item.id)
        .filter(|item| is_yes(form, &format!("arende.{item}")))
        .collect();
    if wanted.is_empty() {
        let key = form.fields.first().map_or("", |field| field.key.as_str());
        return Err(wrong(key, "Säg ja till minst ett ärende."));
    }
    place(model, &[id], &wanted);
    ask(model, rest, None);
    Ok(())
}

/// Says whose family they are.
fn place(model: &mut Model, people: &[ParticipantId], wanted: &[MeetingArendeId]) {
    let Some(id) = model.meeting().map(Meeting::id) else { return };
    let mut command = NewCommand::new(Code::EditParticipant, id);
    for person in people {
        command.changes.extend(rows(model, *person, wanted));
    }
    if !command.changes.is_empty() {
        model.commit(command);
    }
}

/// The rows that say in which ärenden somebody takes part, and no others.
pub(crate) fn rows(model: &mut Model, id: ParticipantId, wanted: &[MeetingArendeId]) -> Vec<Change> {
    let Some(meeting) = model.meeting() else { return Vec::new() };
    let own: Vec<Attendance> =
        meeting.attendance.iter().filter(|row| row.participant == id).cloned().collect();
    let meeting = meeting.id();
    let mut changes: Vec<Change> =
        own.iter().filter(|row| !wanted.contains(&row.arende)).cloned().map(Change::delete).collect();
    for arende in wanted {
        if !own.iter().any(|row| row.arende == *arende) {
            let row = Attendance { id: model.new_id::<RowId>(), meeting, participant: id, arende: *arende };
            changes.push(Change::put(row));
        }
    }
    changes
}

#[cfg(test)]
mod tests;
