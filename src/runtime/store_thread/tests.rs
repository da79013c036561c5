use super::*;
use crate::app::core::reply::PapersWork;
use crate::app::effect::{CopyTo, DRAFT_LINE, Drafts, PaperKind, PaperTo, RestoreStep, Restoring};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code, Command};
use crate::domain::listing::{ListQuery, Listing};
use crate::domain::meeting::Meeting;
use crate::domain::record::{CopyWay, Entry};
use crate::domain::session::{Editing, SessionKind, SessionPresence};
use crate::runtime::inbox::{Inbox, inbox};
use crate::runtime::practice::filled;
use crate::store::{Access, MeetingFilter, Passphrase, Reading};
use std::cell::RefCell;
use tempfile::TempDir;

const PHRASE: &str = "tre gröna grodor";

fn now() -> Now {
    Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// A database with the made-up meetings, and the one of them that is under way.
fn practice() -> (TempDir, PathBuf, Meeting) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ovning.db");
    let store = filled(&path, now()).unwrap();
    let id = store.home(now().today()).unwrap().ongoing[0].id;
    let meeting = store.meeting(id).unwrap();
    (folder, path, meeting)
}

/// The thread, and what it answers.
struct Talk {
    thread: StoreThread,
    answers: RefCell<Inbox>,
}

impl Talk {
    fn start(path: &std::path::Path, opening: Opening) -> Self {
        Self::with(path, opening, Letterhead::default())
    }

    fn with(path: &std::path::Path, opening: Opening, letterhead: Letterhead) -> Self {
        let (listener, answers) = inbox().unwrap();
        Self {
            thread: StoreThread::start(
                path.to_owned(),
                opening,
                (7, now()),
                letterhead,
                Arrangement::default(),
                listener,
            )
            .unwrap(),
            answers: RefCell::new(answers),
        }
    }

    fn ask(&self, effect: Effect) {
        self.thread.ask(effect, now());
    }

    fn next(&self) -> Reply {
        loop {
            match self.answers.borrow_mut().next(Duration::from_secs(20)).unwrap() {
                // Where the tests' folders lie isn't what they are about.
                Event::Reply(Reply::Warned(_)) => {}
                // The day's check is done when it is done.
                Event::Reply(Reply::Changed(meetings)) if meetings.is_empty() => {}
                Event::Reply(reply) => return reply,
                other => panic!("{other:?}"),
            }
        }
    }

    /// Everything that is answered until the thread has ended.
    fn rest(mut self) -> Vec<Reply> {
        self.thread.close();
        let mut replies = Vec::new();
        loop {
            match self.answers.borrow_mut().next(Duration::from_secs(20)).unwrap() {
                Event::Reply(Reply::Warned(_)) => {}
                Event::Reply(reply) => replies.push(reply),
                Event::StoreEnded => return replies,
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn what_goes_wrong_beside_papers_does_not_end_them_and_papers_that_never_began_are_over() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    assert!(matches!(talk.next(), Reply::Opened { .. }));
    let nowhere = MeetingId(uuid::Uuid::nil());
    for effect in [
        Effect::MakeCopies { meeting: nowhere, orders: Vec::new(), to: CopyTo::Files },
        Effect::TakePapers(PaperKind::Minutes(nowhere), PaperTo::AllFiles),
    ] {
        talk.ask(effect);
        let replies = [talk.next(), talk.next()];
        assert!(replies.iter().any(|reply| matches!(reply, Reply::PapersWork(None))), "{replies:?}");
        assert!(replies.iter().any(|reply| matches!(reply, Reply::Trouble(_))), "{replies:?}");
    }
    // A trouble of something else says nothing of papers.
    talk.ask(Effect::OpenMeeting(nowhere));
    assert!(matches!(talk.next(), Reply::Trouble(_)));
    talk.ask(Effect::ReloadMeeting(meeting.id()));
    assert!(matches!(talk.next(), Reply::Meeting(_)));
}

/// Commands that each give the meeting another title, to be carried out in order.
fn titles(meeting: &Meeting, titles: &[&str]) -> Vec<Effect> {
    let mut ids = Ids::new(11);
    let mut head = meeting.head.clone();
    titles
        .iter()
        .map(|title| {
            (*title).clone_into(&mut head.title);
            let change = Change::put(head.clone());
            head.rev += 1;
            Effect::Commit(Box::new(Command {
                id: ids.next(now().unix_ms()),
                code: Code::EditHead,
                meeting: Some(meeting.id()),
                snapshot: None,
                changes: vec![change],
            }))
        })
        .collect()
}

#[test]
fn a_practice_database_opens_and_home_is_read() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    assert!(matches!(talk.next(), Reply::Opened { recovery_key: None, practice: true, .. }));
    talk.ask(Effect::LoadHome(now().today()));
    let Reply::Home(home) = talk.next() else { panic!() };
    assert_eq!((home.ongoing[0].id, home.recent.len()), (meeting.id(), 3));
    talk.ask(Effect::LoadKnown("eht".to_owned()));
    assert!(matches!(talk.next(), Reply::Known(known) if !known.participants.is_empty()));
    assert!(talk.rest().is_empty());
}

#[test]
fn a_list_that_is_opened_is_logged_with_its_arenden_and_what_goes_on_in_it_is_not() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    let journal = ListQuery::Journal { meeting: None, before: None };
    for (query, tells) in [(ListQuery::Actions, true), (ListQuery::Consents, true), (journal, false)] {
        let opened = |talk: &Talk| {
            talk.ask(Effect::LoadList(journal));
            let Reply::List(listing) = talk.next() else { panic!() };
            let Listing::Journal(page) = *listing else { panic!() };
            let acts =
                page.acts.into_iter().filter(|act| act.code == Some(Code::Open) && act.meeting.is_none());
            acts.filter_map(|act| act.looked).collect::<Vec<_>>()
        };
        let before = opened(&talk);
        talk.ask(Effect::OpenList(query));
        assert!(matches!(talk.next(), Reply::List(_)));
        talk.ask(Effect::LoadList(query));
        assert!(matches!(talk.next(), Reply::List(_)));
        let after = opened(&talk);
        assert_eq!(after.len(), before.len() + 1, "{query:?}");
        assert_eq!(!after[0].labels.is_empty(), tells, "{query:?}: {after:?}");
    }
    assert!(!ListQuery::Actions.goes_on() && !journal.goes_on());
    assert!(ListQuery::Journal { meeting: Some(meeting.id()), before: None }.goes_on());
    assert!(ListQuery::Journal { meeting: None, before: Some(8) }.goes_on());
}

#[test]
fn several_changes_in_a_row_are_answered_one_by_one_and_read_back_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("namnd.db");
    let (_other, _, meeting) = practice();
    let (mut store, _) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
    let snapshot = crate::agenda_file::snapshot_of(&meeting.agenda);
    store.import(&meeting, &snapshot, Reading::default(), Ids::new(3).next(1), now().utc).unwrap();
    drop(store);
    // The key takes its time, so that all three are waiting when the database is open.
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    let asked = titles(&meeting, &["Ett", "Två", "Tre"]);
    let last = match &asked[2] {
        Effect::Commit(command) => command.id,
        _ => unreachable!(),
    };
    for effect in asked {
        talk.ask(effect);
    }
    let replies = talk.rest();
    let kinds: Vec<&str> = replies
        .iter()
        .map(|reply| match reply {
            Reply::Opened { practice: false, .. } => "öppnad",
            Reply::Committed { .. } => "sparat",
            Reply::Meeting(_) => "läst",
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["öppnad", "sparat", "sparat", "sparat", "läst"]);
    assert!(matches!(&replies[3], Reply::Committed { id, at } if *id == last && *at == now().utc));
    assert!(matches!(&replies[4], Reply::Meeting(meeting) if meeting.head.title == "Tre"));
}

#[test]
fn what_was_asked_for_reaches_the_disk_although_the_program_ends() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    for effect in titles(&meeting, &["Ett", "Två"]) {
        talk.ask(effect);
    }
    drop(talk);
    let store = Store::open(&path, &Access::Practice).unwrap();
    assert_eq!(store.meeting(meeting.id()).unwrap().head.title, "Två");
}

