//! Consents, and the answers to the plan.

use super::context::{Context, fact, non_empty, text};
use crate::domain::collate::{fold, is_one_word};
use crate::domain::ids::{EntryId, ParticipantId};
use crate::domain::meeting::capital;
use crate::domain::record::{
    Consent, ConsentAnswer, MeetingArende, MeetingStatus, ParticipantKind, PlanAnswerKind,
};
use crate::domain::rules::{self, rule};
use crate::domain::words::words as each_word;
use crate::minutes::document::{Audience, Block, Fact, Item, Papers, Section};
use crate::minutes::words;

/// The consents for an ärende; for all of the meeting's where none is given.
pub(super) fn section(context: &Context<'_>, item: Option<&MeetingArende>) -> Section {
    // What somebody answered before their last answer isn't so any more; that they withdrew one stays told.
    let counts = |consent: &&Consent| {
        let last = context.meeting.last_answers(consent.arende);
        consent.withdrawn.is_some() || last.iter().any(|one| one.id == consent.id)
    };
    let items = context
        .meeting
        .consents
        .iter()
        .filter(|consent| item.is_none_or(|item| item.arende == consent.arende))
        .filter(counts)
        .map(|consent| one(context, consent))
        .collect();
    let agenda = &context.meeting.agenda;
    let about_child = |item: &MeetingArende| context.meeting.child_of(item).is_some();
    let speaks_of_child = item.map_or_else(|| context.meeting.items.iter().any(about_child), about_child);
    let mut ground = Vec::new();
    if speaks_of_child {
        ground.extend(fact("Annan grund än samtycke", &agenda.other_ground));
        ground.extend(fact("Bedömd av", &agenda.ground_assessed_by));
    }
    Section::new("Samtycke", vec![Block::Uppgifter { facts: ground }, Block::Lista { items }])
}

fn one(context: &Context<'_>, consent: &Consent) -> Item {
    let form = consent.form.word();
    let who = consent.with_custody(&giver(context, consent));
    let day = words::date(consent.given_on);
    let mut details = Vec::new();
    // How a family answered, and why it hasn't, is its own business; what the child answered for itself is the child's, and
    // may be about its parents.
    let family = if consent.by_child {
        let child = context.meeting.participants.iter().find(|person| person.kind == ParticipantKind::Barn);
        let also = child.map(|person| text(&person.role)).filter(|role| !role.is_empty());
        Audience { papers: Papers::Akten, also: also.into_iter().collect(), ..Audience::everyone() }
    } else {
        Audience { papers: Papers::AktenOchFamiljen, ..Audience::everyone() }
    };
    let line = match consent.answer {
        ConsentAnswer::Ja => {
            details.push(Fact::new("Gäller till och med", words::date(consent.valid_until)));
            format!("{who}: ja, {form}, {day}")
        }
        ConsentAnswer::Nej => format!("{who}: nej, {form}, {day}"),
        ConsentAnswer::Saknas => {
            let how = consent.asked.as_deref().map_or_else(String::new, |how| format!(", {how}"));
            let asked = Fact::new("Tillfrågad", text(&format!("{day}{how}")));
            details.push(Fact { audience: family.clone(), otherwise: Some(day.clone()), ..asked });
            format!("{who} har inte svarat ännu")
        }
    };
    let parties = context.meeting.consent_parties.iter().filter(|party| party.consent == consent.id);
    let names: Vec<String> = parties.clone().filter_map(|party| non_empty(Some(&party.part))).collect();
    details.extend(fact("Parter", &words::parties_in_words(&names)));
    for party in parties {
        let terms = [("får berätta", &party.may_tell), ("får inte berätta", &party.must_not)];
        for (verb, what) in terms {
            let label = format!("{} {verb}", party.part.trim());
            // What a party may tell, and not, is read by the family and by that party.
            let limits = verb == "får inte berätta";
            let also = [family.also.clone(), vec![text(&party.part)]].concat();
            let except = match what.as_deref().filter(|_| limits) {
                Some(what) => kept_from(context, consent, what, &names, Some(party.part.trim())),
                None => Vec::new(),
            };
            let audience = Audience { except, also, ..family.clone() };
            details.extend(what.as_deref().and_then(|what| context.told(party.id, &label, what)).map(
                |fact| {
                    let held = fact.audience.held;
                    Fact { audience: Audience { held, ..audience }, ..Fact::new(fact.label, fact.value) }
                },
            ));
        }
    }
    details.extend(
        consent.not_covered.as_deref().and_then(|what| context.told(consent.id, "Gäller inte", what)).map(
            |fact| {
                let (held, also) = (fact.audience.held, [family.also.clone(), names.clone()].concat());
                let what = consent.not_covered.as_deref().unwrap_or_default();
                let except = kept_from(context, consent, what, &names, None);
                let audience = Audience { except, also, held, ..family.clone() };
                Fact { audience, ..Fact::new(fact.label, fact.value) }
            },
        ),
    );
    if !rules::is_kept_reason(&context.meeting.agenda, rule::CONSENT) {
        let why = consent.reason.as_deref().and_then(|why| context.told(consent.id, "Skäl", why));
        details.extend(why.map(|fact| {
            let held = fact.audience.held.clone();
            Fact { audience: Audience { held, ..family.clone() }, ..fact }
        }));
    }
    if let Some(at) = consent.withdrawn {
        let day = words::date(context.clocks.day(at));
        let value = if context.protected { day } else { format!("{day} kl. {}", context.clocks.time(at)) };
        details.push(Fact::new("Återkallat", value));
    }
    Item { details, ..Item::new(line) }
}

