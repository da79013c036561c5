//! What was promised, wanted and needed before: each row with how it went, and the answers by their digits.

use super::head::wall_name;
use super::kept::{EMI, kept_back_before, kept_from};
use super::rows::{plain, section};
use super::{Row, Section, Tone};
use crate::app::core::action::name_keys;
use crate::app::core::model::{Model, RowRef};
use crate::app::meeting::earlier::answers;
use crate::domain::agenda::EntryKind;
use crate::domain::dates::day_and_month;
use crate::domain::earlier::Earlier;
use crate::domain::entry_line::huvudman_words;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::quoted::quoted;
use crate::domain::record::ActionState;

/// What an ärende follows: each promise with its owner and day, and how it went; the goals; and the decisions. The answers stand above
/// them by their digits. Nothing where it follows nothing.
pub(super) fn followed(model: &Model, meeting: &Meeting) -> Vec<Section> {
    let Some(here) = meeting.head.current else { return Vec::new() };
    let of = |fits: fn(&Earlier) -> bool| -> Vec<&Earlier> {
        meeting.earlier_of(Some(here)).filter(|row| fits(row)).collect()
    };
    let (promises, goals) = (of(Earlier::is_promise), of(Earlier::is_goal));
    let decisions = of(Earlier::is_decision);
    let own = |row: &&Earlier| earlier_row(model, row, true);
    let mut all = Vec::new();
    let is_among = |list: &[&Earlier], row: &Earlier| list.iter().any(|own| own.entry == row.entry);
    let headings = ["Från förra gången", "Mål från förra gången", "Beslut från förra gången"];
    for (heading, list) in headings.into_iter().zip([promises, goals, decisions]) {
        let told = count_answered(model, &list);
        let mut rows = Vec::new();
        match list.first() {
            Some(first) if pointed(model).is_some_and(|row| is_among(&list, row)) => {
                rows.push(answers_row(model, first.kind));
            }
            // A digit answers what is highlighted, and nothing else.
            Some(_) if told < list.len() && all.is_empty() && pointed(model).is_none() => {
                rows.push(plain(name_keys("‹Up› och ‹Down› markerar en rad, och en siffra svarar.")));
            }
            _ => {}
        }
        rows.extend(list.iter().map(own));
        let of_plan =
            list.iter().find(|row| row.number.is_some() && meeting.head.follows == Some(row.meeting));
        let plan = of_plan.map(|row| day_and_month(row.agreed_on, model.now.today()));
        let plan = plan.map(|day| format!(": planen {day}")).unwrap_or_default();
        if !list.is_empty() {
            all.push(section(&format!("{heading}{plan}  {told} av {}", list.len()), rows));
        }
    }
    all
}

/// How it is answered here: by a digit that may still turn out to begin a text, or as it was told.
fn answer(model: &Model, row: &Earlier) -> Option<ActionState> {
    let answering = model.meeting_screen().and_then(|screen| screen.answering.as_ref());
    match answering.and_then(|answering| answering.of(row.entry)) {
        Some(given) => given.state,
        None => row.told.as_ref().map(|told| told.status),
    }
}

/// How many of them are answered, as their marks say.
pub(super) fn count_answered(model: &Model, rows: &[&Earlier]) -> usize {
    rows.iter().filter(|row| answer(model, row).is_some()).count()
}

/// What was needed then and is needed still, where needs are spoken of and where they are answered; nobody tells of it.
pub(super) fn still_needed(meeting: &Meeting) -> Option<Section> {
    let needs = meeting.earlier_of(meeting.head.current).filter(|row| row.still_needed());
    let rows: Vec<Row> = needs.map(need_of_before).collect();
    (!rows.is_empty()).then(|| section("Behov från förra gången", rows))
}

/// What of earlier meetings is highlighted.
fn pointed(model: &Model) -> Option<&Earlier> {
    model.meeting_screen()?.pointed_earlier()
}

/// The answers by their digits, as they fit what is highlighted.
pub(super) fn answers_row(model: &Model, kind: EntryKind) -> Row {
    let answers = answers(kind, pointed(model).is_some_and(|row| row.told.is_some()));
    Row { tone: Tone::Keys, ..plain(answers) }
}

