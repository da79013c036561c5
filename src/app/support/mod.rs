//! The support that can be offered, by the child's age: a list to look in, and what is chosen put into the line.

#[cfg(test)]
mod tests;

use crate::app::core::model::list::{Pick, PickItem};
use crate::app::core::model::{Dialog, MeetingScreen, Model, Screen, Target};
use crate::app::meeting::{entry, target};
use crate::app::wall::own_screen;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::entry_line::belongs;
use crate::domain::quick_entry;
use crate::domain::support::{Ages, Support, SupportCatalogue};
use crate::domain::text;

/// Opens the list, in the phases where support is spoken of.
pub(crate) fn open(model: &mut Model) {
    if model.shows_wall() {
        return own_screen::not_here(model);
    }
    let Some(screen) = model.meeting_screen() else { return };
    if !matches!(screen.meeting.head.phase, Phase::Nulage | Phase::Planering) {
        return model.say(
            "Stödet som går att erbjuda slår du upp i nuläge (‹ToNulage›) och planering (‹ToPlanering›).",
        );
    }
    let from = screen.line_from.unwrap_or_else(|| screen.meeting.position());
    if let Some(stop) = entry::silenced(model, belongs(&screen.meeting, from)) {
        return model.complain(stop);
    }
    let catalogue = &model.setup.lists.support;
    let (ages, all_because) = ages(screen);
    let items = catalogue.offered(ages).into_iter().map(|(at, support)| item(model, at, support)).collect();
    let title = ages
        .map_or_else(|| "Stöd för alla åldrar".to_owned(), |ages| format!("Stöd för {}", ages.in_words()));
    let mut pick = Pick::new(&title, items);
    pick.intro.extend(all_because.map(str::to_owned));
    if let Some(name) = catalogue.unknown_municipality() {
        pick.intro.push(format!(
            "Katalogen har inget eget för {name}. Skriv in det i stod.toml, bredvid inställningarna."
        ));
    } else if catalogue.own.is_none() {
        pick.intro.push("Inställningen kommun = \"…\" visar bara er egen kommuns.".to_owned());
    }
    model.dialogs.push(Dialog::Pick(pick));
}

/// The ages that the child of the ärende may have on the day of the meeting, or why they aren't known.
fn ages(screen: &MeetingScreen) -> (Option<Ages>, Option<&'static str>) {
    let meeting = &screen.meeting;
    let from = screen.line_from.unwrap_or_else(|| meeting.position());
    let Some(item) = belongs(meeting, from).and_then(|id| meeting.item(id)) else {
        return (None, Some("Inget barns ärende är uppe, så stöd för alla åldrar visas."));
    };
    let Some(child) = meeting.child_of(item) else {
        let lifted_out = meeting.arende_of(item).is_some_and(|arende| arende.unrecognisable);
        return (
            None,
            Some(if lifted_out {
                "Här ska inget barn gå att känna igen, så stöd för alla åldrar visas."
            } else {
                "Ärendet gäller en grupp, så stöd för alla åldrar visas."
            }),
        );
    };
    let ages = child.birth_year.and_then(|year| Ages::on(year, meeting.head.planned.date()));
    let unknown = "Barnets ålder är inte känd, så allt visas. Födelseåret skriver du med ‹Fields›.";
    (ages, ages.is_none().then_some(unknown))
}

pub(crate) fn item(model: &Model, at: usize, support: &Support) -> PickItem {
    let catalogue: &SupportCatalogue = &model.setup.lists.support;
    let ages = support.ages_in_words();
    let place = catalogue.place_of(support).unwrap_or_default();
    let others = support.other_names.join(", ");
    let detail: Vec<&str> =
        [ages.as_str(), place, &others].into_iter().filter(|part| !part.is_empty()).collect();
    let form = model.setup.lists.agendas.iter().find(|choice| support.agenda_id.as_ref() == Some(&choice.id));
    let form = form.and_then(|choice| choice.agenda.as_ref().ok());
    let told = support.in_words(form.map(|(agenda, _)| agenda.short_name.as_str()));
    PickItem { told, ..PickItem::new(&support.name, detail.join(" · "), move |model| take(model, at)) }
}

/// Puts a support into the line being typed. An empty line becomes what the phase has use for: support of today in
/// nuläge, an action in planering.
fn take(model: &mut Model, at: usize) {
    let Some(name) = model.setup.lists.support.entries.get(at).map(|support| support.name.clone()) else {
        return;
    };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let (line, cursor) = quick_entry::insert(screen.line.value(), screen.line.cursor(), &name);
    if line.chars().count() > text::MAX_CHARS {
        return model.complain("Raden är full. Spara den först (‹Accept›), och välj sedan stödet igen.");
    }
    let wanted = Target::Entry(if screen.meeting.head.phase == Phase::Planering {
        EntryKind::Atgard
    } else {
        EntryKind::Stod
    });
    let nothing_begun = screen.line.is_empty() && screen.editing.is_none();
    let usual = target::first(&screen.meeting);
    if nothing_begun && screen.target == usual && target::all(&screen.meeting).contains(&wanted) {
        // For this line alone, as when a key makes it something else.
        if usual != wanted {
            screen.usual_target.get_or_insert(usual);
        }
        screen.target = wanted;
    }
    screen.line.set(&line, cursor);
    screen.completing = false;
    screen.completion = 0;
}
