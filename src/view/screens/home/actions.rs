//! Home's column of what was promised and isn't done. The row in turn stands there in full.
//!
//! ```text
//! ATT FÖLJA UPP  7, 2 försenade
//!   Försenat
//! ! 3 dagar sen  Blå · Kartläggning läsning       Sara S
//! >!igår         Röd · Ringa BUP och fråga hur långt
//!                kön är
//!                Kurator · senast sön 22 nov ·
//!                EHT Ängsskolan, mån 9 nov
//!   Inom en vecka
//!   idag         Gul · Samtal med hemmet          Mentor
//!   ↓ 4 till
//! ```
//!
//! An action is one row where it fits, and more where it doesn't: what, who and when are always said whole. In a wide column it
//! says at which meeting it was agreed. Many that don't fit beneath each other stand in two columns where there is width
//! for them.

use crate::app::Message;
use crate::app::action::name_keys;
use crate::domain::meeting::brief_among;
use crate::domain::overview::{ActionRow, Home, Soon};
use crate::view::pen::{Pen, cells, count, right_of, top, wrap};
use crate::view::theme::Meaning;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Between a text and who is to do it.
const BETWEEN: u16 = 2;

/// The width of one of two columns, at least, and what stands between them.
const ONE_OF_TWO: (u16, u16) = (56, 3);

/// What the column shows.
pub(super) struct Column<'a> {
    pub(super) data: &'a Home,
    /// How many rows of home come before the first action.
    pub(super) meetings: usize,
    /// The action that is highlighted.
    pub(super) in_turn: Option<usize>,
    /// Whether they stand under headings, where those are of several kinds.
    pub(super) headed: bool,
    pub(super) today: NaiveDate,
}

/// A line of the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Heading(Soon),
    Action(usize),
}

/// How an action stands in the column when it isn't in turn.
struct Laid<'a> {
    lines: Vec<Cow<'a, str>>,
    who: Cow<'a, str>,
    /// Whether who is to do it stands beneath the text.
    beneath: bool,
}

impl Laid<'_> {
    fn height(&self) -> usize {
        self.lines.len() + usize::from(self.beneath)
    }
}