/// Words before a party that say where something comes from, not from whom it is kept.
const FROM: [&str; 6] = ["hos", "av", "från", "inom", "i", "på"];

/// Those from whom a limit is kept. Whoever is bound by a consent must know its limits, also where a row is exempt for them: it is
/// kept where it repeats all of such a row, and from the parties that it names: "att skolan får veta vad som sades hos BUP" keeps
/// something from the school. What was exempted at an earlier meeting doesn't come along, but the words do. Not `but`, whose
/// limit it is.
fn kept_from(
    context: &Context<'_>,
    consent: &Consent,
    what: &str,
    parties: &[String],
    but: Option<&str>,
) -> Vec<String> {
    let folded = |text: &str| -> Vec<String> { each_word(text).map(|(_, word)| fold(word)).collect() };
    let said = folded(what);
    let repeats = |entry: EntryId| {
        let row = context.meeting.entry(entry).map(|entry| folded(&entry.text)).unwrap_or_default();
        !row.is_empty() && said.windows(row.len()).any(|words| words == row)
    };
    let rows = context.meeting.exemptions.iter().filter(|row| row.consent == consent.id);
    let mut kept: Vec<String> = Vec::new();
    for part in rows.filter(|row| repeats(row.entry)).map(|row| text(&row.part)) {
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    let is_meant = |party: &&String| {
        let name = fold(each_word(party).map(|(_, word)| word).next().unwrap_or_default());
        let from = |at: usize| at.checked_sub(1).is_some_and(|before| FROM.contains(&said[before].as_str()));
        said.iter().enumerate().any(|(at, word)| is_one_word(word, &name) && !from(at))
    };
    let named = parties.iter().filter(|party| Some(party.as_str()) != but && !kept.contains(party));
    let named: Vec<String> = named.filter(is_meant).cloned().collect();
    kept.into_iter().chain(named).collect()
}

/// The child by what it is called; a protected child's guardians by role.
fn giver(context: &Context<'_>, consent: &Consent) -> String {
    if !context.print_names {
        let child = context.meeting.arende(consent.arende).and_then(|arende| arende.child);
        match child.and_then(|id| context.meeting.child(id)) {
            Some(child) if consent.by_child => return context.child_name(child),
            _ if consent.by_child => return "Barnet".to_owned(),
            _ if context.protected => return "Vårdnadshavare".to_owned(),
            _ => {}
        }
    }
    context.named(&consent.given_by)
}

/// What the child and each guardian answered. A condition that became an agreed point is read by those who may read
/// that point.
pub(super) fn plan_answers(context: &Context<'_>) -> Vec<Fact> {
    let meeting = context.meeting;
    let goes_on = meeting.head.sip_ended.is_none();
    let closed = goes_on && meeting.agenda.plan_consent && meeting.head.status == MeetingStatus::Avslutat;
    let silent = rules::unasked(meeting).filter(|_| closed).map(|person| Fact {
        audience: Audience { own: Some(person.id), ..context.audience_of_person(person) },
        ..Fact::new(capital(&context.short_name(person)), "har inte svarat")
    });
    answered(context).into_iter().map(|(_, fact)| fact).chain(silent).collect()
}

/// What each has answered, with who it is.
pub(super) fn answered(context: &Context<'_>) -> Vec<(ParticipantId, Fact)> {
    context
        .meeting
        .plan_answers
        .iter()
        .filter_map(|row| {
            let person = context.meeting.participant(row.participant)?;
            let who = context.short_name(person);
            let answer = row.said();
            let entry = row.entry.and_then(|id| context.meeting.entry(id));
            let own = entry.map(|entry| context.audience(entry)).unwrap_or_default();
            let condition = row.condition.as_deref().unwrap_or_default();
            let held = own.held.into_iter().chain(context.held(row.id, &[condition])).collect();
            let audience = Audience {
                except: own.except,
                held,
                own: Some(person.id),
                ..context.audience_of_person(person)
            };
            // A condition whose words wait for a look is an answer all the same.
            let otherwise = (row.answer == PlanAnswerKind::JaOm).then(|| "ja, med villkor".to_owned());
            Some((person.id, Fact { audience, otherwise, ..Fact::new(capital(&who), answer) }))
        })
        .collect()
}
