//! What was agreed, in words: for the read-out, for lists and for one nod round the table.

use super::Point;
use super::head::wall_name;
use super::kept::kept_back_before;
use crate::app::core::model::{MeetingScreen, Model, RowRef};
use crate::domain::dates::{self, Due};
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::quoted::quoted;
use crate::domain::record::{ActionState, ActionStatus, Body, Entry, Participant};
use crate::domain::rules;
use crate::domain::text;
use chrono::NaiveDate;

/// Said of an action whose owner isn't here.
pub(crate) const ASKED: &str = "tillfrågas: kan inte lova själv här och nu";

/// The point to read out: the highlighted one, or the first that nobody has confirmed.
pub(super) fn current(model: &Model, screen: &MeetingScreen) -> Option<Point> {
    let meeting = &screen.meeting;
    if meeting.head.phase != crate::domain::agenda::Phase::Ansvar {
        return None;
    }
    if let Some(RowRef::Earlier(id)) = screen.cursor {
        return meeting
            .earlier
            .iter()
            .find(|row| row.entry == id)
            .map(|row| from_before(model, meeting, row));
    }
    let points: Vec<&Entry> = rules::agreed(meeting).collect();
    let read = match screen.cursor {
        Some(RowRef::Entry(id)) => id,
        Some(_) => return None,
        None => screen.unread()?.id,
    };
    let entry = points.iter().find(|entry| entry.id == read)?;
    Some(Point {
        target: RowRef::Entry(entry.id),
        heading: format!(
            "{}{}{} · {}",
            entry.kind().label(),
            meeting.spoken_number(entry).map_or_else(String::new, |number| format!(" {number}")),
            place(meeting, entry.arende),
            so_far(&points)
        ),
        text: entry.text.clone(),
        owner: who(meeting, entry),
        when: when(entry, model.now.today()),
        remark: strangers(meeting, entry.arende).or_else(|| {
            let all: Vec<String> =
                off_wall(meeting, entry.arende).into_iter().chain(remark(meeting, entry)).collect();
            (!all.is_empty()).then(|| all.join(" · "))
        }),
    })
}

/// How far one has come, in words that nobody takes for a point's own number: "9 av 24 upplästa".
fn so_far(points: &[&Entry]) -> String {
    let confirmed = points.iter().filter(|entry| entry.confirmed.is_some()).count();
    format!("{confirmed} av {} upplästa", points.len())
}

/// What goes on from the last time, to be read like what is new.
fn from_before(model: &Model, meeting: &Meeting, row: &Earlier) -> Point {
    let item = meeting.item_of_earlier(row).map(|item| item.id);
    let mut how = how_it_goes(row, model.now.today());
    // What nobody has answered is to be asked; what was answered is read with the rest.
    let asked = if row.told.is_none() { how.pop() } else { None };
    how.extend(row.told.as_ref().and_then(ActionStatus::how).map(str::to_owned));
    let remark: Vec<String> = strangers(meeting, item).into_iter().chain(asked).collect();
    let point = row.point(model.now.today()).map(|point| format!(" · {point}")).unwrap_or_default();
    let heading =
        if row.is_promise() { "Fortsätter från förra gången" } else { "Mål från förra gången" };
    let nobody = if row.is_promise() { "ingen ansvarig" } else { "" };
    Point {
        target: RowRef::Earlier(row.entry),
        heading: format!("{heading}{point}{}", place(meeting, item)),
        text: row.text.clone(),
        owner: row.owner_in_words().unwrap_or_else(|| nobody.to_owned()),
        when: how.join(" · "),
        remark: (!remark.is_empty()).then(|| remark.join(" · ")),
    }
}

/// When it is to be done, and how it goes: "senast fre 4 dec", "pågår"; "ändrad till 18 dec".
pub(super) fn how_it_goes(row: &Earlier, today: NaiveDate) -> Vec<String> {
    let due = || row.when_now(today);
    match &row.told {
        None => due().into_iter().chain(["inget svar än".to_owned()]).collect(),
        Some(told) if told.status == ActionState::Andrad => {
            // The day it had was another's.
            let due = told
                .new_due
                .as_ref()
                .and(row.due_now())
                .or(row.due.as_ref().filter(|_| row.new_owner().is_none()));
            let to = due.map(|due| format!(" till {}", due.briefly(today))).unwrap_or_default();
            let said =
                std::iter::once(format!("{}{to}", row.word(told.status))).chain(row.followed_up(today));
            said.chain(row.no_new_day(today)).collect()
        }
        Some(told) => {
            let said = due().into_iter().chain([row.word(told.status).to_owned()]);
            said.chain(row.no_new_day(today)).collect()
        }
    }
}

/// Where several ärenden are read out: " · ärende 2 ”Blå”".
fn place(meeting: &Meeting, item: Option<MeetingArendeId>) -> String {
    let item = item.filter(|_| meeting.agenda.many).and_then(|id| meeting.item(id));
    item.map_or_else(String::new, |item| {
        format!(" · ärende {} {}", meeting.number_of(item.id), quoted(&wall_name(meeting, item.id)))
    })
}

/// That another family sits there: what was agreed isn't for them to hear.
fn strangers(meeting: &Meeting, item: Option<MeetingArendeId>) -> Option<String> {
    let names: Vec<String> = meeting.strangers_here(item?).map(Participant::short_name).collect();
    (!names.is_empty()).then(|| format!("läs inte upp nu: {} hör inte till ärendet", names.join(", ")))
}

