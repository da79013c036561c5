//! What was said and agreed: nuläge, needs, goals, decisions, actions.

use super::context::{Context, Scope, fact, non_empty, text};
use super::continues;
use super::earlier::needed_from;
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::entry_line::told_how;
use crate::domain::ids::EntryId;
use crate::domain::quoted::unquoted;
use crate::domain::record::{ActionItem, Body, Entry, MeetingStatus, Participant, ParticipantKind, VoiceHow};
use crate::domain::rules;
use crate::minutes::document::{Block, Fact, Group, Item, Section};
use crate::minutes::words::{self, Label};

/// What a meeting about one matter agreed on: decisions, actions, the family's own part, what was not agreed.
pub(super) fn agreed(context: &Context<'_>, scope: Scope) -> Vec<Section> {
    let mut points = [actions(context, scope), family_part(context, scope)];
    let mut going_on = [continues::others(context, scope), continues::familys(context, scope)];
    if context.meeting.agenda.plan_consent {
        // As it is read out and numbered: what the family does itself comes first.
        points.reverse();
        going_on.reverse();
    }
    let [first, second] = points;
    let mut all = vec![continues::decisions(context, scope), decisions(context, scope), first, second];
    all.extend(going_on.into_iter().flatten());
    all.push(continues::goals(context, scope));
    all.push(list(context, scope, EntryKind::EjOverens, "Det vi inte kom överens om"));
    all
}

/// What the plan of a meeting about one matter rests on: nuläge, needs, goals.
pub(super) fn background(context: &Context<'_>) -> [Section; 3] {
    let all = Scope::All;
    let mut nulage = Section::new(
        "Nuläge",
        vec![Block::Uppgifter { facts: word_offered(context, all).into_iter().collect() }],
    );
    let questions = list(context, all, EntryKind::Fraga, "Frågor att ta med");
    nulage.sections = filled(as_it_is(context, all).into_iter().chain([questions]).collect());
    let own = items(context, all, EntryKind::Behov);
    let before = continues::needs(context, all);
    let beside = filled(vec![
        list(context, all, EntryKind::Skyddsfaktor, "Styrkor och skydd"),
        list(context, all, EntryKind::Riskfaktor, "Riskfaktorer"),
    ]);
    // Those of before stand under a heading of their own where there is nothing else to stand under.
    let needs = if own.is_empty() && beside.is_empty() {
        before
    } else {
        let sections = filled(vec![before]).into_iter().chain(beside).collect();
        Section { sections, ..Section::new("Behov", vec![Block::Lista { items: own }]) }
    };
    let goals = Section {
        sections: filled(vec![
            list(context, all, EntryKind::MalLang, "På lång sikt"),
            list(context, all, EntryKind::MalKort, "På kort sikt"),
        ]),
        ..Section::new("Mål", Vec::new())
    };
    [nulage, needs, goals]
}

/// How it is now: what works, what is harder, and what has been tried.
fn as_it_is(context: &Context<'_>, scope: Scope) -> [Section; 6] {
    [
        list(context, scope, EntryKind::Fungerar, "Det som fungerar"),
        list(context, scope, EntryKind::Svarare, "Det som är svårare"),
        list(context, scope, EntryKind::Stod, "Stöd i dag"),
        list(context, scope, EntryKind::Anpassning, "Anpassningar som är prövade"),
        reflections(context, scope),
        list(context, scope, EntryKind::Anteckning, "Antecknat"),
    ]
}

/// One ärende of a team's meeting, or what such a meeting noted in common: the child's voice and what was agreed first.
pub(super) fn of_sheet(context: &Context<'_>, scope: Scope) -> Vec<Section> {
    let mut sections = vec![voice(context, scope)];
    sections.extend(agreed(context, scope));
    // What was noted in common is summed up at the end of the meeting.
    if let Scope::Item(_) = scope {
        sections.push(list(context, scope, EntryKind::Sammanfattning, "Sammanfattning"));
    }
    sections.extend(as_it_is(context, scope));
    sections.extend([
        list(context, scope, EntryKind::Skyddsfaktor, "Styrkor och skydd"),
        list(context, scope, EntryKind::Riskfaktor, "Riskfaktorer"),
        list(context, scope, EntryKind::Behov, "Behov"),
        continues::needs(context, scope),
        list(context, scope, EntryKind::MalLang, "Mål på lång sikt"),
        list(context, scope, EntryKind::MalKort, "Mål på kort sikt"),
        list(context, scope, EntryKind::Fraga, "Frågor att ta med"),
    ]);
    filled(sections)
}

