//! Keys in a meeting, the passing of time, and how a meeting is taken up, paused and closed.

use crate::app::core::NewCommand;
use crate::app::core::action::{Action, Context};
use crate::app::core::effect::{DRAFT_FORM, DRAFT_LINE, Effect, Problem};
use crate::app::core::model::{Model, RowRef, Screen};
use crate::app::meeting::open_form;
use crate::app::meeting::target;
use crate::app::meeting::turn;
use crate::app::meeting::{entry, marks, newcomers, people, rows, tasks, walk};
use crate::app::papers::{approve, copies};
use crate::app::ui::{ask, forms, picks};
use crate::app::{assess, consents, journal, next_meeting, presence, replies, support};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingId;
use crate::domain::record::{MeetingStatus, Stage};
use crate::domain::rules::{self, Severity};
use chrono::TimeDelta;

/// Stands for a draft of which nobody knows whether it is on disk; no control character can be typed.
const UNKNOWN: &str = "\u{0}";

/// How old a text may be before it is on disk. Kept well under the second that a killed program may lose.
const DRAFT_AFTER: TimeDelta = TimeDelta::milliseconds(300);

/// A key in a meeting.
pub(crate) fn act(model: &mut Model, action: Action) {
    if action != Action::Back
        && let Screen::Meeting(screen) = &mut model.screen
    {
        screen.leaving = false;
    }
    if model.context() == Context::Closed {
        return act_closed(model, action);
    }
    match action {
        Action::Accept => accept(model),
        Action::Back => back(model),
        Action::Up => up_or_down(model, -1),
        Action::Down => up_or_down(model, 1),
        Action::Next => tab(model),
        Action::Previous => turn_target(model, -1),
        Action::NextPhase => walk::next(model),
        Action::PreviousPhase => walk::previous(model),
        Action::ToSammanhang => walk::to_phase(model, Phase::Sammanhang),
        Action::ToNulage => walk::to_phase(model, Phase::Nulage),
        Action::ToBehov => walk::to_phase(model, Phase::Behov),
        Action::ToPlanering => walk::to_phase(model, Phase::Planering),
        Action::ToAnsvar => walk::to_phase(model, Phase::Ansvar),
        Action::NextArende | Action::PageDown => walk::to_item(model, 1),
        Action::PreviousArende | Action::PageUp => walk::to_item(model, -1),
        Action::Jump => picks::jump(model),
        Action::Spoken => people::spoken(model),
        Action::AllSpoken => people::all_spoken(model),
        Action::Introduced => people::introduced(model),
        Action::Presence => people::presence(model),
        Action::Edit => rows::edit(model),
        Action::Remove => rows::remove(model),
        Action::MoveEntry => rows::move_entry(model),
        Action::MoveUp => rows::reorder(model, -1),
        Action::MoveDown => rows::reorder(model, 1),
        Action::ToDecision => rows::convert(model, EntryKind::Beslut),
        Action::ToAction => rows::convert(model, EntryKind::Atgard),
        Action::Exempt => rows::exempt(model),
        Action::Strike => rows::strike(model),
        Action::Undo => undo(model),
        Action::Redo => {
            if let Some(id) = meeting_id(model) {
                model.redo(id);
            }
        }
        Action::Postpone => rows::act_item(model, action),
        Action::Fields => match rows::chosen_item(model) {
            Some(item) => open_form::arende(model, item),
            None => open_form::meeting_fields(model),
        },
        Action::Withdraw => consents::ask_withdrawal(model),
        Action::PrintConsent => consents::print(model, rows::chosen_item(model)),
        Action::Unrecognisable => consents::ask_lift_out(model),
        Action::Emi => marks::emi(model),
        Action::Protection => marks::protection(model),
        Action::Consent => picks::consents(model, rows::chosen_item(model)),
        Action::Head => open_form::head(model),
        Action::SameAsLast => newcomers::same_as_last(model),
        Action::NewPoint => {
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.writing = true;
                screen.target = crate::app::core::model::Target::Entry(EntryKind::Atgard);
            }
        }
        Action::Roles => tasks::roles(model),
        Action::ShowAll => {
            if let Screen::Meeting(screen) = &mut model.screen {
                screen.show_all = !screen.show_all;
            }
        }
        Action::TurnInto => turn::ask_turn(model),
        Action::Close => close(model),
        Action::Minutes => minutes(model),
        Action::Journal => journal::open(model),
        Action::Support => support::open(model),
        _ => {}
    }
}

