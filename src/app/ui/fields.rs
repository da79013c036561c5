//! Fields of forms: made from what is known, and read again when the form is saved.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, Wrong};
use crate::domain::coded::Coded;
use crate::domain::dates;
use chrono::{NaiveDate, NaiveTime};

/// Yes and no, as a form offers them.
const NO_YES: [&str; 2] = ["nej", "ja"];

/// One of these words.
pub(crate) fn words(list: &[&str]) -> FieldKind {
    FieldKind::Choice(list.iter().map(|word| (*word).to_owned()).collect())
}

/// A text.
pub(crate) fn text(key: &str, label: &str, value: Option<&str>) -> Field {
    Field::new(key, label, FieldKind::Text, value.unwrap_or(""))
}

/// Yes or no.
pub(crate) fn yes_no(key: &str, label: &str, value: bool) -> Field {
    Field::new(key, label, words(&NO_YES), NO_YES[usize::from(value)])
}

/// A day, as a phrase.
pub(crate) fn date(key: &str, label: &str, value: Option<NaiveDate>) -> Field {
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Date, &value).hint("fre, 15/12, om 3v …")
}

/// A time of day, "13.00".
pub(crate) fn time(key: &str, label: &str, value: Option<NaiveTime>) -> Field {
    let value = value.map(|time| time.format("%H.%M").to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Time, &value)
}

/// A field that offers the words of a few values.
pub(crate) fn choice<T: Coded>(key: &str, label: &str, value: T) -> Field {
    let list: Vec<&str> = T::VALUES.iter().map(|known| known.said()).collect();
    Field::new(key, label, words(&list), value.said())
}

/// Whether a yes-or-no field says yes.
pub(crate) fn is_yes(form: &Form, key: &str) -> bool {
    form.value(key) == NO_YES[1]
}

/// What is wrong in a field.
pub(crate) fn wrong(key: &str, why: impl Into<String>) -> Wrong {
    (key.to_owned(), why.into())
}

/// The day that a phrase means; a time that is no day is refused.
pub(crate) fn parse_date(model: &Model, typed: &str) -> Result<NaiveDate, String> {
    if let Ok(day) = NaiveDate::parse_from_str(typed, "%Y-%m-%d") {
        return Ok(day);
    }
    let due = dates::parse(typed, &model.date_context()).map_err(|error| error.to_string())?;
    due.date().ok_or_else(|| format!("”{typed}” är ingen dag. Skriv till exempel 15/12."))
}

/// The day in a field; nothing if it is empty.
pub(crate) fn date_in(model: &Model, form: &Form, key: &str) -> Result<Option<NaiveDate>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => parse_date(model, typed).map(Some).map_err(|why| wrong(key, why)),
    }
}

/// The time in a field; nothing if it is empty.
pub(crate) fn time_in(form: &Form, key: &str) -> Result<Option<NaiveTime>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => dates::parse_time(typed)
            .map(Some)
            .ok_or_else(|| wrong(key, format!("”{typed}” är ingen tid. Skriv till exempel 13.00."))),
    }
}

/// The number in a field, from `least` to `most`; nothing if it is empty.
pub(crate) fn number_in(form: &Form, key: &str, least: i64, most: i64) -> Result<Option<i64>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => match typed.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(wrong(key, format!("Skriv ett tal mellan {least} och {most}."))),
        },
    }
}
