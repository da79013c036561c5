//! A meeting that goes on by another form, such as a SIP that turns out to need one authority only (Dals-Ed 2022,
//! section 6), and the question that leads there: from whom is it needed?

use super::booking;
use super::target;
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::app::ui::question::confirm;
use crate::domain::agenda::{Agenda, EntryKind, FieldScope, Huvudman};
use crate::domain::command::{Change, Code, Snapshot};
use crate::domain::ids::EntryId;
use crate::domain::meeting::{Meeting, capital, lower_first};
use crate::domain::quoted::quoted_short;
use crate::domain::record::{Body, Entry, Head, Need};
use crate::domain::rules;

/// Asks from whom something is needed.
pub(crate) fn ask_from_whom(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(need) = screen.meeting.entry(id) else { return };
    let title = format!("Vem behövs för {}?", quoted_short(&need.text, 50));
    let required = &screen.meeting.agenda.required_huvudman;
    let item = |from: Vec<Huvudman>, label: String| {
        PickItem::new(label, "", move |model| needed_from(model, id, from.clone()))
    };
    let mut items: Vec<PickItem> =
        required.iter().map(|huvudman| item(vec![*huvudman], capital(huvudman.definite()))).collect();
    if required.len() > 1 {
        items.push(item(required.clone(), "Båda".to_owned()));
    }
    items.push(item(vec![Huvudman::Familj], "Familjen själv".to_owned()));
    model.ask_which(&title, items);
}

/// Writes down from whom something is needed, and asks of the next need that doesn't say it.
fn needed_from(model: &mut Model, id: EntryId, from: Vec<Huvudman>) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(mut need) = screen.meeting.entry(id).cloned() else { return };
    need.body = Body::Behov(Need { from });
    let mut command = NewCommand::new(Code::Edit(EntryKind::Behov), need.meeting);
    command.changes.push(Change::put(need));
    model.commit(command);
    let next = model.meeting_screen().and_then(|screen| rules::unplaced_need(&screen.meeting));
    if let Some(next) = next.map(|entry| entry.id) {
        ask_from_whom(model, next);
    }
}

/// The form that the meeting can go on by, if the user has it.
fn other_form(model: &Model) -> Result<(Agenda, Snapshot), String> {
    let Some(screen) = model.meeting_screen() else { return Err(String::new()) };
    let agenda = &screen.meeting.agenda;
    let Some(id) = &agenda.otherwise else {
        return Err(format!("{} görs inte om till något annat möte.", agenda.short_name));
    };
    match model.setup.lists.form(id) {
        Ok((other, _)) if other.individuals != agenda.individuals => {
            Err(format!("{} är inte till för det som det här mötet handlar om.", other.short_name))
        }
        Ok(found) => Ok(found.clone()),
        Err(why) => Err(format!("Mötet kan inte göras om: {why}.")),
    }
}

/// Asks whether the meeting is to go on by the other form.
pub(crate) fn ask_turn(model: &mut Model) {
    let other = match other_form(model) {
        Ok((other, _)) => other,
        Err(why) => return model.complain(why),
    };
    let Some(screen) = model.meeting_screen() else { return };
    let text = vec![
        "Allt som är skrivet följer med: deltagare, samtycken, behov och det ni har kommit överens om."
            .to_owned(),
        "Anteckningarna säger vad mötet började som. ‹Undo› ångrar.".to_owned(),
    ];
    let title =
        format!("Fortsätta som {} i stället för {}?", small(&other), screen.meeting.agenda.short_name);
    confirm(model, title, text, "Gör om mötet", turn);
}

/// A form's name inside a sentence.
fn small(agenda: &Agenda) -> String {
    lower_first(&agenda.name)
}

/// Goes on by the other form. All rows keep their keys; what the other form has no place for becomes a note.
fn turn(model: &mut Model) {
    let (agenda, snapshot) = match other_form(model) {
        Ok(found) => found,
        Err(why) => return model.complain(why),
    };
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = screen.meeting.clone();
    let mut notes = vec![format!(
        "Mötet började som {} och fortsatte som {}.",
        meeting.agenda.short_name,
        small(&agenda)
    )];
    let mut command = NewCommand::new(Code::TurnInto, meeting.id());
    for value in &meeting.fields {
        let scope = if value.arende.is_some() { FieldScope::Arende } else { FieldScope::Mote };
        let kept = agenda.fields_for(scope).any(|field| field.id == value.field && field.takes(&value.value));
        let old = meeting.agenda.fields_for(scope).find(|field| field.id == value.field);
        if let Some(old) = old.filter(|_| !kept) {
            notes.push(format!("{}: {}", old.name, value.value));
            command.changes.push(Change::delete(value.clone()));
        }
    }
    let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX);
    for (at, note) in (0..).zip(notes) {
        command.changes.push(Change::put(Entry {
            id: model.new_id(),
            meeting: meeting.id(),
            arende: None,
            text: note,
            source: None,
            confirmed: None,
            emi: false,
            order: order.saturating_add(at),
            rev: 0,
            body: Body::Anteckning,
        }));
    }
    let rest = meeting.head.title.strip_prefix(&meeting.agenda.short_name);
    command.changes.push(Change::put(Head {
        agenda_id: agenda.id.clone(),
        agenda_sha: snapshot.sha.clone(),
        title: rest.map_or_else(|| meeting.head.title.clone(), |rest| format!("{}{rest}", agenda.short_name)),
        sip_ended: None,
        sip_end_reason: None,
        ..meeting.head.clone()
    }));
    command.snapshot = Some(snapshot.clone());
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.meeting.agenda = agenda.clone();
    }
    command.changes.extend(rebooked(model, &meeting, &snapshot));
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.editing.is_none()
        && !target::all(&screen.meeting).contains(&screen.target)
    {
        screen.target = target::first(&screen.meeting);
    }
    model.say(format!("Nu: {}. Allt är kvar. ‹Undo› ångrar.", agenda.short_name));
}

/// The meeting that was booked, by the form that follows the one that this meeting has now; what was prepared for it stays.
fn rebooked(model: &Model, old: &Meeting, snapshot: &Snapshot) -> Option<Change> {
    let booked = old.booked.clone().filter(Head::is_ahead)?;
    // A command carries one form; where the follower is a third one, the booking stays as it was.
    let next = booking::next_head(model, old.follow_up()?).ok().filter(|(_, _, kept)| kept == snapshot);
    let (next, agenda, _) = next?;
    let before = model.setup.lists.form(&booked.agenda_id).ok().map(|(agenda, _)| agenda.short_name.as_str());
    let rest = before.and_then(|name| booked.title.strip_prefix(name));
    Some(Change::put(Head {
        agenda_id: next.agenda_id,
        agenda_sha: next.agenda_sha,
        title: rest.map_or_else(|| booked.title.clone(), |rest| format!("{}{rest}", agenda.short_name)),
        individuals: agenda.individuals,
        minutes: next.minutes,
        ..booked
    }))
}
