//! Fields of forms: made from what is known, and read again when the form is saved.

use crate::app::core::model::Model;
use crate::app::core::model::form::{Field, FieldKind, Form, NO_YES, Wrong};
use crate::domain::answer_line::{WhoAndWhen, who_and_when};
use crate::domain::born::Born;
use crate::domain::coded::Coded;
use crate::domain::dates::{self, DateError, Direction, Due};
use crate::domain::earlier::followed_up_words;
use crate::domain::meeting::capital;
use crate::domain::passphrase;
use crate::domain::quoted::quoted;
use crate::domain::record::MeetingStatus;
use chrono::{NaiveDate, NaiveTime};

/// One of these words.
pub(crate) fn words(list: &[&str]) -> FieldKind {
    FieldKind::Choice(list.iter().map(|word| (*word).to_owned()).collect())
}

/// A text.
pub(crate) fn text(key: &str, label: &str, value: Option<&str>) -> Field {
    Field::new(key, label, FieldKind::Text, value.unwrap_or(""))
}

/// A number from `least` to `most`.
pub(crate) fn number(key: &str, label: &str, (least, most): (i64, i64), value: Option<i64>) -> Field {
    let value = value.map(|number| number.to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Number(least, most), &value)
}

/// A day of birth, or a personnummer.
pub(crate) fn born(key: &str, label: &str, value: Option<&str>) -> Field {
    Field::new(key, label, FieldKind::Born, value.unwrap_or(""))
}

/// Yes or no.
pub(crate) fn yes_no(key: &str, label: &str, value: bool) -> Field {
    Field::new(key, label, words(&NO_YES), NO_YES[usize::from(value)])
}

/// A day, as a phrase that is read in a direction.
pub(crate) fn date(key: &str, label: &str, direction: Direction, value: Option<NaiveDate>) -> Field {
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Date(direction), &value).hint(match direction {
        Direction::Framat => "fre, 15/12, om 3v …",
        Direction::Bakat => "igår, i måndags, 16/11 …",
        Direction::Narmast => "idag, fre, 15/12, igår …",
    })
}

/// A time of day, "13.00".
pub(crate) fn time(key: &str, label: &str, value: Option<NaiveTime>) -> Field {
    let value = value.map(|time| time.format("%H.%M").to_string()).unwrap_or_default();
    Field::new(key, label, FieldKind::Time, &value).hint("13.00, eller bara 13")
}

/// A field that offers the words of a few values.
pub(crate) fn choice<T: Coded>(key: &str, label: &str, value: T) -> Field {
    let list: Vec<&str> = T::VALUES.iter().map(|known| known.said()).collect();
    Field::new(key, label, words(&list), value.said())
}

/// A field that offers the words of a few values, and nothing before one is chosen.
pub(crate) fn asked<T: Coded>(key: &str, label: &str, value: Option<T>) -> Field {
    let list: Vec<&str> = std::iter::once("").chain(T::VALUES.iter().map(|known| known.said())).collect();
    Field::new(key, label, words(&list), value.map_or("", Coded::said))
}

/// What nobody has said yet, in a field that offers a few values.
const NOT_SAID: &str = "inte sagt";

/// A field that offers the words of some values, and that none is said.
pub(crate) fn one_of<T: Coded>(key: &str, label: &str, values: &[T], value: Option<T>) -> Field {
    let mut list = vec![NOT_SAID];
    list.extend(values.iter().map(|known| known.said()));
    Field::new(key, label, words(&list), value.map_or(NOT_SAID, |value| value.said()))
}

/// What such a field says; as it was, where the form doesn't have it.
pub(crate) fn said<T: Coded>(form: &Form, key: &str, old: Option<T>) -> Option<T> {
    match form.fields.iter().find(|field| field.key == key) {
        Some(_) => T::VALUES.iter().copied().find(|known| known.said() == form.value(key)),
        None => old,
    }
}

/// Whether a yes-or-no field says yes.
pub(crate) fn is_yes(form: &Form, key: &str) -> bool {
    form.value(key) == NO_YES[1]
}

/// What is wrong in a field.
pub(crate) fn wrong(key: &str, why: impl Into<String>) -> Wrong {
    (key.to_owned(), why.into())
}

/// The day that a phrase means, read in a direction; a time that is no day is refused.
pub(crate) fn parse_date(model: &Model, direction: Direction, typed: &str) -> Result<NaiveDate, String> {
    dates::parse_day(typed, direction, &model.date_context()).map_err(|error| match error {
        DateError::NotUnderstood(_) => {
            format!("{typed} är ingen dag. Skriv till exempel 15/12.", typed = quoted(typed))
        }
        other => other.to_string(),
    })
}

