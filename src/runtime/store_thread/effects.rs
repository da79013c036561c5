//! Each effect carried out, and what is answered then.

use super::elsewhere;
use super::opening::change_passphrase;
use super::problem;
use super::{Outcome, StoreWorker, Unclean};
use crate::app::effect::{
    DRAFT_FORM, DRAFT_LINE, DRAFT_REASONS, Drafts, LineDraft, PaperTo, Problem, Secret,
};
use crate::app::{Effect, Now, Reply};
use crate::domain::access::Looked;
use crate::domain::command::{Code, RecordKey, Table};
use crate::domain::ids::{CommandId, EntryId, MeetingId};
use crate::domain::listing::{JOURNAL, ListQuery};
use crate::domain::session::Editing;
use crate::runtime::access::access;
use crate::runtime::outgoing::list_printers;
use crate::runtime::{copies, key_paper, lying, panics, struck};
use crate::store::{
    Access, Reach, RecoveryKey, Store, StoreError, StoredDraft, TakenBack, prove_recovery_key,
};
use chrono::{DateTime, Utc};
use std::path::PathBuf;

const NOT_OPEN: &str = "Databasen är inte öppen. Avsluta programmet, starta det igen och skriv lösenfrasen.";
const BROKE: &str =
    "Det här gick inte att spara: ett fel i programmet. Texten står kvar på raden; försök igen";

impl StoreWorker {
    /// Carries out what was asked for, and answers; a meeting that it changed is read back later.
    pub(super) fn perform(&mut self, effect: Effect, now: Now) {
        match effect {
            Effect::CreateDatabase(secret) => return self.create(secret, now),
            Effect::Practise => return self.practise(now),
            Effect::Unlock(secret) => return self.unlock(secret, now),
            Effect::Settle => return self.answer(Reply::Settled),
            Effect::Forget(left) => return self.forget(&left, now),
            Effect::Restoring(step) => return self.restore(step, now),
            Effect::Verify(secret) if self.left.is_some() => return self.come_back(secret, now),
            _ => {}
        }
        let Some(mut store) = self.store.take() else {
            let why = Problem { text: NOT_OPEN.to_owned(), passing: false };
            return self.answer(failure(&effect, why));
        };
        let done = panics::catch_panic(|| {
            #[cfg(feature = "test-clock")]
            panics::provoke("lagra", &format!("{effect:?}"));
            self.with(&mut store, &effect, now)
        });
        if self.work.is_none() {
            self.letterhead.typesetter().rest();
            // The program believes that they are being made since it asked: no job began.
            if let Effect::TakePapers(_, PaperTo::File(_) | PaperTo::AllFiles) | Effect::MakeCopies { .. } =
                effect
            {
                self.answer(Reply::PapersWork(None));
            }
        }
        let news = store.has_news();
        self.store = Some(store);
        if news {
            self.renew();
        }
        // What had begun was rolled back. The same would panic again, so that it goes back to the one who asked.
        let done = match done {
            Ok(done) => done,
            Err(place) => {
                let text = format!("{BROKE} ({place}).");
                return self.answer(failure(&effect, Problem { text, passing: false }));
            }
        };
        if done.is_ok() && ends(&effect) {
            self.pour_soon = true;
        }
        if matches!(done, Ok(()) | Err(StoreError::Stale(_) | StoreError::ChangedSince))
            && let Some(meeting) = effect.act().and_then(|(_, meeting)| meeting)
        {
            self.changed(meeting);
        }
        match (&effect, done) {
            (_, Ok(())) => {}
            (Effect::Commit(command), Err(StoreError::Stale(_))) => {
                self.answer(Reply::Overtaken { id: command.id });
            }
            (Effect::Undo { id, .. }, Err(StoreError::ChangedSince)) => {
                self.answer(Reply::BuiltOn { id: *id });
            }
            (_, Err(error)) => self.answer(failure(&effect, problem(&error))),
        }
    }

