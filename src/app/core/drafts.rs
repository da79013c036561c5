//! What is being typed, kept on disk after a short pause, outside the journal.

use super::effect::{DRAFT_FORM, DRAFT_LINE, DRAFT_REASONS, Effect, Problem};
use super::model::{Dialog, MeetingScreen, Model, Screen, question};
use crate::domain::ids::MeetingId;
use crate::domain::record::MeetingStatus;
use chrono::TimeDelta;

/// Stands for a draft of which nobody knows whether it is on disk; no control character can be typed.
const UNKNOWN: &str = "\u{0}";

/// How old a text may be before it is on disk. Kept well under the second that a killed program may lose.
const DRAFT_AFTER: TimeDelta = TimeDelta::milliseconds(300);

/// What is being typed: the line; the form in front, or else what was pasted and waits; and the reasons.
fn typed(model: &Model) -> Option<(String, String, String)> {
    let screen = model.meeting_screen()?;
    // What was pasted waits under everything else.
    let form = form(model).map_or_else(|| screen.pasted.clone(), |(_, draft)| draft);
    Some((screen.written(), form, reasons(model, screen)))
}

/// The reasons that are written for going past what a rule says, the one being typed with them.
fn reasons(model: &Model, screen: &MeetingScreen) -> String {
    if screen.meeting.head.status == MeetingStatus::Avslutat {
        return String::new();
    }
    let mut all = screen.reasons.clone();
    if let Some(stop) = model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Rule(stop) => Some(stop),
        _ => None,
    }) {
        question::remember(&mut all, stop.written());
    }
    question::reasons_draft(&all)
}

/// The form that is being filled in, or lies nearest beneath what is asked of it: its place among the dialogs, and its draft.
pub(crate) fn form(model: &Model) -> Option<(usize, String)> {
    model.dialogs.iter().enumerate().rev().find_map(|(at, dialog)| match dialog {
        Dialog::Form(form) => Some((at, form.draft())).filter(|(_, draft)| !draft.is_empty()),
        _ => None,
    })
}

/// Whether all that is typed has been sent to the disk, and the disk hasn't said no.
pub(crate) fn are_kept(model: &Model) -> bool {
    let (Some(screen), Some(typed)) = (model.meeting_screen(), typed(model)) else { return true };
    let (line, form, reasons) = typed;
    screen.draft_since.is_none()
        && line == screen.draft_saved
        && form == screen.form_saved
        && reasons == screen.reasons_saved
}

/// Remembers that what is typed differs from what is on disk. Asked after each message, so that nobody who changes the line or
/// a form has to think of it.
pub(crate) fn note(model: &mut Model) {
    let now = model.now.utc;
    // What an empty line was kept from isn't what the next one is.
    if let Screen::Meeting(screen) = &mut model.screen
        && screen.line.is_empty()
    {
        screen.line_exempt.clear();
    }
    let typed = typed(model);
    if let (Screen::Meeting(screen), Some((line, form, reasons))) = (&mut model.screen, typed)
        && screen.draft_since.is_none()
        && (line != screen.draft_saved
            || form != screen.form_saved
            || reasons != screen.reasons_saved
            || (!line.is_empty() && screen.changing() != screen.draft_edits))
    {
        screen.draft_since = Some(now);
    }
}

/// What is typed isn't on disk: said once, and tried again.
pub(crate) fn failed(model: &mut Model, problem: Problem) {
    let now = model.now.utc;
    if let Screen::Meeting(screen) = &mut model.screen {
        // Differs from whatever is typed.
        UNKNOWN.clone_into(&mut screen.draft_saved);
        UNKNOWN.clone_into(&mut screen.form_saved);
        UNKNOWN.clone_into(&mut screen.reasons_saved);
        screen.draft_since = Some(now);
    }
    if model.notice.as_ref().is_none_or(|notice| notice.text != problem.text) {
        model.complain(problem.text);
    }
}

/// Sends what is typed to the disk once it has waited long enough, or `at_once`. While an act is on its way the drafts
/// stay as they are: the disk must never have less than what was typed.
pub(crate) fn keep(model: &mut Model, at_once: bool) {
    let now = model.now.utc;
    if !model.outbox.is_empty() {
        return;
    }
    let left = std::mem::take(&mut model.left_drafts);
    for effect in left {
        model.ask_for(effect);
    }
    let Some(typed) = typed(model) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(since) = screen.draft_since else { return };
    if !at_once && now - since < DRAFT_AFTER && now >= since {
        return;
    }
    for effect in changed(screen, typed) {
        model.ask_for(effect);
    }
}

/// The meeting is left with nothing on top of it: a form that is finished isn't there when the meeting is opened again. What
/// an act on its way has made of it goes after that act.
pub(crate) fn leave(model: &mut Model) {
    let Some(typed) = typed(model) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let mut changed = changed(screen, typed);
    model.left_drafts.append(&mut changed);
    keep(model, true);
}

/// Whether the form that was being filled in in a meeting is finished, while the disk still has its draft.
pub(crate) fn is_finished(model: &Model, id: MeetingId) -> bool {
    model.left_drafts.iter().any(
        |effect| matches!(effect, Effect::SaveDraft { meeting, field, .. } if *meeting == id && *field == DRAFT_FORM),
    )
}

/// What is typed that the disk doesn't have, as it is sent there.
fn changed(screen: &mut MeetingScreen, (line, form, reasons): (String, String, String)) -> Vec<Effect> {
    screen.draft_since = None;
    let meeting = screen.meeting.id();
    let edits = screen.changing();
    let mut changed = Vec::new();
    if line != screen.draft_saved || (!line.is_empty() && edits != screen.draft_edits) {
        screen.draft_saved.clone_from(&line);
        screen.draft_edits = edits;
        changed.push(Effect::SaveDraft { meeting, field: DRAFT_LINE, text: line, edits });
    }
    if form != screen.form_saved {
        screen.form_saved.clone_from(&form);
        changed.push(Effect::SaveDraft { meeting, field: DRAFT_FORM, text: form, edits: None });
    }
    if reasons != screen.reasons_saved {
        screen.reasons_saved.clone_from(&reasons);
        changed.push(Effect::SaveDraft { meeting, field: DRAFT_REASONS, text: reasons, edits: None });
    }
    changed
}
