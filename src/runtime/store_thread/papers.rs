//! What has to do with minutes, copies and invitations: made from what the store has, written, shown or sent off.

use super::{Outcome, StoreWorker};
use crate::app::action::name_keys;
use crate::app::effect::{CopyOrder, CopyTo, Problem};
use crate::app::{Now, Reply};
use crate::domain::consent::ConsentSheet;
use crate::domain::held::count_words;
use crate::domain::ids::{CommandId, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::record::CopyWay;
use crate::minutes::{Document, plain};
use crate::runtime::copies;
use crate::runtime::invitations::{self, InvitationError};
use crate::runtime::minutes_files::{self, WriteError, Written};
use crate::runtime::outgoing::send_off;
use crate::store::{Store, StoreError};

/// That something of a meeting isn't in the papers, with how it is looked at.
fn held_note(meeting: &Meeting) -> String {
    match meeting.held_count() {
        0 => String::new(),
        count => name_keys(format!(
            "{} och står inte i dem. Öppna mötet och tryck ‹LetThrough› för att titta.\n\n",
            count_words(count)
        )),
    }
}

impl StoreWorker {
    /// Writes the minutes to files.
    pub(super) fn write_minutes(&self, store: &Store, meeting: &Meeting, now: Now) -> Outcome {
        let handle = minutes_files::handle(store, meeting);
        let document = copies::complete(store, meeting, now.local(), self.letterhead.laws())?;
        let paper = (&self.letterhead, copies::made_at(meeting, now));
        self.written(minutes_files::write(&self.path, &document, &handle, paper), |files, preview| {
            Reply::MinutesWritten { files, preview }
        });
        Ok(())
    }

    /// Writes a consent form to sign to files.
    pub(super) fn write_consent_form(&self, store: &Store, sheet: &ConsentSheet, now: Now) {
        let paper = (&self.letterhead, now.local());
        let written = minutes_files::write_consent_form(&self.path, sheet, store.is_practice(), paper);
        self.written(written, |files, preview| Reply::ConsentFormWritten { files, preview });
    }

    /// Writes the invitations to a meeting, or to its follow-up.
    pub(super) fn write_invitations(
        &self,
        store: &Store,
        id: MeetingId,
        now: Now,
    ) -> Result<Reply, StoreError> {
        let meeting = store.meeting(id)?;
        let made =
            invitations::everybody(store, &meeting, (self.letterhead.paper_format(), &self.letterhead), now);
        let written = made.and_then(|made| invitations::write(&self.path, &made));
        let whole = invitations::document(store, &meeting, None, now).ok();
        match written {
            Ok((lines, _)) => Ok(Reply::Text {
                title: "Kallelser".to_owned(),
                text: format!(
                    "Sparade som filer, som inte är krypterade:\n\n{}\n\n{}{}{}",
                    lines.join("\n"),
                    held_note(&meeting),
                    self.letterhead.why_no_pdf().map(|why| format!("{why}\n\n")).unwrap_or_default(),
                    whole.map(|document| self.shown(&document)).unwrap_or_default()
                ),
            }),
            Err(InvitationError::Store(error)) => Err(error),
            Err(error) => Ok(trouble(&error.to_string())),
        }
    }

    /// Shows a recipient's copy without making it.
    pub(super) fn preview_copy(
        &self,
        store: &Store,
        id: MeetingId,
        order: &CopyOrder,
        now: Now,
    ) -> Result<Reply, StoreError> {
        let meeting = store.meeting(id)?;
        let complete = copies::complete(store, &meeting, now.local(), self.letterhead.laws())?;
        let plan = copies::plan(&meeting, order, store.is_practice());
        Ok(match copies::copy(&meeting, &complete, order) {
            Ok(None) if plan.is_none() => trouble(
                "Mottagaren får inget av protokollet, och det finns inget överenskommet att göra Min plan av.",
            ),
            Ok(copy) => Reply::Text {
                title: format!("Till {}", order.who),
                text: plan
                    .iter()
                    .chain(&copy)
                    .map(|document| self.shown(document))
                    .collect::<Vec<_>>()
                    .join("\n\n"),
            },
            Err(error) => trouble(&error.to_string()),
        })
    }

    /// Makes copies for these and lets them go there; `id` is the key of the act that logs them, `by` who makes them.
    pub(super) fn make_copies(
        &mut self,
        store: &mut Store,
        meeting: MeetingId,
        (orders, to): (&[CopyOrder], &CopyTo),
        (id, by): (CommandId, Option<&str>),
        now: Now,
    ) -> Outcome {
        let whole = store.meeting(meeting)?;
        let way = if let CopyTo::Printer(_) = to { CopyWay::Utskrift } else { CopyWay::Fil };
        let how = (self.letterhead.paper_format(), way, by);
        let keys = (id, &mut self.ids);
        match copies::make(store, &whole, orders, how, &self.letterhead, keys, now) {
            Ok(made) => {
                let (path, listener) = (self.path.clone(), self.listener.clone());
                send_off(made, to.clone(), path, self.letterhead.why_no_pdf(), listener);
            }
            Err(error) => self.answer(trouble(&error.to_string())),
        }
        Ok(())
    }

    /// Shows a locked version.
    pub(super) fn show_version(
        &self,
        store: &Store,
        id: MeetingId,
        number: i64,
    ) -> Result<Reply, StoreError> {
        let meeting = store.meeting(id)?;
        let document = copies::of_version(store, &meeting, number)?;
        let text = self.shown(&document);
        Ok(Reply::Text { title: format!("Version {number}"), text })
    }

    /// Shows what differs between a version and a later one, or the draft, and writes it to files.
    pub(super) fn show_difference(
        &self,
        store: &Store,
        id: MeetingId,
        (from, to): (i64, Option<i64>),
        now: Now,
    ) -> Outcome {
        let meeting = store.meeting(id)?;
        let as_now = (now.local(), self.letterhead.laws());
        let document = copies::difference(store, &meeting, (from, to), None, as_now)?;
        let to = to.map_or_else(|| "utkast".to_owned(), |number| number.to_string());
        let name = format!("{}-skillnad-{from}-{to}", minutes_files::handle(store, &meeting));
        let paper = (&self.letterhead, copies::made_at(&meeting, now));
        self.written(minutes_files::write(&self.path, &document, &name, paper), |files, text| Reply::Text {
            title: "Skillnad mellan versioner".to_owned(),
            text: format!("{text}\nSparat som:\n{}", files.join("\n")),
        });
        Ok(())
    }

    /// Tells what was written, and then what the paper lacks.
    fn written(
        &self,
        written: Result<Written, WriteError>,
        reply: impl FnOnce(Vec<String>, String) -> Reply,
    ) {
        match written {
            Ok(Written { files, preview, remark }) => {
                self.answer(reply(files, preview));
                if let Some(remark) = remark {
                    self.answer(trouble(&remark));
                }
            }
            Err(error) => self.answer(Reply::Trouble(Problem { text: error.to_string(), passing: true })),
        }
    }

    /// A document as plain text, to read on screen.
    fn shown(&self, document: &Document) -> String {
        plain::render(&self.letterhead.spelled_out(document))
    }
}

/// Something else went wrong, in words.
fn trouble(text: &str) -> Reply {
    Reply::Trouble(Problem { text: text.to_owned(), passing: false })
}
