//! Two families in one meeting, by every carried form where it can be: nothing of the one child's is in any paper of the
//! other's family, and nothing at all in a paper of those of whom nobody has said whose family they are.

use super::{
    Document, Invited, Options, Reader, build, consent_form, find_reader, invitation, json, markdown, plain,
    plan,
};
use crate::agenda_file::Catalogue;
use crate::demo::builder::{Builder, Owner};
use crate::demo::tests::agenda;
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman, Phase};
use crate::domain::consent::{ConsentSheet, Waited};
use crate::domain::copies::{Part, Share, share_of, shares};
use crate::domain::dates::Due;
use crate::domain::ids::{MeetingArendeId, ParticipantId};
use crate::domain::law::Laws;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, MeetingStatus, Override, ParticipantKind, PlanAnswerKind};
use crate::domain::rules::{self, rule};
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A word of one child's, or of what is common, that nothing else holds.
fn word(what: &str, child: &str) -> String {
    format!("{what}zq{child}x")
}

const CHILDREN: [&str; 2] = ["ett", "tva"];
const KINDS: [EntryKind; 14] = [
    EntryKind::Fungerar,
    EntryKind::Svarare,
    EntryKind::Stod,
    EntryKind::Anpassning,
    EntryKind::Reflektion,
    EntryKind::Rost,
    EntryKind::Anteckning,
    EntryKind::Behov,
    EntryKind::MalKort,
    EntryKind::Beslut,
    EntryKind::EjOverens,
    EntryKind::Fraga,
    EntryKind::Sammanfattning,
    EntryKind::Riskfaktor,
];

struct Made {
    meeting: Meeting,
    items: Vec<MeetingArendeId>,
    /// Mother and child of each.
    families: Vec<[ParticipantId; 2]>,
    /// Has a child in each.
    father: ParticipantId,
    /// The first child's other guardian, who wasn't there.
    absent: ParticipantId,
    /// Nobody has said whose she is.
    grandmother: ParticipantId,
}

/// The forms that take up several children.
fn forms() -> Vec<&'static str> {
    let all = Catalogue::carried().iter();
    let several = all.filter(|form| form.agenda.many && form.agenda.individuals);
    several.map(|form| form.agenda.id.as_str()).collect()
}

fn make(form: &str) -> Made {
    let form = agenda(form).unwrap();
    let mut b = Builder::new(&form, "Möte", day().and_hms_opt(9, 0, 0).unwrap(), 5);
    b.meeting.head.purpose = Some("purposezqmix".to_owned());
    let leader = b.staff("Eva Ek", "Rektor", "Skola", Huvudman::Kommun);
    b.with(leader, |person| person.chairs = true);
    b.staff("Per Pil", "Psykolog", "BUP", Huvudman::Region);
    let father = b.family("Fadernzqbadax", "Pappa", ParticipantKind::Vardnadshavare);
    let grandmother = b.family("Mormornzqingenx", "Mormor", ParticipantKind::Narstaende);
    let absent = b.family(&word("Franvarande", "ett"), "Mamma", ParticipantKind::Vardnadshavare);
    b.absent(absent);
    let (mut items, mut families) = (Vec::new(), Vec::new());
    for (at, child) in CHILDREN.into_iter().enumerate() {
        let mother = b.family(&word("Modern", child), "Mamma", ParticipantKind::Vardnadshavare);
        let own = b.family(&word("Barnet", child), "Barnet", ParticipantKind::Barn);
        families.push([mother, own]);
        let mut record = b.child(&word("Alias", child), 2015);
        record.name = Some(word("Namn", child));
        record.called = Some(word("Kallas", child));
        let arende = b.about_child(record);
        let consent = b.consent(arende.id, &word("Givare", child), false, day());
        let by_child = b.consent(arende.id, &word("Barngivare", child), true, day());
        items.push(b.take_up(arende, &word("fraga", child), ArendeState::Klart));
        for consent in [consent, by_child] {
            for part in ["BUP", "Skola", "Mormor"] {
                b.party(consent, part, &word("far", child), Some(&word("farinte", child)));
            }
            b.not_covered(consent, &word("gallerinte", child));
        }
        let fields: Vec<String> =
            b.meeting.agenda.fields_for(FieldScope::Arende).map(|field| field.id.clone()).collect();
        for field in fields.iter().filter(|field| *field != crate::domain::consent::KNOWLEDGE_FIELD) {
            b.field(FieldScope::Arende, field, &word("falt", child));
        }
        for who in [mother, own, father] {
            b.only_here(who);
        }
        if at == 0 {
            b.only_here(absent);
        }
        let from =
            b.meeting.head.started.unwrap() + chrono::TimeDelta::minutes(20 * i64::try_from(at).unwrap());
        b.stage(Phase::Nulage, from, Some(15));
        b.heard(&[mother, own, leader]);
        for kind in KINDS {
            b.said(mother, kind, &word("rad", child));
        }
        let due = || Due::By(day());
        let promise = b.action(None, &Owner::Of(mother), due(), &word("atgard", child));
        b.action(None, &Owner::Asked(&word("Tillfragad", child)), due(), &word("atgard", child));
        b.answers(mother, PlanAnswerKind::JaOm, Some((&word("villkor", child), promise)));
        let (id, meeting) = (b.meeting.head.id.0, b.id());
        b.in_common();
        // What a family says beside its ärende, and why it wasn't asked.
        b.said(mother, EntryKind::Anteckning, &word("vidsidan", child));
        b.action(None, &Owner::Of(own), due(), &word("gemensam", child));
        b.meeting.overrides.push(Override {
            id: uuid::Uuid::from_u128(id.as_u128() + 100 + at as u128).into(),
            meeting,
            arende: None,
            rule: rule::PLAN.to_owned(),
            about: Some(own.0.to_string()),
            reason: word("skal", child),
            at: b.meeting.head.started.unwrap(),
        });
    }
    b.book(day().and_hms_opt(13, 0, 0).unwrap() + chrono::TimeDelta::days(20), "Aulan", "Eva Ek");
    for person in b.meeting.participants.clone() {
        b.copy_to(Some(person.id), &person.name, "");
    }
    let mut meeting = b.closed(50);
    for (at, item) in items.iter().enumerate() {
        let texts = ["forra", "forragare", "forramal"].map(|what| word(what, CHILDREN[at]));
        let id = 9000 + 10 * at as u128;
        let rows = super::leak_tests::of_before(id, &meeting, *item, texts.each_ref().map(String::as_str));
        meeting.earlier.extend(rows);
    }
    Made { meeting, items, families, father, absent, grandmother }
}

