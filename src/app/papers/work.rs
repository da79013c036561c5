//! Papers that are being made, beside everything else: how far it has come, that it can be stopped, and what became of them.

use crate::app::core::effect::Effect;
use crate::app::core::model::{Dialog, Model, Screen};
use crate::app::core::reply::PapersWork;
use crate::app::ui::question::confirm;
use crate::domain::record::MeetingStatus;

/// Whether papers are being made, which is said: no others are begun meanwhile.
pub(crate) fn is_busy(model: &mut Model) -> bool {
    let Some(work) = model.papers else { return false };
    model.complain(format!("Andra papper görs just nu, {}. ‹StopPapers› avbryter dem.", in_words(work)));
    true
}

/// Papers are asked for.
pub(crate) fn begin(model: &mut Model, effect: Effect) {
    model.papers = Some(PapersWork::default());
    model.ask_for(effect);
}

/// How far it has come: "2 av 6 är klara".
pub(crate) fn in_words(work: PapersWork) -> String {
    match work {
        PapersWork { all: 0, .. } => "de har just börjat".to_owned(),
        PapersWork { done, all } => format!("{done} av {all} är klara"),
    }
}

/// Asks whether they are to be stopped.
pub(crate) fn ask_to_stop(model: &mut Model) {
    let Some(text) = stops(model) else { return model.say("Inga papper görs just nu.") };
    confirm(model, STOP, text, "Avbryt dem", |model| model.ask_for(Effect::StopPapers));
}

/// The question whether they are to be stopped, and the one whether the program is to end meanwhile.
const STOP: &str = "Avbryta papperen?";
pub(crate) const END: &str = "Avsluta medan papper görs?";

fn stops(model: &Model) -> Option<Vec<String>> {
    let work = model.papers?;
    Some(vec![
        format!("Papperen görs: {}.", in_words(work)),
        "Avbryter du sparas inget av dem, och inget skrivs ut.".to_owned(),
    ])
}

/// What becomes of papers if the program ends now; nothing where none are on their way.
pub(crate) fn ends(model: &Model) -> Option<Vec<String>> {
    if let Some(work) = model.papers {
        return Some(vec![
            format!("Papper görs: {}.", in_words(work)),
            "Avslutar du avbryts de: inget av dem sparas, och inget skrivs ut.".to_owned(),
        ]);
    }
    let PapersWork { done, all } = model.printing?;
    let out = match done {
        0 => format!("Det första av {all} papper lämnas till skrivaren just nu."),
        done => {
            format!("{done} av {all} papper är redan lämnade till skrivaren, och ett till lämnas just nu.")
        }
    };
    Some(vec![
        out,
        "Det som är lämnat kommer ut och står i loggen. Avslutar du skrivs resten inte ut, och sparas inte."
            .to_owned(),
    ])
}

/// Papers are being set.
pub(crate) fn set(model: &mut Model, state: Option<PapersWork>) {
    model.papers = state;
    came_on(model);
}

/// Papers are handed to a printer.
pub(crate) fn print(model: &mut Model, state: Option<PapersWork>) {
    model.printing = state;
    came_on(model);
}

/// They have come on, or are done: a question about them says how it is now, and isn't asked of what is done.
fn came_on(model: &mut Model) {
    for (title, text) in [(STOP, stops(model)), (END, ends(model))] {
        let asked = |dialog: &Dialog| matches!(dialog, Dialog::Confirm(confirm) if confirm.title == title);
        let Some(at) = model.dialogs.iter().position(asked) else { continue };
        if let (Some(text), Some(Dialog::Confirm(confirm))) = (text, model.dialogs.get_mut(at)) {
            confirm.text = text;
        } else {
            model.dialogs.remove(at);
            model.say("Papperen är klara.");
        }
    }
}

/// What stands over what became of copies.
pub(crate) const COPIES: &str = "Kopior";

/// What became of them. It is shown where somebody waits for it; elsewhere a word says that they are there.
pub(crate) fn made(model: &mut Model, title: &str, lines: &[String]) {
    let waits = match (&model.screen, model.dialogs.last()) {
        (_, Some(dialog)) => matches!(dialog, Dialog::Copies(_)),
        (Screen::Home(_), None) => true,
        (Screen::Meeting(screen), None) => screen.meeting.head.status == MeetingStatus::Avslutat,
        _ => false,
    };
    if waits {
        model.notice = None;
        model.show(title, lines.join("\n"));
    } else {
        // Who has gone on is told in a line; what isn't a copy stands in the journal alone.
        let closed = model.meeting().is_some_and(|meeting| meeting.head.status == MeetingStatus::Avslutat);
        let copies = title == COPIES;
        let last =
            lines.iter().rev().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        model.say(match (copies, closed) {
            (true, true) => "Papperen är klara. ‹Copies› visar vad som blev av dem.".to_owned(),
            (true, false) => {
                "Papperen är klara. ‹Copies› i mötet som de gäller visar vad som blev av dem.".to_owned()
            }
            (false, _) => format!("{title}: klart. {last}"),
        });
    }
}
