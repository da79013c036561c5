//! Two who changed the same thing at once: what was written is kept beside the other's words, until somebody has chosen.

use super::somebody;
use crate::app::core::effect::Effect;
use crate::app::core::model::{Model, NewCommand, RowRef, Screen};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code, Command, Record};
use crate::domain::dates::full_moment;
use crate::domain::ids::{CommandId, EntryId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Body, EditConflict, Entry, Head, MeetingStatus};

/// Somebody else has changed the row that is being changed here.
pub(crate) fn say_if_same_row(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let text =
        |meeting: &Meeting| screen.editing.and_then(|id| meeting.entry(id)).map(|entry| entry.text.clone());
    let differs = screen.begun.as_ref().is_some_and(|begun| text(begun) != text(&screen.meeting));
    if differs && screen.editing.is_some() {
        let who = somebody(model, screen.meeting.id());
        model.say(format!("{who} har ändrat raden som du ändrar. Spara din text, så står båda kvar."));
    }
}

/// An act wasn't carried out, because somebody else was quicker. What to do is seen when the meeting has been read back.
pub(crate) fn overtaken(model: &mut Model, id: CommandId) {
    let command = model.outbox.iter().find(|pending| pending.id == id).and_then(|p| p.command().cloned());
    model.done(id);
    if let Some(command) = command {
        let meeting = command.meeting;
        model.overtaken.push(command);
        if let Some(meeting) = meeting {
            model.ask_for(Effect::ReloadMeeting(meeting));
        }
    }
    model.send_next();
}

/// The meeting is read back: what was written at the same time as somebody else wrote is kept beside theirs, also when the
/// meeting has been left since.
pub(crate) fn settle(model: &mut Model, now: &Meeting) {
    let id = now.id();
    let mine: Vec<Command> = model.overtaken.extract_if(.., |command| command.meeting == Some(id)).collect();
    for command in mine {
        let who = somebody(model, id);
        match command.code {
            Code::Move | Code::Resume | Code::Close | Code::Reopen => {
                let phase = now.head.phase.name().to_lowercase();
                model.say(format!("{who} hann före. Mötet är i {phase}."));
            }
            Code::Begin => model.complain(format!("{who} hann före. {}", standing(&now.head))),
            Code::MoveMeeting | Code::CancelMeeting | Code::Reinstate => model.complain(format!(
                "{who} hann före, så din ändring är inte sparad. {}",
                standing(&now.head)
            )),
            Code::Remove(_) => model.complain(format!(
                "{who} ändrade raden medan du tog bort den, så den står kvar. Läs den, och ta bort den igen om den inte ska vara med (‹Remove›)."
            )),
            _ => keep(model, now, &command, &who),
        }
    }
}

/// "SIP är planerat till tor 10 dec 2026 kl. 13.00."
fn standing(head: &Head) -> String {
    let Head { title, planned, .. } = head;
    let planned = full_moment(*planned);
    match head.status {
        _ if head.is_cancelled() => {
            let why = head.cancel_reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{title} är inställt{why}.")
        }
        MeetingStatus::Planerat => format!("{title} är planerat till {planned}."),
        MeetingStatus::Pagar => format!("{title} har börjat. Det var planerat till {planned}."),
        MeetingStatus::Avslutat => format!("{title} är avslutat. Det var planerat till {planned}."),
    }
}

fn keep(model: &mut Model, now: &Meeting, command: &Command, who: &str) {
    let mut kept_words = Vec::new();
    for change in &command.changes {
        let Change::Put(record) = change else { continue };
        match record.as_ref() {
            Record::Entry(entry) if entry.rev > 0 => return keep_entry(model, now, command.code, entry, who),
            record => kept_words.extend(lost_words(now, record)),
        }
    }
    if kept_words.is_empty() {
        return model.complain(format!(
            "{who} ändrade samma sak samtidigt. Det som står nu gäller; gör om ditt om det behövs."
        ));
    }
    let (meeting, arende) = (now.id(), now.head.current);
    let mut command = NewCommand::new(Code::KeepBoth(EntryKind::Privat), meeting);
    for words in kept_words {
        let order = i64::try_from(model.now.unix_ms()).unwrap_or(i64::MAX);
        let entry = Entry {
            id: model.new_id(),
            meeting,
            arende,
            text: format!("Skrevs samtidigt av två och kom inte med: {words}"),
            source: None,
            confirmed: None,
            order,
            rev: 0,
            emi: false,
            body: Body::Privat,
        };
        command.changes.push(Change::put(entry));
    }
    model.commit(command);
    model.complain(format!(
        "{who} ändrade samma uppgift samtidigt, och det är det som står. Din text är kvar som egen anteckning{}.",
        elsewhere(model, now)
    ));
}