impl Column<'_> {
    fn actions(&self) -> &[ActionRow] {
        &self.data.actions
    }

    /// The width of "when".
    fn widest(&self, width: u16) -> u16 {
        let all = self.actions().iter().map(|row| cells(&row.when(self.today)));
        all.max().unwrap_or(0).min(width / 3)
    }

    /// What stands beneath each other: the actions in their order, with a heading above those that are equally soon.
    fn lines(&self) -> Vec<Line> {
        let soon = |row: &ActionRow| row.soon(self.today);
        let headed = self.headed && self.actions().windows(2).any(|two| soon(&two[0]) != soon(&two[1]));
        let mut lines = Vec::new();
        let mut above = None;
        for (index, row) in self.actions().iter().enumerate() {
            if headed && above.replace(soon(row)) != Some(soon(row)) {
                lines.push(Line::Heading(soon(row)));
            }
            lines.push(Line::Action(index));
        }
        lines
    }

    /// Whether they are more than have room beneath each other.
    fn is_high(&self, height: u16) -> bool {
        self.lines().len() > usize::from(height)
    }

    /// How wide they want to be where there are so many rows for them: one row each, and in two columns where they are many.
    pub(super) fn wanted_in(&self, height: u16) -> u16 {
        let (one, between) = ONE_OF_TWO;
        if self.is_high(height.saturating_sub(1)) {
            self.wanted().max(2 * one + between)
        } else {
            self.wanted()
        }
    }

    /// How wide the column has to be for each action to stand on one row.
    fn wanted(&self) -> u16 {
        let row = |row: &ActionRow| {
            cells(&row.label_and_text()).saturating_add(BETWEEN).saturating_add(cells(row.owner_in_words()))
        };
        let widest = self.actions().iter().map(row).max().unwrap_or(0);
        widest.saturating_add(self.widest(u16::MAX) + 4)
    }

    /// How many rows the actions want in a width, the heading aside.
    pub(super) fn rows(&self, width: u16) -> u16 {
        let room = width.saturating_sub(self.widest(width) + 4);
        let rows = self.actions().iter().enumerate().map(|(index, row)| {
            if self.in_turn == Some(index) {
                self.whole(index, width).len()
            } else {
                self.laid(row, room).height()
            }
        });
        count(rows.sum())
    }

    /// The row in turn, in full.
    fn whole(&self, index: usize, width: u16) -> Vec<String> {
        let Some(row) = self.actions().get(index) else { return Vec::new() };
        let room = width.saturating_sub(self.widest(width) + 4);
        let (text, facts) = (row.label_and_text(), row.facts(self.today));
        let lines = wrap(&text, room).into_iter().chain(wrap(&facts, room));
        lines.map(Cow::into_owned).collect()
    }

    /// Who is to do it, briefly where that is unambiguous among all that are here.
    fn brief<'b>(&'b self, row: &'b ActionRow) -> Cow<'b, str> {
        let all = self.actions().iter().filter_map(|row| row.owner.as_deref());
        brief_among(row.owner_in_words(), all)
    }

    /// How an action stands in `room`: on one row, with the whole name where each of them has room for it; otherwise on
    /// several.
    fn laid<'b>(&'b self, row: &'b ActionRow, room: u16) -> Laid<'b> {
        let text = row.label_and_text();
        let whole = self.wanted() <= room.saturating_add(self.widest(u16::MAX) + 4);
        let brief = if whole { Cow::Borrowed(row.owner_in_words()) } else { self.brief(row) };
        if cells(&text) + BETWEEN + cells(&brief) <= room {
            return Laid { lines: vec![Cow::Owned(text)], who: brief, beneath: false };
        }
        let lines: Vec<Cow<'b, str>> =
            wrap(&text, room).into_iter().map(|line| Cow::Owned(line.into_owned())).collect();
        let last = lines.last().map_or(0, |line| cells(line));
        let beneath = last + BETWEEN + cells(&brief) > room;
        Laid { lines, who: brief, beneath }
    }
}

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, column: &Column<'_>) {
    let data = column.data;
    let mut rest = area;
    draw_heading(pen, top(&mut rest, 1), data);
    if data.open_actions == 0 {
        pen.put(top(&mut rest, 1), "Inga öppna åtgärder.", Meaning::Quiet);
        return;
    }
    let (one, between) = ONE_OF_TWO;
    let places = if column.is_high(rest.height) && rest.width >= 2 * one + between {
        let width = (rest.width - between) / 2;
        vec![Rect { width, ..rest }, Rect { width, ..right_of(rest, rest.width - width) }]
    } else {
        vec![rest]
    };
    draw_lines(pen, &places, column);
}

