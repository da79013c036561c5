//! An ärende whose promises are all kept or given up, and that needs no more: said with one key where a rule asks for more, and
//! a decision in the minutes rather than a reason for going past the rule.

use super::{course, entry, walk};
use crate::app::core::model::question::RuleStop;
use crate::app::core::model::{Dialog, Model, NewCommand};
use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::Meeting;
use crate::domain::rules::{self, Finding, Todo};

/// What is decided.
const NOTHING_MORE: &str = "Det som lovades är klart. Inget mer behövs.";

/// The ärenden of which that can be said, among those that a rule asks for more.
fn answered(meeting: &Meeting, findings: &[Finding]) -> Vec<Option<MeetingArendeId>> {
    let asks = |finding: &&Finding| {
        let planned = matches!(finding.fix, Some(Todo::Write(kind)) if is_planned(kind));
        finding.rule == rules::rule::CONTENT
            && planned
            && rules::is_followed_to_its_end(meeting, finding.arende)
    };
    let mut of: Vec<Option<MeetingArendeId>> =
        findings.iter().filter(asks).map(|finding| finding.arende).collect();
    of.dedup();
    of
}

/// Whether it is of what a follow-up plans anew.
fn is_planned(kind: EntryKind) -> bool {
    use EntryKind::{Atgard, Behov, Beslut, MalKort, MalLang};
    matches!(kind, Atgard | Behov | Beslut | MalKort | MalLang)
}

/// Whether that can be said where this rule speaks.
pub(crate) fn is_offered(model: &Model, stop: &RuleStop) -> bool {
    model.meeting().is_some_and(|meeting| !answered(meeting, &stop.findings).is_empty())
}

/// Writes the decision down, and goes on.
pub(crate) fn decide(model: &mut Model) {
    let Some(Dialog::Rule(stop)) = model.dialogs.last() else { return };
    let (findings, to) = (stop.findings.clone(), stop.to);
    let Some(meeting) = model.meeting().map(Meeting::id) else { return };
    let of = model.meeting().map(|meeting| answered(meeting, &findings)).unwrap_or_default();
    if of.is_empty() {
        return;
    }
    let mut command = NewCommand::new(Code::Add(EntryKind::Beslut), meeting);
    for arende in of {
        let id = model.new_id();
        match entry::worded(model, id, (arende, EntryKind::Beslut), NOTHING_MORE) {
            Ok(entry) => command.changes.push(Change::put(entry)),
            Err(why) => return model.complain(why),
        }
    }
    model.dialogs.pop();
    model.commit(command);
    match to {
        Some((to, way)) => walk::go(model, to, way),
        None => course::close(model),
    }
    if model.dialogs.is_empty() {
        model.say("Beslutet att inget mer behövs står i protokollet. ‹Undo› ångrar.");
    }
}
