//! Who gets what of a meeting's papers.
//!
//! ```text
//! ┌ Vem får vad ─────────────────────────────────────────────────┐
//! │ Eva Ek, rektor            hela protokollet                   │
//! │>Maja Mo, mentor         < ärende 1 >           lämnad 23 nov │
//! │ Nils Ask, psykolog        inget: var inte med                │
//! │                                                              │
//! │ Skrivare: Virtuell, 1 av varje, båda sidor                   │
//! │ Enter visa  s skriv ut allt  f som filer  Esc tillbaka       │
//! └──────────────────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::Message;
use crate::app::action::name_keys;
use crate::app::dialog::{Copies, CopyRow};
use crate::app::model::Model;
use crate::app::{last_given, what_they_get};
use crate::domain::copies::Part;
use crate::domain::held::{HeldKeys, count_words};
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top};
use crate::view::theme::Meaning;
use crate::view::widgets::hints as hint_line;
use ratatui::layout::Rect;

const WIDEST: u16 = 104;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, copies: &Copies, model: &Model) {
    let width = inner_width(area, WIDEST);
    let name = copies.rows.iter().map(|row| cells(&row.share.who)).max().unwrap_or(0).min(width * 2 / 5);
    // Once for all rows: each says how many of them its recipient doesn't get.
    let keys = model.meeting_screen().map(|screen| screen.meeting.held_keys()).unwrap_or_default();
    let held = keys.len();
    let beneath = if held > 0 { 4 } else { 3 };
    let mut rest = frame(pen, area, width, count(copies.rows.len()).saturating_add(beneath), "Vem får vad");
    let mut last = bottom(&mut rest, 1);
    if copies.rows.len() > usize::from(rest.height) {
        let place = format!("{} av {}", copies.cursor + 1, copies.rows.len());
        last = pen.put_right(last, &place, Meaning::Quiet);
    }
    hint_line::draw(pen, last, &hints(model));
    pen.put(bottom(&mut rest, 1), &printing(copies), Meaning::Quiet);
    if held > 0 {
        let them = if held == 1 { "den" } else { "dem" };
        let said = format!("! {}: titta på {them} (‹LetThrough›)", count_words(held));
        pen.put(bottom(&mut rest, 1), &name_keys(said), Meaning::Warn);
    }
    bottom(&mut rest, 1);
    let first = first_shown(copies.rows.len(), copies.cursor, rest.height);
    for (index, row) in copies.rows.iter().enumerate().skip(first).take(usize::from(rest.height)) {
        let place = top(&mut rest, 1);
        draw_row(pen, place, name, row, index == copies.cursor, (copies, &keys), model);
        pen.hit(place, Message::ClickIndex(index));
    }
}

fn draw_row(
    pen: &mut Pen<'_>,
    row: Rect,
    name: u16,
    copy: &CopyRow,
    highlighted: bool,
    (copies, held): (&Copies, &HeldKeys),
    model: &Model,
) {
    let nothing = matches!(copy.part(), Part::Nothing(_)) && !copy.share.plan;
    let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
    if highlighted {
        pen.paint(row, Meaning::Selected);
        pen.put(row, ">", Meaning::Selected);
    }
    let place = right_of(row, 1);
    let own = if nothing { Meaning::Quiet } else { Meaning::Text };
    pen.put(Rect { width: name.min(place.width), ..place }, &copy.share.who, chosen(own));
    let what = what_they_get(model, held, copy);
    let several = copy.choices.len() > 1 || copy.share.despite.is_some();
    let what = if highlighted && several { format!("< {what} >") } else { format!("  {what}") };
    let after = pen.put(right_of(place, name + 1), &what, chosen(own));
    let given = last_given(model, copies, &copy.share.who).or_else(|| copy.share.way.clone());
    if let Some(given) = given.filter(|_| !nothing) {
        pen.put_right(right_of(after, 2), &given, chosen(Meaning::Quiet));
    }
}

/// "Skrivare: Virtuell, 2 av varje, båda sidor".
fn printing(copies: &Copies) -> String {
    match (&copies.printers, &copies.wish.printer) {
        (None, _) => "Letar efter skrivare …".to_owned(),
        (Some(printers), _) if printers.is_empty() => {
            name_keys("Ingen skrivare är inlagd: ‹PrintAll› sparar kopiorna som filer.")
        }
        (Some(_), name) => format!(
            "Skrivare: {}, {} av varje, {}",
            name.as_deref().unwrap_or("den förvalda"),
            copies.wish.copies,
            if copies.wish.duplex { "båda sidor" } else { "en sida" }
        ),
    }
}
