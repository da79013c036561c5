//! The wall: few words, large, calm. It draws what [`Wall`] holds and nothing else.
//!
//! ```text
//!  Elevhälsoteam                                      09.31
//!
//!   ███╗   ██╗██╗   ██╗  (the phase in large type)
//!
//!  Ärende 2 av 4 · Blå
//!  Vad går bra, och var tar det stopp?
//!  Vad säger eleven själv?  (where there is room)
//!
//!  Nu berättar: Kurator
//!
//!  FÖRSLAG  (ÖVERENSKOMMET when it is confirmed)
//!  + Bildschema i klassrummet                           nyss
//!      FÖRSLAG · Mentor · senast fre 27 nov
//!
//!  ████████████░░░░░░░░  12 av 20 min
//! ```

use super::canvas::Canvas;
use super::pen::{Pen, bottom, cells, count, right_of, top, within, wrap};
use super::theme::Meaning;
use super::widgets::big::{self, Size};
use super::widgets::head::PRACTICE;
use crate::app::action::name_keys;
use crate::app::model::Theme;
use crate::app::wall::{Agreed, Scene, Talk, Time, Turn, Wall};
use crate::domain::text;
use ratatui::layout::Rect;

/// From this height on, the question stands in large type if it fits.
const LARGE_QUESTION_FROM: u16 = 34;
/// From this size on, what was agreed does too.
const LARGE_POINTS_FROM: (u16, u16) = (160, 50);
/// How wide the bar of time is at most.
const BAR: u16 = 24;
/// A point's text takes at most so many rows.
const POINT_ROWS: usize = 3;

/// What a point is until it has been read out and confirmed.
const PROPOSAL: &str = "FÖRSLAG";

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
    match &wall.scene {
        Scene::Talk(talk) => {
            let left = pen.put_right(head, &wall.clock, Meaning::Text);
            pen.put(Rect { width: left.width.saturating_sub(2), ..left }, &wall.agenda_name, Meaning::Quiet);
            draw_talk(pen, rest, talk, area);
        }
        Scene::Waiting { when } => {
            let when = when.as_ref().map(|when| format!("Vi börjar {when}"));
            let beneath: Vec<&str> =
                [wall.agenda_name.as_str(), when.as_deref().unwrap_or_default(), wall.clock.as_str()]
                    .into_iter()
                    .filter(|line| !line.is_empty())
                    .collect();
            draw_calm(pen, rest, "Välkommen", &beneath);
        }
        Scene::Choosing(called) => draw_choices(pen, rest, called),
        Scene::Paused => draw_calm(pen, rest, &wall.clock, &["Paus"]),
        Scene::Closed => draw_calm(pen, rest, "Tack för i dag", &[wall.agenda_name.as_str()]),
    }
}

