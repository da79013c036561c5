//! The wall: few words, large, calm. It draws what [`Wall`] holds and nothing else.
//!
//! ```text
//!  Sammanhang · Nuläge · Behov · PLANERING · Ansvar   09.31
//!
//!  Ärende 2 av 4 · Blå
//!  Vem gör vad, och till när?      (as large as there is room for)
//!
//!  ÖVERENSKOMMET
//!  Bildschema i klassrummet    Mentor          fre 27 nov
//!  FÖRSLAG
//!  Synen kontrolleras          Skolsköterska   tors 3 dec
//!
//!  ████████████░░░░░░░░  12 av 20 min
//! ```

mod bricks;
mod ladder;
mod page;

use super::canvas::Canvas;
use super::pen::{Pen, bottom, cells, count, right_of, top, within, wrap};
use super::theme::Meaning;
use super::widgets::big::{self, Size};
use super::widgets::head::PRACTICE;
use crate::app::action::name_keys;
use crate::app::model::Theme;
use crate::app::wall::{Scene, Talk, Time, Wall};
use crate::domain::agenda::Phase;
use crate::domain::meeting::lower_first;
use ratatui::layout::Rect;

/// What the wall's own window is.
const THIS_IS: &str = "Väggen visar mötet för alla i rummet. Det skrivs på en annan skärm.";
/// And which keys it has; those of the terminal, too.
const ITS_KEYS: &str = "‹Wall:Blank› släcker · ‹Wall:ShowOnWall› väljer möte · ‹Wall:Theme› byter färger · \
    Ctrl och + ger större text · ‹Wall:Quit› stänger";

/// How wide the bar of time is at most.
const BAR: u16 = 24;
/// From this height on there is air over what is said.
const LOW: u16 = 14;
/// And from this on under it too.
const ROOMY: u16 = 22;
/// Lines of a calm scene take at most so many lines each.
const CALM_LINES: usize = 2;

/// Draws the whole wall.
pub fn draw_wall(wall: &Wall, theme: Theme, canvas: &mut Canvas) {
    let mut pen = Pen::new(canvas, theme, None);
    let area = pen.area();
    draw(&mut pen, area, wall);
}

/// Draws the wall in `area`.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, wall: &Wall) {
    let mut rest = within(area, 2);
    let mut head = top(&mut rest, 1);
    if wall.practice {
        head = right_of(pen.put(head, PRACTICE, Meaning::Practice), 1);
    }
    // Where several are on, each says which it is.
    if let Some(name) = &wall.name {
        head = pen.put_right(head, name, Meaning::Text);
        head.width = head.width.saturating_sub(2);
    }
    match &wall.scene {
        Scene::Talk(talk) => {
            draw_head(pen, head, wall, talk);
            draw_talk(pen, rest, talk);
        }
        Scene::Waiting { when } => {
            let when = when.as_ref().map(|when| format!("Vi börjar {when}")).unwrap_or_default();
            draw_calm(pen, rest, &["Välkommen", &when, &wall.agenda_name, &wall.clock]);
        }
        Scene::Choosing(called) => draw_choices(pen, rest, called),
        Scene::Paused => draw_calm(pen, rest, &[&wall.clock, "Paus"]),
        Scene::Closed { again: Some(again) } => {
            // The day isn't broken.
            let day = format!("Vi ses igen {}", again.when.replace(' ', "\u{a0}"));
            draw_calm(pen, rest, &[&day, &again.place, "Tack för i dag"]);
        }
        Scene::Closed { again: None } => draw_calm(pen, rest, &["Tack för i dag", &wall.agenda_name]),
    }
    if wall.told {
        draw_told(pen, within(area, 2), wall.name.as_deref());
    }
}

/// What the window is and which keys it has, over what stands lowest, for as long as it takes to read.
fn draw_told(pen: &mut Pen<'_>, area: Rect, name: Option<&str>) {
    let this = name.map(|name| format!("Det här är {}. {THIS_IS}", lower_first(name)));
    let lines = [this.as_deref().unwrap_or(THIS_IS), ITS_KEYS].map(name_keys);
    let lines: Vec<_> = lines.iter().flat_map(|line| wrap(line, area.width)).collect();
    let mut rest = area;
    let mut place = bottom(&mut rest, count(lines.len()) + 1);
    pen.clear(place);
    pen.rule(top(&mut place, 1));
    for line in &lines {
        pen.put(top(&mut place, 1), line, Meaning::Text);
    }
}