fn options(reader: Option<Reader>, print_names: bool) -> Options {
    Options { print_names, reader, laws: Laws::default(), ..Options::made_up() }
}

fn bytes(document: &Document) -> [String; 3] {
    [markdown::render(document), plain::render(document), json::render(document)]
}

/// Whatever is made for one person of a meeting, by whichever choice of the list: copies, plan, invitations.
fn papers(meeting: &Meeting, who: ParticipantId) -> Vec<String> {
    let name = meeting.participant(who).unwrap().name_and_role();
    let mut all = Vec::new();
    let listed =
        shares(meeting, day(), &[]).into_iter().find(|share| share.participant == Some(who)).unwrap();
    let asked = share_of(meeting, &name, day(), &[]);
    let Some(reader) = find_reader(meeting, &name) else { return all };
    for share in [&listed, &asked] {
        for part in crate::domain::copies::choices(meeting, share) {
            let reader = match &part {
                Part::Whole => reader.clone(),
                Part::Arenden(items) => reader.for_arenden(items),
                Part::Nothing(_) => continue,
            };
            for names in [false, true] {
                let complete = build(meeting, &options(None, names));
                all.extend(bytes(&complete.copy_for(&reader)));
            }
            all.extend(plan(meeting, &[reader], false).iter().flat_map(bytes));
        }
    }
    // Whoever chooses what, the reader is who they are.
    all.extend(bytes(&build(meeting, &options(Some(reader.clone()), true))));
    all.extend(plan(meeting, &[reader], false).iter().flat_map(bytes));
    let mut ahead = meeting.clone();
    ahead.head.status = MeetingStatus::Planerat;
    for meeting in [meeting, &ahead] {
        let share: Share = share_of(meeting, &name, day(), &[]);
        let invited = Invited::new(meeting, &share).unwrap();
        let letter = invitation(meeting, Some(&invited), false, options(None, true).printed_at);
        all.extend(letter.iter().flat_map(bytes));
    }
    all
}

/// The words of one child's in a text, without what ends them.
fn words_of(text: &str, child: &str) -> Vec<String> {
    let end = format!("zq{child}x");
    let text = text.replace('\\', "");
    text.match_indices(&end)
        .filter_map(|(at, _)| text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().map(str::to_owned))
        .collect()
}

#[test]
fn there_are_forms_in_which_two_families_can_meet() {
    assert!(forms().len() >= 8 && forms().contains(&"bht-degerfors"), "{:?}", forms());
}

#[test]
fn no_paper_of_a_family_holds_a_word_of_the_other_familys_child() {
    for form in forms() {
        let made = make(form);
        let mut found = 0;
        for (at, family) in made.families.iter().enumerate() {
            let mut readers = family.to_vec();
            readers.extend((at == 0).then_some(made.absent));
            for who in readers {
                for paper in papers(&made.meeting, who) {
                    let other = words_of(&paper, CHILDREN[1 - at]);
                    assert!(other.is_empty(), "{form}: {other:?} in {paper}");
                    assert!(!paper.contains("Mormornzqingenx"), "{form}: {paper}");
                    found += words_of(&paper, CHILDREN[at]).len();
                }
            }
        }
        // Otherwise nothing would be found whatever stood there.
        assert!(found > 100, "{form}: only {found} of their own");
        let father = papers(&made.meeting, made.father).concat();
        for child in CHILDREN {
            assert!(words_of(&father, child).contains(&"rad".to_owned()), "{form}: the father has both");
        }
    }
}

