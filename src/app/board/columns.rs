//! What stands in the columns of each phase.

use super::head::wall_name;
use super::points::{detail, remark};
use super::{Column, Row, Section, Tone};
use crate::app::dialog::Task;
use crate::app::model::{MeetingScreen, Model, RowRef, Target, Todo};
use crate::app::update::{need_number, sign_of};
use crate::domain::agenda::{EntryKind, FieldScope, Level, Phase, Round};
use crate::domain::consent::Standing;
use crate::domain::earlier::Earlier;
use crate::domain::ids::MeetingArendeId;
use crate::domain::meeting::{Meeting, lower_first};
use crate::domain::record::{
    ArendeState, Body, Entry, MeetingArende, Participant, ParticipantKind, PlanAnswerKind, Presence, VoiceHow,
};
use crate::domain::rules;

fn column(weight: u16, sections: Vec<Section>) -> Column {
    Column { weight, sections }
}

fn section(heading: &str, rows: Vec<Row>) -> Section {
    Section { heading: heading.to_owned(), rows, empty: None }
}

fn with_empty(heading: &str, rows: Vec<Row>, empty: &str) -> Section {
    Section { heading: heading.to_owned(), rows, empty: Some(empty.to_owned()) }
}

fn plain(text: impl Into<String>) -> Row {
    Row { target: None, mark: String::new(), text: text.into(), detail: None, tone: Tone::Quiet }
}

/// Sections that would stand empty without saying anything are left out.
fn filled(sections: Vec<Section>) -> Vec<Section> {
    sections.into_iter().filter(|section| !section.rows.is_empty() || section.empty.is_some()).collect()
}

/// Who is here, what is to be spoken of, and the frame.
pub(super) fn sammanhang(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let people = meeting.participants.iter().map(|person| participant_row(model, meeting, person)).collect();
    let people = with_empty("Deltagare", people, "Skriv namn, roll, verksamhet. Ctrl-L hämtar förra mötets.");
    let items: Vec<Row> = meeting.items.iter().map(|item| item_row(model, meeting, item)).collect();
    let heading = if meeting.agenda.many { "Ärenden" } else { "Mötet handlar om" };
    let empty = match (meeting.agenda.individuals, meeting.agenda.groups) {
        (true, _) => "Tab växlar till ärende. Skriv vad barnet kallas på väggen.",
        (false, true) => "Tab växlar till ärende. Enskilda barn tas inte upp här.",
        (false, false) => "Den här mötesformen har inga ärenden.",
    };
    let items = with_empty(heading, items, empty);
    let mut frame = Vec::new();
    let head = &meeting.head;
    frame.extend(head.purpose.iter().map(|purpose| plain(format!("Syfte: {purpose}"))));
    frame.extend(head.questions.iter().map(|questions| plain(format!("Frågor: {questions}"))));
    let end = head.planned + chrono::TimeDelta::minutes(head.minutes);
    frame.push(plain(format!("Vi håller på till {}.", end.format("%H.%M"))));
    frame.push(plain(match meeting.agenda.level {
        Level::Individ => "Det som sägs om barnet stannar hos oss som är här.",
        Level::Grupp => "Vi talar om grupper och platser, inte om enskilda barn.",
        Level::Ledning | Level::Foraldrar => "Vi nämner inga enskilda barn.",
    }));
    let notes = kinds(screen, None, &meeting.agenda.phase(Phase::Sammanhang).takes);
    let told = meeting.earlier.iter().filter(|row| row.told.is_some()).count();
    let earlier = meeting.earlier.iter().map(|row| earlier_row(model, row)).collect();
    let earlier = section(&format!("Från förra gången  {told} av {}", meeting.earlier.len()), earlier);
    let mut right = vec![items, earlier, section("Ramar", frame)];
    right.extend(notes);
    right.push(section("Saknas", todo_rows(&missing_now(model, screen))));
    vec![column(5, vec![people]), column(5, filled(right))]
}

