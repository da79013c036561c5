//! When an action that comes back is followed up.

use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{date, date_in, wrong};
use crate::app::ui::form;
use crate::domain::command::{Change, Code};
use crate::domain::dates::{self, Direction, Due};
use crate::domain::ids::EntryId;
use crate::domain::record::Body;
use crate::domain::rules;

/// When a recurring action is followed up.
pub(crate) static RECURRING: FormKind = FormKind::new("Recurring", &About { open, save });

/// When a recurring action is followed up: the day of the booked follow-up is there to be taken.
pub(crate) fn open(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id) else { return };
    let Some(action) = entry.action() else { return };
    let booked = screen.meeting.next().filter(|next| !next.cancelled).map(|next| next.day);
    let fields = vec![
        date("datum", "Följs upp", Direction::Framat, action.follow_up.or(booked)).hint("om 6 veckor, 15/1"),
    ];
    let today = model.now.today();
    let when = action.due.as_ref().map_or_else(String::new, |due| format!(" · {}", due.in_words(today)));
    let what = rules::named(&screen.meeting, entry.arende, &format!("{}{when}", entry.text));
    let intro = vec![what, "Vilken dag ser ni om det hjälper?".to_owned()];
    form::open(model, &RECURRING, id, "Det som kommer tillbaka", fields, intro);
}

/// When a recurring action is followed up.
fn save(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?
        .ok_or_else(|| wrong("datum", "Vilken dag ser ni om det hjälper? Skriv till exempel: om 6 veckor"))?;
    let Some(mut entry) = model.meeting().and_then(|meeting| meeting.entry(id)).cloned() else {
        return Ok(());
    };
    let Body::Atgard(action) = &mut entry.body else { return Ok(()) };
    if let Some(start) = action.due.as_ref().and_then(Due::date)
        && day < start
    {
        return Err(wrong(
            "datum",
            format!("Det börjar först {}.", dates::short_date(start, model.now.today())),
        ));
    }
    action.follow_up = Some(day);
    let mut command = NewCommand::new(Code::Edit(entry.kind()), entry.meeting);
    command.changes.push(Change::put(entry));
    model.commit(command);
    Ok(())
}
