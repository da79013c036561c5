//! The first start and the passphrase: a form that fills the screen.
//!
//! ```text
//!  samverkan · Ängsskolan                                          mån 23 nov 2026  08.47
//! ────────────────────────────────────────────────────────────────────────────────────────
//!          Välkommen
//!
//!          Allt som skrivs sparas krypterat på den här datorn.
//!
//!          Lösenfras      ••••••••▏
//!          En gång till
//!
//!          Enter vidare  F8 spara
//! ```

use super::home;
use crate::app::Action;
use crate::app::dialog::Form;
use crate::app::model::Model;
use crate::view::dialogs::form;
use crate::view::pen::{Pen, top};
use crate::view::screen_hints;
use crate::view::theme::Meaning;
use crate::view::widgets::status;
use ratatui::layout::Rect;

/// The form is no wider than this: long lines are hard to read.
const WIDEST: u16 = 76;

pub(in crate::view) fn draw(pen: &mut Pen<'_>, rest: &mut Rect, model: &Model, form: &Form) {
    home::draw_head(pen, top(rest, 1), model);
    let mut body = *rest;
    status::draw(pen, &mut body, model, &[]);
    *rest = body;
    pen.rule(top(&mut body, 1));
    let width = WIDEST.min(body.width.saturating_sub(4));
    let mut place = Rect { x: body.x + (body.width - width) / 2, width, ..body };
    let wanted = form::rows(form, width) + 2;
    let above = place.height.saturating_sub(wanted) / 3;
    top(&mut place, above);
    pen.put(top(&mut place, 1), &form.title, Meaning::Title);
    top(&mut place, 1);
    form::draw_fields(pen, place, form, model, &screen_hints(model));
}

pub(in crate::view) fn draw_opening(pen: &mut Pen<'_>, rest: &mut Rect, model: &Model) {
    home::draw_head(pen, top(rest, 1), model);
    let mut body = *rest;
    let mut keys = screen_hints(model);
    keys.retain(|(.., action)| matches!(action, Action::Quit | Action::Help));
    status::draw(pen, &mut body, model, &keys);
    *rest = body;
    pen.rule(top(&mut body, 1));
    let half = body.height / 2;
    top(&mut body, half);
    pen.put_centred(top(&mut body, 1), "Öppnar …", Meaning::Quiet);
}