/// A few words in the middle.
fn draw_calm(pen: &mut Pen<'_>, area: Rect, large: &str, beneath: &[&str]) {
    let fitted = Size::ALL.into_iter().find_map(|size| {
        let lines = big::fit_in(large, area.width, 2, size)?;
        (count(lines.len()) * size.rows() + 2 * count(beneath.len()) < area.height).then_some((size, lines))
    });
    let large_rows = fitted.as_ref().map_or(1, |(size, lines)| count(lines.len()) * size.rows());
    let used = large_rows + 2 * count(beneath.len());
    let mut rest = area;
    top(&mut rest, area.height.saturating_sub(used) / 2);
    match fitted {
        Some((size, lines)) => {
            for line in lines {
                let row = top(&mut rest, size.rows());
                let width = cells(&line).saturating_mul(size.columns()).min(row.width);
                let place = right_of(row, (row.width - width) / 2);
                big::draw_in(pen, place, std::slice::from_ref(&line), Meaning::Title, size);
            }
        }
        None => pen.put_centred(top(&mut rest, 1), large, Meaning::Title),
    }
    for line in beneath {
        top(&mut rest, 1);
        pen.put_centred(top(&mut rest, 1), line, Meaning::Question);
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

fn draw_talk(pen: &mut Pen<'_>, area: Rect, talk: &Talk, whole: Rect) {
    let mut rest = area;
    draw_time(pen, bottom(&mut rest, 1), &talk.time);
    if let Some(only) = &talk.only {
        let lines = wrap(only, rest.width);
        let mut place = bottom(&mut rest, count(lines.len()));
        for line in &lines {
            pen.put(top(&mut place, 1), line, Meaning::Strong);
        }
    }
    let air = u16::from(rest.height >= 16);
    bottom(&mut rest, air);
    top(&mut rest, air);
    draw_phase(pen, &mut rest, talk);
    if let Some(subject) = talk.subject.as_ref().filter(|subject| !subject.is_empty()) {
        top(&mut rest, u16::from(whole.height >= LARGE_QUESTION_FROM));
        pen.put(top(&mut rest, 1), subject, Meaning::Title);
    }
    draw_question(pen, &mut rest, &talk.question, whole);
    let large = whole.width >= LARGE_POINTS_FROM.0 && whole.height >= LARGE_POINTS_FROM.1;
    draw_more(pen, &mut rest, talk, air, large);
    if let Some(turn) = &talk.turn {
        top(&mut rest, air);
        let said = match turn {
            Turn::Of(who) => format!("Nu berättar: {who}"),
            Turn::Round => "Ordet går laget runt".to_owned(),
        };
        pen.put(top(&mut rest, 1), &said, Meaning::Strong);
    }
    if !talk.agreed.is_empty() {
        top(&mut rest, air);
        pen.put(top(&mut rest, 1), heading(&talk.agreed), Meaning::Heading);
        draw_points(pen, rest, &talk.agreed, large);
    }
}

fn draw_phase(pen: &mut Pen<'_>, rest: &mut Rect, talk: &Talk) {
    let name = talk.phase.name();
    let fitted = Size::ALL.into_iter().find_map(|size| {
        let lines = big::fit_in(name, rest.width, 1, size)?;
        // At most a third of the wall, so that there is room for what is said.
        (size.rows() * 3 <= rest.height).then_some((size, lines))
    });
    match fitted {
        Some((size, lines)) => big::draw_in(pen, top(rest, size.rows()), &lines, Meaning::Title, size),
        None => {
            pen.put(top(rest, 1), &name.to_uppercase(), Meaning::Title);
        }
    }
}

fn draw_question(pen: &mut Pen<'_>, rest: &mut Rect, question: &str, whole: Rect) {
    let large = (whole.height >= LARGE_QUESTION_FROM).then(|| big::fit(question, rest.width, 2)).flatten();
    match large.filter(|lines| count(lines.len()) * big::LETTER * 3 <= rest.height) {
        Some(lines) => {
            top(rest, 1);
            let rows = count(lines.len()) * big::LETTER;
            big::draw(pen, top(rest, rows), &lines, Meaning::Question);
        }
        None => *rest = pen.put_wrapped(*rest, question, Meaning::Question),
    }
}

/// The phase's other questions, those that fit before what has been said and agreed: that goes before them.
fn draw_more(pen: &mut Pen<'_>, rest: &mut Rect, talk: &Talk, air: u16, large: bool) {
    let turn = if talk.turn.is_some() { 1 + air } else { 0 };
    let width = points_width(*rest, points_indent(&talk.agreed));
    let points: u16 = talk.agreed.iter().map(|point| Point::of(point, width, large).rows()).sum();
    let agreed = if talk.agreed.is_empty() { 0 } else { points + 1 + air };
    let mut room = rest.height.saturating_sub(turn.saturating_add(agreed));
    let mut space = air;
    for question in &talk.more {
        let rows = count(wrap(question, rest.width).len());
        if rows + space > room {
            return;
        }
        room -= rows + space;
        top(rest, space);
        space = 0;
        *rest = pen.put_wrapped(*rest, question, Meaning::Text);
    }
}

/// What the points are together.
fn heading(agreed: &[Agreed]) -> &'static str {
    match (agreed.iter().any(|point| point.confirmed), agreed.iter().all(|point| point.confirmed)) {
        (false, _) => PROPOSAL,
        (true, true) => "ÖVERENSKOMMET",
        (true, false) => "ÖVERENSKOMMET OCH FÖRSLAG",
    }
}

/// What stands in front of a point, and how it is meant.
fn mark(point: &Agreed, read_out: bool) -> (&'static str, Meaning) {
    match (read_out, point.confirmed, point.in_turn) {
        (true, _, true) => ("[>]", Meaning::Strong),
        (true, true, _) => ("[x]", Meaning::Good),
        (true, false, false) => ("[ ]", Meaning::Text),
        (false, ..) if point.new => (">", Meaning::Strong),
        (false, ..) => ("+", Meaning::Text),
    }
}

/// One point, broken into rows.
struct Point<'a> {
    agreed: &'a Agreed,
    large: Option<Vec<String>>,
    lines: Vec<String>,
    detail: String,
}

