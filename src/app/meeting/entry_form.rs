//! A decision or the child's voice, which have more than a line can say; and any row of a closed meeting, which has no line.

use super::entry::silenced;
use crate::app::core::model::form::{About, CHANGES_ENTRY, Field, FieldKind, Form, FormKind, Wrong};
use crate::app::core::model::{Model, NewCommand};
use crate::app::ui::fields::{choice, parse_due, text, wrong};
use crate::app::ui::form;
use crate::domain::coded::Coded;
use crate::domain::command::{Change, Code};
use crate::domain::entry_line::{told_how, whom};
use crate::domain::ids::EntryId;
use crate::domain::quoted::{quoted, without_word};
use crate::domain::record::{ActionItem, Body, Decision, MeetingStatus, VoiceHow};

/// A decision or the child's voice.
pub(crate) static ENTRY: FormKind = FormKind::new(CHANGES_ENTRY, &About { open, save });

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
            fields.push(text("beslutat_av", "Beslutat av", decision.decided_by.as_deref()).needed());
            fields.push(
                text("avvikande", "Avvikande mening", decision.dissent.as_deref()).hint("vem, och vad"),
            );
        }
        Body::Rost { how } => {
            fields.push(choice("hur", "Rösten kommer fram", *how));
            fields.push(text("kalla", "Framförd av", source.as_deref()));
        }
        Body::Atgard(action) => {
            let due = action.due.as_ref().map(|due| due.in_words(model.now.today()));
            fields.push(text("agare", "Vem", screen.meeting.owner_named(action).as_deref()).needed());
            fields.push(
                Field::new("tid", "När", FieldKind::Due, &due.unwrap_or_default())
                    .hint("fre, om 2 veckor …")
                    .needed(),
            );
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
    let closed = screen.meeting.head.status == MeetingStatus::Avslutat;
    let before = fresh.clone();
    fresh.text = form
        .given("text")
        .ok_or_else(|| wrong("text", "Skriv en text, eller ta bort raden med ‹Remove›."))?;
    match &fresh.body {
        Body::Atgard(action) => {
            let (action, typed) = (action.clone(), form.value("agare"));
            let (owner, owner_name) = match typed {
                "" => (None, None),
                // Nobody else is meant by words that weren't touched.
                typed if screen.meeting.owner_named(&action).as_deref() == Some(typed) => {
                    (action.owner, action.owner_name.clone())
                }
                typed => match whom(&screen.meeting, typed).map_err(|why| wrong("agare", why))? {
                    Some(id) => (Some(id), None),
                    None => (None, form.given("agare")),
                },
            };
            let said = action.due.as_ref().map(|due| due.in_words(model.now.today())).unwrap_or_default();
            let due = match form.value("tid") {
                "" => None,
                typed if typed == said => action.due.clone(),
                typed => Some(parse_due(model, typed).map_err(|why| wrong("tid", why))?),
            };
            fresh.body = Body::Atgard(ActionItem { owner, owner_name, due, ..action });
        }
        Body::Beslut(_) => {
            fresh.body = Body::Beslut(Decision {
                // "Beslut av" stands before it.
                decided_by: form.given("beslutat_av").map(|by| without_word(&by, "av").to_owned()),
                dissent: form.given("avvikande"),
            });
        }
        Body::Rost { .. } => {
            let how = VoiceHow::of_word(form.value("hur")).unwrap_or(VoiceHow::EgnaOrd);
            fresh.source = match form.value("kalla") {
                "" => None,
                typed => {
                    let found = whom(&screen.meeting, typed).map_err(|why| wrong("kalla", why))?;
                    Some(found.ok_or_else(|| {
                        wrong("kalla", format!("Ingen deltagare heter {typed}.", typed = quoted(typed)))
                    })?)
                }
            };
            fresh.body = Body::Rost { how: told_how(&screen.meeting, fresh.source, how) };
        }
        _ => {}
    }
    let unread = closed && before.confirmed.is_some() && !fresh.reads_as(&before);
    let mut command = NewCommand::new(Code::Edit(fresh.kind()), fresh.meeting);
    command.changes.push(Change::put(fresh));
    model.commit(command);
    if unread {
        model.say("Ändrat efter mötet: punkten står inte längre som bekräftad. ‹Reopen› öppnar mötet, om den ska läsas upp.");
    }
    Ok(())
}
