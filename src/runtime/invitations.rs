//! Kallelse, inbjudan and the calendar file of a meeting: asked for, refused where nothing may be made, written.

use super::letterhead::PaperError;
use super::minutes_files::handle;
use super::paper::Paper;
use super::way_out::{Tells, WayOutError};
use crate::app::Now;
use crate::domain::collate::same;
use crate::domain::command::{RecordKey, Table};
use crate::domain::copies::{Part, share_of};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{CopyLog, CopyWay, Head, MeetingStatus, Participant};
use crate::minutes::{self, Document, Format, Invited, Replaced};
use crate::store::{Store, StoreError};
use std::borrow::Cow;

/// Why there is no invitation.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The database says no.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The paper can't be made.
    #[error("{0}")]
    Paper(#[from] PaperError),
    /// It can't go out.
    #[error("{0}")]
    WayOut(#[from] WayOutError),
    /// The meeting is closed, and nothing is booked after it.
    #[error(
        "Mötet är avslutat och ingen uppföljning är bokad. Boka en först: öppna mötet igen och skriv in den."
    )]
    NothingAhead,
    /// The plan has ended, and nothing is booked after it.
    #[error(
        "Planen är avslutad, och ingen uppföljning är bokad: ingen kallas. Behövs en ny plan börjar den med ett nytt möte."
    )]
    PlanEnded,
    /// The meeting has begun, and nothing is booked after it.
    #[error(
        "Mötet har börjat, så ingen kallas till det längre. När en uppföljning är bokad går kallelsen till den."
    )]
    Begun,
    /// The meeting is called off.
    #[error("Mötet är inställt, så ingen kallas. Kalenderfilen säger att det är inställt.")]
    Cancelled,
    /// The meeting that was booked has been held.
    #[error(
        "{title}, som bokades på mötet, {how} redan. Be om kallelsen till nästa möte därifrån i stället."
    )]
    HeldAlready {
        /// What it is called.
        title: String,
        /// How far it has come.
        how: &'static str,
    },
    /// The next meeting is of another kind, with other people, and nobody has prepared it.
    #[error(
        "Nästa möte är {0}. Förbered det först, så att kallelsen går till dem som ska komma dit: ‹NextMeeting›."
    )]
    NotPrepared(String),
    /// The guardians must not know.
    #[error(
        "Vårdnadshavarna får inte veta om mötet: ingen inbjudan och ingen kalenderfil görs. Kontakta socialtjänsten."
    )]
    MustNotKnow,
    /// Nobody in the meeting goes by that name.
    #[error("Mötet känner ingen som heter så. Skriv en deltagares namn eller roll, eller en verksamhet.")]
    NoReader,
}

/// The invitation for one of those who are to come, or a complete one where nobody is named.
///
/// # Errors
/// As [`InvitationError`] says.
pub fn document(
    store: &Store,
    meeting: &Meeting,
    to: Option<&str>,
    now: Now,
) -> Result<Document, InvitationError> {
    let asked = meeting;
    let meeting = &*meant(store, meeting)?;
    if meeting.head.is_cancelled() {
        return Err(InvitationError::Cancelled);
    }
    let invited = to.map(|who| invited(store, meeting, who, now)).transpose()?;
    if invited.is_none() && meeting.is_kept_from_family() {
        return Err(InvitationError::MustNotKnow);
    }
    let letter = minutes::invitation(meeting, invited.as_ref(), store.is_practice(), now.local())
        .ok_or_else(|| nothing_ahead(meeting))?;
    Ok(match replaced(store, (asked, meeting), to, now)? {
        Some(earlier) => minutes::in_place_of(letter, meeting, &earlier),
        None => letter,
    })
}

fn invited(store: &Store, meeting: &Meeting, who: &str, now: Now) -> Result<Invited, InvitationError> {
    let share = share_of(meeting, who, now.today(), &store.copies(meeting.id())?);
    let person = share.participant.and_then(|id| meeting.participant(id));
    if meeting.is_kept_from_family() && person.is_none_or(Participant::may_be_family) {
        return Err(InvitationError::MustNotKnow);
    }
    Invited::new(meeting, &share).ok_or(InvitationError::NoReader)
}

/// Why people can't be called to a meeting that has begun.
fn nothing_ahead(meeting: &Meeting) -> InvitationError {
    match meeting.head.status {
        MeetingStatus::Avslutat if meeting.head.sip_ended.is_some() => InvitationError::PlanEnded,
        MeetingStatus::Avslutat => InvitationError::NothingAhead,
        _ => InvitationError::Begun,
    }
}