fn participant_row(model: &Model, meeting: &Meeting, person: &Participant) -> Row {
    let mut facts = Vec::new();
    if !person.unit.is_empty() {
        facts.push(lower_first(&person.unit));
    }
    match person.presence {
        Presence::Plats => facts.extend(person.came.map(|at| format!("kom {}", model.now.clock_at(at)))),
        Presence::Distans => facts.push("på distans".to_owned()),
        Presence::Franvarande => facts.push("kallad, frånvarande".to_owned()),
        Presence::Gatt => {
            facts.push(
                person
                    .left
                    .map_or_else(|| "har gått".to_owned(), |at| format!("gick {}", model.now.clock_at(at))),
            );
        }
    }
    for (does, word) in [
        (person.chairs, "leder"),
        (person.takes_notes, "antecknar"),
        (person.main_responsible, "håller ihop planen"),
    ] {
        if does {
            facts.push(word.to_owned());
        }
    }
    let only: Vec<String> = meeting
        .attendance
        .iter()
        .filter(|row| row.participant == person.id)
        .filter_map(|row| meeting.item(row.arende))
        .map(|item| item.order.to_string())
        .collect();
    if !only.is_empty() {
        facts.push(format!("bara ärende {}", only.join(" och ")));
    }
    Row {
        target: Some(RowRef::Participant(person.id)),
        mark: match (person.is_here(), person.introduced) {
            (false, _) => "-".to_owned(),
            (true, true) => "[x]".to_owned(),
            (true, false) => "[ ]".to_owned(),
        },
        text: person.name_and_role(),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if person.is_here() { Tone::Normal } else { Tone::Quiet },
    }
}

/// A promise from an earlier meeting, and what was told of it here.
fn earlier_row(model: &Model, row: &Earlier) -> Row {
    let today = model.now.today();
    let mut facts: Vec<String> = row.label.iter().map(|label| format!("”{label}”")).collect();
    facts.extend(row.owner.clone());
    match &row.told {
        Some(told) => {
            facts.push(told.status.word().to_owned());
            facts.extend(told.new_due.as_ref().map(|due| due.in_words(today)));
            facts.extend(told.evaluation.clone());
        }
        None => facts.extend(row.due.as_ref().map(|due| due.in_words(today))),
    }
    let late = row.told.is_none() && row.due.as_ref().is_some_and(|due| due.is_late(today));
    Row {
        target: Some(RowRef::Earlier(row.entry)),
        mark: match (&row.told, late) {
            (Some(_), _) => "[x]",
            (None, true) => "[!]",
            (None, false) => "[ ]",
        }
        .to_owned(),
        text: row.text.clone(),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if late { Tone::Warn } else { Tone::Normal },
    }
}

fn item_row(model: &Model, meeting: &Meeting, item: &MeetingArende) -> Row {
    let mut facts = Vec::new();
    if item.follow_up {
        facts.push("uppföljning".to_owned());
    }
    facts.extend(item.question.clone());
    match item.state {
        ArendeState::Vantar => {}
        ArendeState::Pagar => facts.push("pågår".to_owned()),
        ArendeState::Klart => facts.push("klart för i dag".to_owned()),
        ArendeState::Uppskjutet => facts.push("uppskjutet till nästa möte".to_owned()),
    }
    match meeting.consent_standing(item, model.now.today()) {
        Standing::NotNeeded => {}
        Standing::Valid { unnamed } if unnamed.is_empty() => facts.push("samtycke finns".to_owned()),
        Standing::Valid { .. } => facts.push("samtycket nämner inte alla".to_owned()),
        _ => facts.push("samtycke saknas".to_owned()),
    }
    Row {
        target: Some(RowRef::Item(item.id)),
        mark: item.order.to_string(),
        text: wall_name(meeting, item.id),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if item.state == ArendeState::Uppskjutet { Tone::Quiet } else { Tone::Normal },
    }
}

/// What works, what is harder, which support there is; the round on the right.
pub(super) fn nulage(screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    let mut columns = vec![
        column(4, vec![kind(screen, arende, EntryKind::Fungerar)]),
        column(4, vec![kind(screen, arende, EntryKind::Svarare)]),
        column(4, vec![kind(screen, arende, EntryKind::Stod)]),
    ];
    let shown = [EntryKind::Fungerar, EntryKind::Svarare, EntryKind::Stod];
    let mut rest: Vec<EntryKind> = meeting.agenda.phase(Phase::Nulage).takes.clone();
    rest.extend(EntryKind::ALL.iter().copied().filter(|kind| !belongs_elsewhere(*kind)));
    rest.retain(|kind| !shown.contains(kind));
    let rest = kinds(screen, arende, &rest);
    // The child's voice stands first of the rest, under what works; the others follow column by column.
    for (at, section) in rest.into_iter().enumerate() {
        columns[at % 3].sections.push(section);
    }
    if meeting.agenda.round != Round::Nej {
        columns.push(column(4, vec![round(screen, arende)]));
    }
    columns
}

