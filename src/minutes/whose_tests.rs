//! Whose the plan is, whom to call: on the file copy and the family's own papers, and in nobody else's.

use super::pdf::{self, Paper};
use super::{
    Document, Invited, Options, Reader, Whole, build, calendar, find_reader, invitation, json, markdown,
    plain, plan, whole,
};
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::Huvudman;
use crate::domain::copies::share_of;
use crate::domain::meeting::Meeting;
use crate::domain::record::{
    EndReason, FileCopy, MeetingStatus, Output, Participant, ParticipantKind, ProtectionCheck,
};
use uuid::Uuid;

const NAME: &str = "Namnzq Efternamnzq";
const BORN: &str = "20140503-0006";
const HOME: &str = "0980-111 11 11";
const WORK: &str = "0980-222 22 22";

/// A meeting of the demo, with all that is known of each child, and a number for everybody.
fn known(form: &str, choice: Option<FileCopy>) -> Meeting {
    let all = demo::meetings(now(), &agenda);
    let mut meeting = all
        .into_iter()
        .find(|m| m.head.agenda_id == form && m.head.status == MeetingStatus::Avslutat)
        .unwrap();
    meeting.head.file_copy = choice;
    meeting.head.overall = Some(Huvudman::Kommun).filter(|_| form == "sip");
    for (at, child) in meeting.children.iter_mut().enumerate() {
        child.name = Some(format!("{NAME}{at}"));
        child.born = Some(BORN.to_owned());
    }
    for person in &mut meeting.participants {
        person.phone = Some(if person.may_be_family() { HOME } else { WORK }.to_owned());
    }
    meeting
}

fn options(reader: Option<Reader>) -> Options {
    Options { reader, ..Options::made_up() }
}

/// Every format of a document, and all that the paper program is given, each without what a line's end may change.
fn bytes(document: &Document) -> Vec<String> {
    let (order, _) = pdf::order(document, &Paper::plain(options(None).printed_at.and_utc())).unwrap();
    let given = serde_json::to_string(&order).unwrap();
    [markdown::render(document), plain::render(document), json::render(document), given]
        .iter()
        .map(|text| bare(text))
        .collect()
}

fn bare(text: &str) -> String {
    text.replace(|c: char| c.is_whitespace() || c == '\\', "")
}

fn has(copy: &str, what: &str) -> bool {
    copy.contains(&bare(what))
}

fn to(meeting: &Meeting, person: &Participant) -> Option<Vec<String>> {
    let reader = find_reader(meeting, &person.name_and_role())?;
    let kept: Whole =
        serde_json::from_str(&serde_json::to_string(&whole(meeting, &options(None))).unwrap()).unwrap();
    let built = build(meeting, &options(Some(reader.clone())));
    assert_eq!(kept.copy_for(&reader), built, "a locked version gives the same copy");
    Some(bytes(&built))
}

#[test]
fn name_and_birth_stand_on_the_family_s_own_copies_and_in_nobody_else_s() {
    let (mut with, mut without) = (0, 0);
    for choice in [None, Some(FileCopy::Namn), Some(FileCopy::Alias)] {
        for form in ["sip", "eht", "bht"] {
            let meeting = known(form, choice);
            for person in &meeting.participants {
                let Some(copies) = to(&meeting, person) else { continue };
                let own = person.kind.is_child_or_guardian()
                    && (form == "sip" || meeting.arenden_of(person).is_some_and(|own| !own.is_empty()));
                for copy in copies {
                    assert_eq!(has(&copy, NAME), own, "{form} {}: {copy}", person.role);
                    assert_eq!(has(&copy, BORN), own, "{form} {}: {copy}", person.role);
                    assert!(!has(&copy, HOME), "a family's number is in no copy: {}", person.role);
                    if own { with += 1 } else { without += 1 }
                }
            }
            for unit in ["BUP", "Skola", "Region", "Kommun", "Socialtjänst"] {
                let Some(reader) = find_reader(&meeting, unit) else { continue };
                for copy in bytes(&whole(&meeting, &options(None)).copy_for(&reader)) {
                    assert!(!has(&copy, NAME) && !has(&copy, BORN) && !has(&copy, HOME), "{unit}: {copy}");
                    without += 1;
                }
            }
        }
    }
    assert!(with > 10 && without > 100, "{with} with, {without} without");
}

#[test]
fn the_file_copy_says_what_the_meeting_s_facts_choose() {
    for form in ["sip", "eht"] {
        for (choice, says) in [(None, false), (Some(FileCopy::Alias), false), (Some(FileCopy::Namn), true)] {
            let meeting = known(form, choice);
            for copy in bytes(&build(&meeting, &options(None))) {
                assert_eq!((has(&copy, NAME), has(&copy, BORN)), (says, says), "{form} {choice:?}: {copy}");
                assert_eq!(has(&copy, "säger inte barnets namn"), choice == Some(FileCopy::Alias), "{copy}");
                assert!(has(&copy, WORK) && copy.to_lowercase().contains("kontaktpersoner"), "{copy}");
            }
        }
    }
    let mut nameless = known("sip", Some(FileCopy::Namn));
    nameless.children[0].name = None;
    nameless.participants.retain(|person| person.kind != ParticipantKind::Barn);
    let copy = bytes(&build(&nameless, &options(None)));
    assert!(has(&copy[1], "barnets namn är inte inskrivet") && has(&copy[1], BORN), "{}", copy[1]);
}

