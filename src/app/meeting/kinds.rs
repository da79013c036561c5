//! A row under another heading: what it can become, and what of it that has no place for.

use super::chosen::{self, ONLY_WRITTEN};
use super::entry::silenced;
use super::loose_ends::loose_ends;
use super::screen::RowRef;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::ui::question::confirm;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code, Table};
use crate::domain::entry_line::{FOLLOWED_UP, day_as_typed, default_decider, huvudman_words};
use crate::domain::ids::EntryId;
use crate::domain::meeting::{Meeting, capital};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{Body, Entry, VoiceHow};
use crate::domain::text;
use chrono::NaiveDate;

/// Asks what the row that is meant is to become.
pub(crate) fn ask(model: &mut Model) {
    let Some(id) = chosen::chosen_entry(model) else {
        let typed = model.meeting_screen().is_some_and(|screen| !screen.line.is_empty());
        return model.say(if typed { chosen::none_meant(model) } else { ONLY_WRITTEN });
    };
    let Some(meeting) = model.meeting() else { return };
    let Some(entry) = meeting.entry(id) else { return };
    let title = format!("Vad ska {} bli?", quoted_short(&entry.text, 40));
    let here = meeting.head.phase;
    let items: Vec<PickItem> = offered(meeting, entry.kind())
        .into_iter()
        .map(|(kind, phase)| {
            let detail = match phase {
                Some(phase) if phase != here => format!("står i {}", phase.name().to_lowercase()),
                _ => String::new(),
            };
            PickItem::new(kind.label(), detail, move |model| turn(model, id, kind))
        })
        .collect();
    model.pick(&title, items);
}

/// Every other kind that the form writes down, those of the phase where the meeting stands first; each with the phase where
/// it is written.
fn offered(meeting: &Meeting, is: EntryKind) -> Vec<(EntryKind, Option<Phase>)> {
    let agenda = &meeting.agenda;
    let here = meeting.head.phase;
    let phases = std::iter::once(here).chain(agenda.walked().filter(|phase| *phase != here));
    let mut all: Vec<(EntryKind, Option<Phase>)> = Vec::new();
    for phase in phases {
        for kind in &agenda.phase(phase).takes {
            if *kind != is && !all.iter().any(|(known, _)| known == kind) {
                all.push((*kind, Some(phase)));
            }
        }
    }
    if is != EntryKind::Anteckning && !all.iter().any(|(known, _)| *known == EntryKind::Anteckning) {
        all.push((EntryKind::Anteckning, None));
    }
    all
}

/// Makes an entry another kind. What that has no place for is told first, and then stands in the text: nothing is lost.
pub(crate) fn turn(model: &mut Model, id: EntryId, to: EntryKind) {
    let Some(meeting) = model.meeting() else { return };
    let Some(entry) = meeting.entry(id) else { return };
    if entry.kind() == to {
        return;
    }
    let today = model.now.today();
    let (kept, cut) = (in_words(meeting, entry, today), links(meeting, entry));
    if kept.is_empty() && cut.is_empty() {
        return turned(model, id, to, None);
    }
    let article = if to.is_neuter() { "Ett" } else { "En" };
    let mut told = vec![entry.text.clone()];
    let whole = if kept.is_empty() {
        None
    } else {
        let whole = format!("{} ({})", entry.text.trim_end(), kept.join(", "));
        if text::fits(&whole).is_err() {
            return model.complain(format!(
                "{article} {} har inte plats för {}, och texten är för lång för att ta in det. Korta den först.",
                to.label().to_lowercase(),
                kept.join(", ")
            ));
        }
        told.push(format!(
            "{article} {} har inte plats för det här: {}.",
            to.label().to_lowercase(),
            kept.join(", ")
        ));
        told.push("Det skrivs in i texten.".to_owned());
        Some(whole)
    };
    told.extend(cut);
    told.push("‹Undo› ångrar.".to_owned());
    let title = format!(
        "Ska raden bli {}?",
        if to.is_neuter() { "ett " } else { "en " }.to_owned() + to.indefinite()
    );
    confirm(model, title, told, "Byt", move |model| turned(model, id, to, whole.clone()));
}

