//! A closed meeting's minutes on their way to being final: corrections by those who were there, justering, versions.

use crate::app::core::NewCommand;
use crate::app::core::effect::{Effect, LockOrder};
use crate::app::core::model::Model;
use crate::app::meeting::save_form::{Wrong, meeting, wrong};
use crate::app::ui::ask;
use crate::app::ui::dialog::{Choice, Dialog, Form, Pick, PickItem, Purpose};
use crate::app::ui::forms::{open as open_form, text, yes_no};
use crate::domain::agenda::{MinutesKind, Phase};
use crate::domain::command::{Change, Code};
use crate::domain::dates::short_date;
use crate::domain::ids::{CommandId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Approval, Correction, Head, MeetingStatus, Opening, Participant, Version};

/// How the minutes of this form become final.
fn approval(meeting: &Meeting) -> Approval {
    match meeting.agenda.minutes_kind {
        MinutesKind::Protokoll => Approval::Justerat,
        MinutesKind::Motesanteckningar => Approval::Godkant,
    }
}

/// "Justera protokollet".
fn heading(meeting: &Meeting) -> &'static str {
    match approval(meeting) {
        Approval::Justerat => "Justera protokollet",
        Approval::Godkant => "Godkänn mötesanteckningarna",
    }
}

/// What can be done before the lock: write down what somebody wants changed, see to it, lock.
pub(crate) fn open(model: &mut Model) {
    let Some(meeting) = meeting(model) else { return };
    if meeting.is_locked() {
        return model.say(
            "Det är låst redan. v visar versionerna, och där kan en ny version öppnas om något är fel.",
        );
    }
    let mut items = vec![
        PickItem {
            label: format!("{} och lås", heading(meeting)),
            detail: "frågar av vem och var det registreras".to_owned(),
            choice: Some(Choice::LockMinutes),
        },
        PickItem {
            label: "Skriv vad någon vill ändra".to_owned(),
            detail: "vem som sa vad sparas".to_owned(),
            choice: Some(Choice::Correction(None)),
        },
    ];
    items.extend(meeting.corrections.iter().map(|row| PickItem {
        label: format!("{}: {}", row.from, row.text),
        detail: if row.done { "omhändertaget" } else { "kvar att se till" }.to_owned(),
        choice: Some(Choice::Correction(Some(row.id))),
    }));
    let title = heading(meeting);
    model.dialogs.push(Dialog::Pick(Pick::new(title, items)));
}

/// What somebody wants changed: new, or one that is there.
pub(crate) fn correction(model: &mut Model, id: Option<RowId>) {
    let Some(meeting) = meeting(model) else { return };
    let old = id.and_then(|id| meeting.corrections.iter().find(|row| row.id == id));
    let fields = vec![
        text("fran", "Vem vill ändra", old.map(|row| row.from.as_str())),
        text("text", "Vad ska ändras", old.map(|row| row.text.as_str())),
        yes_no("atgardad", "Omhändertaget", old.is_some_and(|row| row.done)),
    ];
    let intro = vec!["Öppna mötet igen (o) för att ändra i texten.".to_owned()];
    open_form(model, "Synpunkt på utkastet", Purpose::Correction(id), fields, intro);
}

pub(crate) fn save_correction(model: &mut Model, form: &Form, id: Option<RowId>) -> Result<(), Wrong> {
    let from = form.given("fran").ok_or_else(|| wrong("fran", "Skriv vem som vill ändra."))?;
    let what = form.given("text").ok_or_else(|| wrong("text", "Skriv vad som ska ändras."))?;
    let new: RowId = model.new_id();
    let now = model.now.utc;
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let old = id.and_then(|id| meeting.corrections.iter().find(|row| row.id == id)).cloned();
    let row = Correction {
        id: old.as_ref().map_or(new, |old| old.id),
        meeting: meeting.id(),
        from,
        text: what,
        done: form.value("atgardad") == "ja",
        at: old.as_ref().map_or(now, |old| old.at),
        rev: old.as_ref().map_or(0, |old| old.rev),
    };
    let mut command = NewCommand::new(Code::SetCorrection, row.meeting);
    command.changes.push(Change::put(row));
    model.commit(command);
    model.say("Synpunkten är sparad. j visar dem alla.");
    Ok(())
}

/// By whom, and where it is registered.
pub(crate) fn lock(model: &mut Model) {
    let Some(meeting) = meeting(model) else { return };
    let chair = meeting.participants.iter().find(|person| person.chairs).map(Participant::name_and_role);
    let before = meeting.latest_version();
    let registered =
        before.map(|version| version.registered.clone()).or_else(|| meeting.head.diarienummer.clone());
    let by = before.map(|version| version.by.clone()).or(chair);
    let who = match approval(meeting) {
        Approval::Justerat => "Justeras av",
        Approval::Godkant => "Godkänns av",
    };
    let fields = vec![
        text("av", who, by.as_deref()),
        text("registrerad", "Registreras i", registered.as_deref()).hint("diarienummer eller akt"),
    ];
    let mut intro = vec!["Sedan kan inget i mötet ändras, bara i en ny version.".to_owned()];
    match meeting.corrections.iter().filter(|row| !row.done).count() {
        0 => {}
        1 => intro.push("En synpunkt är kvar att se till.".to_owned()),
        count => intro.push(format!("{count} synpunkter är kvar att se till.")),
    }
    let title = heading(meeting);
    open_form(model, title, Purpose::LockMinutes, fields, intro);
}

