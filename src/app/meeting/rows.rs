//! What is done to the highlighted row.

use super::chosen::{chosen_entry, none_meant, place_of, stay_near};
use super::entry::silenced;
use super::kinds;
use super::loose_ends::loose_ends;
use super::screen::RowRef;
use super::target::{self, Target};
use super::typed_line::UNSAVED_LINE;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::agenda::EntryKind;
use crate::domain::collate::same;
use crate::domain::command::{Change, Code};
use crate::domain::entry_line::belongs;
use crate::domain::ids::{ConsentId, EntryId, MeetingArendeId, ParticipantId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{Body, Entry, Exemption, MeetingArende, Participant};

/// Removes the highlighted row; never one that wasn't pointed at.
pub(crate) fn remove(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let at = screen.cursor.and_then(|row| place_of(model, row));
    match screen.cursor {
        Some(RowRef::Entry(id)) => remove_entry(model, id),
        Some(RowRef::Participant(id)) => remove_participant(model, id),
        Some(RowRef::Item(id)) => remove_item(model, id),
        Some(RowRef::Earlier(_)) => {
            model.say("Det som lovades förra gången tas inte bort. ‹Accept› skriver hur det gick.");
        }
        Some(RowRef::Todo(_)) => model.say("Det som saknas tas bort genom att fyllas i: tryck ‹Accept›."),
        None => model.say("Markera raden med pilarna först."),
    }
    if let Some(at) = at {
        stay_near(model, at);
    }
}

fn remove_entry(model: &mut Model, id: EntryId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(entry) = meeting.entry(id).cloned() else { return };
    let kind = entry.kind();
    let mut command = NewCommand::new(Code::Remove(kind), meeting.id());
    command.changes.extend(loose_ends(meeting, id));
    command.changes.push(Change::delete(entry));
    screen.cursor = None;
    if screen.editing == Some(id) {
        screen.editing = None;
    }
    model.commit(command);
    model.say(format!(
        "{} är {}. ‹Undo› tar tillbaka.",
        capital(kind.definite()),
        if kind.is_neuter() { "borttaget" } else { "borttagen" }
    ));
}

fn remove_participant(model: &mut Model, id: ParticipantId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(person) = meeting.participant(id).cloned() else { return };
    let used = meeting.entries.iter().any(|entry| {
        entry.source == Some(id) || entry.action().is_some_and(|action| action.owner == Some(id))
    }) || meeting.plan_answers.iter().any(|answer| answer.participant == id);
    if used {
        return model.complain(format!(
            "{} står vid något som är skrivet och kan inte tas bort. ‹Presence› markerar frånvarande eller att hen har gått.",
            person.short_name()
        ));
    }
    let mut command = NewCommand::new(Code::RemoveParticipant, meeting.id());
    command
        .changes
        .extend(meeting.heard.iter().filter(|row| row.participant == id).cloned().map(Change::delete));
    command
        .changes
        .extend(meeting.attendance.iter().filter(|row| row.participant == id).cloned().map(Change::delete));
    command.changes.extend(
        meeting.recipients.iter().filter(|row| row.participant == Some(id)).cloned().map(Change::delete),
    );
    let name = person.short_name();
    command.changes.push(Change::delete(person));
    screen.cursor = None;
    model.commit(command);
    model.say(format!("{name} är borttagen ur listan. ‹Undo› tar tillbaka."));
}

fn remove_item(model: &mut Model, id: MeetingArendeId) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let meeting = &screen.meeting;
    let Some(item) = meeting.item(id).cloned() else { return };
    let used = meeting.entries.iter().any(|entry| entry.arende == Some(id))
        || meeting.stages.iter().any(|stage| stage.arende == Some(id));
    if used {
        return model
            .complain("Ärendet har redan tagits upp och kan inte tas bort. ‹Postpone› skjuter upp det.");
    }
    if let Some(why) = family_stays(meeting, id) {
        return model.complain(why);
    }
    let mut command = NewCommand::new(Code::RemoveArende, meeting.id());
    command.changes = removal(meeting, &item);
    screen.cursor = None;
    model.commit(command);
    model.say("Ärendet är borttaget från mötet. ‹Undo› tar tillbaka.");
}

