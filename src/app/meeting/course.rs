//! How a meeting is taken up, closed and opened again.

use super::board;
use super::typed_line::UNSAVED_LINE;
use super::typed_line::UNSAVED_PASTE;
use crate::app::core::action::name_keys;
use crate::app::core::model::question::{RuleStop, reason_for};
use crate::app::core::model::{Dialog, Model, NewCommand, Screen};
use crate::app::ui::question::confirm;
use crate::domain::agenda::Phase;
use crate::domain::command::{Change, Code};
use crate::domain::ids::made_at;
use crate::domain::meeting::{Meeting, Position, Reopened};
use crate::domain::record::{ArendeState, Head, MeetingArende, MeetingStatus, Stage};
use crate::domain::rules::{self, Finding, Severity, Way};
use chrono::{DateTime, TimeDelta, Utc};

/// Ends the stretches of time that are open.
pub(crate) fn close_stages(meeting: &Meeting, at: DateTime<Utc>) -> Vec<Change> {
    meeting
        .stages
        .iter()
        .filter(|stage| stage.to.is_none())
        .map(|stage| Change::put(Stage { to: Some(at.max(stage.from)), ..stage.clone() }))
        .collect()
}

/// The head of a meeting that is taken up again.
pub(crate) fn resumed(mut head: Head, now: DateTime<Utc>) -> Head {
    head.status = MeetingStatus::Pagar;
    head.started = head.started.or(Some(now));
    head
}

/// So long nothing is heard of a meeting before it is interrupted: what is shorter is part of it.
const PAUSE: TimeDelta = TimeDelta::minutes(30);

/// When something was heard of a meeting last: something was written in it, or it was left here.
fn last_heard_of(meeting: &Meeting, model: &Model) -> DateTime<Utc> {
    let written = meeting.records().into_iter().filter_map(|record| made_at(record.key().id));
    let left = model.left.filter(|(id, _)| *id == meeting.id()).map(|(_, at)| at);
    written.chain(left).filter(|at| *at <= model.now.utc).max().unwrap_or_default()
}

