//! What stands beside what is agreed: needs, goals, and how it went with what was promised the last time. By the same rules
//! as what is agreed: nothing of an ärende that isn't shown, nothing that is kept from somebody or waits for a look.

use super::harmless::Harmless;
use super::sight::Sight;
use super::{NEW_FOR, is_agreed, made, shown_at_the_end};
use crate::app::meeting::timing::place;
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::MeetingArende;
use chrono::{DateTime, Utc};

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotedKind {
    /// Promised the last time.
    Promise,
    /// Promised then, and goes on: read out at the end.
    GoesOn,
    /// A need.
    Need,
    /// A goal in the long term.
    LongGoal,
    /// A goal in the short term.
    ShortGoal,
}

impl NotedKind {
    /// What an entry is to the wall, if it stands there beside what is agreed.
    pub(super) fn of(kind: EntryKind) -> Option<Self> {
        match kind {
            EntryKind::Behov => Some(Self::Need),
            EntryKind::MalLang => Some(Self::LongGoal),
            EntryKind::MalKort => Some(Self::ShortGoal),
            _ => None,
        }
    }

    /// The heading over such rows, as one says it to somebody's mother.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Promise => "Det här lovade vi",
            Self::GoesOn => "Det här fortsätter",
            Self::Need => "Det här behövs",
            Self::LongGoal => "Hit vill vi på sikt",
            Self::ShortGoal => "Det här vill vi nå först",
        }
    }
}

/// A row beside what is agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Which entry; of an earlier meeting, if it is a promise.
    pub entry: EntryId,
    /// What kind of row.
    pub kind: NotedKind,
    /// The text, without what may not be shown on a wall.
    pub what: String,
    /// Who promised it.
    pub who: String,
    /// How it went, or until when it was promised while nobody has said.
    pub how: String,
    /// Whether somebody has said how it went.
    pub told: bool,
    /// It is what is talked of: what somebody points at, or else what was answered just now.
    pub in_turn: bool,
    /// The number of its ärende, where several are read out.
    pub place: Option<usize>,
}

/// What stands beside what is agreed now.
pub(super) fn of(sight: &Sight<'_>, pointed: Option<EntryId>) -> Vec<Noted> {
    let meeting = sight.meeting;
    let own = (!meeting.agenda.many).then(|| meeting.todays_items().next()).flatten();
    let item = meeting.current_item().or(own);
    if item.is_some_and(|item| sight.is_hidden(item)) {
        return Vec::new();
    }
    match meeting.head.phase {
        Phase::Sammanhang | Phase::Nulage => promises(sight, item, pointed),
        Phase::Behov => needs(sight, item),
        // A follow-up may walk through planering alone: there it is asked how it went.
        Phase::Planering => promises(sight, item, pointed).into_iter().chain(needs(sight, item)).collect(),
        Phase::Ansvar => going_on(sight),
    }
}

/// What was promised before and goes on, of the ärenden that are read out.
fn going_on(sight: &Sight<'_>) -> Vec<Noted> {
    let (meeting, today) = (sight.meeting, sight.now.today());
    let (shown, whole) = shown_at_the_end(sight);
    let of = |item: Option<MeetingArendeId>| {
        let rows = promises(sight, item.and_then(|id| meeting.item(id)), None);
        rows.into_iter().map(move |row| (item, row)).collect::<Vec<_>>()
    };
    let own = shown.into_iter().map(Some);
    // What belongs to none of them is the whole meeting's.
    let items = own.chain(whole.then_some(None));
    let mut rows: Vec<Noted> = Vec::new();
    for (item, row) in items.flat_map(of) {
        let Some(earlier) = meeting.earlier.iter().find(|earlier| earlier.entry == row.entry) else {
            continue;
        };
        if earlier.goes_on() && !rows.iter().any(|known| known.entry == row.entry) {
            let place = item.filter(|_| meeting.agenda.many).map(|id| place(meeting, id).0);
            let how = earlier.due_now().map(|due| due.in_words(today)).unwrap_or_default();
            rows.push(Noted { kind: NotedKind::GoesOn, how, place, in_turn: false, ..row });
        }
    }
    rows
}