#[test]
fn a_change_of_what_is_no_longer_so_fails_and_the_meeting_is_read_back() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    let mut old = meeting.clone();
    old.head.rev += 5;
    for effect in titles(&old, &["Ett"]) {
        talk.ask(effect);
    }
    assert!(matches!(talk.next(), Reply::Overtaken { .. }));
    assert!(matches!(talk.next(), Reply::Meeting(read) if read.head == meeting.head));
}

#[test]
fn undo_and_redo_tell_what_they_did() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    let id = |number: u64| Ids::new(number).next(number);
    for effect in titles(&meeting, &["Ett"]) {
        talk.ask(effect);
    }
    talk.ask(Effect::Undo { meeting: meeting.id(), shown: None, past: false, id: id(21) });
    talk.ask(Effect::Redo { meeting: meeting.id(), id: id(22) });
    talk.ask(Effect::Redo { meeting: meeting.id(), id: id(23) });
    let done: Vec<(Option<Code>, bool)> = talk
        .rest()
        .into_iter()
        .filter_map(|reply| match reply {
            Reply::Undone { code, again, .. } => Some((code, again)),
            _ => None,
        })
        .collect();
    let code = Some(Code::EditHead);
    assert_eq!(done, [(code, false), (code, true), (None, true)]);
}

#[test]
fn a_struck_text_is_gone() {
    let (_folder, path, meeting) = practice();
    let entry = meeting.entries.last().unwrap().clone();
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    let id = Ids::new(31).next(1);
    talk.ask(Effect::Strike { meeting: meeting.id(), entry: entry.id, id });
    assert!(matches!(talk.next(), Reply::Struck { id: struck, .. } if struck == id));
    assert!(matches!(talk.next(), Reply::Meeting(meeting) if meeting.entry(entry.id).is_none()));
}

#[test]
fn a_line_that_was_being_typed_is_taken_over_once() {
    let (_folder, path, meeting) = practice();
    let save = |text: &str| Effect::SaveDraft {
        meeting: meeting.id(),
        field: DRAFT_LINE,
        text: text.to_owned(),
        edits: None,
    };
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    talk.ask(save("Hen räknar med gl"));
    assert!(matches!(talk.next(), Reply::DraftSaved));
    drop(talk);
    for _ in 0..2 {
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        talk.ask(Effect::OpenMeeting(meeting.id()));
        let Reply::OpenedMeeting { drafts, .. } = talk.next() else { panic!() };
        assert_eq!(drafts.line.unwrap().text, "Hen räknar med gl");
    }
    let store = Store::open(&path, &Access::Practice).unwrap();
    assert_eq!(store.drafts(meeting.id()).unwrap().len(), 1);
    let talk = Talk::start(&path, Opening::Ready(Box::new(store)));
    talk.next();
    talk.ask(Effect::OpenMeeting(meeting.id()));
    talk.next();
    talk.ask(save(""));
    talk.rest();
    assert!(Store::open(&path, &Access::Practice).unwrap().drafts(meeting.id()).unwrap().is_empty());
}