/// That the wall doesn't show it, since somebody who is here takes part in other ärenden alone.
fn off_wall(meeting: &Meeting, item: Option<MeetingArendeId>) -> Option<String> {
    let item = item?;
    let others = meeting.participants.iter();
    let others = others.filter(|person| person.is_here() && !meeting.takes_part(person, item));
    let names: Vec<String> = others.map(Participant::short_name).collect();
    (!names.is_empty())
        .then(|| format!("visas inte på väggen: {} är bara med i andra ärenden", names.join(", ")))
}

/// Who does it, or who decided.
pub(super) fn who(meeting: &Meeting, entry: &Entry) -> String {
    match &entry.body {
        Body::Atgard(action) => action
            .owner
            .and_then(|id| meeting.participant(id))
            .map(with_unit)
            .or_else(|| action.owner_name.clone())
            .unwrap_or_else(|| "ingen ansvarig".to_owned()),
        Body::Beslut(decision) => decision
            .decided_by
            .as_ref()
            .map_or_else(String::new, |by| format!("Beslut av {}", decider(meeting, by))),
        _ => String::new(),
    }
}

/// A role stands in lower case inside a sentence; a name doesn't.
pub(crate) fn decider(meeting: &Meeting, by: &str) -> String {
    let is_role = meeting.agenda.roles.iter().any(|role| role.name == by);
    if is_role { lower_first(by) } else { by.to_owned() }
}

/// "Karin Lund, kurator (skola)".
fn with_unit(person: &Participant) -> String {
    if person.unit.is_empty() || person.is_family() {
        person.name_and_role()
    } else {
        format!("{} ({})", person.name_and_role(), person.unit)
    }
}

/// When, in words.
pub(super) fn when(entry: &Entry, today: NaiveDate) -> String {
    entry.action().map_or_else(String::new, |action| {
        let due =
            action.due.as_ref().map_or_else(|| "inget datum".to_owned(), |due: &Due| due.in_words(today));
        match action.follow_up {
            Some(day) => format!("{due}, följs upp {}", dates::short_date(day, today)),
            None => due,
        }
    })
}

/// What is missing, or to be said with it.
pub(super) fn remark(meeting: &Meeting, entry: &Entry) -> Option<String> {
    if let Some(missing) = rules::incomplete(entry) {
        return Some(format!("har {missing}"));
    }
    match &entry.body {
        Body::Atgard(_) => rules::is_asked(meeting, entry).then(|| ASKED.to_owned()),
        Body::Beslut(decision) => decision.dissent.as_ref().map(|dissent| format!("Avvikande: {dissent}")),
        _ => None,
    }
}

/// Who does it, with a name that isn't broken between its words.
fn name_held(meeting: &Meeting, entry: &Entry) -> String {
    let action = entry.action();
    let owner = action.and_then(|action| action.owner).and_then(|id| meeting.participant(id));
    let name = owner.map(|person| &person.name).or(action.and_then(|action| action.owner_name.as_ref()));
    let who = who(meeting, entry);
    match name.filter(|name| !name.is_empty() && text::width(name) <= HELD_NAME) {
        Some(name) => who.replacen(name.as_str(), &name.replace(' ', "\u{a0}"), 1),
        None => who,
    }
}

/// A name that is longer is broken like other words.
const HELD_NAME: usize = 28;

/// An agreed point on one line: what, who, when.
pub fn one_line(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> String {
    let parts = [entry.text.clone(), name_held(meeting, entry), when(entry, today)];
    let filled: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" · ")
}

/// What was promised before and has somebody else or another day now, on one line: what, who, when, and which point it is.
/// Nothing where nothing of it was changed here.
pub fn changed_line(meeting: &Meeting, row: &Earlier, today: NaiveDate) -> Option<String> {
    let told = row.told.as_ref()?;
    let is_changed = row.is_promise() && (told.new_due.is_some() || row.new_owner().is_some());
    let mut parts = vec![row.text.clone()];
    parts.extend(row.owner_in_words());
    parts.extend(how_it_goes(row, today));
    parts.extend(row.point(today));
    parts.extend(kept_back_before(meeting, row));
    is_changed.then(|| parts.join(" · "))
}

/// Who and when, for the edge of a row in a list: "Sara S · 4 dec".
pub(super) fn detail(meeting: &Meeting, entry: &Entry, today: NaiveDate) -> Option<String> {
    let (who, when) = match entry.action() {
        Some(action) => {
            let person = action.owner.and_then(|id| meeting.participant(id));
            let who = person.map(|person| meeting.brief_name(person)).or_else(|| action.owner_name.clone());
            let due = action.due.as_ref().map(|due| due.briefly(today));
            let due = due.unwrap_or_else(|| "inget datum".to_owned());
            let followed =
                action.follow_up.map(|day| format!(", följs upp {}", dates::short_date(day, today)));
            (
                who.unwrap_or_else(|| "ingen ansvarig".to_owned()),
                format!("{due}{}", followed.unwrap_or_default()),
            )
        }
        None => (who(meeting, entry), String::new()),
    };
    let filled: Vec<String> = [who, when].into_iter().filter(|part| !part.is_empty()).collect();
    (!filled.is_empty()).then(|| filled.join(" · "))
}
