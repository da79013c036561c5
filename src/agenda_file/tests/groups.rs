//! The agendas in which no single child is taken up: groups, steering groups and parents' meetings.

use crate::agenda_file::Catalogue;
use crate::domain::agenda::{Agenda, ConsentRule, EntryKind, FieldScope, Huvudman, Level, Phase, Round};
use crate::domain::rules::may_take_up;
use std::collections::{HashMap, HashSet};

/// Each agenda and its level.
const AGENDAS: [(&str, Level); 17] = [
    ("trygghetsteam", Level::Grupp),
    ("samverkansforum", Level::Grupp),
    ("pinocchio-ledning", Level::Ledning),
    ("bug", Level::Grupp),
    ("ventilen", Level::Grupp),
    ("familjecentral-ledning", Level::Ledning),
    ("styrgrupp", Level::Ledning),
    ("lokbra", Level::Ledning),
    ("akut-uppfoljning", Level::Grupp),
    ("foraldramote-qpm", Level::Foraldrar),
    ("foraldramote-opp", Level::Foraldrar),
    ("tematiskt-foraldramote", Level::Foraldrar),
    ("sbu", Level::Ledning),
    ("bbu", Level::Ledning),
    ("lsg", Level::Grupp),
    ("vardgivartraff", Level::Grupp),
    ("projektgrupp", Level::Ledning),
];

fn agendas() -> HashMap<String, Agenda> {
    Catalogue::carried().iter().map(|entry| (entry.agenda.id.clone(), entry.agenda.clone())).collect()
}

fn field_ids(agenda: &Agenda, scope: FieldScope) -> Vec<&str> {
    agenda.fields_for(scope).map(|field| field.id.as_str()).collect()
}

fn huvudman(agenda: &Agenda) -> HashSet<Huvudman> {
    agenda.roles.iter().map(|role| role.huvudman).collect()
}

#[test]
fn no_child_can_be_taken_up_in_them() {
    let agendas = agendas();
    for (id, level) in AGENDAS {
        let agenda = &agendas[id];
        assert_eq!(agenda.level, level, "{id}");
        assert!(!agenda.individuals && agenda.consent == ConsentRule::Nej && !agenda.plan_consent, "{id}");
        let finding = may_take_up(agenda, true).expect_err("a child is refused");
        let whose = if agenda.ours.is_empty() { &agenda.source } else { "formens egen regel" };
        assert!(finding.what.contains("inga enskilda barn") && finding.why.contains(whose), "{id}");
        for phase in Phase::ALL {
            for kind in [EntryKind::Rost, EntryKind::Fraga] {
                assert!(!agenda.phase(phase).takes.contains(&kind), "{id}: {kind:?} is about one child");
            }
        }
        assert!(agenda.retention.is_empty(), "{id}: nothing is purged before the board has decided");
    }
}

#[test]
fn several_matters_are_taken_up_where_there_is_more_than_one() {
    let agendas = agendas();
    for (id, level) in AGENDAS {
        let agenda = &agendas[id];
        // Parents meet round one theme; what followed on an emergency must not name a case.
        let several = level != Level::Foraldrar && id != "akut-uppfoljning";
        assert_eq!((agenda.groups, agenda.many), (several, several), "{id}");
        let framing = agenda.phases.sammanhang.minutes + agenda.phases.ansvar.minutes;
        let rounds = if several { 2 } else { 1 };
        assert!(framing + rounds * agenda.arende_minutes() <= agenda.minutes, "{id}: no time for {rounds}");
    }
}

#[test]
fn a_role_is_known_by_its_name() {
    // A line such as "Anna, rektor" gets its verksamhet and huvudman by the role's name alone.
    let agendas = agendas();
    for (id, _) in AGENDAS {
        let names: HashSet<_> = agendas[id].roles.iter().map(|role| role.name.to_lowercase()).collect();
        assert_eq!(names.len(), agendas[id].roles.len(), "{id}");
    }
}

