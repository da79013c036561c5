//! Who leads, who takes the notes, who holds the plan together.

use super::task::{OVERALL, Task};
use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::domain::agenda::Huvudman;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ParticipantId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{Head, Participant, ParticipantKind};
use crate::domain::rules;

/// Asks who leads and who takes the notes, with today's answers marked, and in a plan who holds it together.
pub(crate) fn roles(model: &mut Model) {
    ask(model, Task::Chairs, true);
}

/// Asks for the first task that nobody has, and then for the next.
pub(crate) fn missing_roles(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    match asked_in(meeting).find(|task| !is_given(meeting, *task)) {
        Some(task) => ask(model, task, false),
        None => roles(model),
    }
}

/// The tasks that a meeting asks for, in order.
fn asked_in(meeting: &Meeting) -> impl Iterator<Item = Task> + use<> {
    let plan = meeting.agenda.plan_consent;
    let all = [Task::Chairs, Task::TakesNotes, Task::HoldsTogether];
    all.into_iter().filter(move |task| plan || *task != Task::HoldsTogether)
}

fn is_given(meeting: &Meeting, task: Task) -> bool {
    meeting.participants.iter().any(|person| task.has(person))
}

/// Asks who has a task. Afterwards comes the next one, or with `all` unset the next one that nobody has.
fn ask(model: &mut Model, task: Task, all: bool) {
    let Some(meeting) = model.meeting() else { return };
    let may = |person: &Participant| {
        // A child neither leads the meeting about it nor holds the plan together.
        if person.kind == ParticipantKind::Barn {
            return false;
        }
        let spec = meeting.agenda.role(&person.role, &person.unit);
        spec.is_none_or(|role| if task == Task::TakesNotes { role.may_take_notes } else { role.may_chair })
    };
    let people: Vec<&Participant> =
        meeting.participants.iter().filter(|person| person.is_here() && may(person)).collect();
    let item = |person: &&Participant| {
        let (id, detail) = (person.id, if task.has(person) { "nu" } else { "" });
        PickItem::new(person.name_and_role(), detail, move |model| give_task(model, task, id, all))
    };
    let items: Vec<PickItem> = people.iter().map(item).collect();
    if items.is_empty() {
        return model.say("Skriv först in deltagarna: namn, roll, verksamhet.");
    }
    let mut pick = Pick::new(task.question(), items);
    // Where somebody has it, Enter changes nothing; where nobody has, it is no answer.
    let has = people.iter().position(|person| task.has(person));
    (pick.cursor, pick.waits) = (has.unwrap_or(0), has.is_none());
    model.dialogs.push(Dialog::Pick(pick));
}

/// Gives a participant a task, instead of those who had it, and asks for the next.
fn give_task(model: &mut Model, task: Task, id: ParticipantId, all: bool) {
    let Some(meeting) = model.meeting() else { return };
    let mut command = NewCommand::new(Code::EditParticipant, meeting.id());
    for person in &meeting.participants {
        if task.has(person) != (person.id == id) {
            let mut fresh = person.clone();
            task.set(&mut fresh, person.id == id);
            command.changes.push(Change::put(fresh));
        }
    }
    model.commit(command);
    let Some(meeting) = model.meeting() else { return };
    let mut later = asked_in(meeting).skip_while(|asked| *asked != task).skip(1);
    let next = later.find(|next| all || !is_given(meeting, *next));
    if let Some(next) = next {
        ask(model, next, all);
    } else if task == Task::HoldsTogether && rules::lacks_overall(meeting) {
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
    model.ask_which(OVERALL, items);
}