fn filled(mut sections: Vec<Section>) -> Vec<Section> {
    sections.retain(|section| !section.is_empty());
    sections
}

/// A text with who said it and who may not read it.
fn item(context: &Context<'_>, entry: &Entry) -> Item {
    let mark = entry.emi.then(|| Fact::new("EMI", "lämnas bara till elevhälsans medicinska del"));
    // Another ärende's family isn't named to this one's.
    let (own, others): (Vec<_>, Vec<_>) =
        source(context, entry).into_iter().partition(|person| context.may_be_named_in(person, entry.arende));
    let others = others.into_iter().filter_map(|person| {
        let said = fact("Sagt av", &context.name_in_sentence(person))?;
        Some(Fact { audience: context.audience_of_person(person), ..said })
    });
    let undecided =
        context.meeting.is_undecided(entry.id).then(|| Fact::new("Obs", "skrevs samtidigt, ej avgjort"));
    Item {
        details: mark
            .into_iter()
            .chain(undecided)
            .chain(entry.need().and_then(|need| needed_from(&need.from)))
            .chain(others)
            .collect(),
        from: own.first().map(|person| context.name_in_sentence(person)).filter(|name| !name.is_empty()),
        audience: context.audience(entry),
        ..Item::new(text(&entry.text))
    }
}

/// Who said it.
fn source<'a>(context: &Context<'a>, entry: &Entry) -> Option<&'a Participant> {
    entry.source.and_then(|id| context.meeting.participant(id))
}

fn items(context: &Context<'_>, scope: Scope, kind: EntryKind) -> Vec<Item> {
    context.entries(scope, kind).map(|entry| item(context, entry)).collect()
}

fn list(context: &Context<'_>, scope: Scope, kind: EntryKind, heading: &str) -> Section {
    Section::new(heading, vec![Block::Lista { items: items(context, scope, kind) }])
}

/// The summing up.
pub(super) fn summary(context: &Context<'_>, scope: Scope) -> Vec<Item> {
    items(context, scope, EntryKind::Sammanfattning)
}

/// In the child's own words, conveyed by somebody, or why it wasn't heard.
pub(super) fn voice(context: &Context<'_>, scope: Scope) -> Section {
    let spoken = context.entries(scope, EntryKind::Rost).map(|entry| {
        let Body::Rost { how } = entry.body else { return item(context, entry) };
        let who = item(context, entry).from;
        let from = match told_how(context.meeting, entry.source, how) {
            VoiceHow::EgnaOrd => "barnets egna ord".to_owned(),
            VoiceHow::Framford => {
                who.map_or_else(|| "framfört av någon annan".to_owned(), |who| format!("framfört av {who}"))
            }
            VoiceHow::Saknas => "barnet har inte hörts".to_owned(),
        };
        // Marks are put there by the paper that has them.
        let said = item(context, entry);
        Item { from: Some(from), text: unquoted(&said.text).to_owned(), ..said }
    });
    Section::new(Label::VOICE, vec![Block::Lista { items: spoken.collect() }])
}

/// Each profession's reflection, in order round the table.
fn reflections(context: &Context<'_>, scope: Scope) -> Section {
    let place = |entry: &Entry| {
        let people = &context.meeting.participants;
        people.iter().position(|person| Some(person.id) == entry.source).unwrap_or(people.len())
    };
    let mut entries: Vec<&Entry> = context.entries(scope, EntryKind::Reflektion).collect();
    entries.sort_by_key(|entry| place(entry));
    let facts = entries
        .into_iter()
        .map(|entry| {
            let who = source(context, entry)
                .filter(|person| context.may_be_named_in(person, entry.arende))
                .map(|person| context.short_name(person));
            let who = who.filter(|name| !name.is_empty()).unwrap_or_else(|| "Teamet".to_owned());
            Fact { audience: context.audience(entry), ..Fact::new(who, text(&entry.text)) }
        })
        .collect();
    Section::new("Reflektioner", vec![Block::Uppgifter { facts }])
}

