//! The meeting's head: place, time, purpose and the like.

use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{date, date_in, number, number_in, one_of, said, text, time, time_in, wrong};
use crate::app::ui::form;
use crate::domain::agenda::Huvudman;
use crate::domain::command::{Change, Code};
use crate::domain::dates::{Direction, full_date};
use crate::domain::record::{FileCopy, Head, MeetingStatus};
use chrono::NaiveDate;

/// The meeting's head.
pub(crate) static HEAD: FormKind = FormKind::new("Head", &About { open: |model, ()| open(model), save });

/// The meeting's head.
pub(crate) fn open(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let head = screen.meeting.head.clone();
    let (individuals, overall) = (head.individuals, screen.meeting.agenda.overall_choices());
    let mut fields = vec![
        text("titel", "Rubrik", Some(&head.title)).aside(true),
        text("plats", "Plats", head.place.as_deref()).needed(),
        date("datum", "Dag", Direction::Narmast, Some(head.planned.date())).aside(true),
        time("tid", "Börjar", Some(head.planned.time())),
        number("minuter", "Minuter", (5, 600), Some(head.minutes)).aside(true),
        text("syfte", "Syfte", head.purpose.as_deref()).needed(),
        text("fragor", "Frågor att få svar på", head.questions.as_deref()).aside(true),
        text("initiativ", "Initiativ av", head.initiator.as_deref()).aside(true),
        number("nummer", "Nummer", (1, 999_999), head.number).aside(true),
        text("diarienummer", "Diarienummer", head.diarienummer.as_deref()).aside(true),
        text("sekretess", "Sekretessmarkering", head.secrecy.as_deref()).aside(true),
    ];
    if !overall.is_empty() {
        fields.push(
            one_of("huvudansvar", "Samlat ansvar", &overall, head.overall).hint("huvudmannen").aside(true),
        );
    }
    if individuals {
        let hint = "vems planen är; andras exemplar visar bara vad barnet kallas";
        fields.push(
            one_of("arkivexemplar", "Akten visar", &FileCopy::ALL, head.file_copy).hint(hint).aside(true),
        );
    }
    form::open(model, &HEAD, (), "Mötets uppgifter", fields, Vec::new());
}

fn save(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?;
    let time = time_in(form, "tid")?;
    let minutes = number_in(form, "minuter")?;
    let number = number_in(form, "nummer")?;
    let Some(old) = model.meeting().map(|meeting| meeting.head.clone()) else { return Ok(()) };
    if let Some(day) = day.filter(|day| *day != old.planned.date()) {
        odd_day(form, day, model.now.today(), old.status != MeetingStatus::Planerat)?;
    }
    let title = form.given("titel").ok_or_else(|| wrong("titel", "Mötet behöver en rubrik."))?;
    let planned = day.unwrap_or(old.planned.date()).and_time(time.unwrap_or(old.planned.time()));
    let mut command = NewCommand::new(Code::EditHead, old.id);
    command.changes.push(Change::put(Head {
        title,
        planned,
        minutes: minutes.unwrap_or(old.minutes),
        number,
        place: form.given("plats"),
        purpose: form.given("syfte"),
        questions: form.given("fragor"),
        initiator: form.given("initiativ"),
        diarienummer: form.given("diarienummer"),
        secrecy: form.given("sekretess"),
        overall: said::<Huvudman>(form, "huvudansvar", old.overall),
        file_copy: said::<FileCopy>(form, "arkivexemplar", old.file_copy),
        ..old
    }));
    model.commit(command);
    Ok(())
}

/// So far from today, in days, a meeting that is being held hardly is.
const NEAR: i64 = 31;

/// No meeting of ours is older, in days, or is planned so far ahead.
const FARTHEST: i64 = 5 * 366;

/// A day that is hardly meant is asked about: to save once more is to say that it is right.
fn odd_day(form: &Form, day: NaiveDate, today: NaiveDate, begun: bool) -> Result<(), Wrong> {
    let days = (day - today).num_days();
    let when =
        format!("{} är {} dagar {}", full_date(day), days.abs(), if days < 0 { "sedan" } else { "dit" });
    if days.abs() > FARTHEST {
        return Err(wrong("datum", format!("{when}. Skriv en närmare dag.")));
    }
    let odd = if begun { days.abs() > NEAR } else { days < 0 };
    let why = format!("{when}. Stämmer det, så tryck ‹Save› en gång till.");
    if odd && form.error.as_deref() != Some(&why) { Err(wrong("datum", why)) } else { Ok(()) }
}