#[test]
fn a_change_that_was_interrupted_comes_back_as_that_change_with_what_others_did_since() {
    let (_folder, path, meeting) = practice();
    let entry = meeting.entries.iter().find(|entry| entry.kind() == EntryKind::Fungerar).unwrap().clone();
    let edits = Some(Editing { entry: entry.id, rev: entry.rev });
    let talk = Talk::start(&path, Opening::Practice);
    talk.next();
    let text = "Mitt hal".to_owned();
    talk.ask(Effect::SaveDraft { meeting: meeting.id(), field: DRAFT_LINE, text, edits });
    assert!(matches!(talk.next(), Reply::DraftSaved));
    drop(talk);
    let adopted = || {
        let talk = Talk::start(&path, Opening::Practice);
        talk.next();
        talk.ask(Effect::OpenMeeting(meeting.id()));
        let Reply::OpenedMeeting { drafts, .. } = talk.next() else { panic!() };
        drafts.line.unwrap()
    };
    let draft = adopted();
    assert_eq!((draft.text.as_str(), draft.edits, draft.then), ("Mitt hal", edits, None));
    let mut other = Store::open(&path, &Access::Practice).unwrap();
    let theirs = Entry { text: "Deras".to_owned(), ..entry.clone() };
    let command = Command {
        id: Ids::new(3).next(1),
        code: Code::Edit(entry.kind()),
        meeting: Some(meeting.id()),
        snapshot: None,
        changes: vec![Change::put(theirs)],
    };
    other.commit(&command, now().utc).unwrap();
    drop(other);
    assert_eq!(adopted().then.as_deref(), Some(&entry));
}

#[test]
fn another_program_is_seen_and_its_line_is_left_to_it() {
    let (_folder, path, meeting) = practice();
    let here = |meeting: Option<MeetingId>| {
        Effect::SayHere(Box::new(SessionPresence {
            name: "Åsa".to_owned(),
            ..SessionPresence::of(SessionKind::Program, meeting)
        }))
    };
    let one = Talk::start(&path, Opening::Practice);
    one.next();
    one.ask(here(Some(meeting.id())));
    let draft = Effect::SaveDraft {
        meeting: meeting.id(),
        field: DRAFT_LINE,
        text: "Det som Åsa skriver".to_owned(),
        edits: None,
    };
    one.ask(draft);
    assert!(matches!(one.next(), Reply::DraftSaved));
    let two = Talk::start(&path, Opening::Practice);
    two.next();
    two.ask(Effect::OpenMeeting(meeting.id()));
    let Reply::Others { sessions, .. } = two.next() else { panic!() };
    assert!(sessions.len() == 1 && sessions[0].is_in(meeting.id()), "{sessions:?}");
    assert!(matches!(two.next(), Reply::OpenedMeeting { drafts: Drafts { line: None, .. }, .. }));
    for effect in titles(&meeting, &["Ny titel"]) {
        two.ask(effect);
    }
    assert!(matches!(one.next(), Reply::Changed(changed) if changed == [meeting.id()]));
    one.ask(Effect::ReloadMeeting(meeting.id()));
    assert!(matches!(one.next(), Reply::Meeting(read) if read.head.title == "Ny titel"));
    assert!(matches!(two.next(), Reply::Committed { .. }));
    assert!(matches!(two.next(), Reply::Meeting(_)));
    drop(one);
    assert!(matches!(two.next(), Reply::Others { sessions, .. } if sessions.is_empty()));
}

#[test]
fn a_new_database_gives_its_key_for_the_safe_which_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("namnd.db");
    let talk = Talk::start(&path, Opening::Ask);
    talk.ask(Effect::CreateDatabase(secret(PHRASE)));
    let Reply::Opened { recovery_key: Some(key), practice: false, .. } = talk.next() else { panic!() };
    drop(talk);
    let talk = Talk::start(&path, Opening::Ask);
    talk.ask(Effect::Unlock(secret("två gröna grodor")));
    assert!(matches!(talk.next(), Reply::NotOpened(why) if why.text.contains("Fel lösenfras")));
    talk.ask(Effect::Unlock(secret(&key)));
    assert!(matches!(
        talk.next(),
        Reply::Opened { recovery_key: None, practice: false, by_recovery: true, .. }
    ));
}

#[test]
fn nothing_is_saved_in_a_database_that_is_not_open() {
    let (folder, _path, meeting) = practice();
    let missing = folder.path().join("saknas.db");
    let talk = Talk::start(&missing, Opening::Practice);
    assert!(matches!(talk.next(), Reply::NotOpened(why) if why.text.contains("finns inte")));
    for effect in titles(&meeting, &["Ett"]) {
        talk.ask(effect);
    }
    assert!(matches!(talk.next(), Reply::Failed { why, .. } if !why.passing));
    talk.ask(Effect::LoadHome(now().today()));
    assert!(matches!(talk.next(), Reply::Trouble(_)));
    assert!(!missing.exists());
}

