//! What a recipient may not read is in no byte of what they get: made-up meetings of all shapes, each text a word of its
//! own, and an answer worked out beside the program's.

use super::difference;
use super::pdf::{self, Paper};
use super::{
    Document, Invited, Options, Reader, build, find_reader, invitation, json, markdown, plain, plan,
};
use crate::demo::builder::Builder;
use crate::demo::{self, tests::agenda, tests::now};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::copies::{Part, left_out, share_of};
use crate::domain::earlier::Earlier;
use crate::domain::ids::{ConsentId, MeetingArendeId};
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::{
    ActionState, ActionStatus, ArendeState, Body, Entry, MeetingStatus, Participant, ParticipantKind,
    PlanAnswerKind, VoiceHow,
};
use chrono::NaiveDate;
use proptest::prelude::*;

/// A meeting's shape, as numbers that point at its parts.
#[derive(Clone, Debug)]
struct Shape {
    form: &'static str,
    items: usize,
    /// Each participant's role, and the ärenden that they take part in alone; none for all.
    people: Vec<(usize, Vec<usize>)>,
    /// Each entry's kind, ärende, from whom it is kept, and whether it is EMI.
    entries: Vec<(usize, Option<usize>, Option<usize>, bool)>,
    /// What was agreed before: its kind, ärende, from whom it is kept, whether it is EMI, and what has become of it.
    before: Vec<(usize, usize, Option<usize>, bool, usize)>,
    /// Whether the plan ended.
    ended: bool,
}

const ROLES: [(&str, &str); 6] = [
    ("Rektor", "Skola"),
    ("Mentor", "Skola"),
    ("Skolsköterska", "Elevhälsa"),
    ("Socialsekreterare", "Socialtjänst"),
    ("Psykolog", "BUP"),
    ("Fritidsledare", "Fritid"),
];

const KINDS: [EntryKind; 9] = [
    EntryKind::Sammanfattning,
    EntryKind::Fungerar,
    EntryKind::Svarare,
    EntryKind::Reflektion,
    EntryKind::Rost,
    EntryKind::Behov,
    EntryKind::Beslut,
    EntryKind::Atgard,
    EntryKind::Privat,
];

/// What goes along from an earlier meeting.
const BEFORE: [EntryKind; 5] =
    [EntryKind::Atgard, EntryKind::MalLang, EntryKind::MalKort, EntryKind::Behov, EntryKind::Beslut];

/// What was told here of what was agreed before, if anything.
const WHAT_CAME_OF_IT: [Option<ActionState>; 4] =
    [None, Some(ActionState::Klar), Some(ActionState::Pagar), Some(ActionState::Inaktuell)];

fn shapes() -> impl Strategy<Value = Shape> {
    (prop::sample::select(vec!["eht", "sip", "barnsamverkan"]), 1..4_usize).prop_flat_map(|(form, items)| {
        let items = if form == "sip" { 1 } else { items };
        let own = prop::collection::vec(0..items, 0..3);
        let people = prop::collection::vec((0..ROLES.len(), own), 1..6);
        let entry = (0..KINDS.len(), prop::option::of(0..items), prop::option::of(0..6_usize), any::<bool>());
        let entries = prop::collection::vec(entry, 1..14);
        let row = (
            0..BEFORE.len(),
            0..items,
            prop::option::of(0..6_usize),
            any::<bool>(),
            0..WHAT_CAME_OF_IT.len(),
        );
        let before = (prop::collection::vec(row, 0..6), any::<bool>());
        (Just(form), Just(items), people, entries, before).prop_map(
            |(form, items, people, entries, (before, ended))| Shape {
                form,
                items,
                people,
                entries,
                before,
                ended: ended && form == "sip",
            },
        )
    })
}

/// A word that nothing else holds, and that no line is broken in.
fn word(what: &str, number: usize) -> String {
    format!("{what}zq{number}x")
}

