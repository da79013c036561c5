//! A question with yes and no, and a rule that speaks.
//!
//! ```text
//! ┌ Innan vi går vidare ──────────────────────────────┐
//! │ ! Vårdnadshavaren har inte fått ordet.            │
//! │   Alla ska få berätta (Dals-Ed 2022, avsnitt 6).  │
//! │   Ge ordet i laget runt.                          │
//! │                                                   │
//! │ Skäl> Vårdnadshavaren fick förhinder▏             │
//! │ Enter ordna nu  Ctrl-G gå vidare ändå             │
//! └───────────────────────────────────────────────────┘
//! ```

use super::frame;
use crate::app::dialog::{ASK_WIDTH, Confirm, RuleStop, asked_lines, asked_rows, asked_whole, inner_width};
use crate::app::meeting::rule_stop;
use crate::app::model::Model;
use crate::app::ui::question;
use crate::domain::rules::{Finding, Severity};
use crate::view::hints;
use crate::view::pen::{Pen, bottom, cells, count, right_of, top};
use crate::view::theme::Meaning;
use crate::view::widgets::hints::{self as hint_line, Hint};
use crate::view::widgets::input_line;
use ratatui::layout::Rect;

/// A reason takes at most so many rows.
const REASON_ROWS: u16 = 3;

/// A line of what is said.
struct Said {
    indent: u16,
    text: String,
    meaning: Meaning,
}

pub(super) fn draw_confirm(pen: &mut Pen<'_>, area: Rect, confirm: &Confirm, model: &Model) {
    let widest = inner_width(area.width, ASK_WIDTH);
    let mut said = Vec::new();
    for paragraph in &confirm.text {
        add(&mut said, 0, paragraph, Meaning::Text, widest);
    }
    let keys = hints(model).into_iter().filter_map(|(key, label, action)| {
        Some((key, question::says(confirm, model.size, action, &label)?, action))
    });
    let keys: Vec<Hint> = keys.collect();
    let width = width_of(&said, &keys, &confirm.title).min(widest);
    let of_keys = hint_line::rows(&keys, width);
    let mut rest = frame(pen, area, width, count(said.len()) + 1 + of_keys, &confirm.title);
    hint_line::draw_over(pen, bottom(&mut rest, of_keys), &keys);
    let page = (said.len() > asked_whole(model.size.1)).then(|| asked_rows(model.size.1));
    draw_said(pen, rest, &said, confirm.top, page);
}

pub(super) fn draw_rule(pen: &mut Pen<'_>, area: Rect, stop: &RuleStop, model: &Model) {
    let title = if stop.to.is_some() { "Innan vi går vidare" } else { "Innan mötet avslutas" };
    let title = match (&stop.reason, stop.asked().len()) {
        (Some(_), all @ 2..) => format!("{title}: skäl {} av {all}", stop.at + 1),
        _ => title.to_owned(),
    };
    let width = inner_width(area.width, ASK_WIDTH);
    let keys = hints(model).into_iter().filter_map(|(key, label, action)| {
        Some((key, rule_stop::says(model, stop, action, &label)?, action))
    });
    let keys: Vec<Hint> = keys.collect();
    let prompt = "Skäl";
    let reason = stop.reason.as_ref().map(|line| (line, input_line::rows(prompt, line, width, REASON_ROWS)));
    let of_keys = hint_line::rows(&keys, width);
    let below = reason.map_or(0, |(_, rows)| rows + 1) + of_keys - 1;
    let mut said = findings_said(&stop.shown(), width, true);
    if count(said.len()) + below + 4 > area.height {
        said = findings_said(&stop.shown(), width, false);
    }
    let mut rest = frame(pen, area, width, count(said.len()) + 2 + below, &title);
    hint_line::draw_over(pen, bottom(&mut rest, of_keys), &keys);
    if let Some((line, rows)) = reason {
        if rest.height > rows + 3 {
            bottom(&mut rest, 1);
        }
        input_line::draw(pen, bottom(&mut rest, rows), prompt, line);
    }
    draw_said(pen, rest, &said, stop.top, None);
}

/// What the rules say. Where there are too many for the screen, why and what to do is told of the first, the one that
/// Enter mends, before the others are named; it is told of them further down.
fn findings_said(findings: &[&Finding], width: u16, whole: bool) -> Vec<Said> {
    let mut said = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        if at == 1 || (at > 1 && whole) {
            said.push(Said { indent: 0, text: String::new(), meaning: Meaning::Text });
        }
        finding_said(&mut said, finding, width, whole || at == 0);
    }
    for finding in findings.iter().skip(1).filter(|_| !whole) {
        said.push(Said { indent: 0, text: String::new(), meaning: Meaning::Text });
        finding_said(&mut said, finding, width, true);
    }
    said
}

fn finding_said(said: &mut Vec<Said>, finding: &Finding, width: u16, whole: bool) {
    let (mark, meaning) = match finding.severity {
        Severity::Blocking => ("Stopp: ", Meaning::Warn),
        Severity::Overridable => ("! ", Meaning::Warn),
        Severity::Advisory => ("", Meaning::Strong),
    };
    add(said, 0, &format!("{mark}{}", finding.what), meaning, width);
    if whole {
        add(said, 2, &finding.why, Meaning::Quiet, width);
        add(said, 2, &finding.remedy, Meaning::Text, width);
    }
}

fn add(said: &mut Vec<Said>, indent: u16, text: &str, meaning: Meaning, width: u16) {
    if text.is_empty() && indent > 0 {
        return;
    }
    for text in asked_lines(text, width.saturating_sub(indent)) {
        said.push(Said { indent, text, meaning });
    }
}

fn width_of(said: &[Said], keys: &[Hint], title: &str) -> u16 {
    let text = said.iter().map(|line| cells(&line.text) + line.indent).max().unwrap_or(0);
    let keys: u16 = keys.iter().map(|(key, label, _)| cells(key) + cells(label) + 3).sum();
    text.max(keys).max(cells(title) + 4)
}

/// Draws what is said from the row `from`; where not all of it fits, the last row says where one is. Where it is known how many
/// rows are seen at a time, it is a `page` of so many.
fn draw_said(pen: &mut Pen<'_>, area: Rect, said: &[Said], from: usize, page: Option<usize>) {
    let mut rest = area;
    let all = said.len();
    let cut = page.is_some() || (all > usize::from(area.height) && area.height > 1);
    if cut {
        let row = bottom(&mut rest, 1);
        rest.height = rest.height.min(page.map_or(rest.height, count));
        let height = usize::from(rest.height);
        let first = from.min(all.saturating_sub(height));
        let place = format!("rad {}–{} av {all}", first + 1, first + height);
        let left = pen.put_right(row, &place, Meaning::Quiet);
        pen.put(left, if first + height < all { "↓ läs vidare" } else { "↑ tillbaka upp" }, Meaning::HintKey);
        return draw_rows(pen, rest, &said[first..(first + height).min(all)]);
    }
    draw_rows(pen, rest, &said[..all.min(usize::from(area.height))]);
}

fn draw_rows(pen: &mut Pen<'_>, area: Rect, said: &[Said]) {
    let mut rest = area;
    for line in said {
        pen.put(right_of(top(&mut rest, 1), line.indent), &line.text, line.meaning);
    }
}
