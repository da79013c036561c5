//! Keys on home.

use super::actions;
use super::found;
use super::new_meeting::{Start, pick_form};
use super::persons;
use super::planned;
use super::screen::BESIDE_FROM;
use crate::app::backup;
use crate::app::consents;
use crate::app::core::action::Action;
use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::{HomeRow, Model, Opens, Screen};
use crate::app::lock::{passphrase, recovery};
use crate::app::papers::lying;
use crate::app::presence::rescued;
use crate::app::ui::page::page;
use crate::app::{journal, restoring, social_clock};

/// A key on home.
pub(crate) fn act(model: &mut Model, action: Action) {
    match action {
        Action::NewMeeting => pick_form(model, Start::Now),
        Action::PlanMeeting => pick_form(model, Start::Planned),
        Action::Consents => consents::list::load(model),
        Action::ListActions => actions::load(model),
        Action::SocialClock => social_clock::load(model),
        Action::SwitchPerson => persons::choose(model),
        Action::ChangePassphrase => passphrase::change(model),
        Action::TakeBackup => backup::take(model),
        Action::RestoreBackup => restoring::begin(model),
        Action::TakeBackRescued => rescued::find(model),
        Action::FoundAgain => found::again(model),
        Action::NewRecoveryKey => recovery::make(model),
        Action::ProveRecoveryKey => recovery::prove(model),
        Action::Journal => journal::open(model),
        Action::Invite => match selected(model) {
            Some(HomeRow::Meeting(id)) => model.ask_for(Effect::OfferPapers(PaperKind::Invitations(id))),
            _ => model.say("Markera ett möte först."),
        },
        Action::MoveMeeting => to_selected(model, Opens::Move),
        Action::CancelMeeting => to_selected(model, Opens::Cancel),
        Action::Undo => match model.removed.take() {
            Some(id) => {
                model.undo(id, None, true);
                model.ask_for(Effect::LoadHome(model.now.today()));
            }
            None => model.say("Här finns inget att ångra. I ett möte ångrar ‹Undo› det senaste."),
        },
        Action::OpenFolder => model.ask_for(Effect::OpenFolder),
        Action::RemovePapers => lying::ask(model),
        Action::Refresh => {
            model.ask_for(Effect::LoadHome(model.now.today()));
            model.say("Hemskärmen är läst på nytt.");
        }
        Action::Up => move_home(model, -1),
        Action::PageUp => move_home(model, -seen(model)),
        Action::Down => move_home(model, 1),
        Action::PageDown => move_home(model, seen(model)),
        Action::ChoiceRight => turn_home(model, true),
        Action::ChoiceLeft => turn_home(model, false),
        Action::Next => {
            let at_meetings = !matches!(selected(model), Some(HomeRow::Action(_)));
            turn_home(model, at_meetings);
        }
        Action::Accept => match selected(model) {
            Some(HomeRow::Meeting(id)) => planned::open(model, id),
            Some(HomeRow::Action(id)) => actions::follow_up(model, id),
            None => pick_form(model, Start::Now),
        },
        Action::Back => model.say("Det här är hemskärmen. ‹Home:Quit› avslutar programmet."),
        _ => {}
    }
}

fn to_selected(model: &mut Model, how: Opens) {
    match selected(model) {
        Some(HomeRow::Meeting(id)) => planned::to(model, id, how),
        _ => model.say("Markera ett möte först."),
    }
}

fn selected(model: &Model) -> Option<HomeRow> {
    match &model.screen {
        Screen::Home(home) => home.selected(),
        _ => None,
    }
}

/// What is seen at a time: of the actions, less their headings, or of the meetings.
fn seen(model: &Model) -> isize {
    let (width, height) = model.size;
    let taken = if width >= BESIDE_FROM { 4 } else { usize::from(height / 3) };
    isize::try_from(page(height, taken)).unwrap_or(1)
}

fn move_home(model: &mut Model, by: isize) {
    if let Screen::Home(home) = &mut model.screen {
        let last = home.rows().len().saturating_sub(1);
        home.cursor = home.cursor.saturating_add_signed(by).min(last);
    }
}

/// To the first action, or back to the first meeting.
fn turn_home(model: &mut Model, to_actions: bool) {
    let Screen::Home(home) = &mut model.screen else { return };
    let rows = home.rows();
    match rows.iter().position(|row| matches!(row, HomeRow::Action(_))) {
        Some(first) if to_actions => home.cursor = home.cursor.max(first),
        None if to_actions => model.say("Inga öppna åtgärder."),
        _ => home.cursor = 0,
    }
}
