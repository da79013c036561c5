//! Every form that the program carries, held from home to minutes: once by all its rules, once past those that bend.

use crate::app::core::action::{Action, Context};
use crate::app::core::model::{RowRef, Target};
use crate::app::testing::{Desk, forms};
use crate::app::ui::dialog::{Dialog, FieldKind};
use crate::domain::agenda::{
    Agenda, ConsentRule, EntryKind, FieldScope, FieldType, Level, Need, Phase, Round,
};
use crate::domain::ids::MeetingArendeId;
use crate::domain::record::MeetingStatus;
use crate::domain::rules::{Severity, Todo, rule};
use crate::minutes::{Options, build, json, markdown, plain};

const REASON: &str = "vi tar det nästa gång";

pub(crate) fn agendas() -> Vec<Agenda> {
    forms().into_iter().map(|choice| choice.agenda.unwrap().0).collect()
}

/// Those whom the form wants to see, by their roles, or two whom no form names.
pub(crate) fn gather(desk: &mut Desk, agenda: &Agenda) {
    const NAMES: [&str; 12] =
        ["Ada", "Bo", "Cia", "Dag", "Eva", "Finn", "Gun", "Hans", "Ina", "Jon", "Kaj", "Lo"];
    let wanted = agenda.roles.iter().filter(|role| role.need != Need::Tillgang);
    let mut roles: Vec<&str> = wanted.map(|role| role.name.as_str()).collect();
    let one_from = |huvudman| agenda.roles.iter().find(move |role| role.huvudman == huvudman);
    roles.extend(
        agenda.required_huvudman.iter().filter_map(|known| one_from(*known)).map(|role| role.name.as_str()),
    );
    roles.sort_unstable();
    roles.dedup();
    for (index, role) in roles.iter().enumerate() {
        let (name, family) = (NAMES[index % NAMES.len()], ["Ek", "Al", "Lind"][index / NAMES.len()]);
        desk.line(&format!("{name} {family}, {role}"));
    }
    if roles.is_empty() {
        desk.line("Ada Ek, samordnare").line("Bo Al, sekreterare");
    }
}

/// The meeting's minutes as they stand, as text.
pub(super) fn printed(desk: &Desk) -> String {
    let options = Options {
        printed_at: "2026-11-24T08:15:00".parse().unwrap(),
        practice: true,
        laws: crate::domain::law::Laws::default(),
        ..Options::made_up()
    };
    plain::render(&build(&desk.screen().meeting, &options))
}

/// Writes an ärende, if the form takes such ones. Returns whether it does.
pub(crate) fn take_up(desk: &mut Desk, target: Target, label: &str) -> bool {
    for _ in 0..4 {
        if desk.screen().target == target {
            desk.line(label);
            return true;
        }
        desk.press(Action::Next);
    }
    false
}

/// Lets the first who may do it lead, and the first who may do it take the notes.
pub(crate) fn share_out(desk: &mut Desk) {
    desk.press(Action::Roles);
    while let Some(Dialog::Pick(_)) = desk.model.dialogs.last() {
        desk.choose();
    }
}

/// Fills in every field of the form's own in the dialog that is open.
fn fill_all(desk: &mut Desk, agenda: &Agenda, scope: FieldScope) {
    for field in agenda.fields_for(scope) {
        if field.kind == FieldType::Flerval {
            desk.fill(&format!("falt.{}.0", field.id), "ja");
            continue;
        }
        let value = match field.kind {
            FieldType::Text => "Det vi kom överens om",
            FieldType::Datum => "2026-11-20",
            FieldType::JaNej => "ja",
            FieldType::Val | FieldType::Flerval => field.choices[0].as_str(),
        };
        desk.fill(&format!("falt.{}", field.id), value);
    }
    desk.press(Action::Save);
    assert!(desk.model.dialogs.is_empty(), "{}: {:?}", agenda.id, desk.model.dialogs);
}

/// Writes down a consent that names everybody in the room.
pub(crate) fn consent(desk: &mut Desk, item: MeetingArendeId) {
    desk.point(RowRef::Item(item)).press(Action::Consent);
    desk.consents("Ann Ask, vårdnadshavare", "ensam vårdnadshavare", "ja").point_away();
    assert!(desk.model.dialogs.is_empty(), "{:?}", desk.model.dialogs);
}

/// Writes what the present phase insists on, if it insists on something.
fn write(desk: &mut Desk, agenda: &Agenda) {
    let spec = agenda.phase(desk.screen().meeting.head.phase);
    let kinds: Vec<EntryKind> =
        spec.requires.first().into_iter().chain(&spec.requires_all).copied().collect();
    for kind in kinds {
        write_one(desk, agenda, kind);
    }
}

