//! What must be there before an ärende is taken up.

use super::{Finding, Severity, Todo, ground, is_excused, named, rule};
use crate::domain::agenda::{ConsentRule, FieldScope, FieldSpec, Phase, Unanswered};
use crate::domain::consent::{Standing, Waited};
use crate::domain::dates::date_with_year;
use crate::domain::meeting::{Meeting, Position};
use crate::domain::record::{ArendeState, Entry, MeetingArende, Participant};
use chrono::NaiveDate;

/// The fields of an ärende that must be filled in before a phase, or one before it, is begun and aren't; before the
/// meeting is closed where no phase is given.
pub fn missing_fields<'a>(
    meeting: &'a Meeting,
    item: &'a MeetingArende,
    before: Option<Phase>,
) -> impl Iterator<Item = &'a FieldSpec> {
    asked_fields(meeting, item, before).filter(move |field| {
        meeting
            .field(FieldScope::Arende, Some(item.id), &field.id)
            .is_none_or(|value| value.value.trim().is_empty())
    })
}

/// The fields of an ärende that are asked for before a phase, or one before it.
fn asked_fields<'a>(
    meeting: &'a Meeting,
    item: &'a MeetingArende,
    before: Option<Phase>,
) -> impl Iterator<Item = &'a FieldSpec> {
    let about_child = meeting.arende_of(item).is_some_and(|arende| arende.child.is_some());
    let individual = about_child || meeting.agenda.is_unidentified();
    meeting.agenda.fields_for(FieldScope::Arende).filter(move |field| {
        // A follow-up goes straight to planering: what is asked earlier was asked when the ärende was new.
        let asked_when_new = field.required_before.is_some_and(|phase| phase < Phase::Planering);
        field.is_required(before)
            && !(item.follow_up && asked_when_new)
            && field.asked_of.includes(individual)
    })
}

/// What is wrong with the values that are there and required by now, of an ärende or of the meeting: each with its field.
pub fn fallen_short<'a>(
    meeting: &'a Meeting,
    item: Option<&'a MeetingArende>,
    before: Option<Phase>,
) -> Vec<(&'a FieldSpec, String)> {
    let asked: Vec<&FieldSpec> = match item {
        Some(item) => asked_fields(meeting, item, before).collect(),
        None => {
            meeting.agenda.fields_for(FieldScope::Mote).filter(|field| field.is_required(before)).collect()
        }
    };
    let day = meeting.head.planned.date();
    let value = |field: &FieldSpec| meeting.field(field.scope, item.map(|item| item.id), &field.id);
    let short = |field: &'a FieldSpec| {
        let given = value(field).map(|row| row.value.trim()).filter(|given| !given.is_empty())?;
        field.falls_short(given, day).map(|what| (field, what))
    };
    asked.into_iter().filter_map(short).collect()
}

/// Fields that the same words and the same ground stand behind, together: each stop has one reason.
fn alike<'a>(meeting: &Meeting, fields: Vec<&'a FieldSpec>) -> Vec<Vec<&'a FieldSpec>> {
    let key = |field: &FieldSpec| (field.why.clone(), meeting.agenda.ours.contains(&field.id));
    let mut groups: Vec<Vec<&FieldSpec>> = Vec::new();
    for field in fields {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| key(first) == key(field))) {
            Some(group) => group.push(field),
            None => groups.push(vec![field]),
        }
    }
    groups
}

/// What the fields don't show that they must, and nobody has given a reason for: each by itself.
pub(super) fn value_findings(
    meeting: &Meeting,
    item: Option<&MeetingArende>,
    before: Option<Phase>,
) -> Vec<Finding> {
    let arende = item.map(|item| item.id);
    let mut short = fallen_short(meeting, item, before);
    short.retain(|(field, _)| !is_excused(meeting, rule::FIELD_VALUE, arende, &field.id));
    let one = |(field, what): (&FieldSpec, String)| Finding {
        rule: rule::FIELD_VALUE,
        severity: Severity::Overridable,
        arende,
        what,
        why: why(meeting, field, "Så vill mötesformen ha det."),
        remedy: match item {
            Some(_) => "Rätta svaret, skjut upp ärendet, eller gå vidare och skriv varför.".to_owned(),
            None => "Rätta svaret, eller gå vidare och skriv varför.".to_owned(),
        },
        fix: Some(item.map_or(Todo::MeetingFields, |item| Todo::ArendeFields(item.id))),
        about: vec![field.id.clone()],
        ..Finding::PLAIN
    };
    short.into_iter().map(one).collect()
}

