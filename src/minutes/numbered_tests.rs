//! A point has one number: on the screen, in every paper, and in every later paper that names it.

use super::document::{Block, Document, Item, Reader, Section};
use super::order_tests::{closed, options};
use super::words::Label;
use super::{build, plan};
use crate::domain::agenda::EntryKind;
use crate::domain::earlier::Earlier;
use crate::domain::ids::{EntryId, RowId};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Body, Exemption};
use proptest::prelude::*;
use uuid::Uuid;

/// The parties from whom something is kept, and who else gets a copy.
const PARTIES: [&str; 3] = ["Skola", "BUP", "Socialtjänst"];

/// A SIP with points of which some are the family's own, some EMI, and some kept from parties.
fn sip(points: &[(bool, bool, Vec<usize>)]) -> Meeting {
    let mut sip = closed("sip");
    let point = sip.actions().next().unwrap().clone();
    sip.entries.retain(|entry| entry.kind() != EntryKind::Atgard);
    sip.plan_answers.clear();
    for (at, (family, emi, kept)) in (1_u128..).zip(points) {
        let mut own = point.clone();
        own.id = EntryId(Uuid::from_u128(at));
        own.order = i64::try_from(at).unwrap();
        (own.text, own.emi) = (format!("Punkten {at}"), *emi);
        if let Body::Atgard(action) = &mut own.body {
            (action.owner, action.need) = (None, None);
            action.owner_name = Some(if *family { "Mamma" } else { "Kurator" }.to_owned());
        }
        for party in kept {
            sip.exemptions.push(Exemption {
                id: RowId(Uuid::from_u128(at * 100 + *party as u128)),
                meeting: sip.head.id,
                consent: sip.consents[0].id,
                entry: own.id,
                part: PARTIES[*party].to_owned(),
            });
        }
        sip.entries.push(own);
    }
    sip.sort();
    sip
}

/// A meeting that follows it and opens on all its points, with one of its own.
fn follow_up(first: &Meeting) -> Meeting {
    let mut next = sip(&[(false, false, Vec::new())]);
    next.earlier = first
        .actions()
        .map(|entry| Earlier {
            arende: Some(next.items[0].arende),
            number: Some(first.point_number(entry)),
            before: first.withheld_before(entry),
            kept_from: first
                .exemptions
                .iter()
                .filter(|row| row.entry == entry.id)
                .map(|row| row.part.clone())
                .collect(),
            emi: entry.emi,
            owner: entry.action().unwrap().owner_name.clone(),
            ..Earlier::made_up(entry.id.0.as_u128(), &entry.text)
        })
        .collect();
    next.earlier.sort_by_key(Earlier::place_in_plan);
    next.numbered_before = first.numbered_with_own();
    next
}

fn of_block(block: &Block) -> Vec<&Item> {
    match block {
        Block::Atgarder { groups, .. } => groups.iter().flat_map(|group| &group.items).collect(),
        Block::Lista { items } | Block::Uppfoljt { items } => items.iter().collect(),
        _ => Vec::new(),
    }
}

fn items(sections: &[Section]) -> Vec<&Item> {
    let all = sections.iter().flat_map(|part| {
        part.blocks.iter().flat_map(of_block).chain(items(&part.sections)).collect::<Vec<_>>()
    });
    all.collect()
}

/// Each point of a plan with its number there.
fn numbered(document: &Document) -> Vec<(usize, &str)> {
    let points = items(&document.sections).into_iter();
    let mut all: Vec<(usize, &str)> =
        points.filter_map(|item| Some((item.number?, item.text.as_str()))).collect();
    all.sort_unstable();
    all
}

/// Each point of an earlier plan with the number by which a paper names it.
fn named(document: &Document) -> Vec<(usize, &str)> {
    let number = |item: &Item| -> Option<usize> {
        let fact = item.details.iter().find(|fact| fact.label == Label::POINT);
        let of_fact = || fact?.value.split(' ').next()?.parse().ok();
        item.of_plan.as_ref().map(|named| named.number).or_else(of_fact)
    };
    let all = items(&document.sections);
    let mut all: Vec<(usize, &str)> =
        all.into_iter().filter_map(|item| Some((number(item)?, item.text.as_str()))).collect();
    all.sort_unstable();
    all.dedup();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_copy_has_a_gap_and_each_names_the_points_of_a_plan_as_its_own_copy_of_it_does(
        points in prop::collection::vec(
            (any::<bool>(), prop::bool::weighted(0.1), prop::collection::vec(0..3_usize, 0..2)),
            1..9,
        )
    ) {
        let first = sip(&points);
        let next = follow_up(&first);
        let (whole, later) = (build(&first, &options()), build(&next, &options()));
        let own: Vec<(usize, &str)> = numbered(&whole);
        for entry in first.actions() {
            prop_assert!(own.contains(&(first.point_number(entry), entry.text.as_str())));
        }
        prop_assert_eq!(&named(&later), &own, "the file copy names them as the file copy has them");
        for party in PARTIES {
            let reader = [Reader::named(party)];
            let papers = [
                (whole.copy_for_all(&reader), later.copy_for_all(&reader)),
                (plan(&first, &reader, false).unwrap_or(whole.copy_for_all(&reader)), plan(&next, &reader, false).unwrap()),
            ];
            for (copy, later) in papers {
                let has = numbered(&copy);
                let numbers: Vec<usize> = has.iter().map(|(number, _)| *number).collect();
                prop_assert_eq!(&numbers, &(1..=has.len()).collect::<Vec<_>>(), "no gap");
                prop_assert_eq!(&named(&later), &has, "{} reads of its own numbers", party);
                // The follow-up's own points go on after what all read of it, with the same number for all: no gap on the
                // wall or in a copy tells of what is kept from somebody.
                let own: Vec<usize> = numbered(&later).iter().map(|(number, _)| *number).collect();
                let all_read = first.actions().filter(|entry| !first.is_withheld(entry)).count();
                prop_assert_eq!(&own, &vec![all_read + 1], "{}", party);
                // What everybody reads has the same number for all.
                for entry in first.actions().filter(|entry| !first.is_withheld(entry)) {
                    prop_assert!(has.contains(&(first.point_number(entry), entry.text.as_str())));
                }
            }
        }
    }
}

#[test]
fn a_point_that_is_kept_from_somebody_stands_last_and_moves_no_other() {
    let point = |kept: &[usize]| (false, false, kept.to_vec());
    let before = sip(&[point(&[]), point(&[]), point(&[])]);
    let after = sip(&[point(&[]), point(&[0]), point(&[])]);
    let numbers = |meeting: &Meeting| -> Vec<usize> {
        meeting.actions().map(|entry| meeting.point_number(entry)).collect()
    };
    assert_eq!((numbers(&before), numbers(&after)), (vec![1, 2, 3], vec![1, 3, 2]));
    // As it is read out.
    let read: Vec<&str> = crate::domain::rules::agreed(&after)
        .filter(|entry| entry.kind() == EntryKind::Atgard)
        .map(|entry| entry.text.as_str())
        .collect();
    assert_eq!(read, ["Punkten 1", "Punkten 3", "Punkten 2"]);
}
