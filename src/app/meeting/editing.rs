//! An entry taken up again, into the line or into a form.

use super::entry_form;
use super::screen::RowRef;
use super::target::{self, Target};
use crate::app::core::model::{Model, Screen};
use crate::app::presence::changes;
use crate::domain::entry_line::as_typed;
use crate::domain::ids::EntryId;
use crate::domain::meeting::Meeting;
use crate::domain::quick_entry;
use crate::domain::record::{ActionItem, Body, Entry};
use chrono::NaiveDate;

/// Takes up an action that lacks its owner or its day, where that is written.
pub(crate) fn complete_entry(model: &mut Model, id: EntryId) {
    edit_entry(model, id);
    let today = model.now.today();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.editing != Some(id) {
        return;
    }
    let entry = screen.meeting.entry(id);
    if let Some((line, cursor)) = entry.and_then(|entry| with_room(&screen.meeting, entry, today)) {
        screen.line.set(&line, cursor);
    }
}

/// The line of an action with room for what it lacks.
fn with_room(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> Option<(String, usize)> {
    entry.action().and_then(|_| quick_entry::room_for_missing(&as_typed(meeting, entry, today)))
}

/// Takes an entry into the line, or into a form where it has more than a line can say.
pub(crate) fn edit_entry(model: &mut Model, id: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(entry) = screen.meeting.entry(id).cloned() else { return };
    let meeting = screen.meeting.id();
    if screen.warned.replace(id) != Some(id)
        && let Some(who) = changes(model, meeting, id)
    {
        if let Screen::Meeting(screen) = &mut model.screen {
            screen.cursor = Some(RowRef::Entry(id));
        }
        return model.say(format!(
            "{who} ändrar den raden just nu, så den är inte öppnad. ‹Edit› en gång till öppnar den ändå."
        ));
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    screen.warned = None;
    if !screen.line.is_empty() && screen.editing != Some(id) {
        return model.say("Spara raden först (‹Accept›) eller töm den (‹Back›), så går inget förlorat.");
    }
    if matches!(entry.body, Body::Beslut(_) | Body::Rost { .. }) {
        return entry_form::open(model, id);
    }
    let (line, cursor) = as_opened(&screen.meeting, &entry, model.now.today());
    screen.line.set(&line, cursor);
    screen.usual_target = None;
    screen.target = Target::Entry(entry.kind());
    screen.editing = Some(id);
    screen.cursor = Some(RowRef::Entry(id));
    screen.writing = true;
    screen.completing = false;
}

/// The line of an entry as it is taken up, and where one begins in it.
fn as_opened(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> (String, usize) {
    let line = as_typed(meeting, entry, today);
    // Who or when is what such a line lacks, and what is typed first. Where it lacks both, its text may be what is changed.
    let lacks_both =
        |action: &ActionItem| action.owner.is_none() && action.owner_name.is_none() && action.due.is_none();
    let asks = entry.action().filter(|action| !lacks_both(action));
    asks.and_then(|_| with_room(meeting, entry, today)).unwrap_or_else(|| {
        let end = line.chars().count();
        (line, end)
    })
}

/// Esc: the row is as it was. What was changed of its words undo brings back.
pub(crate) fn leave(model: &mut Model) {
    let today = model.now.today();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let entry = screen.editing.and_then(|id| screen.meeting.entry(id));
    let is_changed = entry.is_none_or(|entry| {
        let opened = as_opened(&screen.meeting, entry, today).0;
        let completed = with_room(&screen.meeting, entry, today).map(|(line, _)| line);
        ![Some(opened), completed].contains(&Some(screen.line.value().to_owned()))
    });
    if is_changed {
        screen.clear_line();
    } else {
        screen.editing = None;
        screen.line.clear();
    }
    screen.writing = false;
    screen.target = target::first(&screen.meeting);
    let how = if is_changed { " ‹Undo› tar fram det du ändrade." } else { "" };
    model.say(format!("Raden är som den var.{how}"));
}

/// Takes the row up again with the words that were changed when it was left. Says whether they are in the line: nothing is
/// lost where they aren't.
pub(crate) fn take_up_again(model: &mut Model, id: EntryId, words: &str) -> bool {
    edit_entry(model, id);
    let Screen::Meeting(screen) = &mut model.screen else { return false };
    let is_taken_up = screen.editing == Some(id);
    if is_taken_up {
        screen.set_written(words);
        model.say("Raden är framme igen, som du hade ändrat den. ‹Accept› sparar.");
    }
    is_taken_up
}

#[cfg(test)]
mod tests {
    use crate::app::core::action::Action;
    use crate::app::core::model::RowRef;
    use crate::app::testing::Desk;
    use crate::domain::agenda::EntryKind;
    use crate::domain::record::Participant;
    use crate::domain::rules::Todo;

    #[test]
    fn a_name_that_is_typed_into_a_line_with_a_day_stands_before_the_day() {
        for (line, day) in [
            ("Ringa hemmet >löpande", "löpande"),
            ("Mejla hemmet >4/12", "senast fre 4 dec"),
            ("Läsa högt >varje fre", "varje fre"),
        ] {
            for tabs in [false, true] {
                let mut desk = Desk::eht();
                desk.jump(3).line(line);
                let before = desk.entries(EntryKind::Atgard)[0].clone();
                desk.point(RowRef::Entry(before.id)).press(Action::Edit);
                assert!(desk.screen().line.value().contains(" @ >"), "{}", desk.screen().line.value());
                if tabs {
                    // Written anew without the sign, Tab asks for whom in the same place.
                    let text = line.to_owned();
                    desk.press(Action::Back).point_away().types(&text).press(Action::Next);
                }
                desk.types("maja").press(Action::Accept);
                let after = (*desk.entries(EntryKind::Atgard).last().unwrap()).clone();
                let (action, was) = (after.action().unwrap(), before.action().unwrap());
                let owner = action.owner.and_then(|id| desk.screen().meeting.participant(id));
                assert_eq!(owner.map(Participant::short_name).as_deref(), Some("Maja Mo"), "{line} {tabs}");
                assert_eq!((&action.due, &after.text), (&was.due, &before.text), "{line} {day}");
            }
        }
    }

    #[test]
    fn esc_in_a_row_that_is_being_changed_keeps_the_new_words_for_undo() {
        use crate::app::Message;
        use crate::app::core::line::Edit;
        // Changed, emptied first, and in the read-out.
        for (phase, emptied) in [(1, false), (1, true), (4, false)] {
            let mut desk = Desk::eht();
            desk.jump(if phase == 1 { 1 } else { 3 });
            desk.line(if phase == 1 { "Läser gärna" } else { "Ring hem @maja >fre" });
            desk.jump(phase);
            let row = desk.screen().meeting.entries[0].clone();
            desk.point(RowRef::Entry(row.id)).press(Action::Edit);
            let was = desk.screen().line.value().to_owned();
            if emptied {
                desk.send(Message::Edit(Edit::DeleteToStart));
            } else {
                desk.types(" med pappa");
            }
            let changed = desk.screen().line.value().to_owned();
            desk.press(Action::Back);
            assert!(desk.screen().line.is_empty() && desk.screen().editing.is_none());
            assert_eq!(desk.notice(), "Raden är som den var. Ctrl-Z tar fram det du ändrade.");
            desk.press(Action::Undo);
            assert_eq!(desk.screen().editing, Some(row.id), "{}", desk.notice());
            assert_eq!(desk.screen().line.value(), if emptied { was } else { changed });
            assert_eq!(desk.screen().meeting.entry(row.id).map(|now| &now.text), Some(&row.text));
            if emptied || phase == 4 {
                continue;
            }
            desk.press(Action::Accept);
            assert!(desk.screen().meeting.entry(row.id).unwrap().text.contains("med pappa"));
        }
        // Nothing was changed, so there is nothing to bring back.
        let mut desk = Desk::eht();
        desk.jump(1).line("Läser gärna");
        let row = desk.screen().meeting.entries[0].id;
        desk.point(RowRef::Entry(row)).press(Action::Edit).press(Action::Back);
        assert_eq!((desk.notice(), desk.screen().emptied.is_empty()), ("Raden är som den var.", true));
        // While another line is being written both are kept; without the row the words are a line.
        desk.point(RowRef::Entry(row)).press(Action::Edit).types(" nu").press(Action::Back).point_away();
        desk.types("Nytt").press(Action::Undo);
        assert_eq!(desk.screen().line.value(), "Nytt");
        assert!(!desk.screen().emptied.is_empty(), "{}", desk.notice());
        desk.press(Action::Accept);
        let mut gone = Desk::eht();
        gone.jump(1).line("Läser gärna");
        let row = gone.screen().meeting.entries[0].id;
        gone.point(RowRef::Entry(row)).press(Action::Edit).types(" nu").press(Action::Back);
        let mut meeting = gone.screen().meeting.clone();
        meeting.entries.clear();
        gone.kept.push(meeting.clone());
        gone.send(Message::Store(crate::app::core::effect::Reply::Meeting(Box::new(meeting))));
        gone.press(Action::Undo);
        assert_eq!((gone.screen().line.value(), gone.screen().editing), ("Läser gärna nu", None));
    }

    #[test]
    fn what_comes_of_a_yes_with_a_condition_gets_its_owner_and_keeps_its_day() {
        let mut desk = Desk::sip();
        desk.jump(4);
        let child = desk.screen().meeting.participants[0].clone();
        desk.point(RowRef::Todo(Todo::PlanAnswer(child.id))).press(Action::Accept);
        desk.fill("svar", "ja, om …").fill("villkor", "jag får sitta längst bak").press(Action::Save);
        let point = (*desk.entries(EntryKind::Atgard).last().unwrap()).clone();
        desk.point(RowRef::Entry(point.id)).press(Action::Edit).types("kurator").press(Action::Accept);
        let after = desk.entries(EntryKind::Atgard).last().unwrap().action().unwrap().clone();
        assert!(after.owner.is_some(), "{} {}", desk.notice(), desk.screen().line.value());
        assert_eq!(after.due, point.action().unwrap().due);
    }
}
