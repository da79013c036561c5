//! Home: the door to it, who sits at the keyboard, meetings to begin and open, and what was promised at all meetings.

pub(crate) mod actions;
pub(crate) mod door;
#[cfg(test)]
mod first_hour_tests;
pub(crate) mod found;
pub(crate) mod keys;
#[cfg(test)]
mod lists_tests;
pub(crate) mod new_meeting;
pub(crate) mod persons;
pub(crate) mod planned;
pub mod screen;
#[cfg(test)]
mod tests;

use crate::app::core::drafts;
use crate::app::core::effect::Effect;
use crate::app::core::model::{Model, Screen};
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingStatus;
use screen::{HomeRow, HomeScreen};

/// Shows home and reads it anew. The highlight is on the meeting that was left.
pub(crate) fn show(model: &mut Model) {
    model.dialogs.clear();
    drafts::leave(model);
    let under_way = model.meeting().filter(|meeting| meeting.head.status == MeetingStatus::Pagar);
    if let Some(id) = under_way.map(Meeting::id) {
        model.left = Some((id, model.now.utc));
    }
    let left = model.meeting().map(|meeting| HomeRow::Meeting(meeting.id()));
    model.screen = Screen::Home(HomeScreen { wanted: left, ..HomeScreen::default() });
    model.ask_for(Effect::LoadHome(model.now.today()));
}
