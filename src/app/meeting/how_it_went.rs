//! How something that was promised has gone: the fields that ask, and what they hold.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, Wrong};
use crate::app::ui::fields::{choice, text, wrong};
use crate::domain::coded::Coded;
use crate::domain::dates::{self, Due};
use crate::domain::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// The fields, with what was told last.
pub(crate) fn fields(told: Option<&ActionStatus>, today: NaiveDate) -> Vec<Field> {
    let state = told.map_or(ActionState::Klar, |told| told.status);
    let new_due = told.and_then(|told| told.new_due.as_ref()).map(|due| due.in_words(today));
    vec![
        choice("status", "Hur gick det?", state),
        text("utvardering", "I en rad", told.and_then(|told| told.evaluation.as_deref())),
        Field::new("tid", "Ny tid, om den ändras", FieldKind::Due, &new_due.unwrap_or_default())
            .hint("fre, om 2 veckor …"),
    ]
}

/// How an action has gone, in a line, and its new time: what a form that asks for it holds. A promise that is changed
/// needs a new day, a goal none.
pub(crate) fn told(
    model: &Model,
    form: &Form,
    needs_day: bool,
) -> Result<(ActionState, Option<String>, Option<Due>), Wrong> {
    let new_due = match form.value("tid") {
        "" => None,
        typed => {
            let due = dates::parse(typed, &model.date_context());
            Some(due.map_err(|error| wrong("tid", error.to_string()))?)
        }
    };
    let told = ActionState::of_word(form.value("status"));
    let status = told.ok_or_else(|| wrong("status", "Välj hur det har gått."))?;
    if needs_day && status == ActionState::Andrad && new_due.is_none() {
        return Err(wrong("tid", "Skriv den nya tiden."));
    }
    if new_due.is_some() && status.is_settled() {
        return Err(wrong("tid", format!("Det som är {} har ingen ny tid.", status.word())));
    }
    Ok((status, form.given("utvardering"), new_due))
}