fn write_one(desk: &mut Desk, agenda: &Agenda, kind: EntryKind) {
    for _ in 0..EntryKind::ALL.len() {
        if desk.screen().target == Target::Entry(kind) {
            break;
        }
        desk.send(crate::app::Message::Do(Action::Previous));
    }
    assert_eq!(desk.screen().target, Target::Entry(kind), "{}", agenda.id);
    let owner = desk.screen().meeting.participants[0].short_name();
    match kind {
        EntryKind::Atgard => desk.line(&format!("Höra efter hur det gick @{owner} >fre")),
        EntryKind::Behov if !agenda.required_huvudman.is_empty() => {
            desk.line("En lugn stund varje dag @båda")
        }
        _ => desk.line("En lugn stund varje dag"),
    };
}

/// What is said when the meeting can't go on.
fn stopped(desk: &Desk) -> Option<Vec<(&'static str, Severity)>> {
    match desk.model.dialogs.last() {
        Some(Dialog::Rule(stop)) => {
            Some(stop.findings.iter().map(|found| (found.rule, found.severity)).collect())
        }
        _ => None,
    }
}

/// All minutes of the meeting on screen, as texts.
fn minutes(desk: &Desk) -> String {
    let printed_at = "2026-11-24T08:15:00".parse().unwrap();
    let options = Options { printed_at, practice: true, ..Options::made_up() };
    let document = build(&desk.screen().meeting, &options);
    assert!(!plain::render(&document).is_empty() && !markdown::render(&document).is_empty());
    json::render(&document)
}

/// Does what the rules ask for until the meeting is closed.
fn close(desk: &mut Desk) {
    for _ in 0..60 {
        if desk.model.dialogs.is_empty() {
            desk.press(Action::Close);
        }
        let fix = match desk.model.dialogs.last() {
            Some(Dialog::Rule(stop)) => stop.findings[0].fix,
            Some(Dialog::Confirm(_)) => {
                desk.press(Action::Accept);
                return;
            }
            other => panic!("closing neither asks nor speaks: {other:?}"),
        };
        desk.press(Action::Accept);
        match (fix, desk.model.dialogs.last()) {
            (Some(Todo::Write(_)), None) => {
                desk.line("Vi säger godnatt i lugn och ro");
            }
            (Some(Todo::NeededFrom(_)), Some(Dialog::Pick(_))) => {
                desk.types("båda").press(Action::Accept);
            }
            (Some(Todo::Confirm(_)), None) => {
                desk.press(Action::Accept);
            }
            (_, Some(Dialog::Form(form))) => {
                if form.is(&crate::app::meeting::follow_up::FOLLOW_UP) {
                    let day =
                        form.fields.iter().find(|field| matches!(field.kind, FieldKind::Date(_))).unwrap();
                    let key = day.key.clone();
                    desk.fill(&key, "2027-01-18");
                } else if form.is(&crate::app::meeting::plan_answer::PLAN_ANSWER) {
                    desk.fill("svar", "ja");
                }
                desk.press(Action::Save);
                // What is left to be said comes up by itself, and so does the question whether to close.
                let is_form = |dialog: &Dialog| matches!(dialog, Dialog::Form(_));
                assert!(!desk.model.dialogs.iter().any(is_form), "{:?}", desk.model.dialogs);
            }
            other => panic!("nothing mends it: {other:?}"),
        }
    }
    panic!("the meeting can't be closed");
}

