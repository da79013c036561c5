//! The bottom of every screen: the keys that work now, a word to the user with the key that goes on beside or beneath it, and
//! what is saved.
//!
//! ```text
//! ! inte sparat (2): Disken är full. Frigör plats; texten finns kvar här och sparas så snart det går.
//!  Enter spara  Tab fyll i  Ctrl-B beslut                                          sparat 09.31
//! ```

use super::hints::{self, Hint};
use crate::app::Model;
use crate::app::action::name_keys;
use crate::app::model::{Found, Saving, Screen};
use crate::domain::progress::Progress;
use crate::view::pen::{Pen, bottom, cells, count, right_of, top, within, wrap};
use crate::view::theme::Meaning;
use ratatui::layout::Rect;

/// A notice never takes more rows than this.
const MOST_ROWS: usize = 3;

/// So many cells stand between a notice and the keys after it.
const BETWEEN: u16 = 3;

/// What stands until something is done about it gets the rows that it needs: what to do comes last.
const MOST_WARNING: usize = 5;

/// Takes its rows from the bottom of `area` and draws there.
pub(crate) fn draw(pen: &mut Pen<'_>, area: &mut Rect, model: &Model, keys: &[Hint]) {
    let saving = model.saving();
    let (state, state_meaning) = (saving.in_words(model.now), meaning_of(&saving));
    let papers = model.papers.filter(|work| work.all > 0);
    let state = match papers {
        None if model.work.is_some_and(|work| work.all > 0) => {
            let percent = model.work.and_then(Progress::percent).unwrap_or_default();
            format!("rensar databasen {percent} %  {state}").trim_end().to_owned()
        }
        Some(work) => format!("papper {} av {}  {state}", work.done, work.all).trim_end().to_owned(),
        None => state,
    };
    let width = area.width.saturating_sub(2);
    let beside = width.saturating_sub(cells(&state) + 2);
    if let Some(notice) = &model.notice {
        let (said, meaning) = if notice.bad {
            (format!("! {}", notice.text), Meaning::Warn)
        } else {
            (notice.text.clone(), Meaning::Text)
        };
        let lines = wrap(&said, beside);
        let rows = lines.len().min(MOST_ROWS);
        let used = lines[..rows].last().map_or(0, |line| cells(line) + BETWEEN);
        // Whatever is said, the key that goes on is there: after the words, or on a row of its own.
        let least = hints::least_of(keys);
        let beneath = u16::from(used.saturating_add(least) > beside);
        let mut place = within(bottom(area, count(rows) + beneath), 1);
        pen.clear(place);
        pen.put_right(Rect { height: 1, ..place }, &state, state_meaning);
        place.width = beside;
        for (at, line) in lines[..rows].iter().enumerate() {
            let row = top(&mut place, 1);
            pen.put(row, line, meaning);
            if at + 1 == rows && beneath == 0 {
                hints::draw(pen, right_of(row, used), keys);
            }
        }
        if beneath > 0 {
            hints::draw(pen, place, keys);
        }
    } else {
        let place = within(bottom(area, 1), 1);
        let mut left = pen.put_right(place, &state, state_meaning);
        left.width = left.width.min(beside);
        hints::draw(pen, left, keys);
    }
    // What the disk has refused for that says it all.
    let found =
        model.found.as_ref().filter(|found| !found.short || !matches!(saving, Saving::NotSaved { .. }));
    if let Some(said) = found.and_then(|found| about_database(found, &model.screen)) {
        warn(pen, area, &format!("! {said}"), width);
    }
    // Where the database lies is said at home, where one can do something about it.
    if let (Screen::Home(_), Some(warning)) = (&model.screen, &model.warning) {
        warn(pen, area, &format!("! {warning}"), width);
    }
    if let Saving::Away { why, .. } = &saving {
        warn(pen, area, &format!("! {why}"), width);
    }
    if let Saving::NotSaved { why, count: acts } = &saving {
        warn(pen, area, &format!("! inte sparat ({acts}): {why}"), width);
    }
}

/// How it looks what is said of saving.
pub(crate) fn meaning_of(saving: &Saving) -> Meaning {
    match saving {
        Saving::Nothing | Saving::UnderWay => Meaning::Quiet,
        Saving::Saved(_) => Meaning::Good,
        Saving::Away { .. } | Saving::NotSaved { .. } => Meaning::Warn,
    }
}

/// What was found amiss with the database: all of it at home, and elsewhere until it was read. What keeps anything from being
/// written is said everywhere.
fn about_database(found: &Found, screen: &Screen) -> Option<String> {
    let whole = || Some(found.text.clone());
    match screen {
        Screen::Home(_) if found.short => {
            Some(name_keys(format!("{} ‹FoundAgain› frågar igen om du går vidare.", found.text)))
        }
        Screen::Home(_) => whole(),
        Screen::Meeting(_) if !found.read => whole(),
        Screen::Meeting(_) if found.short => {
            let what = found.text.split_once(": ").map_or(found.text.as_str(), |(what, _)| what);
            Some(format!("{what}. Inget i mötena sparas förrän någon har gått vidare."))
        }
        Screen::Meeting(_) | Screen::Start(_) | Screen::Opening => None,
    }
}

/// Takes the rows that a warning needs from the bottom of `area` and writes it there.
fn warn(pen: &mut Pen<'_>, area: &mut Rect, said: &str, width: u16) {
    let lines = wrap(said, width);
    let rows = lines.len().min(MOST_WARNING);
    let mut place = within(bottom(area, count(rows)), 1);
    for line in &lines[..rows] {
        pen.put(top(&mut place, 1), line, Meaning::Warn);
    }
}