/// What goes on of an ärende from before, and a goal that still holds.
pub(super) fn of_before(
    id: u128,
    meeting: &Meeting,
    item: MeetingArendeId,
    texts: [&str; 3],
) -> Vec<Earlier> {
    let [promise, owner, goal] = texts;
    let row = |id: u128, kind, text: &str| {
        let row = Earlier {
            kind,
            arende: meeting.item(item).map(|item| item.arende),
            child: meeting.item(item).and_then(|item| meeting.child_of(item)).map(|child| child.id),
            owner: Some(owner.to_owned()),
            agenda_id: meeting.agenda.id.clone(),
            agreed_on: meeting.head.planned.date(),
            title: "Förra".to_owned(),
            ..Earlier::made_up(id, text)
        };
        row.due_on(None)
    };
    let told = ActionStatus {
        id: uuid::Uuid::from_u128(id + 7).into(),
        entry: uuid::Uuid::from_u128(id).into(),
        meeting: Some(meeting.id()),
        status: ActionState::EjPaborjad,
        evaluation: None,
        new_due: None,
        at: meeting.head.planned.and_utc(),
    };
    vec![
        Earlier { told: Some(told), ..row(id, EntryKind::Atgard, promise) },
        row(id + 1, EntryKind::MalKort, goal),
    ]
}

/// Everything that was written, with who may read it: an entry's number, and the answer for each participant.
struct Made {
    meeting: Meeting,
    items: Vec<MeetingArendeId>,
    shape: Shape,
}

fn make(shape: &Shape) -> Made {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let planned = day.and_hms_opt(9, 0, 0).unwrap();
    let mut b = Builder::new(&agenda(shape.form).unwrap(), "Möte", planned, 5);
    let mut people = Vec::new();
    for (index, (role, _)) in shape.people.iter().enumerate() {
        let (role, unit) = ROLES[*role];
        let huvudman = if unit == "BUP" { Huvudman::Region } else { Huvudman::Kommun };
        people.push(b.staff(&word("namn", index), role, unit, huvudman));
    }
    let mut items = Vec::new();
    let mut consents: Vec<ConsentId> = Vec::new();
    for item in 0..shape.items {
        let child = b.child(&word("alias", item), 2015);
        let arende = b.about_child(child);
        let consent = b.consent(arende.id, &word("givare", item), false, day);
        items.push(b.take_up(arende, &word("fraga", item), ArendeState::Klart));
        b.party(consent, "BUP", "allt", Some(&word("farinte", item)));
        b.not_covered(consent, &word("gallerinte", item));
        consents.push(consent);
        for (index, (_, own)) in shape.people.iter().enumerate() {
            if own.contains(&item) {
                b.only_here(people[index]);
            }
        }
    }
    let mut written = Vec::new();
    for (index, (kind, item, kept_from, emi)) in shape.entries.iter().enumerate() {
        b.at_item(item.map(|item| items[item]));
        let entry = b.noted(KINDS[*kind], &word("text", index));
        if let Some(entry) = b.meeting.entries.iter_mut().find(|row| row.id == entry) {
            entry.emi = *emi;
        }
        if let Some(kept_from) = kept_from {
            b.exempt(consents[item.unwrap_or(0)], entry, ROLES[*kept_from].1);
        }
        written.push(entry);
    }
    b.in_common();
    // A guardian of the first child, who takes part in that ärende alone.
    let guardian = b.family("Vårdnadzq0x", "Vårdnadshavare", ParticipantKind::Vardnadshavare);
    b.at_item(Some(items[0]));
    b.only_here(guardian);
    b.in_common();
    b.answers(guardian, PlanAnswerKind::JaOm, Some(("villkorzq0x", written[0])));
    let mut meeting = b.closed(50);
    for (at, item) in items.iter().enumerate() {
        let texts = ["forra", "forragare", "forramal"].map(|what| word(what, at));
        let id = 9000 + 10 * at as u128;
        let rows = of_before(id, &meeting, *item, texts.each_ref().map(String::as_str));
        meeting.earlier.extend(rows);
    }
    if shape.ended {
        meeting.head.sip_ended = Some(day);
    }
    for (at, (kind, item, kept_from, emi, told)) in shape.before.iter().enumerate() {
        let mut row = Earlier {
            kind: BEFORE[*kind],
            arende: meeting.item(items[*item]).map(|item| item.arende),
            kept_from: kept_from.iter().map(|role| ROLES[*role].1.to_owned()).collect(),
            emi: *emi,
            ..Earlier::made_up(20_000 + 10 * at as u128, &word("innan", at))
        };
        let told = WHAT_CAME_OF_IT[*told];
        // A plan that ends tells of what was settled before it too.
        if let (true, None, EntryKind::Atgard | EntryKind::MalLang) = (shape.ended, told, row.kind) {
            row.state = Some(ActionState::Klar);
            row.settled_by = row.clone().told(ActionState::Klar, now()).told;
            meeting.settled_before.push(row);
            continue;
        }
        meeting.earlier.push(told.map_or(row.clone(), |told| row.told(told, now())));
    }
    Made { meeting, items, shape: shape.clone() }
}