fn needs(sight: &Sight<'_>, item: Option<&MeetingArende>) -> Vec<Noted> {
    let meeting = sight.meeting;
    let current = item.map(|item| item.id);
    let fits =
        |arende: Option<MeetingArendeId>| arende == current || (!meeting.agenda.many && arende.is_none());
    let mut rows: Vec<Noted> = meeting
        .entries
        .iter()
        .filter(|entry| fits(entry.arende) && !sight.is_kept(entry))
        .filter_map(|entry| {
            Some(Noted {
                entry: entry.id,
                kind: NotedKind::of(entry.kind())?,
                what: sight.harmless.text_of(entry.arende, &entry.text),
                who: String::new(),
                how: String::new(),
                told: false,
                in_turn: false,
                place: None,
            })
        })
        .collect();
    rows.sort_by_key(|row| row.kind);
    rows
}

/// What was promised of the ärende that is spoken of. Where none is, what the team promised, if its form takes up no child
/// and nobody is here for a part of the meeting alone.
fn promises(sight: &Sight<'_>, item: Option<&MeetingArende>, pointed: Option<EntryId>) -> Vec<Noted> {
    let (meeting, harmless) = (sight.meeting, &sight.harmless);
    let fits = |row: &&Earlier| match item {
        Some(_) => true,
        None => !meeting.agenda.individuals && row.child.is_none() && meeting.attendance.is_empty(),
    };
    let is_kept = |row: &Earlier| {
        let told = row.told.as_ref().and_then(|told| told.evaluation.as_deref()).unwrap_or_default();
        row.emi || !row.kept_from.is_empty() || sight.is_held(row.entry.0, None, &[&row.text, told])
    };
    let today = sight.now.today();
    let id = item.map(|item| item.id);
    let rows: Vec<&Earlier> = meeting
        .earlier_of(id)
        .filter(|row| row.is_promise())
        .filter(fits)
        .filter(|row| !is_kept(row))
        .collect();
    let told_at = |row: &&&Earlier| row.told.as_ref().map(|told| told.at);
    let answered = rows.iter().filter(|row| told_at(row).is_some_and(|at| is_just_now(sight, at)));
    let answered = answered.max_by_key(told_at).map(|row| row.entry);
    let in_turn = rows.iter().map(|row| row.entry).find(|entry| Some(*entry) == pointed).or(answered);
    rows.into_iter()
        .map(|row| Noted {
            entry: row.entry,
            kind: NotedKind::Promise,
            what: harmless.text_of(id, &row.text),
            who: row.owner.as_ref().map(|owner| promiser(meeting, id, owner, harmless)).unwrap_or_default(),
            how: match &row.told {
                Some(told) => {
                    let due = row.due_now().filter(|_| !told.status.is_settled());
                    let due = due.map(|due| format!(", {}", due.in_words(today)));
                    format!("{}{}", told.status.word(), due.unwrap_or_default())
                }
                None => row.due.as_ref().map(|due| due.in_words(today)).unwrap_or_default(),
            },
            told: row.told.is_some(),
            in_turn: Some(row.entry) == in_turn,
            place: None,
        })
        .collect()
}

/// Whether something was said just now, and nothing has been agreed since.
fn is_just_now(sight: &Sight<'_>, at: DateTime<Utc>) -> bool {
    let current = sight.meeting.head.current;
    let agreed = sight.meeting.entries.iter().filter(|entry| is_agreed(entry) && entry.arende == current);
    (sight.now.utc - at).abs() < NEW_FOR && !agreed.filter_map(|entry| made(entry.id)).any(|made| made > at)
}

/// Who promised: by their role, if they work and are here again.
fn promiser(
    meeting: &Meeting,
    item: Option<MeetingArendeId>,
    owner: &str,
    harmless: &Harmless<'_>,
) -> String {
    match meeting.called(owner).as_slice() {
        [only] if only.is_staff() => harmless.person(meeting, only),
        _ => capital(&harmless.named(meeting, item, owner)),
    }
}
