//! What was being typed when the program ended: a change comes back as the change that it was.

use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::{DRAFT_LINE, Drafts, Effect, LineDraft, Reply};
use crate::app::core::model::RowRef;
use crate::app::testing::{Desk, Disk};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code, Command, Record};
use crate::domain::meeting::Meeting;
use crate::domain::record::Entry;
use crate::domain::session::Editing;
use chrono::TimeDelta;

/// An EHT in nuläge in which `Matte` works, and that row.
fn written() -> (Desk, Entry) {
    let mut desk = Desk::eht();
    desk.press(Action::ToNulage).line("+ Matte");
    let entry = desk.entries(EntryKind::Fungerar)[0].clone();
    (desk, entry)
}

/// The meeting opened anew by a program that was killed while the row was changed.
fn again(meeting: Meeting, entry: &Entry, text: &str, then: Option<Entry>) -> Desk {
    let mut desk = Desk::new();
    desk.open(meeting.clone());
    let draft = LineDraft {
        text: text.to_owned(),
        edits: Some(Editing { entry: entry.id, rev: then.as_ref().map_or(entry.rev, |then| then.rev) }),
        then: then.map(Box::new),
    };
    let meeting = Box::new(meeting);
    let drafts = Drafts { line: Some(draft), ..Drafts::default() };
    desk.send(Message::Store(Reply::OpenedMeeting { meeting, drafts }));
    desk
}

/// The last command that was sent.
fn sent(desk: &Desk) -> &Command {
    let last = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Commit(command) => Some(command),
        _ => None,
    });
    last.unwrap()
}

fn entry_in(command: &Command) -> &Entry {
    match &command.changes[0] {
        Change::Put(record) => match record.as_ref() {
            Record::Entry(entry) => entry,
            other => panic!("{other:?}"),
        },
        other @ Change::Delete(..) => panic!("{other:?}"),
    }
}

#[test]
fn the_draft_of_a_change_says_which_row_it_changes_until_it_is_let_go() {
    let (mut desk, entry) = written();
    desk.point(RowRef::Entry(entry.id)).press(Action::Edit).types(" och kompisar");
    desk.wait(TimeDelta::seconds(1));
    let kept = |desk: &Desk| {
        let last = desk.effects.iter().rev().find_map(|effect| match effect {
            Effect::SaveDraft { field, text, edits, .. } if *field == DRAFT_LINE => {
                Some((text.clone(), *edits))
            }
            _ => None,
        });
        last.unwrap()
    };
    let edits = Some(Editing { entry: entry.id, rev: entry.rev });
    assert_eq!(kept(&desk), ("Matte och kompisar".to_owned(), edits));
    let drafts =
        |desk: &Desk| desk.effects.iter().filter(|effect| matches!(effect, Effect::SaveDraft { .. })).count();
    let count = drafts(&desk);
    desk.wait(TimeDelta::seconds(1)).wait(TimeDelta::seconds(1));
    assert_eq!(drafts(&desk), count, "what is on disk isn't written again");
    desk.press(Action::Back).types("Ny").wait(TimeDelta::seconds(1));
    assert_eq!(kept(&desk), ("Ny".to_owned(), None));
}

#[test]
fn a_change_that_was_interrupted_is_saved_as_that_change() {
    let (desk, entry) = written();
    let mut desk = again(desk.screen().meeting.clone(), &entry, "Matte och kompisar", None);
    assert_eq!(desk.screen().editing, Some(entry.id));
    assert!(desk.notice().contains("med ändringen"), "{}", desk.notice());
    desk.press(Action::Accept);
    assert_eq!(sent(&desk).code, Code::Edit(EntryKind::Fungerar));
    let rows = desk.entries(EntryKind::Fungerar);
    assert_eq!((rows.len(), rows[0].text.as_str()), (1, "Matte och kompisar"));
}

#[test]
fn a_row_that_somebody_changed_in_between_is_saved_beside_theirs() {
    let (desk, entry) = written();
    let theirs = Entry { text: "Musik".to_owned(), rev: entry.rev + 1, ..entry.clone() };
    let mut meeting = desk.screen().meeting.clone();
    meeting.put(theirs.into());
    let mut desk = again(meeting, &entry, "Matte och kompisar", Some(entry.clone()));
    assert!(desk.notice().contains("står båda kvar"), "{}", desk.notice());
    assert_eq!(desk.entries(EntryKind::Fungerar)[0].text, "Musik");
    // Something else is done first: that isn't the end of the change.
    desk.press(Action::AllSpoken);
    desk.disk = Disk::Slow;
    desk.press(Action::Accept);
    let mine = sent(&desk);
    assert_eq!((entry_in(mine).rev, entry_in(mine).text.as_str()), (entry.rev, "Matte och kompisar"));
    let id = mine.id;
    desk.disk = Disk::Works;
    desk.send(Message::Store(Reply::Overtaken { id }));
    let mut texts: Vec<&str> =
        desk.entries(EntryKind::Fungerar).iter().map(|entry| entry.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["Matte och kompisar", "Musik"]);
    assert_eq!(desk.screen().meeting.edit_conflicts.len(), 1);
}

#[test]
fn a_row_that_is_gone_comes_back_as_a_new_line_and_that_is_said() {
    let (mut desk, entry) = written();
    desk.point(RowRef::Entry(entry.id)).press(Action::Remove);
    let mut desk = again(desk.screen().meeting.clone(), &entry, "Matte och kompisar", None);
    assert!(desk.notice().contains("är borttagen"), "{}", desk.notice());
    assert_eq!((desk.screen().editing, desk.screen().line.value()), (None, "Matte och kompisar"));
    desk.press(Action::Accept);
    assert!(matches!(sent(&desk).code, Code::Add(_)));
    // Its draft says so from then on too.
    let mut desk = again(desk.screen().meeting.clone(), &entry, "Matte", None);
    desk.types("n").wait(TimeDelta::seconds(1));
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveDraft { text, edits: None, .. } if text == "Matten"))
    );
}