#[test]
fn every_form_is_walked_to_its_end_by_its_own_rules() {
    for agenda in agendas() {
        let id = &agenda.id;
        let mut desk = Desk::meeting(id);
        gather(&mut desk, &agenda);
        share_out(&mut desk);
        assert_eq!(take_up(&mut desk, Target::Individual, "Blå"), agenda.individuals, "{id}");
        if agenda.groups && (agenda.many || !agenda.individuals) {
            assert!(take_up(&mut desk, Target::Group, "Årskurs tre"), "{id}");
        }
        let items: Vec<_> = desk.screen().meeting.items.iter().map(|item| (item.id, item.arende)).collect();
        for &(item, _) in &items {
            if agenda.fields_for(FieldScope::Arende).next().is_some() {
                desk.point(RowRef::Item(item)).press(Action::Fields);
                fill_all(&mut desk, &agenda, FieldScope::Arende);
                desk.point_away();
            }
            let meeting = &desk.screen().meeting;
            if meeting.item(item).is_some_and(|item| meeting.needs_consent(item)) {
                consent(&mut desk, item);
            }
        }
        if agenda.fields_for(FieldScope::Mote).next().is_some() {
            desk.press(Action::Fields);
            fill_all(&mut desk, &agenda, FieldScope::Mote);
        }
        let mut walked = Vec::new();
        while desk.screen().meeting.head.phase != Phase::Ansvar {
            walked.push(desk.screen().meeting.position());
            assert!(walked.len() < 20, "{id} goes round in circles");
            if desk.screen().meeting.head.phase == Phase::Nulage && agenda.round != Round::Nej {
                desk.press(Action::AllSpoken);
            }
            write(&mut desk, &agenda);
            desk.press(Action::NextPhase);
            assert_eq!(stopped(&desk), None, "{id} at {:?}", walked.last());
            if let Some(Dialog::Confirm(_)) = desk.model.dialogs.last() {
                desk.press(Action::Accept);
            }
        }
        assert_eq!(walked.len(), 1 + 3 * items.len().max(1), "{id} walks every phase of every ärende");
        close(&mut desk);
        let meeting = &desk.screen().meeting;
        assert_eq!(
            (meeting.head.status, desk.model.context()),
            (MeetingStatus::Avslutat, Context::Closed),
            "{id}"
        );
        assert!(meeting.overrides.is_empty(), "{id}");
        assert_eq!(meeting.follow_up().is_some(), agenda.follow_up_required, "{id}");
        let text = minutes(&desk);
        for field in &agenda.fields {
            let there = field.scope == FieldScope::Mote || !items.is_empty();
            assert_eq!(text.contains(&field.name), field.printed && there, "{id}: {}", field.name);
        }
    }
}

#[test]
fn the_rules_of_every_form_speak_and_only_those_that_protect_never_bend() {
    for agenda in agendas() {
        let id = &agenda.id;
        let mut desk = Desk::meeting(id);
        desk.line("Sam Sand, samordnare, skola").line("Siv Sund, handläggare, socialtjänst");
        share_out(&mut desk);
        if agenda.individuals {
            if agenda.level == Level::Individ && !agenda.groups {
                desk.press(Action::NextPhase);
                assert!(stopped(&desk).unwrap().contains(&(rule::SUBJECT, Severity::Blocking)), "{id}");
                desk.press(Action::Back);
            }
            take_up(&mut desk, Target::Individual, "Blå");
            let item = desk.screen().meeting.items[0].id;
            // School and social services together: no form lets them speak of a child without a consent.
            assert_ne!(agenda.consent, ConsentRule::Nej, "{id}");
            desk.press(Action::NextPhase);
            assert_eq!(stopped(&desk).unwrap()[0], (rule::CONSENT, Severity::Blocking), "{id}");
            desk.press(Action::GoOnAnyway).reasons(REASON).press(Action::Back);
            desk.press(Action::ToNulage).press(Action::Back);
            let meeting = &desk.screen().meeting;
            assert_eq!((meeting.head.phase, meeting.overrides.len()), (Phase::Sammanhang, 0), "{id}");
            desk.model.dialogs.clear();
            consent(&mut desk, item);
        } else {
            assert!(!take_up(&mut desk, Target::Individual, "Blå"), "{id} takes up a child");
        }
        let mut spoken = Vec::new();
        for step in 0.. {
            assert!(step < 40, "{id} goes round in circles: {spoken:?}");
            let closing = desk.screen().meeting.head.phase == Phase::Ansvar;
            desk.press(if closing { Action::Close } else { Action::NextPhase });
            if let Some(found) = stopped(&desk) {
                assert!(
                    found.iter().all(|(_, severity)| *severity == Severity::Overridable),
                    "{id}: {found:?}"
                );
                spoken.extend(found.iter().map(|(rule, _)| *rule));
                desk.press(Action::GoOnAnyway).reasons(REASON);
            }
            if let Some(Dialog::Confirm(_)) = desk.model.dialogs.last() {
                desk.press(Action::Accept);
            }
            if closing && desk.model.context() == Context::Closed {
                break;
            }
        }
        let needs = |rule: &str, wanted: bool| assert_eq!(spoken.contains(&rule), wanted, "{id}: {rule}");
        needs(
            rule::REQUIRED_ROLE,
            agenda.roles.iter().any(|role| role.need == Need::Kravs && role.name != "SIP-ansvarig"),
        );
        needs(rule::HUVUDMAN, !agenda.required_huvudman.is_empty());
        needs(rule::ROUND, agenda.round == Round::VarOchEn);
        needs(rule::NEEDS, !agenda.required_huvudman.is_empty());
        let insists = |phase: &Phase| {
            let spec = agenda.phase(*phase);
            !spec.requires.is_empty() || !spec.requires_all.is_empty()
        };
        needs(rule::CONTENT, Phase::ALL.iter().any(insists));
        needs(rule::FOLLOW_UP, agenda.follow_up_required);
        let asked = |field: &crate::domain::agenda::FieldSpec| {
            let of_child = agenda.individuals && field.asked_of.includes(true);
            field.is_required(None) && (field.scope == FieldScope::Mote || of_child)
        };
        needs(rule::FIELD, agenda.fields.iter().any(asked));
        assert_eq!(
            minutes(&desk).contains(REASON),
            !spoken.is_empty(),
            "{id}: the reason stands in the minutes"
        );
    }
}

