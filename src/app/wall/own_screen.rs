//! The wall from the secretary's side: blank it, or have its picture on one's own screen.

use crate::app::core::effect::Effect;
use crate::app::core::model::Model;

/// Shows what the wall shows, or one's own view again.
pub(crate) fn turn(model: &mut Model) {
    model.on_wall = !model.on_wall;
    if !model.on_wall && model.notice.is_none() {
        model.say("Din egen skärm. ‹ToWall› visar väggens bild igen.");
    }
}

/// What is said when the wall is blanked or lit, here or at another screen.
pub(crate) fn words(blank: bool) -> &'static str {
    if blank { "Väggen är släckt. ‹Blank› tänder den igen." } else { "Väggen är tänd." }
}

/// Blanks the wall of the meeting, or lights it again.
pub(crate) fn blank(model: &mut Model) {
    let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    let blank = !model.blank.contains(&meeting);
    if blank {
        model.blank.push(meeting);
    } else {
        model.blank.retain(|id| *id != meeting);
    }
    model.say(words(blank));
    model.ask_for(Effect::BlankWall { meeting, blank });
}

/// Lists and help aren't for the wall.
pub(crate) fn not_here(model: &mut Model) {
    // Said as what went wrong, so that the row below answers the key.
    model.complain("‹ToWall› visar din egen skärm, och där finns hjälpen.");
}
