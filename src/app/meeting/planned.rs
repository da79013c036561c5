//! A meeting in the calendar: begun by an act of its own, moved, called off, held after all; and one that was begun by
//! mistake taken away.

use super::course::{self, close_stages};
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand, Opens};
use crate::app::home;
use crate::app::ui::fields::{date, date_in, text, time, time_in, wrong};
use crate::app::ui::form;
use crate::app::ui::question::confirm;
use crate::domain::command::{Change, Code, Record, Table};
use crate::domain::dates::{Direction, full_date, full_moment};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::quoted::quoted;
use crate::domain::record::{ActionState, ActionStatus, Head, MeetingStatus};
use chrono::TimeDelta;

/// Another time and place. What it is about: whether it goes back to home when it is saved.
pub(crate) static MOVE: FormKind = FormKind::new("MoveMeeting", &About { open: open_move, save: save_move });

/// Why the meeting is called off.
pub(crate) static CANCEL: FormKind =
    FormKind::new("CancelMeeting", &About { open: open_cancel, save: save_cancel });

/// What is told of the actions of a meeting that was called off: nobody waits for them.
const CANCELLED: &str = "mötet ställdes in";

/// So long after its time a meeting that follows another is begun without being asked about.
const JUST_NOW: TimeDelta = TimeDelta::minutes(2);

/// Asks before the clock of a planned meeting starts; says so where the meeting isn't to be held.
pub(crate) fn ask_begin(model: &mut Model, then: impl Fn(&mut Model) + Send + Sync + 'static) {
    let Some(meeting) = model.meeting() else { return };
    let head = &meeting.head;
    if head.is_cancelled() {
        return ask_reinstate(model);
    }
    if head.status != MeetingStatus::Planerat {
        return model.say("Mötet har redan börjat.");
    }
    // Made to go on with at once, as the next after another: who goes on means to begin.
    if head.follows.is_some() && (TimeDelta::zero()..=JUST_NOW).contains(&(model.now.local() - head.planned))
    {
        begin(model);
        return then(model);
    }
    let text = vec![
        format!("Det är planerat till {}.", full_moment(head.planned)),
        "Klockan börjar gå, och mötet kan sedan gå vidare.".to_owned(),
    ];
    confirm(model, "Börja mötet nu?", text, "Börja", move |model| {
        begin(model);
        then(model);
    });
}

/// Begins the planned meeting on screen.
pub(crate) fn begin(model: &mut Model) {
    if model.meeting().is_some_and(|meeting| meeting.head.is_ahead()) {
        course::resume(model);
        model.say("Mötet är igång. ‹Undo› tar tillbaka om det var ett misstag.");
    }
}

/// Another time and place for the planned meeting on screen.
pub(crate) fn open_move(model: &mut Model, home: bool) {
    let Some(meeting) = model.meeting() else { return };
    if let Some(why) = not_moved(&meeting.head) {
        return model.say(why);
    }
    let head = meeting.head.clone();
    let fields = vec![
        date("datum", "Dag", Direction::Framat, Some(head.planned.date())),
        time("tid", "Börjar", Some(head.planned.time())),
        text("plats", "Plats", head.place.as_deref()),
    ];
    let intro = vec![format!("{} är planerat till {}.", head.title, full_moment(head.planned))];
    form::open(model, &MOVE, home, "Flytta mötet", fields, intro);
}

/// Why a meeting can't be moved.
fn not_moved(head: &Head) -> Option<String> {
    if head.is_cancelled() {
        let why = head.cancel_reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        return Some(format!("Mötet är inställt{why}. Hålls det ändå (‹Begin›) kan det flyttas."));
    }
    (!head.is_ahead()).then(|| "Mötet har redan börjat. Bara ett som är planerat kan flyttas.".to_owned())
}

fn save_move(model: &mut Model, form: &Form, home: bool) -> Result<(), Wrong> {
    let day = date_in(model, form, "datum")?.ok_or_else(|| wrong("datum", "Vilken dag flyttas det till?"))?;
    let time = time_in(form, "tid")?.ok_or_else(|| wrong("tid", "När börjar det?"))?;
    if day < model.now.today() {
        return Err(wrong("datum", format!("{} har redan varit.", full_date(day))));
    }
    let Some(old) = model.meeting().map(|meeting| meeting.head.clone()) else { return Ok(()) };
    // Somebody else may have been there since the form was opened.
    if let Some(why) = not_moved(&old) {
        return Err(wrong("datum", why));
    }
    let head = Head { planned: day.and_time(time), place: form.given("plats"), ..old.clone() };
    if head == old {
        leave(model, home);
        model.say("Mötet är kvar där det var.");
        return Ok(());
    }
    let words = format!("{} är flyttat till {}.", head.title, full_moment(head.planned));
    let mut command = NewCommand::new(Code::MoveMeeting, head.id);
    command.changes.push(Change::put(head));
    model.commit(command);
    leave(model, home);
    model.say(format!("{words} ‹Home:Invite› på hemskärmen gör en ny kallelse och kalenderfil."));
    Ok(())
}

fn leave(model: &mut Model, home: bool) {
    if home {
        home::show(model);
    }
}

/// Why the meeting on screen is called off.
pub(crate) fn open_cancel(model: &mut Model, home: bool) {
    let Some(meeting) = model.meeting() else { return };
    if meeting.head.is_cancelled() {
        return ask_reinstate(model);
    }
    if meeting.head.status == MeetingStatus::Avslutat {
        return model.say("Mötet är hållet och avslutat, så det kan inte ställas in.");
    }
    let mut intro = vec![format!("{}, {}.", meeting.head.title, full_moment(meeting.head.planned))];
    if meeting.has_text() {
        intro.push("Det som är skrivet står kvar, men mötet räknas inte som hållet.".to_owned());
    }
    let fields = vec![text("skal", "Varför", meeting.head.cancel_reason.as_deref())];
    form::open(model, &CANCEL, home, "Ställ in mötet", fields, intro);
}