/// The meeting that people are invited to: the one that is asked for, or the booked one after one that has begun, as soon as
/// that has people of its own. What comes after is another kind of meeting where the form says so: it has its own people.
fn meant<'m>(store: &Store, meeting: &'m Meeting) -> Result<Cow<'m, Meeting>, InvitationError> {
    // A day that was booked, and nothing else yet: those are called whom the meeting calls that booked it.
    if !meeting.head.has_begun() && !meeting.head.is_cancelled() && meeting.participants.is_empty() {
        let books = |before: &Meeting| {
            before.head.has_begun() && before.follow_up().is_some_and(|row| row.id.0 == meeting.id().0)
        };
        if let Some(before) = beside(store, meeting)?.filter(books) {
            if meeting.agenda.begins_anew() || before.head.individuals != meeting.head.individuals {
                return Err(InvitationError::NotPrepared(meeting.head.title.clone()));
            }
            return Ok(Cow::Owned(before));
        }
    }
    let booked = if meeting.head.has_begun() { beside(store, meeting)? } else { None };
    match booked {
        Some(booked) if booked.head.has_begun() => Err(held_already(&booked.head)),
        Some(booked) if !booked.participants.is_empty() || booked.head.is_cancelled() => {
            Ok(Cow::Owned(booked))
        }
        Some(booked)
            if booked.agenda.begins_anew() || booked.head.individuals != meeting.head.individuals =>
        {
            Err(InvitationError::NotPrepared(booked.head.title))
        }
        _ => Ok(Cow::Borrowed(meeting)),
    }
}

/// The head of the meeting that people are invited to from this one.
///
/// # Errors
/// As [`document`].
pub fn about(store: &Store, meeting: &Meeting) -> Result<Head, InvitationError> {
    let head = meant(store, meeting)?.head.clone();
    let booked = meeting.booked.clone().filter(|_| head.id == meeting.id() && head.has_begun());
    Ok(booked.unwrap_or(head))
}

fn held_already(head: &Head) -> InvitationError {
    let how = if head.status == MeetingStatus::Avslutat { "är hållet" } else { "pågår" };
    InvitationError::HeldAlready { title: head.title.clone(), how }
}

/// The earlier letter to somebody that this one replaces: when it was made, and the meeting's head as it was then.
fn replaced(
    store: &Store,
    (asked, meant): (&Meeting, &Meeting),
    to: Option<&str>,
    now: Now,
) -> Result<Option<Replaced>, StoreError> {
    let Some(occasion) = meant.occasion() else { return Ok(None) };
    let row = MeetingId(occasion.row);
    // What a meeting has called to since it began is its follow-up, and so is what is logged there.
    let before = if occasion.follow_up { Some(meant.id()) } else { meant.head.follows };
    let mut log = store.copies(row)?;
    for id in before.into_iter().chain([asked.id(), meant.id()]).filter(|id| *id != row) {
        let head = store.head_at(id, now.utc)?;
        let begun = head.and_then(|head| head.started.or(head.ended));
        let since = |copy: &CopyLog| begun.is_some_and(|begun| copy.at >= begun);
        log.extend(store.copies(id)?.into_iter().filter(since));
    }
    let is_letter = |copy: &&CopyLog| {
        copy.way != CopyWay::Visad
            && Document::INVITATIONS.iter().any(|kind| same(kind, &copy.what))
            && to.is_none_or(|to| same(to, &copy.recipient))
    };
    let Some(last) = log.iter().filter(is_letter).map(|copy| copy.at).max() else { return Ok(None) };
    Ok(Some(Replaced { made_at: now.at(last), was: store.head_at(row, last)? }))
}

/// The meeting that was booked at one that has begun, or that one that lies ahead follows.
fn beside(store: &Store, meeting: &Meeting) -> Result<Option<Meeting>, StoreError> {
    let id = if meeting.head.has_begun() {
        meeting.follow_up().map(|row| MeetingId(row.id.0))
    } else {
        meeting.head.follows
    };
    match id.map(|id| store.meeting(id)).transpose() {
        Err(StoreError::NoSuchMeeting) => Ok(None),
        other => other,
    }
}

