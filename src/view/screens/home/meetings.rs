//! Home's meetings: when, what, whose, and where it stands.
//!
//! ```text
//!  PÅGÅR
//! >09.00   EHT · Blå, Röd, matsalen                     nuläge
//!
//!  AVSLUTADE
//!  13 nov  EHT · Blå, Röd, Korridoren efter lunch, Grön
//! ```

use crate::app::Message;
use crate::app::action::name_keys;
use crate::app::model::Model;
use crate::domain::dates::relative_days;
use crate::domain::overview::{Home, MeetingRow};
use crate::domain::record::MeetingStatus;
use crate::domain::text;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top, wrap};
use crate::view::theme::Meaning;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// The meetings have at least so many cells beside the actions, and at least a third of them all; two fifths where both are cut.
const LEAST_LEFT: u16 = 34;

/// What is said of a place at most, in cells: whose the meeting is goes before it.
const PLACE: usize = 16;

/// So many rows are kept for meetings: a heading, and the one that is highlighted.
pub(super) const LEAST: u16 = 2;

/// How wide the meetings are beside the actions: as wide as they need, and the actions have the rest; where there isn't
/// room for all of both, the meetings have two fifths of it.
pub(super) fn width_beside(width: u16, data: &Home, wanted_by_actions: u16, today: NaiveDate) -> u16 {
    let room = width.saturating_sub(3);
    let rows = data.ongoing.iter().chain(&data.coming).chain(&data.recent);
    let widest =
        rows.map(|row| cells(&row.title_and_arenden(None, usize::MAX)) + cells(&beside(row, today).0));
    let wanted = widest.max().unwrap_or(0).saturating_add(when_width(data, today) + 5);
    let least = LEAST_LEFT.max(room / 3).min(room);
    let most = (room * 2 / 5).max(room.saturating_sub(wanted_by_actions));
    // What the meetings don't need goes to actions that are cut.
    let least = if wanted_by_actions > room.saturating_sub(least) { least.min(wanted) } else { least };
    wanted.clamp(least, most.max(least))
}

/// The width of "when" among the meetings.
pub(super) fn when_width(data: &Home, today: NaiveDate) -> u16 {
    let rows = data.ongoing.iter().chain(&data.coming).chain(&data.recent);
    rows.map(|row| cells(&when(row, today).0)).max().unwrap_or(0) + 2
}

/// When a meeting is, or was, and the time of day where that isn't said by it.
fn when(row: &MeetingRow, today: NaiveDate) -> (String, String) {
    if row.is_missed(today) {
        return (format!("! {}", relative_days(row.planned.date(), today)), "blev det av?".to_owned());
    }
    let (date, time) = (row.when().date(), row.when().format("%H.%M").to_string());
    if date == today { (time, String::new()) } else { (relative_days(date, today), time) }
}

/// What stands beside a meeting: how far it has come, or at what time of the day and where it is to be.
pub(super) fn beside(row: &MeetingRow, today: NaiveDate) -> (String, Meaning) {
    match row.status {
        _ if row.cancelled => (row.standing(today).to_owned(), Meaning::Quiet),
        _ if row.is_missed(today) => (when(row, today).1, Meaning::Warn),
        MeetingStatus::Pagar => (row.phase.name().to_lowercase(), Meaning::Strong),
        MeetingStatus::Planerat => {
            let time = Some(when(row, today).1).filter(|time| !time.is_empty());
            let place = row.place.as_deref().map(str::trim).filter(|place| !place.is_empty());
            let place = place.map(|place| text::shorten(place, PLACE).into_owned());
            (time.into_iter().chain(place).collect::<Vec<_>>().join(" "), Meaning::Text)
        }
        MeetingStatus::Avslutat => (String::new(), Meaning::Quiet),
    }
}

/// A line of the meetings.
enum HomeLine<'a> {
    Blank,
    Heading(&'static str),
    Nothing(String),
    Meeting {
        index: usize,
        row: &'a MeetingRow,
        text: String,
        /// Whether when it is stands here, and what stands beside.
        first: bool,
    },
}

