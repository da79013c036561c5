//! May we go on, and if not: what is wrong, why, and what can be done.

use super::agenda::{Agenda, EntryKind, FieldScope, FieldSpec, Level, Need, Phase, RoleSpec, Round};
use super::collate::fold;
use super::consent::Standing;
use super::ids::{EntryId, MeetingArendeId, ParticipantId};
use super::meeting::{Meeting, Position};
use super::record::{Entry, MeetingArende, Participant, ParticipantKind, PlanAnswerKind, Presence};
use super::text;
use chrono::NaiveDate;

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Protects a child or a family: can't be overridden.
    Protects,
    /// Can be overridden with a written reason, which the minutes print.
    Asks,
    /// Only says so.
    Reminds,
}

/// What mends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fix {
    /// Say what the meeting is about.
    AddArende,
    /// Add or change participants.
    Participants,
    /// Fill in the ärende's own fields.
    ArendeFields(MeetingArendeId),
    /// Write down a consent.
    Consent(MeetingArendeId),
    /// Offer the word to those who haven't had it.
    Round,
    /// Write down what is missing in this phase.
    Write,
    /// Complete an action.
    Complete(EntryId),
    /// Confirm a point.
    Confirm(EntryId),
    /// Book the follow-up.
    FollowUp,
    /// Ask for consent to the plan.
    PlanAnswer(ParticipantId),
    /// Say who gets the minutes.
    Recipients,
}

/// A rule that has something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's key, as an override names it.
    pub rule: &'static str,
    /// How strictly it holds.
    pub strength: Strength,
    /// The ärende that it concerns.
    pub arende: Option<MeetingArendeId>,
    /// What is wrong.
    pub what: String,
    /// Why it matters, with the form's source.
    pub why: String,
    /// What can be done.
    pub remedy: String,
    /// What mends it.
    pub fix: Option<Fix>,
}

/// The keys of the rules, as overrides name them.
pub mod rule {
    /// Somebody leads and somebody takes the notes.
    pub const ROLES: &str = "roller";
    /// The form's required roles are there.
    pub const REQUIRED_ROLE: &str = "roll_saknas";
    /// Both huvudmän are called.
    pub const HUVUDMAN: &str = "huvudman";
    /// The meeting is about somebody.
    pub const SUBJECT: &str = "arende_saknas";
    /// No individuals in a form that has none.
    pub const INDIVIDUAL: &str = "individ";
    /// Consent.
    pub const CONSENT: &str = "samtycke";
    /// Everybody is offered the word.
    pub const ROUND: &str = "laget_runt";
    /// What must be written before a phase is left.
    pub const CONTENT: &str = "innehall";
    /// A field of the form's own.
    pub const FIELD: &str = "falt";
    /// Owner and date of every action.
    pub const COMPLETE: &str = "ansvar_och_datum";
    /// Every point is read out.
    pub const READ_OUT: &str = "upplasning";
    /// The follow-up is booked.
    pub const FOLLOW_UP: &str = "uppfoljning";
    /// It is said who gets the minutes.
    pub const RECIPIENTS: &str = "mottagare";
    /// The consent to the plan is asked for.
    pub const PLAN: &str = "planfraga";
}

/// What the rules say when the meeting goes from where it stands to `to`, the gravest first. Going back is always free;
/// what protects a child is asked wherever one goes.
pub fn before_going(meeting: &Meeting, to: Position, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let walk = meeting.walk();
    let place = |stop: Position| walk.iter().position(|known| *known == stop);
    if place(to) > place(meeting.position()) {
        leaving(meeting, meeting.position(), &mut found);
    }
    entering(meeting, to, today, &mut found);
    finish(meeting, found)
}