/// Why an ärende can't leave the list: its family is on the list of those who take part, and would be another child's.
pub(crate) fn family_stays(meeting: &Meeting, id: MeetingArendeId) -> Option<String> {
    let names: Vec<String> = meeting.would_lose_place(id).into_iter().map(Participant::short_name).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Ärendets familj står bland deltagarna: {}. Ta bort dem först (‹Remove›), eller ändra vems familj de är (‹Edit›).",
            names.join(", ")
        )
    })
}

/// What goes when an ärende that nothing is written about leaves the meeting.
pub(crate) fn removal(meeting: &Meeting, item: &MeetingArende) -> Vec<Change> {
    let fields = meeting.fields.iter().filter(|row| row.arende == Some(item.id)).cloned().map(Change::delete);
    let attendance =
        meeting.attendance.iter().filter(|row| row.arende == item.id).cloned().map(Change::delete);
    let reasons =
        meeting.overrides.iter().filter(|row| row.arende == Some(item.id)).cloned().map(Change::delete);
    fields.chain(attendance).chain(reasons).chain([Change::delete(item.clone())]).collect()
}

/// Makes a line or a row a decision or an action, or a note again.
pub(crate) fn convert(model: &mut Model, kind: EntryKind) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if !screen.line.is_empty() || screen.editing.is_some() {
        // Back to what it was: as it was begun, or as it stands.
        let was = screen.editing.and_then(|id| screen.meeting.entry(id)).map(Entry::kind);
        let begun = match screen.usual_target {
            Some(Target::Entry(begun)) => Some(begun),
            _ => None,
        };
        let first = match target::first(&screen.meeting) {
            Target::Entry(first) => Some(first),
            _ => None,
        };
        let usual = was.or(begun).into_iter().chain(first).find(|usual| *usual != kind);
        let usual = usual.unwrap_or(EntryKind::Anteckning);
        let to = if screen.target == Target::Entry(kind) { usual } else { kind };
        // For this line alone: the next one is what lines were before.
        if screen.editing.is_none() {
            screen.usual_target.get_or_insert(screen.target);
        }
        screen.target = Target::Entry(to);
        return;
    }
    let Some(id) = chosen_entry(model) else {
        return model.say("Markera raden med pilarna först.");
    };
    let is = model.meeting().and_then(|meeting| meeting.entry(id)).map(Entry::kind);
    kinds::turn(model, id, if is == Some(kind) { EntryKind::Anteckning } else { kind });
}

/// Moves the highlighted entry up or down among its kind.
pub(crate) fn reorder(model: &mut Model, by: isize) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let Some(RowRef::Entry(id)) = screen.cursor else {
        return model.say("Markera raden med pilarna först.");
    };
    let meeting = &screen.meeting;
    let Some(entry) = meeting.entry(id) else { return };
    let mates: Vec<&Entry> = meeting.entries_of(entry.arende, entry.kind()).collect();
    let at = mates.iter().position(|mate| mate.id == id);
    let Some(other) = at.and_then(|at| at.checked_add_signed(by)).and_then(|at| mates.get(at)) else {
        return;
    };
    let (mut entry, mut other) = (entry.clone(), (*other).clone());
    std::mem::swap(&mut entry.order, &mut other.order);
    if entry.order == other.order {
        entry.order += by as i64;
    }
    let mut command = NewCommand::new(Code::MoveEntry(entry.kind()), meeting.id());
    command.changes = vec![Change::put(entry), Change::put(other)];
    model.commit(command);
}

/// Asks to which ärende the entry is to be moved.
pub(crate) fn move_entry(model: &mut Model) {
    let Some(id) = chosen_entry(model) else { return model.say(none_meant(model)) };
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(from) = meeting.entry(id).map(|entry| entry.arende) else { return };
    let mut items: Vec<PickItem> = meeting
        .items
        .iter()
        .filter(|item| Some(item.id) != from)
        .map(|item| {
            let to = item.id;
            let label = meeting.arende_of(item).map_or("", |arende| arende.label.as_str());
            let act = move |model: &mut Model| move_to(model, id, Some(to));
            PickItem::new(format!("{}. {label}", meeting.number_of(to)), "", act)
        })
        .collect();
    if from.is_some() {
        let act = move |model: &mut Model| move_to(model, id, None);
        items.push(PickItem::new("Mötet som helhet", "hör inte till något ärende", act));
    }
    if items.is_empty() {
        return model.say("Mötet har inget annat ärende att flytta raden till.");
    }
    model.pick("Flytta raden till", items);
}

