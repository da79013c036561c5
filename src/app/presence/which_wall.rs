//! Which meeting a wall shows: chosen at a screen, never by the wall itself.

use super::{company, walls};
use crate::app::core::effect::Effect;
use crate::app::core::model::Model;
use crate::app::core::model::list::PickItem;
use crate::app::ui::question::confirm;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::lower_first;
use crate::domain::session::Session;

/// Lets the wall show the meeting that is on screen: it never takes another by itself.
pub(crate) fn show(model: &mut Model) {
    let Some(meeting) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    let mut all: Vec<Session> = walls(model).cloned().collect();
    all.sort_by(|one, other| one.wall_name().cmp(other.wall_name()));
    match all.as_slice() {
        [] => model.say("Ingen vägg är igång. samverkan projektor startar en, ‹ToWall› visar bilden här."),
        [only] => ask_to_show(model, only, "Väggen", meeting),
        several => {
            let items = several
                .iter()
                .map(|wall| {
                    let wall = wall.clone();
                    let detail = standing(model, &wall, meeting);
                    PickItem::new(wall.wall_name().to_owned(), detail, move |model| {
                        ask_to_show(model, &wall, wall.wall_name(), meeting);
                    })
                })
                .collect();
            model.pick("Vilken vägg ska visa det här mötet?", items);
        }
    }
}

/// What a wall shows, as seen from a meeting.
fn standing(model: &Model, wall: &Session, meeting: MeetingId) -> &'static str {
    match wall.here.meeting {
        None => "visar inget möte",
        Some(shown) if shown == meeting => "visar det här mötet",
        Some(shown) if company(model, shown).next().is_some() => "visar ett annat möte, som pågår",
        Some(_) => "visar ett annat möte, som ingen har framför sig",
    }
}

/// Where others sit before what the wall shows, they are thought of first.
fn ask_to_show(model: &mut Model, wall: &Session, called: &str, meeting: MeetingId) {
    let (session, called) = (wall.key.clone(), called.to_owned());
    match wall.here.meeting {
        Some(shown) if shown == meeting => model.say(format!("{called} visar redan det här mötet.")),
        Some(shown) if company(model, shown).next().is_some() => {
            let said = vec![
                format!("{called} visar ett möte som någon har framför sig vid en annan skärm."),
                "Sitter de i samma rum som väggen försvinner deras möte från den.".to_owned(),
            ];
            let asked = format!("Byta möte på {}?", lower_first(&called));
            confirm(model, asked, said, "Byt", move |model| {
                take_over(model, &session, &called, meeting);
            });
        }
        _ => take_over(model, &session, &called, meeting),
    }
}

fn take_over(model: &mut Model, session: &str, called: &str, meeting: MeetingId) {
    model.ask_for(Effect::ShowOnWall { wall: session.to_owned(), meeting });
    model.say(format!("{called} visar det här mötet."));
}
