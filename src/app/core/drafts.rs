//! What is being typed, kept on disk after a short pause, outside the journal.

use super::effect::{DRAFT_FORM, DRAFT_LINE, Effect, Problem};
use super::model::{Dialog, Model, Screen};
use chrono::TimeDelta;

/// Stands for a draft of which nobody knows whether it is on disk; no control character can be typed.
const UNKNOWN: &str = "\u{0}";

/// How old a text may be before it is on disk. Kept well under the second that a killed program may lose.
const DRAFT_AFTER: TimeDelta = TimeDelta::milliseconds(300);

/// What is being typed: the line, and the form in front or else what was pasted and waits.
fn typed(model: &Model) -> Option<(String, String)> {
    let screen = model.meeting_screen()?;
    let form = match model.dialogs.last() {
        Some(Dialog::Form(form)) => form.draft(),
        _ => String::new(),
    };
    // What was pasted waits under everything else.
    let form = if form.is_empty() { screen.pasted.clone() } else { form };
    Some((screen.written(), form))
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
    if let (Screen::Meeting(screen), Some((line, form))) = (&mut model.screen, typed)
        && screen.draft_since.is_none()
        && (line != screen.draft_saved
            || form != screen.form_saved
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
    let Some((line, form)) = typed(model) else { return };
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let Some(since) = screen.draft_since else { return };
    if !at_once && now - since < DRAFT_AFTER && now >= since {
        return;
    }
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
    for effect in changed {
        model.ask_for(effect);
    }
}