/// What the rules say when the meeting is to be closed, the gravest first.
pub fn before_closing(meeting: &Meeting) -> Vec<Finding> {
    let mut found = Vec::new();
    for entry in meeting.actions() {
        if let Some(missing) = incomplete(entry) {
            found.push(Finding {
                rule: rule::COMPLETE,
                strength: Strength::Asks,
                arende: entry.arende,
                what: format!("Åtgärden ”{}” har {missing}.", text::truncate(&entry.text, 40)),
                why: "Det som ingen äger och som inte har någon tid blir sällan gjort.".to_owned(),
                remedy: "Fråga vem som tar den och när den ska vara klar.".to_owned(),
                fix: Some(Fix::Complete(entry.id)),
            });
        }
    }
    for entry in agreed(meeting).filter(|entry| entry.confirmed.is_none()) {
        found.push(Finding {
            rule: rule::READ_OUT,
            strength: Strength::Asks,
            arende: entry.arende,
            what: format!("”{}” är inte uppläst och bekräftad.", text::truncate(&entry.text, 40)),
            why: "Alla ska gå härifrån med samma bild av vem som gör vad.".to_owned(),
            remedy: "Läs upp punkten och bekräfta den.".to_owned(),
            fix: Some(Fix::Confirm(entry.id)),
        });
    }
    if meeting.agenda.plan_consent {
        for person in unasked(meeting) {
            found.push(Finding {
                rule: rule::PLAN,
                strength: Strength::Asks,
                arende: None,
                what: format!("{} har inte fått frågan om planen är okej.", person.name_and_role()),
                why: format!("Planen är barnets och familjens. {}", source(meeting)),
                remedy: "Fråga, och skriv svaret: ja, ja om … eller nej.".to_owned(),
                fix: Some(Fix::PlanAnswer(person.id)),
            });
        }
    }
    let no = meeting.plan_answers.iter().find(|row| row.answer == PlanAnswerKind::Nej);
    let written = meeting.entries.iter().any(|entry| entry.kind() == EntryKind::EjOverens);
    if let Some(who) = no.filter(|_| !written).and_then(|row| meeting.participant(row.participant)) {
        found.push(Finding {
            rule: rule::PLAN,
            strength: Strength::Asks,
            arende: None,
            what: format!("{} säger nej till planen.", who.short_name()),
            why: "Planen gäller inte utan den som den handlar om.".to_owned(),
            remedy: "Ändra planen och fråga igen, eller skriv under Inte överens vad ni inte är överens om."
                .to_owned(),
            fix: Some(Fix::PlanAnswer(who.id)),
        });
    }
    if meeting.agenda.plan_consent && meeting.recipients.is_empty() {
        found.push(Finding {
            rule: rule::RECIPIENTS,
            strength: Strength::Asks,
            arende: None,
            what: "Det står inte vem som får protokollet.".to_owned(),
            why: format!(
                "Familjen ska få det, och var och en ska veta vem mer som får det. {}",
                source(meeting)
            ),
            remedy: "Säg hur var och en får det.".to_owned(),
            fix: Some(Fix::Recipients),
        });
    }
    if meeting.agenda.follow_up_required && meeting.follow_up().is_none() && meeting.head.sip_ended.is_none()
    {
        found.push(Finding {
            rule: rule::FOLLOW_UP,
            strength: Strength::Asks,
            arende: None,
            what: "Uppföljningen är inte bokad.".to_owned(),
            why: format!("Mötet avslutas med att nästa bokas. {}", source(meeting)),
            remedy: "Kom överens om dag och vem som kallar.".to_owned(),
            fix: Some(Fix::FollowUp),
        });
    }
    finish(meeting, found)
}

/// Whether a child or a group may be taken up in this meeting.
///
/// # Errors
/// The finding says why not.
pub fn may_take_up(agenda: &Agenda, individual: bool) -> Result<(), Box<Finding>> {
    if individual && !agenda.individuals {
        return Err(Box::new(Finding {
            rule: rule::INDIVIDUAL,
            strength: Strength::Protects,
            arende: None,
            what: format!("I {} tas inga enskilda barn upp.", agenda.short_name),
            why: format!(
                "Här möts verksamheter som inte får dela uppgifter om ett barn på det här sättet. Källa: {}.",
                agenda.source
            ),
            remedy: "Tala om gruppen eller platsen, eller ta barnets fråga i ett möte som är till för det."
                .to_owned(),
            fix: None,
        }));
    }
    if !individual && !agenda.groups {
        return Err(Box::new(Finding {
            rule: rule::SUBJECT,
            strength: Strength::Protects,
            arende: None,
            what: format!("{} handlar om ett barn, inte om en grupp.", agenda.name),
            why: format!("Källa: {}.", agenda.source),
            remedy: "Skriv barnet som mötet gäller.".to_owned(),
            fix: Some(Fix::AddArende),
        }));
    }
    Ok(())
}

/// What an action lacks, in words; nothing if it has an owner and a date.
pub fn incomplete(entry: &Entry) -> Option<&'static str> {
    let action = entry.action()?;
    let owner = action.owner.is_some() || action.owner_name.is_some();
    match (owner, action.due.is_some()) {
        (true, true) => None,
        (false, true) => Some("ingen ansvarig"),
        (true, false) => Some("inget datum"),
        (false, false) => Some("varken ansvarig eller datum"),
    }
}

/// What was agreed and is read out in ansvar: actions and decisions, ärende by ärende.
pub fn agreed(meeting: &Meeting) -> impl Iterator<Item = &Entry> {
    let place =
        |entry: &Entry| entry.arende.and_then(|id| meeting.item(id)).map_or(i64::MAX, |item| item.order);
    let mut points: Vec<&Entry> = meeting
        .entries
        .iter()
        .filter(|entry| matches!(entry.kind(), EntryKind::Atgard | EntryKind::Beslut))
        .collect();
    points.sort_by_key(|entry| (place(entry), entry.kind() == EntryKind::Beslut, entry.order, entry.id));
    points.into_iter()
}