/// Draws what has room in `places`, which are equally wide and high: the first is filled, and then the next.
fn draw_lines(pen: &mut Pen<'_>, places: &[Rect], column: &Column<'_>) {
    let (data, actions) = (column.data, column.actions());
    let Some((width, height)) = places.first().map(|place| (place.width, place.height)) else { return };
    let widest = column.widest(width);
    let mut room = width.saturating_sub(widest + 4);
    // Where the width is there for it, at which meeting each was agreed stands last.
    let agreed: Vec<String> = actions.iter().map(|row| row.agreed_at(column.today)).collect();
    let of_agreed = agreed.iter().map(|text| cells(text)).max().unwrap_or(0) + BETWEEN;
    let wanted = column.wanted().saturating_sub(widest + 4);
    let told = wanted.saturating_add(of_agreed) <= room;
    if told {
        room = wanted;
    }
    let whole = column.in_turn.map_or_else(Vec::new, |index| column.whole(index, width));
    let lines = column.lines();
    let laid: Vec<Laid<'_>> = actions.iter().map(|row| column.laid(row, room)).collect();
    let rows = |line: usize| match lines[line] {
        Line::Heading(_) => 1,
        Line::Action(index) if column.in_turn == Some(index) => whole.len().max(1),
        Line::Action(index) => laid[index].height(),
    };
    let in_turn = column.in_turn.and_then(|index| lines.iter().position(|line| *line == Line::Action(index)));
    let more = data.open_actions > actions.len();
    let rooms = vec![height; places.len()];
    let heads = |line: usize| matches!(lines[line], Line::Heading(_));
    let (first, ends) = window((lines.len(), more), in_turn, (&rows, &heads), &rooms);
    let mut begin = first;
    let mut left = places.last().copied().unwrap_or_default();
    for (place, end) in places.iter().zip(&ends) {
        let mut rest = *place;
        for (at, line) in lines.iter().enumerate().take(*end).skip(begin) {
            let place = top(&mut rest, count(rows(at)));
            match *line {
                Line::Heading(soon) => drop(pen.put(right_of(place, 2), soon.heading(), Meaning::Heading)),
                Line::Action(index) => {
                    if column.in_turn == Some(index) {
                        draw_whole(pen, place, &actions[index], (&whole, widest), column.today);
                    } else {
                        draw_row(pen, place, &actions[index], (&laid[index], widest, room), column.today);
                        if told {
                            let last = right_of(place, widest + 4 + room + BETWEEN);
                            pen.put(last, &agreed[index], Meaning::Quiet);
                        }
                    }
                    pen.hit(place, Message::ClickIndex(column.meetings + index));
                }
            }
        }
        (begin, left) = (*end, rest);
    }
    let are_actions = |lines: &[Line]| lines.iter().filter(|line| matches!(line, Line::Action(_))).count();
    let above = are_actions(&lines[..first]);
    let below = data.open_actions.saturating_sub(are_actions(&lines[..begin]));
    let mark = match (above, below) {
        (0, 0) => return,
        (0, below) => format!("↓ {below} till"),
        (above, 0) => format!("↑ {above} till"),
        (above, below) => format!("↑ {above}  ↓ {below} till"),
    };
    // The last of very many aren't here to be reached.
    let mark = if more { name_keys(format!("{mark} (‹ListActions› visar alla)")) } else { mark };
    pen.put(right_of(top(&mut left, 1), 2), &mark, Meaning::Quiet);
}

fn draw_heading(pen: &mut Pen<'_>, area: Rect, data: &Home) {
    let line = pen.put(area, "ATT FÖLJA UPP", Meaning::Heading);
    let (counted, meaning) = match (data.open_actions, data.late_actions) {
        (0, _) => return,
        (open, 0) => (format!("  {open}"), Meaning::Quiet),
        (open, 1) => (format!("  {open}, 1 försenad"), Meaning::Warn),
        (open, late) => (format!("  {open}, {late} försenade"), Meaning::Warn),
    };
    pen.put(line, &counted, meaning);
}

/// Which of the lines are shown: from where, and where each column of so many `rooms` ends. The one in turn always, moved no
/// further than needed; a row of the last column is kept for saying how many more there are, as there are if `more`. What `heads`
/// others never ends a column.
fn window(
    (lines, more): (usize, bool),
    in_turn: Option<usize>,
    (height, heads): (&dyn Fn(usize) -> usize, &dyn Fn(usize) -> bool),
    rooms: &[u16],
) -> (usize, Vec<usize>) {
    let packed = |first: usize, kept: usize| {
        let mut at = first;
        let fill = |(column, room): (usize, &u16)| {
            let last = column + 1 == rooms.len();
            let room = usize::from(*room).saturating_sub(if last { kept } else { 0 });
            let (begin, mut used) = (at, 0);
            while at < lines {
                used += height(at);
                // The one in turn is shown as far as there is room for it, in the last column if nowhere else.
                if used > room && !(last && Some(at) == in_turn && used == height(at)) {
                    break;
                }
                at += 1;
            }
            if at > begin && at < lines && heads(at - 1) {
                at -= 1;
            }
            at
        };
        rooms.iter().enumerate().map(fill).collect::<Vec<_>>()
    };
    let ends_at = |ends: &[usize]| ends.last().copied().unwrap_or(0);
    let all = packed(0, 0);
    if !more && ends_at(&all) == lines {
        return (0, all);
    }
    let last = in_turn.unwrap_or(0);
    let mut first = 0;
    loop {
        let ends = packed(first, 1);
        if first >= last || ends_at(&ends) > last {
            return (first, ends);
        }
        first += 1;
    }
}

