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
    let Some(work) = model.papers else { return model.say("Inga papper görs just nu.") };
    let text = vec![
        format!("Papperen görs: {}.", in_words(work)),
        "Avbryter du sparas inget av dem, och inget skrivs ut.".to_owned(),
    ];
    confirm(model, "Avbryta papperen?", text, "Avbryt dem", |model| model.ask_for(Effect::StopPapers));
}

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
        model.say("Papperen är klara. ‹Copies› i det avslutade mötet visar vad som blev av dem.");
    }
}
