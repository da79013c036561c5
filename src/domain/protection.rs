//! Skyddade personuppgifter and EMI: what isn't shown, and who has checked what may be.

use super::agenda::EntryKind;
use super::meeting::Meeting;
use super::record::{Entry, MeetingArende, Output, Participant, ParticipantKind, ProtectionCheck};
use super::roles;

impl Meeting {
    /// Whether a child with skyddade personuppgifter is spoken of.
    pub fn has_protected_child(&self) -> bool {
        self.children.iter().any(|child| child.protected)
    }

    /// Whether address, school, place and time of day must be kept from an output: a child is protected, and nobody has
    /// checked what that output would show now.
    pub fn withholds(&self, output: Output) -> bool {
        self.has_protected_child() && self.check_for(output).is_none()
    }

    /// Who checked what an output shows, if it still is what was checked.
    pub fn check_for(&self, output: Output) -> Option<&ProtectionCheck> {
        let now = self.protected_facts().join("\n");
        self.protection.iter().find(|row| row.output == output && row.what == now)
    }

    /// Everything that could tell where a protected child is: title, place, time, schools, the family's names and how
    /// they get the minutes, the follow-up. What stands in running text nobody can pick out but who reads it.
    pub fn protected_facts(&self) -> Vec<String> {
        let head = &self.head;
        let mut facts = vec![
            format!("Rubrik: {}", head.title),
            format!("Tid: {}", head.planned.format("%Y-%m-%d %H.%M")),
        ];
        facts.extend(head.place.iter().map(|place| format!("Plats: {place}")));
        let mut units: Vec<&str> = Vec::new();
        for person in self.participants.iter().filter(|person| person.kind == ParticipantKind::Personal) {
            if !person.unit.is_empty() && !units.contains(&person.unit.as_str()) {
                units.push(&person.unit);
            }
        }
        if !units.is_empty() {
            facts.push(format!("Verksamheter: {}", units.join(", ")));
        }
        let family: Vec<String> = self
            .participants
            .iter()
            .filter(|person| person.may_be_family() && person.kind != ParticipantKind::Barn)
            .map(Participant::name_and_role)
            .collect();
        if !family.is_empty() {
            facts.push(format!("Familj: {}", family.join("; ")));
        }
        facts.extend(self.children.iter().filter(|child| child.protected).filter_map(|child| {
            let name = child.name.as_deref().unwrap_or(&child.alias);
            let born = if child.born.is_some() { ", födelsedatum" } else { "" };
            let says = child.name.is_some() || child.born.is_some();
            says.then(|| format!("I akten och hos familjen: {name}{born}"))
        }));
        let numbers: Vec<String> = self
            .participants
            .iter()
            .filter_map(|person| {
                person.phone.as_ref().map(|phone| format!("{} {phone}", person.short_name()))
            })
            .collect();
        if !numbers.is_empty() {
            facts.push(format!("Telefon: {}", numbers.join("; ")));
        }
        let ways: Vec<&str> = self.recipients.iter().filter_map(|row| row.way.as_deref()).collect();
        if !ways.is_empty() {
            facts.push(format!("Så får de protokollet: {}", ways.join("; ")));
        }
        for next in &self.follow_ups {
            let time = next.time.map_or_else(String::new, |time| format!(" {}", time.format("%H.%M")));
            let place = next.place.as_ref().map_or_else(String::new, |place| format!(", {place}"));
            let what = if self.agenda.prepares() { "Nästa möte" } else { "Uppföljning" };
            facts.push(format!("{what}: {}{time}{place}", next.date));
        }
        facts
    }

    /// Whether an entry may be shown on the wall now: never EMI, private notes or risk factors, and nothing of an ärende that
    /// `is_hidden` there.
    pub fn may_be_on_wall(&self, entry: &Entry, is_hidden: impl Fn(&MeetingArende) -> bool) -> bool {
        let item = entry.arende.and_then(|id| self.item(id));
        !entry.emi
            && !matches!(entry.kind(), EntryKind::Privat | EntryKind::Riskfaktor)
            && item.is_none_or(|item| !is_hidden(item))
    }
}

impl Participant {
    /// Of the medical part of elevhälsan, or a health care's like it: skolsköterska, skolläkare, psykolog.
    pub fn is_medical(&self) -> bool {
        self.is_staff() && roles::is_medical(&self.role)
    }
}
