//! The others at work: where this program is, who else is in the meeting, and what was done at the same time.

use crate::app::core::NewCommand;
use crate::app::core::effect::Effect;
use crate::app::core::model::{Model, RowRef, Screen};
use crate::app::ui::dialog::Dialog;
use crate::domain::command::{Change, Code, Command, Record, RecordKey};
use crate::domain::ids::{EntryId, MeetingId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{EditConflict, Entry, Head, MeetingStatus};
use crate::domain::session::{SAYS_EVERY, SOMEBODY, Session, SessionKind, SessionPresence};
use std::collections::HashMap;

/// Says to the others where this program is, when that has changed or some time has passed.
pub(crate) fn say_here(model: &mut Model) {
    if !matches!(model.screen, Screen::Home(_) | Screen::Meeting(_)) {
        return;
    }
    let here = presence(model);
    let now = model.now.utc;
    let told = model.told.as_ref();
    if told.is_some_and(|(told, at)| *told == here && (now - *at).abs() < SAYS_EVERY) {
        return;
    }
    model.told = Some((here.clone(), now));
    model.ask_for(Effect::SayHere(Box::new(here)));
}

fn presence(model: &Model) -> SessionPresence {
    // Locked, nobody sits here.
    let screen = model.meeting_screen().filter(|_| model.lock.is_none());
    SessionPresence {
        kind: SessionKind::Program,
        person: model.person.as_ref().map(|person| person.id),
        name: model.person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
        role: model.person.as_ref().map(|person| person.role.clone()).unwrap_or_default(),
        meeting: screen.map(|screen| screen.meeting.id()),
        arende: screen.and_then(|screen| screen.meeting.head.current),
        phase: screen.map(|screen| screen.meeting.head.phase),
        edits: screen.and_then(|screen| screen.editing),
    }
}

/// Those who have this meeting in front of them at another screen.
pub(crate) fn company(model: &Model, meeting: MeetingId) -> impl Iterator<Item = &Session> {
    let now = model.now.utc;
    model.others.iter().filter(move |other| other.is_in(meeting) && other.is_fresh(now))
}

/// What to call whoever did something at another screen.
fn somebody(model: &Model, meeting: MeetingId) -> String {
    let mut all = company(model, meeting);
    match (all.next(), all.next()) {
        (Some(only), None) => only.called().to_owned(),
        _ => SOMEBODY.to_owned(),
    }
}

/// The others are these now. Who came and who went is said, unless something else is being said.
pub(crate) fn are(model: &mut Model, sessions: Vec<Session>, blank: Vec<MeetingId>) {
    let names = |model: &Model| -> Vec<String> {
        model.meeting_screen().map_or_else(Vec::new, |screen| {
            let named = |other: &Session| match other.called() {
                SOMEBODY => "Någon".to_owned(),
                name => name.to_owned(),
            };
            company(model, screen.meeting.id()).map(named).collect()
        })
    };
    let is_blank = |model: &Model| {
        model.meeting_screen().is_some_and(|screen| model.blank.contains(&screen.meeting.id()))
    };
    let (before, was_blank) = (names(model), is_blank(model));
    model.others = sessions;
    model.blank = blank;
    let after = names(model);
    if model.notice.as_ref().is_some_and(|notice| notice.bad) || model.on_wall {
        return;
    }
    if let Some(came) = after.iter().find(|name| !before.contains(name)) {
        model.say(format!("{came} är med i mötet från en annan skärm."));
    } else if let Some(went) = before.iter().find(|name| !after.contains(name)) {
        model.say(format!("{went} är inte längre med från en annan skärm."));
    } else if is_blank(model) != was_blank {
        let now_blank = is_blank(model);
        model.say(crate::app::wall::own_screen::words(now_blank));
    }
}

/// Other programs have written to these meetings.
pub(crate) fn changed(model: &mut Model, meetings: &[MeetingId]) {
    match &model.screen {
        Screen::Meeting(screen) if meetings.contains(&screen.meeting.id()) => {
            let id = screen.meeting.id();
            model.written_by_others = true;
            model.ask_for(Effect::ReloadMeeting(id));
        }
        Screen::Home(_) => {
            let today = model.now.today();
            model.ask_for(Effect::LoadHome(today));
            if model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Actions(_))) {
                crate::app::home::actions::load(model);
            }
        }
        _ => {}
    }
}

