//! What stands beside what is agreed: needs, goals, and how it went with what was promised the last time. By the same rules
//! as what is agreed: nothing of an ärende that isn't shown, nothing that is kept from somebody or waits for a look.

use super::harmless::Harmless;
use super::points::{NEW_FOR, NO_DAY, NOBODY, asked, belongs_to, is_agreed, made, shown_at_the_end};
use super::sight::Sight;
use crate::app::meeting::timing::place;
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::dates::{Due, short_date};
use crate::domain::earlier::{Earlier, NO_NEW_DAY};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::meeting::{Meeting, capital};
use crate::domain::record::{ActionStatus, MeetingArende};
use chrono::{DateTime, NaiveDate, Utc};

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotedKind {
    /// Promised the last time.
    Promise,
    /// Promised then, and goes on: read out at the end.
    GoesOn,
    /// A need.
    Need,
    /// A goal in the long term, new or of before.
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
    /// The number by which the plan that it stands in calls it; a need's own.
    pub number: Option<usize>,
    /// That plan: "planen 6 nov"; empty where it is no point of a plan.
    pub plan: String,
    /// The text, without what may not be shown on a wall.
    pub what: String,
    /// Who promised it.
    pub who: String,
    /// How it went, or until when it was promised while nobody has said.
    pub how: String,
    /// Whether it was said at an earlier meeting.
    pub before: bool,
    /// Whether somebody has said how it went.
    pub told: bool,
    /// It is what is talked of: what somebody points at, or else what was answered just now.
    pub in_turn: bool,
    /// The number of its ärende, where several are read out.
    pub place: Option<usize>,
    /// What that one is called, or that it is the whole meeting's; empty where none is named, or what it is called waits for a
    /// look.
    pub alias: String,
}

#[cfg(test)]
impl Noted {
    /// A made-up row of which nothing has been told.
    pub(crate) fn made_up(entry: u128, kind: NotedKind, what: &str) -> Self {
        Self {
            entry: uuid::Uuid::from_u128(entry).into(),
            kind,
            what: what.to_owned(),
            who: String::new(),
            how: String::new(),
            number: None,
            plan: String::new(),
            before: matches!(kind, NotedKind::Promise | NotedKind::GoesOn),
            told: false,
            in_turn: false,
            place: None,
            alias: String::new(),
        }
    }

    /// Told so of whoever promised it.
    pub(crate) fn told_of(self, who: &str, how: &str) -> Self {
        Self { who: who.to_owned(), how: how.to_owned(), told: true, ..self }
    }
}

/// What stands beside what is agreed now.
pub(super) fn of(sight: &Sight<'_>, pointed: Option<EntryId>) -> Vec<Noted> {
    let meeting = sight.meeting;
    let own = (!meeting.agenda.many).then(|| meeting.todays_items().next()).flatten();
    let item = meeting.current_item().or(own);
    if item.is_some_and(|item| sight.is_hidden(item)) {
        return Vec::new();
    }
    let rows: Vec<Noted> = match meeting.head.phase {
        Phase::Sammanhang | Phase::Nulage => {
            let goals = goals(sight, item).into_iter().filter(|row| row.told);
            promises(sight, item).into_iter().chain(goals).collect()
        }
        Phase::Behov => with_goals(sight, item),
        // A follow-up may walk through planering alone: there it is asked how it went.
        Phase::Planering => promises(sight, item).into_iter().chain(with_goals(sight, item)).collect(),
        Phase::Ansvar => return going_on(sight, pointed),
    };
    let in_turn = pointed.filter(|entry| rows.iter().any(|row| row.entry == *entry));
    let in_turn = in_turn.or_else(|| answered_now(sight, &rows));
    rows.into_iter().map(|row| Noted { in_turn: Some(row.entry) == in_turn, ..row }).collect()
}

/// Which promise or goal was answered just now.
fn answered_now(sight: &Sight<'_>, rows: &[Noted]) -> Option<EntryId> {
    let told = rows.iter().filter(|row| row.told).map(|row| row.entry);
    let told = told.filter_map(|entry| {
        let row = sight.meeting.earlier.iter().find(|row| row.entry == entry)?;
        Some((row.told.as_ref()?.at, entry))
    });
    told.filter(|(at, _)| is_just_now(sight, *at)).max_by_key(|(at, _)| *at).map(|(_, entry)| entry)
}