/// Kinds that have a place of their own in a later phase.
fn belongs_elsewhere(kind: EntryKind) -> bool {
    matches!(
        kind,
        EntryKind::Behov
            | EntryKind::MalLang
            | EntryKind::MalKort
            | EntryKind::Beslut
            | EntryKind::Atgard
            | EntryKind::Fraga
            | EntryKind::EjOverens
            | EntryKind::Sammanfattning
            | EntryKind::Skyddsfaktor
            | EntryKind::Riskfaktor
    )
}

fn round(screen: &MeetingScreen, arende: Option<MeetingArendeId>) -> Section {
    let meeting = &screen.meeting;
    let all = rules::round(meeting, arende);
    let heard = all.iter().filter(|person| meeting.is_heard(person.id, arende)).count();
    let next = all.iter().find(|person| !meeting.is_heard(person.id, arende)).map(|person| person.id);
    let rows = all
        .iter()
        .map(|person| {
            let is_heard = meeting.is_heard(person.id, arende);
            let is_next = Some(person.id) == next;
            Row {
                target: Some(RowRef::Participant(person.id)),
                mark: if is_heard {
                    "[x]"
                } else if is_next {
                    "[>]"
                } else {
                    "[ ]"
                }
                .to_owned(),
                text: if person.role.is_empty() || person.is_family() {
                    person.short_name()
                } else {
                    person.role.clone()
                },
                detail: None,
                tone: if is_next { Tone::Strong } else { Tone::Normal },
            }
        })
        .collect();
    with_empty(&format!("Laget runt  {heard} av {}", all.len()), rows, "Inga deltagare än.")
}

/// Needs and goals; what protects stands first.
pub(super) fn behov(screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    let mut left = vec![kind(screen, arende, EntryKind::Behov)];
    left.extend(kinds(screen, arende, &[EntryKind::Anteckning]));
    let takes = &meeting.agenda.phase(Phase::Behov).takes;
    let right: Vec<EntryKind> =
        [EntryKind::Skyddsfaktor, EntryKind::MalLang, EntryKind::MalKort, EntryKind::Riskfaktor]
            .into_iter()
            .chain(takes.iter().copied())
            .fold(Vec::new(), |mut all, kind| {
                if kind != EntryKind::Behov && kind != EntryKind::Anteckning && !all.contains(&kind) {
                    all.push(kind);
                }
                all
            });
    let voice = kinds(screen, arende, &[EntryKind::Rost]);
    left.extend(voice);
    let right: Vec<EntryKind> = right.into_iter().filter(|kind| *kind != EntryKind::Rost).collect();
    vec![column(5, left), column(5, kinds_or_empty(screen, arende, &right))]
}

/// Who does what and when, beside the needs that it answers.
pub(super) fn planering(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let arende = meeting.head.current;
    let family = meeting.agenda.plan_consent;
    let mut left = vec![kind(screen, arende, EntryKind::Behov)];
    left.extend(kinds(
        screen,
        arende,
        &[
            EntryKind::MalLang,
            EntryKind::MalKort,
            EntryKind::Fraga,
            EntryKind::EjOverens,
            EntryKind::Anteckning,
        ],
    ));
    let by_family = |entry: &&Entry| {
        family
            && entry
                .action()
                .and_then(|action| action.owner)
                .and_then(|id| meeting.participant(id))
                .is_some_and(Participant::is_family)
    };
    let actions: Vec<&Entry> = meeting.entries_of(arende, EntryKind::Atgard).collect();
    let number = |entry: &Entry| actions.iter().position(|other| other.id == entry.id).map_or(0, |at| at + 1);
    let rows = |list: Vec<&Entry>| -> Vec<Row> {
        list.into_iter().map(|entry| action_row(model, meeting, entry, &number(entry).to_string())).collect()
    };
    let heading = if family { "Vem gör vad" } else { "Åtgärder" };
    let mut right = vec![with_empty(
        heading,
        rows(actions.iter().copied().filter(|entry| !by_family(entry)).collect()),
        "Skriv vad, Tab vem, Tab när, Enter.",
    )];
    if family {
        right.push(section("Det gör familjen", rows(actions.iter().copied().filter(by_family).collect())));
    }
    right.extend(kinds(screen, arende, &[EntryKind::Beslut]));
    right.push(section("Saknas", todo_rows(&missing_now(model, screen))));
    vec![column(4, left), column(6, filled(right))]
}

