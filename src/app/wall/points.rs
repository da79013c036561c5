//! What is agreed, as what, who and when: in the ärende that is spoken of, and all that is read out at the end.

use super::NOT_SEEN;
use super::harmless::Harmless;
use super::sight::Sight;
use crate::app::Now;
use crate::app::meeting::timing::place;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::earlier::followed_up_words;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{Body, Entry, MeetingArende, Participant};
use crate::domain::rules;
use chrono::{DateTime, TimeDelta, Utc};

/// How long the newest point is called new.
pub(super) const NEW_FOR: TimeDelta = TimeDelta::minutes(5);

/// What stands where nobody is named yet who is to do it.
pub(super) const NOBODY: &str = "ingen ansvarig än";
/// And where no day is.
pub(super) const NO_DAY: &str = "ingen dag än";
/// And where nobody is named who decides.
const NO_DECIDER: &str = "ingen beslutar än";
/// What stands over what belongs to no ärende, where several are read out.
const WHOLE: &str = "HELA MÖTET";

/// Something that was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Which entry.
    pub entry: EntryId,
    /// Whether it was decided rather than promised.
    pub decision: bool,
    /// Whether the family does it itself, where a plan is made with a family.
    pub family: bool,
    /// The number by which it is spoken of on the screen and on every paper, where it has one.
    pub number: Option<usize>,
    /// What was agreed, without what may not be shown on a wall.
    pub what: String,
    /// Who; of an action that it is nobody's yet.
    pub who: String,
    /// When; of an action that no day is named yet.
    pub when: String,
    /// In which ärende, where several are read out.
    pub place: Option<usize>,
    /// What that one is called on the wall, or that it is the whole meeting's; empty where none is named, or what it is called
    /// waits for a look.
    pub alias: String,
    /// The number of the need that it answers, where needs stand beside it.
    pub need: Option<usize>,
    /// It was written just now.
    pub new: bool,
    /// It was read out and confirmed; until then it is a proposal, and says so.
    pub confirmed: bool,
    /// Whoever is to do it isn't here: it is asked of them, and nobody has agreed to it yet.
    pub asked: bool,
    /// It is read out now: what somebody points at, or else the next that waits.
    pub in_turn: bool,
}

pub(super) fn is_agreed(entry: &Entry) -> bool {
    matches!(entry.kind(), EntryKind::Atgard | EntryKind::Beslut)
}

/// What was agreed in the ärende that is spoken of.
pub(super) fn of_current<'m>(meeting: &Meeting, mut all: Vec<&'m Entry>) -> Vec<&'m Entry> {
    let current = meeting.head.current;
    all.retain(|entry| entry.arende == current || (!meeting.agenda.many && entry.arende.is_none()));
    all
}

/// The ärenden that are read out at the end: those in which all that are here have taken part, and whose consent holds; and
/// whether that is all of them.
pub(super) fn shown_at_the_end(sight: &Sight<'_>) -> (Vec<MeetingArendeId>, bool) {
    let meeting = sight.meeting;
    let here: Vec<&Participant> = meeting.participants.iter().filter(|person| person.is_here()).collect();
    let all: Vec<&MeetingArende> = meeting.todays_items().collect();
    let shown: Vec<MeetingArendeId> = all
        .iter()
        .filter(|item| {
            !sight.is_hidden(item) && here.iter().all(|person| meeting.takes_part(person, item.id))
        })
        .map(|item| item.id)
        .collect();
    let whole = shown.len() == all.len();
    (shown, whole)
}

/// What is read out at the end, and what of it isn't shown.
pub(super) fn read_out<'m>(sight: &Sight<'_>, mut all: Vec<&'m Entry>) -> (Vec<&'m Entry>, Option<String>) {
    let meeting = sight.meeting;
    let (shown, whole) = shown_at_the_end(sight);
    all.retain(|entry| match entry.arende {
        Some(item) => shown.contains(&item),
        // What belongs to no ärende belongs to all of them.
        None => whole,
    });
    let only = (!whole).then(|| {
        let numbers: Vec<String> = shown.iter().map(|id| place(meeting, *id).0.to_string()).collect();
        match numbers.split_last() {
            _ if !meeting.agenda.many => NOT_SEEN.to_owned(),
            None => "Skärmen visar inga ärenden nu.".to_owned(),
            Some((only, [])) => format!("Skärmen visar bara ärende {only}."),
            Some((last, before)) => format!("Skärmen visar bara ärende {} och {last}.", before.join(", ")),
        }
    });
    (all, only)
}