#[test]
fn each_form_asks_its_own_questions() {
    let agendas = agendas();
    let mut asked = HashMap::new();
    for (id, _) in AGENDAS {
        for phase in Phase::ALL {
            for question in &agendas[id].phase(phase).questions {
                let before = asked.insert(question.to_lowercase(), id);
                assert_eq!(before, None, "{id} asks the same: {question}");
            }
        }
    }
    for (id, agenda) in &agendas {
        if AGENDAS.iter().any(|(ours, _)| ours == id) {
            continue;
        }
        for question in Phase::ALL.iter().flat_map(|phase| &agenda.phase(*phase).questions) {
            assert_eq!(asked.get(&question.to_lowercase()), None, "{id} asks the same: {question}");
        }
    }
}

#[test]
fn the_parties_are_those_of_the_source() {
    use Huvudman::{Annan, Familj, Kommun, Region, Stat};
    let agendas = agendas();
    for (id, parties) in [
        // Degerfors 2013, annex 1.
        ("bug", &[Kommun, Stat][..]),
        ("ventilen", &[Kommun]),
        ("familjecentral-ledning", &[Kommun, Region, Annan]),
        ("lokbra", &[Kommun, Region, Stat, Annan]),
        ("foraldramote-qpm", &[Kommun, Familj]),
        ("foraldramote-opp", &[Kommun, Familj]),
        // Degerfors 2022.
        ("styrgrupp", &[Kommun, Region, Stat]),
        ("tematiskt-foraldramote", &[Kommun, Familj]),
        // Barnen i fokus 2012.
        ("sbu", &[Kommun, Region, Stat]),
        ("bbu", &[Kommun, Region, Stat]),
        ("vardgivartraff", &[Kommun, Annan]),
        // Åtvidaberg 2008.
        ("projektgrupp", &[Kommun, Region, Stat]),
    ] {
        assert_eq!(huvudman(&agendas[id]), parties.iter().copied().collect(), "{id}");
    }
}

#[test]
fn parents_meetings_end_in_something_for_all_parents() {
    // Degerfors 2013, annex 1: a letter after a QPM, an agreement and a fact sheet after an ÖPP-QPM.
    let agendas = agendas();
    let qpm = &agendas["foraldramote-qpm"];
    assert!(field_ids(qpm, FieldScope::Mote).starts_with(&["dagens_fraga", "brev"]));
    assert_eq!(qpm.phases.ansvar.takes[0], EntryKind::Sammanfattning);
    // The question of the day is positive: nothing in the agenda asks for what is harder.
    assert!(Phase::ALL.iter().all(|phase| !qpm.phase(*phase).takes.contains(&EntryKind::Svarare)));
    let opp = &agendas["foraldramote-opp"];
    assert_eq!(field_ids(opp, FieldScope::Mote), ["arskurs", "gruppfragor", "faktablad", "antal"]);
    assert_eq!(opp.phases.planering.requires, [EntryKind::Beslut]);
    assert_eq!(opp.fields[0].choices, ["7", "8", "9"]);
    // Degerfors 2022: a theme per term.
    let theme = &agendas["tematiskt-foraldramote"];
    assert!(field_ids(theme, FieldScope::Mote).starts_with(&["tema", "tema_annat", "termin"]));
    for agenda in [qpm, opp, theme] {
        assert!(
            agenda.round == Round::Nej
                && !agenda.countdown
                && agenda.fields_for(FieldScope::Arende).count() == 0
        );
    }
}

#[test]
fn fields_follow_what_each_form_is_to_keep_track_of() {
    let agendas = agendas();
    for (id, scope, fields) in [
        ("trygghetsteam", FieldScope::Arende, &["slag", "rapporter"][..]),
        ("akut-uppfoljning", FieldScope::Mote, &["manad", "gemensamt_mote"]),
        ("akut-uppfoljning", FieldScope::Arende, &[]),
        ("bug", FieldScope::Arende, &["galler", "plats"]),
        ("styrgrupp", FieldScope::Mote, &["sammanstallning", "dokument_oversyn"]),
        ("sbu", FieldScope::Arende, &["mal", "tecken", "namnd", "foljs_upp"]),
        ("vardgivartraff", FieldScope::Arende, &["avtal", "galler_till", "halls"]),
        ("projektgrupp", FieldScope::Arende, &["mal", "lage", "nasta_steg"]),
    ] {
        assert_eq!(field_ids(&agendas[id], scope), fields, "{id}");
    }
}
