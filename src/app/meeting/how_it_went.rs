//! How something that was promised has gone: the fields that ask, and what they hold.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, Wrong};
use crate::app::ui::fields::{parse_goes_on, text, words, wrong};
use crate::domain::agenda::EntryKind;
use crate::domain::answer_line::{WhoAndWhen, who_and_when};
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
    /// When it is followed up, where that is said beside it.
    pub follow_up: Option<NaiveDate>,
}

/// The word for how something of a kind has gone.
fn word(kind: EntryKind, state: ActionState) -> &'static str {
    answers(kind).into_iter().find(|(known, _)| *known == state).map_or("", |(_, word)| word)
}

impl Told {
    /// The new times as the words on it tell them, in their order: how it goes on from now on, and then when that is followed up.
    /// A day alone is the next such day of what is `followed` already. `before`: when it was to be done until now.
    pub(crate) fn times(&self, before: Option<&Due>, followed: bool) -> Vec<Option<Due>> {
        match self.follow_up {
            None => vec![self.due.clone()],
            Some(day) if followed && self.due.is_none() => vec![Some(Due::By(day))],
            Some(day) => vec![self.due.clone().or_else(|| before.cloned()), Some(Due::By(day))],
        }
    }
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
/// `before`: when it was to be done until now.
pub(crate) fn told(
    model: &Model,
    form: &Form,
    (kind, before): (EntryKind, Option<&Due>),
) -> Result<Told, Wrong> {
    let beside = match form.value(DAY) {
        "" => WhoAndWhen::default(),
        typed => parse_goes_on(model, typed).map_err(|why| wrong(DAY, why))?,
    };
    beside.has_room(before).map_err(|why| wrong(DAY, why))?;
    let WhoAndWhen { owner: beside, due, follow_up } = beside;
    let owner = match form.value(OWNER) {
        "" => beside,
        typed => {
            let typed = format!("@{}", typed.trim_start_matches('@'));
            let found = who_and_when(model.meeting(), &model.date_context(), &typed, false);
            let found = found.unwrap_or(Ok(WhoAndWhen::default())).map_err(|why| wrong(OWNER, why))?;
            let WhoAndWhen { owner, due: day, follow_up } = found;
            if owner.is_none() || day.is_some() || follow_up.is_some() {
                return Err(wrong(OWNER, "Skriv namnet eller rollen här, och tiden i rutan för den."));
            }
            owner
        }
    };
    let said = form.value("status");
    let told = answers(kind).into_iter().find(|(_, word)| *word == said).map(|(state, _)| state);
    let status = told.ok_or_else(|| wrong("status", "Välj hur det har gått."))?;
    let has_time = due.is_some() || follow_up.is_some();
    if kind == EntryKind::Atgard && status == ActionState::Andrad && !has_time && owner.is_none() {
        return Err(wrong(DAY, "Skriv den nya tiden, eller vem som tar över."));
    }
    if has_time && status.is_settled() {
        return Err(wrong(DAY, format!("Det som är {} har ingen ny tid.", status.word())));
    }
    Ok(Told { status, how: form.given("utvardering"), owner, due, follow_up })
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
