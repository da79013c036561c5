//! A planned meeting is highlighted on home: what is to be done with it?

use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, Opens};
use crate::domain::dates::full_moment;
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
    let look = item("Titta på mötet", "klockan står", Opens::Look);
    let prepare =
        item("Förbered mötet", "deltagare, ärenden och det som följer med; klockan står", Opens::Prepare);
    let invite = PickItem::new("Kallelse och kalenderfil", "till dem som ska komma", move |model| {
        model.ask_for(Effect::OfferPapers(PaperKind::Invitations(id)));
    });
    let missed = row.is_missed(model.now.today());
    let items = if missed {
        vec![
            item("Ny dag", "det blev inte av då: flytta det till en annan dag, tid eller plats", Opens::Move),
            item(
                "Håll det nu",
                "klockan börjar gå; också för att skriva in ett möte som hölls",
                Opens::Begin,
            ),
            item("Det blir inte av", "ställ in det, med ett skäl: det står kvar som inställt", Opens::Cancel),
            look,
            prepare,
            invite,
        ]
    } else {
        vec![
            look,
            prepare,
            item("Börja mötet", "klockan börjar gå", Opens::Begin),
            item("Flytta mötet", "annan dag, tid eller plats", Opens::Move),
            item("Ställ in mötet", "det står kvar som inställt", Opens::Cancel),
            invite,
        ]
    };
    let asked = if missed { ": blev det av?" } else { "" };
    model.pick(&format!("{} {}{asked}", row.title, full_moment(row.planned)), items);
}

/// Opens a meeting for something: what is done with it comes when it is on the screen.
pub(crate) fn to(model: &mut Model, id: MeetingId, how: Opens) {
    model.opens = Some((id, how));
    model.ask_for(Effect::OpenMeeting(id));
}