/// The fields of the meeting that must be filled in before a phase, or one before it, is begun and aren't; before the
/// meeting is closed where no phase is given.
pub fn missing_meeting_fields(meeting: &Meeting, before: Option<Phase>) -> impl Iterator<Item = &FieldSpec> {
    meeting.agenda.fields_for(FieldScope::Mote).filter(move |field| {
        field.is_required(before)
            && meeting
                .field(FieldScope::Mote, None, &field.id)
                .is_none_or(|value| value.value.trim().is_empty())
    })
}

pub(super) fn entering(meeting: &Meeting, to: Position, today: NaiveDate, found: &mut Vec<Finding>) {
    let begins = format!("innan {} börjar", to.phase.name().to_lowercase());
    found.extend(meeting_fields_findings(meeting, Some(to.phase), &begins));
    found.extend(value_findings(meeting, None, Some(to.phase)));
    let here = to.arende.and_then(|id| meeting.item(id));
    if let Some(item) = here {
        found.extend(knowledge_finding(meeting, item));
        found.extend(consent_finding(meeting, item, today));
        found.extend(guardian_finding(meeting, item, today));
        let before = match to.phase {
            Phase::Sammanhang | Phase::Nulage => "innan ärendet tas upp".to_owned(),
            later => format!("innan vi går till {}", later.name().to_lowercase()),
        };
        found.extend(fields_findings(meeting, item, Some(to.phase), &before));
        found.extend(value_findings(meeting, Some(item), Some(to.phase)));
    } else if to.phase == Phase::Ansvar {
        found.extend(everybodys_fields(meeting, today, Some(Phase::Ansvar), "innan mötet går till ansvar"));
    }
}

/// What the ärenden that were taken up lack when they are read out together, in ansvar: those that may be spoken of.
pub(super) fn everybodys_fields<'a>(
    meeting: &'a Meeting,
    today: NaiveDate,
    before: Option<Phase>,
    when: &'a str,
) -> impl Iterator<Item = Finding> + 'a {
    meeting
        .todays_items()
        .filter(move |item| {
            (item.state != ArendeState::Vantar || !meeting.agenda.many)
                && silenced(meeting, item, today).is_none()
        })
        .flat_map(move |item| {
            let missing = fields_findings(meeting, item, before, when);
            missing.into_iter().chain(value_findings(meeting, Some(item), before))
        })
}

/// What of the form's own about the meeting is missing before a phase, and nobody has given a reason for.
pub(super) fn meeting_fields_findings(meeting: &Meeting, before: Option<Phase>, when: &str) -> Vec<Finding> {
    let missing: Vec<&FieldSpec> = missing_meeting_fields(meeting, before)
        .filter(|field| !is_excused(meeting, rule::FIELD, None, &field.id))
        .collect();
    let one = |fields: Vec<&FieldSpec>| {
        Some(Finding {
            remedy: "Fyll i det, eller gå vidare och skriv varför.".to_owned(),
            fix: Some(Todo::MeetingFields),
            why: why(meeting, fields.first()?, "Det hör till mötesformen."),
            ..missing_finding(&fields, when)
        })
    };
    alike(meeting, missing).into_iter().filter_map(one).collect()
}

/// What of the form's own about an ärende is missing before a phase, and nobody has given a reason for.
fn fields_findings(
    meeting: &Meeting,
    item: &MeetingArende,
    before: Option<Phase>,
    when: &str,
) -> Vec<Finding> {
    let missing: Vec<&FieldSpec> = missing_fields(meeting, item, before)
        .filter(|field| !is_excused(meeting, rule::FIELD, Some(item.id), &field.id))
        .collect();
    let one = |fields: Vec<&FieldSpec>| {
        Some(Finding {
            arende: Some(item.id),
            remedy: "Fyll i det, skjut upp ärendet, eller gå vidare och skriv varför.".to_owned(),
            fix: Some(Todo::ArendeFields(item.id)),
            why: why(meeting, fields.first()?, "Underlaget ska finnas först."),
            ..missing_finding(&fields, when)
        })
    };
    alike(meeting, missing).into_iter().filter_map(one).collect()
}

