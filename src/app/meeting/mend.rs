//! Does what a row asks for: opens it, or goes where what is missing can be filled in.

use super::chosen::{meant, place_of};
use super::editing::{complete_entry, edit_entry};
use super::screen::{MeetingScreen, RowRef};
use super::target::Target;
use super::{
    arende_form, board, course, earlier, entry_form, family, follow_up, held, participant_form, people,
    plan_answer, recurring, tasks, turn, two_texts, walk, who_is,
};
use crate::app::consents;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::papers::{copies, recipients};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Change, Code};
use crate::domain::quoted::quoted_short;
use crate::domain::record::Entry;
use crate::domain::rules::{self, Todo};
use chrono::{DateTime, Utc};

/// Does what Enter means on a row.
pub(crate) fn open(model: &mut Model, row: RowRef) {
    match row {
        RowRef::Participant(id) => participant_form::open(model, id),
        RowRef::Item(id) => arende_form::open(model, id),
        RowRef::Entry(id) => edit_entry(model, id),
        RowRef::Earlier(id) => earlier::open(model, id),
        RowRef::Todo(todo) => mend(model, todo),
    }
}

/// Does what is to be done, or goes where it can be done.
pub(crate) fn mend(model: &mut Model, todo: Todo) {
    match todo {
        Todo::Participants if needs_roles(model) => tasks::missing_roles(model),
        Todo::AddArende | Todo::Participants => {
            walk::to_phase(model, Phase::Sammanhang);
            if let (Todo::AddArende, Screen::Meeting(screen)) = (todo, &mut model.screen) {
                screen.target = Target::Individual;
            }
        }
        Todo::TakeUp(id) => walk::take_up(model, id),
        Todo::Family => family::ask_unplaced(model),
        Todo::ArendeFields(id) => arende_form::open(model, id),
        Todo::MeetingFields => arende_form::open_fields(model),
        Todo::Complete(id) => complete_entry(model, id),
        Todo::TwoTexts(id) => two_texts::ask(model, id),
        Todo::Recurring(id) => recurring::open(model, id),
        Todo::NeededFrom(id) => turn::ask_from_whom(model, id),
        Todo::TurnInto => turn::ask_turn(model),
        Todo::Decider(id) => entry_form::open(model, id),
        Todo::Roles => tasks::missing_roles(model),
        Todo::Overall => tasks::overall(model),
        Todo::Promises => earlier::point_at_unanswered(model),
        Todo::NewDay(id) => earlier::ask_day(model, id),
        Todo::Goals => point_at_earlier(model, earlier::unanswered_goal, "Hur har det gått med målet?"),
        Todo::Decisions => {
            point_at_earlier(
                model,
                earlier::unanswered_decision,
                "Gäller beslutet också när planen är slut?",
            );
        }
        Todo::WhoIs(id) => who_is::ask(model, id),
        Todo::PlanAnswer(id) => plan_answer::open(model, id),
        Todo::FollowUp => follow_up::open(model),
        Todo::Recipients => recipients::open(model),
        Todo::Copies => copies::open(model),
        Todo::Held => held::list(model),
        Todo::EndSip => {
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.end_asked = true;
            }
            follow_up::open_end(model);
        }
        Todo::Consent(id) => consents::list::answer(model, id),
        Todo::Close => course::close(model),
        Todo::Confirm(_) => model.say("Läs upp punkten. ‹Accept› bekräftar den."),
        Todo::Round => people::ask_round(model),
        Todo::Write(kind) => write(model, kind),
    }
}

/// To the first goal or decision that has no answer: where it stands, or what is told of it where it isn't on screen.
fn point_at_earlier(model: &mut Model, first: fn(&MeetingScreen) -> Option<RowRef>, asks: &str) {
    let row = model.meeting_screen().and_then(first);
    match row {
        Some(row) if place_of(model, row).is_some() => {
            highlight(model, row);
            model.say(format!("{asks} Siffran svarar."));
        }
        Some(row) => open(model, row),
        None => {}
    }
}

fn highlight(model: &mut Model, row: RowRef) {
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = Some(row);
        screen.writing = false;
    }
}

/// Highlights what a rule or a reminder named, where it is on screen and nothing is being written.
pub(crate) fn point_at(model: &mut Model, todo: Todo) {
    let Some(screen) = model.meeting_screen() else { return };
    if !screen.line.is_empty() || screen.editing.is_some() {
        return;
    }
    let row = match todo {
        Todo::Confirm(id)
        | Todo::Complete(id)
        | Todo::Recurring(id)
        | Todo::Decider(id)
        | Todo::NeededFrom(id) => Some(RowRef::Entry(id)),
        Todo::Promises => earlier::unanswered(screen, None),
        Todo::NewDay(id) => Some(RowRef::Earlier(id)),
        Todo::Goals => earlier::unanswered_goal(screen),
        Todo::Decisions => earlier::unanswered_decision(screen),
        other => Some(RowRef::Todo(other)),
    };
    // What has no row of its own there stands among what is left to do.
    let shown = |row: &RowRef| place_of(model, *row).is_some();
    let row = row.filter(shown).or(Some(RowRef::Todo(todo)).filter(shown));
    if let Some(row) = row {
        highlight(model, row);
    }
}