#[test]
fn who_nobody_has_placed_gets_no_word_of_any_child() {
    for form in forms() {
        let made = make(form);
        let mut old = made.meeting.clone();
        old.attendance.clear();
        let all = made.families.concat().into_iter().chain([made.father, made.absent, made.grandmother]);
        let cases = all.map(|who| (&old, who)).chain([(&made.meeting, made.grandmother)]);
        for (meeting, who) in cases {
            let share = shares(meeting, day(), &[]).into_iter().find(|share| share.participant == Some(who));
            let share = share.unwrap();
            assert!(matches!(share.part, Part::Nothing(_)) && !share.plan, "{form}: {share:?}");
            assert_eq!(crate::domain::copies::choices(meeting, &share).len(), 1, "{form}: {share:?}");
            for paper in papers(meeting, who) {
                let own = meeting.participant(who).unwrap().name.clone();
                let paper = paper.replace(&own, "");
                let found: Vec<String> = CHILDREN.iter().flat_map(|child| words_of(&paper, child)).collect();
                assert!(found.is_empty(), "{form}: {found:?} in {paper}");
            }
        }
        assert_eq!(rules::unasked(&old).count(), 0, "{form}");
        for item in &old.items {
            let round = rules::round(&old, Some(item.id));
            assert!(round.iter().all(|person| !person.is_family()), "{form}");
            assert!(old.unasked_child(item, day()).is_none(), "{form}");
        }
    }
}

#[test]
fn a_form_to_sign_asks_the_childs_own_family_alone() {
    for form in forms() {
        let made = make(form);
        for (at, item) in made.meeting.items.iter().enumerate() {
            let sheet = ConsentSheet::of_meeting(&made.meeting, item).unwrap();
            assert_eq!(made.items[at], item.id);
            let paper = bytes(&consent_form(&sheet, false, options(None, false).printed_at)).concat();
            assert!(words_of(&paper, CHILDREN[1 - at]).is_empty(), "{form}: {paper}");
            assert!(words_of(&paper, CHILDREN[at]).contains(&"Modern".to_owned()), "{form}: {paper}");
            assert!(!paper.contains("Mormor"), "{form}: a grandmother whom nobody has placed is no party");
            let here = made.meeting.participant(made.families[at][0]).unwrap();
            let others = made.meeting.participant(made.families[1 - at][0]).unwrap();
            let silent = Waited::words(&made.meeting.unanswered(item, day())).unwrap_or_default();
            assert!(!silent.contains(&others.name), "{form}: {silent}");
            assert!(silent.contains(&here.name), "{form}: {silent}");
        }
    }
}

#[test]
fn the_sheet_of_one_arende_names_nobody_of_another() {
    for form in forms() {
        let made = make(form);
        let complete = build(&made.meeting, &options(None, true));
        for (at, item) in made.items.iter().enumerate() {
            for paper in bytes(&complete.copy_for(&Reader::of_arende(*item))) {
                assert!(words_of(&paper, CHILDREN[1 - at]).is_empty(), "{form}: {paper}");
            }
        }
    }
}

#[test]
fn one_who_was_heard_or_quoted_in_anothers_arende_is_not_named_to_that_family() {
    let mut made = make("bht-degerfors");
    let [other, _] = made.families[1];
    let first = made.items[0];
    for entry in made.meeting.entries.iter_mut().filter(|entry| entry.arende == Some(first)) {
        entry.source = Some(other);
        if let crate::domain::record::Body::Atgard(action) = &mut entry.body {
            action.owner = Some(other);
        }
    }
    for row in made.meeting.heard.iter_mut().filter(|row| row.arende == Some(first)) {
        row.participant = other;
    }
    for paper in papers(&made.meeting, made.families[0][0]) {
        assert!(words_of(&paper, "tva").is_empty(), "{paper}");
    }
    let complete = plain::render(&build(&made.meeting, &options(None, false)));
    assert!(complete.contains("Sagt av"), "the complete minutes tell who said it: {complete}");
}

#[test]
fn the_log_says_of_a_plan_the_arende_that_it_tells_of_and_no_other() {
    for form in forms() {
        let made = make(form);
        let told = |id: &ParticipantId| {
            let who = made.meeting.participant(*id).unwrap().name_and_role();
            super::plan_tells_of(&made.meeting, &[find_reader(&made.meeting, &who).unwrap()])
        };
        for (item, family) in made.items.iter().zip(&made.families) {
            for person in family {
                assert_eq!(told(person), [*item], "{form}");
            }
        }
        assert_eq!(told(&made.father), made.items, "{form}: a child in each");
    }
}
