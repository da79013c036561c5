//! Whose ärenden somebody belongs to.

use crate::demo::builder::Builder;
use crate::demo::tests::agenda;
use crate::domain::agenda::Huvudman;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, ParticipantKind, Presence};

/// A meeting by a form with so many children's ärenden and so many groups', a rektor, a mother and an interpreter.
struct Made {
    b: Builder,
    items: Vec<MeetingArendeId>,
    rektor: ParticipantId,
    mother: ParticipantId,
    interpreter: ParticipantId,
}

fn made(form: &str, children: usize, groups: usize) -> Made {
    let planned = "2026-11-23T09:00:00".parse().unwrap();
    let mut b = Builder::new(&agenda(form).unwrap(), "Möte", planned, 5);
    let rektor = b.staff("Eva Ek", "Rektor", "Skola", Huvudman::Kommun);
    let mother = b.family("Lena Berg", "Mamma", ParticipantKind::Vardnadshavare);
    let interpreter = b.family("Adam", "Tolk", ParticipantKind::Tolk);
    let mut items = Vec::new();
    for number in 0..children {
        let child = b.child(&format!("Barn {number}"), 2018);
        let arende = b.about_child(child);
        items.push(b.take_up(arende, "", ArendeState::Vantar));
    }
    for number in 0..groups {
        let arende = b.about_group(&format!("Grupp {number}"));
        items.push(b.take_up(arende, "", ArendeState::Vantar));
    }
    Made { b, items, rektor, mother, interpreter }
}

fn own(meeting: &Meeting, who: ParticipantId) -> Option<Vec<MeetingArendeId>> {
    meeting.arenden_of(meeting.participant(who).unwrap())
}

#[test]
fn without_a_word_staff_take_part_in_all_and_a_family_in_the_only_childs() {
    for (form, children, groups, expected) in [
        ("eht", 0, 2, None),
        ("eht", 1, 0, Some(vec![0])),
        ("eht", 1, 2, Some(vec![0])),
        ("eht", 2, 0, Some(vec![])),
        ("eht", 2, 1, Some(vec![])),
        // One matter is all of the meeting.
        ("sip", 1, 0, None),
        ("sip", 0, 0, None),
    ] {
        let made = made(form, children, groups);
        let meeting = &made.b.meeting;
        let expected = expected.map(|at| at.into_iter().map(|at: usize| made.items[at]).collect::<Vec<_>>());
        assert_eq!(own(meeting, made.mother), expected, "{form} {children} {groups}");
        let mother = meeting.participant(made.mother).unwrap();
        assert_eq!(meeting.is_unplaced(mother), children > 1, "{form} {children} {groups}");
        assert_eq!((own(meeting, made.rektor), own(meeting, made.interpreter)), (None, None));
        assert_eq!(meeting.has_several_children(), children > 1);
    }
}

#[test]
fn what_was_put_off_still_counts_as_another_child() {
    let mut made = made("eht", 2, 0);
    made.b.item(|item| item.state = ArendeState::Uppskjutet);
    assert_eq!(own(&made.b.meeting, made.mother), Some(Vec::new()));
}

#[test]
fn two_questions_about_one_child_are_both_its_familys() {
    let mut made = made("eht", 2, 0);
    let child = made.b.meeting.arenden[0].child;
    made.b.meeting.arenden[1].child = child;
    assert_eq!(own(&made.b.meeting, made.mother), Some(made.items.clone()));
}

#[test]
fn what_was_said_holds_for_everybody_and_for_the_absent_too() {
    let mut made = made("eht", 2, 1);
    let second = made.items[1];
    made.b.at_item(Some(second));
    for who in [made.rektor, made.mother, made.interpreter] {
        made.b.only_here(who);
        made.b.absent(who);
        assert_eq!(own(&made.b.meeting, who), Some(vec![second]));
    }
    let meeting = &made.b.meeting;
    assert_eq!(meeting.unplaced().count(), 0);
    assert_eq!(meeting.present_in(Some(second)).count(), 0, "they belong to it and aren't there");
}

#[test]
fn whoever_is_in_the_room_and_of_another_family_is_a_stranger_to_an_arende() {
    let mut made = made("eht", 2, 0);
    let (first, second) = (made.items[0], made.items[1]);
    let strangers = |b: &Builder, item| b.meeting.strangers_here(item).map(|p| p.id).collect::<Vec<_>>();
    assert_eq!(strangers(&made.b, first), [made.mother], "nobody has said whose she is");
    made.b.at_item(Some(second));
    for who in [made.mother, made.interpreter, made.rektor] {
        made.b.only_here(who);
    }
    // The interpreter goes with the family; a rektor is no family.
    assert_eq!(strangers(&made.b, first), [made.mother, made.interpreter]);
    assert_eq!(strangers(&made.b, second), []);
    made.b.with(made.mother, |person| person.presence = Presence::Gatt);
    assert_eq!(strangers(&made.b, first), [made.interpreter]);
}

#[test]
fn an_arende_whose_family_would_become_anothers_is_known() {
    let mut made = made("eht", 2, 0);
    assert!(made.b.meeting.would_lose_place(made.items[1]).is_empty());
    made.b.at_item(Some(made.items[1]));
    made.b.only_here(made.mother);
    made.b.only_here(made.rektor);
    let lost = |made: &Made, at: usize| made.b.meeting.would_lose_place(made.items[at]).len();
    assert_eq!((lost(&made, 0), lost(&made, 1)), (0, 1));
    made.b.at_item(Some(made.items[0]));
    made.b.only_here(made.mother);
    assert_eq!(lost(&made, 1), 0, "she has another child here");
}