/// The meeting is about to be replaced by what was read. Whoever is in the middle of a change goes on from what they saw.
pub(crate) fn remember(model: &mut Model) {
    let busy = !model.dialogs.is_empty();
    let foreign = std::mem::take(&mut model.written_by_others);
    if let Screen::Meeting(screen) = &mut model.screen
        && foreign
        && screen.begun.is_none()
        && (busy || screen.editing.is_some())
    {
        screen.begun = Some(Box::new(screen.meeting.clone()));
    }
}

/// Nothing is being changed any more: what comes next is made from what is on screen.
pub(crate) fn forget(model: &mut Model) {
    let idle = model.dialogs.is_empty();
    if let Screen::Meeting(screen) = &mut model.screen
        && idle
        && screen.editing.is_none()
    {
        screen.begun = None;
    }
}

/// The changes as they are meant by somebody who saw the rows as they were when the change was begun: the database puts
/// them together with what others have changed since.
pub(crate) fn meant(model: &mut Model, changes: &mut [Change]) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(begun) = screen.begun.take() else { return };
    let now = &screen.meeting;
    let moves = |record: &Record| match record {
        Record::Head(head) => {
            let stands = |head: &Head| (head.status, head.phase, head.current);
            stands(head) != stands(&now.head)
        }
        _ => false,
    };
    let rows = |meeting: &Meeting| -> HashMap<RecordKey, Record> {
        meeting.records().into_iter().map(|record| (record.key(), record)).collect()
    };
    let (then, now) = (rows(&begun), rows(&screen.meeting));
    for change in changes {
        let Change::Put(record) = change else { continue };
        // A step is taken from where the meeting is seen to stand.
        if moves(record) {
            continue;
        }
        let key = record.key();
        if let (Some(then), Some(now)) = (then.get(&key), now.get(&key))
            && then != now
            && let Some(meant) = as_meant(record, then, now)
        {
            **record = meant;
        }
    }
    // Something else was done while a row is being changed: that change goes on from what was seen when it was begun.
    if screen.editing.is_some() {
        screen.begun = Some(begun);
    }
}

/// What differs from the row as it stands now is one's own, the rest is as it was then.
fn as_meant(mine: &Record, then: &Record, now: &Record) -> Option<Record> {
    let (mut mine_row, then_row, now_row) = (mine.to_json().ok()?, then.to_json().ok()?, now.to_json().ok()?);
    let names: Vec<String> =
        then_row.as_object()?.keys().chain(mine_row.as_object()?.keys()).cloned().collect();
    let row = mine_row.as_object_mut()?;
    for name in names {
        if row.get(&name) == now_row.get(&name) {
            match then_row.get(&name) {
                Some(value) => row.insert(name, value.clone()),
                None => row.remove(&name),
            };
        }
    }
    Record::from_json(mine.key().table, mine_row).ok()
}

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

/// Somebody else has moved the meeting.
pub(crate) fn moved(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let (meeting, phase) = (screen.meeting.id(), screen.meeting.head.phase);
    let who = somebody(model, meeting);
    model.say(format!("{who} gick till {}.", phase.name().to_lowercase()));
}

