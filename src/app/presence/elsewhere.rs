//! The meeting in memory, saved in a file of its own when the database can't be written.

use crate::app::core::effect::Effect;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Rescue};
use crate::domain::meeting::Meeting;

/// Saves the meeting on screen elsewhere. Where everything is saved as usual that is said instead: a second database of the same
/// meeting would only be in the way.
pub(crate) fn save(model: &mut Model) {
    if model.meeting_screen().is_none() {
        return model.complain("Det går att spara ett möte i en egen fil när det är öppet.");
    }
    if !model.saving().is_trouble() {
        return model
            .say("Allt i mötet sparas i databasen som vanligt. En egen fil behövs bara när det inte går.");
    }
    ask(model, false);
}

/// Asks for it; the program may end when it is done.
fn ask(model: &mut Model, ends: bool) {
    let Some((meeting, line)) = on_screen(model).map(|(meeting, line)| (meeting.clone(), line.to_owned()))
    else {
        return;
    };
    let rescue = Rescue { meeting: meeting.clone(), line: line.clone(), file: None, ends };
    model.rescued = Some(Box::new(rescue));
    let id = model.new_id();
    model.ask_for(Effect::SaveElsewhere { meeting: Box::new(meeting), line, id });
}

fn on_screen(model: &Model) -> Option<(&Meeting, &str)> {
    model.meeting_screen().map(|screen| (&screen.meeting, screen.line.value()))
}

/// It lies there.
pub(crate) fn saved(model: &mut Model, file: String, text: String) {
    let mut ends = false;
    if let Some(rescue) = &mut model.rescued {
        rescue.file = Some(file);
        ends = rescue.ends;
    }
    if ends {
        model.quit = true;
        model.ask_for(Effect::Quit);
    } else {
        model.show("Mötet är sparat i en egen fil", text);
    }
}

/// Where the meeting lies as it stands on screen, if it has been saved in a file of its own.
pub fn lies_in(model: &Model) -> Option<&str> {
    let rescue = model.rescued.as_ref()?;
    let (meeting, line) = on_screen(model)?;
    rescue.file.as_deref().filter(|_| rescue.meeting == *meeting && rescue.line == line)
}

/// Before the program ends with a meeting that can't be written: whether it is to be saved in a file of its own first. Says
/// whether it asked.
pub(crate) fn asks_before_end(model: &mut Model, leave: fn(&mut Model)) -> bool {
    let trouble = model.saving().is_trouble();
    if !trouble || model.quit || model.meeting_screen().is_none() || lies_in(model).is_some() {
        return false;
    }
    let items = vec![
        PickItem::new("Spara mötet i en egen fil, och avsluta", "", |model| ask(model, true)),
        PickItem::new("Avsluta ändå", "det som inte är sparat går förlorat", leave),
    ];
    model.ask_which("Mötet är inte sparat i databasen", items);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::core::action::Action;
    use crate::app::core::effect::Reply;
    use crate::app::dialog::Dialog;
    use crate::app::testing::{Desk, Disk};

    #[test]
    fn the_meeting_with_what_is_not_saved_goes_to_a_file_of_its_own_only_when_it_has_to() {
        let mut desk = Desk::eht();
        desk.jump(1).press(Action::SaveElsewhere);
        assert!(desk.notice().contains("som vanligt"), "{}", desk.notice());
        let saved = |desk: &Desk| {
            let all = desk.effects.iter().filter_map(|effect| match effect {
                Effect::SaveElsewhere { meeting, line, .. } => Some((meeting.entries.len(), line.clone())),
                _ => None,
            });
            all.collect::<Vec<_>>()
        };
        assert_eq!(saved(&desk), []);
        desk.disk = Disk::Full;
        desk.line("Inte sparat").types("Halv");
        let entries = desk.screen().meeting.entries.len();
        desk.press(Action::SaveElsewhere);
        assert_eq!(saved(&desk), [(entries, "Halv".to_owned())]);
        let mut desk = Desk::eht();
        desk.send(overwritten());
        desk.press(Action::SaveElsewhere);
        assert_eq!(saved(&desk).len(), 1);
    }

    fn overwritten() -> Message {
        Message::Store(Reply::FileAway { why: "Databasfilen har skrivits över.".to_owned(), other: true })
    }

    fn is_saved() -> Message {
        let (file, text) = ("/x/samverkan-raddad.db".to_owned(), "Där.".to_owned());
        Message::Store(Reply::SavedElsewhere { file, text })
    }

    fn quits(desk: &Desk) -> bool {
        desk.effects.iter().any(|effect| matches!(effect, Effect::Quit))
    }

    #[test]
    fn who_ends_the_program_over_an_overwritten_file_is_offered_a_file_for_the_meeting() {
        // Nothing waits to be written, and yet all that is seen may be on screen alone.
        let mut desk = Desk::eht();
        desk.jump(1).line("Blå har tröttnat");
        assert!(desk.model.outbox.is_empty());
        desk.send(overwritten());
        assert!(desk.model.saving().in_words(desk.model.now).contains("överskriven"));
        desk.press(Action::Quit);
        assert!(!quits(&desk));
        let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!() };
        assert!(pick.waits && pick.items.len() == 2);
        desk.press(Action::Down).press(Action::Accept);
        assert!(matches!(desk.effects.last(), Some(Effect::SaveElsewhere { .. })) && !quits(&desk));
        desk.send(is_saved());
        assert!(quits(&desk));
        assert_eq!(lies_in(&desk.model), Some("/x/samverkan-raddad.db"));
    }

    #[test]
    fn what_lies_in_a_file_of_its_own_is_not_asked_about_until_it_is_changed() {
        let mut desk = Desk::eht();
        desk.jump(1).send(overwritten());
        desk.press(Action::SaveElsewhere).send(is_saved());
        desk.press(Action::Back);
        desk.types("En rad till");
        assert_eq!(lies_in(&desk.model), None);
        desk.press(Action::Quit);
        assert!(!quits(&desk) && !desk.model.dialogs.is_empty());
        desk.press(Action::Back).press(Action::SaveElsewhere).send(is_saved());
        desk.press(Action::Back).press(Action::Quit);
        assert!(quits(&desk));
    }
}