    /// Carries out one effect and answers it, unless it fails.
    fn with(&mut self, store: &mut Store, effect: &Effect, now: Now) -> Outcome {
        let at = now.utc;
        if let Effect::SaveElsewhere { meeting, line, id } = effect {
            self.answer(elsewhere::save(store, meeting, line, *id, now)?);
            return Ok(());
        }
        // Nothing is read from a file into which somebody has written something else.
        store.check_content()?;
        let reply = match effect {
            Effect::Commit(command) => {
                store.commit(command, at)?;
                Reply::Committed { id: command.id, at }
            }
            Effect::LockMinutes(order) => {
                copies::lock(store, order, self.letterhead.laws(), now)?;
                Reply::Committed { id: order.id, at }
            }
            Effect::Undo { meeting, shown, past, id } => {
                let reach = Reach { shown: shown.as_deref(), past: *past };
                taken_back(*id, at, store.undo(*meeting, reach, *id, at)?, false)
            }
            Effect::Redo { meeting, id } => taken_back(*id, at, store.redo(*meeting, *id, at)?, true),
            Effect::FindText { meeting, entry } => {
                let standing = struck::find(store, &self.path, (*meeting, *entry), true)?;
                Reply::Stands { entry: *entry, standing: Box::new(standing) }
            }
            Effect::Strike { meeting, entry, id } => return self.strike(store, *meeting, *entry, *id, now),
            Effect::Restore { meeting, seq, id } => {
                store.restore(*meeting, *seq, *id, at)?;
                Reply::Restored { id: *id, at }
            }
            Effect::SaveDraft { meeting, field, text, edits } => {
                let session = store.session().to_owned();
                store.save_draft_of((&session, field), Some(*meeting), text, *edits, at)?;
                Reply::DraftSaved
            }
            Effect::OpenMeeting(id) => self.open_meeting(store, *id, now)?,
            Effect::ReloadMeeting(id) => read_anew(store, *id)?,
            Effect::LoadPrevious(id) => self.previous(store, *id, now)?,
            Effect::LoadHome(today) => {
                self.answer(Reply::Home(Box::new(store.home(*today)?)));
                self.count_papers(store);
                return Ok(());
            }
            Effect::OpenList(query) => {
                let listing = store.listing(*query)?;
                let act = self.ids.next(now.unix_ms());
                let of =
                    Looked { note: Some(query.word().to_owned()), ..Looked::at(store.told_by(&listing)?) };
                store.log_opening(None, of, act, at)?;
                Reply::List(Box::new(listing))
            }
            Effect::LoadList(query) => {
                let listing = store.listing(*query)?;
                // The journal of a meeting tells more than the meeting on screen does.
                if let ListQuery::Journal { meeting: Some(meeting), before: None } = query {
                    self.log_journal(store, *meeting, query.word().to_owned(), now)?;
                }
                Reply::List(Box::new(listing))
            }
            Effect::LoadJournalAct(seq) => {
                let detail = store.journal_detail(*seq)?;
                if let Some(meeting) = detail.act.meeting {
                    self.log_journal(store, meeting, format!("{JOURNAL}, rad {seq}"), now)?;
                }
                Reply::JournalAct(Box::new(detail))
            }
            Effect::LoadKnown(form) => {
                // Who is here already decides who one can be.
                self.tell_others(store);
                Reply::Known(Box::new(store.known(form)?))
            }
            Effect::LoadTrend { meeting, one_child } => Reply::Trend(store.trend(*meeting, *one_child)?),
            Effect::LoadCopies(id) => Reply::Copies(store.copies(*id)?),
            Effect::Verify(_)
            | Effect::GoOnShort(_)
            | Effect::ChangePassphrase { .. }
            | Effect::ProposeRecoveryKey(_)
            | Effect::ConfirmRecoveryKey
            | Effect::PrintRecoveryKey { .. }
            | Effect::ForgetRecoveryKey
            | Effect::ProveRecoveryKey(_) => return self.with_keys(store, effect, now),
            Effect::ActAs(person) => return store.sit_down(*person),
            Effect::SayHere(here) => {
                // That it can't be told where one is stops nobody: the next time it may.
                drop(store.say_here(here, std::process::id(), at));
                return Ok(());
            }
            Effect::BlankWall { meeting, blank } => {
                store.set_blank(*meeting, *blank)?;
                self.others.1 = store.blank()?;
                self.as_told()
            }
            Effect::ShowOnWall { wall, meeting } => {
                store.show_on_wall(wall, *meeting)?;
                return Ok(());
            }
            other => return self.with_papers(store, other, now),
        };
        self.answer(reply);
        Ok(())
    }

    /// The meeting that another one goes on from.
    fn previous(&mut self, store: &mut Store, id: MeetingId, now: Now) -> Result<Reply, StoreError> {
        let act = self.ids.next(now.unix_ms());
        match store.open_meeting(id, act, now.utc) {
            Ok(meeting) => Ok(Reply::Previous(Box::new(meeting))),
            Err(StoreError::NoSuchMeeting) => Ok(Reply::NoPrevious),
            Err(error) => Err(error),
        }
    }

    /// The other programs, as they were last told of.
    fn as_told(&self) -> Reply {
        let (sessions, blank) = self.others.clone();
        Reply::Others { sessions, blank }
    }