fn act_closed(model: &mut Model, action: Action) {
    match action {
        Action::Minutes | Action::Accept => minutes(model),
        Action::Copies => copies::open(model),
        Action::Invite => invite(model),
        Action::Approve => approve::open(model),
        Action::Versions => approve::versions(model),
        Action::Reopen => approve::reopen(model),
        Action::Assess => assess::open(model),
        Action::NextMeeting => next_meeting::begin(model),
        Action::Journal => journal::open(model),
        Action::Back => replies::go_home(model),
        Action::Up => rows::step(model, -1),
        Action::Down => rows::step(model, 1),
        _ => {}
    }
}

/// To the follow-up that is booked.
fn invite(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let (id, ahead) = (screen.meeting.id(), screen.meeting.occasion().is_some());
    if ahead {
        model.ask_for(Effect::WriteInvitations(id));
    } else {
        model.say("Ingen uppföljning är bokad, så det finns inget att kalla till.");
    }
}

fn minutes(model: &mut Model) {
    if let Screen::Meeting(screen) = &model.screen {
        let meeting = Box::new(screen.meeting.clone());
        model.ask_for(Effect::WriteMinutes { meeting });
    }
}

fn meeting_id(model: &Model) -> Option<MeetingId> {
    model.meeting_screen().map(|screen| screen.meeting.id())
}

fn undo(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if let (true, Some(text)) = (screen.line.is_empty(), screen.cleared.take()) {
        screen.line.set(&text, text.chars().count());
        model.say("Raden är tillbaka.");
        return note_draft(model);
    }
    let id = screen.meeting.id();
    model.undo(id);
}

fn accept(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.is_reading_out() {
        return rows::confirm_point(model);
    }
    if screen.completing {
        return entry::take_completion(model);
    }
    if !screen.line.is_empty() || screen.editing.is_some() {
        return entry::submit(model);
    }
    match screen.cursor {
        Some(row) => rows::open(model, row),
        None => model.say("Skriv en rad och tryck Enter. F8 går till nästa fas."),
    }
}

/// One step back: the completion, the change, the line, the highlight, the meeting.
fn back(model: &mut Model) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.completing {
        screen.completing = false;
    } else if screen.editing.take().is_some() {
        screen.line.clear();
        screen.writing = false;
        screen.target = target::first(&screen.meeting);
        model.say("Raden är som den var.");
        note_draft(model);
    } else if !screen.line.is_empty() {
        screen.cleared = Some(screen.line.value().to_owned());
        screen.line.clear();
        entry::let_go_of_place(screen);
        model.say("Raden är tömd. Ctrl-Z tar tillbaka den.");
        note_draft(model);
    } else if screen.writing {
        screen.writing = false;
    } else if screen.cursor.take().is_some() {
        screen.leaving = false;
    } else if model.on_wall {
        // The question whether to leave isn't for the wall.
        crate::app::wall::own_screen::turn(model);
    } else if std::mem::replace(&mut screen.leaving, true) {
        screen.leaving = false;
        ask::confirm_leave(model);
    } else {
        model.say("Esc en gång till lämnar mötet.");
    }
}

fn up_or_down(model: &mut Model, by: isize) {
    let count = crate::app::meeting::complete::completions(model).len();
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if count > 0 && !screen.line.is_empty() {
        if screen.completing {
            screen.completion = screen.completion.saturating_add_signed(by).min(count - 1);
        } else {
            screen.completing = true;
            screen.completion = if by > 0 { 0 } else { count - 1 };
        }
    } else {
        rows::step(model, by);
    }
}

/// Tab completes what is being typed, then asks *Vem?*, then *När?*; on an empty line it turns what the line becomes.
fn tab(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if screen.is_reading_out() {
        return rows::step(model, 1);
    }
    if screen.line.is_empty() && screen.editing.is_none() {
        turn_target(model, 1);
    } else {
        entry::tab(model);
    }
}

fn turn_target(model: &mut Model, by: isize) {
    let Screen::Meeting(screen) = &mut model.screen else { return };
    let all = target::all(&screen.meeting);
    let Ok(count) = isize::try_from(all.len()) else { return };
    if count == 0 {
        return;
    }
    let at = all.iter().position(|target| *target == screen.target).and_then(|at| isize::try_from(at).ok());
    let next = at.map_or(0, |at| (at + by).rem_euclid(count));
    if let Some(target) = usize::try_from(next).ok().and_then(|next| all.get(next)) {
        screen.target = *target;
    }
}