/// When and by whom something goes on, as a field says it: a day, and whoever takes over as in a line.
pub(crate) fn parse_goes_on(model: &Model, typed: &str) -> Result<WhoAndWhen, String> {
    match who_and_when(model.meeting(), &model.date_context(), typed, true) {
        Some(found) => found,
        None => parse_due(model, typed).map(|due| WhoAndWhen { due: Some(due), ..WhoAndWhen::default() }),
    }
}

/// When something is to be done, as a field says it. In a closed meeting a day that has passed since is no mistake: what
/// was agreed is written down as it was.
pub(crate) fn parse_due(model: &Model, typed: &str) -> Result<Due, String> {
    let (today, context) = (model.now.today(), model.date_context());
    let due = dates::parse(typed, &context);
    let closed = model.meeting().map(|meeting| &meeting.head);
    let Some(head) = closed.filter(|head| head.status == MeetingStatus::Avslutat) else {
        return due.map_err(|error| error.to_string());
    };
    let from = head.started.map_or(head.planned.date(), |at| model.now.day_at(at)).min(today);
    match due {
        Err(DateError::Past { date, .. }) if date >= from => Ok(Due::By(date)),
        Err(DateError::Past { date, .. }) => Err(format!(
            "{} ligger före mötet, som hölls {}.",
            dates::full_date(date),
            dates::full_date(from)
        )),
        // Without its year, the day that was is nearer than the one a year from now.
        Ok(Due::By(ahead)) => match dates::parse_day(typed, Direction::Bakat, &context) {
            Ok(was) if (from..today).contains(&was) && (ahead - was).num_days() > 300 => Ok(Due::By(was)),
            _ => Ok(Due::By(ahead)),
        },
        other => other.map_err(|error| error.to_string()),
    }
}

/// The day in a field, read the way the field looks; nothing if it is empty.
pub(crate) fn date_in(model: &Model, form: &Form, key: &str) -> Result<Option<NaiveDate>, Wrong> {
    let direction = form.fields.iter().find(|field| field.key == key).and_then(|field| match field.kind {
        FieldKind::Date(direction) => Some(direction),
        _ => None,
    });
    match (direction, form.value(key)) {
        (None, _) | (_, "") => Ok(None),
        (Some(direction), typed) => {
            parse_date(model, direction, typed).map(Some).map_err(|why| wrong(key, why))
        }
    }
}

/// What a day or a time in a field is understood as: "tor 10 dec 2026", "14.30". Nothing where it can't be, or isn't asked for.
pub fn understood(model: &Model, form: &Form, at: usize) -> Option<String> {
    let field = form.fields.get(at)?;
    let with_off = |words: String| match is_off(model, field) {
        Some((_, off)) => format!("{words}: {off}"),
        None => words,
    };
    match field.kind {
        FieldKind::Date(direction) => {
            let Ok(day) = parse_date(model, direction, field.value()) else {
                let (typed, time) = parted(model, form, at)?;
                let day = parse_date(model, direction, &typed).ok()?;
                let off = dates::day_off(day).map(|off| format!(": {off}")).unwrap_or_default();
                return Some(format!("{} kl. {}{off}", dates::full_date(day), time.format("%H.%M")));
            };
            Some(with_off(dates::full_date(day)))
        }
        FieldKind::Due => parse_due(model, field.value()).ok().map(|due| with_off(due.in_full())),
        FieldKind::Time => {
            let time = dates::parse_time(field.value())?.format("%H.%M").to_string();
            // What is written whole says itself what it is.
            (time != field.value().replace(':', ".")).then_some(time)
        }
        FieldKind::GoesOn => {
            let WhoAndWhen { owner, due, follow_up } = parse_goes_on(model, field.value()).ok()?;
            let due = due.map(|due| with_off(due.in_full()));
            let followed = follow_up.map(|day| followed_up_words(day, model.now.today()));
            Some(owner.into_iter().chain(due).chain(followed).collect::<Vec<_>>().join(" · "))
        }
        FieldKind::Born => {
            let born = Born::parse(field.value(), model.now.today()).ok()?;
            Some(dates::date_with_year(born.day()))
        }
        _ => None,
    }
}