fn missing_finding(fields: &[&FieldSpec], when: &str) -> Finding {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    Finding {
        rule: rule::FIELD,
        severity: Severity::Overridable,
        what: format!("Det här saknas {when}: {}.", names.join(", ")),
        about: fields.iter().map(|field| field.id.clone()).collect(),
        ..Finding::PLAIN
    }
}

/// Why a field must be there, in the form's own words where it has any, and who stands behind it.
fn why(meeting: &Meeting, field: &FieldSpec, otherwise: &str) -> String {
    let own = if field.why.is_empty() { otherwise } else { &field.why };
    format!("{own} {}", ground(&meeting.agenda, rule::FIELD, Some(&field.id)))
}

/// Whether an ärende was spoken of though nobody was ever asked for the consent without which its form lets nobody speak of
/// it. An answer that has run out since, or was taken back, is one; so is the reason that takes its place. What somebody
/// set as a condition for the plan, and where the ärende was sent, is written down without it.
pub fn was_spoken_of_unasked(meeting: &Meeting, item: &MeetingArende) -> bool {
    let always = matches!(meeting.agenda.consent, ConsentRule::Kravs | ConsentRule::KravsUtomSkyddsskal);
    let is_condition = |entry: &Entry| meeting.plan_answers.iter().any(|row| row.entry == Some(entry.id));
    let written = !super::is_sent_on(meeting, item.id)
        && meeting.entries.iter().any(|entry| entry.arende == Some(item.id) && !is_condition(entry));
    let walked = matches!(item.state, ArendeState::Pagar | ArendeState::Klart)
        || meeting.stages.iter().any(|stage| stage.arende == Some(item.id));
    always
        && (written || walked)
        && meeting.needs_consent(item)
        && meeting.consents_for(item.arende).next().is_none()
}

