//! The consents of all ärenden, listed on home, and those of one ärende in its meeting.

use super::{form, print, withdraw};
use crate::app::core::action::Context;
use crate::app::core::effect::Effect;
use crate::app::core::model::Model;
use crate::app::core::model::list::{ListKind, NOTHING_FITS, PickItem};
use crate::app::ui::listing;
use crate::domain::dates::date_with_year;
use crate::domain::ids::{ConsentId, MeetingArendeId};
use crate::domain::listing::ListQuery;
use crate::domain::overview::ConsentRow;
use crate::domain::quoted::quoted;
use crate::domain::record::ConsentAnswer;

/// The consents of all ärenden.
pub(crate) static CONSENTS: ListKind = ListKind {
    of: "samtycken",
    empty: "Inga samtycken är skrivna än. De skrivs i mötet med ‹Consent›.",
    nothing_fits: NOTHING_FITS,
    again: Some(ListQuery::Consents),
    stays: false,
    context: Context::Pick,
    open: load,
};

/// The consents for an ärende: a new one, to change one, to withdraw one.
pub(crate) fn of_arende(model: &mut Model, item: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let item = item
        .and_then(|id| meeting.item(id))
        .or_else(|| meeting.items.first().filter(|_| meeting.items.len() == 1));
    let Some(item) = item.cloned() else {
        return model.say(
            "Ett samtycke hör till ett barns ärende. Skriv vem mötet handlar om, eller gå till ärendet.",
        );
    };
    let mut items = Vec::new();
    for consent in meeting.consents_for(item.arende) {
        let (id, of) = (consent.id, item.clone());
        if let Some(at) = consent.withdrawn {
            // What was withdrawn is read, not changed: a new yes is a new consent.
            let detail =
                format!("återkallat {} {}", date_with_year(model.now.day_at(at)), model.now.clock_at(at));
            items.push(PickItem::read_only(format!("Samtycket från {}", consent.given_by), detail));
            continue;
        }
        // Only a yes is a consent, and can be taken back.
        let (what, detail) = match consent.answer {
            ConsentAnswer::Ja => ("samtycket", String::new()),
            ConsentAnswer::Nej => ("svaret", format!("svaret är nej, {}", date_with_year(consent.given_on))),
            ConsentAnswer::Saknas => ("svaret", consent.waits()),
        };
        let label = format!("Ändra {what} från {}", consent.given_by);
        items.push(PickItem::new(label, detail, move |model| form::open(model, &of, Some(id))));
        if !meeting.can_be_taken_back(consent) {
            continue;
        }
        let label = format!("Återkalla samtycket från {}", consent.given_by);
        items.push(PickItem::new(label, "gäller genast", move |model| withdraw::ask(model, id)));
    }
    if items.is_empty() {
        return form::open(model, &item, None);
    }
    let several = model.meeting().filter(|meeting| meeting.agenda.many);
    let label = several.and_then(|meeting| meeting.arende_of(&item)).map(|arende| quoted(&arende.label));
    let title = label.map_or_else(|| "Samtycke".to_owned(), |label| format!("Samtycke för {label}"));
    let (id, of) = (item.id, item);
    let detail = "från en till, eller ett nytt svar som gäller i stället för det förra";
    items.insert(0, PickItem::new("Nytt samtycke", detail, move |model| form::open(model, &of, None)));
    let print = move |model: &mut Model| print::of_meeting(model, Some(id));
    items.push(PickItem::new("Skriv ut en blankett att skriva på", "med parterna i rummet", print));
    model.pick(&title, items);
}

/// What is missing of an ärende's consent: the answer of the only one who is waited for, or else all there is to choose.
pub(crate) fn answer(model: &mut Model, id: MeetingArendeId) {
    let item = model.meeting().and_then(|meeting| meeting.item(id)).cloned();
    if !item.is_some_and(|item| form::open_waited(model, &item)) {
        of_arende(model, Some(id));
    }
}

/// Asks for the consents of all ärenden, to be listed.
pub(crate) fn load(model: &mut Model) {
    listing::load(model, &CONSENTS, ListQuery::Consents);
}

/// The list on home.
pub(crate) fn show(model: &mut Model, consents: Vec<ConsentRow>) {
    model.consents = consents;
    let today = model.now.today();
    let items = model
        .consents
        .iter()
        .map(|row| {
            let id = row.consent.id;
            let label = format!("{}  {}", quoted(&row.label), row.consent.given_by);
            let item = PickItem::new(label, row.standing(today), move |model| acts_on(model, id));
            PickItem { key: Some(id.0), ..item }
        })
        .collect();
    listing::show(model, &CONSENTS, "Samtycken", items);
}

/// What can be done with one of the list on home.
pub(crate) fn acts_on(model: &mut Model, id: ConsentId) {
    let Some(row) = model.consents.iter().find(|row| row.consent.id == id) else { return };
    let read_it = move |model: &mut Model| read(model, id);
    let print_it = move |model: &mut Model| print::of_row(model, id);
    let mut items = vec![
        PickItem::new("Läs samtycket", "parter, vad de får berätta, hur länge", read_it),
        PickItem::new("Skriv ut en ny blankett att skriva på", "med samma parter", print_it),
    ];
    if row.consent.withdrawn.is_none() && row.consent.answer == ConsentAnswer::Ja {
        let ask = move |model: &mut Model| withdraw::ask(model, id);
        items.push(PickItem::new("Återkalla samtycket", "gäller genast", ask));
    }
    let title = format!("{}  {}", quoted(&row.label), row.consent.given_by);
    model.pick(&title, items);
}

/// Shows one of the list on home in full.
pub(crate) fn read(model: &mut Model, id: ConsentId) {
    let today = model.now.today();
    let Some(row) = model.consents.iter().find(|row| row.consent.id == id) else { return };
    let mut lines = vec![format!("Från {}", row.consent.given_by), row.standing(today), String::new()];
    lines.push("PARTER".to_owned());
    for party in &row.parties {
        lines.push(party.part.clone());
        lines.extend(party.may_tell.as_ref().map(|what| format!("  får berätta: {what}")));
        lines.extend(party.must_not.as_ref().map(|what| format!("  får inte berätta: {what}")));
    }
    lines.extend(row.consent.not_covered.as_ref().map(|what| format!("\nGäller inte: {what}")));
    lines.extend(row.consent.reason.as_ref().map(|why| format!("\nSkäl: {why}")));
    let (arende, title) = (row.consent.arende, format!("Samtycke för {}", quoted(&row.label)));
    model.ask_for(Effect::LogConsentRead(arende));
    model.show(title, lines.join("\n"));
}