impl Made {
    /// Worked out from the shape alone: whether somebody with this role who takes part in these ärenden may read.
    fn may_read(&self, role: usize, own: &[usize], entry: usize) -> bool {
        let (kind, item, kept_from, emi) = &self.shape.entries[entry];
        let sheets = self.meeting.agenda.many || self.shape.items > 1;
        let medical = ["Skolsköterska", "Psykolog"].contains(&ROLES[role].0);
        let there = !sheets || self.is_there(own, *item);
        KINDS[*kind] != EntryKind::Privat
            && there
            && (!emi || medical)
            && kept_from.is_none_or(|kept| ROLES[kept].1 != ROLES[role].1)
    }

    /// Whether somebody who takes part in these ärenden takes part in one, or, where none is named, in all of them.
    fn is_there(&self, own: &[usize], item: Option<usize>) -> bool {
        let all = own.is_empty() || (0..self.shape.items).all(|item| own.contains(&item));
        all || item.is_some_and(|item| own.contains(&item))
    }

    /// Words of ärenden that somebody took no part in.
    fn others(&self, own: &[usize]) -> Vec<String> {
        let sheets = self.meeting.agenda.many || self.shape.items > 1;
        let not_mine = |item: &usize| sheets && !own.is_empty() && !own.contains(item);
        let mut words = Vec::new();
        for item in (0..self.shape.items).filter(not_mine) {
            for what in
                ["alias", "fraga", "givare", "farinte", "gallerinte", "forra", "forragare", "forramal"]
            {
                words.push(word(what, item));
            }
            if item == 0 {
                words.extend(["Vårdnadzq0x".to_owned(), "villkorzq0x".to_owned()]);
            }
            for (index, (_, theirs)) in self.shape.people.iter().enumerate() {
                if theirs.contains(&item) && !theirs.iter().any(|theirs| own.contains(theirs)) {
                    words.push(word("namn", index));
                }
            }
        }
        words
    }
}

fn options(reader: Option<Reader>) -> Options {
    Options { reader, ..Options::made_up() }
}

/// Every format of a document.
fn bytes(document: &Document) -> [String; 3] {
    [markdown::render(document), plain::render(document), json::render(document)]
}

/// All ways by which the reader's copy is made: from the meeting, from a document that was kept as JSON, and what differs
/// between two versions' copies.
fn all_copies(meeting: &Meeting, reader: &Reader) -> Vec<String> {
    let complete = build(meeting, &options(None));
    let kept: Document = serde_json::from_str(&serde_json::to_string(&complete).unwrap()).unwrap();
    let copy = kept.copy_for(reader);
    let empty = Document { sections: Vec::new(), ..copy.clone() };
    let differs = difference::document(&empty, &copy, Vec::new(), String::new());
    [build(meeting, &options(Some(reader.clone()))), copy, differs].iter().flat_map(bytes).collect()
}