    /// The same for what opens the database.
    fn with_keys(&mut self, store: &mut Store, effect: &Effect, now: Now) -> Outcome {
        let at = now.utc;
        let reply = match effect {
            Effect::Verify(secret) => {
                let access = access(secret);
                store.verify_access(&access)?;
                Reply::Verified { by_recovery: matches!(access, Access::Recovery(_)) }
            }
            Effect::GoOnShort(id) => {
                store.go_on_short(*id, at)?;
                Reply::WentOn
            }
            Effect::ChangePassphrase { old, new } => {
                change_passphrase(store, old.as_ref(), (new, self.letterhead.workplace()))?;
                let act = self.ids.next(now.unix_ms());
                store.log_that(Code::ChangePassphrase, Looked::default(), act, at)?;
                Reply::PassphraseChanged
            }
            Effect::ProposeRecoveryKey(secret) => {
                let key = store.propose_recovery_key(&access(secret))?;
                Reply::RecoveryKeyShown(Secret::new(key.to_string()))
            }
            Effect::ConfirmRecoveryKey => {
                if store.confirm_recovery_key()? {
                    let act = self.ids.next(now.unix_ms());
                    store.log_that(Code::ChangeRecoveryKey, Looked::default(), act, at)?;
                }
                Reply::RecoveryKeyConfirmed
            }
            Effect::PrintRecoveryKey { key, printer } => {
                let printed = key_paper::print(key, printer.as_deref(), (store.path(), now));
                Reply::KeyPrinted(
                    printed.map_err(|error| Problem { text: error.to_string(), passing: false }),
                )
            }
            Effect::ForgetRecoveryKey => {
                store.forget_shown_key();
                return Ok(());
            }
            Effect::ProveRecoveryKey(secret) => {
                let key = RecoveryKey::parse(secret.expose())?;
                prove_recovery_key(store.path(), &key)?;
                Reply::RecoveryKeyProved
            }
            _ => return Ok(()),
        };
        if effect.act().is_none() {
            store.check_content()?;
        }
        self.answer(reply);
        Ok(())
    }

    /// The same for what has to do with papers, and with what is read of consents.
    fn with_papers(&mut self, store: &mut Store, effect: &Effect, now: Now) -> Outcome {
        let reply = match effect {
            Effect::OfferPapers(kind) => self.offer_papers(store, kind, now)?,
            Effect::TakePapers(kind, to) => match self.take_papers(store, kind, *to, now)? {
                Some(reply) => reply,
                None => return Ok(()),
            },
            Effect::StopPapers => {
                self.stop_papers();
                return Ok(());
            }
            Effect::FindRescued => elsewhere::find(store, now),
            Effect::TakeBackRescued(file) => elsewhere::take_back(store, file, &mut self.ids, now)?,
            Effect::TakeBackup => {
                self.take_backup(store, now);
                return Ok(());
            }
            Effect::StopBackup => {
                self.stop_backup();
                return Ok(());
            }
            Effect::OpenFolder => self.open_folder(),
            Effect::CountPapers => {
                self.count_papers(store);
                return Ok(());
            }
            Effect::RemoveFiles(files) => self.remove_files(store, files, now)?,
            Effect::RemovePapers => self.remove_papers(store, now)?,
            Effect::HandOver(copy) => self.hand_over(store, copy, now)?,
            Effect::LogConsentRead(arende) => {
                let item = store.latest_item(*arende)?.map(|(_, item)| item);
                let act = self.ids.next(now.unix_ms());
                store.log_that(Code::ReadConsent, Looked::at(item), act, now.utc)?;
                return Ok(());
            }
            Effect::PreviewCopy { meeting, order, columns } => {
                self.preview_copy(store, *meeting, (order, *columns), now)?
            }
            Effect::MakeCopies { meeting, orders, to } => {
                return self.make_copies(store, *meeting, (orders, to), now);
            }
            Effect::ShowVersion { meeting, number, columns } => {
                self.show_version(store, (*meeting, *number), *columns, now)?
            }
            Effect::ListPrinters => {
                list_printers(self.listener.clone());
                return Ok(());
            }
            // The database is made and opened by `perform`; leaving is the event loop's.
            _ => return Ok(()),
        };
        self.answer(reply);
        Ok(())
    }

    fn open_meeting(&mut self, store: &mut Store, id: MeetingId, now: Now) -> Result<Reply, StoreError> {
        // Who is here already decides whether the meeting was interrupted.
        self.tell_others(store);
        let act = self.ids.next(now.unix_ms());
        let meeting = store.open_meeting(id, act, now.utc)?;
        let line = self.adopt_draft(store, id, DRAFT_LINE, now)?;
        let line = line.map(|draft| line_draft(store, draft)).transpose()?;
        let form = self.adopt_draft(store, id, DRAFT_FORM, now)?.map(|draft| draft.text);
        let reasons = self.adopt_draft(store, id, DRAFT_REASONS, now)?.map(|draft| draft.text);
        Ok(Reply::OpenedMeeting { meeting: Box::new(meeting), drafts: Drafts { line, form, reasons } })
    }

