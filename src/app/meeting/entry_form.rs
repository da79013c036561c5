//! A decision or the child's voice, which have more than a line can say.

use super::entry::silenced;
use crate::app::core::model::form::{About, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{choice, text, wrong};
use crate::app::ui::form;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::entry_line::whom;
use crate::domain::ids::EntryId;
use crate::domain::record::{Body, Decision, VoiceHow};

/// A decision or the child's voice.
pub(crate) static ENTRY: FormKind = FormKind::new("Entry", &About { open, save });

/// A decision or the child's voice, which have more than a line can say.
pub(crate) fn open(model: &mut Model, id: EntryId) {
    let Some(screen) = model.meeting_screen() else { return };
    let Some(entry) = screen.meeting.entry(id).cloned() else { return };
    let source = entry
        .source
        .and_then(|id| screen.meeting.participant(id))
        .map(|person| screen.meeting.telling_name(person));
    let mut fields = vec![text("text", entry.kind().label(), Some(&entry.text))];
    match &entry.body {
        Body::Beslut(decision) => {
            fields.push(text("beslutat_av", "Beslutat av", decision.decided_by.as_deref()));
            fields.push(
                text("avvikande", "Avvikande mening", decision.dissent.as_deref()).hint("vem, och vad"),
            );
        }
        Body::Rost { how } => {
            fields.push(choice("hur", "Rösten kommer fram", *how));
            fields.push(text("kalla", "Framförd av", source.as_deref()));
        }
        _ => {}
    }
    form::open(model, &ENTRY, id, entry.kind().label(), fields, Vec::new());
}

fn save(model: &mut Model, form: &Form, id: EntryId) -> Result<(), Wrong> {
    let Some(screen) = model.meeting_screen() else { return Ok(()) };
    let Some(mut fresh) = screen.meeting.entry(id).cloned() else { return Ok(()) };
    if let Some(stop) = silenced(model, fresh.arende) {
        return Err(wrong("text", stop));
    }
    fresh.text = form
        .given("text")
        .ok_or_else(|| wrong("text", "Skriv en text, eller ta bort raden med ‹Remove›."))?;
    fresh.confirmed = None;
    match &fresh.body {
        Body::Beslut(_) => {
            fresh.body = Body::Beslut(Decision {
                decided_by: form.given("beslutat_av"),
                dissent: form.given("avvikande"),
            });
        }
        Body::Rost { .. } => {
            let how = VoiceHow::of_word(form.value("hur")).unwrap_or(VoiceHow::EgnaOrd);
            fresh.source = match form.value("kalla") {
                "" => None,
                typed => {
                    let found = whom(&screen.meeting, typed).map_err(|why| wrong("kalla", why))?;
                    Some(found.ok_or_else(|| wrong("kalla", format!("Ingen deltagare heter ”{typed}”.")))?)
                }
            };
            fresh.body = Body::Rost { how };
        }
        _ => {}
    }
    let mut command = NewCommand::new(Code::Edit(fresh.kind()), fresh.meeting);
    command.changes.push(Change::put(fresh));
    model.commit(command);
    Ok(())
}