#[test]
fn minutes_are_written_for_the_user_alone() {
    let (folder, path, meeting) = practice();
    let store = Store::open(&path, &Access::Practice).unwrap();
    let closed =
        store.meetings(&MeetingFilter::default()).unwrap().into_iter().find(|row| row.id != meeting.id());
    let closed = closed.unwrap();
    let talk = Talk::start(&path, Opening::Ready(Box::new(store)));
    talk.next();
    let kind = PaperKind::Minutes(closed.id);
    talk.ask(Effect::OfferPapers(kind.clone()));
    let Reply::PapersOffered { files: offered, remark, .. } = talk.next() else { panic!() };
    // The paper program isn't beside the unit tests.
    assert!(remark.unwrap().contains("samverkan-papper"));
    assert!(!folder.path().join("protokoll").exists(), "nothing is written before it is wished");
    let wanted: Vec<_> = ["md", "txt"]
        .iter()
        .map(|end| folder.path().join("protokoll").join(format!("{}-utkast.{end}", closed.handle)))
        .collect();
    assert_eq!(
        offered.into_iter().map(|(_, path)| path).collect::<Vec<_>>(),
        wanted.iter().map(|file| file.display().to_string()).collect::<Vec<_>>()
    );
    talk.ask(Effect::TakePapers(kind.clone(), PaperTo::Screen(80)));
    let Reply::Text { text: preview, .. } = talk.next() else { panic!() };
    assert!(!folder.path().join("protokoll").exists());
    // The same papers once more lie where they lay.
    for first in [true, false] {
        talk.ask(Effect::TakePapers(kind.clone(), PaperTo::AllFiles));
        for done in 0..wanted.len() {
            let all = wanted.len();
            assert!(matches!(talk.next(), Reply::PapersWork(Some(work)) if work == PapersWork { done, all }));
        }
        assert!(matches!(talk.next(), Reply::PapersWork(None)));
        if first {
            let Reply::PapersLying(lying) = talk.next() else { panic!() };
            assert_eq!(lying.names.len(), 2);
        }
        let Reply::PapersMade { lines, .. } = talk.next() else { panic!() };
        let text = lines.join("\n");
        assert!(wanted.iter().all(|file| text.contains(&file.display().to_string())), "{text}");
        assert_eq!(std::fs::read_to_string(&wanted[1]).unwrap(), preview);
        assert_eq!(std::fs::read_dir(folder.path().join("protokoll")).unwrap().count(), wanted.len());
        #[cfg(unix)]
        for (path, mode) in [(folder.path().join("protokoll"), 0o700), (wanted[0].clone(), 0o600)] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
        }
    }
    // What somebody has changed, and what isn't ours, stays when the papers are removed.
    std::fs::write(&wanted[0], "ändrat").unwrap();
    talk.ask(Effect::RemovePapers);
    let Reply::PapersLying(lying) = talk.next() else { panic!() };
    assert!(lying.names.is_empty() && lying.changed.len() == 1);
    let Reply::PapersRemoved { said, all } = talk.next() else { panic!() };
    assert!(!all && said.contains("1 ligger kvar: "), "{said}");
    assert!(wanted[0].exists() && !wanted[1].exists());
    drop(talk);
    let logged = Store::open(&path, &Access::Practice).unwrap().copies(closed.id).unwrap();
    let ways: Vec<CopyWay> = logged.iter().map(|row| row.way).collect();
    assert_eq!(ways, [CopyWay::Visad, CopyWay::Fil, CopyWay::Fil, CopyWay::Fil, CopyWay::Fil]);
    assert!(logged.iter().all(|row| row.by.as_deref().is_some_and(|by| !by.is_empty())));
}