/// A few words in the middle, the first the largest; the others in one size, which is smaller.
fn draw_calm(pen: &mut Pen<'_>, area: Rect, words: &[&str]) {
    let words: Vec<&str> = words.iter().copied().filter(|line| !line.is_empty()).collect();
    let Some((first, others)) = words.split_first() else { return };
    let set = |large: Size, small: Option<Size>| {
        let first = big::wrap(first, area.width, large).filter(|lines| lines.len() <= CALM_LINES)?;
        let others: Option<Vec<Vec<String>>> = others
            .iter()
            .map(|text| match small {
                Some(size) => big::wrap(text, area.width, size).filter(|lines| lines.len() <= CALM_LINES),
                None => Some(wrap(text, area.width).into_iter().map(Into::into).collect()),
            })
            .collect();
        let mut parts = vec![(first, Some(large))];
        parts.extend(others?.into_iter().map(|lines| (lines, small)));
        Some(parts)
    };
    let rows = |(lines, size): &(Vec<String>, Option<Size>)| match size {
        Some(size) => size.rows(lines.len()),
        None => count(lines.len()),
    };
    let gap = if area.height >= 30 { 3 } else { 1 };
    let used = |parts: &[(Vec<String>, Option<Size>)]| {
        parts.iter().map(rows).sum::<u16>() + gap * count(parts.len().saturating_sub(1))
    };
    // A quarter of the wall stays empty round the words, so that it is calm.
    let room = area.height.saturating_sub(area.height / 6);
    let sizes = Size::ALL.iter().enumerate();
    let steps =
        sizes.flat_map(|(at, large)| Size::ALL[at + 1..].iter().map(move |small| (*large, Some(*small))));
    let plain = Size::ALL.iter().rev().take(2).rev().map(|large| (*large, None));
    // Rather as large as the first than in small type.
    let alike = [(Size::LOW, Some(Size::LOW))].into_iter().filter(|_| others.len() > 1);
    let parts = steps
        .chain(alike)
        .chain(plain)
        .find_map(|(large, small)| set(large, small).filter(|parts| used(parts) <= room));
    let parts = parts.unwrap_or_else(|| {
        words
            .iter()
            .map(|text| (wrap(text, area.width).into_iter().map(Into::into).collect(), None))
            .collect()
    });
    let mut rest = area;
    top(&mut rest, area.height.saturating_sub(used(&parts)) / 2);
    for (at, part) in parts.iter().enumerate() {
        let meaning = if at == 0 { Meaning::Title } else { Meaning::Question };
        let mut place = top(&mut rest, rows(part));
        top(&mut rest, gap);
        match part.1 {
            Some(size) => {
                for line in &part.0 {
                    let width = size.columns(line).min(place.width);
                    let centred = right_of(place, (place.width - width) / 2);
                    big::draw_in(pen, centred, std::slice::from_ref(line), meaning, size);
                    top(&mut place, size.rows(2) - size.rows(1));
                }
            }
            None => {
                for line in &part.0 {
                    pen.put_centred(top(&mut place, 1), line, meaning);
                }
            }
        }
    }
}

/// Which meeting is to be shown, each with the key that takes it.
fn draw_choices(pen: &mut Pen<'_>, area: Rect, called: &[String]) {
    let mut rest = area;
    top(&mut rest, 1);
    let asked = if called.is_empty() { "Inget möte att visa i dag" } else { "Vilket möte ska visas?" };
    pen.put(top(&mut rest, 1), asked, Meaning::Title);
    top(&mut rest, 1);
    for (at, name) in called.iter().enumerate() {
        pen.put(top(&mut rest, 1), &format!("{}  {name}", at + 1), Meaning::Text);
    }
    top(&mut rest, 1);
    pen.put(top(&mut rest, 1), &name_keys("‹Wall:ShowOnWall›  som förut"), Meaning::Quiet);
}

/// One thin line: where in the meeting we are, and the clock. What doesn't fit is left out, the form's name first.
fn draw_head(pen: &mut Pen<'_>, row: Rect, wall: &Wall, talk: &Talk) {
    let row = pen.put_right(row, &wall.clock, Meaning::Text);
    let here = talk.phase.name().to_uppercase();
    let name = |phase: Phase| if phase == talk.phase { here.clone() } else { phase.name().to_owned() };
    let all: Vec<String> = talk.walked.iter().map(|phase| name(*phase)).collect();
    let all = all.join(" · ");
    if cells(&all) + 1 > row.width {
        pen.put(row, &here, Meaning::Title);
        return;
    }
    let left = cells(&all) + cells(&wall.agenda_name) + 5;
    if left <= row.width {
        let place = Rect { width: row.width.saturating_sub(2), ..row };
        pen.put_right(place, &wall.agenda_name, Meaning::Quiet);
    }
    let (before, after) = all.split_once(&here).unwrap_or((&all, ""));
    let rest = pen.put(row, before, Meaning::Quiet);
    let rest = pen.put(rest, &here, Meaning::Title);
    pen.put(rest, after, Meaning::Quiet);
}

fn draw_talk(pen: &mut Pen<'_>, area: Rect, talk: &Talk) {
    let mut rest = area;
    draw_time(pen, bottom(&mut rest, 1), &talk.time);
    if let Some(only) = &talk.only {
        let lines = wrap(only, rest.width);
        let mut place = bottom(&mut rest, count(lines.len()));
        for line in &lines {
            pen.put(top(&mut place, 1), line, Meaning::Strong);
        }
    }
    bottom(&mut rest, u16::from(area.height >= ROOMY));
    top(&mut rest, u16::from(area.height >= LOW));
    ladder::draw(pen, rest, talk);
}

fn draw_time(pen: &mut Pen<'_>, row: Rect, time: &Time) {
    match time {
        Time::Untold => {}
        Time::Ends(end) => {
            pen.put(row, &format!("Vi slutar {end}"), Meaning::Text);
        }
        Time::Spent { spent, given } => {
            let width = BAR.min(row.width / 3);
            let share = i64::from(width) * (*spent).clamp(0, *given) / (*given).max(1);
            let filled = usize::try_from(share).unwrap_or(0).min(usize::from(width));
            let over = spent > given;
            let meaning = if over { Meaning::Warn } else { Meaning::Good };
            let bar = format!("{}{}", "█".repeat(filled), "░".repeat(usize::from(width) - filled));
            let left = pen.put(row, &bar, meaning);
            let over_time = if over { ", över tiden" } else { "" };
            let said = format!("{spent} av {given} min{over_time}");
            pen.put(right_of(left, 2), &said, if over { Meaning::Warn } else { Meaning::Text });
        }
    }
}
