//! Papers that are offered before they are written: minutes, what differs between versions, invitations, forms to sign.

use super::copies;
use super::invitations::{self, InvitationError};
use super::letterhead::Letterhead;
use super::minutes_files::{difference_stem, minutes_stem};
use super::paper::Paper;
use super::way_out::Tells;
use crate::app::Now;
use crate::app::effect::PaperKind;
use crate::domain::consent::ConsentSheet;
use crate::domain::dates::full_date;
use crate::domain::ids::MeetingId;
use crate::domain::record::CopyLog;
use crate::minutes::format::Writer;
use crate::minutes::{self, Document, Format};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// What is offered: a title, what can be read on the screen, and what can be saved.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it is about.
    pub title: String,
    /// To read.
    pub screen: Option<Paper>,
    /// To save, each as a file of its own.
    pub files: Vec<Paper>,
}

/// What there is to offer of a kind.
///
/// # Errors
/// When the meeting isn't there, or nothing may be made.
pub fn offer(
    store: &Store,
    kind: &PaperKind,
    letterhead: &Letterhead,
    now: Now,
) -> Result<Offer, InvitationError> {
    match kind {
        PaperKind::Minutes(id) => Ok(minutes_of(store, *id, letterhead, now)?),
        PaperKind::Difference(id, from, to) => Ok(difference(store, *id, (*from, *to), letterhead, now)?),
        PaperKind::ConsentForm(sheet) => Ok(consent_form(store, sheet, letterhead, now)?),
        PaperKind::Invitations(id) => {
            let meeting = store.meeting(*id)?;
            let files = invitations::everybody(store, &meeting, letterhead.paper_format(), now)?;
            let screen = invitations::document(store, &meeting, None, now).ok().map(|document| {
                let what = document.kind.clone();
                Paper::new(("", &what), "kallelse", Tells::of(&meeting), (document, Format::Plain, now.utc))
            });
            let head = invitations::about(store, &meeting)?;
            let title = format!("Kallelser: {} {}", head.title, full_date(head.planned.date()));
            Ok(Offer { title, screen, files })
        }
    }
}

fn minutes_of(store: &Store, id: MeetingId, letterhead: &Letterhead, now: Now) -> Result<Offer, StoreError> {
    let meeting = store.meeting(id)?;
    let document = copies::complete(store, &meeting, now.local(), letterhead.laws())?.file_copy();
    let what = copies::whole_in_words(&meeting);
    let tells = Tells::of(&meeting);
    let stem = minutes_stem(store, &meeting, tells.version);
    let made_at = copies::made_at(&meeting, now);
    Ok(in_formats(&document, ("Protokoll", &what), &stem, &tells, letterhead, made_at))
}

fn difference(
    store: &Store,
    id: MeetingId,
    (from, to): (i64, Option<i64>),
    letterhead: &Letterhead,
    now: Now,
) -> Result<Offer, StoreError> {
    let meeting = store.meeting(id)?;
    let as_now = (now.local(), letterhead.laws());
    let document = copies::difference(store, &meeting, (from, to), None, as_now)?;
    let later = to.map_or_else(|| "utkastet".to_owned(), |number| format!("version {number}"));
    let stem = difference_stem(store, &meeting, (from, to));
    let what = format!("{} mellan version {from} och {later}", crate::domain::copies::DIFFERENCE);
    let made_at = copies::made_at(&meeting, now);
    let title = "Skillnad mellan versioner";
    Ok(in_formats(&document, (title, &what), &stem, &Tells::of(&meeting), letterhead, made_at))
}

/// The file's name says nothing of the child.
fn consent_form(
    store: &Store,
    sheet: &ConsentSheet,
    letterhead: &Letterhead,
    now: Now,
) -> Result<Offer, StoreError> {
    let document = minutes::consent_form(sheet, store.is_practice(), now.local());
    // Of the whole key: the ends of two may be the same.
    let own = &hex::encode(Sha256::digest(sheet.arende.to_string()))[..8];
    let stem = format!("samtyckesblankett-{}-{own}", now.local().format("%Y-%m-%d"));
    let (tells, whose) = match store.latest_item(sheet.arende)? {
        Some((id, item)) => {
            let meeting = store.meeting(id)?;
            let child = meeting.item(item).and_then(|item| meeting.child_of(item));
            let whose = child.map(|child| format!(", {}", child.alias));
            (Tells { meeting: Some(id), ..Tells::default() }.only(&[item]), whose)
        }
        None => (Tells::default(), None),
    };
    let title = "Samtyckesblankett";
    // Whoever reads the log is to see that nobody has signed it yet.
    let what = format!("{} att skriva på{}", CopyLog::CONSENT_FORM, whose.unwrap_or_default());
    Ok(in_formats(&document, (title, &what), &stem, &tells, letterhead, now.utc))
}

/// One document in each format that is kept; without PDF where none can be made.
fn in_formats(
    document: &Document,
    (title, what): (&str, &str),
    stem: &str,
    tells: &Tells,
    letterhead: &Letterhead,
    made_at: DateTime<Utc>,
) -> Offer {
    let one = |format| Paper::new(("", what), stem, tells.clone(), (document.clone(), format, made_at));
    let can_be_made =
        |format: &Format| !matches!(format.writer(), Writer::Typeset) || letterhead.why_no_pdf().is_none();
    let kept = Format::ALL.into_iter().filter(|format| format.is_kept()).filter(can_be_made);
    Offer { title: title.to_owned(), screen: Some(one(Format::Plain)), files: kept.map(one).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Ids;
    use crate::domain::record::MeetingStatus;
    use crate::runtime::practice::filled;
    use crate::runtime::way_out::shown;
    use crate::store::MeetingFilter;

    #[test]
    fn a_form_to_sign_is_no_draft_and_a_draft_is_called_one() {
        let folder = tempfile::tempdir().unwrap();
        let now = Now { utc: "2026-11-23T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm };
        let mut store = filled(&folder.path().join("ovning.db"), now).unwrap();
        let rows = store.meetings(&MeetingFilter::default()).unwrap();
        let is_sip = |id: &str, status| id == "sip" && status == MeetingStatus::Avslutat;
        let id = rows.into_iter().find(|row| is_sip(&row.agenda_id, row.status)).unwrap().id;
        let sip = store.meeting(id).unwrap();
        let letterhead = Letterhead::default();
        let names = |kind: &PaperKind| -> Vec<String> {
            let offered = offer(&store, kind, &letterhead, now).unwrap();
            offered.files.into_iter().map(|paper| paper.name).collect()
        };
        let minutes = names(&PaperKind::Minutes(id));
        let version = sip.latest_version().filter(|_| sip.is_locked());
        let part = version.map_or_else(|| "-utkast.".to_owned(), |version| format!("-v{}.", version.number));
        assert!(!minutes.is_empty() && minutes.iter().all(|name| name.contains(&part)), "{minutes:?}");
        let sheet = ConsentSheet::of_meeting(&sip, &sip.items[0]).unwrap();
        let offered = offer(&store, &PaperKind::ConsentForm(Box::new(sheet)), &letterhead, now).unwrap();
        let form = offered.screen.unwrap().to_read(&letterhead, 80);
        shown(&mut store, &[form], (&mut Ids::new(4), now)).unwrap();
        let papers = store.journal(None, None, 1).unwrap().acts.remove(0).looked.unwrap().papers;
        let said = format!("samtyckesblankett att skriva på, {}, ", sip.children[0].alias);
        assert!(papers[0].starts_with(&said), "{papers:?}");
        assert!(!papers[0].contains("utkast") && !papers[0].contains("särskild"), "{papers:?}");
    }
}
