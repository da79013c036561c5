//! Who leads, who takes the notes, who holds the plan together.

use super::task::{OVERALL, Task};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::domain::agenda::Huvudman;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::capital;
use crate::domain::record::{Head, Participant};
use crate::domain::rules;

/// Asks who leads; once that is known, who takes the notes.
pub(crate) fn roles(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let spec = |person: &Participant| meeting.agenda.role(&person.role, &person.unit);
    let nobody_chairs = !meeting.participants.iter().any(|person| person.chairs);
    let nobody_notes = !meeting.participants.iter().any(|person| person.takes_notes);
    let task = match (nobody_chairs, nobody_notes, meeting.agenda.plan_consent) {
        (true, ..) => Task::Chairs,
        (false, false, true) => Task::HoldsTogether,
        _ => Task::TakesNotes,
    };
    let items: Vec<PickItem> = meeting
        .participants
        .iter()
        .filter(|person| person.is_here() && !task.has(person))
        .filter(|person| {
            spec(person).is_none_or(|role| {
                if task == Task::TakesNotes { role.may_take_notes } else { role.may_chair }
            })
        })
        .map(|person| {
            let id = person.id;
            PickItem::new(person.name_and_role(), "", move |model| give_task(model, task, id))
        })
        .collect();
    if items.is_empty() {
        return model.say("Skriv först in deltagarna: namn, roll, verksamhet.");
    }
    model.pick(task.question(), items);
}

/// Gives a participant a task, and asks for the next that nobody has.
fn give_task(model: &mut Model, task: Task, id: ParticipantId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(mut person) = screen.meeting.participant(id).cloned() else { return };
    let plan = screen.meeting.agenda.plan_consent;
    let had = screen.meeting.participants.iter().find(|other| task.is_for_one() && task.has(other)).cloned();
    let mut command = NewCommand::new(Code::EditParticipant, person.meeting);
    if let Some(mut other) = had {
        task.set(&mut other, false);
        command.changes.push(Change::put(other));
    }
    task.set(&mut person, true);
    command.changes.push(Change::put(person));
    model.commit(command);
    let Some(screen) = model.meeting_screen() else { return };
    let nobody = |task: Task| !screen.meeting.participants.iter().any(|person| task.has(person));
    if nobody(Task::TakesNotes) || (plan && nobody(Task::HoldsTogether)) {
        roles(model);
    } else if task == Task::HoldsTogether && rules::lacks_overall(&screen.meeting) {
        overall(model);
    }
}

/// Asks which huvudman has the overall responsibility for the plan, beside the person who holds it together.
pub(crate) fn overall(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let choose = |who: Huvudman| {
        PickItem::new(capital(who.definite()), "", move |model| {
            let Some(head) = model.meeting().map(|meeting| meeting.head.clone()) else { return };
            let mut command = NewCommand::new(Code::EditHead, head.id);
            command.changes.push(Change::put(Head { overall: Some(who), ..head }));
            model.commit(command);
        })
    };
    let items = meeting.agenda.overall_choices().into_iter().map(choose).collect();
    model.pick(OVERALL, items);
}
