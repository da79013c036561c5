//! How something that was promised has gone: the fields that ask, and what they hold.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, Wrong};
use crate::app::ui::fields::{text, words, wrong};
use crate::domain::agenda::EntryKind;
use crate::domain::dates::{self, Due};
use crate::domain::earlier::answers;
use crate::domain::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// The field of the new day.
pub(crate) const DAY: &str = "tid";

/// The word for how something of a kind has gone.
fn word(kind: EntryKind, state: ActionState) -> &'static str {
    answers(kind).into_iter().find(|(known, _)| *known == state).map_or("", |(_, word)| word)
}

/// The fields, with what was told last, in the words for what was promised or wanted. A goal has no day.
pub(crate) fn fields(kind: EntryKind, told: Option<&ActionStatus>, today: NaiveDate) -> Vec<Field> {
    let state = told.map_or(ActionState::Klar, |told| told.status);
    let new_due = told.and_then(|told| told.new_due.as_ref()).map(|due| due.in_words(today));
    let all: Vec<&str> = answers(kind).into_iter().map(|(_, word)| word).collect();
    let mut fields = vec![
        Field::new("status", "Hur gick det?", words(&all), word(kind, state)),
        text("utvardering", "I en rad", told.and_then(|told| told.evaluation.as_deref())),
    ];
    if kind == EntryKind::Atgard {
        let day = Field::new(DAY, "Ny tid, om den ändras", FieldKind::Due, &new_due.unwrap_or_default());
        fields.push(day.hint("fre, om 2 veckor …"));
    }
    fields
}

/// How it has gone, in a line, and its new time: what a form that asks for it holds. A promise that is changed needs a new
/// day, a goal none.
pub(crate) fn told(
    model: &Model,
    form: &Form,
    kind: EntryKind,
) -> Result<(ActionState, Option<String>, Option<Due>), Wrong> {
    let new_due = match form.value(DAY) {
        "" => None,
        typed => {
            let due = dates::parse(typed, &model.date_context());
            Some(due.map_err(|error| wrong(DAY, error.to_string()))?)
        }
    };
    let said = form.value("status");
    let told = answers(kind).into_iter().find(|(_, word)| *word == said).map(|(state, _)| state);
    let status = told.ok_or_else(|| wrong("status", "Välj hur det har gått."))?;
    if kind == EntryKind::Atgard && status == ActionState::Andrad && new_due.is_none() {
        return Err(wrong(DAY, "Skriv den nya tiden."));
    }
    if new_due.is_some() && status.is_settled() {
        return Err(wrong(DAY, format!("Det som är {} har ingen ny tid.", status.word())));
    }
    Ok((status, form.given("utvardering"), new_due))
}