fn move_to(model: &mut Model, id: EntryId, to: Option<MeetingArendeId>) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let Some(mut entry) = meeting.entry(id).cloned() else { return };
    if let Some(stop) = silenced(model, to) {
        return model.complain(stop);
    }
    entry.arende = to;
    entry.confirmed = None;
    // What hung on it in the old ärende stays there: a need, a consent's exemption.
    if let Body::Atgard(action) = &mut entry.body {
        action.need = None;
    }
    let mut command = NewCommand::new(Code::MoveEntry(entry.kind()), meeting.id());
    command.changes.extend(loose_ends(meeting, id));
    command.changes.push(Change::put(entry));
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.cursor = None;
    }
    model.commit(command);
    model.say("Raden är flyttad. ‹Undo› ångrar.");
}

/// Asks from which party the entry is to be kept: the line that is being typed, or the row that is meant.
pub(crate) fn exempt(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let typed = !screen.line.is_empty() && screen.editing.is_none();
    if typed && !matches!(screen.target, Target::Entry(_)) {
        return model.say(UNSAVED_LINE);
    }
    let id = if typed { None } else { chosen_entry(model) };
    if !typed && id.is_none() {
        return model.say(none_meant(model));
    }
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let entry = id.and_then(|id| meeting.entry(id));
    let from = screen.line_from.unwrap_or_else(|| meeting.position());
    let item = match entry {
        Some(entry) => entry.arende.or(meeting.head.current),
        None => belongs(meeting, from).or(meeting.head.current),
    };
    let said = entry.map_or_else(|| screen.line.value(), |entry| entry.text.as_str());
    let title = format!("Vem ska inte få läsa {}?", quoted_short(said, 50));
    let arende = item.and_then(|id| meeting.item(id)).map(|item| item.arende);
    let mut items = Vec::new();
    for consent in arende.into_iter().flat_map(|arende| meeting.consents_for(arende)) {
        for part in meeting.parties_of(consent.id) {
            let kept = match id {
                Some(id) => meeting.exemptions.iter().any(|row| row.entry == id && same(&row.part, part)),
                None => screen.line_exempt.iter().any(|(_, own)| same(own, part)),
            };
            let detail = if kept {
                "får inte läsa raden nu; ‹Accept› visar den igen"
            } else {
                "får läsa raden"
            };
            let (consent, whose) = (consent.id, part.to_owned());
            let item = PickItem::new(part, detail, move |model| match id {
                Some(id) => turn_exemption(model, id, consent, &whose),
                None => turn_line_exemption(model, consent, &whose),
            });
            if !items.iter().any(|known: &PickItem| same(&known.label, &item.label)) {
                items.push(item);
            }
        }
    }
    if items.is_empty() {
        return model.say("Ett undantag följer av ett samtycke. Skriv samtycket först (‹Consent›).");
    }
    model.pick(&title, items);
}

/// The line is kept from a party as soon as it is saved, or isn't.
fn turn_line_exemption(model: &mut Model, consent: ConsentId, part: &str) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let before = screen.line_exempt.len();
    screen.line_exempt.retain(|(_, own)| !same(own, part));
    if screen.line_exempt.len() < before {
        return model.say(format!("{part} får läsa raden igen."));
    }
    screen.line_exempt.push((consent, part.to_owned()));
    model.say(format!("Raden sparas undantagen för {part}. ‹Accept› sparar den."));
}

fn turn_exemption(model: &mut Model, entry: EntryId, consent: ConsentId, part: &str) {
    let id = model.new_id();
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let old: Vec<Exemption> = meeting
        .exemptions
        .iter()
        .filter(|row| row.entry == entry && same(&row.part, part))
        .cloned()
        .collect();
    let mut command = NewCommand::new(Code::SetExemption, meeting.id());
    let word = if old.is_empty() {
        command.changes.push(Change::put(Exemption {
            id,
            meeting: meeting.id(),
            consent,
            entry,
            part: part.to_owned(),
        }));
        format!("Raden är undantagen för {part}.")
    } else {
        command.changes.extend(old.into_iter().map(Change::delete));
        format!("{part} får läsa raden igen.")
    };
    model.commit(command);
    model.say(word);
}