/// Lets the line become the kind that is missing here.
fn write(model: &mut Model, kind: EntryKind) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    screen.target = Target::Entry(kind);
    screen.writing = true;
    model.say("Skriv på raden nedan. ‹Next› väljer vad raden blir.");
}

/// Whether nobody leads or nobody takes the notes.
fn needs_roles(model: &Model) -> bool {
    model.meeting_screen().is_some_and(|screen| {
        let people = &screen.meeting.participants;
        !people.iter().any(|person| person.chairs) || !people.iter().any(|person| person.takes_notes)
    })
}

/// Changes the highlighted row.
pub(crate) fn edit(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    match meant(screen) {
        Some(RowRef::Todo(Todo::Close)) => {
            model.say("‹Accept› avslutar mötet. Markera en punkt för att ändra den.");
        }
        Some(RowRef::Todo(todo)) => mend(model, todo),
        Some(row) => open(model, row),
        None => model
            .say("Vilken rad? Markera den med ‹Up› och ‹Down›, eller skriv dess nummer och tryck ‹Edit›."),
    }
}

/// Mends the highlighted row of a closed meeting where it stands: the meeting stays closed, and its clock stands.
pub(crate) fn edit_closed(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if screen.meeting.is_locked() {
        return model.say("Det är låst. ‹Versions› visar versionerna, och där kan en ny version öppnas.");
    }
    match screen.cursor {
        Some(RowRef::Entry(id)) => entry_form::open(model, id),
        Some(RowRef::Participant(id)) => participant_form::open(model, id),
        Some(RowRef::Item(id)) => arende_form::open(model, id),
        Some(RowRef::Earlier(id)) => earlier::open(model, id),
        _ => model.say("Markera raden med ↑ och ↓ först."),
    }
}

/// Confirms the point that is read out, or does what the highlighted row asks for.
pub(crate) fn confirm_point(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    match screen.cursor {
        Some(RowRef::Todo(todo)) => return mend(model, todo),
        Some(RowRef::Earlier(id)) => return earlier::open(model, id),
        _ => {}
    }
    let Some(entry) = screen.point().cloned() else {
        return match board::taken_first(screen) {
            Some(todo) => mend(model, todo),
            None => course::close(model),
        };
    };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let lacks = rules::incomplete(&entry).is_some() && entry.confirmed.is_none();
    if lacks && screen.shown_lacking.replace(entry.id) != Some(entry.id) {
        model.say("Fyll i det som saknas. ‹Accept› två gånger bekräftar punkten som den är.");
        return complete_entry(model, entry.id);
    }
    if rules::unfollowed(&entry) && entry.confirmed.is_none() {
        return recurring::open(model, entry.id);
    }
    if entry.confirmed.is_some() {
        // The key that confirms never takes back what everybody has heard.
        return past_confirmed(model, &entry);
    }
    let now = model.now.utc;
    set_confirmed(model, entry, Some(now));
}

/// Goes on from a point that was confirmed before: to the next that isn't, else to the next.
fn past_confirmed(model: &mut Model, from: &Entry) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let all: Vec<&Entry> = rules::agreed(&screen.meeting).collect();
    let at = all.iter().position(|entry| entry.id == from.id).map_or(0, |at| at + 1);
    let (before, after) = all.split_at(at.min(all.len()));
    let unread = after.iter().chain(before).find(|entry| entry.confirmed.is_none());
    let next = unread.or(after.first()).map(|entry| RowRef::Entry(entry.id));
    screen.cursor = next;
    model.say("Den är redan bekräftad. ‹Up› och ‹Unconfirm› tar tillbaka det.");
}

/// Takes back that the point was confirmed.
pub(crate) fn unconfirm(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(entry) = screen.to_unconfirm().cloned() else { return };
    let (id, what) = (entry.id, quoted_short(&entry.text, 30));
    set_confirmed(model, entry, None);
    // Enter confirms it again, and no other.
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = Some(RowRef::Entry(id));
    }
    model.say(format!("{what} är inte längre bekräftad. ‹Accept› bekräftar igen."));
}

fn set_confirmed(model: &mut Model, mut entry: Entry, confirmed: Option<DateTime<Utc>>) {
    let (id, kind) = (entry.id, entry.kind());
    entry.confirmed = confirmed;
    let code = if confirmed.is_some() { Code::Confirm } else { Code::Unconfirm };
    let mut command = NewCommand::new(code(kind), entry.meeting);
    command.changes.push(Change::put(entry));
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
        screen.just_confirmed = confirmed.and(Some(id));
    }
}
