//! What was promised at all meetings. What the row in turn says stands in full beneath.
//!
//! ```text
//! ┌ Åtgärder: 7 öppna, 2 försenade ──────────────────────────────────────┐
//! │ Sök> maja▏                                                           │
//! │                                                                      │
//! │>försenad 3 dgr  Kartläggning läsning före julu…  ”Blå”  Maja Mo      │
//! │ fre             Bildschema i klassrummet                Maja Mo      │
//! │ klar            Boka tolk                               Maja Mo      │
//! │                                                                      │
//! │ Kartläggning läsning före jullovet  ”Blå”                            │
//! │ Maja Mo · senast fre 20 nov · EHT Ängsskolan, mån 9 nov              │
//! │ Sagt fre 20 nov: pågår. Hann inte.                                   │
//! │ Enter följ upp  F3 till mötet  Esc tillbaka                 1 av 3   │
//! └──────────────────────────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::Message;
use crate::app::action_list::ActionList;
use crate::app::model::Model;
use crate::domain::dates::short_date;
use crate::domain::overview::ActionRow;
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top, wrap, wrap_facts};
use crate::view::theme::Meaning;
use crate::view::widgets::{hints as hint_line, input_line};
use chrono::NaiveDate;
use ratatui::layout::Rect;

const WIDEST: u16 = 116;

/// The rows of the list that are left whatever the row in turn has to say.
const FEWEST: u16 = 3;

/// What stands round the rows of the list: the search, what the row in turn says, the keys.
const AROUND: u16 = 10;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, list: &ActionList, model: &Model) {
    let today = model.now.today();
    let shown = list.shown(today);
    let width = inner_width(area, WIDEST);
    // The frame stands still while one types and walks.
    let height = count(list.rows.len()).saturating_add(AROUND);
    let mut rest = frame(pen, area, width, height, &list.title(today));

    let typed = pen.put(top(&mut rest, 1), "Sök> ", Meaning::HintKey);
    input_line::draw_field(pen, typed, &list.filter, false, true);
    top(&mut rest, 1);
    let mut keys = bottom(&mut rest, 1);
    if !shown.is_empty() {
        let place = format!("{} av {}", (list.cursor + 1).min(shown.len()), shown.len());
        keys = pen.put_right(keys, &place, Meaning::Quiet);
    }
    hint_line::draw(pen, keys, &hints(model));
    let Some(selected) = shown.get(list.cursor) else {
        pen.put(rest, "Ingen åtgärd passar det som är skrivet.", Meaning::Quiet);
        return;
    };
    draw_whole(pen, &mut rest, selected, model);

    let standing = shown.iter().map(|row| cells(&row.standing(today))).max().unwrap_or(0).min(rest.width / 3);
    let owner = shown.iter().map(|row| cells(row.owner_in_words())).max().unwrap_or(0).min(rest.width / 4);
    let first = first_shown(shown.len(), list.cursor, rest.height);
    for (index, row) in shown.iter().enumerate().skip(first).take(usize::from(rest.height)) {
        let place = top(&mut rest, 1);
        draw_row(pen, place, row, (standing, owner), index == list.cursor, today);
        pen.hit(place, Message::ClickIndex(index));
    }
}

/// Takes its rows from the bottom of `rest`.
fn draw_whole(pen: &mut Pen<'_>, rest: &mut Rect, row: &ActionRow, model: &Model) {
    let today = model.now.today();
    let mut lines: Vec<(String, Meaning)> = Vec::new();
    let mut add = |text: &str, meaning| {
        lines.extend(wrap(text, rest.width).into_iter().map(|line| (line.into_owned(), meaning)));
    };
    add(&row.text_and_label(), Meaning::Strong);
    for line in wrap_facts(&row.facts(today), rest.width) {
        add(&line, Meaning::Text);
    }
    if let Some(told) = &row.told {
        let day = short_date(model.now.day_at(told.at), today);
        let how = told.evaluation.as_ref().map(|how| format!(". {how}")).unwrap_or_default();
        add(&format!("Sagt {day}: {}{how}", told.status.word()), Meaning::Quiet);
    }
    let room = rest.height.saturating_sub(FEWEST + 1).max(1);
    let rows = count(lines.len()).min(room);
    let mut place = bottom(rest, rows);
    if rest.height > FEWEST {
        bottom(rest, 1);
    }
    for (line, meaning) in lines.iter().take(usize::from(rows)) {
        pen.put(top(&mut place, 1), line, *meaning);
    }
}

fn draw_row(
    pen: &mut Pen<'_>,
    place: Rect,
    row: &ActionRow,
    (standing, owner): (u16, u16),
    highlighted: bool,
    today: NaiveDate,
) {
    let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
    if highlighted {
        pen.paint(place, Meaning::Selected);
        pen.put(place, ">", Meaning::Selected);
    }
    let open = row.is_open();
    let own = if open { Meaning::Text } else { Meaning::Quiet };
    let when = if row.is_late(today) { Meaning::Warn } else { own };
    let rest = right_of(place, 1);
    pen.put(Rect { width: standing.min(rest.width), ..rest }, &row.standing(today), chosen(when));
    let mut rest = right_of(rest, standing + 2);
    let of_owner = if row.owner.is_none() && open { Meaning::Warn } else { Meaning::Quiet };
    pen.put(right_of(rest, rest.width.saturating_sub(owner)), row.owner_in_words(), chosen(of_owner));
    rest.width = rest.width.saturating_sub(owner + 2);
    pen.put(rest, &row.text_and_label(), chosen(own));
}
