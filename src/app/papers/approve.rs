//! A closed meeting's minutes on their way to being final: corrections by those who were there, justering, versions.

use super::file_copy;
use super::locking::{approval, heading};
use crate::app::core::effect::{Effect, PaperKind};
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::list::PickItem;
use crate::app::core::model::{Model, NewCommand};
use crate::app::meeting::course;
use crate::app::ui::fields::{is_yes, text, wrong, yes_no};
use crate::app::ui::{form, reader};
use crate::domain::agenda::Phase;
use crate::domain::command::{Change, Code};
use crate::domain::dates::short_date;
use crate::domain::ids::RowId;
use crate::domain::meeting::Meeting;
use crate::domain::record::{Approval, Correction, Head, MeetingStatus, Opening, Version};

/// What somebody wants changed in the draft: this, or something new.
pub(crate) static CORRECTION: FormKind =
    FormKind::new("Correction", &About { open: correction, save: save_correction });

/// Open locked minutes for a new version: who, and why.
pub(crate) static NEW_VERSION: FormKind =
    FormKind::new("NewVersion", &About { open: |model, ()| new_version(model), save: save_new_version });

/// What can be done before the lock: write down what somebody wants changed, see to it, lock.
pub(crate) fn open(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    if meeting.is_locked() {
        return model.say(
            "Det är låst redan. ‹Versions› visar versionerna, och där kan en ny version öppnas om något är fel.",
        );
    }
    let label = format!("{} och lås", heading(meeting));
    let mut items = vec![
        PickItem::new(label, "frågar av vem och var det registreras", file_copy::before_lock),
        PickItem::new("Skriv vad någon vill ändra", "vem som sa vad sparas", |model| {
            correction(model, None);
        }),
    ];
    items.extend(meeting.corrections.iter().map(|row| {
        let id = row.id;
        let detail = if row.done { "åtgärdat" } else { "kvar att se till" };
        PickItem::new(format!("{}: {}", row.from, row.text), detail, move |model| correction(model, Some(id)))
    }));
    let title = heading(meeting);
    model.pick(title, items);
}

/// What somebody wants changed: new, or one that is there.
fn correction(model: &mut Model, id: Option<RowId>) {
    let Some(meeting) = model.meeting() else { return };
    let old = id.and_then(|id| meeting.corrections.iter().find(|row| row.id == id));
    let fields = vec![
        text("fran", "Vem vill ändra", old.map(|row| row.from.as_str())),
        text("text", "Vad ska ändras", old.map(|row| row.text.as_str())),
        yes_no("atgardad", "Åtgärdat", old.is_some_and(|row| row.done)),
    ];
    let intro = vec!["Öppna mötet igen (‹Reopen›) för att ändra i texten.".to_owned()];
    form::open(model, &CORRECTION, id, "Synpunkt på utkastet", fields, intro);
}

fn save_correction(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let from = form.given("fran").ok_or_else(|| wrong("fran", "Skriv vem som vill ändra."))?;
    let what = form.given("text").ok_or_else(|| wrong("text", "Skriv vad som ska ändras."))?;
    let new: RowId = model.new_id();
    let now = model.now.utc;
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let old = id.and_then(|id| meeting.corrections.iter().find(|row| row.id == id)).cloned();
    let row = Correction {
        id: old.as_ref().map_or(new, |old| old.id),
        meeting: meeting.id(),
        from,
        text: what,
        done: is_yes(form, "atgardad"),
        at: old.as_ref().map_or(now, |old| old.at),
        rev: old.as_ref().map_or(0, |old| old.rev),
    };
    let mut command = NewCommand::new(Code::SetCorrection, row.meeting);
    command.changes.push(Change::put(row));
    model.commit(command);
    model.say("Synpunkten är sparad. ‹Approve› visar dem alla.");
    Ok(())
}

/// Where a difference is told.
const ON_SCREEN: &str = "på skärmen, och som fil";