impl<'a> Point<'a> {
    fn of(point: &'a Agreed, width: u16, large: bool) -> Self {
        let facts: Vec<String> = [
            // Said in a word: what nobody has confirmed isn't agreed.
            if point.confirmed { String::new() } else { PROPOSAL.to_owned() },
            point.place.map(|number| format!("Ärende {number}")).unwrap_or_default(),
            point.who.clone(),
            point.when.clone(),
        ]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
        let mut lines: Vec<String> = wrap(&point.what, width).into_iter().map(Into::into).collect();
        if lines.len() > POINT_ROWS {
            lines.truncate(POINT_ROWS);
            if let Some(last) = lines.last_mut() {
                *last = text::truncate(&format!("{last} …"), usize::from(width)).into_owned();
            }
        }
        Self {
            agreed: point,
            large: large.then(|| big::fit(&point.what, width, 1)).flatten(),
            lines,
            detail: facts.join(" · "),
        }
    }

    fn rows(&self) -> u16 {
        let text =
            self.large.as_ref().map_or(count(self.lines.len()), |lines| count(lines.len()) * big::LETTER);
        text + u16::from(!self.detail.is_empty())
    }
}

fn is_read_out(agreed: &[Agreed]) -> bool {
    agreed.iter().any(|point| point.in_turn) || agreed.iter().all(|point| point.confirmed)
}

/// How far in a point's text begins, after its mark.
fn points_indent(agreed: &[Agreed]) -> u16 {
    if is_read_out(agreed) { 4 } else { 2 }
}

/// How wide a point's text may be: what is new says so to the right of it.
fn points_width(area: Rect, indent: u16) -> u16 {
    area.width.saturating_sub(indent + 6)
}

/// The points that fit, the one in turn or the newest among them.
fn draw_points(pen: &mut Pen<'_>, area: Rect, agreed: &[Agreed], large: bool) {
    let read_out = is_read_out(agreed);
    let indent = points_indent(agreed);
    let width = points_width(area, indent);
    let points: Vec<Point<'_>> = agreed.iter().map(|point| Point::of(point, width, large)).collect();
    let important = agreed
        .iter()
        .position(|point| point.in_turn)
        .or_else(|| agreed.iter().position(|point| point.new))
        .unwrap_or(agreed.len() - 1);
    let (first, last) = shown(&points, important, area.height);
    let mut rest = area;
    if first > 0 {
        pen.put(top(&mut rest, 1), &format!("({first} till ovanför)"), Meaning::Quiet);
    }
    for point in &points[first..last] {
        draw_point(pen, top(&mut rest, point.rows()), point, read_out, indent);
    }
    if last < points.len() {
        pen.put(top(&mut rest, 1), &format!("({} till nedanför)", points.len() - last), Meaning::Quiet);
    }
}

/// Which points are shown in so many rows: as many as fit round the important one, with a row for each end that is cut.
fn shown(points: &[Point<'_>], important: usize, height: u16) -> (usize, usize) {
    let needs = |first: usize, last: usize| {
        let rows: u16 = points[first..last].iter().map(Point::rows).sum();
        rows + u16::from(first > 0) + u16::from(last < points.len())
    };
    let (mut first, mut last) = (important, important + 1);
    loop {
        // Earlier ones first: what was agreed reads from the top.
        if first > 0 && needs(first - 1, last) <= height {
            first -= 1;
        } else if last < points.len() && needs(first, last + 1) <= height {
            last += 1;
        } else {
            return (first, last);
        }
    }
}

fn draw_point(pen: &mut Pen<'_>, area: Rect, point: &Point<'_>, read_out: bool, indent: u16) {
    let (sign, meaning) = mark(point.agreed, read_out);
    let mut rest = area;
    let first = Rect { height: rest.height.min(1), ..rest };
    pen.put(first, sign, meaning);
    if point.agreed.new {
        pen.put_right(first, "nyss", Meaning::Strong);
    }
    match &point.large {
        Some(lines) => {
            let rows = count(lines.len()) * big::LETTER;
            big::draw(pen, right_of(top(&mut rest, rows), indent), lines, meaning);
        }
        None => {
            for line in &point.lines {
                pen.put(right_of(top(&mut rest, 1), indent), line, meaning);
            }
        }
    }
    if !point.detail.is_empty() {
        pen.put(right_of(top(&mut rest, 1), indent), &point.detail, Meaning::Quiet);
    }
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
            let said =
                if over { format!("! {spent} av {given} min") } else { format!("{spent} av {given} min") };
            pen.put(right_of(left, 2), &said, if over { Meaning::Warn } else { Meaning::Text });
        }
    }
}