/// Where something is that isn't on the screen.
fn elsewhere(model: &Model, now: &Meeting) -> String {
    if is_on_screen(model, now) { String::new() } else { format!(" i {}", now.head.title) }
}

fn is_on_screen(model: &Model, now: &Meeting) -> bool {
    model.meeting().is_some_and(|meeting| meeting.id() == now.id())
}

/// Two changed the same entry: both texts stand, side by side, until somebody has chosen.
fn keep_entry(model: &mut Model, now: &Meeting, code: Code, mine: &Entry, who: &str) {
    let Some(theirs) = now.entry(mine.id).cloned() else {
        return give_back(model, now, mine, who);
    };
    let same = theirs.text == mine.text && theirs.body == mine.body && theirs.source == mine.source;
    if same || !matches!(code, Code::Edit(_) | Code::Convert(_)) {
        return model.say(format!("{who} hann före. Raden står som hen lämnade den."));
    }
    let meeting = theirs.meeting;
    let id: EntryId = model.new_id();
    let beside = Entry { id, rev: 0, confirmed: None, order: theirs.order, ..mine.clone() };
    let edit_conflict = EditConflict { id: model.new_id::<RowId>(), meeting, entry: theirs.id, beside: id };
    let mut command = NewCommand::new(Code::KeepBoth(mine.kind()), meeting);
    command.changes.push(Change::put(beside));
    command.changes.push(Change::put(edit_conflict));
    model.commit(command);
    if is_on_screen(model, now)
        && let Screen::Meeting(screen) = &mut model.screen
    {
        screen.latest = Some(RowRef::Entry(id));
    }
    model.complain(format!(
        "{who} ändrade samma rad samtidigt{}. Båda texterna står kvar: ta bort den som inte gäller (‹Remove›), eller ändra den (‹Edit›).",
        elsewhere(model, now)
    ));
}

/// The row is gone: the text goes back to the line, or is shown where the meeting has been left. It may have been struck for
/// good, so that the program itself doesn't write it again.
fn give_back(model: &mut Model, now: &Meeting, mine: &Entry, who: &str) {
    if !is_on_screen(model, now) {
        let title = format!("{who} tog bort raden i {} medan du ändrade den", now.head.title);
        return model.show(title, format!("Din text är inte sparad:\n\n{}", mine.text));
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.line.is_empty() {
        screen.line.set(&mine.text, mine.text.chars().count());
        screen.editing = None;
        screen.writing = true;
        return model
            .complain(format!("{who} tog bort raden medan du ändrade den. Din text står på raden igen."));
    }
    let both = format!("{} {}", screen.line.value().trim_end(), mine.text);
    screen.line.set(&both, both.chars().count());
    model.complain(format!("{who} tog bort raden medan du ändrade den. Din text står sist på raden."));
}

/// What a row said in somebody's own words that the row in the meeting doesn't say: it isn't thrown away.
fn lost_words(meeting: &Meeting, mine: &Record) -> Vec<String> {
    let key = mine.key();
    let theirs = meeting.records().into_iter().find(|record| record.key() == key);
    let (Ok(mine), Some(Ok(theirs))) = (mine.to_json(), theirs.map(|record| record.to_json())) else {
        return Vec::new();
    };
    key.table
        .columns()
        .iter()
        .filter(|column| column.is_own_words() && mine[column.name] != theirs[column.name])
        .filter_map(|column| mine[column.name].as_str())
        .filter(|words| !words.trim().is_empty())
        .map(str::to_owned)
        .collect()
}
