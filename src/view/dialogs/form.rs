//! Fields to fill in.
//!
//! ```text
//! ┌ Mötets uppgifter ─────────────────────────────────┐
//! │ Det som står här kommer med i protokollet.        │
//! │                                                   │
//! │  Plats         Konferensrummet                    │
//! │ >Börjar        09.00▏                             │
//! │  Sekretess     < nej >  2 av 2                    │
//! │                                                   │
//! │ Klockslag, till exempel 13.00                     │
//! │ Enter vidare  F8 spara  Tab nästa                 │
//! └───────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::Message;
use crate::app::action::name_keys;
use crate::app::dialog::{Field, FieldKind, Form, understood};
use crate::app::model::Model;
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, top, wrap};
use crate::view::theme::Meaning;
use crate::view::widgets::hints::{self as hint_line, Hint};
use crate::view::widgets::input_line;
use ratatui::layout::Rect;
use std::borrow::Cow;

const WIDEST: u16 = 88;

/// What is understood of a day stands no nearer than after a whole one in digits.
const SHORTEST_DAY: u16 = 11;

/// A label is no wider than this; longer ones are shortened.
const LABEL: u16 = 30;

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, form: &Form, model: &Model) {
    let width = inner_width(area, WIDEST);
    let inside = frame(pen, area, width, rows(form, width), &form.title);
    draw_fields(pen, inside, form, model, &hints(model));
}

/// How many rows the form wants in a width.
pub(in crate::view) fn rows(form: &Form, width: u16) -> u16 {
    let intro = intro_rows(form, width);
    let said = count(said(form, width).len()).max(1);
    intro + u16::from(intro > 0) + count(form.shown().count()) + u16::from(form.folded() > 0) + 1 + said + 1
}

fn intro_rows(form: &Form, width: u16) -> u16 {
    intro(form).map(|text| count(wrap(&text, width).len())).sum()
}

fn intro(form: &Form) -> impl Iterator<Item = String> {
    form.intro.iter().map(name_keys)
}

/// What is said below the fields: what is wrong, or else what the field in turn takes.
fn said(form: &Form, width: u16) -> Vec<String> {
    let said = match (form.told(), form.fields.get(form.cursor)) {
        (Some(error), _) => format!("! {error}"),
        // All that can be ticked is seen, with what is.
        (None, Some(field)) if matches!(field.kind, FieldKind::Several(_)) => all_ticks(field),
        // What is shortened beside its field stands in full here.
        (None, Some(field)) if cells(&field.label) > LABEL.min(width / 2) && field.hint.is_empty() => {
            field.label.clone()
        }
        (None, Some(field)) if cells(&field.label) > LABEL.min(width / 2) => {
            format!("{}. {}", field.label, field.hint)
        }
        (None, Some(field)) => field.hint.clone(),
        (None, None) => String::new(),
    };
    wrap(&name_keys(said), width).into_iter().map(Cow::into_owned).collect()
}

/// What can be ticked: "[x] skola  [ ] BUP". A tick and its word aren't parted.
fn all_ticks(field: &Field) -> String {
    let words = field.kind.choices().unwrap_or_default().iter();
    let all: Vec<String> = words.map(|word| tick(field, word).replace(' ', "\u{a0}")).collect();
    [all.join("  "), field.hint.clone()].join("\n")
}

fn tick(field: &Field, word: &str) -> String {
    format!("[{}] {word}", if field.ticked().any(|known| known == word) { "x" } else { " " })
}