/// A paper program that waits until there is a file called `klar`, and then ends without a word.
#[cfg(unix)]
fn silent(folder: &std::path::Path) -> Letterhead {
    use crate::runtime::typesetter::Typesetter;
    use std::os::unix::fs::PermissionsExt;
    let program = folder.join("tyst");
    let done = folder.join("klar");
    let script = format!("#!/bin/sh\nwhile [ ! -e '{}' ]; do sleep 0.05; done\n", done.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    Letterhead::default().with_typesetter(Typesetter::at(program, Duration::from_mins(2)))
}

#[cfg(unix)]
#[test]
fn what_is_written_while_papers_are_set_is_saved_meanwhile_and_papers_that_are_stopped_go_nowhere() {
    let (folder, path, meeting) = practice();
    let store = Store::open(&path, &Access::Practice).unwrap();
    let closed =
        store.meetings(&MeetingFilter::default()).unwrap().into_iter().find(|row| row.id != meeting.id());
    let kind = PaperKind::Minutes(closed.unwrap().id);
    let talk = Talk::with(&path, Opening::Ready(Box::new(store)), silent(folder.path()));
    talk.next();
    for stopped in [true, false] {
        talk.ask(Effect::TakePapers(kind.clone(), PaperTo::AllFiles));
        assert!(matches!(talk.next(), Reply::PapersWork(Some(PapersWork { done: 0, .. }))));
        let next = || loop {
            match talk.next() {
                Reply::PapersWork(Some(_)) => {}
                reply => return reply,
            }
        };
        talk.ask(Effect::TakePapers(kind.clone(), PaperTo::AllFiles));
        assert!(matches!(next(), Reply::Trouble(why) if why.text.contains("Andra papper görs")));
        let meeting = Store::open(&path, &Access::Practice).unwrap().meeting(meeting.id()).unwrap();
        for effect in titles(&meeting, &["Sparas ändå"]) {
            talk.ask(effect);
        }
        assert!(matches!(next(), Reply::Committed { .. }), "the paper is still being set");
        assert!(matches!(next(), Reply::Meeting(_)));
        if stopped {
            talk.ask(Effect::StopPapers);
            // It is answered after what was asked before.
            talk.ask(Effect::LoadJournalAct(i64::MIN));
            assert!(matches!(next(), Reply::Trouble(_)));
        }
        let done = folder.path().join("klar");
        std::fs::write(&done, "").unwrap();
        assert!(matches!(next(), Reply::PapersWork(None)));
        match next() {
            Reply::PrintState(words) => assert!(stopped && words.contains("avbrutna"), "{words}"),
            Reply::Trouble(why) => {
                assert!(!stopped && why.text.contains("innan det var klart"), "{}", why.text);
            }
            other => panic!("{other:?}"),
        }
        std::fs::remove_file(done).unwrap();
    }
    assert!(!folder.path().join("protokoll").exists());
}

#[test]
fn what_may_pass_is_told_apart_from_what_will_not() {
    assert!(problem(&StoreError::DiskFull).passing && problem(&StoreError::Busy).passing);
    assert!(!problem(&StoreError::ChangedSince).passing);
}

#[test]
fn a_locked_program_is_opened_by_the_passphrase_or_the_key_and_only_the_key_replaces_a_lost_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("namnd.db");
    let talk = Talk::start(&path, Opening::Ask);
    talk.ask(Effect::CreateDatabase(secret("sommar2026")));
    assert!(matches!(talk.next(), Reply::NotOpened(problem) if problem.text.contains("lätt att gissa")));
    talk.ask(Effect::CreateDatabase(secret(PHRASE)));
    let Reply::Opened { recovery_key: Some(key), .. } = talk.next() else { panic!() };
    talk.ask(Effect::Verify(secret("fel fras helt")));
    assert!(matches!(talk.next(), Reply::NotVerified(problem) if problem.text.contains("Fel lösenfras")));
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(talk.next(), Reply::Verified { by_recovery: false }));

    let change =
        |old: Option<&str>, new: &str| Effect::ChangePassphrase { old: old.map(secret), new: secret(new) };
    // Without the old one, and without the key, nobody changes it.
    talk.ask(change(None, "nio gula getter"));
    assert!(matches!(talk.next(), Reply::PassphraseNotChanged(_)));
    talk.ask(change(Some("fel fras helt"), "nio gula getter"));
    assert!(matches!(talk.next(), Reply::PassphraseNotChanged(_)));
    talk.ask(change(Some(PHRASE), &key));
    assert!(
        matches!(talk.next(), Reply::PassphraseNotChanged(problem) if problem.text.contains("kassaskåpet"))
    );
    talk.ask(change(Some(PHRASE), "nio gula getter"));
    assert!(matches!(talk.next(), Reply::PassphraseChanged));
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(talk.next(), Reply::NotVerified(_)));

    talk.ask(Effect::Verify(secret(&key)));
    assert!(matches!(talk.next(), Reply::Verified { by_recovery: true }));
    talk.ask(change(None, "elva blå bävrar"));
    assert!(matches!(talk.next(), Reply::PassphraseChanged));
    drop(talk);
    let talk = Talk::start(&path, Opening::With(secret("elva blå bävrar")));
    assert!(matches!(talk.next(), Reply::Opened { by_recovery: false, .. }));
    drop(talk);
    let talk = Talk::start(&path, Opening::With(secret(&key)));
    assert!(matches!(talk.next(), Reply::Opened { by_recovery: true, .. }));
}

/// An encrypted database with a meeting in it, under way, and somebody's program on it.
fn encrypted() -> (TempDir, PathBuf, MeetingId) {
    let (folder, practice, meeting) = practice();
    let path = folder.path().join("namnd.db");
    let (mut store, _) = Store::create(&path, &Passphrase::new(PHRASE)).unwrap();
    let from = Store::open(&practice, &Access::Practice).unwrap();
    let whole = from.meeting(meeting.id()).unwrap();
    let head = crate::domain::record::Head {
        rev: 0,
        follows: None,
        current: None,
        phase: crate::domain::agenda::Phase::Sammanhang,
        ..whole.head.clone()
    };
    let command = Command {
        id: Ids::new(77).next(now().unix_ms()),
        code: Code::Begin,
        meeting: Some(meeting.id()),
        snapshot: Some(crate::agenda_file::snapshot_of(&whole.agenda)),
        changes: vec![Change::put(head)],
    };
    store.commit(&command, now().utc).unwrap();
    (folder, path, meeting.id())
}

fn sits_in(meeting: Option<MeetingId>) -> Effect {
    Effect::SayHere(Box::new(SessionPresence {
        name: "Karin".to_owned(),
        ..SessionPresence::of(SessionKind::Program, meeting)
    }))
}

