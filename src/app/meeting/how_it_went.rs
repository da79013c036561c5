//! How something that was promised has gone: the fields that ask, and what they hold.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, Wrong};
use crate::app::ui::fields::{parse_goes_on, text, words, wrong};
use crate::domain::agenda::EntryKind;
use crate::domain::answer_line::who_and_when;
use crate::domain::dates::Due;
use crate::domain::earlier::answers;
use crate::domain::record::{ActionState, ActionStatus};
use chrono::NaiveDate;

/// The field of the new day.
pub(crate) const DAY: &str = "tid";
/// The field of whoever does it from now on.
pub(crate) const OWNER: &str = "agare";

/// What is told of how something has gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// How it stands.
    pub status: ActionState,
    /// How it went, in a line.
    pub how: Option<String>,
    /// Who does it from now on, where somebody is named.
    pub owner: Option<String>,
    /// The new day.
    pub due: Option<Due>,
}

/// The word for how something of a kind has gone.
fn word(kind: EntryKind, state: ActionState) -> &'static str {
    answers(kind).into_iter().find(|(known, _)| *known == state).map_or("", |(_, word)| word)
}

/// The fields, with what was told last, in the words for what was promised or wanted. A goal has neither owner nor day.
pub(crate) fn fields(kind: EntryKind, told: Option<&ActionStatus>, today: NaiveDate) -> Vec<Field> {
    // How it went is for somebody to say: until then nothing is chosen.
    let said = told.map_or("", |told| word(kind, told.status));
    let new_due = told.and_then(|told| told.new_due.as_ref()).map(|due| due.in_words(today));
    let none = told.is_none().then_some("");
    let all: Vec<&str> = none.into_iter().chain(answers(kind).into_iter().map(|(_, word)| word)).collect();
    let mut fields = vec![
        Field::new("status", "Hur gick det?", words(&all), said).needed(),
        text("utvardering", "I en rad", told.and_then(ActionStatus::how)),
    ];
    if kind == EntryKind::Atgard {
        let owner = text(OWNER, "Ny ansvarig, om någon tar över", told.and_then(ActionStatus::new_owner));
        fields.push(owner.hint("namn eller roll"));
        let day = Field::new(DAY, "Ny tid, om den ändras", FieldKind::GoesOn, &new_due.unwrap_or_default());
        fields.push(day.hint("fre, om 2 veckor …"));
    }
    fields
}

/// Of what is followed up on a `day` the next one is asked for: it goes on as it does. Where that day alone `is_missing`, how it
/// goes on has been said.
pub(crate) fn ask_for_follow_up(fields: &mut [Field], day: Option<NaiveDate>, is_missing: bool) {
    for field in fields.iter_mut().filter(|field| field.key == DAY && day.is_some()) {
        "Följs upp nästa gång".clone_into(&mut field.label);
        if is_missing {
            field.set("");
        }
    }
}

/// How it has gone, in a line, who does it and when from now on: what a form that asks for it holds. A promise that is changed
/// needs a new day or a new owner, a goal neither.
pub(crate) fn told(model: &Model, form: &Form, kind: EntryKind) -> Result<Told, Wrong> {
    let (beside, due) = match form.value(DAY) {
        "" => (None, None),
        typed => parse_goes_on(model, typed).map_err(|why| wrong(DAY, why))?,
    };
    let owner = match form.value(OWNER) {
        "" => beside,
        typed => {
            let typed = format!("@{}", typed.trim_start_matches('@'));
            let found = who_and_when(model.meeting(), &model.date_context(), &typed, false);
            let (owner, day) = found.unwrap_or(Ok((None, None))).map_err(|why| wrong(OWNER, why))?;
            if owner.is_none() || day.is_some() {
                return Err(wrong(OWNER, "Skriv namnet eller rollen här, och tiden i rutan för den."));
            }
            owner
        }
    };
    let said = form.value("status");
    let told = answers(kind).into_iter().find(|(_, word)| *word == said).map(|(state, _)| state);
    let status = told.ok_or_else(|| wrong("status", "Välj hur det har gått."))?;
    if kind == EntryKind::Atgard && status == ActionState::Andrad && due.is_none() && owner.is_none() {
        return Err(wrong(DAY, "Skriv den nya tiden, eller vem som tar över."));
    }
    if due.is_some() && status.is_settled() {
        return Err(wrong(DAY, format!("Det som är {} har ingen ny tid.", status.word())));
    }
    Ok(Told { status, how: form.given("utvardering"), owner, due })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_went_is_chosen_by_nobody_beforehand() {
        let today = "2026-11-27".parse().unwrap();
        for kind in [EntryKind::Atgard, EntryKind::MalKort, EntryKind::MalLang] {
            let untold = fields(kind, None, today);
            assert_eq!(untold[0].value(), "", "{kind:?}");
        }
    }
}