/// A row was clicked: points at it; a second click opens it.
pub(crate) fn click(model: &mut Model, row: RowRef) {
    if !model.dialogs.is_empty() {
        return;
    }
    let Screen::Meeting(screen) = &mut model.screen else { return };
    if screen.cursor == Some(row)
        && screen.line.is_empty()
        && screen.meeting.head.status == MeetingStatus::Pagar
    {
        rows::open(model, row);
    } else {
        screen.cursor = Some(row);
    }
}

/// Takes up a meeting that was planned or interrupted.
pub(crate) fn resume(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = &screen.meeting;
    let open: Vec<&Stage> = meeting.stages.iter().filter(|stage| stage.to.is_none()).collect();
    let mut command = NewCommand::new(Code::Resume, meeting.id());
    // An open stretch of time ended, as far as anybody knows, with the last thing that was written in it.
    for stage in open {
        let last = meeting
            .entries
            .iter()
            .filter_map(|entry| entry.id.0.get_timestamp())
            .map(|stamp| stamp.to_unix())
            .filter_map(|(seconds, nanos)| {
                chrono::DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
            })
            .filter(|moment| *moment > stage.from && *moment <= model.now.utc)
            .max();
        command.changes.push(Change::put(Stage { to: Some(last.unwrap_or(stage.from)), ..stage.clone() }));
    }
    command.changes.push(Change::put(walk::resumed(meeting.head.clone(), model.now.utc)));
    let position = meeting.position();
    let meeting = meeting.id();
    let stage = Stage {
        id: model.new_id(),
        meeting,
        arende: position.arende,
        phase: position.phase,
        from: model.now.utc,
        to: None,
    };
    command.changes.push(Change::put(stage));
    model.commit(command);
}

/// Says what a meeting that has just begun can bring along.
pub(crate) fn greet(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let meeting = &screen.meeting;
    let untouched = meeting.head.status == MeetingStatus::Pagar
        && meeting.head.phase == Phase::Sammanhang
        && meeting.head.follows.is_none()
        && meeting.items.is_empty()
        && meeting.participants.len() <= 1;
    if let Some((_, day)) = next_meeting::last_of_team(model).filter(|_| untouched) {
        model.say(format!("Ni sågs senast {day}. Ctrl-L tar med deltagare och ärenden därifrån."));
    }
}

/// Closes the meeting, unless a rule speaks first.
pub(crate) fn close(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if !screen.line.is_empty() {
        return model.complain(entry::UNSAVED_LINE);
    }
    let mut findings = rules::before_closing(&screen.meeting, model.now.today());
    findings.retain(|finding| finding.severity <= Severity::Overridable);
    if findings.is_empty() {
        ask::confirm_close(model);
    } else {
        ask::rule(model, findings, None);
    }
}

/// Closes the meeting, whatever the rules say.
pub(crate) fn closed(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let mut head = screen.meeting.head.clone();
    head.status = MeetingStatus::Avslutat;
    head.phase = Phase::Ansvar;
    head.current = None;
    // Minutes that were opened for a new version tell when the meeting itself ended.
    head.ended = head.ended.filter(|_| !screen.meeting.versions.is_empty()).or(Some(model.now.utc));
    let mut command = NewCommand::new(Code::Close, head.id);
    command.changes.push(Change::put(head));
    command.changes.extend(walk::close_stages(&screen.meeting, model.now.utc));
    model.commit(command);
    model.say("Mötet är avslutat. k visar vem som får vad, m gör protokollet, Esc går hem.");
}

/// Opens a closed meeting again.
pub(crate) fn reopened(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let mut head = screen.meeting.head.clone();
    head.status = MeetingStatus::Pagar;
    head.ended = head.ended.filter(|_| !screen.meeting.versions.is_empty());
    let mut command = NewCommand::new(Code::Reopen, head.id);
    command.changes.push(Change::put(head));
    model.commit(command);
    model.say("Mötet är öppet igen, i ansvar.");
}

/// Time has passed: drafts are kept, failed acts tried again.
pub(crate) fn tick(model: &mut Model) {
    note_draft(model);
    keep_draft(model, false);
    model.retry();
    presence::say_here(model);
}

/// What is being typed: the line, and the form in front.
fn typed(model: &Model) -> Option<(String, String)> {
    let screen = model.meeting_screen()?;
    Some((screen.line.value().to_owned(), forms::draft(model)))
}

/// Remembers that what is typed differs from what is on disk.
pub(crate) fn note_draft(model: &mut Model) {
    let now = model.now.utc;
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
pub(crate) fn draft_failed(model: &mut Model, problem: Problem) {
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
pub(crate) fn keep_draft(model: &mut Model, at_once: bool) {
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