fn save_cancel(model: &mut Model, form: &Form, home: bool) -> Result<(), Wrong> {
    let now = model.now.utc;
    let Some(meeting) = model.meeting().cloned() else { return Ok(()) };
    let reason = form.given("skal");
    if meeting.head.is_cancelled() {
        return Err(wrong("skal", "Någon annan har redan ställt in mötet. ‹Back› lämnar det som det är."));
    }
    if reason.is_none() {
        return Err(wrong(
            "skal",
            "Skriv några ord om varför det ställs in: de står i protokollet och i listorna.",
        ));
    }
    let mut command = NewCommand::new(Code::CancelMeeting, meeting.id());
    command.changes.extend(close_stages(&meeting, now));
    for entry in meeting.actions() {
        let told = meeting.action_status.iter().rev().find(|row| row.entry == entry.id);
        if told.is_some_and(|row| row.status.is_settled()) {
            continue;
        }
        command.changes.push(Change::put(ActionStatus {
            id: model.new_id(),
            entry: entry.id,
            meeting: Some(meeting.id()),
            status: ActionState::Inaktuell,
            evaluation: Some(CANCELLED.to_owned()),
            new_due: None,
            at: now,
        }));
    }
    let title = meeting.head.title.clone();
    command.changes.push(Change::put(Head { cancelled: Some(now), cancel_reason: reason, ..meeting.head }));
    model.commit(command);
    leave(model, home);
    model.say(format!(
        "{title} är inställt. ‹Home:Invite› på hemskärmen gör en kalenderfil som tar bort det ur kalendrarna."
    ));
    Ok(())
}

/// Asks whether a meeting that was called off is held after all.
fn ask_reinstate(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let mut text = vec![format!("{} är inställt.", meeting.head.title)];
    text.extend(meeting.head.cancel_reason.iter().map(|why| format!("Skäl: {why}")));
    text.push("Hålls det ändå behöver de som är kallade få veta det.".to_owned());
    confirm(model, "Hålla mötet ändå?", text, "Håll mötet", reinstate);
}

fn reinstate(model: &mut Model) {
    let Some(meeting) = model.meeting().cloned() else { return };
    let mut command = NewCommand::new(Code::Reinstate, meeting.id());
    // What was told is only ever added to: each goes on as it stood before.
    for dropped in ActionStatus::standing(&meeting.action_status) {
        if dropped.status == ActionState::Inaktuell && dropped.evaluation.as_deref() == Some(CANCELLED) {
            let before = meeting.action_status.iter().rev();
            let mut before = before.filter(|row| row.entry == dropped.entry && row.id < dropped.id);
            let before = before.next().map(|row| row.status);
            let (id, from) = (model.new_id(), dropped.at);
            let word = ActionStatus::taking_back(id, dropped, from, before, None);
            command.changes.push(Change::put(word));
        }
    }
    command.changes.push(Change::put(Head { cancelled: None, cancel_reason: None, ..meeting.head }));
    model.commit(command);
    model.say("Mötet hålls ändå. ‹Undo› ångrar.");
}

/// Asks whether a meeting that was begun by mistake, and is empty, is to be taken away.
pub(crate) fn ask_remove(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    if !meeting.is_empty() {
        return model.say(if meeting.has_text() || meeting.head.follows.is_none() {
            "Det finns redan något i mötet. Det kan ställas in med ett skäl: ‹CancelMeeting›."
        } else {
            "Mötet var bokat. Det kan ställas in (‹CancelMeeting›), eller så tar ‹Undo› tillbaka att det började."
        });
    }
    let text = vec![
        "Det försvinner ur alla listor. Att det fanns, och vem som tog bort det, står kvar i journalen."
            .to_owned(),
    ];
    confirm(model, format!("Ta bort {}?", quoted(&meeting.head.title)), text, "Ta bort", remove);
}

fn remove(model: &mut Model) {
    let Some(meeting) = model.meeting().cloned() else { return };
    let mut command = NewCommand::new(Code::RemoveMeeting, meeting.id());
    command.changes = removal(&meeting);
    let id = meeting.id();
    model.commit(command);
    home::show(model);
    model.removed = Some(id);
    model.say(format!("{} är borttaget. ‹Home:Undo› ångrar.", meeting.head.title));
}

/// The meeting wasn't taken away: something that can't vanish belongs to it. It is called off instead, if that is wanted.
pub(crate) fn not_removed(model: &mut Model, id: MeetingId, why: &str) {
    model.removed = None;
    let text = vec![
        why.to_owned(),
        "Det som har lämnat programmet ska gå att följa, så mötet står kvar. Det kan ställas in i stället."
            .to_owned(),
    ];
    confirm(model, "Mötet kan inte tas bort", text, "Ställ in det", move |model| {
        home::planned::to(model, id, Opens::Cancel);
    });
}

/// Its own rows, those that others point at last.
fn removal(meeting: &Meeting) -> Vec<Change> {
    let own = |record: &Record| {
        !matches!(
            record.key().table,
            Table::Child
                | Table::Arende
                | Table::Consent
                | Table::ConsentParty
                | Table::Version
                | Table::Opening
        )
    };
    let place = |record: &Record| match record.key().table {
        Table::Head => 2,
        Table::Participant => 1,
        _ => 0,
    };
    let mut rows: Vec<Record> = meeting.records().into_iter().filter(own).collect();
    rows.sort_by_key(place);
    rows.into_iter().map(Change::delete).collect()
}