/// Whether the reader may not read the entry: an undantag, another's ärende, a private note.
fn is_kept_from(meeting: &Meeting, reader: &Reader, entry: &Entry) -> bool {
    let kept = meeting.exemptions.iter().any(|row| row.entry == entry.id && reader.goes_by(&row.part));
    let elsewhere = meeting.items.len() > 1 && entry.arende.is_some_and(|item| !reader.takes_part_in(item));
    kept || elsewhere || entry.kind() == EntryKind::Privat
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_byte_of_a_copy_holds_what_its_recipient_may_not_read(shape in shapes()) {
        let made = make(&shape);
        for (index, (role, own)) in shape.people.iter().enumerate() {
            let reader = find_reader(&made.meeting, &word("namn", index)).unwrap();
            let copies = all_copies(&made.meeting, &reader);
            for entry in 0..shape.entries.len() {
                let marker = word("text", entry);
                let may = made.may_read(*role, own, entry);
                for copy in &copies {
                    prop_assert_eq!(copy.contains(&marker), may, "{} for {:?}: {}", marker, ROLES[*role], copy);
                }
            }
            // The list says how many rows the copy lacks of what they took part in.
            let entries = 0..shape.entries.len();
            let there = |entry: &usize| {
                let (kind, item, ..) = &shape.entries[*entry];
                KINDS[*kind] != EntryKind::Privat
                    && (shape.items < 2 && !made.meeting.agenda.many || made.is_there(own, *item))
            };
            let mut lacking = entries.filter(there).filter(|entry| !made.may_read(*role, own, *entry)).count();
            // And of what was agreed before: what stands in the file copy, and not in theirs.
            let whole = markdown::render(&build(&made.meeting, &options(None)));
            for (at, (_, item, kept_from, emi, _)) in shape.before.iter().enumerate() {
                let marker = word("innan", at);
                let there = shape.items < 2 && !made.meeting.agenda.many || made.is_there(own, Some(*item));
                let medical = ["Skolsköterska", "Psykolog"].contains(&ROLES[*role].0);
                let kept = (*emi && !medical) || kept_from.is_some_and(|kept| ROLES[kept].1 == ROLES[*role].1);
                let may = there && !kept && whole.contains(&marker);
                for copy in &copies {
                    prop_assert_eq!(copy.contains(&marker), may, "{} for {:?}: {}", marker, ROLES[*role], copy);
                }
                lacking += usize::from(there && kept && whole.contains(&marker));
            }
            let items: Vec<_> = own.iter().map(|item| made.items[*item]).collect();
            let part = if made.is_there(own, None) { Part::Whole } else { Part::Arenden(items) };
            prop_assert_eq!(left_out((&Callings::of(&made.meeting), &made.meeting.held_keys()), &word("namn", index), &part), lacking);
            for copy in &copies {
                for other in made.others(own) {
                    prop_assert!(!copy.contains(&other), "{} for {:?} {:?}: {}", other, ROLES[*role], own, copy);
                }
            }
        }
    }

    #[test]
    fn neither_plan_nor_invitation_holds_what_is_not_for_its_reader(shape in shapes()) {
        let made = make(&shape);
        let reader = find_reader(&made.meeting, "Vårdnadzq0x").unwrap();
        let sheets = made.meeting.agenda.many || shape.items > 1;
        let plan = plan(&made.meeting, &[reader], false);
        for copy in plan.iter().flat_map(bytes) {
            for other in made.others(&[0]) {
                prop_assert!(!copy.contains(&other), "{}: {}", other, copy);
            }
            for (index, (kind, at, _, emi)) in shape.entries.iter().enumerate() {
                // The voices here are the child's own words.
                let agreed = [EntryKind::Beslut, EntryKind::Atgard, EntryKind::Rost].contains(&KINDS[*kind]);
                let may = agreed && !emi && (!sheets || *at == Some(0));
                prop_assert_eq!(copy.contains(&word("text", index)), may, "{}: {}", index, copy);
            }
        }
        let mut ahead = made.meeting.clone();
        ahead.head.status = MeetingStatus::Planerat;
        for (index, (_, own)) in shape.people.iter().enumerate() {
            let who = ahead.participants.iter().find(|person| person.name == word("namn", index)).unwrap();
            let share = share_of(&ahead, &who.name_and_role(), now().date_naive(), &[]);
            let invited = Invited::new(&ahead, &share).unwrap();
            let paper = invitation(&ahead, Some(&invited), false, options(None).printed_at).unwrap();
            for copy in bytes(&paper) {
                prop_assert!(!copy.contains("textzq"), "{}", copy);
                for other in made.others(own) {
                    prop_assert!(!copy.contains(&other), "{} {:?}: {}", other, own, copy);
                }
            }
        }
    }

    #[test]
    fn one_arendes_sheet_holds_nothing_of_another(shape in shapes()) {
        let made = make(&shape);
        for item in 0..shape.items {
            let reader = Reader::of_arende(made.items[item]);
            for copy in all_copies(&made.meeting, &reader) {
                for other in made.others(&[item]) {
                    prop_assert!(!copy.contains(&other), "{}: {}", other, copy);
                }
                for (index, (kind, at, _, emi)) in shape.entries.iter().enumerate() {
                    let sheets = made.meeting.agenda.many || shape.items > 1;
                    let mine = !sheets || at.map_or(shape.items < 2, |at| at == item);
                    let may = mine && !emi && KINDS[*kind] != EntryKind::Privat;
                    prop_assert_eq!(copy.contains(&word("text", index)), may, "{}: {}", index, copy);
                }
            }
        }
    }
}

