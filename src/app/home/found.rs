//! What was found amiss with the database when it was opened: told over whatever is on screen, until somebody has read it. Where
//! it lacks something of what was seen in it, the store takes nothing before somebody has gone on all the same.

use crate::app::core::effect::{Effect, Reply};
use crate::app::core::model::list::Then;
use crate::app::core::model::question::Confirm;
use crate::app::core::model::{Dialog, Found, Model, Screen};
use crate::app::ui::question::question;

/// Said beneath what is missing.
const ASKS: &str = "Inget i mötena ändras förrän någon går vidare. Den som gör det står i journalen, som den som bara läser.";

/// The database is open, and something about it is to be known; or somebody has gone on.
pub(crate) fn answered(model: &mut Model, reply: Reply) {
    match reply {
        Reply::Found { text, short } => model.found = Some(Found { text, short, read: false }),
        Reply::WentOn => went_on(model),
        _ => {}
    }
}

/// Tells it now, if somebody is there to read it and nothing else is in front.
pub(crate) fn offer(model: &mut Model) {
    let shown = match model.screen {
        // Whoever sits down is asked who it is first.
        Screen::Home(_) => model.person.is_some() || model.practice,
        // After the lock the database may have lost who that was.
        Screen::Meeting(_) => true,
        Screen::Start(_) | Screen::Opening => false,
    };
    if !shown || !model.dialogs.is_empty() || model.lock.is_some() {
        return;
    }
    let Some(found) = model.found.as_ref().filter(|found| !found.read) else { return };
    let text = found.text.clone();
    let asked = if found.short {
        Confirm {
            otherwise: Some(("gå vidare".to_owned(), Then::new(go_on))),
            no: Some(Then::new(read)),
            ..question(
                "Databasen är inte som den var sist",
                vec![text, String::new(), ASKS.to_owned()],
                "Läs bara",
                read,
            )
        }
    } else {
        Confirm {
            no: Some(Then::new(read)),
            ..question("Om databasen", vec![text], "Jag har läst det", read)
        }
    };
    model.dialogs.push(Dialog::Confirm(asked));
}

fn read(model: &mut Model) {
    if let Some(found) = &mut model.found {
        found.read = true;
    }
}

/// It is the right one all the same.
fn go_on(model: &mut Model) {
    read(model);
    let id = model.new_id();
    model.ask_for(Effect::GoOnShort(id));
}

/// Somebody has gone on, and it stands in the journal.
fn went_on(model: &mut Model) {
    model.found = None;
    model.say("Du gick vidare med databasen som den är. Det står i journalen.");
    model.retry_now();
}

/// Something was written: somebody has gone on, here or in another program.
pub(crate) fn written(model: &mut Model) {
    if model.found.as_ref().is_some_and(|found| found.short) {
        model.found = None;
        if let Screen::Home(_) = model.screen {
            model.ask_for(Effect::LoadHome(model.now.today()));
        }
    }
}

/// Whoever has read it wants to see it again, and perhaps to go on.
pub(crate) fn again(model: &mut Model) {
    match &mut model.found {
        Some(found) => found.read = false,
        None => model.say("Inget är konstigt med databasen, så det finns inget att gå vidare från."),
    }
}

/// The store has refused an act for the first time: whoever only wanted to read wants something else now.
pub(crate) fn refused(model: &mut Model) {
    if let Some(found) = model.found.as_mut().filter(|found| found.short) {
        found.read = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::core::action::Action;
    use crate::app::core::effect::Problem;
    use crate::app::testing::{Desk, Disk};

    const LACKS: &str = "x.db saknar 12 rader efter 10.41: den slutar tidigare.";

    fn tell(desk: &mut Desk, short: bool) {
        desk.send(Message::Store(Reply::Found { text: LACKS.to_owned(), short }));
    }

    fn title(desk: &Desk) -> Option<&str> {
        match desk.model.dialogs.last() {
            Some(Dialog::Confirm(confirm)) => Some(&confirm.title),
            _ => None,
        }
    }

    #[test]
    fn what_is_missing_is_asked_in_a_meeting_and_going_on_is_an_act_of_its_own() {
        let mut desk = Desk::eht();
        tell(&mut desk, true);
        assert_eq!(title(&desk), Some("Databasen är inte som den var sist"));
        // Enter and Esc only read: nothing is asked of the store.
        for action in [Action::Accept, Action::Back] {
            desk.press(action);
            assert!(title(&desk).is_none() && desk.model.found.as_ref().is_some_and(|found| found.read));
            refused(&mut desk.model);
            desk.send(Message::Tick);
            assert!(title(&desk).is_some());
        }
        let goes_on = |desk: &Desk| desk.effects.iter().any(|effect| matches!(effect, Effect::GoOnShort(_)));
        assert!(!goes_on(&desk));
        desk.press(Action::GoOnAnyway);
        assert!(goes_on(&desk));
        desk.send(Message::Store(Reply::WentOn));
        assert!(desk.model.found.is_none() && title(&desk).is_none());
    }

    #[test]
    fn it_is_asked_again_at_home_and_over_when_something_is_written() {
        let mut desk = Desk::new();
        desk.press(Action::FoundAgain);
        assert!(title(&desk).is_none() && desk.notice().contains("Inget är konstigt"));
        tell(&mut desk, true);
        desk.press(Action::Back);
        assert!(title(&desk).is_none());
        desk.press(Action::FoundAgain);
        assert!(title(&desk).is_some());
        desk.press(Action::Back);
        // Another program has gone on, and what waited here was saved.
        let (id, at) = (desk.model.new_id(), desk.now.utc);
        desk.send(Message::Store(Reply::Committed { id, at }));
        assert!(desk.model.found.is_none());
        assert!(matches!(desk.effects.last(), Some(Effect::LoadHome(_))));
    }

    #[test]
    fn it_is_asked_also_where_the_database_has_lost_who_sits_there() {
        let mut desk = Desk::eht();
        (desk.model.person, desk.model.practice) = (None, false);
        tell(&mut desk, true);
        assert!(title(&desk).is_some());
    }

    #[test]
    fn whoever_only_reads_is_asked_again_when_something_is_to_be_written_and_not_at_each_try() {
        let mut desk = Desk::eht();
        tell(&mut desk, true);
        desk.press(Action::Accept);
        desk.disk = Disk::Slow;
        desk.line("Mamma, mamma");
        let id = desk.model.outbox[0].id;
        let mut refuse = || {
            let why = Problem { text: "saknar".to_owned(), passing: true };
            desk.send(Message::Store(Reply::Failed { id, why }));
            let asked = title(&desk).is_some();
            desk.press(Action::Back);
            asked
        };
        assert!(refuse());
        assert!(!refuse(), "the same act that is tried again asks nothing");
    }

    #[test]
    fn a_word_about_the_database_stays_until_it_is_read_and_through_what_opens() {
        let mut desk = Desk::eht();
        tell(&mut desk, false);
        assert_eq!(title(&desk), Some("Om databasen"));
        desk.model.dialogs.clear();
        desk.send(Message::Tick);
        assert_eq!(title(&desk), Some("Om databasen"), "it wasn't read");
        desk.press(Action::Accept);
        desk.send(Message::Tick);
        assert!(title(&desk).is_none());
        assert!(desk.model.found.is_some(), "it stands at home");
    }
}