/// Begins a meeting that was planned, or takes up one that was interrupted.
pub(crate) fn resume(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let meeting = &screen.meeting;
    let open: Vec<&Stage> = meeting.stages.iter().filter(|stage| stage.to.is_none()).collect();
    let heard = last_heard_of(meeting, model);
    let position = meeting.position();
    // Somebody looked at home, or the program was started anew: the meeting went on meanwhile.
    if meeting.head.status == MeetingStatus::Pagar
        && let [stage] = open.as_slice()
        && (stage.phase, stage.arende) == (position.phase, position.arende)
        && model.now.utc - heard.max(stage.from) < PAUSE
    {
        return;
    }
    let code = if meeting.head.status == MeetingStatus::Planerat { Code::Begin } else { Code::Resume };
    let mut command = NewCommand::new(code, meeting.id());
    command.changes = open
        .into_iter()
        .map(|stage| Change::put(Stage { to: Some(heard.max(stage.from)), ..stage.clone() }))
        .collect();
    command.changes.push(Change::put(resumed(meeting.head.clone(), model.now.utc)));
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

/// Closes the meeting, unless a rule speaks first.
pub(crate) fn close(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    if !screen.line.is_empty() {
        return model.complain(UNSAVED_LINE);
    }
    if model.meeting_screen().is_some_and(|screen| !screen.pasted.is_empty()) {
        return model.complain(UNSAVED_PASTE);
    }
    let mut findings = rules::before_closing(&screen.meeting, model.now.today());
    findings.retain(|finding| finding.severity <= Severity::Overridable);
    if findings.is_empty() {
        confirm_close(model);
    } else {
        rule(model, findings, None);
    }
}

pub(crate) fn confirm_close(model: &mut Model) {
    let Some(screen) = model.meeting_screen() else { return };
    let mut text = board::told_at_close(&screen.meeting, model.now.today());
    let seen = speaks_against(model);
    text.push("Sedan kan protokollet göras. Mötet kan öppnas igen om något glömdes.".to_owned());
    confirm(model, "Avsluta mötet?", text, "Avsluta", move |model| {
        // Somebody else may have written since.
        if speaks_against(model).iter().any(|what| !seen.contains(what)) {
            close(model);
            return model.complain("Någon har skrivit något medan frågan stod. Läs en gång till.");
        }
        closed(model);
    });
}

/// All that a closing would leave as it is.
fn speaks_against(model: &Model) -> Vec<String> {
    let Some(screen) = model.meeting_screen() else { return Vec::new() };
    let found = rules::before_closing(&screen.meeting, model.now.today());
    let unread = rules::agreed(&screen.meeting).filter(|entry| entry.confirmed.is_none());
    let unread = unread.map(|entry| format!("{} {}", entry.id, entry.text));
    let left = board::left_undone(&screen.meeting);
    found.into_iter().map(|finding| finding.what).chain(unread).chain(left).collect()
}

/// Shows what the rules say.
pub(crate) fn rule(model: &mut Model, findings: Vec<Finding>, to: Option<(Position, Way)>) {
    let named = |finding: Finding| Finding { remedy: name_keys(finding.remedy), ..finding };
    let findings: Vec<Finding> = findings.into_iter().map(named).collect();
    if let (Screen::Meeting(screen), None) = (&mut model.screen, to) {
        // All that is left is known: a reason for what isn't so any more is let go of.
        screen.reasons.retain(|(about, _)| findings.iter().any(|finding| reason_for(finding) == *about));
    }
    model.dialogs.push(Dialog::Rule(RuleStop {
        findings,
        to,
        reason: None,
        at: 0,
        reasons: Vec::new(),
        top: 0,
        fresh: true,
    }));
}

/// Closes the meeting, whatever the rules say.
pub(crate) fn closed(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let mut head = screen.meeting.head.clone();
    head.status = MeetingStatus::Avslutat;
    head.phase = Phase::Ansvar;
    head.current = None;
    head.ended = Some(screen.meeting.ends(model.now.utc));
    let mut command = NewCommand::new(Code::Close, head.id);
    command.changes.push(Change::put(head));
    command.changes.extend(close_stages(&screen.meeting, model.now.utc));
    // The only one is treated, also where what it lacked was filled in during the read-out. Of several, one that was left
    // before its end isn't.
    let meeting = &screen.meeting;
    let treated = meeting.todays_items().filter(|item| {
        item.state == ArendeState::Pagar
            && !rules::is_unfinished(meeting, item)
            && meeting.is_written_of(item.id)
            && rules::is_done(meeting, item.id)
    });
    let treated =
        treated.map(|item| Change::put(MeetingArende { state: ArendeState::Klart, ..item.clone() }));
    command.changes.extend(treated);
    model.commit(command);
    if let Screen::Meeting(screen) = &mut model.screen {
        // A closed meeting is read from its beginning.
        (screen.cursor, screen.latest) = (None, None);
        if let Some(reopened) = screen.meeting.reopened.last_mut() {
            reopened.closed_again.get_or_insert(model.now.utc);
        }
    }
    model
        .say("Mötet är avslutat. ‹Copies› visar vem som får vad, ‹Minutes› gör protokollet, ‹Back› går hem.");
}

pub(crate) fn confirm_reopen(model: &mut Model) {
    let text = vec![
        "Mötet öppnas i ansvar. Sluttiden står kvar om ni bara rättar; läggs något nytt till slutar mötet när det avslutas igen."
            .to_owned(),
        "Protokollet säger när det öppnades igen.".to_owned(),
    ];
    confirm(model, "Öppna mötet igen?", text, "Öppna", reopened);
}

/// Opens a closed meeting again.
pub(crate) fn reopened(model: &mut Model) {
    let Screen::Meeting(screen) = &model.screen else { return };
    let mut head = screen.meeting.head.clone();
    head.status = MeetingStatus::Pagar;
    let closed = head.ended;
    let mut command = NewCommand::new(Code::Reopen, head.id);
    command.changes.push(Change::put(head));
    model.commit(command);
    if let (Screen::Meeting(screen), Some(closed)) = (&mut model.screen, closed) {
        screen.meeting.reopened.push(Reopened { closed, at: model.now.utc, closed_again: None });
    }
    model.say("Mötet är öppet igen, i ansvar.");
}