/// How what was told of before is marked: done with, or it goes on.
pub(super) fn told_mark(state: ActionState) -> &'static str {
    if state.is_settled() { "[x]" } else { "[→]" }
}

/// A need of before, with what kept it from others then: that keeps it now too.
fn need_of_before(row: &Earlier) -> Row {
    let mut facts: Vec<String> = Vec::new();
    facts.extend((!row.needed_from.is_empty()).then(|| huvudman_words(&row.needed_from)));
    facts.extend(row.emi.then(|| EMI.to_owned()));
    facts.extend(kept_from(row.kept_from.iter().map(String::as_str)));
    Row { detail: (!facts.is_empty()).then(|| facts.join(" · ")), ..plain(row.text.clone()) }
}

/// A promise or a goal from an earlier meeting, and what was told of it here; within its own ärende that isn't named.
pub(super) fn earlier_row(model: &Model, row: &Earlier, within: bool) -> Row {
    let today = model.now.today();
    // As its ärende is called here, where it has one.
    let here = model.meeting().and_then(|meeting| Some(wall_name(meeting, meeting.item_of_earlier(row)?.id)));
    let label = here.as_ref().filter(|_| row.label.is_some()).or(row.label.as_ref());
    let mut facts: Vec<String> = label.into_iter().filter(|_| !within).map(|label| quoted(label)).collect();
    facts.extend((!row.is_promise()).then(|| lower_first(row.kind.label())));
    facts.extend(row.owner_in_words());
    let answering = model.meeting_screen().and_then(|screen| screen.answering.as_ref());
    let waiting = answering.and_then(|answering| answering.of(row.entry)).map(|given| given.state);
    match (&row.told, waiting) {
        (_, Some(Some(state))) => facts.push(row.word(state).to_owned()),
        (Some(told), None) => {
            facts.push(row.word(told.status).to_owned());
            facts.extend(row.when_now(today).filter(|_| !told.status.is_settled()));
            facts.extend(row.no_new_day(today));
            facts.extend(told.how().map(str::to_owned));
        }
        (None, None) | (_, Some(None)) => {
            let due = row.due.as_ref().map(|due| due.briefly(today)).into_iter();
            facts.extend(
                Some(due.chain(row.followed_up(today)).collect::<Vec<_>>().join(", "))
                    .filter(|when| !when.is_empty()),
            );
        }
    }
    let head = model.meeting_screen().map(|screen| &screen.meeting.head);
    let own = head.is_some_and(|head| head.agenda_id == row.agenda_id);
    let title = if own { String::new() } else { format!(" vid {}", row.title) };
    // In its own ärende the heading says that it is of the meeting that this one follows.
    let under_its_plan = within && head.is_some_and(|head| head.follows == Some(row.meeting));
    let counted = model.meeting().map_or(0, |meeting| meeting.numbered_before.points);
    match row.number {
        // The heading says which plan. What somebody may not read has a number that a point of today may have too.
        Some(number) if under_its_plan && number <= counted => facts.insert(0, format!("punkt {number}")),
        Some(_) => facts.extend(row.point(today)),
        None => {}
    }
    if row.number.is_some() {
        let has_taken_over = row.took_over.is_some() && row.new_owner().is_none();
        let is_asked = row.is_asked_to_begin() && row.new_owner().is_none();
        facts.extend(match (has_taken_over, is_asked) {
            (true, _) => Some(row.taken_on(today)),
            (false, true) => Some(row.came_about().to_owned()),
            (false, false) => None,
        });
    } else if !under_its_plan {
        facts.push(format!("{}{title}", row.taken_on(today)));
    }
    if let Some(screen) = model.meeting_screen() {
        let is_asked = row.new_owner().is_some() && screen.meeting.is_still_asked(row);
        facts.extend(is_asked.then(|| "tillfrågas".to_owned()));
        facts.extend(kept_back_before(&screen.meeting, row));
    }
    let answered = answer(model, row);
    let late = answered.is_none() && row.is_late(today);
    Row {
        target: Some(RowRef::Earlier(row.entry)),
        mark: match (answered, late) {
            (Some(state), _) => told_mark(state),
            (None, true) => "[!]",
            (None, false) => "[ ]",
        }
        .to_owned(),
        text: row.text.clone(),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if late { Tone::Warn } else { Tone::Normal },
    }
}