/// What was promised before and goes on, of the ärenden that are read out. What belongs to none of them is the whole
/// meeting's. The one that is read says how it goes, too.
fn going_on(sight: &Sight<'_>, pointed: Option<EntryId>) -> Vec<Noted> {
    let meeting = sight.meeting;
    let (shown, whole) = shown_at_the_end(sight);
    let own = (!meeting.agenda.many).then(|| meeting.todays_items().next()).flatten();
    let noted = |row: &Earlier| {
        let item = meeting.item_of_earlier(row).or(own);
        let is_shown = item.map_or(whole, |item| shown.contains(&item.id));
        if !is_shown || !fits(meeting, item, row) {
            return None;
        }
        let place = item.filter(|_| meeting.agenda.many).map(|item| place(meeting, item.id).0);
        let promise = noted(sight, item, row)?;
        let alias = belongs_to(sight, item.map(|item| item.id));
        let in_turn = pointed == Some(row.entry);
        let today = sight.now.today();
        // Of a day that has passed it is told how it went, or nothing would be known of it.
        let how = if in_turn || is_past(row, today) {
            promise.how
        } else {
            row.when_now(today).unwrap_or_else(|| no_day(row).to_owned())
        };
        let kind = if row.is_promise() { NotedKind::GoesOn } else { promise.kind };
        Some(Noted { kind, how, in_turn, place, alias, ..promise })
    };
    // A goal stands there while it is spoken of.
    let is_read = |row: &&Earlier| row.is_promise() || pointed == Some(row.entry);
    meeting.continues().into_iter().filter(is_read).filter_map(noted).collect()
}

/// Needs and goals: those of before that hold still, or of which it was told, and those that are new.
fn with_goals(sight: &Sight<'_>, item: Option<&MeetingArende>) -> Vec<Noted> {
    let mut rows = of_before(sight, item, Earlier::still_needed);
    rows.extend(needs(sight, item));
    rows.extend(goals(sight, item));
    rows.sort_by_key(|row| row.kind);
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
                number: meeting.spoken_number(entry),
                plan: String::new(),
                what: sight.harmless.text_of(entry.arende, &entry.text),
                who: String::new(),
                how: entry.need().map(|need| asked_of(&need.from)).unwrap_or_default(),
                before: false,
                told: false,
                in_turn: false,
                place: None,
                alias: String::new(),
            })
        })
        .collect();
    rows.sort_by_key(|row| row.kind);
    rows
}

/// Whether something of before may stand with the ärende that is spoken of. Where none is, what the team promised, if its form
/// takes up no child and nobody is here for a part of the meeting alone.
fn fits(meeting: &Meeting, item: Option<&MeetingArende>, row: &Earlier) -> bool {
    item.is_some() || (!meeting.agenda.individuals && row.child.is_none() && meeting.attendance.is_empty())
}

/// What of before belongs to the ärende that is spoken of, and is of a kind.
fn of_before(
    sight: &Sight<'_>,
    item: Option<&MeetingArende>,
    is_meant: impl Fn(&Earlier) -> bool,
) -> Vec<Noted> {
    let rows = sight.meeting.earlier_of(item.map(|item| item.id));
    let rows = rows.filter(|row| is_meant(row) && fits(sight.meeting, item, row));
    rows.filter_map(|row| noted(sight, item, row)).collect()
}

fn promises(sight: &Sight<'_>, item: Option<&MeetingArende>) -> Vec<Noted> {
    of_before(sight, item, Earlier::is_promise)
}

fn goals(sight: &Sight<'_>, item: Option<&MeetingArende>) -> Vec<Noted> {
    of_before(sight, item, Earlier::is_goal)
}