#[test]
fn each_arende_s_own_sheet_names_its_child_and_no_other() {
    let meeting = known("eht", Some(FileCopy::Namn));
    let mut named = 0;
    for item in meeting.items_about_children() {
        let own = meeting.child_of(item).and_then(|child| child.name.as_deref());
        for copy in bytes(&whole(&meeting, &options(None)).copy_for(&Reader::of_arende(item.id))) {
            for child in &meeting.children {
                let name = child.name.as_deref();
                assert_eq!(has(&copy, name.unwrap()), name == own, "{name:?}: {copy}");
                named += usize::from(name == own);
            }
        }
    }
    assert!(named > 4, "{named}");
}

#[test]
fn a_protected_child_s_papers_wait_for_the_check() {
    let mut meeting = known("sip", Some(FileCopy::Namn));
    meeting.children[0].protected = true;
    for copy in bytes(&build(&meeting, &options(None))) {
        for kept in [NAME, BORN, HOME, WORK] {
            assert!(!has(&copy, kept), "{kept}: {copy}");
        }
        assert!(has(&copy, "ingen har kontrollerat"), "{copy}");
    }
    for person in &meeting.participants {
        for copy in to(&meeting, person).into_iter().flatten() {
            assert!(!has(&copy, NAME) && !has(&copy, BORN) && !has(&copy, WORK), "{}: {copy}", person.role);
        }
    }
    let what = meeting.protected_facts().join("\n");
    assert!(!what.contains(BORN), "what was checked is kept without the number");
    meeting.protection.push(ProtectionCheck {
        id: Uuid::from_u128(77).into(),
        meeting: meeting.id(),
        output: Output::Copies,
        what,
        by: "Eva Ek".to_owned(),
        at: now(),
    });
    assert!(bytes(&build(&meeting, &options(None))).iter().all(|copy| has(copy, NAME) && has(copy, BORN)));
}

#[test]
fn neither_invitation_nor_calendar_knows_any_of_it() {
    for form in ["sip", "eht", "bht"] {
        let mut meeting = known(form, Some(FileCopy::Namn));
        let calendar = calendar(&meeting, None, None).unwrap_or_default();
        assert!(
            !calendar.contains("Namnzq") && !calendar.contains("0006") && !calendar.contains("222 22 22")
        );
        meeting.head.status = MeetingStatus::Planerat;
        let made_at = options(None).printed_at;
        let mut papers: Vec<Document> = invitation(&meeting, None, false, made_at).into_iter().collect();
        for person in &meeting.participants {
            let share = share_of(&meeting, &person.name_and_role(), now().date_naive(), &[]);
            let invited = Invited::new(&meeting, &share);
            papers.extend(invited.and_then(|who| invitation(&meeting, Some(&who), false, made_at)));
        }
        assert!(!papers.is_empty(), "{form}");
        for copy in papers.iter().flat_map(bytes) {
            // Whom to ring at work is said to whoever is invited.
            for kept in [BORN, HOME] {
                assert!(!has(&copy, kept), "{form} {kept}: {copy}");
            }
        }
    }
}

#[test]
fn the_plan_of_one_that_has_ended_says_so_and_nobody_holds_it_together() {
    let mut meeting = known("sip", None);
    let text = |meeting: &Meeting| {
        let guardian = meeting
            .participants
            .iter()
            .find(|person| person.kind == ParticipantKind::Vardnadshavare)
            .unwrap();
        let readers = [find_reader(meeting, &guardian.name_and_role()).unwrap()];
        plain::render(&plan(meeting, &readers, false).unwrap())
    };
    assert!(text(&meeting).contains("samlade ansvaret"));
    meeting.head.sip_ended = Some("2026-11-20".parse().unwrap());
    meeting.head.sip_end_reason = Some(EndReason::IngaNyaBehovVantas);
    let ended = text(&meeting);
    assert!(ended.contains("avslutad fredag 20 november 2026"), "{ended}");
    assert!(!ended.contains("samlade ansvaret"), "{ended}");
}

#[test]
fn the_plan_says_whom_to_ring_and_who_has_the_overall_responsibility() {
    let meeting = known("sip", None);
    let family: Vec<Reader> = meeting
        .participants
        .iter()
        .filter(|person| person.kind.is_child_or_guardian())
        .filter_map(|person| find_reader(&meeting, &person.name_and_role()))
        .collect();
    for copy in bytes(&plan(&meeting, &family, false).unwrap()) {
        for said in
            ["Kommunen har det samlade ansvaret", "är huvudansvarig för planen.", "Ring", WORK, NAME, BORN]
        {
            assert!(has(&copy, said), "{said}: {copy}");
        }
        assert!(!has(&copy, HOME), "{copy}");
    }
    // What is for all of several readers holds no more than each of them may have.
    let mut readers = family;
    readers.push(Reader::named("Mormor"));
    for copy in bytes(&plan(&meeting, &readers, false).unwrap()) {
        assert!(!has(&copy, NAME) && !has(&copy, BORN), "{copy}");
    }
    let minutes = bytes(&build(&meeting, &options(None)));
    assert!(has(&minutes[1], "Samlat ansvar") && has(&minutes[1], "kommunen"), "{}", minutes[1]);
}

#[test]
fn a_day_in_the_child_s_title_or_the_paper_s_is_nowhere() {
    let meeting = known("sip", Some(FileCopy::Namn));
    let file = build(&meeting, &options(None));
    let outside =
        [file.title.as_str(), file.kind.as_str(), file.foot.as_str()].join(" ") + &file.marks.join(" ");
    assert!(!outside.contains("Namnzq") && !outside.contains("0006"), "{outside}");
    let head: Vec<&str> = file.head.iter().map(|fact| fact.value.as_str()).collect();
    assert!(!head.join(" ").contains("Namnzq"), "{head:?}");
}