#[test]
fn the_demo_meetings_leak_nothing_to_anybody() {
    let mut searched = 0;
    for meeting in demo::meetings(now(), &agenda) {
        let names = meeting.participants.iter().map(Participant::name_and_role);
        let names = names
            .chain(meeting.recipients.iter().map(|row| row.name.clone()))
            .chain(meeting.consent_parties.iter().map(|row| row.part.clone()))
            .chain(meeting.participants.iter().map(|person| person.unit.clone()));
        for name in names {
            let Some(reader) = find_reader(&meeting, &name) else { continue };
            let copies = all_copies(&meeting, &reader);
            // Lines are broken in plain text, and markup is escaped in Markdown.
            let flat = |text: &str| text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
            let copies: Vec<String> = copies.iter().map(|copy| flat(copy)).collect();
            for entry in &meeting.entries {
                if is_kept_from(&meeting, &reader, entry) {
                    searched += 1;
                    for copy in &copies {
                        assert!(!copy.contains(&flat(&entry.text)), "{name}: {}", entry.text);
                    }
                }
            }
        }
    }
    assert!(searched > 50, "only {searched} texts were searched for");
}

/// Everything that the paper program is given of a document: it can print nothing else.
fn read_out(document: &Document, paper: &Paper) -> String {
    let (order, picture) = pdf::order(document, paper).unwrap();
    assert!(picture.is_empty());
    bare(&serde_json::to_string(&order).unwrap())
}

/// A text without what a line's end may change.
fn bare(text: &str) -> String {
    text.replace(|c: char| c.is_whitespace() || c == '-', "")
}

#[test]
fn no_pdf_holds_what_its_recipient_may_not_read() {
    let (mut searched, mut found) = (0, 0);
    for meeting in demo::meetings(now(), &agenda) {
        let complete = build(&meeting, &options(None));
        let names = meeting.participants.iter().map(Participant::name_and_role);
        for name in names.chain(meeting.recipients.iter().map(|row| row.name.clone())) {
            let Some(reader) = find_reader(&meeting, &name) else { continue };
            let copy = complete.copy_for(&reader);
            let read = read_out(&copy, &Paper::plain(options(None).printed_at.and_utc()));
            for entry in &meeting.entries {
                if is_kept_from(&meeting, &reader, entry) {
                    searched += 1;
                    assert!(!read.contains(&bare(&entry.text)), "{name}: {}", entry.text);
                } else {
                    found += usize::from(read.contains(&bare(&entry.text)));
                }
            }
        }
    }
    assert!(searched > 30, "only {searched} texts were searched for");
    // Otherwise nothing would be found whatever stood there.
    assert!(found > 200, "only {found} texts that may be read were found");
}

#[test]
fn neither_the_pdf_of_a_plan_nor_of_an_invitation_holds_more_than_its_text() {
    let paper = Paper { large: true, ..Paper::plain(options(None).printed_at.and_utc()) };
    let (mut searched, mut found) = (0, 0);
    for meeting in
        demo::meetings(now(), &agenda).into_iter().filter(|meeting| meeting.head.agenda_id == "sip")
    {
        for person in &meeting.participants {
            let who = person.name_and_role();
            let share = share_of(&meeting, &who, now().date_naive(), &[]);
            let invited = Invited::new(&meeting, &share).unwrap();
            let made = options(None).printed_at;
            let letter = invitation(&meeting, Some(&invited), false, made).unwrap();
            let letter = read_out(&letter, &paper);
            let reader = find_reader(&meeting, &who).filter(|_| person.is_family());
            let plan = reader.as_ref().and_then(|reader| plan(&meeting, std::slice::from_ref(reader), false));
            let plan = plan.map(|plan| read_out(&plan, &paper));
            for entry in &meeting.entries {
                let text = bare(&entry.text);
                assert!(!letter.contains(&text), "{who}: {}", entry.text);
                let Some(plan) = &plan else { continue };
                let agreed = [EntryKind::Beslut, EntryKind::Atgard, EntryKind::MalLang, EntryKind::MalKort]
                    .contains(&entry.kind())
                    || matches!(entry.body, Body::Rost { how: VoiceHow::EgnaOrd });
                if agreed {
                    found += usize::from(plan.contains(&text));
                } else {
                    searched += 1;
                    assert!(!plan.contains(&text), "{who}: {}", entry.text);
                }
            }
        }
    }
    assert!(searched > 20 && found > 10, "{searched} searched for, {found} found");
}