/// All agreed points, and what is left to do before the meeting can be closed.
pub(super) fn ansvar(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let points: Vec<Row> = rules::agreed(meeting)
        .filter(|entry| {
            screen.show_all
                || !meeting.agenda.many
                || entry.confirmed.is_none()
                || Some(RowRef::Entry(entry.id)) == screen.cursor
        })
        .map(|entry| point_row(model, meeting, entry))
        .collect();
    let confirmed = rules::agreed(meeting).filter(|entry| entry.confirmed.is_some()).count();
    let all = rules::agreed(meeting).count();
    let empty = if all == 0 {
        "Inget är överenskommet än. n skriver en punkt."
    } else {
        "Allt är uppläst och bekräftat."
    };
    let mut left =
        vec![with_empty(&format!("Överenskommet  {confirmed} av {all} bekräftade"), points, empty)];
    left.extend(kinds(
        screen,
        None,
        &[EntryKind::Sammanfattning, EntryKind::EjOverens, EntryKind::Anteckning],
    ));
    let mut right = Vec::new();
    let answers: Vec<Row> = meeting
        .plan_answers
        .iter()
        .filter_map(|answer| {
            let person = meeting.participant(answer.participant)?;
            let word = match answer.answer {
                PlanAnswerKind::Ja => "ja".to_owned(),
                PlanAnswerKind::JaOm => format!("ja, om {}", answer.condition.as_deref().unwrap_or("…")),
                PlanAnswerKind::Nej => "nej".to_owned(),
            };
            Some(plain(format!("{}: {word}", person.short_name())))
        })
        .collect();
    right.push(section("Är planen okej?", answers));
    if let Some(next) = meeting.follow_up() {
        let time = next.time.map(|time| format!(" kl. {}", time.format("%H.%M"))).unwrap_or_default();
        let by = next.called_by.as_ref().map(|by| format!(", {by} kallar")).unwrap_or_default();
        let day = crate::domain::dates::short_date(next.date, model.now.today());
        right.push(section("Vi ses igen", vec![plain(format!("{day}{time}{by}"))]));
    }
    right.push(section("Kvar att göra", todo_rows(&left_to_do(meeting))));
    vec![column(6, left), column(5, filled(right))]
}

/// A closed meeting: what was agreed, who was here, when we meet again.
pub(super) fn closed(model: &Model, screen: &MeetingScreen) -> Vec<Column> {
    let meeting = &screen.meeting;
    let points: Vec<Row> = rules::agreed(meeting).map(|entry| point_row(model, meeting, entry)).collect();
    let people: Vec<Row> =
        meeting.participants.iter().map(|person| participant_row(model, meeting, person)).collect();
    let items: Vec<Row> = meeting.items.iter().map(|item| item_row(model, meeting, item)).collect();
    let mut right = vec![section("Ärenden", items), section("Deltagare", people)];
    if let Some(next) = meeting.follow_up() {
        right.insert(0, section("Vi ses igen", vec![plain(crate::domain::dates::long_date(next.date))]));
    }
    vec![
        column(6, vec![with_empty("Överenskommet", points, "Inget antecknades som överenskommet.")]),
        column(5, filled(right)),
    ]
}

fn point_row(model: &Model, meeting: &Meeting, entry: &Entry) -> Row {
    let mut row = action_row(model, meeting, entry, "");
    if entry.confirmed.is_some() { "[x]" } else { "[ ]" }.clone_into(&mut row.mark);
    row
}

