//! Meetings that were saved in files of their own, taken back from home.

use crate::app::core::effect::{Effect, Reply, RescuedMeeting};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Screen};

/// Asks which there are.
pub(crate) fn find(model: &mut Model) {
    model.ask_for(Effect::FindRescued);
}

/// What the store tells of them.
pub(crate) fn told(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Rescued(meetings) => found(model, meetings),
        Reply::RescuedTaken(text) => taken(model, text),
        _ => {}
    }
}

/// Which one is to be taken back?
fn found(model: &mut Model, meetings: Vec<RescuedMeeting>) {
    if !matches!(model.screen, Screen::Home(_)) || !model.dialogs.is_empty() {
        // Somebody has gone on with something else.
        return;
    }
    if meetings.is_empty() {
        return model.say("Här ligger inget möte i en egen fil att hämta tillbaka.");
    }
    let rows = meetings.into_iter().map(|RescuedMeeting { file, what, lies }| {
        PickItem::new(what, lies, move |model| {
            model.say("Hämtar mötet …");
            model.ask_for(Effect::TakeBackRescued(file.clone()));
        })
    });
    model.pick("Vilket möte ska hämtas tillbaka?", rows.collect());
}

/// It is among the others again.
fn taken(model: &mut Model, text: String) {
    model.notice = None;
    model.warning = None;
    model.ask_for(Effect::LoadHome(model.now.today()));
    if matches!(model.screen, Screen::Home(_)) && model.dialogs.is_empty() {
        model.show("Mötet är hämtat", text);
    } else {
        model.say(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::action::Action;
    use crate::app::dialog::Dialog;
    use crate::app::testing::Desk;

    #[test]
    fn a_meeting_in_a_file_of_its_own_is_chosen_and_taken_back() {
        let mut desk = Desk::new();
        desk.press(Action::TakeBackRescued);
        assert!(matches!(desk.effects.last(), Some(Effect::FindRescued)));
        desk.send(Message::Store(Reply::Rescued(Vec::new())));
        assert!(desk.notice().contains("inget möte"));
        let meeting = RescuedMeeting {
            file: "/x/samverkan-raddad-2026-11-27-0431.db".to_owned(),
            what: "EHT, 27 nov 2026".to_owned(),
            lies: "samverkan-raddad-2026-11-27-0431.db".to_owned(),
        };
        desk.send(Message::Store(Reply::Rescued(vec![meeting.clone()])));
        desk.press(Action::Accept);
        assert!(matches!(desk.effects.last(), Some(Effect::TakeBackRescued(file)) if *file == meeting.file));
        desk.send(Message::Store(Reply::RescuedTaken("Mötet ligger bland de andra.".to_owned())));
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))));
    }
}
