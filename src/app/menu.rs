//! Everything that can be done where one stands, to search in: made from the table of actions.

use crate::app::core::action::{Action, Context};
use crate::app::core::model::Model;
use crate::app::ui::dialog::{Choice, Dialog, Pick, PickItem};
use crate::domain::agenda::Phase;

/// Opens the menu.
pub(crate) fn open(model: &mut Model) {
    if !Context::SCREENS.contains(&model.context()) {
        return;
    }
    let items = possible(model)
        .map(|action| PickItem {
            label: action.label().to_owned(),
            detail: String::new(),
            choice: Some(Choice::Act(action)),
        })
        .collect();
    model.dialogs.push(Dialog::Pick(Pick::new("Vad vill du göra?", items)));
}

/// What can be done here and now.
pub(crate) fn possible(model: &Model) -> impl Iterator<Item = Action> {
    let context = model.context();
    let fits = move |action: &Action| {
        let about = action.about();
        !about.is_step() && about.belongs_in(context) && makes_sense(model, *action)
    };
    Action::ALL.iter().copied().filter(fits)
}

/// Whether it could lead to anything in this meeting or database. What only waits for something, such as a highlighted
/// row, is there: it says what it waits for.
fn makes_sense(model: &Model, action: Action) -> bool {
    let Some(screen) = model.meeting_screen() else {
        return match action {
            Action::SocialClock => model.social_clocks.is_on,
            Action::ChangePassphrase => !model.practice,
            _ => true,
        };
    };
    let meeting = &screen.meeting;
    match action {
        Action::NextArende | Action::PreviousArende | Action::MoveEntry => meeting.agenda.many,
        Action::Support => matches!(meeting.head.phase, Phase::Nulage | Phase::Planering),
        Action::TurnInto => meeting.agenda.otherwise.is_some(),
        Action::Unrecognisable => meeting.agenda.individuals,
        Action::Protection => meeting.has_protected_child(),
        _ => true,
    }
}