fn action_row(model: &Model, meeting: &Meeting, entry: &Entry, mark: &str) -> Row {
    let need = entry
        .action()
        .and_then(|action| action.need)
        .and_then(|need| need_number(meeting, entry.arende, need))
        .filter(|_| meeting.entries_of(entry.arende, EntryKind::Behov).count() > 1)
        .map(|number| format!("  behov {number}"))
        .unwrap_or_default();
    let mut facts: Vec<String> = detail(meeting, entry, model.now.today()).into_iter().collect();
    if rules::incomplete(entry).is_none() {
        facts.extend(remark(meeting, entry));
    }
    Row {
        target: Some(RowRef::Entry(entry.id)),
        mark: mark.to_owned(),
        text: format!("{}{need}", entry.text),
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if rules::incomplete(entry).is_some() { Tone::Warn } else { Tone::Normal },
    }
}

/// A section for one kind, with a hint while it is empty.
fn kind(screen: &MeetingScreen, arende: Option<MeetingArendeId>, kind: EntryKind) -> Section {
    let meeting = &screen.meeting;
    let rows: Vec<Row> = meeting
        .entries_of(arende, kind)
        .enumerate()
        .map(|(at, entry)| entry_row(meeting, entry, at + 1))
        .collect();
    let takes = meeting.agenda.phase(meeting.head.phase).takes.contains(&kind);
    let empty = match sign_of(kind).filter(|_| takes) {
        Some(sign) => Some(format!("{sign} först på raden skriver hit")),
        None => (screen.target == Target::Entry(kind)).then(|| "Raden hamnar här.".to_owned()),
    };
    Section { heading: kind.label().to_owned(), rows, empty }
}

/// Sections for the kinds that have something in them.
fn kinds(screen: &MeetingScreen, arende: Option<MeetingArendeId>, list: &[EntryKind]) -> Vec<Section> {
    let mut seen = Vec::new();
    list.iter()
        .filter(|kind| {
            let first = !seen.contains(*kind);
            seen.push(**kind);
            first
        })
        .map(|kind| self::kind(screen, arende, *kind))
        .filter(|section| !section.rows.is_empty())
        .collect()
}

/// Sections for the kinds, empty ones too where the phase takes them.
fn kinds_or_empty(
    screen: &MeetingScreen,
    arende: Option<MeetingArendeId>,
    list: &[EntryKind],
) -> Vec<Section> {
    filled(list.iter().map(|kind| self::kind(screen, arende, *kind)).collect())
}

fn entry_row(meeting: &Meeting, entry: &Entry, number: usize) -> Row {
    let source = entry
        .source
        .and_then(|id| meeting.participant(id))
        .map(|person| if person.role.is_empty() { person.short_name() } else { lower_first(&person.role) });
    let kind = entry.kind();
    let mark = match kind {
        EntryKind::Behov | EntryKind::Atgard | EntryKind::Beslut => number.to_string(),
        EntryKind::Fungerar | EntryKind::Skyddsfaktor => "+".to_owned(),
        EntryKind::Privat => "*".to_owned(),
        _ => "-".to_owned(),
    };
    let text = match &entry.body {
        Body::Rost { how: VoiceHow::Saknas } => format!("(inte hörd) {}", entry.text),
        Body::Rost { .. } => format!("”{}”", entry.text),
        _ => entry.text.clone(),
    };
    let mut facts: Vec<String> = Vec::new();
    match &entry.body {
        Body::Rost { how: VoiceHow::Framford } => {
            facts.push(
                source.map_or_else(|| "framförd, av vem?".to_owned(), |by| format!("framförd av {by}")),
            );
        }
        Body::Beslut(decision) => {
            facts.extend(decision.decided_by.as_ref().map(|by| format!("Beslut av {by}")));
            facts.extend(decision.dissent.as_ref().map(|dissent| format!("Avvikande: {dissent}")));
        }
        _ => facts.extend(source),
    }
    let kept: Vec<&str> =
        meeting.exemptions.iter().filter(|row| row.entry == entry.id).map(|row| row.part.as_str()).collect();
    if !kept.is_empty() {
        facts.push(format!("undantag: {}", kept.join(", ")));
    }
    Row {
        target: Some(RowRef::Entry(entry.id)),
        mark,
        text,
        detail: (!facts.is_empty()).then(|| facts.join(" · ")),
        tone: if kind == EntryKind::Privat { Tone::Quiet } else { Tone::Normal },
    }
}