/// What stands in the way of speaking of an ärende, by the consent for it.
pub fn consent_finding(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<Finding> {
    let what = match meeting.consent_standing(item, today) {
        Standing::NotNeeded => return None,
        Standing::Valid { unnamed } if unnamed.is_empty() => return None,
        Standing::Missing => "Det finns inget samtycke.".to_owned(),
        Standing::Refused => "Svaret på frågan om samtycke är nej.".to_owned(),
        Standing::Withdrawn => "Samtycket är återkallat.".to_owned(),
        Standing::Expired(last) => format!("Samtycket gick ut {}.", date_with_year(last)),
        Standing::Spoken => "Samtycket är muntligt. Här ska det vara skriftligt.".to_owned(),
        Standing::Valid { unnamed } => {
            let names: Vec<String> = unnamed
                .iter()
                .filter_map(|id| meeting.participant(*id))
                .map(Participant::short_name)
                .collect();
            format!("Samtycket nämner inte {}.", names.join(", "))
        }
    };
    let exception = meeting.agenda.consent == ConsentRule::KravsUtomSkyddsskal;
    let mut remedy =
        "Skriv samtycket (‹Consent›), låt den som inte omfattas gå ut, eller skjut upp ärendet (‹Postpone›)."
            .to_owned();
    if super::may_lift_out(meeting, item).is_ok() {
        remedy.push_str(" Frågan kan också tas upp utan att barnet går att känna igen (‹Unrecognisable›).");
    }
    if exception {
        remedy.push_str(
            " Behöver barnet skyddas från att vi frågar: gå vidare och skriv skälet. Det står i journalen, aldrig på \
             väggen eller i någon kopia.",
        );
    }
    Some(Finding {
        rule: rule::CONSENT,
        severity: if exception { Severity::Overridable } else { Severity::Blocking },
        arende: Some(item.id),
        what,
        why: format!(
            "Utan samtycke som nämner var och en som är med får vi inte tala om barnet här. {}",
            ground(&meeting.agenda, rule::CONSENT, None)
        ),
        remedy,
        fix: Some(Todo::Consent(item.id)),
        ..Finding::PLAIN
    })
}

/// Why a wall shows nothing of an ärende to those who are here, and what can be done; nothing where it shows it.
pub fn hidden_because(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<(String, String)> {
    let mut strangers = meeting.strangers_here(item.id);
    if let Some(first) = strangers.next() {
        let more = if strangers.next().is_some() { " m.fl." } else { "" };
        let what = format!("{}{more} är här men hör till ett annat ärende", first.short_name());
        return Some((what, "Be dem gå ut (‹Presence›)".to_owned()));
    }
    if !meeting.is_hidden_from_wall(item, today) && !meeting.is_hidden_by_who_is_here(item, today) {
        return None;
    }
    let finding = knowledge_finding(meeting, item).or_else(|| consent_finding(meeting, item, today))?;
    // The first of what can be done: the rest is said where the meeting would go on.
    let what = finding.what.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned();
    let remedy = finding.remedy.split([',', '.']).next().unwrap_or_default().to_owned();
    Some((what, remedy))
}

/// Says that the form isn't held when the guardians must not know.
pub(super) fn knowledge_finding(meeting: &Meeting, item: &MeetingArende) -> Option<Finding> {
    meeting.is_kept_from_guardians(item).then(|| Finding {
        rule: rule::KNOWLEDGE,
        severity: Severity::Blocking,
        arende: Some(item.id),
        what: "Vårdnadshavarna får inte veta. Då hålls inte det här mötet.".to_owned(),
        why: format!(
            "Vid brott mot barnet eller heder kan mötet i sig bli en fara för barnet. Ingen kallelse, kopia eller \
             kalenderfil görs till familjen. {}",
            ground(&meeting.agenda, rule::KNOWLEDGE, None)
        ),
        remedy: "Kontakta socialtjänsten, och avsluta mötet.".to_owned(),
        fix: None,
        ..Finding::PLAIN
    })
}

/// Tells that a consent holds although somebody who is asked hasn't answered. Going past it takes who was asked, when and how;
/// some forms don't let it be passed at all.
fn guardian_finding(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<Finding> {
    if !matches!(meeting.consent_standing(item, today), Standing::Valid { .. }) {
        return None;
    }
    let waited = meeting.unanswered(item, today);
    let who = Waited::words(&waited)?;
    let stops = meeting.agenda.unanswered == Unanswered::Stopp;
    let mut why = "Var och en av vårdnadshavarna ska få frågan, och svaret ska stå här.".to_owned();
    if waited.iter().any(|waited| waited.by_child) {
        why.push_str(" Den som har fyllt 15 får frågan själv.");
    }
    let mut remedy = "Skriv svaret, eller att barnet har en enda vårdnadshavare (‹Consent›).".to_owned();
    if meeting.may_be_of_age(item) {
        remedy.push_str(
            " Barnet fyller 18 i år: skriv födelsedag i barnets ärende (‹Fields›). Den som är myndig svarar ensam.",
        );
    }
    remedy.push_str(if stops {
        " I den här mötesformen väntar ni in svaret: skjut upp ärendet (‹Postpone›)."
    } else {
        " Har svaret inte kommit: skriv vem som fick frågan, när och hur (‹GoOnAnyway›)."
    });
    Some(Finding {
        rule: rule::GUARDIAN,
        severity: if stops { Severity::Blocking } else { Severity::Overridable },
        arende: Some(item.id),
        what: format!("{who} på frågan om samtycke."),
        why: format!("{why} {}", ground(&meeting.agenda, rule::GUARDIAN, None)),
        remedy,
        fix: Some(Todo::Consent(item.id)),
        about: waited.iter().map(|waited| waited.name.replace(';', ",")).collect(),
        ..Finding::PLAIN
    })
}

/// Why nothing may be written in an ärende: its consent is missing, refused, withdrawn or has run out, or the guardians
/// must not know. Where it holds but doesn't name everybody, what was said before can still be written down.
pub fn silenced(meeting: &Meeting, item: &MeetingArende, today: NaiveDate) -> Option<String> {
    if let Some(finding) = knowledge_finding(meeting, item) {
        return Some(named(meeting, Some(item.id), &format!("{} {}", finding.what, finding.remedy)));
    }
    match meeting.consent_standing(item, today) {
        Standing::NotNeeded | Standing::Valid { .. } => None,
        _ => consent_finding(meeting, item, today)
            .map(|finding| Finding { what: named(meeting, Some(item.id), &finding.what), ..finding })
            .map(|finding| format!("{} Inget mer skrivs om barnet. {}", finding.what, finding.remedy)),
    }
}
