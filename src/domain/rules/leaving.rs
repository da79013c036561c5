//! What must be there before a phase is left, and how the word goes round.

use super::{Finding, Fix, Strength, rule, source};
use crate::domain::agenda::{Level, Need, Phase, RoleSpec, Round};
use crate::domain::collate::fold;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::record::{Participant, ParticipantKind, Presence};

/// Those who haven't been offered the word in an ärende, in the order in which they are asked: the child first, then its
/// guardians and others close to it, then round the table.
pub fn unheard(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Vec<&Participant> {
    let mut waiting = round(meeting, arende);
    waiting.retain(|person| !meeting.is_heard(person.id, arende));
    waiting
}

/// Everybody who takes part in laget runt, in the order in which they are asked.
pub fn round(meeting: &Meeting, arende: Option<MeetingArendeId>) -> Vec<&Participant> {
    let mut all: Vec<&Participant> = meeting
        .present_in(arende)
        .filter(|person| person.kind != ParticipantKind::Tolk && person.presence != Presence::Gatt)
        .collect();
    all.sort_by_key(|person| match person.kind {
        ParticipantKind::Barn => 0,
        ParticipantKind::Vardnadshavare => 1,
        ParticipantKind::Narstaende => 2,
        ParticipantKind::Personal | ParticipantKind::Tolk => 3,
    });
    all
}

pub(super) fn leaving(meeting: &Meeting, from: Position, found: &mut Vec<Finding>) {
    match from.phase {
        Phase::Sammanhang => leaving_sammanhang(meeting, found),
        Phase::Nulage if meeting.agenda.round == Round::VarOchEn => {
            let waiting = unheard(meeting, from.arende);
            if !waiting.is_empty() {
                let names: Vec<String> = waiting.iter().map(|person| person.short_name()).collect();
                found.push(Finding {
                    rule: rule::ROUND,
                    strength: Strength::Asks,
                    arende: from.arende,
                    what: format!("Alla har inte fått ordet: {}.", names.join(", ")),
                    why: format!(
                        "Var och en ska få säga vad som fungerar och vad som är svårt. {}",
                        source(meeting)
                    ),
                    remedy: "Ge ordet till den som är kvar, eller gå vidare och skriv varför.".to_owned(),
                    fix: Some(Fix::Round),
                });
            }
        }
        _ => {}
    }
    let spec = meeting.agenda.phase(from.phase);
    let there = meeting.entries.iter().any(|entry| {
        spec.requires.contains(&entry.kind()) && (entry.arende == from.arende || !from.phase.is_per_arende())
    });
    if !spec.requires.is_empty() && !there {
        let kinds: Vec<String> = spec.requires.iter().map(|kind| kind.label().to_lowercase()).collect();
        found.push(Finding {
            rule: rule::CONTENT,
            strength: Strength::Asks,
            arende: from.arende,
            what: format!("Här är ännu inget skrivet av slaget {}.", kinds.join(" eller ")),
            why: format!("Det som kommer sedan bygger på det här. {}", source(meeting)),
            remedy: "Skriv minst en rad, eller gå vidare och skriv varför.".to_owned(),
            fix: Some(Fix::Write),
        });
    }
}

fn leaving_sammanhang(meeting: &Meeting, found: &mut Vec<Finding>) {
    let needs_subject = meeting.agenda.level == Level::Individ && !meeting.agenda.groups;
    if needs_subject && meeting.items.is_empty() {
        found.push(Finding {
            rule: rule::SUBJECT,
            strength: Strength::Protects,
            arende: None,
            what: "Det står inte vem mötet handlar om.".to_owned(),
            why: "Det som skrivs måste höra till någon, annars hamnar det ingenstans.".to_owned(),
            remedy: "Skriv vad barnet ska kallas på väggen. Det riktiga namnet behövs inte.".to_owned(),
            fix: Some(Fix::AddArende),
        });
    }
    let chairs = meeting.participants.iter().any(|person| person.chairs);
    let takes_notes = meeting.participants.iter().any(|person| person.takes_notes);
    if !chairs || !takes_notes {
        let what = match (chairs, takes_notes) {
            (false, false) => "Det står inte vem som leder mötet eller vem som antecknar.",
            (false, true) => "Det står inte vem som leder mötet.",
            _ => "Det står inte vem som antecknar.",
        };
        found.push(Finding {
            rule: rule::ROLES,
            strength: Strength::Reminds,
            arende: None,
            what: what.to_owned(),
            why: "Det ska stå i protokollet.".to_owned(),
            remedy: "Markera personen och tryck F2.".to_owned(),
            fix: Some(Fix::Participants),
        });
    }
    for person in &meeting.participants {
        let Some(spec) = meeting.agenda.roles.iter().find(|spec| fold(&spec.name) == fold(&person.role))
        else {
            continue;
        };
        if (person.chairs && !spec.may_chair) || (person.takes_notes && !spec.may_take_notes) {
            let does = if person.chairs && !spec.may_chair { "leda mötet" } else { "anteckna" };
            found.push(Finding {
                rule: rule::ROLES,
                strength: Strength::Asks,
                arende: None,
                what: format!("{} ska inte {does}.", person.short_name()),
                why: format!("Den rollen har en annan uppgift i mötet. {}", source(meeting)),
                remedy: "Låt någon annan göra det: markera personen och tryck F2.".to_owned(),
                fix: Some(Fix::Participants),
            });
        }
    }
    for spec in meeting.agenda.roles.iter().filter(|spec| spec.need == Need::Kravs) {
        let there = meeting.participants.iter().any(|person| fills(person, spec));
        if !there {
            found.push(Finding {
                rule: rule::REQUIRED_ROLE,
                strength: Strength::Asks,
                arende: None,
                what: format!("{} finns inte med bland deltagarna.", spec.name),
                why: format!("Den rollen hör till mötesformen. {}", source(meeting)),
                remedy:
                    "Lägg till personen (frånvarande, om hen inte är här), eller gå vidare och skriv varför."
                        .to_owned(),
                fix: Some(Fix::Participants),
            });
        }
    }
    for huvudman in &meeting.agenda.required_huvudman {
        if !meeting.participants.iter().any(|person| person.huvudman == *huvudman) {
            found.push(Finding {
                rule: rule::HUVUDMAN,
                strength: Strength::Asks,
                arende: None,
                what: format!("Ingen från {} är kallad.", huvudman.definite()),
                why: format!(
                    "Behov av insatser från både kommun och region är det som gör mötet till en SIP. {}",
                    source(meeting)
                ),
                remedy:
                    "Lägg till den som är kallad, även om hen inte kom, eller gå vidare och skriv varför."
                        .to_owned(),
                fix: Some(Fix::Participants),
            });
        }
    }
}

fn fills(person: &Participant, spec: &RoleSpec) -> bool {
    fold(&person.role) == fold(&spec.name)
        || match fold(&spec.name).as_str() {
            "barnet" | "barn" | "eleven" => person.kind == ParticipantKind::Barn,
            "vårdnadshavare" => person.kind == ParticipantKind::Vardnadshavare,
            // A task more than a profession: whoever leads the meeting or holds the plan together has it.
            "sip-ansvarig" => person.chairs || person.main_responsible,
            _ => false,
        }
}