/// What is missing where the meeting stands.
fn missing_now(model: &Model, screen: &MeetingScreen) -> Vec<(Todo, String)> {
    let meeting = &screen.meeting;
    let today = model.now.today();
    let mut all = Vec::new();
    let here = meeting.head.current;
    if meeting.head.phase == Phase::Sammanhang {
        let chairs = meeting.participants.iter().any(|person| person.chairs);
        let writes = meeting.participants.iter().any(|person| person.takes_notes);
        let holds =
            !meeting.agenda.plan_consent || meeting.participants.iter().any(|person| person.main_responsible);
        let task = match (chairs, writes, holds) {
            (false, ..) => Some(Task::Chairs),
            (true, false, _) => Some(Task::TakesNotes),
            (true, true, false) => Some(Task::HoldsTogether),
            (true, true, true) => None,
        };
        if let Some(task) = task.filter(|_| !meeting.participants.is_empty()) {
            all.push((Todo::Roles, task.question().to_owned()));
        }
    }
    let items = meeting.todays_items().filter(|item| here.is_none() || here == Some(item.id));
    for item in items {
        let missing: Vec<String> =
            rules::missing_fields(meeting, item).map(|field| field.name.clone()).collect();
        let label = wall_name(meeting, item.id);
        if !missing.is_empty() {
            all.push((Todo::ArendeFields(item.id), format!("”{label}”: {}", missing.join(", "))));
        }
        if let Some(finding) = rules::consent_finding(meeting, item, today) {
            all.push((Todo::Consent(item.id), format!("”{label}”: {}", finding.what)));
        }
    }
    if meeting.head.phase == Phase::Planering {
        for (at, entry) in meeting.entries_of(here, EntryKind::Atgard).enumerate() {
            if let Some(missing) = rules::incomplete(entry) {
                all.push((Todo::Complete(entry.id), format!("Åtgärd {} har {missing}", at + 1)));
            }
        }
    }
    all
}

/// What is left to do before the meeting can be closed; each row is one key.
fn left_to_do(meeting: &Meeting) -> Vec<(Todo, String)> {
    let mut all = Vec::new();
    for entry in meeting.actions() {
        if let Some(missing) = rules::incomplete(entry) {
            all.push((
                Todo::Complete(entry.id),
                format!("”{}” har {missing}", crate::domain::text::truncate(&entry.text, 30)),
            ));
        }
    }
    if meeting.agenda.plan_consent {
        for person in rules::unasked(meeting) {
            let who = if person.kind == ParticipantKind::Barn { "barnet" } else { "vårdnadshavaren" };
            all.push((
                Todo::PlanAnswer(person.id),
                format!("Fråga {who} {}: är planen okej?", person.short_name()),
            ));
        }
    }
    if meeting.follow_up().is_none() && meeting.head.sip_ended.is_none() {
        all.push((Todo::FollowUp, "Boka uppföljning".to_owned()));
    }
    if meeting
        .agenda
        .fields_for(FieldScope::Mote)
        .any(|field| meeting.field(FieldScope::Mote, None, &field.id).is_none())
    {
        all.push((Todo::MeetingFields, "Mötesformens egna uppgifter".to_owned()));
    }
    if meeting.recipients.is_empty() {
        all.push((Todo::Recipients, "Vem får protokollet?".to_owned()));
    }
    if meeting.agenda.can_end && meeting.head.sip_ended.is_none() {
        all.push((Todo::EndSip, "Ska planen avslutas? (valfritt)".to_owned()));
    }
    all.push((Todo::Close, "Avsluta mötet".to_owned()));
    all
}

fn todo_rows(list: &[(Todo, String)]) -> Vec<Row> {
    list.iter()
        .map(|(todo, text)| Row {
            target: Some(RowRef::Todo(*todo)),
            mark: if *todo == Todo::Close { ">" } else { "!" }.to_owned(),
            text: text.clone(),
            detail: None,
            tone: if *todo == Todo::Close { Tone::Normal } else { Tone::Warn },
        })
        .collect()
}