/// The locked versions, what differs between them, and the way to a new one.
pub(crate) fn versions(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    if meeting.versions.is_empty() {
        return model.say(match approval(meeting) {
            Approval::Justerat => "Protokollet är ett utkast. ‹Approve› justerar det.",
            Approval::Godkant => "Mötesanteckningarna är ett utkast. ‹Approve› godkänner dem.",
        });
    }
    let (today, now) = (model.now.today(), model.now);
    let mut items: Vec<PickItem> = Vec::new();
    if meeting.is_locked() {
        items.push(PickItem::new("Öppna en ny version", "frågar vem och varför", new_version));
    }
    let mut before: Option<&Version> = None;
    let mut rows = Vec::new();
    for version in &meeting.versions {
        let at = now.at(version.at);
        let how = version.approval.word();
        let why = meeting.opening_of(version.number).map(|row| format!(": {}", row.reason));
        let number = version.number;
        let detail = format!(
            "{how} {} {} av {}{}",
            short_date(at.date(), today),
            at.format("%H.%M"),
            version.by,
            why.unwrap_or_default()
        );
        let show = move |model: &mut Model| show_version(model, number);
        rows.push(PickItem::new(format!("Version {number}"), detail, show));
        if let Some(before) = before {
            let from = before.number;
            let show = move |model: &mut Model| show_difference(model, from, Some(number));
            rows.push(PickItem::new(format!("Skillnad {from} → {number}"), ON_SCREEN, show));
        }
        before = Some(version);
    }
    if let (Some(version), false) = (before, meeting.is_locked()) {
        let from = version.number;
        let show = move |model: &mut Model| show_difference(model, from, None);
        rows.push(PickItem::new(format!("Skillnad {from} → utkastet"), ON_SCREEN, show));
    }
    items.extend(rows.into_iter().rev());
    model.pick("Versioner", items);
}

fn show_version(model: &mut Model, number: i64) {
    if let Some(id) = model.meeting().map(Meeting::id) {
        let columns = reader::columns(model);
        model.ask_for(Effect::ShowVersion { meeting: id, number, columns });
    }
}

fn show_difference(model: &mut Model, from: i64, to: Option<i64>) {
    if let Some(id) = model.meeting().map(Meeting::id) {
        model.ask_for(Effect::OfferPapers(PaperKind::Difference(id, from, to)));
    }
}

/// Who opens a new version, and why.
fn new_version(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
    let title = format!("Ny version ({})", meeting.next_version());
    let intro = vec![
        "Den låsta versionen finns kvar som den är. Mötet öppnas i ansvar, och justeras sedan på nytt."
            .to_owned(),
        "Skälet står i den nya versionen.".to_owned(),
    ];
    let by = model.person.as_ref().map(|person| {
        if person.role.is_empty() { person.name.clone() } else { format!("{}, {}", person.name, person.role) }
    });
    let fields = vec![text("skal", "Varför", None), text("av", "Av vem", by.as_deref())];
    form::open(model, &NEW_VERSION, (), &title, fields, intro);
}

fn save_new_version(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let reason = form
        .given("skal")
        .filter(|reason| reason.chars().count() >= 3)
        .ok_or_else(|| wrong("skal", "Skriv några ord om varför. De står sedan i den nya versionen."))?;
    let by = form.given("av").ok_or_else(|| wrong("av", "Skriv vem det är, namn och roll."))?;
    let (id, now): (RowId, _) = (model.new_id(), model.now.utc);
    let Some(meeting) = model.meeting() else { return Ok(()) };
    if !meeting.is_locked() {
        return Ok(());
    }
    let number = meeting.next_version();
    let mut command = NewCommand::new(Code::NewVersion, meeting.id());
    command.changes.push(Change::put(Opening { id, meeting: meeting.id(), number, by, reason, at: now }));
    command.changes.push(Change::put(Head {
        status: MeetingStatus::Pagar,
        phase: Phase::Ansvar,
        ..meeting.head.clone()
    }));
    model.commit(command);
    model.say(format!("Version {number} är öppen. ‹Close› avslutar mötet, sedan ‹Approve›."));
    Ok(())
}

/// Opens a closed meeting again, unless its minutes are locked.
pub(crate) fn reopen(model: &mut Model) {
    if model.meeting().is_some_and(Meeting::is_locked) {
        model.say("Det är låst. ‹Versions› visar versionerna, och där kan en ny version öppnas.");
    } else {
        course::confirm_reopen(model);
    }
}