/// Who was offered the word. Nobody is named as silent.
pub(super) fn word_offered(context: &Context<'_>, scope: Scope) -> Option<Fact> {
    let arende = match scope {
        Scope::Item(id) => Some(id),
        Scope::All | Scope::Common => None,
    };
    let offered = |person: &Participant| {
        context.meeting.heard.iter().any(|row| row.participant == person.id && scope.covers(row.arende))
    };
    // Who had gone home when an ärende was taken up didn't take part in it.
    let began = arende.and_then(|id| {
        context.meeting.stages.iter().filter(|stage| stage.arende == Some(id)).map(|s| s.from).min()
    });
    let had_left = |person: &Participant| person.left.zip(began).is_some_and(|(left, began)| left <= began);
    let present: Vec<&Participant> = context
        .meeting
        .present_in(arende)
        .filter(|person| person.kind != ParticipantKind::Tolk && !had_left(person))
        .collect();
    if !present.is_empty() && present.iter().all(|person| offered(person)) {
        return Some(Fact::new("Ordet har erbjudits", "alla som deltog"));
    }
    let names: Vec<String> = context
        .meeting
        .participants
        .iter()
        .filter(|person| offered(person) && context.may_be_named_in(person, arende))
        .map(|person| context.name_in_sentence(person))
        .collect();
    fact("Ordet har erbjudits", &words::enumeration(&names))
}

/// What was decided, by whom, and who was of another mind.
fn decisions(context: &Context<'_>, scope: Scope) -> Section {
    let decided = context.entries(scope, EntryKind::Beslut).map(|entry| {
        let mut decision = Item { from: None, ..item(context, entry) };
        if let Body::Beslut(circumstances) = &entry.body {
            let by = circumstances.decided_by.as_deref();
            decision.details.extend(by.and_then(|who| fact("Beslutat av", &context.named(who))));
            let dissent = circumstances.dissent.as_deref();
            decision.details.extend(dissent.and_then(|what| fact("Avvikande mening", what)));
        }
        decision.details.extend(unconfirmed(context, entry));
        decision
    });
    Section::new("Beslut", vec![Block::Lista { items: decided.collect() }])
}

/// Actions under the need that they answer, but for the family's own.
fn actions(context: &Context<'_>, scope: Scope) -> Section {
    let needs: Vec<&Entry> = context.entries(scope, EntryKind::Behov).collect();
    // Where there is one need alone nobody has chosen which an action answers.
    let several = needs.len() > 1;
    let mut groups: Vec<(Option<EntryId>, Group)> = needs
        .into_iter()
        .filter(|_| several)
        .map(|need| {
            let heading = Some(Item { from: None, ..item(context, need) });
            (Some(need.id), Group { heading, items: Vec::new() })
        })
        .collect();
    groups.push((None, Group { heading: None, items: Vec::new() }));
    for (entry, action) in context.actions(scope) {
        if context.has_family_part() && context.meeting.is_owned_by_family(action) {
            continue;
        }
        // The last group takes those whose need isn't there.
        let place = groups.iter().position(|(need, _)| *need == action.need).unwrap_or(groups.len() - 1);
        groups[place].1.items.push(action_item(context, entry, action));
    }
    let groups = groups.into_iter().map(|(_, group)| group).filter(|group| !group.items.is_empty()).collect();
    Section::new("Åtgärder", vec![Block::Atgarder { groups, others: "Övriga åtgärder".to_owned() }])
}

