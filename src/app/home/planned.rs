//! A planned meeting is highlighted on home: what is to be done with it?

use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Opens};
use crate::domain::dates::full_date;
use crate::domain::ids::MeetingId;
use crate::domain::overview::MeetingRow;

/// Opens a meeting; one that lies ahead is asked about first, since to look at it isn't to begin it.
pub(crate) fn open(model: &mut Model, id: MeetingId) {
    match row(model, id).filter(|row| row.is_ahead()).cloned() {
        Some(row) => ask(model, &row),
        None => model.ask_for(Effect::OpenMeeting(id)),
    }
}

/// The row of a meeting on home.
fn row(model: &Model, id: MeetingId) -> Option<&MeetingRow> {
    let data = model.home()?;
    data.ongoing.iter().chain(&data.coming).chain(&data.recent).find(|row| row.id == id)
}

fn ask(model: &mut Model, row: &MeetingRow) {
    let id = row.id;
    let item =
        |label: &str, detail: &str, how: Opens| PickItem::new(label, detail, move |model| to(model, id, how));
    let items = vec![
        item("Titta på mötet", "klockan står", Opens::Look),
        item("Förbered mötet", "deltagare, ärenden och det som följer med; klockan står", Opens::Prepare),
        item("Börja mötet", "klockan börjar gå", Opens::Begin),
        item("Flytta mötet", "annan dag, tid eller plats", Opens::Move),
        item("Ställ in mötet", "det står kvar som inställt", Opens::Cancel),
        PickItem::new("Kallelse och kalenderfil", "till dem som ska komma", move |model| {
            model.ask_for(Effect::OfferPapers(PaperKind::Invitations(id)));
        }),
    ];
    let day = full_date(row.planned.date());
    model.pick(&format!("{} {day} kl. {}", row.title, row.planned.format("%H.%M")), items);
}

/// Opens a meeting for something: what is done with it comes when it is on the screen.
pub(crate) fn to(model: &mut Model, id: MeetingId, how: Opens) {
    model.opens = Some((id, how));
    model.ask_for(Effect::OpenMeeting(id));
}
