//! Keys in a list to choose from.

use super::page::page;
use crate::app::core::action::Action;
use crate::app::core::effect::Effect;
use crate::app::core::model::list::{Choice, NOTHING_FITS, POINT_FIRST};
use crate::app::core::model::{Dialog, Model};

/// What a list has beside its rows: what is typed, air, and what is told of the highlighted row.
const BESIDE: usize = 4;

/// A key in a list. Where a row is chosen that does what a key does, that key's action comes back, to be done.
pub(crate) fn act(model: &mut Model, action: Action) -> Option<Action> {
    let height = model.size.1;
    let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() else { return None };
    let meeting = pick.selected().and_then(|item| item.meeting);
    let page = page(height, BESIDE + pick.intro.len());
    let last = pick.shown().len().saturating_sub(1);
    let moves = matches!(
        action,
        Action::Up | Action::Down | Action::Next | Action::Previous | Action::PageUp | Action::PageDown
    );
    if moves && pick.highlighted().is_none() {
        // The first arrow points at the first row.
        pick.waits = false;
        return None;
    }
    match action {
        Action::Up | Action::Previous => pick.cursor = pick.cursor.saturating_sub(1),
        Action::Down | Action::Next => pick.cursor = (pick.cursor + 1).min(last),
        Action::PageUp => pick.cursor = pick.cursor.saturating_sub(page),
        Action::PageDown => pick.cursor = (pick.cursor + page).min(last),
        // In a list that one searches in, what is typed goes first, then the list.
        Action::Back if pick.kind.is_some() && !pick.filter.is_empty() => {
            pick.filter.clear();
            pick.cursor = 0;
        }
        Action::Back => {
            let said = pick.when_left;
            model.dialogs.pop();
            if let Some(said) = said {
                model.say(said);
            }
        }
        Action::Jump => {
            if let Some(meeting) = meeting {
                model.ask_for(Effect::OpenMeeting(meeting));
            }
        }
        Action::Accept => return choose(model),
        _ => {}
    }
    None
}

fn choose(model: &mut Model) -> Option<Action> {
    let Some(Dialog::Pick(pick)) = model.dialogs.last() else { return None };
    if pick.highlighted().is_none() {
        model.say(POINT_FIRST);
        return None;
    }
    let Some(choice) = pick.selected().and_then(|item| item.choice.clone()) else {
        let nothing = pick.shown().is_empty();
        model.complain(if nothing {
            pick.kind.map_or(NOTHING_FITS, |kind| kind.nothing_fits)
        } else {
            "Den raden går inte att välja."
        });
        return None;
    };
    if !pick.stays() {
        model.dialogs.pop();
    }
    match choice {
        Choice::Act(action) => Some(action),
        Choice::Do(then) => {
            then.act(model);
            None
        }
    }
}