/// Draws the intro, the fields and what is said about them in `area`. Where room is short, the fields come first.
pub(in crate::view) fn draw_fields(pen: &mut Pen<'_>, area: Rect, form: &Form, model: &Model, keys: &[Hint]) {
    let mut rest = area;
    let wanted = rows(form, area.width);
    if wanted < rest.height {
        rest.height = wanted;
    }
    hint_line::draw_over(pen, bottom(&mut rest, 1), keys);
    let said = said(form, area.width);
    let mut place = bottom(&mut rest, count(said.len()));
    for line in &said {
        let meaning = if form.error.is_some() { Meaning::Warn } else { Meaning::Quiet };
        pen.put(top(&mut place, 1), line, meaning);
    }
    let shown: Vec<usize> = form.shown().collect();
    let waits = u16::from(form.folded() > 0);
    let fields = count(shown.len()) + waits;
    let told = intro_rows(form, area.width);
    let spare = rest.height.saturating_sub(fields.min(rest.height / 2 + 1));
    if told > 0 && spare > 0 {
        let mut place = top(&mut rest, told.min(spare));
        for text in intro(form) {
            place = pen.put_wrapped(place, &text, Meaning::Text);
        }
        if rest.height > fields {
            top(&mut rest, 1);
        }
    }
    if rest.height > fields {
        bottom(&mut rest, 1);
    }
    if waits > 0 && rest.height > 1 {
        let more = name_keys(format!("+ {} fält till: ‹MoreFields›", form.folded()));
        let row = Rect { y: rest.y + rest.height.min(fields) - 1, height: 1, ..rest };
        pen.put(right_of(row, 1), &more, Meaning::Quiet);
        rest.height = rest.height.min(fields) - 1;
    }
    // As wide whether all of them are shown or not: nothing moves when they come.
    let label = form.fields.iter().map(|field| cells(&field.label)).max().unwrap_or(0);
    let label = label.min(LABEL).min(area.width / 2);
    let at = shown.iter().position(|index| *index == form.cursor).unwrap_or(0);
    let first = first_shown(shown.len(), at, rest.height);
    let last = (first + usize::from(rest.height)).min(shown.len());
    let cut = (first > 0, last < shown.len());
    for (place, index) in shown.iter().copied().enumerate().take(last).skip(first) {
        let Some(field) = form.fields.get(index) else { continue };
        let row = top(&mut rest, 1);
        draw_field(pen, row, field, (label, understood(model, form, index)), index == form.cursor);
        let mark = if place == first && cut.0 {
            "↑"
        } else if place + 1 == last && cut.1 {
            "↓"
        } else {
            ""
        };
        pen.put_right(row, mark, Meaning::Quiet);
        pen.hit(row, Message::ClickIndex(index));
    }
}

/// What a day is understood as stands beside it, while it is typed and after.
fn draw_field(
    pen: &mut Pen<'_>,
    row: Rect,
    field: &Field,
    (label, echo): (u16, Option<String>),
    focused: bool,
) {
    if focused {
        pen.put(row, ">", Meaning::Strong);
    }
    let place = right_of(row, 1);
    let meaning = if focused { Meaning::Strong } else { Meaning::Quiet };
    pen.put(Rect { width: label.min(place.width), ..place }, &field.label, meaning);
    // What is typed stands in the same column as the words of a choice, which have a sign in front while one chooses.
    let before = right_of(place, label + 1);
    let mut value = right_of(before, 2);
    // A cell is left for the mark that says that there is more.
    value.width = value.width.saturating_sub(2);
    if let Some(echo) = echo.map(|day| format!("→ {day}")) {
        let typed = cells(field.line.value()) + 1;
        let beside = right_of(value, typed.max(SHORTEST_DAY) + 1);
        // Too narrow for both: what is typed goes before, and what it means has what is left of the line.
        let needed = value.width.saturating_sub(cells(&echo)).max(typed + 1);
        let place = if cells(&echo) <= beside.width { beside } else { right_of(value, needed) };
        pen.put(place, &echo, Meaning::Quiet);
        value.width = place.x.saturating_sub(value.x + 1).max(typed.min(value.width));
    }
    match &field.kind {
        FieldKind::Choice(words) if focused => {
            let is_open = field.value().is_empty();
            let value = if is_open { "välj" } else { field.value() };
            let after = pen.put(before, &format!("< {value} >"), Meaning::Input);
            let beside = right_of(after, 2);
            // Where nothing is chosen yet, what can be is seen, or how much it is.
            let all: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
            let at = all.iter().position(|word| *word == field.value()).map_or(1, |at| at + 1);
            let seen = all.join(" · ");
            let place = match is_open {
                true if cells(&seen) < beside.width => seen,
                true => format!("{} att välja på", all.len()),
                false => format!("{at} av {}", all.len()),
            };
            pen.put(beside, &place, Meaning::Quiet);
        }
        FieldKind::Several(words) if focused => {
            let word = words.get(field.chosen).map(|word| tick(field, word)).unwrap_or_default();
            let after = pen.put(before, &format!("< {word} >"), Meaning::Input);
            let place = format!("{} av {}", field.chosen + 1, words.len());
            pen.put(right_of(after, 2), &place, Meaning::Quiet);
        }
        FieldKind::Several(_) => {
            pen.put(value, &field.ticked().collect::<Vec<_>>().join(", "), Meaning::Text);
        }
        FieldKind::Choice(_) => {
            pen.put(value, field.value(), Meaning::Text);
        }
        kind => input_line::draw_field(pen, value, &field.line, kind.is_secret(), focused),
    }
}