/// The calendar file. It lies in shared calendars, so none is made where the family must not know.
///
/// # Errors
/// [`InvitationError::MustNotKnow`], [`InvitationError::NothingAhead`], [`InvitationError::Begun`].
pub fn calendar(store: &Store, meeting: &Meeting) -> Result<String, InvitationError> {
    let other = beside(store, meeting)?;
    if meeting.is_kept_from_family() || other.as_ref().is_some_and(Meeting::is_kept_from_family) {
        return Err(InvitationError::MustNotKnow);
    }
    let begun = meeting.head.has_begun();
    if let Some(booked) = other.as_ref().filter(|other| begun && other.head.has_begun()) {
        return Err(held_already(&booked.head));
    }
    let key = |table, id| RecordKey { table, id };
    let written = match meeting.follow_up().filter(|_| begun) {
        Some(row) if other.is_none() => store.written_at(key(Table::FollowUp, row.id.0))?,
        Some(row) => store.written_at(key(Table::Head, row.id.0))?,
        None => store.written_at(key(Table::Head, meeting.id().0))?,
    };
    minutes::calendar(meeting, other.as_ref(), written).ok_or_else(|| nothing_ahead(meeting))
}

/// Each participant's invitation and the calendar file. The names of the files say nothing of anybody, and those of the
/// follow-up are others than those of the meeting itself.
///
/// # Errors
/// As [`document`].
pub fn everybody(
    store: &Store,
    meeting: &Meeting,
    format: Format,
    now: Now,
) -> Result<Vec<Paper>, InvitationError> {
    let meeting = &*meant(store, meeting)?;
    let kept = meeting.is_kept_from_family();
    let stem = stem(store, meeting);
    let tells = Tells::of(meeting);
    // Nobody is called to what isn't held; their calendars are told.
    let cancelled = meeting.head.is_cancelled();
    let people = if cancelled { &[][..] } else { &meeting.participants };
    let nobody = people.iter().all(|person| kept && person.may_be_family());
    let mut papers = Vec::new();
    let mut add = |who: &str, stem: String, tells: Tells, document: Document| {
        let what = document.kind.clone();
        papers.push(Paper::new((who, &what), &stem, tells, (document, format, now.utc)));
    };
    let begun = meeting.head.has_begun();
    for (index, person) in people.iter().enumerate() {
        if (kept && person.may_be_family()) || (begun && !meeting.comes_again(person)) {
            continue;
        }
        let who = person.name_and_role();
        let stem = format!("{stem}-kallelse-{:02}", index + 1);
        add(&who, stem, told(store, meeting, &who, now)?, document(store, meeting, Some(&who), now)?);
    }
    if nobody && !cancelled {
        add("", format!("{stem}-kallelse"), tells.clone(), document(store, meeting, None, now)?);
    }
    if !kept {
        let (what, name) = (CopyLog::CALENDAR, format!("{stem}.ics"));
        papers.push(Paper::of_text(("", what), name, tells.only(&[]), calendar(store, meeting)?));
    }
    Ok(papers)
}

/// Said before invitations that call nobody, since nobody is written in.
pub const NOBODY: &str =
    "Ingen är inskriven ännu, så kallelsen har ingen mottagare. Öppna mötet och skriv in dem som ska komma.";

/// Whether nobody is written in at what a meeting's invitations call to.
///
/// # Errors
/// As [`document`].
pub fn calls_nobody(store: &Store, meeting: &Meeting) -> Result<bool, InvitationError> {
    let meeting = meant(store, meeting)?;
    Ok(meeting.participants.is_empty() && !meeting.head.is_cancelled())
}

/// How the files of a meeting's invitations begin, or of its follow-up's.
pub fn stem(store: &Store, meeting: &Meeting) -> String {
    let own = handle(store, meeting);
    match meeting.occasion().filter(|occasion| occasion.follow_up) {
        Some(occasion) => format!("{own}-uppfoljning-{}", occasion.day),
        None => own,
    }
}

/// Whom a name means, as the log has them: "gun" is Gun Ek, kurator.
pub fn named(meeting: &Meeting, who: &str) -> String {
    match meeting.called(who).as_slice() {
        [person] => person.name_and_role(),
        _ => who.to_owned(),
    }
}

/// Of which ärenden an invitation tells somebody.
///
/// # Errors
/// When the log of copies can't be read.
pub fn told(store: &Store, meeting: &Meeting, who: &str, now: Now) -> Result<Tells, StoreError> {
    let meant = meant(store, meeting).unwrap_or(Cow::Borrowed(meeting));
    let (meeting, tells) = (&*meant, Tells::of(&meant));
    Ok(match share_of(meeting, who, now.today(), &store.copies(meeting.id())?).most {
        Part::Whole => tells,
        Part::Arenden(items) => tells.only(&items),
        Part::Nothing(_) => tells.only(&[]),
    })
}

#[cfg(test)]
mod tests;