/// Somebody else has closed the meeting, or opened it again.
pub(crate) fn closed_or_opened(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let (meeting, half_written) = (screen.meeting.id(), !screen.line.is_empty());
    let closed = screen.meeting.head.status == MeetingStatus::Avslutat;
    let who = somebody(model, meeting);
    if closed && half_written {
        return model.complain(format!(
            "{who} avslutade mötet medan du skrev. Din rad är kvar: o öppnar mötet igen, och då står den där."
        ));
    }
    model.say(if closed {
        format!("{who} avslutade mötet. m gör protokollet, Esc går hem.")
    } else {
        format!("{who} öppnade mötet igen.")
    });
}

/// An act wasn't carried out, because somebody else was quicker. What to do is seen when the meeting has been read back.
pub(crate) fn overtaken(model: &mut Model, id: crate::domain::ids::CommandId) {
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

/// The meeting is read back: what was written at the same time as somebody else wrote is kept beside theirs.
pub(crate) fn settle(model: &mut Model) {
    let Some(id) = model.meeting_screen().map(|screen| screen.meeting.id()) else { return };
    let mine: Vec<Command> = model.overtaken.extract_if(.., |command| command.meeting == Some(id)).collect();
    for command in mine {
        let who = somebody(model, id);
        match command.code {
            Code::Move | Code::Resume | Code::Close | Code::Reopen => {
                let phase =
                    model.meeting_screen().map(|screen| screen.meeting.head.phase.name().to_lowercase());
                model.say(format!("{who} hann före. Mötet är i {}.", phase.unwrap_or_default()));
            }
            Code::Remove(_) => model.complain(format!(
                "{who} ändrade raden medan du tog bort den, så den står kvar. Läs den, och ta bort den igen om den inte ska vara med (Ctrl-D)."
            )),
            _ => keep(model, &command, &who),
        }
    }
}

fn keep(model: &mut Model, command: &Command, who: &str) {
    let mut kept_words = Vec::new();
    for change in &command.changes {
        let Change::Put(record) = change else { continue };
        match record.as_ref() {
            Record::Entry(entry) if entry.rev > 0 => return keep_entry(model, command.code, entry, who),
            record => {
                if let Some(screen) = model.meeting_screen() {
                    kept_words.extend(lost_words(&screen.meeting, record));
                }
            }
        }
    }
    if kept_words.is_empty() {
        return model.complain(format!(
            "{who} ändrade samma sak samtidigt. Det som står nu gäller; gör om ditt om det behövs."
        ));
    }
    let Some(screen) = model.meeting_screen() else { return };
    let (meeting, arende) = (screen.meeting.id(), screen.meeting.head.current);
    let mut command = NewCommand::new(Code::KeepBoth(crate::domain::agenda::EntryKind::Privat), meeting);
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
            body: crate::domain::record::Body::Privat,
        };
        command.changes.push(Change::put(entry));
    }
    model.commit(command);
    model.complain(format!(
        "{who} ändrade samma uppgift samtidigt, och det är det som står. Din text är kvar som egen anteckning."
    ));
}

/// Two changed the same entry: both texts stand, side by side, until somebody has chosen.
fn keep_entry(model: &mut Model, code: Code, mine: &Entry, who: &str) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(theirs) = screen.meeting.entry(mine.id).cloned() else {
        return give_back(model, mine, who);
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
    if let Screen::Meeting(screen) = &mut model.screen {
        screen.latest = Some(RowRef::Entry(id));
    }
    model.complain(format!(
        "{who} ändrade samma rad samtidigt. Båda texterna står kvar: ta bort den som inte gäller (Ctrl-D), eller ändra den (F2)."
    ));
}

/// The row is gone: the text goes back to the line. It may have been struck for good, so that the program itself doesn't
/// write it again.
fn give_back(model: &mut Model, mine: &Entry, who: &str) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.line.is_empty() {
        screen.line.set(&mine.text, mine.text.chars().count());
        screen.editing = None;
        screen.writing = true;
        model.complain(format!("{who} tog bort raden medan du ändrade den. Din text står på raden igen."));
        return crate::app::meeting::keys::note_draft(model);
    }
    let both = format!("{} {}", screen.line.value().trim_end(), mine.text);
    screen.line.set(&both, both.chars().count());
    model.complain(format!("{who} tog bort raden medan du ändrade den. Din text står sist på raden."));
    crate::app::meeting::keys::note_draft(model);
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

