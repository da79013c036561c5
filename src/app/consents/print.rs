//! Forms to sign.

use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::Model;
use crate::domain::consent::ConsentSheet;
use crate::domain::ids::{ConsentId, MeetingArendeId};

/// Prints a form to sign for an ärende of the meeting, with those in the room as parties.
pub(crate) fn of_meeting(model: &mut Model, item: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let only = || meeting.items.first().filter(|_| meeting.items.len() == 1);
    let item = item.and_then(|id| meeting.item(id)).or_else(only);
    let Some(sheet) = item.and_then(|item| {
        ConsentSheet::of_meeting(meeting, item).map(|sheet| sheet.for_the_family(meeting, item))
    }) else {
        let kept = item.is_some_and(|item| meeting.is_kept_from_guardians(item));
        return model.say(if kept {
            "Vårdnadshavarna får inte veta: ingen blankett görs. Kontakta socialtjänsten."
        } else {
            "En samtyckesblankett hör till ett barns ärende. Markera ärendet, eller gå till det."
        });
    };
    model.ask_for(Effect::OfferPapers(PaperKind::ConsentForm(Box::new(sheet))));
}

/// Prints the form again for one of the list on home.
pub(crate) fn of_row(model: &mut Model, id: ConsentId) {
    let row = model.consents.iter().find(|row| row.consent.id == id);
    let sheet = row.map(|row| ConsentSheet::of_row(row, &model.consents));
    if let Some(sheet) = sheet {
        model.ask_for(Effect::OfferPapers(PaperKind::ConsentForm(Box::new(sheet))));
    }
}