fn draft_of(talk: &Talk, meeting: MeetingId) -> Option<String> {
    talk.ask(Effect::OpenMeeting(meeting));
    loop {
        match talk.next() {
            Reply::OpenedMeeting { drafts, .. } => return drafts.line.map(|draft| draft.text),
            Reply::Others { .. } | Reply::PapersLying(_) | Reply::Changed(_) | Reply::Warned(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The next answer that isn't news of others.
fn answer(talk: &Talk) -> Reply {
    loop {
        match talk.next() {
            Reply::Others { .. } | Reply::PapersLying(_) | Reply::Changed(_) | Reply::Warned(_) => {}
            reply => return reply,
        }
    }
}

#[test]
fn a_locked_program_has_closed_its_database_and_comes_back_as_the_one_that_it_was() {
    let (_folder, path, meeting) = encrypted();
    let open = || {
        let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
        assert!(matches!(answer(&talk), Reply::Opened { .. }));
        talk
    };
    let talk = open();
    talk.ask(sits_in(None));
    talk.ask(Effect::SaveDraft {
        meeting,
        field: DRAFT_LINE,
        text: "Halvskriven rad".to_owned(),
        edits: None,
    });
    assert!(matches!(answer(&talk), Reply::DraftSaved));
    talk.ask(Effect::Settle);
    assert!(matches!(answer(&talk), Reply::Settled));
    talk.ask(Effect::Forget(secret("det som var kvar")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    // Nothing can be asked of it now, and nobody else takes over what it was writing, however long it says nothing.
    talk.ask(Effect::ReloadMeeting(meeting));
    assert!(matches!(answer(&talk), Reply::Trouble(_)));
    let other = open();
    assert_eq!(draft_of(&other, meeting), None);
    talk.ask(Effect::Verify(secret("tre gröna gropar")));
    assert!(matches!(answer(&talk), Reply::NotVerified(_)));
    talk.ask(Effect::Verify(secret(PHRASE)));
    let Reply::CameBack { by_recovery: false, left: Some(left), home: Some(_) } = answer(&talk) else {
        panic!("it doesn't open")
    };
    assert_eq!(left.expose(), "det som var kvar");
    assert_eq!(draft_of(&talk, meeting).as_deref(), Some("Halvskriven rad"));
    // What was left comes back once.
    talk.ask(Effect::Forget(secret("")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::CameBack { left: None, .. }));
    // Asked of a database that is open it only tells whether it is right.
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::Verified { by_recovery: false }));
    other.rest();
    talk.rest();
}

#[test]
fn while_it_is_locked_nothing_else_is_opened_in_the_databases_place() {
    let (folder, path, meeting) = encrypted();
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::Opened { .. }));
    talk.ask(Effect::Forget(secret("")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    let whole = std::fs::read(&path).unwrap();
    let plain = folder.path().join("d.db");
    drop(filled(&plain, now()).unwrap());
    std::fs::copy(&plain, &path).unwrap();
    for typed in ["xyz", "", PHRASE] {
        talk.ask(Effect::Verify(secret(typed)));
        let Reply::NotVerified(why) = answer(&talk) else { panic!("{typed:?} opens what is in plain text") };
        assert!(why.text.contains("okrypterad"), "{}", why.text);
    }
    std::fs::write(&path, whole).unwrap();
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::CameBack { .. }));
    talk.ask(Effect::ReloadMeeting(meeting));
    assert!(matches!(answer(&talk), Reply::Meeting(_)));
    talk.rest();
}

#[test]
fn a_copy_that_came_while_it_was_locked_is_told_and_takes_nothing_before_somebody_goes_on() {
    let (folder, path, meeting) = encrypted();
    let copy = folder.path().join("kopia.db");
    std::fs::copy(&path, &copy).unwrap();
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::Opened { .. }));
    talk.ask(Effect::ReloadMeeting(meeting));
    let Reply::Meeting(read) = answer(&talk) else { panic!("it can't be read") };
    let mut acts = titles(&read, &["Ett", "Två"]).into_iter();
    talk.ask(acts.next().unwrap());
    assert!(matches!(answer(&talk), Reply::Committed { .. }));
    while !matches!(answer(&talk), Reply::Meeting(_)) {}
    talk.ask(Effect::Forget(secret("")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    std::fs::copy(&copy, &path).unwrap();
    talk.ask(Effect::Verify(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::CameBack { .. }));
    let Reply::Found { text, short: true } = answer(&talk) else { panic!("nothing is said") };
    assert!(text.contains("saknar"), "{text}");
    talk.ask(Effect::OpenMeeting(meeting));
    let Reply::OpenedMeeting { meeting: read, .. } = answer(&talk) else { panic!("it can't be read") };
    let act = titles(&read, &["Tre"]).remove(0);
    talk.ask(act.clone());
    let Reply::Failed { why, .. } = answer(&talk) else { panic!("it is written") };
    assert!(why.passing && why.text.contains("--ga-vidare"), "{why:?}");
    talk.ask(Effect::GoOnShort(crate::domain::ids::CommandId(uuid::Uuid::from_u128(77))));
    assert!(matches!(answer(&talk), Reply::WentOn));
    talk.ask(act);
    assert!(matches!(answer(&talk), Reply::Committed { .. }));
    talk.rest();
}

#[test]
fn what_a_program_was_writing_that_ended_while_it_was_locked_is_there_for_the_next() {
    let (_folder, path, meeting) = encrypted();
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    assert!(matches!(answer(&talk), Reply::Opened { .. }));
    talk.ask(sits_in(None));
    let text = "Halvskriven rad".to_owned();
    talk.ask(Effect::SaveDraft { meeting, field: DRAFT_LINE, text, edits: None });
    assert!(matches!(answer(&talk), Reply::DraftSaved));
    talk.ask(Effect::Forget(secret("det som var kvar")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    talk.rest();
    // Its process is gone, and with that its row is nobody's.
    let mut store = Store::open(&path, &Access::Passphrase(Passphrase::new(PHRASE))).unwrap();
    for session in store.sessions().unwrap() {
        store.forget_session(&session.key).unwrap();
    }
    drop(store);
    let next = Talk::start(&path, Opening::With(secret(PHRASE)));
    assert!(matches!(answer(&next), Reply::Opened { .. }));
    assert_eq!(draft_of(&next, meeting).as_deref(), Some("Halvskriven rad"));
    // What it left beside its drafts is cleaned away when another program locks itself.
    next.ask(Effect::Forget(secret("")));
    assert!(matches!(answer(&next), Reply::Forgotten));
    next.rest();
    let store = Store::open(&path, &Access::Passphrase(Passphrase::new(PHRASE))).unwrap();
    assert_eq!(store.count_left("lås"), 0);
}

#[test]
fn practice_closes_and_opens_without_a_passphrase() {
    let (_folder, path, meeting) = practice();
    let talk = Talk::start(&path, Opening::Practice);
    assert!(matches!(answer(&talk), Reply::Opened { .. }));
    talk.ask(Effect::Forget(secret("kvar")));
    assert!(matches!(answer(&talk), Reply::Forgotten));
    talk.ask(Effect::Verify(secret("")));
    assert!(matches!(answer(&talk), Reply::CameBack { left: Some(_), .. }));
    talk.ask(Effect::ReloadMeeting(meeting.id()));
    assert!(matches!(answer(&talk), Reply::Meeting(_)));
    talk.rest();
}

#[test]
fn a_copy_for_safekeeping_is_taken_while_others_write_logged_and_known_at_home() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samverkan.db");
    drop(Store::create(&path, &Passphrase::new(PHRASE)).unwrap());
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    while !matches!(talk.next(), Reply::Opened { .. }) {}
    talk.ask(Effect::TakeBackup);
    // Asked for twice it is taken once.
    talk.ask(Effect::TakeBackup);
    let (mut told, mut lines) = (0, Vec::new());
    while lines.is_empty() {
        match talk.next() {
            Reply::BackupWork(_) => told += 1,
            Reply::BackupTaken { lines: said, proved: true } => lines = said,
            Reply::BackupFailed(why) => panic!("{why}"),
            _ => {}
        }
    }
    assert!(told > 0 && lines[0].contains("tagen och provad"), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("samma disk")), "{lines:?}");
    talk.ask(Effect::LoadHome(now().today()));
    let home = loop {
        if let Reply::Home(home) = talk.next() {
            break home;
        }
    };
    assert_eq!(home.last_copy.taken, Some(now().utc));
    talk.ask(Effect::TakeBackup);
    talk.ask(Effect::StopBackup);
    loop {
        match talk.next() {
            Reply::BackupFailed(why) => break assert!(why.starts_with("Avbrutet"), "{why}"),
            Reply::BackupTaken { .. } => break,
            _ => {}
        }
    }
    drop(talk);
    let left: Vec<_> = std::fs::read_dir(folder.path().join("kopior")).unwrap().flatten().collect();
    assert!(
        left.iter().all(|file| file.path().extension().is_some_and(|ending| ending == "kopia")),
        "{left:?}"
    );
}

#[test]
fn a_recovery_key_is_shown_confirmed_and_tried_through_the_thread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("namnd.db");
    let talk = Talk::start(&path, Opening::Ask);
    talk.ask(Effect::CreateDatabase(secret(PHRASE)));
    let Reply::Opened { recovery_key: Some(first), .. } = talk.next() else { panic!() };
    talk.ask(Effect::ConfirmRecoveryKey);
    assert!(matches!(talk.next(), Reply::RecoveryKeyConfirmed));
    talk.ask(Effect::ConfirmRecoveryKey);
    assert!(matches!(talk.next(), Reply::RecoveryKeyRefused(why) if why.text.contains("Gör en ny")));
    let tried = |key: &str| {
        talk.ask(Effect::ProveRecoveryKey(secret(key)));
        talk.next()
    };
    assert!(matches!(tried(&first), Reply::RecoveryKeyProved));
    assert!(matches!(tried("12345"), Reply::RecoveryKeyRefused(why) if why.text.contains("felskriven")));

    talk.ask(Effect::ProposeRecoveryKey(secret("fel fras helt")));
    assert!(matches!(talk.next(), Reply::RecoveryKeyRefused(_)));
    talk.ask(Effect::ProposeRecoveryKey(secret(PHRASE)));
    let Reply::RecoveryKeyShown(new) = talk.next() else { panic!() };
    assert!(matches!(tried(&first), Reply::RecoveryKeyProved));
    assert!(matches!(tried(new.expose()), Reply::RecoveryKeyRefused(_)));
    talk.ask(Effect::ForgetRecoveryKey);
    talk.ask(Effect::ConfirmRecoveryKey);
    assert!(matches!(talk.next(), Reply::RecoveryKeyRefused(_)));
    talk.ask(Effect::ProposeRecoveryKey(secret(PHRASE)));
    let Reply::RecoveryKeyShown(new) = talk.next() else { panic!() };
    talk.ask(Effect::ConfirmRecoveryKey);
    assert!(matches!(talk.next(), Reply::RecoveryKeyConfirmed));
    assert!(matches!(tried(new.expose()), Reply::RecoveryKeyProved));
    assert!(matches!(tried(&first), Reply::RecoveryKeyRefused(_)));
    talk.ask(Effect::LoadHome(now().today()));
    assert!(matches!(talk.next(), Reply::Home(home) if home.keys.is_empty()));
}

/// What is told of a copy that is to be put back, but for how far it has come.
fn restoring(talk: &Talk) -> Restoring {
    loop {
        match talk.next() {
            Reply::Restoring(Restoring::Checks(_)) => {}
            Reply::Restoring(told) => break told,
            _ => {}
        }
    }
}

#[test]
fn a_copy_is_put_back_from_within_and_what_is_newer_is_told_and_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samverkan.db");
    drop(Store::create(&path, &Passphrase::new(PHRASE)).unwrap());
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    while !matches!(talk.next(), Reply::Opened { .. }) {}
    let step = |step| talk.ask(Effect::Restoring(step));
    step(RestoreStep::Find);
    assert_eq!(restoring(&talk), Restoring::Found(Vec::new()));
    talk.ask(Effect::TakeBackup);
    while !matches!(talk.next(), Reply::BackupTaken { proved: true, .. }) {}
    step(RestoreStep::Find);
    let Restoring::Found(copies) = restoring(&talk) else { panic!() };
    let file = copies[0].file.clone();
    let open = |file: &str, phrase| {
        talk.ask(Effect::Restoring(RestoreStep::Open { file: file.to_owned(), secret: secret(phrase) }));
        restoring(&talk)
    };
    assert!(matches!(open(&file, ""), Restoring::Refused(why) if why.contains("Skriv kopians lösenfras")));
    assert!(matches!(open(&file, "fel fras"), Restoring::Refused(why) if why.contains("Fel lösenfras")));
    assert!(matches!(open("saknas.kopia", PHRASE), Restoring::Refused(why) if why.contains("finns inte")));
    let inside = folder.path().to_str().unwrap();
    assert!(matches!(open(inside, PHRASE), Restoring::Refused(why) if why.contains("ingen säkerhetskopia")));
    let beside = folder.path().join("kopior");
    assert!(matches!(open(beside.to_str().unwrap(), PHRASE), Restoring::Found(found) if found == copies));
    // Nothing can be put back that wasn't opened, or was let go.
    step(RestoreStep::PutBack);
    assert!(matches!(restoring(&talk), Restoring::Refused(_)));
    assert!(matches!(open(&file, PHRASE), Restoring::Opened(_)));
    step(RestoreStep::Leave);
    step(RestoreStep::PutBack);
    assert!(matches!(restoring(&talk), Restoring::Refused(_)));
    let Restoring::Opened(lines) = open(&file, PHRASE) else { panic!() };
    let said = lines.join(" ");
    // That the copy was taken is logged in what it was taken of, and not in itself.
    assert!(said.contains("Kopian är hel") && said.contains("har 1 rad i journalen"), "{said}");
    step(RestoreStep::PutBack);
    let Restoring::Done(lines) = restoring(&talk) else { panic!() };
    assert!(lines[0].contains("är återställd") && lines[1].contains("undan"), "{lines:?}");
    // The database isn't open any more, and can be.
    talk.ask(Effect::LoadHome(now().today()));
    assert!(matches!(talk.next(), Reply::Trouble(_)));
    talk.ask(Effect::Unlock(secret(PHRASE)));
    while !matches!(talk.next(), Reply::Opened { practice: false, .. }) {}
    drop(talk);
    let aside: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("samverkan.db") && !name.starts_with("nyckel") && name != "kopior")
        .collect();
    assert_eq!(aside, Vec::<String>::new(), "nothing of the work is left");
}

