//! A list to choose from, narrowed down by typing.
//!
//! ```text
//! ┌ Nytt möte ────────────────────────────────────────┐
//! │ Sök> eh▏                                          │
//! │                                                   │
//! │>EHT     Elevhälsoteam                             │
//! │ ! SIP   filen går inte att läsa, rad 12           │
//! │                                                   │
//! │ Enter välj  Esc tillbaka                 1 av 2   │
//! └───────────────────────────────────────────────────┘
//! ```
//!
//! The support catalogue tells what the highlighted row is, below the list:
//!
//! ```text
//! ┌ Stöd för 6–7 år ──────────────────────────────────┐
//! │ Sök> ▏                                            │
//! │                                                   │
//! │>ABC-föräldrastöd     3–12 år · Dals-Ed            │
//! │ BUP                  till och med 17 år           │
//! │───────────────────────────────────────────────────│
//! │ Fem träffar i grupp för föräldrar …               │
//! │ För föräldrarna. Huvudman: kommunen. Källa: …     │
//! │ Enter välj  Esc tillbaka                 1 av 2   │
//! └───────────────────────────────────────────────────┘
//! ```

use super::{frame, inner_width};
use crate::app::action::name_keys;
use crate::app::dialog::{Choice, Pick, PickItem};
use crate::app::model::Model;
use crate::app::{Context, Message};
use crate::domain::text;
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, first_shown, right_of, rows_of, top, wrap};
use crate::view::theme::Meaning;
use crate::view::widgets::{hints as hint_line, input_line};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Text is read in lines of so many cells.
const WIDEST: u16 = 96;

/// A list of rows alone is as wide as they are, and no wider than this.
const WIDEST_ROWS: u16 = 170;

/// So many rows a list keeps when there is much to tell of one of them.
const LEAST_ROWS: u16 = 4;

/// Labels take at most this share of the width, where what is good to know about them needs the rest.
const LABEL_SHARE: (u16, u16) = (3, 5);

/// A fact that is said whole in each row has at most so many cells: "gäller till 5 nov 2027".
const FACT: u16 = 24;

/// A label in so many cells: its end, where it begins as another does in them, such as the names of files made for several people.
fn told_apart<'a>(label: &'a str, mut others: impl Iterator<Item = &'a str>, width: u16) -> Cow<'a, str> {
    let room = usize::from(width.saturating_sub(1));
    let begins = || text::shorten(label, room).trim_end_matches('…').to_owned();
    if cells(label) <= width || !others.any(|other| other != label && other.starts_with(&begins())) {
        return Cow::Borrowed(label);
    }
    let mut end = label;
    while text::width(end) > room {
        end = end.char_indices().nth(1).map_or("", |(at, _)| &end[at..]);
    }
    Cow::Owned(format!("…{end}"))
}

pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, pick: &Pick, model: &Model) {
    let shown = pick.shown();
    // Sized to all rows, so that the frame stands still while one types.
    let label = pick.items.iter().map(|item| cells(&item.label)).max().unwrap_or(0);
    let below = model.context_below();
    let detail = pick.items.iter().map(|item| cells(&detail_of(item, below))).max().unwrap_or(0);
    // Of several facts, the first, where it is as short as a day.
    let first_fact = |item: &PickItem| {
        let detail = detail_of(item, below);
        detail
            .split_once(" · ")
            .map(|(first, _)| cells(first))
            .filter(|width| *width <= FACT)
            .map(|width| width + 2)
    };
    let fact = pick.items.iter().filter_map(first_fact).max().unwrap_or(0);
    let wanted = label.saturating_add(detail).saturating_add(6).max(cells(&pick.title) + 4).max(44);
    let told = pick.items.iter().any(|item| !item.told.is_empty());
    let widest = inner_width(area, if told { WIDEST } else { WIDEST_ROWS });
    let width = if told { widest } else { widest.min(wanted) };
    let width = if pick.intro.is_empty() { width } else { width.min(WIDEST) };
    let named: Vec<String> = pick.intro.iter().map(name_keys).collect();
    let intro: Vec<Cow<'_, str>> = named.iter().flat_map(|text| wrap(text, width)).collect();
    let below_list = pick.items.iter().map(|item| told_lines(item, width).len()).max().unwrap_or(0);
    // Where rows are cut, the one in turn is said whole beneath.
    let wholes = pick.items.iter().filter(|item| !told && is_cut(item, (label, detail, fact), width, below));
    let wholes = wholes.map(|item| rows_of(&whole(item, below), width)).max().unwrap_or(0);
    let wholes = wholes.min((area.height / 4).max(1));
    let below_list = if told { count(below_list).saturating_add(1) } else { wholes };
    let height = count(pick.items.len().max(1)).saturating_add(4).saturating_add(count(intro.len()));
    let mut rest = frame(pen, area, width, height.saturating_add(below_list), &pick.title);

    if pick.narrows {
        let typed = pen.put(top(&mut rest, 1), "Sök> ", Meaning::HintKey);
        input_line::draw_field(pen, typed, &pick.filter, false, true);
    }
    let mut last = bottom(&mut rest, 1);
    if !shown.is_empty() {
        let place = match pick.highlighted() {
            Some(at) => format!("{} av {}", (at + 1).min(shown.len()), shown.len()),
            None => "välj med ↑ och ↓".to_owned(),
        };
        last = pen.put_right(last, &place, Meaning::Quiet);
    }
    hint_line::draw_over(pen, last, &hints(model));
    for text in &intro {
        pen.put(top(&mut rest, 1), text, Meaning::Quiet);
    }
    if told {
        // The list keeps some rows, however much there is to tell.
        let most = rest.height.saturating_sub(LEAST_ROWS);
        let tells = bottom(&mut rest, below_list.min(most));
        draw_told(pen, tells, pick);
    }
    if rest.height > 2 && !(told && usize::from(rest.height) <= pick.items.len()) {
        top(&mut rest, 1);
        if !told {
            let rows = wholes.max(1).min(rest.height - 1);
            let mut place = bottom(&mut rest, rows);
            let item = pick.selected().filter(|item| is_cut(item, (label, detail, fact), width, below));
            if let Some(item) = item {
                // Right above the keys, as what is said of a field.
                let said = whole(item, below);
                let rows = rows_of(&said, width);
                pen.put_wrapped(bottom(&mut place, rows), &said, Meaning::Quiet);
            }
        }
    }
    if shown.is_empty() {
        let said = if pick.items.is_empty() {
            "Här finns inget att välja."
        } else {
            "Inget passar det som är skrivet."
        };
        pen.put(rest, said, Meaning::Quiet);
        return;
    }
    let label = label_width((label, detail, fact), rest.width);
    let first = first_shown(shown.len(), pick.cursor, rest.height);
    for (index, item) in shown.iter().enumerate().skip(first).take(usize::from(rest.height)) {
        let row = top(&mut rest, 1);
        let highlighted = pick.highlighted() == Some(index);
        let chosen = |meaning| if highlighted { Meaning::Selected } else { meaning };
        let broken = item.choice.is_none();
        if highlighted {
            pen.paint(row, Meaning::Selected);
            pen.put(row, ">", Meaning::Selected);
        }
        let mut place = right_of(row, 1);
        if broken {
            place = right_of(pen.put(place, "!", chosen(Meaning::Warn)), 1);
        }
        let own = Rect { width: label.min(place.width), ..place };
        let others = shown.iter().map(|other| other.label.as_str());
        pen.put(
            own,
            &told_apart(&item.label, others, own.width),
            chosen(if broken { Meaning::Quiet } else { Meaning::Text }),
        );
        pen.put(right_of(place, label + 2), &detail_of(item, below), chosen(Meaning::Quiet));
        pen.hit(row, Message::ClickIndex(index));
    }
}

/// How wide labels are beside what is good to know about them: what the others don't need is theirs. The first fact, such as a
/// day, is said whole where that leaves them a third.
fn label_width((label, detail, fact): (u16, u16, u16), width: u16) -> u16 {
    let share = width.saturating_sub(2) * LABEL_SHARE.0 / LABEL_SHARE.1;
    let share = share.min(width.saturating_sub(fact.saturating_add(3)).max(width / 3));
    let most = share.max(width.saturating_sub(detail.saturating_add(3)));
    if detail == 0 { width } else { label.min(most) }
}

/// Whether a row hasn't room for all of itself.
fn is_cut(item: &PickItem, of_all: (u16, u16, u16), width: u16, below: Context) -> bool {
    let label = label_width(of_all, width);
    let room = width.saturating_sub(label + 3);
    cells(&item.label) > label.min(width.saturating_sub(1)) || cells(&detail_of(item, below)) > room
}

/// A row in full.
fn whole(item: &PickItem, below: Context) -> String {
    match detail_of(item, below) {
        detail if detail.is_empty() => item.label.clone(),
        detail => format!("{}: {detail}", item.label),
    }
}

/// What there is to tell of a row, as it stands in rows of a width.
fn told_lines(item: &PickItem, width: u16) -> Vec<String> {
    item.told.iter().flat_map(|text| wrap(text, width)).map(Cow::into_owned).collect()
}

/// Tells of the highlighted row, under a rule.
fn draw_told(pen: &mut Pen<'_>, area: Rect, pick: &Pick) {
    let mut rest = area;
    pen.rule(top(&mut rest, 1));
    let Some(item) = pick.selected() else { return };
    let lines = told_lines(item, rest.width);
    let cut = lines.len() > usize::from(rest.height);
    let room = usize::from(rest.height).saturating_sub(usize::from(cut));
    for line in lines.iter().take(room) {
        pen.put(top(&mut rest, 1), line, Meaning::Text);
    }
    if cut {
        pen.put(rest, "… gör fönstret större för att läsa allt", Meaning::Quiet);
    }
}

/// What is good to know about a row; for something that a key does too, the key.
fn detail_of(item: &PickItem, below: Context) -> Cow<'_, str> {
    match &item.choice {
        Some(Choice::Act(action)) => Cow::Owned(action.keys_in(below)),
        _ => Cow::Borrowed(&item.detail),
    }
}
