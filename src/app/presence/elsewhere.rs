//! The meeting in memory, saved in a file of its own when the database can't be written.

use crate::app::core::effect::Effect;
use crate::app::core::model::{Model, Saving};

/// Saves the meeting on screen elsewhere. Where everything is saved as usual that is said instead: a second database of the same
/// meeting would only be in the way.
pub(crate) fn save(model: &mut Model) {
    let trouble = matches!(model.saving(), Saving::NotSaved { .. } | Saving::Away(_));
    let Some(screen) = model.meeting_screen() else {
        return model.complain("Det går att spara ett möte i en egen fil när det är öppet.");
    };
    if !trouble {
        return model
            .say("Allt i mötet sparas i databasen som vanligt. En egen fil behövs bara när det inte går.");
    }
    let (meeting, line) = (Box::new(screen.meeting.clone()), screen.line.value().to_owned());
    let id = model.new_id();
    model.ask_for(Effect::SaveElsewhere { meeting, line, id });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::core::action::Action;
    use crate::app::core::effect::Reply;
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
        desk.send(Message::Store(Reply::FileAway("Databasfilen har skrivits över.".to_owned())));
        desk.press(Action::SaveElsewhere);
        assert_eq!(saved(&desk).len(), 1);
    }
}
