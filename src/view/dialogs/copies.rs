//! Who gets what of a meeting's papers.
//!
//! ```text
//! ┌ Vem får vad ─────────────────────────────────────────────────┐
//! │ Eva Ek, rektor            hela protokollet                   │
//! │>Maja Mo, mentor         < ärende 1 >           lämnad 23 nov │
//! │ Nils Ask, psykolog        inget: var inte med                │
//! │                                                              │
//! │ Maja Mo, mentor: lämnad 23 nov, v1, inte v2                  │
//! │ Skrivare: Virtuell, 1 av varje, båda sidor                   │
//! │ Enter visa  s skriv ut allt  f som filer  Esc tillbaka       │
//! └──────────────────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::Message;
use crate::app::action::name_keys;
use crate::app::dialog::{Copies, CopyRow};
use crate::app::model::Model;
use crate::app::{NO_PRINTER, last_given, last_given_in_short, what_they_get};
use crate::domain::copies::{Part, proposed_from};
use crate::domain::dates::spoken_date;
use crate::domain::held::{HeldKeys, count_words};
use crate::domain::meeting::Callings;
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, rows_of, top};
use crate::view::theme::Meaning;
use crate::view::widgets::hints as hint_line;
use ratatui::layout::Rect;

const WIDEST: u16 = 104;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, copies: &Copies, model: &Model) {
    let width = inner_width(area, WIDEST);
    // Once for all rows: each says how many of them its recipient doesn't get.
    let keys = model.meeting_screen().map(|screen| screen.meeting.held_keys()).unwrap_or_default();
    let widest = |of: &dyn Fn(&CopyRow) -> u16| copies.rows.iter().map(of).max().unwrap_or(0);
    // A mark in front, the signs of a choice, and what has been said of it.
    let others = widest(&|row| {
        let told = beside(model, (copies, row)).first().map_or(0, |told| cells(told) + 2);
        cells(&what_they_get(model, &keys, row)).saturating_add(told + 6)
    });
    let most = (width * 2 / 5).max(width.saturating_sub(others));
    let name = widest(&|row| cells(&row.share.who)).min(most);
    let held = keys.len();
    let before = proposal(model);
    let printing = printing(copies);
    let of_printing = rows_of(&printing, width);
    let of_before = before.as_ref().map_or(0, |before| rows_of(before, width));
    let beneath = 2 + u16::from(held > 0) + of_printing + of_before;
    // Where rows are cut, the one in turn is said whole beneath; the frame stands still while one walks.
    let of_whole = if others.saturating_add(widest(&|row| cells(&row.share.who))) <= width {
        0
    } else {
        let wholes = widest(&|row| rows_of(&whole(model, &keys, copies, row), width));
        wholes.min((area.height / 4).max(1))
    };
    let rows = count(copies.rows.len()).saturating_add(beneath).saturating_add(of_whole);
    let mut rest = frame(pen, area, width, rows, "Vem får vad");
    let mut last = bottom(&mut rest, 1);
    if copies.rows.len() > usize::from(rest.height) {
        let place = format!("{} av {}", copies.cursor + 1, copies.rows.len());
        last = pen.put_right(last, &place, Meaning::Quiet);
    }
    hint_line::draw_over(pen, last, &hints(model));
    pen.put_wrapped(bottom(&mut rest, of_printing), &printing, Meaning::Quiet);
    if let Some(before) = before {
        pen.put_wrapped(bottom(&mut rest, of_before), &before, Meaning::Text);
    }
    if held > 0 {
        let them = if held == 1 { "den" } else { "dem" };
        let said = format!("! {}: titta på {them} (‹LetThrough›)", count_words(held));
        pen.put(bottom(&mut rest, 1), &name_keys(said), Meaning::Warn);
    }
    let whole_place = bottom(&mut rest, of_whole);
    if let Some(row) = copies.rows.get(copies.cursor) {
        pen.put_wrapped(whole_place, &whole(model, &keys, copies, row), Meaning::Text);
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
    let what = what(model, held, copy, highlighted);
    let after = pen.put(right_of(place, name + 1), &what, chosen(own));
    // Whole or not at all: all of it stands beneath, of the highlighted one.
    let there = right_of(after, 2);
    let told = beside(model, (copies, copy));
    if let Some(told) = told.iter().find(|told| cells(told) <= there.width) {
        pen.put_right(there, told, chosen(Meaning::Quiet));
    }
}

/// What somebody gets, between arrows where it can be changed.
fn what(model: &Model, held: &HeldKeys, copy: &CopyRow, highlighted: bool) -> String {
    let what = what_they_get(model, held, copy);
    let several = copy.choices.len() > 1 || copy.share.despite.is_some();
    if highlighted && several { format!("< {what} >") } else { format!("  {what}") }
}

/// What last happened to somebody's copy, or how they get it, or what is proposed: the fullest wording first.
fn beside(model: &Model, (copies, copy): (&Copies, &CopyRow)) -> Vec<String> {
    let nothing = matches!(copy.part(), Part::Nothing(_)) && !copy.share.plan;
    let who = &copy.share.who;
    if let Some(told) = last_given(model, copies, who) {
        let short = last_given_in_short(model, copies, who);
        return std::iter::once(told).chain(short).collect();
    }
    let proposed = copy.proposed.as_ref().map(|told| format!("förslag: {told}"));
    let way = copy.share.way.clone().filter(|_| !nothing);
    let short = proposed.is_some().then(|| "förslag".to_owned());
    proposed.or(way).into_iter().chain(short).collect()
}

/// A row in full: "Maja Mo, mentor: ärende 1 · lämnad 23 nov".
fn whole(model: &Model, held: &HeldKeys, copies: &Copies, copy: &CopyRow) -> String {
    let told = beside(model, (copies, copy)).into_iter().next();
    let told = told.map(|told| format!(" · {told}")).unwrap_or_default();
    format!("{}: {}{told}", copy.share.who, what_they_get(model, held, copy))
}

/// That the list of the meeting before proposes something, and how it is taken.
fn proposal(model: &Model) -> Option<String> {
    let meeting = &model.meeting_screen()?.meeting;
    let day = proposed_from(&Callings::of(meeting), model.now.today()).filter(|_| !meeting.is_locked())?;
    Some(name_keys(format!("Förslag från {}: ‹Recipients› visar listan ifylld som då.", spoken_date(day))))
}

/// "Skrivare: Virtuell, 2 av varje, båda sidor".
fn printing(copies: &Copies) -> String {
    match (&copies.printers, &copies.wish.printer) {
        (None, _) => "Letar efter skrivare …".to_owned(),
        (Some(printers), _) if printers.is_empty() => name_keys(format!("{NO_PRINTER}.")),
        (Some(_), name) => format!(
            "Skrivare: {}, {} av varje, {}",
            name.as_deref().unwrap_or("den förvalda"),
            copies.wish.copies,
            if copies.wish.duplex { "båda sidor" } else { "en sida" }
        ),
    }
}