fn turned(model: &mut Model, id: EntryId, to: EntryKind, whole: Option<String>) {
    let Some(meeting) = model.meeting() else { return };
    let Some(mut entry) = meeting.entry(id).cloned() else { return };
    if let Some(stop) = silenced(model, entry.arende) {
        return model.complain(stop);
    }
    let was_need = entry.kind() == EntryKind::Behov;
    entry.body = Body::empty(to);
    if let Body::Beslut(decision) = &mut entry.body {
        decision.decided_by = default_decider(meeting);
    }
    entry.text = whole.unwrap_or(entry.text);
    let mut command = NewCommand::new(Code::Convert(to), meeting.id());
    if was_need {
        let ends = loose_ends(meeting, id).into_iter();
        command.changes.extend(ends.filter(|change| change.key().table == Table::Entry));
    }
    command.changes.push(Change::put(entry));
    let agenda = &meeting.agenda;
    let here = meeting.head.phase;
    let elsewhere = agenda.walked().find(|phase| agenda.phase(*phase).takes.contains(&to));
    let elsewhere = elsewhere.filter(|_| !agenda.phase(here).takes.contains(&to));
    model.commit(command);
    if chosen::place_of(model, RowRef::Entry(id)).is_none()
        && let Screen::Meeting(screen) = &mut model.screen
        && screen.cursor == Some(RowRef::Entry(id))
    {
        screen.cursor = None;
    }
    let article = if to.is_neuter() { "ett" } else { "en" };
    let stands =
        elsewhere.map_or_else(String::new, |phase| format!(" Den står i {}.", phase.name().to_lowercase()));
    model.say(format!("Raden är nu {article} {}.{stands} ‹Undo› ångrar.", to.indefinite()));
}

/// What an entry says beside its text that belongs to its kind alone, as words in a text.
fn in_words(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> Vec<String> {
    let mut words = Vec::new();
    match &entry.body {
        Body::Atgard(action) => {
            words.extend(meeting.owner_named(action).map(|owner| format!("ansvarig: {owner}")));
            words.extend(action.due.as_ref().map(|due| due.in_words(today)));
            words.extend(action.follow_up.map(|day| format!("{FOLLOWED_UP} {}", day_as_typed(day, today))));
        }
        Body::Beslut(decision) => {
            // Who decides when nobody is named is named again by itself.
            let by = decision.decided_by.clone().filter(|by| Some(by) != default_decider(meeting).as_ref());
            words.extend(by.map(|by| format!("beslutat av {by}")));
            words.extend(decision.dissent.as_ref().map(|dissent| format!("avvikande mening: {dissent}")));
        }
        Body::Behov(need) if !need.from.is_empty() => {
            words.push(format!("behövs av {}", huvudman_words(&need.from)));
        }
        Body::Rost { how: VoiceHow::Saknas } => words.push(VoiceHow::Saknas.said().to_owned()),
        _ => {}
    }
    words
}

/// What hangs together with the entry as it is, and doesn't afterwards, in sentences.
fn links(meeting: &Meeting, entry: &Entry) -> Vec<String> {
    let mut told = Vec::new();
    let need = entry.action().and_then(|action| action.need).and_then(|need| meeting.entry(need));
    told.extend(
        need.map(|need| format!("Den visas inte längre vid behovet {}.", quoted_short(&need.text, 40))),
    );
    if entry.kind() == EntryKind::Behov {
        let answers =
            meeting.actions().filter(|row| row.action().is_some_and(|action| action.need == Some(entry.id)));
        told.extend(
            answers.map(|row| {
                format!("{} visas inte längre vid behovet.", capital(&quoted_short(&row.text, 40)))
            }),
        );
    }
    told
}