#[test]
fn a_wrong_day_or_time_is_told_when_its_field_is_left() {
    fn form(desk: &Desk) -> (usize, Option<&str>) {
        match desk.model.dialogs.last() {
            Some(Dialog::Form(form)) => (form.cursor, form.error.as_deref()),
            other => panic!("{other:?}"),
        }
    }
    let mut desk = Desk::eht();
    desk.jump(4).point(RowRef::Todo(crate::app::core::model::Todo::FollowUp)).press(Action::Accept);
    for (at, key, bad, good) in [(0, "datum", "33/15", "om 8 veckor"), (1, "tid", "27.99", "13.00")] {
        desk.fill(key, bad);
        for key in [Action::Next, Action::Accept] {
            desk.press(key);
            let (cursor, error) = form(&desk);
            assert!(cursor == at && error.is_some_and(|why| why.contains(bad)), "{error:?}");
        }
        // Nobody is held there: once it is told, one may go back, and what is wrong is said in its own field alone.
        desk.press(Action::Previous);
        let (cursor, error) = form(&desk);
        assert!(cursor != at && error.is_none(), "{cursor} {error:?}");
        let Some(Dialog::Form(open)) = desk.model.dialogs.last_mut() else { panic!() };
        open.to(at);
        desk.fill(key, "14.77.3").press(Action::Up);
        let (cursor, error) = form(&desk);
        assert!(cursor == at && error.is_some(), "told on the way back too: {error:?}");
        desk.fill(key, good).press(Action::Next);
        assert_eq!(form(&desk), (at + 1, None));
    }
}

#[test]
fn the_form_that_a_rule_leads_to_stands_at_what_is_missing() {
    let mut desk = Desk::meeting("skolfranvaro");
    desk.line("Bo, barnet").line("Ann Ask, vårdnadshavare").line("Mia Mo, mentor");
    desk.press(Action::Next).line("Bo").press(Action::NextPhase);
    let at = |desk: &Desk| match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => (form.fields[form.cursor].key.clone(), form.intro.join(" ")),
        other => panic!("{other:?}"),
    };
    desk.press(Action::Accept);
    let (key, intro) = at(&desk);
    assert_eq!(key, "falt.franvaro_slag.0", "the first of the choices");
    assert!(
        intro.contains("Typ av frånvaro") && !intro.contains("orsaken"),
        "what comes later isn't asked for: {intro}"
    );
    desk.fill("falt.franvaro_slag.0", "ja").press(Action::Save);
    desk.line("Lugnt på morgonen").press(Action::AllSpoken).press(Action::NextPhase);
    desk.line("En vuxen som möter").press(Action::NextPhase);
    let Some(Dialog::Rule(stop)) = desk.model.dialogs.last() else { panic!("{:?}", desk.model.dialogs) };
    assert!(stop.findings[0].what.contains("innan vi går till planering"), "{}", stop.findings[0].what);
    desk.press(Action::Accept);
    assert_eq!(at(&desk).0, "falt.samverkan");
}

#[test]
fn what_is_booked_is_called_what_it_is() {
    for (form, todo, asked) in [
        ("sip-formote", "Boka mötet som ni förbereder", "Mötet som ni förbereder är inte bokat."),
        ("sip", "Boka uppföljning", "Uppföljningen är inte bokad."),
        ("sip-uppfoljning", "Boka uppföljning", "Uppföljningen är inte bokad."),
    ] {
        let desk = Desk::meeting(form);
        let meeting = &desk.screen().meeting;
        let left = super::board::left_undone(meeting);
        assert!(left.iter().any(|what| what == todo), "{form}: {left:?}");
        let found = crate::domain::rules::before_closing(meeting, desk.model.now.today());
        assert!(found.iter().any(|one| one.what == asked), "{form}: {found:?}");
    }
}