    /// Logs that what the journal has of a meeting is read: also what stood there before.
    fn log_journal(&mut self, store: &mut Store, id: MeetingId, what: String, now: Now) -> Outcome {
        let items = store.meeting(id)?.items;
        let of = Looked { note: Some(what), ..Looked::at(items.iter().map(|item| item.id)) };
        let act = self.ids.next(now.unix_ms());
        store.log_opening(Some(id), of, act, now.utc)
    }

    fn strike(
        &mut self,
        store: &mut Store,
        meeting: MeetingId,
        entry: EntryId,
        id: CommandId,
        now: Now,
    ) -> Outcome {
        let row = RecordKey { table: Table::Entry, id: entry.0 };
        // While it is known what the text was. That papers can't be looked for hinders no strike.
        let left = struck::find(store, &self.path, (meeting, entry), false).unwrap_or_default();
        store.strike(meeting, row, id, now.utc)?;
        self.answer(Reply::Struck { id, at: now.utc, meeting, left: Box::new(left) });
        self.unclean = Unclean::Now;
        Ok(())
    }

    /// Removes files that held what was struck, and tells what became of them.
    fn remove_files(&mut self, store: &mut Store, files: &[PathBuf], now: Now) -> Result<Reply, StoreError> {
        let removed = lying::remove_these(store, &self.path, files, (&mut self.ids, now))?;
        self.count_papers(store);
        Ok(removed.told())
    }

    /// What was being typed in this field of the meeting when a program last ended. It becomes this session's own: its new
    /// row is on disk before the old one goes. What somebody is typing at another screen now is theirs.
    fn adopt_draft(
        &self,
        store: &mut Store,
        meeting: MeetingId,
        field: &'static str,
        now: Now,
    ) -> Result<Option<StoredDraft>, StoreError> {
        let mut drafts = store.drafts(meeting)?;
        drafts.retain(|draft| {
            let (typed_in, locked) = draft.typed_in();
            let mut others = self.others.0.iter();
            // A program that is locked says nothing, and comes back.
            let is_at_work = others.any(|one| one.key == draft.session && (locked || one.is_fresh(now.utc)));
            typed_in == field && !is_at_work
        });
        let Some(latest) = drafts.into_iter().next() else { return Ok(None) };
        let session = store.session().to_owned();
        store.save_draft_of((&session, field), Some(meeting), &latest.text, latest.edits, now.utc)?;
        if latest.session != session {
            store.clear_draft(&latest.session, &latest.field)?;
        }
        Ok(Some(latest))
    }
}

/// A line with what it changes, and how that was when the change was begun.
fn line_draft(store: &Store, draft: StoredDraft) -> Result<LineDraft, StoreError> {
    let then = match draft.edits {
        Some(Editing { entry, rev }) => store.entry_before(entry, rev)?.map(Box::new),
        None => None,
    };
    Ok(LineDraft { text: draft.text, edits: draft.edits, then })
}

/// A meeting as it stands now, or that it isn't there any more.
fn read_anew(store: &Store, id: MeetingId) -> Result<Reply, StoreError> {
    match store.meeting(id) {
        Ok(meeting) => Ok(Reply::Meeting(Box::new(meeting))),
        Err(StoreError::NoSuchMeeting) => Ok(Reply::MeetingGone(id)),
        Err(error) => Err(error),
    }
}

/// Whether a meeting is over with it, so that nobody waits and copies are likely to be made.
fn ends(effect: &Effect) -> bool {
    match effect {
        Effect::Commit(command) => command.code == Code::Close,
        Effect::LockMinutes(_) => true,
        _ => false,
    }
}

/// The answer to an effect that failed.
fn failure(effect: &Effect, why: Problem) -> Reply {
    match effect {
        Effect::SaveDraft { .. } => Reply::DraftFailed(why),
        Effect::Verify(_) => Reply::NotVerified(why),
        Effect::TakeBackup => Reply::BackupFailed(why.text),
        Effect::ChangePassphrase { .. } => Reply::PassphraseNotChanged(why),
        Effect::ProposeRecoveryKey(_) | Effect::ConfirmRecoveryKey | Effect::ProveRecoveryKey(_) => {
            Reply::RecoveryKeyRefused(why)
        }
        _ => match effect.act() {
            Some((id, _)) => Reply::Failed { id, why },
            None => Reply::Trouble(why),
        },
    }
}
fn taken_back(id: CommandId, at: DateTime<Utc>, what: TakenBack, again: bool) -> Reply {
    match what {
        TakenBack::Act { code, passed, stands } => {
            Reply::Undone { id, at, code: Some(code), again, passed, stands }
        }
        TakenBack::Nothing => Reply::Undone { id, at, code: None, again, passed: false, stands: None },
        TakenBack::Hidden(code) => Reply::Hidden { id, code },
    }
}