/// Those who are asked for consent to the plan and haven't answered.
pub fn unasked(meeting: &Meeting) -> impl Iterator<Item = &Participant> {
    meeting.participants.iter().filter(|person| {
        matches!(person.kind, ParticipantKind::Barn | ParticipantKind::Vardnadshavare)
            && person.presence != Presence::Franvarande
            && !meeting.plan_answers.iter().any(|row| row.participant == person.id)
    })
}

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

/// The fields that must be filled in before a phase is begun and aren't.
pub fn missing_fields<'a>(
    meeting: &'a Meeting,
    item: &'a MeetingArende,
) -> impl Iterator<Item = &'a FieldSpec> {
    let individual = meeting.arende_of(item).is_some_and(|arende| arende.child.is_some());
    meeting.agenda.fields_for(FieldScope::Arende).filter(move |field| {
        field.required_before.is_some()
            && individual
            && !item.follow_up
            && meeting
                .field(FieldScope::Arende, Some(item.id), &field.id)
                .is_none_or(|value| value.value.trim().is_empty())
    })
}

fn leaving(meeting: &Meeting, from: Position, found: &mut Vec<Finding>) {
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

fn entering(meeting: &Meeting, to: Position, today: NaiveDate, found: &mut Vec<Finding>) {
    let Some(item) = to.arende.and_then(|id| meeting.item(id)) else {
        return;
    };
    if let Some(finding) = consent_finding(meeting, item, today) {
        found.push(finding);
    }
    let first = if item.follow_up { Phase::Planering } else { Phase::Nulage };
    if to.phase == first {
        let missing: Vec<&str> = missing_fields(meeting, item)
            .filter(|field| field.required_before.is_some_and(|phase| phase <= to.phase))
            .map(|field| field.name.as_str())
            .collect();
        if !missing.is_empty() {
            found.push(Finding {
                rule: rule::FIELD,
                strength: Strength::Asks,
                arende: Some(item.id),
                what: format!("Det här saknas innan ärendet tas upp: {}.", missing.join(", ")),
                why: format!("Underlaget ska finnas först. {}", source(meeting)),
                remedy: "Fyll i det, skjut upp ärendet, eller gå vidare och skriv varför.".to_owned(),
                fix: Some(Fix::ArendeFields(item.id)),
            });
        }
    }
}

/// What stands in the way of speaking of an ärende, by the consent for it.
pub fn consent_finding(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<Finding> {
    let what = match meeting.consent_standing(item, today) {
        Standing::NotNeeded => return None,
        Standing::Valid { unnamed } if unnamed.is_empty() => return None,
        Standing::Missing => "Det finns inget samtycke.".to_owned(),
        Standing::Refused => "Svaret på frågan om samtycke är nej.".to_owned(),
        Standing::Withdrawn => "Samtycket är återkallat.".to_owned(),
        Standing::Expired(last) => format!("Samtycket gick ut {}.", last.format("%Y-%m-%d")),
        Standing::Valid { unnamed } => {
            let names: Vec<String> = unnamed
                .iter()
                .filter_map(|id| meeting.participant(*id))
                .map(Participant::short_name)
                .collect();
            format!("Samtycket nämner inte {}.", names.join(", "))
        }
    };
    Some(Finding {
        rule: rule::CONSENT,
        strength: Strength::Protects,
        arende: Some(item.id),
        what,
        why: format!(
            "Utan samtycke som nämner var och en som är med får vi inte tala om barnet här. {}",
            source(meeting)
        ),
        remedy: "Skriv samtycket (Ctrl-K), låt den som inte omfattas gå ut, eller skjut upp ärendet (F9)."
            .to_owned(),
        fix: Some(Fix::Consent(item.id)),
    })
}

/// Why nothing may be written in an ärende: its consent is missing, refused, withdrawn or has run out. Where it holds but
/// doesn't name everybody, what was said before can still be written down.
pub fn silenced(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<String> {
    match meeting.consent_standing(item, today) {
        Standing::NotNeeded | Standing::Valid { .. } => None,
        _ => consent_finding(meeting, item, today)
            .map(|finding| format!("{} Inget mer skrivs om barnet. {}", finding.what, finding.remedy)),
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

fn source(meeting: &Meeting) -> String {
    format!("Källa: {}.", meeting.agenda.source)
}

/// Leaves out what was overridden, and puts the gravest first.
fn finish(meeting: &Meeting, mut found: Vec<Finding>) -> Vec<Finding> {
    found.retain(|finding| {
        finding.strength == Strength::Protects
            || !meeting.overrides.iter().any(|row| row.rule == finding.rule && row.arende == finding.arende)
    });
    found.sort_by_key(|finding| finding.strength);
    found
}