/// The day and the time that stand together in a field for a day, where the field after it is for the time.
fn parted(model: &Model, form: &Form, at: usize) -> Option<(String, NaiveTime)> {
    let (field, after) = (form.fields.get(at)?, form.fields.get(at + 1)?);
    let (FieldKind::Date(direction), FieldKind::Time) = (&field.kind, &after.kind) else { return None };
    if parse_date(model, *direction, field.value()).is_ok() {
        return None;
    }
    let ways = dates::with_time(field.value());
    ways.into_iter().find(|(day, _)| parse_date(model, *direction, day).is_ok())
}

/// Puts a time that was written beside a day into the field that asks for it.
pub(crate) fn part_times(model: &Model, form: &mut Form) {
    for at in 0..form.fields.len() {
        if let Some((day, time)) = parted(model, form, at) {
            form.fields[at].set(&day);
            form.fields[at + 1].set(&time.format("%H.%M").to_string());
        }
    }
}

/// That nobody is at work on the day in a field: "Fre 25 dec 2026 är juldagen."
pub(crate) fn day_off_in(model: &Model, field: &Field) -> Option<String> {
    let (day, off) = is_off(model, field)?;
    Some(format!("{} är {off}.", capital(&dates::full_date(day))))
}

/// The day in a field on which nobody is at work, and what it is. A day to come is hardly meant then; one that has been was as
/// it was.
fn is_off(model: &Model, field: &Field) -> Option<(NaiveDate, &'static str)> {
    let (day, off) = match field.kind {
        FieldKind::Date(direction) if direction != Direction::Bakat => {
            let day = parse_date(model, direction, field.value()).ok()?;
            (day, dates::day_off(day)?)
        }
        FieldKind::Due => {
            let due = parse_due(model, field.value()).ok()?;
            (due.date()?, due.speaks_against(model.now.today())?)
        }
        FieldKind::GoesOn => {
            let due = parse_goes_on(model, field.value()).ok()?.due?;
            (due.date()?, due.speaks_against(model.now.today())?)
        }
        _ => return None,
    };
    (day >= model.now.today()).then_some((day, off))
}

/// The time in a field; nothing if it is empty.
pub(crate) fn time_in(form: &Form, key: &str) -> Result<Option<NaiveTime>, Wrong> {
    match form.value(key) {
        "" => Ok(None),
        typed => parse_time(typed).map(Some).map_err(|why| wrong(key, why)),
    }
}

fn parse_time(typed: &str) -> Result<NaiveTime, String> {
    dates::parse_time(typed)
        .ok_or_else(|| format!("{typed} är ingen tid. Skriv till exempel 13.00.", typed = quoted(typed)))
}

/// The number in a field that takes one; nothing if it is empty.
pub(crate) fn number_in(form: &Form, key: &str) -> Result<Option<i64>, Wrong> {
    let bounds = form.fields.iter().find(|field| field.key == key).and_then(|field| match field.kind {
        FieldKind::Number(least, most) => Some((least, most)),
        _ => None,
    });
    match (bounds, form.value(key)) {
        (None, _) | (_, "") => Ok(None),
        (Some(bounds), typed) => parse_number(typed, bounds).map(Some).map_err(|why| wrong(key, why)),
    }
}

fn parse_number(typed: &str, (least, most): (i64, i64)) -> Result<i64, String> {
    let number = typed.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("Skriv ett tal mellan {least} och {most}."))
}

/// The day of birth that is typed, or why it can't be one.
pub(crate) fn parse_born(model: &Model, typed: &str) -> Result<Born, String> {
    Born::parse(typed, model.now.today()).map_err(|why| why.to_string())
}

/// Why what stands in a field can't be right, whatever the other fields say. What isn't filled in yet is no mistake, but for a
/// secret that is being chosen.
pub(crate) fn wrong_alone(model: &Model, field: &Field) -> Option<String> {
    let typed = field.value();
    match field.kind {
        FieldKind::NewSecret => {
            let judged = passphrase::judge(field.line.value(), &model.setup.workplace);
            judged.err().map(|weak| weak.to_string())
        }
        _ if typed.is_empty() => None,
        FieldKind::Time => parse_time(typed).err(),
        FieldKind::Date(direction) => parse_date(model, direction, typed).err(),
        FieldKind::Due => parse_due(model, typed).err(),
        FieldKind::GoesOn => parse_goes_on(model, typed).err(),
        FieldKind::Born => parse_born(model, typed).err(),
        FieldKind::Number(least, most) => parse_number(typed, (least, most)).err(),
        FieldKind::Text | FieldKind::Secret | FieldKind::Choice(_) | FieldKind::Several(_) => None,
    }
}