/// What the child and those close to it do themselves.
fn family_part(context: &Context<'_>, scope: Scope) -> Section {
    let items: Vec<Item> = context
        .actions(scope)
        .filter(|(_, action)| context.has_family_part() && context.meeting.is_owned_by_family(action))
        .map(|(entry, action)| action_item(context, entry, action))
        .collect();
    let groups = if items.is_empty() { Vec::new() } else { vec![Group { heading: None, items }] };
    let block = Block::Atgarder { groups, others: "Övriga åtgärder".to_owned() };
    Section::new("Familjens egen del", vec![block])
}

fn action_item(context: &Context<'_>, entry: &Entry, action: &ActionItem) -> Item {
    let mut details = Vec::new();
    details.extend(owner(context, entry, action).and_then(|who| fact(Label::OWNER, &who)).map(|fact| {
        let person = action.owner.and_then(|id| context.meeting.participant(id));
        match person.filter(|person| !context.may_be_named_in(person, entry.arende)) {
            Some(person) => Fact { audience: context.audience_of_person(person), ..fact },
            None => fact,
        }
    }));
    details.extend(action.due.as_ref().map(|due| Fact::new(Label::WHEN, words::due(due))));
    details.extend(action.follow_up.map(|day| Fact::new(Label::FOLLOWED_UP, words::long_date(day))));
    if let Some(status) = context.meeting.told_by_its_end(entry.id) {
        let mut state = status.status.word().to_owned();
        if let Some(due) = context.meeting.moved_by_its_end(entry.id) {
            state = format!("{state}, {}", words::due(due));
        }
        if let Some(owner) = context.meeting.taken_over_by_its_end(entry.id) {
            state = format!("{state}, nu {}", context.named(owner));
        }
        details.push(Fact::new(Label::STATE, state));
        details.extend(status.how().and_then(|how| context.told(status.id, "Utvärdering", how)));
    }
    details.extend(unconfirmed(context, entry));
    let mut point = item(context, entry);
    point.number = Some(context.meeting.point_number(entry));
    point.details.extend(details);
    point
}

/// The owner with verksamhet and huvudman. Who isn't there hasn't promised anything: they are to be asked.
fn owner(context: &Context<'_>, entry: &Entry, action: &ActionItem) -> Option<String> {
    if let Some(person) = action.owner.and_then(|id| context.meeting.participant(id)) {
        let name = context.name_and_unit(person);
        let asked = if rules::is_asked(context.meeting, entry) { words::ASKED } else { "" };
        return Some(format!("{name}{asked}"));
    }
    non_empty(action.owner_name.as_deref()).map(|name| format!("{}{}", context.named(&name), words::ASKED))
}

fn is_closed(context: &Context<'_>) -> bool {
    context.meeting.head.status == MeetingStatus::Avslutat
}

/// A closed meeting's agreed point that nobody has confirmed as it stands: it wasn't read out, or was changed after it.
fn unconfirmed(context: &Context<'_>, entry: &Entry) -> Option<Fact> {
    (is_closed(context) && entry.confirmed.is_none())
        .then(|| Fact::new("Bekräftad", "nej, inte så som det står nu"))
}

/// That what was agreed was read out and confirmed: all of it, or what isn't marked as something else.
pub(super) fn read_out(context: &Context<'_>) -> Option<Block> {
    let agreed: Vec<&Entry> = rules::agreed(context.meeting).collect();
    let is_confirmed =
        |entry: &&&Entry| entry.confirmed.is_some() && !rules::is_asked(context.meeting, entry);
    // What goes on is told of, and confirmed by nobody anew.
    let goes_on = context.meeting.continues().into_iter().any(Earlier::is_promise);
    let words = match agreed.iter().filter(is_confirmed).count() {
        _ if !is_closed(context) => return None,
        0 => return None,
        count if count == agreed.len() && goes_on => {
            "Alla nya beslut och åtgärder har lästs upp och bekräftats. Det som fortsätter från förra gången är inte bekräftat \
             på nytt."
        }
        count if count == agreed.len() => "Alla beslut och åtgärder har lästs upp och bekräftats.",
        _ => {
            "Beslut och åtgärder har lästs upp och bekräftats. Det som inte är bekräftat, och det som någon tillfrågas om, är \
             märkt."
        }
    };
    Some(Block::Stycke { item: Item::new(words) })
}
