//! Ärenden that come onto the meeting's list.

use super::family;
use super::typed_line::finish_line;
use crate::app::core::model::{Model, NewCommand, Screen};
use crate::domain::agenda::Phase;
use crate::domain::collate::fold;
use crate::domain::command::{Change, Code};
use crate::domain::ids::ArendeId;
use crate::domain::record::{Arende, Child, MeetingArende};
use crate::domain::rules;

/// Ärenden from lines: an alias or reference each; "uppföljning" behind a comma makes it one.
pub(crate) fn add_arenden(model: &mut Model, lines: &[String], individual: bool) {
    let Screen::Meeting(screen) = &model.screen else { return };
    if let Err(finding) = rules::may_take_up(&screen.meeting.agenda, individual) {
        return model.complain(format!("{} {} {}", finding.what, finding.why, finding.remedy));
    }
    if !screen.meeting.agenda.many && screen.meeting.items.len() + lines.len() > 1 {
        return model.complain("Den här mötesformen handlar om ett barn i taget. Håll ett möte för varje.");
    }
    let meeting = screen.meeting.id();
    let mut order = screen.meeting.items.iter().map(|item| item.order).max().unwrap_or(0);
    let code = if lines.len() == 1 { Code::AddArende } else { Code::AddArenden };
    let mut command = NewCommand::new(code, meeting);
    let mut known = Vec::new();
    for line in lines {
        let (label, follow_up) = arende_line(line);
        if label.is_empty() {
            continue;
        }
        order += 1;
        let arende = match known_arende(model, &label, individual) {
            Ok(Some(id)) => {
                known.push(label.clone());
                id
            }
            Ok(None) => new_arende(model, &mut command, &label, individual),
            Err(why) => return model.complain(why),
        };
        let item = MeetingArende {
            follow_up,
            phase: if follow_up { Phase::Planering } else { Phase::Nulage },
            ..MeetingArende::new(model.new_id(), meeting, arende, order)
        };
        command.changes.push(Change::put(item));
    }
    let (settled, only) = family::settled(model);
    finish_line(model, command);
    if individual {
        family::ask(model, settled, only);
    }
    if !known.is_empty() {
        let names = known.join(", ");
        model.say(format!("{names} finns sedan tidigare: det är samma ärende. Är det ett annat barn, tryck ‹Undo› och välj ett annat namn."));
    }
}

fn arende_line(line: &str) -> (String, bool) {
    let line = line.trim().trim_matches('"');
    match line.rsplit_once(',') {
        Some((label, word)) if fold(word.trim()).starts_with("uppf") => (label.trim().to_owned(), true),
        _ => (line.to_owned(), false),
    }
}

/// The ärende that is there already under this label; one that this meeting has can't be taken up twice.
fn known_arende(model: &Model, label: &str, individual: bool) -> Result<Option<ArendeId>, String> {
    let Some(screen) = model.meeting_screen() else { return Ok(None) };
    if screen.meeting.arenden.iter().any(|arende| fold(&arende.label) == fold(label)) {
        return Err(format!("”{label}” finns redan på dagens lista."));
    }
    let known = screen.known.arenden.iter().find(|known| fold(&known.label) == fold(label));
    match known {
        Some(known) if known.individual == individual => Ok(Some(known.id)),
        Some(known) => Err(format!(
            "”{label}” är sedan tidigare {}. Välj ett annat namn.",
            if known.individual { "ett barns ärende" } else { "ett gruppärende" }
        )),
        None => Ok(None),
    }
}

/// A new ärende, and the child that it is about.
pub(crate) fn new_arende(
    model: &mut Model,
    command: &mut NewCommand,
    label: &str,
    individual: bool,
) -> ArendeId {
    let child = individual.then(|| {
        let child = Child::new(model.new_id(), label);
        let id = child.id;
        command.changes.push(Change::put(child));
        id
    });
    let arende = Arende::new(model.new_id(), child, label);
    let id = arende.id;
    command.changes.push(Change::put(arende));
    id
}