#[cfg(test)]
mod tests {
    use crate::app::Message;
    use crate::app::core::action::Action;
    use crate::app::core::effect::Reply;
    use crate::app::core::model::Target;
    use crate::app::meeting::target;
    use crate::app::testing::{Desk, Disk};
    use crate::domain::agenda::{EntryKind, Phase};
    use crate::domain::meeting::Meeting;
    use crate::domain::record::MeetingStatus;
    use crate::domain::session::{Session, SessionKind, SessionPresence};

    #[test]
    fn who_comes_and_what_becomes_of_the_wall_is_said_as_it_is_now() {
        let mut desk = Desk::eht();
        let meeting = desk.screen().meeting.id();
        let session = |name: &str| Session {
            key: "a".to_owned(),
            pid: 1,
            here: SessionPresence {
                kind: SessionKind::Program,
                person: None,
                name: name.to_owned(),
                role: String::new(),
                meeting: Some(meeting),
                arende: None,
                phase: None,
                edits: None,
            },
            seen: desk.now.utc,
        };
        let nobody = session("");
        let others = |desk: &mut Desk, sessions: Vec<Session>, blank| {
            desk.send(Message::Store(Reply::Others { sessions, blank }));
            desk.notice().to_owned()
        };
        let said = others(&mut desk, vec![nobody.clone()], Vec::new());
        assert_eq!(said, "Någon är med i mötet från en annan skärm.");
        desk.press(Action::Blank);
        assert!(desk.notice().contains("släckt"));
        let said = others(&mut desk, vec![nobody.clone()], Vec::new());
        assert_eq!(said, "Väggen är tänd.", "somebody else has lit it");
        let said = others(&mut desk, vec![nobody], vec![meeting]);
        assert!(said.contains("släckt"), "{said}");
        assert_eq!(
            others(&mut desk, Vec::new(), vec![meeting]),
            "Någon är inte längre med från en annan skärm."
        );
    }

    #[test]
    fn a_line_that_was_begun_before_somebody_moved_the_meeting_is_followed_by_lines_of_the_new_place() {
        for key in [Action::Accept, Action::Back] {
            let mut desk = Desk::eht();
            desk.press(Action::ToNulage).types("Matte");
            let mut moved = desk.screen().meeting.clone();
            moved.head.phase = Phase::Behov;
            desk.send(Message::Store(Reply::Meeting(Box::new(moved.clone()))));
            assert_eq!(desk.screen().target, Target::Entry(EntryKind::Fungerar), "it is still what it was");
            desk.disk = Disk::Slow;
            desk.press(key);
            assert_eq!(desk.screen().target, target::first(&moved));
        }
    }

    #[test]
    fn that_somebody_else_closes_the_meeting_or_opens_it_is_said_and_a_line_is_not_lost() {
        let mut desk = Desk::eht();
        desk.press(Action::ToNulage);
        let open = desk.screen().meeting.clone();
        let mut closed = open.clone();
        closed.head.status = MeetingStatus::Avslutat;
        let read = |desk: &mut Desk, meeting: &Meeting| {
            desk.send(Message::Store(Reply::Changed(vec![meeting.id()])));
            desk.send(Message::Store(Reply::Meeting(Box::new(meeting.clone()))));
            desk.notice().to_owned()
        };
        assert!(read(&mut desk, &closed).contains("avslutade mötet. m gör"));
        assert!(read(&mut desk, &open).contains("öppnade mötet igen"));
        desk.types("Halv rad");
        assert!(read(&mut desk, &closed).contains("Din rad är kvar"));
        read(&mut desk, &open);
        assert_eq!(desk.screen().line.value(), "Halv rad");
    }
}