pub(crate) fn save_lock(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let by = form.given("av").ok_or_else(|| wrong("av", "Skriv vem det är, namn och roll."))?;
    let registered = form
        .given("registrerad")
        .ok_or_else(|| wrong("registrerad", "Skriv diarienumret, eller vilken akt det hör till."))?;
    let (id, row): (CommandId, RowId) = (model.new_id(), model.new_id());
    let locked_by = model.person.as_ref().map(|person| person.name.clone());
    let Some(meeting) = meeting(model) else { return Ok(()) };
    let order =
        LockOrder { id, row, meeting: meeting.id(), approval: approval(meeting), by, registered, locked_by };
    model.enqueue(id, Effect::LockMinutes(Box::new(order)));
    model.say("Låser …");
    Ok(())
}

/// The locked versions, what differs between them, and the way to a new one.
pub(crate) fn versions(model: &mut Model) {
    let Some(meeting) = meeting(model) else { return };
    if meeting.versions.is_empty() {
        return model.say(match approval(meeting) {
            Approval::Justerat => "Protokollet är ett utkast. j justerar det.",
            Approval::Godkant => "Mötesanteckningarna är ett utkast. j godkänner dem.",
        });
    }
    let (today, now) = (model.now.today(), model.now);
    let mut items: Vec<PickItem> = Vec::new();
    if meeting.is_locked() {
        items.push(PickItem {
            label: "Öppna en ny version".to_owned(),
            detail: "frågar vem och varför".to_owned(),
            choice: Some(Choice::NewVersion),
        });
    }
    let mut before: Option<&Version> = None;
    let mut rows = Vec::new();
    for version in &meeting.versions {
        let at = now.at(version.at);
        let how = version.approval.word();
        let why = meeting.opening_of(version.number).map(|row| format!(": {}", row.reason));
        rows.push(PickItem {
            label: format!("Version {}", version.number),
            detail: format!(
                "{how} {} {} av {}{}",
                short_date(at.date(), today),
                at.format("%H.%M"),
                version.by,
                why.unwrap_or_default()
            ),
            choice: Some(Choice::Version(version.number)),
        });
        if let Some(before) = before {
            rows.push(PickItem {
                label: format!("Skillnad {} → {}", before.number, version.number),
                detail: "på skärmen, och som fil".to_owned(),
                choice: Some(Choice::Difference(before.number, Some(version.number))),
            });
        }
        before = Some(version);
    }
    if let (Some(version), false) = (before, meeting.is_locked()) {
        rows.push(PickItem {
            label: format!("Skillnad {} → utkastet", version.number),
            detail: "på skärmen, och som fil".to_owned(),
            choice: Some(Choice::Difference(version.number, None)),
        });
    }
    items.extend(rows.into_iter().rev());
    model.dialogs.push(Dialog::Pick(Pick::new("Versioner", items)));
}

pub(crate) fn show_version(model: &mut Model, number: i64) {
    if let Some(id) = meeting(model).map(Meeting::id) {
        model.ask_for(Effect::ShowVersion(id, number));
    }
}

pub(crate) fn show_difference(model: &mut Model, from: i64, to: Option<i64>) {
    if let Some(id) = meeting(model).map(Meeting::id) {
        model.ask_for(Effect::ShowDifference(id, from, to));
    }
}

/// Who opens a new version, and why.
pub(crate) fn new_version(model: &mut Model) {
    let Some(meeting) = meeting(model) else { return };
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
    open_form(model, &title, Purpose::NewVersion, fields, intro);
}

pub(crate) fn save_new_version(model: &mut Model, form: &Form) -> Result<(), Wrong> {
    let reason = form
        .given("skal")
        .filter(|reason| reason.chars().count() >= 3)
        .ok_or_else(|| wrong("skal", "Skriv några ord om varför. De står sedan i den nya versionen."))?;
    let by = form.given("av").ok_or_else(|| wrong("av", "Skriv vem det är, namn och roll."))?;
    let (id, now): (RowId, _) = (model.new_id(), model.now.utc);
    let Some(meeting) = meeting(model) else { return Ok(()) };
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
    model.say(format!("Version {number} är öppen. c avslutar mötet, sedan j."));
    Ok(())
}

/// Opens a closed meeting again, unless its minutes are locked.
pub(crate) fn reopen(model: &mut Model) {
    if meeting(model).is_some_and(Meeting::is_locked) {
        model.say("Det är låst. v visar versionerna, och där kan en ny version öppnas.");
    } else {
        ask::confirm_reopen(model);
    }
}