/// How many rows they take in a width, said whole.
pub(super) fn rows(model: &Model, data: &Home, cursor: usize, width: u16) -> u16 {
    count(lines(model, data, cursor, (width.saturating_sub(1), u16::MAX)).0.len())
}

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, model: &Model, data: &Home, cursor: usize) {
    let today = model.now.today();
    let wide = when_width(data, today);
    let (lines, selected) = lines(model, data, cursor, (area.width.saturating_sub(1), area.height));
    let mut rest = area;
    // How many there are besides has a row of its own, or else the heading's: it hides nothing of a meeting.
    let cut = lines.len() > usize::from(area.height);
    let own = (cut && area.height > LEAST).then(|| bottom(&mut rest, 1));
    let mut first = first_shown(lines.len(), selected, rest.height);
    // The heading of what is seen first stays above it.
    let is_heading = |line: &HomeLine<'_>| matches!(line, HomeLine::Heading(_));
    let is_under = |line: &HomeLine<'_>| matches!(line, HomeLine::Meeting { .. } | HomeLine::Nothing(_));
    let mut over = None;
    if first > 0 && is_under(&lines[first]) && rest.height > 1 {
        first = first_shown(lines.len(), selected, rest.height - 1);
        over = lines[..first].iter().rfind(|line| is_heading(line)).filter(|_| is_under(&lines[first]));
    }
    let room = usize::from(rest.height) - usize::from(over.is_some());
    let mut last = (first + room).min(lines.len());
    // A heading alone says nothing.
    while last > first + 1 && last < lines.len() && !is_under(&lines[last - 1]) {
        last -= 1;
    }
    for line in over.into_iter().chain(&lines[first..last]) {
        let place = top(&mut rest, 1);
        let inner = right_of(place, 1);
        match line {
            HomeLine::Blank => {}
            HomeLine::Heading(heading) => drop(pen.put(inner, heading, Meaning::Heading)),
            HomeLine::Nothing(text) => drop(pen.put(inner, text, Meaning::Quiet)),
            HomeLine::Meeting { index, row, text, first } => {
                let highlighted = *index == cursor;
                let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
                if highlighted {
                    pen.paint(place, Meaning::Selected);
                }
                let mut rest = right_of(inner, wide);
                if *first {
                    if highlighted {
                        pen.put(place, ">", Meaning::Selected);
                    }
                    let own = Rect { width: wide.min(inner.width), ..inner };
                    let meaning = if row.is_missed(today) { Meaning::Warn } else { Meaning::Text };
                    pen.put(own, &when(row, today).0, chosen(meaning));
                    let (beside, meaning) = beside(row, today);
                    rest = pen.put_right(rest, &beside, chosen(meaning));
                }
                let done = row.status == MeetingStatus::Avslutat || row.cancelled;
                pen.put(rest, text, chosen(if done { Meaning::Quiet } else { Meaning::Text }));
                pen.hit(place, Message::ClickIndex(*index));
            }
        }
    }
    if last < lines.len() {
        let is_first = |line: &&HomeLine<'_>| matches!(line, HomeLine::Meeting { first: true, .. });
        let next = lines[last..].iter().find(|line| !matches!(line, HomeLine::Blank));
        // None of them stands under the heading that is seen.
        let farther = if matches!(next, Some(HomeLine::Heading(_))) { " längre ner" } else { "" };
        let mark = format!(" ↓ {} till{farther}", lines[last..].iter().filter(is_first).count());
        pen.put_right(own.unwrap_or(Rect { height: area.height.min(1), ..area }), &mark, Meaning::Quiet);
    }
}

/// What stands among the meetings in so many cells and rows, and which line of it must be seen. Each meeting says whose it is on
/// as many rows as that takes: the one in turn always, the others from the top as far as the rows go.
fn lines<'a>(
    model: &Model,
    data: &'a Home,
    cursor: usize,
    (width, height): (u16, u16),
) -> (Vec<HomeLine<'a>>, usize) {
    let today = model.now.today();
    let wide = when_width(data, today);
    let groups = [
        ("PÅGÅR", &data.ongoing, None),
        ("KOMMANDE", &data.coming, Some("Inga planerade möten. ‹PlanMeeting› planerar ett.")),
        ("AVSLUTADE", &data.recent, None),
    ];
    let empty: Vec<_> = groups.iter().filter(|(_, rows, empty)| rows.is_empty() && empty.is_none()).collect();
    let meetings: usize = groups.iter().map(|(_, rows, _)| rows.len()).sum();
    let headings = groups.len() - empty.len();
    let mut spare = usize::from(height).saturating_sub(meetings + 2 * headings - 1);
    let mut lines = Vec::new();
    let (mut index, mut selected) = (0, 0);
    for (heading, rows, empty) in groups {
        if rows.is_empty() && empty.is_none() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(HomeLine::Blank);
        }
        lines.push(HomeLine::Heading(heading));
        if let Some(empty) = empty.filter(|_| rows.is_empty()) {
            let said = name_keys(empty);
            let said = wrap(&said, width);
            spare = spare.saturating_sub(said.len());
            lines.extend(said.into_iter().map(|line| HomeLine::Nothing(line.into_owned())));
        }
        for row in rows {
            let beside = cells(&beside(row, today).0);
            let room = width.saturating_sub(wide + beside + if beside > 0 { 2 } else { 0 });
            let most = if index == cursor { usize::MAX } else { spare + 1 };
            let texts = told(row, model, room, most);
            spare = spare.saturating_sub(texts.len() - 1);
            for (at, text) in texts.into_iter().enumerate() {
                lines.push(HomeLine::Meeting { index, row, text, first: at == 0 });
            }
            if index == cursor {
                selected = lines.len() - 1;
            }
            index += 1;
        }
    }
    (lines, selected)
}

/// What a meeting is called and whose it is: whole, on at most so many rows, or else as much as one row takes.
fn told(row: &MeetingRow, model: &Model, room: u16, most: usize) -> Vec<String> {
    let forms = &model.setup.lists.agendas;
    let form = forms.iter().find(|choice| choice.id == row.agenda_id);
    let short =
        form.and_then(|choice| choice.agenda.as_ref().ok()).map(|(agenda, _)| agenda.short_name.as_str());
    let brief = row.title_and_arenden(short, usize::from(room));
    let whole = row.title_and_arenden(None, usize::MAX);
    if brief == whole {
        return vec![brief];
    }
    // The names come first in what is broken too: the form is said briefly.
    let named = row.named_briefly(short);
    let broken = wrap(&named, room);
    if broken.len() > most { vec![brief] } else { broken.into_iter().map(Cow::into_owned).collect() }
}