fn draw_row(
    pen: &mut Pen<'_>,
    area: Rect,
    row: &ActionRow,
    (laid, widest, room): (&Laid<'_>, u16, u16),
    today: NaiveDate,
) {
    let late = row.is_late(today);
    let meaning = if late { Meaning::Warn } else { Meaning::Text };
    if late {
        pen.put(area, "!", Meaning::Warn);
    }
    let place = right_of(area, 2);
    pen.put(Rect { width: place.width.min(widest), ..place }, &row.when(today), meaning);
    let mut rest = right_of(area, widest + 4);
    rest.width = rest.width.min(room);
    let of_owner = if row.owner.is_none() { Meaning::Warn } else { Meaning::Text };
    for (at, line) in laid.lines.iter().enumerate() {
        let mut place = top(&mut rest, 1);
        if at + 1 == laid.lines.len() && !laid.beneath {
            place = pen.put_right(place, &laid.who, of_owner);
        }
        pen.put(place, line, Meaning::Text);
    }
    if laid.beneath {
        pen.put_right(top(&mut rest, 1), &laid.who, of_owner);
    }
}

fn draw_whole(
    pen: &mut Pen<'_>,
    area: Rect,
    row: &ActionRow,
    (lines, widest): (&[String], u16),
    today: NaiveDate,
) {
    pen.paint(area, Meaning::Selected);
    pen.put(area, if row.is_late(today) { ">!" } else { ">" }, Meaning::Selected);
    let place = right_of(area, 2);
    pen.put(Rect { width: place.width.min(widest), ..place }, &row.when(today), Meaning::Selected);
    let mut rest = right_of(area, widest + 4);
    let cut = lines.len() > usize::from(rest.height);
    for (index, line) in lines.iter().enumerate().take(usize::from(rest.height)) {
        let more = cut && index + 1 == usize::from(rest.height);
        let line = if more { format!("{line} …") } else { line.clone() };
        pen.put(top(&mut rest, 1), &line, Meaning::Selected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_in_turn_is_always_among_those_shown() {
        for lines in 1..8 {
            for room in 1..12_u16 {
                for in_turn in 0..lines {
                    for columns in 1..3 {
                        let said = format!("{lines} lines, {room} high, {in_turn}, {columns}");
                        let height = |index: usize| if index == in_turn { 4 } else { 1 };
                        let (first, ends) = window(
                            (lines, false),
                            Some(in_turn),
                            (&height, &|_| false),
                            &vec![room; columns],
                        );
                        assert_eq!(ends.len(), columns);
                        assert!((first..*ends.last().unwrap()).contains(&in_turn), "{said}");
                        let begins = std::iter::once(first).chain(ends.iter().copied());
                        for (begin, end) in begins.zip(&ends) {
                            let used: usize = (begin..*end).map(height).sum();
                            assert!(used <= usize::from(room) || end - begin == 1, "{said}");
                        }
                    }
                }
            }
        }
        assert_eq!(window((3, false), None, (&|_| 1, &|_| false), &[3]), (0, vec![3]));
        assert_eq!(window((3, true), None, (&|_| 1, &|_| false), &[3]), (0, vec![2]));
        // Where one column is full the next goes on.
        assert_eq!(window((6, false), None, (&|_| 1, &|_| false), &[4, 4]), (0, vec![4, 6]));
        assert_eq!(window((9, false), Some(8), (&|_| 1, &|_| false), &[4, 4]), (2, vec![6, 9]));
        // What stands above others stands with them.
        assert_eq!(window((6, false), None, (&|_| 1, &|line| line == 3), &[4, 4]), (0, vec![3, 6]));
    }
}
