//! Whole minutes as a reader gets them, and what must never be in them.

use super::{Document, Options, build, find_reader, json, markdown, plain};
use crate::demo;
use crate::demo::builder::{Builder, Owner, clock, moment};
use crate::demo::tests::{agenda, now};
use crate::domain::agenda::{EntryKind, FieldScope, Huvudman, Phase};
use crate::domain::copies;
use crate::domain::dates::Due;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ArendeState, Presence, VoiceHow};
use crate::domain::text::width;
use chrono::NaiveDate;

fn options() -> Options {
    Options { printed_at: day(24).and_time(clock(8, 15)), ..Options::made_up() }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

/// An hour's EHT with two ärenden; the mentor is there for the first.
fn eht() -> Meeting {
    let start = day(23).and_time(clock(9, 0));
    let mut b = Builder::new(&agenda("eht").unwrap(), "EHT Ängsskolan", start, 11);
    b.meeting.head.place = Some("Ängsskolan, rum 12".to_owned());
    b.meeting.head.diarienummer = Some("BUN 2026/117".to_owned());
    let rektor = b.staff("Karin Lund", "Rektor", "Skola", Huvudman::Kommun);
    let special = b.staff("Eva Norén", "Specialpedagog", "Skola", Huvudman::Kommun);
    let nurse = b.staff("Siv Holm", "Skolsköterska", "Skola", Huvudman::Kommun);
    let curator = b.staff("Jonas Berg", "Skolkurator", "Skola", Huvudman::Kommun);
    let coordinator = b.staff("Lisa Ek", "Insatskoordinator", "Skola", Huvudman::Kommun);
    let mentor = b.staff("Petra Ås", "Mentor", "Skola", Huvudman::Kommun);
    let psychologist = b.staff("Nils Ask", "Skolpsykolog", "Skola", Huvudman::Kommun);
    b.absent(psychologist);
    b.with(rektor, |person| person.chairs = true);
    b.with(curator, |person| person.came = Some(moment(day(23).and_time(clock(9, 10)))));
    b.with(special, |person| person.takes_notes = true);
    b.with(mentor, |person| {
        person.presence = Presence::Gatt;
        person.left = Some(moment(day(23).and_time(clock(9, 31))));
    });

    let child = b.child("Blå", 2015);
    let arende = b.about_child(child);
    b.take_up(arende, "Hur hjälper vi Blå med läsningen?", ArendeState::Klart);
    b.only_here(mentor);
    b.field(FieldScope::Arende, "steg1_datum", "2026-11-16");
    b.field(FieldScope::Arende, "steg1_av", "Mentor");
    b.item(|item| item.evaluated_on = NaiveDate::from_ymd_opt(2027, 1, 15));
    b.said(mentor, EntryKind::Fungerar, "Räknar med glädje, har två nära kompisar.");
    b.said(mentor, EntryKind::Svarare, "Drar sig undan vid högläsning, borta fyra måndagar.");
    b.said(mentor, EntryKind::Anpassning, "Inläst text, plats längst fram.");
    b.said(nurse, EntryKind::Reflektion, "Synen kontrolleras på torsdag.");
    b.said(special, EntryKind::Reflektion, "Avkodningen behöver kartläggas.");
    b.voice(VoiceHow::Framford, Some(curator), "Jag vill läsa för någon som inte skrattar.");
    b.said(coordinator, EntryKind::Reflektion, "Måndagarna börjar med högläsning, kan schemat vändas?");
    b.noted(EntryKind::Privat, "Hemligt: fråga om hemmet.");
    b.heard(&[rektor, special, nurse, curator, coordinator, mentor]);
    let calm = b.noted(EntryKind::Behov, "En lugn lässtund varje dag.");
    let sunday = b.noted(EntryKind::Behov, "Veta på söndagen vad som händer på måndagen.");
    b.noted(EntryKind::MalLang, "Läser högt i liten grupp.");
    b.noted(EntryKind::MalKort, "Är här varje måndag till sportlovet.");
    b.action(
        Some(calm),
        &Owner::Of(special),
        Due::By(NaiveDate::from_ymd_opt(2026, 12, 4).unwrap()),
        "Kartläggning av avkodning",
    );
    let training = b.action(
        Some(calm),
        &Owner::Of(mentor),
        Due::Daily { start: day(30) },
        "Enskild lästräning 20 minuter",
    );
    b.followed_up(training, NaiveDate::from_ymd_opt(2027, 1, 15).unwrap());
    b.action(
        Some(sunday),
        &Owner::Of(mentor),
        Due::Weekly { weekday: Some(chrono::Weekday::Fri), start: day(27) },
        "Mejla bildschema till hemmet",
    );
    b.action(
        None,
        &Owner::Of(nurse),
        Due::By(NaiveDate::from_ymd_opt(2026, 12, 14).unwrap()),
        "Återkomma om synen",
    );
    b.action(None, &Owner::Of(psychologist), Due::NextMeeting, "Titta på kartläggningen");
    b.decided(
        "Rektor",
        Some("Skolkuratorn vill begära samverkan med BUP redan nu; de andra vill vänta."),
        "Kartläggningen görs.",
    );

    let group = b.about_group("Korridoren efter lunch");
    b.take_up(group, "", ArendeState::Klart);
    b.said(coordinator, EntryKind::Fungerar, "Rastvärd vid dörren.");
    b.said(curator, EntryKind::Svarare, "Två klasser slutar samtidigt.");
    b.heard(&[rektor, special, nurse]);
    let calm = b.noted(EntryKind::Behov, "Lugn övergång.");
    let change = b.action(Some(calm), &Owner::Of(coordinator), Due::From(day(30)), "Ändra schemat");
    b.followed_up(change, NaiveDate::from_ymd_opt(2027, 1, 15).unwrap());

    let child = b.child("Grön", 2017);
    let arende = b.about_child(child);
    b.take_up(arende, "Hann vi inte.", ArendeState::Uppskjutet);
    b.in_common();
    b.book(
        NaiveDate::from_ymd_opt(2026, 12, 7).unwrap().and_time(clock(9, 0)),
        "Ängsskolan, rum 12",
        "Rektor",
    );
    b.copy_to(Some(mentor), "Mentor", "sitt eget ärende");
    b.closed(58)
}

fn sip() -> Meeting {
    demo::meetings(now(), &agenda).into_iter().find(|meeting| meeting.head.agenda_id == "sip").unwrap()
}

fn all_formats(document: &Document) -> [String; 3] {
    [markdown::render(document), plain::render(document), json::render(document)]
}

#[test]
fn an_eht_as_minutes() {
    let document = build(&eht(), &options());
    insta::assert_snapshot!("eht_markdown", markdown::render(&document));
    insta::assert_snapshot!("eht_plain", plain::render(&document).replace('\u{c}', "<sidbyte>\n"));
}

#[test]
fn the_made_up_meetings_as_minutes() {
    for (index, meeting) in demo::meetings(now(), &agenda).iter().enumerate() {
        let options = Options { practice: true, draft: false, ..options() };
        let document = build(meeting, &options);
        let name = format!("demo_{index}_{}", meeting.head.agenda_id);
        insta::assert_snapshot!(format!("{name}_markdown"), markdown::render(&document));
        insta::assert_snapshot!(
            format!("{name}_plain"),
            plain::render(&document).replace('\u{c}', "<sidbyte>\n")
        );
    }
}

#[test]
fn a_document_as_json() {
    let document = build(&sip(), &options());
    let written = json::render(&document);
    insta::assert_snapshot!(written);
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    let back: Document = serde_json::from_value(value["dokument"].clone()).unwrap();
    assert_eq!(back, document);
}

#[test]
fn no_line_of_plain_text_is_wider_than_the_printer() {
    for meeting in demo::meetings(now(), &agenda).iter().chain([&eht()]) {
        let text = plain::render(&build(meeting, &Options { practice: true, ..options() }));
        for line in text.lines() {
            assert!(width(line.trim_start_matches('\u{c}')) <= plain::COLUMNS, "{line}");
        }
    }
}

#[test]
fn private_notes_are_in_no_format() {
    let meetings = demo::meetings(now(), &agenda);
    let private: Vec<String> = meetings
        .iter()
        .chain([&eht()])
        .flat_map(|meeting| meeting.entries.iter().filter(|entry| entry.kind() == EntryKind::Privat))
        .map(|entry| entry.text.clone())
        .collect();
    assert!(private.len() >= 2);
    for meeting in meetings.iter().chain([&eht()]) {
        for text in all_formats(&build(meeting, &options())) {
            for note in &private {
                assert!(!text.contains(note.as_str()));
            }
        }
    }
}

#[test]
fn a_field_that_is_not_printed_is_in_no_format() {
    let mut meeting = eht();
    let steg1 = |meeting: &Meeting| {
        all_formats(&build(meeting, &options())).iter().all(|text| text.contains("16 november 2026"))
    };
    assert!(steg1(&meeting));
    for spec in &mut meeting.agenda.fields {
        spec.printed = false;
    }
    for text in all_formats(&build(&meeting, &options())) {
        assert!(!text.contains("16 november 2026") && !text.contains("Steg 1"));
    }
}

#[test]
fn what_a_consent_keeps_from_a_party_is_absent_from_its_copy() {
    let meeting = sip();
    let kept = "samtalen i våras handlade";
    let has = |reader: Option<&str>| {
        let reader = reader.map(|who| find_reader(&meeting, who).unwrap());
        let texts = all_formats(&build(&meeting, &Options { reader, ..options() }));
        let found = texts.iter().filter(|text| text.contains(kept)).count();
        assert!(found == 0 || found == 3, "the formats differ");
        if found == 0 {
            for text in &texts {
                assert!(!text.contains("Undantag") && !text.contains("utom"), "the copy tells of it");
            }
        }
        found == 3
    };
    assert!(has(None));
    for reader in
        ["Skola", "skola", " SKOLA ", "Mentor", "Petra Modell", "Jonas Exempel, skolkurator", "kommun"]
    {
        assert!(!has(Some(reader)), "{reader}");
    }
    for reader in ["BUP", "Mormor", "Vårdnadshavare", "Socialsekreterare", "Maria Påhitt"] {
        assert!(has(Some(reader)), "{reader}");
    }
    assert_eq!(find_reader(&meeting, "Skolan i byn"), None);
    assert_eq!(find_reader(&meeting, "  "), None);
}

#[test]
fn an_action_may_be_read_though_its_need_may_not() {
    let mut meeting = sip();
    let need = meeting.entries.iter().find(|entry| entry.text.starts_with("En mjuk start")).unwrap().id;
    let mut row = meeting.exemptions[0].clone();
    row.entry = need;
    row.part = "BUP".to_owned();
    meeting.exemptions.push(row);
    let reader = find_reader(&meeting, "BUP");
    for text in all_formats(&build(&meeting, &Options { reader, ..options() })) {
        assert!(!text.contains("En mjuk start"));
        assert!(text.contains("Samtal med Vera en gång i veckan"));
    }
}

#[test]
fn a_condition_is_read_by_those_who_may_read_the_point_that_it_became() {
    let mut meeting = sip();
    let mut row = meeting.exemptions[0].clone();
    row.entry = meeting.plan_answers[0].entry.unwrap();
    row.part = "Mormor".to_owned();
    meeting.exemptions.push(row);
    let reader = find_reader(&meeting, "Mormor");
    for text in all_formats(&build(&meeting, &Options { reader, ..options() })) {
        assert!(!text.contains("prata i klassen") && !text.contains("komma in tyst"));
    }
}

#[test]
fn who_took_part_in_one_arende_gets_that_one() {
    let meeting = eht();
    let reader = find_reader(&meeting, "Mentor");
    let texts = all_formats(&build(&meeting, &Options { reader, ..options() }));
    for text in texts {
        assert!(text.contains("Räknar med glädje"));
        for other in ["Korridoren", "Rastvärd", "Lugn övergång", "Grön", "Hann vi inte"] {
            assert!(!text.contains(other), "{other}");
        }
    }
}

#[test]
fn a_protected_child_has_no_place_school_or_time_on_paper() {
    let mut meeting = eht();
    meeting.children[0].protected = true;
    for text in all_formats(&build(&meeting, &options())) {
        for kept in ["Ängsskolan", "rum 12", "Skola", "09.00", "09.31", "09.10", "09.58"] {
            assert!(!text.contains(kept), "{kept} in {text}");
        }
        assert!(text.contains("SKYDDADE PERSONUPPGIFTER"));
    }
    let mut meeting = eht();
    meeting
        .children
        .iter_mut()
        .filter(|child| child.alias == "Grön")
        .for_each(|child| child.protected = true);
    let reader = find_reader(&meeting, "Mentor");
    for text in all_formats(&build(&meeting, &Options { reader, ..options() })) {
        assert!(!text.contains("SKYDDADE") && !text.contains("rum 12"), "{text}");
    }

    let mut meeting = sip();
    meeting.children[0].protected = true;
    for text in all_formats(&build(&meeting, &options())) {
        for kept in ["Påhitt", "Exempelskolan", "13.00", "13.58"] {
            assert!(!text.contains(kept), "{kept} in {text}");
        }
    }
}

#[test]
fn a_child_is_named_only_when_the_chair_wants_it() {
    let mut meeting = eht();
    meeting.children[0].name = Some("Alva Påhittad".to_owned());
    let plain_copy = all_formats(&build(&meeting, &options()));
    assert!(plain_copy.iter().all(|text| !text.contains("Alva") && !text.contains("2015")));
    let named = all_formats(&build(&meeting, &Options { print_names: true, ..options() }));
    assert!(named.iter().all(|text| text.contains("Alva Påhittad") && text.contains("2015")));

    let meeting = sip();
    let texts = all_formats(&build(&meeting, &options()));
    assert!(
        texts
            .iter()
            .all(|text| text.contains("Vera") && !text.contains("Vera Påhitt") && !text.contains("Lind"))
    );
}

#[test]
fn nobody_is_named_as_silent() {
    let text = plain::render(&build(&eht(), &options()));
    assert!(text.contains("alla som deltog"));
    assert!(text.contains("rektor, specialpedagog och skolsköterska"));
    assert!(!text.contains("avstod") && !text.contains("inte fått ordet"));
}

#[test]
fn an_absent_owner_is_to_be_asked() {
    let text = markdown::render(&build(&eht(), &options()));
    assert!(text.contains("Nils Ask, skolpsykolog (Skola, kommun) – tillfrågas"));
}

#[test]
fn minutes_of_an_empty_meeting_can_be_made() {
    for carried in crate::agenda_file::Catalogue::carried().iter() {
        let form = agenda(&carried.agenda.id).unwrap();
        let meeting = Builder::new(&form, "", day(23).and_time(clock(9, 0)), 1).meeting;
        for text in all_formats(&build(&meeting, &options())) {
            assert!(!text.contains(": \n") && !text.contains("\"varde\": \"\""), "{text}");
        }
    }
}

#[test]
fn a_reader_is_found_however_the_name_is_written_and_never_by_half_of_one_that_two_have() {
    for meeting in crate::demo::meetings(crate::demo::tests::now(), &crate::demo::tests::agenda) {
        for person in meeting.participants.iter().filter(|person| !person.name.is_empty()) {
            let whole = person.name_and_role();
            let reader = find_reader(&meeting, &whole);
            for typed in [
                whole.replace(' ', "\u{A0}"),
                whole.to_uppercase(),
                whole.replace(' ', "  "),
                whole.replace('-', "\u{2011}"),
                crate::domain::collate::fold_loosely(&whole),
            ] {
                assert_eq!(find_reader(&meeting, &typed), reader, "{typed}");
                let share =
                    crate::domain::copies::share_of(&meeting, &typed, meeting.head.planned.date(), &[]);
                assert_eq!(share.participant, Some(person.id), "{typed}");
            }
            let first = person.name.split(' ').next().unwrap();
            let namesakes = meeting.called(first).len();
            assert!(namesakes > 0);
            if namesakes > 1 {
                assert_eq!(find_reader(&meeting, first), None, "{first}");
            } else {
                assert_eq!(find_reader(&meeting, first).is_some(), reader.is_some(), "{first}");
            }
        }
    }
}

#[test]
fn what_is_kept_from_maja_is_kept_from_maja_ek() {
    let mut meeting = crate::demo::meetings(crate::demo::tests::now(), &crate::demo::tests::agenda).remove(0);
    let person = meeting.participants.iter().find(|person| person.name.contains(' ')).unwrap().clone();
    let first = person.name.split(' ').next().unwrap().to_lowercase();
    let exemption = crate::domain::record::Exemption {
        id: crate::domain::ids::RowId(uuid::Uuid::from_u128(1)),
        meeting: meeting.id(),
        consent: crate::domain::ids::ConsentId(uuid::Uuid::from_u128(2)),
        entry: meeting.entries[0].id,
        part: first.clone(),
    };
    meeting.exemptions.push(exemption);
    assert!(find_reader(&meeting, &person.name).unwrap().goes_by(&first));
}

#[test]
fn an_arende_has_its_number_whatever_became_of_the_others() {
    let mut meeting = eht();
    let last = meeting.items.len();
    for (at, item) in meeting.items.iter_mut().enumerate() {
        // Others stood before it and between and were taken off.
        item.order = 4 + 3 * i64::try_from(at).unwrap();
    }
    meeting.items[0].state = ArendeState::Uppskjutet;
    let own = meeting.items[last - 1].id;
    let text = plain::render(&build(&meeting, &options())).to_lowercase();
    assert!(text.contains(&format!("ärende {last}: ")) && !text.contains("ärende 4"), "{text}");
    assert_eq!(meeting.numbered(last).map(|item| item.id), Some(own));
    assert_eq!(meeting.numbered(0), None);
    let part = crate::domain::copies::Part::Arenden(vec![own]);
    assert_eq!(crate::domain::copies::describe(&meeting, &part), format!("ärende {last}"));
}

/// Who decided, who is asked, who calls and who gets a copy are words of somebody's own, and say a child as all else does.
#[test]
fn a_childs_name_in_somebodys_own_words_is_said_as_the_paper_says_it() {
    use crate::domain::record::{Body, ParticipantKind};
    for by in ["Kim Ask, Den unge", "Kim Ask, den unge", "kim ask", "Kim Ask (den unge)"] {
        let mut meeting = sip();
        meeting.head.initiator = Some(by.to_owned());
        for child in &mut meeting.children {
            (child.name, child.called) = (None, Some("Grön".to_owned()));
        }
        for person in meeting.participants.iter_mut().filter(|person| person.kind == ParticipantKind::Barn) {
            "Kim Ask".clone_into(&mut person.name);
            "Den unge".clone_into(&mut person.role);
        }
        for row in &mut meeting.follow_ups {
            row.called_by = Some(by.to_owned());
        }
        for row in meeting.consents.iter_mut().filter(|row| row.by_child) {
            by.clone_into(&mut row.given_by);
        }
        for row in &mut meeting.recipients {
            (row.participant, row.name) = (None, by.to_owned());
        }
        let like = meeting.entries.iter().find(|entry| entry.kind() == EntryKind::Atgard).unwrap().clone();
        let mut decision = Body::empty(EntryKind::Beslut);
        if let Body::Beslut(own) = &mut decision {
            own.decided_by = Some(by.to_owned());
        }
        let mut action = like.clone();
        if let Body::Atgard(own) = &mut action.body {
            (own.owner, own.owner_name) = (None, Some(by.to_owned()));
        }
        meeting.entries.extend([action, crate::domain::record::Entry { body: decision, ..like }]);
        let printed_at = options().printed_at;
        let papers =
            [Some(build(&meeting, &options())), super::invitation(&meeting, None, false, printed_at)];
        for mut paper in papers.into_iter().flatten() {
            // On a form to sign stands whoever signs it.
            paper.sections.retain(|section| !(section.own_sheet && paper.kind != "Protokoll"));
            for text in all_formats(&paper) {
                assert!(!text.contains("Ask") && !text.contains(" ask"), "{by}: {text}");
            }
        }
        let text = plain::render(&build(&meeting, &options()));
        assert!(text.contains("Beslutat av: Grön"), "{text}");
        let named = build(&meeting, &Options { print_names: true, ..options() });
        assert!(plain::render(&named).contains("Kim Ask"), "named where it is wanted");
    }
}

#[test]
fn all_is_confirmed_stands_only_where_all_is_and_under_a_heading_of_its_own_without_a_summary() {
    let paper = |meeting: &Meeting| {
        plain::render(&build(meeting, &options())).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let all = "Alla beslut och åtgärder har lästs upp och bekräftats.";
    let mut whole = eht();
    whole.participants.iter_mut().for_each(|person| person.presence = Presence::Plats);
    assert!(paper(&whole).contains(all), "{}", paper(&whole));
    let some = "är märkt.";
    // One that was changed afterwards, or never read out.
    let mut changed = whole.clone();
    let entry = changed.entries.iter_mut().find(|entry| entry.kind() == EntryKind::Beslut).unwrap();
    entry.confirmed = None;
    let said = paper(&changed);
    assert!(!said.contains(all) && said.contains(some) && said.contains("inte så som det står nu"), "{said}");
    // One that somebody who isn't there is to be asked about, although it was read out.
    let mut asked = whole.clone();
    let owner = asked.actions().find_map(|entry| entry.action().and_then(|action| action.owner)).unwrap();
    let person = asked.participants.iter_mut().find(|person| person.id == owner).unwrap();
    person.presence = Presence::Franvarande;
    let said = paper(&asked);
    assert!(!said.contains(all) && said.contains(some) && said.contains("tillfrågas"), "{said}");
    let mut none = whole.clone();
    none.entries.iter_mut().for_each(|entry| entry.confirmed = None);
    assert!(!paper(&none).contains("har lästs upp"));
    // Without a summing up.
    let mut bare = whole;
    bare.entries.retain(|entry| entry.kind() != EntryKind::Sammanfattning);
    let said = paper(&bare);
    assert!(said.contains("GENOMLÄSNING") || said.contains("Genomläsning"), "{said}");
    assert!(!said.to_lowercase().contains("sammanfattning"), "{said}");
}

#[test]
fn the_answer_that_counts_is_printed_and_one_that_was_withdrawn() {
    let mut meeting = sip();
    let answer = meeting.consents.iter().find(|consent| !consent.by_child).cloned().unwrap();
    let before = crate::domain::record::Consent {
        id: uuid::Uuid::nil().into(),
        given_on: answer.given_on - chrono::TimeDelta::days(3),
        answer: crate::domain::record::ConsentAnswer::Saknas,
        asked: Some("brev hem".to_owned()),
        withdrawn: None,
        ..answer
    };
    let paper = |meeting: &Meeting| {
        plain::render(&build(meeting, &options())).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    meeting.consents.insert(0, before.clone());
    assert!(!paper(&meeting).contains("har inte svarat ännu"), "{}", paper(&meeting));
    let day = chrono::DateTime::from_timestamp(1_700_000_000, 0);
    meeting.consents[0] = crate::domain::record::Consent {
        answer: crate::domain::record::ConsentAnswer::Ja,
        given_on: before.given_on - chrono::TimeDelta::days(900),
        withdrawn: day,
        ..before
    };
    assert!(paper(&meeting).contains("Återkallat"), "{}", paper(&meeting));
}

#[test]
fn who_came_and_went_before_it_began_is_neither_called_absent_nor_told_to_have_taken_part() {
    let mut meeting = eht();
    meeting.recipients.clear();
    let began = meeting.stages.iter().filter(|one| one.phase != Phase::Sammanhang).map(|one| one.from).min();
    let left = began.map_or_else(|| meeting.head.started.unwrap(), |at| at - chrono::TimeDelta::minutes(1));
    let who = meeting.participants.iter().position(|person| person.role == "Mentor").unwrap();
    let person = &mut meeting.participants[who];
    (person.presence, person.left, person.came) = (Presence::Gatt, Some(left), None);
    if began.is_none() {
        meeting.head.phase = Phase::Sammanhang;
    }
    let text = plain::render(&build(&meeting, &options()));
    let after = |heading: &str| {
        text.split(heading).nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default().to_owned()
    };
    assert!(text.contains("Kom och gick"), "{text}");
    assert!(!after("Kallade men frånvarande").contains("Mentor"), "{text}");
    let person = &meeting.participants[who];
    let share = copies::share_of(&meeting, &person.name_and_role(), now().date_naive(), &[]);
    let listed = copies::listed(&meeting, &person.name_and_role(), now().date_naive(), &[]);
    assert!(matches!(listed.part, copies::Part::Nothing(copies::Why::Absent)), "{share:?}");
}