#[test]
fn a_copy_is_put_back_where_no_database_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samverkan.db");
    drop(Store::create(&path, &Passphrase::new(PHRASE)).unwrap());
    let talk = Talk::start(&path, Opening::With(secret(PHRASE)));
    talk.ask(Effect::TakeBackup);
    while !matches!(talk.next(), Reply::BackupTaken { proved: true, .. }) {}
    drop(talk);
    let copies = folder.path().join("kopior");
    let file = std::fs::read_dir(copies).unwrap().next().unwrap().unwrap().path();

    let new = folder.path().join("ny").join("samverkan.db");
    let talk = Talk::start(&new, Opening::Ask);
    let open = || {
        let file = file.to_str().unwrap().to_owned();
        talk.ask(Effect::Restoring(RestoreStep::Open { file, secret: secret(PHRASE) }));
        restoring(&talk)
    };
    assert!(matches!(open(), Restoring::Opened(lines) if lines.len() == 1));
    // It is looked at once more whether anything lies there: nothing is written over.
    talk.ask(Effect::Restoring(RestoreStep::PutBack));
    assert!(matches!(restoring(&talk), Restoring::Done(_)));
    drop(talk);
    assert!(Store::open(&new, &Access::Passphrase(Passphrase::new(PHRASE))).is_ok());
}
