//! An entry taken up again, into the line or into a form.

use super::entry_form;
use super::screen::RowRef;
use super::target::Target;
use crate::app::core::model::{Model, Screen};
use crate::app::presence::changes;
use crate::domain::entry_line::as_typed;
use crate::domain::ids::EntryId;
use crate::domain::quick_entry;
use crate::domain::record::Body;

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
    let line = as_typed(&screen.meeting, &entry, model.now.today());
    // Who does it is what such a line lacks, and what is typed first.
    let asks = entry.action().and_then(|_| quick_entry::room_for_owner(&line));
    let (line, cursor) = asks.unwrap_or_else(|| {
        let end = line.chars().count();
        (line, end)
    });
    screen.line.set(&line, cursor);
    screen.usual_target = None;
    screen.target = Target::Entry(entry.kind());
    screen.editing = Some(id);
    screen.cursor = Some(RowRef::Entry(id));
    screen.writing = true;
    screen.completing = false;
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
