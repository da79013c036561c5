//! Who leads, who takes the notes, who holds the plan together.

use super::task::Task;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::record::Participant;

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
    }
}
