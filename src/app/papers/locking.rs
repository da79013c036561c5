//! The lock: by whom, where it is registered, and what the file copy says of whose the plan is.

use crate::app::core::effect::{Effect, LockOrder};
use crate::app::core::model::Model;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::ui::fields::{text, wrong};
use crate::app::ui::form;
use crate::domain::agenda::MinutesKind;
use crate::domain::ids::{CommandId, RowId};
use crate::domain::meeting::{FileGap, Meeting};
use crate::domain::record::{Approval, FileCopy, Participant};

/// Lock the minutes: by whom, and where they are registered.
pub(crate) static LOCK: FormKind =
    FormKind::new("Lock", &About { open: |model, ()| lock(model), save: save_lock });

/// How the minutes of this form become final.
pub(super) fn approval(meeting: &Meeting) -> Approval {
    match meeting.agenda.minutes_kind {
        MinutesKind::Protokoll => Approval::Justerat,
        MinutesKind::Motesanteckningar => Approval::Godkant,
    }
}

/// "Justera protokollet".
pub(super) fn heading(meeting: &Meeting) -> &'static str {
    match approval(meeting) {
        Approval::Justerat => "Justera protokollet",
        Approval::Godkant => "Godkänn mötesanteckningarna",
    }
}

/// What the file copy says, in words.
fn says(meeting: &Meeting) -> &'static str {
    match (meeting.file_gap(), meeting.head.file_copy) {
        (None, Some(FileCopy::Namn)) => {
            "Akten visar barnets namn, och när barnet är fött om det är inskrivet"
        }
        (Some(FileGap::Nameless(_)), _) => "Akten säger inte vems planen är: namn saknas",
        (Some(FileGap::Withheld), _) => {
            "Akten säger inte vems planen är: ingen har kontrollerat vad pappret får visa"
        }
        _ => "Akten säger inte vems planen är, bara vad barnet kallas",
    }
}

/// By whom, and where it is registered.
pub(super) fn lock(model: &mut Model) {
    let Some(meeting) = model.meeting() else { return };
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
    let mut intro =
        vec!["Sedan kan inget i mötet ändras, bara i en ny version, och inget strykas för gott.".to_owned()];
    match meeting.corrections.iter().filter(|row| !row.done).count() {
        0 => {}
        1 => intro.push("En synpunkt är kvar att se till.".to_owned()),
        count => intro.push(format!("{count} synpunkter är kvar att se till.")),
    }
    if meeting.is_about_somebody() {
        intro.push(format!("{}.", says(meeting)));
    }
    let title = heading(meeting);
    form::open(model, &LOCK, (), title, fields, intro);
}

fn save_lock(model: &mut Model, form: &Form, (): ()) -> Result<(), Wrong> {
    let by = form.given("av").ok_or_else(|| wrong("av", "Skriv vem det är, namn och roll."))?;
    let registered = form
        .given("registrerad")
        .ok_or_else(|| wrong("registrerad", "Skriv diarienumret, eller vilken akt det hör till."))?;
    let (id, row): (CommandId, RowId) = (model.new_id(), model.new_id());
    let locked_by = model.person.as_ref().map(|person| person.name.clone());
    let Some(meeting) = model.meeting() else { return Ok(()) };
    let order =
        LockOrder { id, row, meeting: meeting.id(), approval: approval(meeting), by, registered, locked_by };
    model.enqueue(id, Effect::LockMinutes(Box::new(order)));
    model.say("Låser …");
    Ok(())
}
