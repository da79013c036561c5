//! Home's column of what was promised and isn't done. The row in turn stands there in full.
//!
//! ```text
//! ATT FÖLJA UPP  7, 2 försenade
//! ! 3 dagar sen  Blå · Kartläggning läsning       Sara S
//! >!igår         Röd · Ringa BUP och fråga hur långt
//!                kön är
//!                Kurator · senast sön 22 nov ·
//!                EHT Ängsskolan, mån 9 nov
//!   idag         Gul · Samtal med hemmet          Mentor
//!   ↓ 4 till
//! ```
//!
//! An action is one row where it fits, and more where it doesn't and the column is high enough for all of them. In a wide
//! column it says at which meeting it was agreed.

use crate::app::Message;
use crate::domain::meeting::brief_among;
use crate::domain::overview::{ActionRow, Home};
use crate::view::pen::{Pen, cells, count, right_of, top, wrap, wrap_facts};
use crate::view::theme::Meaning;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Between a text and who is to do it.
const BETWEEN: u16 = 2;

/// Who is to do it has at least so many cells.
const LEAST_WHO: u16 = 8;

/// What the column shows.
pub(super) struct Column<'a> {
    pub(super) data: &'a Home,
    /// How many rows of home come before the first action.
    pub(super) meetings: usize,
    /// The action that is highlighted.
    pub(super) in_turn: Option<usize>,
    pub(super) today: NaiveDate,
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

    /// How wide the column has to be for each action to stand on one row.
    pub(super) fn wanted(&self) -> u16 {
        let row = |row: &ActionRow| {
            cells(&row.label_and_text()).saturating_add(BETWEEN).saturating_add(cells(row.owner_in_words()))
        };
        let widest = self.actions().iter().map(row).max().unwrap_or(0);
        widest.saturating_add(self.widest(u16::MAX) + 4)
    }

    /// How many rows the actions want in a width, the heading aside.
    pub(super) fn rows(&self, width: u16) -> u16 {
        let whole = self.in_turn.map_or(0, |index| self.whole(index, width).len().saturating_sub(1));
        count(self.actions().len() + whole)
    }

    /// The row in turn, in full.
    fn whole(&self, index: usize, width: u16) -> Vec<String> {
        let Some(row) = self.actions().get(index) else { return Vec::new() };
        let room = width.saturating_sub(self.widest(width) + 4);
        let (text, facts) = (row.label_and_text(), row.facts(self.today));
        let lines = wrap(&text, room).into_iter().chain(wrap_facts(&facts, room));
        lines.map(Cow::into_owned).collect()
    }

    /// Who is to do it, briefly where that is unambiguous among all that are here.
    fn brief<'b>(&'b self, row: &'b ActionRow) -> Cow<'b, str> {
        let all = self.actions().iter().filter_map(|row| row.owner.as_deref());
        brief_among(row.owner_in_words(), all)
    }

    /// How an action stands in `room`: on one row, with the whole name where each of them has room for it; otherwise on
    /// several if it `may` be broken.
    fn laid<'b>(&'b self, row: &'b ActionRow, room: u16, may: bool) -> Laid<'b> {
        let text = row.label_and_text();
        let whole = self.wanted() <= room.saturating_add(self.widest(u16::MAX) + 4);
        let brief = if whole { Cow::Borrowed(row.owner_in_words()) } else { self.brief(row) };
        if !may || cells(&text) + BETWEEN + cells(&brief) <= room {
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
    let (data, actions) = (column.data, column.actions());
    let mut rest = area;
    draw_heading(pen, top(&mut rest, 1), data);
    if data.open_actions == 0 {
        pen.put(top(&mut rest, 1), "Inga öppna åtgärder.", Meaning::Quiet);
        return;
    }
    let widest = column.widest(area.width);
    let mut room = area.width.saturating_sub(widest + 4);
    // Where the width is there for it, at which meeting each was agreed stands last.
    let agreed: Vec<String> = actions.iter().map(|row| row.agreed_at(column.today)).collect();
    let of_agreed = agreed.iter().map(|text| cells(text)).max().unwrap_or(0) + BETWEEN;
    let wanted = column.wanted().saturating_sub(widest + 4);
    let told = wanted.saturating_add(of_agreed) <= room;
    if told {
        room = wanted;
    }
    let whole = column.in_turn.map_or_else(Vec::new, |index| column.whole(index, area.width));
    let mut spare = usize::from(rest.height)
        .saturating_sub(actions.len() + whole.len().saturating_sub(1))
        .saturating_sub(usize::from(data.open_actions > actions.len()));
    let laid: Vec<Laid<'_>> = actions
        .iter()
        .map(|row| {
            let broken = column.laid(row, room, true);
            let more = broken.height() - 1;
            if more > spare {
                return column.laid(row, room, false);
            }
            spare -= more;
            broken
        })
        .collect();
    let height =
        |index: usize| if column.in_turn == Some(index) { whole.len().max(1) } else { laid[index].height() };
    let (first, last) = window(actions.len(), data.open_actions, column.in_turn, &height, rest.height);
    for (index, row) in actions.iter().enumerate().take(last).skip(first) {
        let place = top(&mut rest, count(height(index)));
        if column.in_turn == Some(index) {
            draw_whole(pen, place, row, (&whole, widest), column.today);
        } else {
            draw_row(pen, place, row, (&laid[index], widest, room), column.today);
            if told {
                pen.put(right_of(place, widest + 4 + room + BETWEEN), &agreed[index], Meaning::Quiet);
            }
        }
        pen.hit(place, Message::ClickIndex(column.meetings + index));
    }
    let below = data.open_actions.saturating_sub(last);
    let mark = match (first, below) {
        (0, 0) => return,
        (0, below) => format!("↓ {below} till"),
        (above, 0) => format!("↑ {above} till"),
        (above, below) => format!("↑ {above}  ↓ {below} till"),
    };
    pen.put(right_of(top(&mut rest, 1), 2), &mark, Meaning::Quiet);
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

/// Which of the rows are shown: the one in turn always, moved no further than needed; a row is kept for saying how many
/// more there are.
fn window(
    rows: usize,
    open: usize,
    in_turn: Option<usize>,
    height: &dyn Fn(usize) -> usize,
    room: u16,
) -> (usize, usize) {
    let room = usize::from(room);
    let total: usize = (0..rows).map(height).sum();
    let room = if total > room || open > rows { room.saturating_sub(1) } else { room };
    let mut first = 0;
    if let Some(in_turn) = in_turn {
        while first < in_turn && (first..=in_turn).map(height).sum::<usize>() > room {
            first += 1;
        }
    }
    let mut used = 0;
    let fits = |index: &usize| {
        used += height(*index);
        used <= room || Some(*index) == in_turn
    };
    (first, first + (first..rows).take_while(fits).count())
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
    let of_owner = if row.owner.is_none() { Meaning::Warn } else { Meaning::Quiet };
    for (at, line) in laid.lines.iter().enumerate() {
        let mut place = top(&mut rest, 1);
        if at + 1 == laid.lines.len() && !laid.beneath {
            let whole = cells(&laid.who);
            let fits = cells(line) + BETWEEN + whole <= place.width;
            let most = if fits { whole } else { whole.min((place.width / 3).max(LEAST_WHO)) };
            let most = most.min(place.width);
            pen.put(right_of(place, place.width - most), &laid.who, of_owner);
            place.width = place.width.saturating_sub(most + 1);
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
        for rows in 1..8 {
            for room in 1..12_u16 {
                for in_turn in 0..rows {
                    let height = |index: usize| if index == in_turn { 4 } else { 1 };
                    let (first, last) = window(rows, rows, Some(in_turn), &height, room);
                    assert!((first..last).contains(&in_turn), "{rows} rows, {room} high, {in_turn}");
                    let used: usize = (first..last).map(height).sum();
                    assert!(
                        used <= usize::from(room) || last - first == 1,
                        "{rows} rows, {room} high, {in_turn}"
                    );
                }
            }
        }
        assert_eq!(window(3, 3, None, &|_| 1, 3), (0, 3));
        assert_eq!(window(3, 9, None, &|_| 1, 3), (0, 2));
    }
}