pub(super) fn points(sight: &Sight<'_>, entries: &[&Entry], in_turn: Option<EntryId>) -> Vec<Agreed> {
    let Sight { meeting, now, harmless, .. } = sight;
    let (meeting, now) = (*meeting, *now);
    let shown: Vec<&Entry> =
        entries.iter().copied().filter(|entry| is_agreed(entry) && !sight.is_kept(entry)).collect();
    let newest = shown.iter().map(|entry| entry.id).max().filter(|id| is_new(*id, now));
    let ansvar = meeting.head.phase == Phase::Ansvar;
    let mut points: Vec<Agreed> = shown
        .into_iter()
        .map(|entry| Agreed {
            entry: entry.id,
            decision: entry.kind() == EntryKind::Beslut,
            family: is_the_familys(meeting, entry),
            number: meeting.spoken_number(entry),
            what: harmless.text_of(entry.arende, &entry.text),
            who: who(meeting, entry, harmless),
            when: entry.action().map_or_else(String::new, |action| {
                let due = action.due.as_ref().map(|due| due.in_words(now.today()));
                let followed = action.follow_up.map(|day| followed_up_words(day, now.today()));
                [Some(due.unwrap_or_else(|| NO_DAY.to_owned())), followed]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", ")
            }),
            place: entry.arende.filter(|_| ansvar && meeting.agenda.many).map(|id| place(meeting, id).0),
            alias: belongs_to(sight, entry.arende),
            need: entry.action().and_then(|action| action.need).filter(|_| !ansvar).and_then(|need| {
                let need = meeting.entry(need).filter(|need| !sight.is_kept(need))?;
                meeting.spoken_number(need)
            }),
            new: Some(entry.id) == newest,
            confirmed: entry.confirmed.is_some(),
            asked: rules::is_asked(meeting, entry),
            in_turn: Some(entry.id) == in_turn,
        })
        .collect();
    // As they are read out: what is the whole meeting's comes last.
    points.sort_by_key(|point| {
        let place = point.place.unwrap_or(usize::MAX);
        (place, !point.family, point.decision, !point.confirmed, point.asked)
    });
    points
}

/// What stands over the rows of an ärende, or of none, where several are read out.
pub(super) fn belongs_to(sight: &Sight<'_>, item: Option<MeetingArendeId>) -> String {
    let meeting = sight.meeting;
    match item {
        _ if meeting.head.phase != Phase::Ansvar => String::new(),
        Some(item) => sight.alias(item),
        None if meeting.agenda.many && meeting.todays_items().next().is_some() => WHOLE.to_owned(),
        None => String::new(),
    }
}

/// Whether the family does it itself, in a meeting that makes a plan with a family.
fn is_the_familys(meeting: &Meeting, entry: &Entry) -> bool {
    let agenda = &meeting.agenda;
    let one_family = agenda.individuals && !agenda.many;
    (agenda.plan_consent || one_family) && meeting.is_by_family(entry)
}

/// When a key was made, to the second.
pub(super) fn made(id: EntryId) -> Option<DateTime<Utc>> {
    let seconds = id.0.get_timestamp()?.to_unix().0;
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
}

/// Whether a key was made a short while ago.
fn is_new(id: EntryId, now: Now) -> bool {
    made(id).is_some_and(|made| (now.utc - made).abs() < NEW_FOR)
}

/// Somebody who isn't here, and of whom it is to be asked: nobody promises for another.
pub(super) fn asked(name: &str) -> String {
    format!("{name} (tillfrågas)")
}

fn who(meeting: &Meeting, entry: &Entry, harmless: &Harmless<'_>) -> String {
    match &entry.body {
        Body::Atgard(action) => match action.owner.and_then(|id| meeting.participant(id)) {
            Some(person) => {
                let name = harmless.person(meeting, person);
                if person.is_here() || entry.confirmed.is_some() { name } else { asked(&name) }
            }
            None => action.owner_name.as_ref().map_or_else(
                || NOBODY.to_owned(),
                |name| asked(&capital(&harmless.named(meeting, entry.arende, name))),
            ),
        },
        Body::Beslut(decision) => decision.decided_by.as_ref().map_or_else(
            || NO_DECIDER.to_owned(),
            |by| format!("Beslut av {}", harmless.named(meeting, entry.arende, by)),
        ),
        _ => String::new(),
    }
}
