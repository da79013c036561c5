//! Two ärenden of one meeting that are called the same: two who wrote at the same moment can make them so.

use super::{Finding, Severity, Todo, rule};
use crate::domain::collate::fold;
use crate::domain::meeting::Meeting;
use crate::domain::record::MeetingArende;

/// The later of two ärenden that are called the same, and what. A wall and a paper couldn't tell them apart.
pub fn called_alike(meeting: &Meeting) -> Option<(&MeetingArende, String)> {
    let names = |item: &MeetingArende| -> Vec<String> {
        let label = meeting.arende_of(item).map(|arende| arende.label.as_str());
        let alias = meeting.child_of(item).map(|child| child.alias.as_str());
        label.into_iter().chain(alias).filter(|name| !name.trim().is_empty()).map(fold).collect()
    };
    meeting.items.iter().enumerate().find_map(|(at, item)| {
        let mine = names(item);
        let taken =
            meeting.items[..at].iter().any(|other| names(other).iter().any(|name| mine.contains(name)));
        let label = meeting.arende_of(item).map(|arende| arende.label.clone()).unwrap_or_default();
        taken.then_some((item, label))
    })
}

/// What is said in short of two that are called the same.
pub fn alike_words(label: &str) -> String {
    format!("Två på listan kallas ”{label}”: byt alias på det ena, eller ta bort det")
}

pub(super) fn alike_finding(meeting: &Meeting) -> Option<Finding> {
    let (item, label) = called_alike(meeting)?;
    Some(Finding {
        rule: rule::ALIKE,
        severity: Severity::Blocking,
        what: format!("Två på dagens lista kallas ”{label}”."),
        why: "På väggen och på papper går de inte att skilja åt, och det ena barnets uppgifter kan läsas som det \
              andras. Så kan det bli när två skriver samtidigt."
            .to_owned(),
        remedy: "Är det två barn: byt alias på det ena. Är det samma: gå tillbaka och ta bort det ena (‹Remove›)."
            .to_owned(),
        fix: Some(Todo::ArendeFields(item.id)),
        ..Finding::PLAIN
    })
}
