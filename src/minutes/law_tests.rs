//! What the law says on paper: where it stands, for whom, and that no number stands there that no source states.

use super::document::Document;
use super::{Options, build, find_reader, json, markdown, plain};
use crate::agenda_file::{Catalogue, laws};
use crate::demo::builder::{Builder, clock};
use crate::demo::tests::agenda;
use crate::domain::agenda::Huvudman;
use crate::domain::law::Laws;
use crate::domain::meeting::Meeting;
use crate::domain::record::ParticipantKind;
use chrono::NaiveDate;

const OUTSIDE: &str = "utanför mötet";

fn options(laws: Laws) -> Options {
    Options { printed_at: "2026-11-24T08:15:00".parse().unwrap(), laws, ..Options::made_up() }
}

fn shipped() -> Laws {
    laws::load(None).0
}

/// A meeting of a form with a teacher, a guardian and the child.
fn meeting(id: &str) -> Meeting {
    let start = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_time(clock(9, 0));
    let mut b = Builder::new(&agenda(id).unwrap(), "", start, 3);
    b.staff("Petra Ås", "Mentor", "Skola", Huvudman::Kommun);
    b.family("Ann Ask", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    b.family("Moa Ask", "Barnet", ParticipantKind::Barn);
    b.family("Gun Ask", "Mormor", ParticipantKind::Narstaende);
    b.family("Ali Tal", "Tolk", ParticipantKind::Tolk);
    b.meeting
}

fn texts(document: &Document) -> [String; 3] {
    [markdown::render(document), plain::render(document), json::render(document)]
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The numbers of chapters, sections and articles in a text, with the word that says what they are.
fn numbers(text: &str) -> Vec<String> {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '§').to_lowercase();
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let (one, other) = (pair[0].as_str(), pair[1].as_str());
        let chapter_before = at > 0 && is_number(&words[at - 1]);
        let before = is_number(one) && (other == "kap" || other.starts_with('§'));
        let after = is_number(other) && (one == "artikel" || one == "§" || one == "kap" && !chapter_before);
        if before || after {
            found.push(format!("{one} {other}"));
        }
    }
    found
}

#[test]
fn the_measure_finds_numbers() {
    assert_eq!(numbers("enligt 14 kap. 1 § lagen, artikel 12"), ["14 kap", "1 §", "artikel 12"]);
    assert_eq!(numbers("skollagen kap. 5 och § 3"), ["kap 5", "§ 3"]);
    assert!(numbers("12 minuter, 3 kappor, kapitel 4").is_empty());
}

#[test]
fn no_number_of_the_law_is_printed_that_the_file_does_not_have_with_its_source() {
    let laws = shipped();
    let stated: Vec<String> = laws
        .references
        .iter()
        .filter(|reference| !reference.source.is_empty())
        .flat_map(|reference| numbers(reference.section.as_deref().unwrap_or_default()))
        .collect();
    let mut printed = 0;
    for carried in Catalogue::carried().iter() {
        // What the form itself says in print: names, fields, rules. Its questions stand on the wall.
        assert!(numbers(&format!("{:?}", carried.agenda)).is_empty(), "{}", carried.agenda.id);
        for text in texts(&build(&meeting(&carried.agenda.id), &options(laws.clone()))) {
            for number in numbers(&text) {
                assert!(stated.contains(&number), "{}: {number}", carried.agenda.id);
                printed += 1;
            }
        }
    }
    // Four forms, three formats, chapter and section.
    assert_eq!(printed, 24);
}

#[test]
fn the_duty_to_report_stands_where_the_form_says_and_nowhere_else() {
    for carried in Catalogue::carried().iter() {
        let reminds = !carried.agenda.reminds.is_empty();
        for text in texts(&build(&meeting(&carried.agenda.id), &options(shipped()))) {
            assert_eq!(text.contains(OUTSIDE), reminds, "{}: {text}", carried.agenda.id);
            assert_eq!(text.contains("enligt källan från 2022"), reminds, "{}", carried.agenda.id);
        }
    }
    let [text, ..] = texts(&build(&meeting("eht"), &options(shipped())));
    assert!(text.contains("socialtjänstlagen 14 kap. 1 §, enligt källan från 2022"), "{text}");
    assert!(text.contains("2025:400"), "{text}");
    assert!(!texts(&build(&meeting("sspf"), &options(shipped())))[0].contains("orosanmälan"));
}

#[test]
fn what_the_municipality_has_taken_away_is_not_printed() {
    let [text, ..] = texts(&build(&meeting("eht"), &options(Laws::default())));
    assert!(!text.contains("Påminnelse"), "{text}");
}

#[test]
fn those_with_the_duty_are_reminded_and_the_family_is_not() {
    for id in ["eht", "bht", "barnsamverkan", "elevsamverkan", "akut"] {
        let meeting = meeting(id);
        let whole = build(&meeting, &options(shipped()));
        // As a locked version is kept, and read back.
        let kept: Document = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
        for (who, reads) in [
            ("Petra Ås", true),
            ("Skola", true),
            ("Ann Ask", false),
            ("Vårdnadshavare", false),
            ("Moa Ask", false),
            ("Mormor", false),
            ("Tolk", false),
        ] {
            let reader = find_reader(&meeting, who).unwrap();
            for text in texts(&kept.copy_for(&reader)) {
                assert_eq!(text.contains(OUTSIDE), reads, "{id} {who}: {text}");
                assert!(reads || !text.contains("Påminnelse"), "{id} {who}");
                assert!(!text.contains("bara_personal"), "a copy tells nothing of what it lacks");
            }
        }
    }
}