/// Something of before as the wall shows it; nothing of what is kept from anybody or waits for a look.
fn noted(sight: &Sight<'_>, item: Option<&MeetingArende>, row: &Earlier) -> Option<Noted> {
    let (meeting, harmless) = (sight.meeting, &sight.harmless);
    let words = row.told.as_ref().and_then(ActionStatus::how).unwrap_or_default();
    if row.emi || !row.kept_from.is_empty() || sight.is_held(row.entry.0, None, &[&row.text, words]) {
        return None;
    }
    let (id, today) = (item.map(|item| item.id), sight.now.today());
    let due = |row: &Earlier| when(row, today);
    Some(Noted {
        entry: row.entry,
        kind: if row.is_promise() { NotedKind::Promise } else { NotedKind::of(row.kind)? },
        number: row.number,
        plan: row.plan(today).unwrap_or_default(),
        what: harmless.text_of(id, &row.text),
        who: match row.owner.as_ref().filter(|_| row.is_promise()) {
            Some(owner) if meeting.is_still_asked(row) => {
                asked(&promiser(meeting, (id, row), owner, harmless))
            }
            Some(owner) => promiser(meeting, (id, row), owner, harmless),
            None if row.is_promise() => NOBODY.to_owned(),
            None => String::new(),
        },
        how: match &row.told {
            Some(told) => {
                let due = due(row).or_else(|| Some(no_day(row).to_owned())).filter(|due| !due.is_empty());
                let due = due.filter(|_| !told.status.is_settled());
                let due = due.map(|due| format!(", {due}")).unwrap_or_default();
                format!("{}{due}", row.word(told.status))
            }
            None if row.kind == EntryKind::Behov => asked_of(&row.needed_from),
            None => due(row).unwrap_or_else(|| no_day(row).to_owned()),
        },
        before: true,
        told: row.told.is_some(),
        in_turn: false,
        place: None,
        alias: String::new(),
    })
}

/// What stands instead of the day of a promise that has none.
fn no_day(row: &Earlier) -> &'static str {
    if row.is_promise() { NO_DAY } else { "" }
}

/// Whether its day has passed.
fn is_past(row: &Earlier, today: NaiveDate) -> bool {
    row.due_now().is_some_and(|due| due.is_late(today))
}

/// Until when; a day that has passed isn't said as if it were to come.
fn when(row: &Earlier, today: NaiveDate) -> Option<String> {
    if row.lacks_day(today) {
        return Some(NO_NEW_DAY.to_owned());
    }
    let day = row.due_now().filter(|_| is_past(row, today)).and_then(Due::date);
    let Some(day) = day else { return row.when_now(today) };
    let followed = row.followed_up(today).map(|day| format!(", {day}")).unwrap_or_default();
    Some(format!("skulle vara klar {}{followed}", short_date(day, today)))
}

/// Of whom a need asks something: "från regionen och kommunen".
fn asked_of(from: &[Huvudman]) -> String {
    let from: Vec<&str> = from.iter().map(|huvudman| huvudman.definite()).collect();
    if from.is_empty() { String::new() } else { format!("från {}", from.join(" och ")) }
}

/// Whether something was said just now, and nothing has been agreed since.
fn is_just_now(sight: &Sight<'_>, at: DateTime<Utc>) -> bool {
    let current = sight.meeting.head.current;
    let agreed = sight.meeting.entries.iter().filter(|entry| is_agreed(entry) && entry.arende == current);
    (sight.now.utc - at).abs() < NEW_FOR && !agreed.filter_map(|entry| made(entry.id)).any(|made| made > at)
}

/// Who promised: by their role, if they work and are here again; who is of a family and isn't here, by the role that they had
/// when it was said.
fn promiser(
    meeting: &Meeting,
    (item, row): (Option<MeetingArendeId>, &Earlier),
    owner: &str,
    harmless: &Harmless<'_>,
) -> String {
    match meeting.called(owner).as_slice() {
        [only] if only.is_staff() => harmless.person(meeting, only),
        [] => match row.owner_as_then().filter(|person| person.kind.is_family()) {
            Some(person) => capital(&harmless.call(meeting, &person)),
            None => capital(&harmless.named(meeting, item, owner)),
        },
        _ => capital(&harmless.named(meeting, item, owner)),
    }
}
