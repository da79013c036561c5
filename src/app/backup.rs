//! Copies for safekeeping: taken beside everything else, and what home says of the latest.

use crate::app::core::effect::Effect;
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::core::reply::Reply;
use crate::app::ui::question::confirm;
use crate::domain::progress::Progress;

/// What home says of copies, and whether it is high time for one; nothing where none are taken.
pub fn in_words(model: &Model) -> Option<(String, bool)> {
    if let Some(progress) = model.backup {
        return Some((format!("Säkerhetskopia: {} · ‹Menu› avbryter", lower(progress)), false));
    }
    let Screen::Home(home) = &model.screen else { return None };
    let data = home.data.as_ref().filter(|_| !model.practice)?;
    Some(data.last_copy.in_words(|at| model.now.at(at), model.now.today()))
}

/// How far it has come, within a line: "läser databasen: 43 %".
fn lower(progress: Progress) -> String {
    let words = progress.in_words();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Asks for a copy.
pub(crate) fn take(model: &mut Model) {
    if model.practice {
        return model.say("En övningsdatabas behöver ingen säkerhetskopia: den har inga riktiga möten.");
    }
    if let Some(progress) = model.backup {
        return model.say(format!("En säkerhetskopia tas redan: {}.", lower(progress)));
    }
    model.backup = Some(Progress::of("Börjar"));
    model.ask_for(Effect::TakeBackup);
}

/// Stops it.
pub(crate) fn stop(model: &mut Model) {
    match model.backup {
        Some(_) => {
            model.ask_for(Effect::StopBackup);
            model.say("Avbryter säkerhetskopian …");
        }
        None => model.say("Ingen säkerhetskopia tas just nu."),
    }
}

/// What the store tells of a copy.
pub(crate) fn told(model: &mut Model, reply: Reply) {
    match reply {
        Reply::BackupWork(progress) => work(model, progress),
        Reply::BackupTaken { lines, proved } => taken(model, &lines, proved),
        Reply::BackupFailed(why) => failed(model, why),
        _ => {}
    }
}

/// One is being taken.
fn work(model: &mut Model, progress: Progress) {
    // Whoever asked for it to stop has been told.
    model.backup = Some(progress);
}

/// One was taken: shown where somebody waits for it, said in a line elsewhere.
fn taken(model: &mut Model, lines: &[String], proved: bool) {
    over(model);
    if matches!(model.screen, Screen::Home(_)) {
        model.ask_for(Effect::LoadHome(model.now.today()));
        if model.dialogs.is_empty() {
            model.notice = None;
            return model.show("Säkerhetskopia", lines.join("\n\n"));
        }
    }
    if proved {
        model.say("Säkerhetskopian är tagen och provad.");
    } else {
        model.complain("Säkerhetskopian är tagen, men räknas inte som provad: kör samverkan kontrollera.");
    }
}

/// None was taken. What wants more than a line is shown where somebody waits for it.
fn failed(model: &mut Model, why: String) {
    over(model);
    let waits = matches!(model.screen, Screen::Home(_)) && model.dialogs.is_empty();
    if waits && why.chars().count() > SHORT {
        model.notice = None;
        return model.show("Ingen säkerhetskopia", why);
    }
    model.complain(why);
}

fn over(model: &mut Model) {
    model.backup = None;
    let asks = |dialog: &Dialog| matches!(dialog, Dialog::Confirm(confirm) if confirm.title == END);
    model.dialogs.retain(|dialog| !asks(dialog));
}

/// So much is read in the bottom row.
const SHORT: usize = 150;

const END: &str = "Avsluta medan säkerhetskopian tas?";

/// Asks before the program ends in the middle of it; whether it did.
pub(crate) fn asks_before_end(model: &mut Model, leave: fn(&mut Model)) -> bool {
    let Some(progress) = model.backup.filter(|_| !model.quit) else { return false };
    let text = vec![
        format!("En säkerhetskopia tas: {}.", lower(progress)),
        "Avslutar du nu avbryts den, och inget av den sparas. Det du har skrivit är sparat som vanligt."
            .to_owned(),
    ];
    confirm(model, END, text, "Avsluta ändå", leave);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Message;
    use crate::app::action::Action;
    use crate::app::testing::Desk;

    fn real() -> Desk {
        let mut desk = Desk::new();
        desk.model.practice = false;
        desk
    }

    fn asked(desk: &Desk, wanted: fn(&Effect) -> bool) -> usize {
        desk.effects.iter().filter(|effect| wanted(effect)).count()
    }

    #[test]
    fn a_copy_is_taken_beside_everything_else_and_can_be_stopped() {
        let mut desk = real();
        assert!(in_words(&desk.model).unwrap().0.contains("ingen än"));
        desk.press(Action::TakeBackup);
        assert_eq!(asked(&desk, |effect| matches!(effect, Effect::TakeBackup)), 1);
        desk.send(Message::Store(Reply::BackupWork(Progress::parts("Läser databasen", 43, 100))));
        assert_eq!(
            in_words(&desk.model).unwrap().0,
            "Säkerhetskopia: läser databasen: 43 % · ‹Menu› avbryter"
        );
        desk.press(Action::TakeBackup);
        assert!(desk.model.notice.as_ref().unwrap().text.contains("tas redan"));
        assert!(desk.model.dialogs.is_empty(), "nothing lies in the way");
        desk.press(Action::StopBackup);
        assert_eq!(asked(&desk, |effect| matches!(effect, Effect::StopBackup)), 1);
        desk.send(Message::Store(Reply::BackupFailed("Avbrutet.".to_owned())));
        assert!(desk.model.backup.is_none());
        desk.press(Action::StopBackup);
        assert!(desk.model.notice.as_ref().unwrap().text.contains("Ingen säkerhetskopia tas"));
    }

    #[test]
    fn what_became_of_it_is_shown_at_home_and_said_in_a_meeting() {
        let taken = || Message::Store(Reply::BackupTaken { lines: vec!["Provad.".to_owned()], proved: true });
        let mut desk = real();
        desk.press(Action::TakeBackup).send(taken());
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))));
        let mut desk = Desk::eht();
        desk.model.practice = false;
        desk.model.backup = Some(Progress::of("Läser databasen"));
        desk.types("Mitt i en rad").send(taken());
        assert!(desk.model.dialogs.is_empty());
        assert_eq!(desk.model.notice.as_ref().unwrap().text, "Säkerhetskopian är tagen och provad.");
    }

    #[test]
    fn why_none_was_taken_is_shown_whole_at_home_and_said_in_a_meeting() {
        let long = "Mappen finns inte. ".repeat(10);
        let mut desk = real();
        desk.press(Action::TakeBackup).send(Message::Store(Reply::BackupFailed(long.clone())));
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Reader(_))));
        let mut desk = Desk::eht();
        desk.model.practice = false;
        desk.types("Mitt i en rad").send(Message::Store(Reply::BackupFailed(long.clone())));
        assert!(desk.model.dialogs.is_empty() && desk.notice() == long);
    }

    #[test]
    fn who_ends_the_program_meanwhile_is_asked() {
        let mut desk = real();
        desk.press(Action::TakeBackup).press(Action::Quit);
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(confirm)) if confirm.title == END));
        assert_eq!(asked(&desk, |effect| matches!(effect, Effect::Quit)), 0);
        desk.send(Message::Store(Reply::BackupTaken { lines: Vec::new(), proved: true }));
        desk.press(Action::Back).press(Action::Quit);
        assert_eq!(asked(&desk, |effect| matches!(effect, Effect::Quit)), 1);
    }

    #[test]
    fn practice_needs_none_and_home_says_nothing_of_it() {
        let mut desk = Desk::new();
        desk.model.practice = true;
        desk.press(Action::TakeBackup);
        assert_eq!(asked(&desk, |effect| matches!(effect, Effect::TakeBackup)), 0);
        assert_eq!(in_words(&desk.model), None);
    }
}
