//! Meetings made from earlier ones, and the questions after a meeting.

use crate::app::Message;
use crate::app::core::action::Action;
use crate::app::core::effect::{Effect, Reply};
use crate::app::core::model::Screen;
use crate::app::meeting::board;
use crate::app::testing::Desk;
use crate::app::ui::dialog::{Dialog, Form};
use crate::domain::agenda::FieldScope;
use crate::domain::carry;
use crate::domain::command::{Change, Record, Table};
use crate::domain::ids::{Ids, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::overview::Held;
use crate::domain::record::{ArendeState, MeetingStatus, ParticipantKind};
use crate::domain::trend::{Judged, Score};

/// The meeting on screen, closed: as the store has it from now on.
fn closed(desk: &mut Desk) -> Meeting {
    let mut meeting = desk.screen().meeting.clone();
    meeting.head.status = MeetingStatus::Avslutat;
    desk.open(meeting.clone());
    meeting
}

fn form(desk: &Desk) -> &Form {
    match desk.model.dialogs.last() {
        Some(Dialog::Form(form)) => form,
        other => panic!("no form is open: {other:?}; {}", desk.notice()),
    }
}

/// A closed EHT with ”Blå” treated, ”Korridoren” postponed and a mentor who took part in ”Blå” alone.
fn eht() -> (Desk, Meeting) {
    let mut desk = Desk::eht();
    let mut meeting = desk.screen().meeting.clone();
    meeting.items[0].state = ArendeState::Klart;
    meeting.items[1].state = ArendeState::Uppskjutet;
    meeting.items[1].question = Some("Hur gör vi efter lunch?".to_owned());
    let mentor = desk.person("Maja Mo").id;
    meeting.attendance.push(crate::domain::record::Attendance {
        id: desk.model.new_id(),
        meeting: meeting.id(),
        participant: mentor,
        arende: meeting.items[0].id,
    });
    meeting.participants[0].chairs = true;
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting = meeting;
    }
    let meeting = closed(&mut desk);
    (desk, meeting)
}

/// A new meeting of the form, by somebody who knows of `last`.
fn started(name: &str, last: &Meeting) -> Desk {
    let mut desk = Desk::new();
    desk.model.ids = Ids::new(8);
    desk.known.last = Some(Held { id: last.id(), day: last.head.planned.date(), left: 0 });
    desk.previous.push(last.clone());
    desk.press(Action::NewMeeting).types(name).press(Action::Accept);
    desk
}

#[test]
fn a_new_meeting_takes_along_the_team_and_what_was_postponed() {
    let (_, last) = eht();
    let mut desk = started("EHT", &last);
    assert!(desk.notice().contains("Ctrl-L tar med deltagare och ärenden"), "{}", desk.notice());
    desk.press(Action::SameAsLast);
    let values: Vec<(String, String)> =
        form(&desk).fields.iter().map(|field| (field.label.clone(), field.value().to_owned())).collect();
    let shown: Vec<(&str, &str)> = values.iter().map(|(l, v)| (l.as_str(), v.as_str())).collect();
    assert_eq!(
        shown,
        [("Alla 2 ärenden", "nej"), ("Deltagare (3)", "ja"), ("1 Blå", "nej"), ("2 Korridoren", "ja")]
    );
    desk.press(Action::Save);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.items.len(), 1);
    assert_eq!(meeting.arende_of(&meeting.items[0]).unwrap().label, "Korridoren");
    assert!(!meeting.items[0].follow_up, "what was never spoken of isn't followed up");
    assert_eq!(meeting.items[0].question.as_deref(), Some("Hur gör vi efter lunch?"));
    let names: Vec<&str> = meeting.participants.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Eva Ek", "Sara Sten"], "the mentor comes with the mentor's ärende");
    assert!(desk.person("Eva Ek").chairs && !desk.person("Eva Ek").introduced);
    desk.press(Action::SameAsLast).fill(&format!("arende.{}", last.items[0].id), "ja").press(Action::Save);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.items.len(), 2);
    assert!(meeting.items[1].follow_up, "what was treated comes as a follow-up");
    assert_eq!(meeting.fields.len(), 1, "the Steg 1 date of the ärende comes along");
    assert_eq!(meeting.attendance.len(), 1);
    assert_eq!(meeting.children.len(), 1);
    desk.press(Action::SameAsLast);
    assert!(desk.notice().contains("inget mer att ta med"), "{}", desk.notice());
}

#[test]
fn a_form_about_one_child_never_takes_along_another_childs_meeting() {
    let mut desk = Desk::sip();
    let last = closed(&mut desk);
    let mut desk = started("SIP", &last);
    assert!(!desk.notice().contains("Ctrl-L"), "{}", desk.notice());
    desk.press(Action::SameAsLast);
    assert!(desk.model.dialogs.is_empty());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::LoadPrevious(_))));
}

#[test]
fn the_meeting_after_a_closed_one_is_prepared_for_its_day_or_begun_today() {
    let (mut desk, last) = eht();
    desk.press(Action::NextMeeting);
    assert_eq!(form(&desk).value("datum"), "2026-11-23");
    desk.fill("datum", "2026-12-07").fill("tid", "13.00").press(Action::Save);
    let command = desk
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Commit(command) => Some(command.clone()),
            _ => None,
        })
        .unwrap();
    assert!(command.snapshot.is_some());
    let head = command
        .changes
        .iter()
        .find_map(|change| match change {
            Change::Put(record) => match record.as_ref() {
                Record::Head(head) => Some(head.clone()),
                _ => None,
            },
            Change::Delete(..) => None,
        })
        .unwrap();
    assert_eq!(head.planned.to_string(), "2026-12-07 13:00:00");
    assert_eq!((head.status, head.follows), (MeetingStatus::Planerat, Some(last.id())));
    assert_eq!(command.changes.iter().filter(|c| c.key().table == Table::MeetingArende).count(), 1);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::OpenMeeting(_))), "it isn't begun");
    desk.press(Action::NextMeeting).press(Action::Save);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::OpenMeeting(_))), "today it begins");
}

#[test]
fn a_booked_follow_up_of_a_sip_gets_the_child_and_the_family() {
    let mut desk = Desk::sip();
    desk.jump(4);
    desk.model.dialogs.clear();
    let meeting = desk.screen().meeting.clone();
    let booked: MeetingId = desk.model.new_id();
    let row = crate::domain::record::FollowUp {
        id: booked.0.into(),
        meeting: meeting.id(),
        date: "2027-01-18".parse().unwrap(),
        time: None,
        place: None,
        called_by: None,
        rev: 1,
    };
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.follow_ups.push(row.clone());
    }
    let source = closed(&mut desk);
    let (head, agenda, _) = crate::app::meeting::booking::next_head(&desk.model, &row).unwrap();
    assert_eq!(agenda.id, "sip-uppfoljning");
    let target = Meeting::new(agenda, head);
    desk.press(Action::NextMeeting);
    assert_eq!(form(&desk).value("datum"), "2027-01-18", "booked, but not in this database");
    desk.press(Action::Back);
    desk.previous.push(target.clone());
    desk.press(Action::NextMeeting);
    assert!(form(&desk).intro[1].contains("18 januari"), "{:?}", form(&desk).intro);
    assert!(form(&desk).fields.iter().all(|field| field.key != "datum"), "the booked day is used");
    desk.press(Action::Save);
    let Some(Effect::Commit(command)) = desk.effects.last() else { panic!("{:?}", desk.effects.last()) };
    assert_eq!(command.meeting, Some(booked));
    let mut prepared = target;
    prepared.apply(&command.changes);
    assert_eq!(prepared.items[0].arende, source.items[0].arende);
    assert!(!prepared.items[0].follow_up, "a SIP is walked from nuläge");
    assert!(prepared.participants.iter().any(|person| person.kind == ParticipantKind::Vardnadshavare));
    // What the form asks of the meeting before is known; what somebody has written is left.
    let last =
        |meeting: &Meeting| meeting.field(FieldScope::Mote, None, "forra_sip").map(|row| row.value.clone());
    assert_eq!(last(&prepared), source.first_day().map(|day| day.to_string()));
    let again = carry::rows(&source, &prepared, false, &[], || uuid::Uuid::from_u128(5));
    assert!(again.iter().all(|row| !matches!(row, Record::FieldValue(_))), "{again:?}");
    let mut other = prepared.clone();
    (other.head.follows, other.fields) = (None, Vec::new());
    let apart = carry::rows(&source, &other, false, &[], || uuid::Uuid::from_u128(5));
    assert!(apart.iter().all(|row| !matches!(row, Record::FieldValue(_))), "another meeting is no follow-up");
}

#[test]
fn the_month_of_the_meeting_before_is_known_too() {
    let mut target = Desk::sip().screen().meeting.clone();
    let source = target.clone();
    let form = crate::app::testing::forms().into_iter().find(|form| form.id == "akut-uppfoljning");
    target.agenda = form.unwrap().agenda.unwrap().0;
    (target.head.id, target.head.follows) = (MeetingId(uuid::Uuid::from_u128(3)), Some(source.id()));
    let rows = carry::rows(&source, &target, false, &[], || uuid::Uuid::from_u128(5));
    let values = rows.iter().filter_map(|row| match row {
        Record::FieldValue(value) => Some((value.field.as_str(), value.value.as_str())),
        _ => None,
    });
    assert_eq!(values.collect::<Vec<_>>(), [("manad", "november 2026")]);
}

#[test]
fn nothing_of_a_child_comes_along_into_a_form_without_children() {
    let mut desk = Desk::meeting("akut");
    desk.line("Ann Ask, vårdnadshavare").line("Karin Lund, kurator, skola");
    desk.press(Action::Next).line("Blå");
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.title = "Om Bo Ask".to_owned();
        screen.meeting.head.purpose = Some("Bo".to_owned());
    }
    let source = closed(&mut desk);
    assert_eq!(source.items.len(), 1);
    desk.press(Action::NextMeeting);
    assert!(form(&desk).fields.iter().all(|field| !field.key.starts_with("arende.")));
    desk.press(Action::Save);
    let commits: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Commit(command) => Some(command.clone()),
            _ => None,
        })
        .collect();
    let command = commits.iter().rev().find(|command| command.snapshot.is_some()).unwrap();
    for change in &command.changes {
        let Change::Put(record) = change else { continue };
        match record.as_ref() {
            Record::Head(head) => {
                assert_eq!(head.agenda_id, "akut-uppfoljning");
                assert!(
                    !head.individuals && head.purpose.is_none() && !head.title.contains("Bo"),
                    "{head:?}"
                );
            }
            Record::Participant(person) => assert_eq!(person.name, "Karin Lund"),
            // The form asks for the month, so that no day tells of whom.
            Record::FieldValue(value) => {
                assert_eq!((value.field.as_str(), value.value.as_str()), ("manad", "november 2026"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_chosen_against_the_form_stays_behind_all_the_same() {
    let (_, source) = eht();
    let sspf = Desk::meeting("sspf");
    let target = sspf.screen().meeting.clone();
    let all: Vec<_> = source.items.iter().map(|item| item.id).collect();
    let mut ids = Ids::new(3);
    let rows = crate::domain::carry::rows(&source, &target, true, &all, || ids.next::<MeetingId>(0).0);
    let items: Vec<_> = rows
        .iter()
        .filter_map(|row| match row {
            Record::MeetingArende(item) => Some(item.arende),
            _ => None,
        })
        .collect();
    assert_eq!(items, [source.items[1].arende], "only the group's");
}

#[test]
fn three_questions_are_answered_without_a_name_and_shown_to_the_team() {
    let (mut desk, last) = eht();
    desk.press(Action::Assess).fill("struktur", "4 till stor del").fill("samspel", "2 inte riktigt");
    desk.press(Action::Save);
    let Some(Effect::Commit(command)) = desk.effects.last() else { panic!("{:?}", desk.effects.last()) };
    let Change::Put(record) = &command.changes[0] else { panic!() };
    let Record::Assessment(row) = record.as_ref() else { panic!("{record:?}") };
    assert_eq!((row.meeting, row.structure, row.respect, row.interplay), (last.id(), Some(4), None, Some(2)));
    desk.press(Action::Assess);
    assert_eq!(form(&desk).value("struktur"), "", "the next one doesn't see the answer before");
    desk.fill("struktur", "1 nej, inte alls").press(Action::Back).press(Action::Assess);
    assert_eq!(form(&desk).value("struktur"), "", "nor a half-given one");
    desk.press(Action::Save);
    assert!(matches!(desk.effects.last(), Some(Effect::LoadTrend { one_child: false, .. })));
    let score = Score { count: 3, sum: 13 };
    let rows = vec![Judged { day: "2026-11-23".parse().unwrap(), answers: 3, scores: [score; 3] }];
    desk.send(Message::Store(Reply::Trend(rows)));
    let Some(Dialog::Reader(reader)) = desk.model.dialogs.last() else { panic!() };
    assert!(reader.text.contains("4,3  3 svar"), "{}", reader.text);
    let board = board::board(&desk.model).unwrap();
    assert!(!format!("{board:?}").contains("till stor del"));
}

#[test]
fn an_arende_is_classified_for_the_summary_and_nowhere_else() {
    let mut desk = Desk::eht();
    let before = format!("{:?}", board::board(&desk.model));
    let id = desk.screen().meeting.items[0].id;
    desk.point(crate::app::core::model::RowRef::Item(id)).press(Action::Fields);
    desk.fill("omrade_skola", "ja")
        .fill("omrade_jamnariga", "ja")
        .fill("insatsniva", "tidiga")
        .press(Action::Save);
    desk.point_away();
    let class = desk.screen().meeting.items[0].class;
    assert!(class.school && class.peers && !class.harmed && !class.destructive && !class.relations);
    assert_eq!(class.level, Some(crate::domain::record::MeasureLevel::Tidiga));
    assert_eq!(format!("{:?}", board::board(&desk.model)), before, "nothing of it is on screen");
    let options = crate::minutes::Options {
        printed_at: desk.now.local(),
        draft: true,
        practice: true,
        print_names: true,
        reader: None,
        laws: crate::agenda_file::laws::load(None).0,
    };
    let mut plain = desk.screen().meeting.clone();
    let printed = crate::minutes::build(&plain, &options);
    plain.items[0].class = crate::domain::record::Classification::default();
    assert_eq!(crate::minutes::build(&plain, &options), printed, "nor in the minutes");
}

#[test]
fn two_children_with_one_alias_never_meet_in_one_meeting_by_coming_along() {
    let (_, last) = eht();
    let mut desk = started("EHT", &last);
    desk.press(Action::Next).line("Blå").press(Action::SameAsLast);
    let blue = format!("arende.{}", last.items[0].id);
    desk.fill(&blue, "ja").press(Action::Save);
    assert!(form(&desk).error.as_ref().unwrap().contains("Blå"), "{:?}", form(&desk).error);
    assert_eq!(desk.screen().meeting.items.len(), 1);
    desk.fill(&blue, "nej").press(Action::Save);
    assert!(desk.screen().meeting.items.iter().all(|item| item.arende != last.items[0].arende));
}

#[test]
fn a_formote_leads_to_a_first_sip_with_its_purpose_and_those_whom_the_family_wants() {
    let forms = crate::app::testing::forms();
    let agenda = |id: &str| {
        forms.iter().find(|form| form.id == id).and_then(|form| form.agenda.clone().ok()).unwrap().0
    };
    let mut desk = Desk::meeting("sip-formote");
    let mut meeting = desk.screen().meeting.clone();
    for (field, value) in
        [("syfte", "Att Bo ska orka gå till skolan"), ("bjuds_in", "BUP, Skolkurator och farbror Tor")]
    {
        let id = desk.model.new_id();
        meeting.fields.push(crate::domain::record::FieldValue {
            id,
            meeting: meeting.id(),
            arende: None,
            field: field.to_owned(),
            value: value.to_owned(),
            rev: 1,
        });
    }
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting = meeting;
    }
    let source = closed(&mut desk);
    desk.press(Action::NextMeeting);
    assert!(form(&desk).intro.iter().any(|line| line.contains("farbror Tor")), "{:?}", form(&desk).intro);
    desk.fill("datum", "10 dec").press(Action::Save);
    let rows: Vec<Record> = desk
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Commit(command) => Some(command.changes.clone()),
            _ => None,
        })
        .unwrap()
        .into_iter()
        .filter_map(|change| match change {
            Change::Put(record) => Some(*record),
            Change::Delete(..) => None,
        })
        .collect();
    let head = rows
        .iter()
        .find_map(|row| match row {
            Record::Head(head) => Some(head.clone()),
            _ => None,
        })
        .unwrap();
    assert_eq!((head.agenda_id.as_str(), head.follows), ("sip", Some(source.id())));
    assert_eq!(head.purpose.as_deref(), Some("Att Bo ska orka gå till skolan"));
    let roles: Vec<&str> = rows
        .iter()
        .filter_map(|row| match row {
            Record::Participant(one) => Some(one.role.as_str()),
            _ => None,
        })
        .collect();
    assert!(roles.contains(&"Behandlare") && roles.contains(&"Skolkurator"), "{roles:?}");
    let sip = Meeting::new(agenda("sip"), head.clone());
    assert!(!sip.is_follow_up(), "the first SIP is new");
    for follower in ["sip-uppfoljning", "akut-uppfoljning", "eht"] {
        assert!(Meeting::new(agenda(follower), head.clone()).is_follow_up(), "{follower}");
    }
}

#[test]
fn what_was_postponed_is_offered_when_the_same_team_meets_again() {
    let (_, last) = eht();
    let mut desk = Desk::new();
    desk.model.ids = Ids::new(8);
    desk.known.last = Some(Held { id: last.id(), day: last.head.planned.date(), left: 1 });
    desk.previous.push(last);
    desk.press(Action::NewMeeting).types("EHT").press(Action::Accept);
    assert!(desk.notice().starts_with("Ett ärende sköts upp"), "{}", desk.notice());
    desk.press(Action::SameAsLast);
    let taken: Vec<_> = form(&desk)
        .fields
        .iter()
        .filter(|field| field.label.contains("Korridoren"))
        .map(|field| field.value().to_owned())
        .collect();
    assert_eq!(taken, ["ja"]);
}

#[test]
fn yes_to_all_is_seen_in_every_row_and_a_no_in_one_is_no_yes_to_all() {
    let (_, last) = eht();
    let mut desk = started("EHT", &last);
    desk.press(Action::SameAsLast);
    let rows = |desk: &Desk| -> Vec<String> {
        let is_row = |key: &str| key == "alla" || key.starts_with("arende.");
        form(desk).fields.iter().filter(|f| is_row(&f.key)).map(|f| f.value().to_owned()).collect()
    };
    assert_eq!(rows(&desk), ["nej", "nej", "ja"]);
    desk.types("j");
    assert_eq!(rows(&desk), ["ja", "ja", "ja"]);
    // Down past Deltagare to the second ärende.
    desk.press(Action::Next).press(Action::Next).press(Action::Next).types("n");
    assert_eq!(rows(&desk), ["nej", "ja", "nej"]);
    desk.press(Action::Save);
    let meeting = &desk.screen().meeting;
    assert_eq!(meeting.items.len(), 1);
    assert_eq!(meeting.arende_of(&meeting.items[0]).unwrap().label, "Blå");
}

#[test]
fn the_next_meeting_that_is_booked_is_led_into_on_its_day_and_before_that_it_says_when() {
    for (day, today) in [("2026-11-23", true), ("2026-12-07", false)] {
        let (mut desk, last) = eht();
        let booked: MeetingId = desk.model.new_id();
        let row = crate::domain::record::FollowUp {
            id: booked.0.into(),
            meeting: last.id(),
            date: day.parse().unwrap(),
            time: None,
            place: None,
            called_by: None,
            rev: 1,
        };
        let (head, agenda, _) = crate::app::meeting::booking::next_head(&desk.model, &row).unwrap();
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.follow_ups.push(row.clone());
        }
        closed(&mut desk);
        desk.previous.push(Meeting::new(agenda, head));
        let opens = |desk: &Desk| {
            desk.effects
                .iter()
                .filter(|effect| matches!(effect, Effect::OpenMeeting(id) if *id == booked))
                .count()
        };
        desk.press(Action::NextMeeting).press(Action::Save);
        let Some(Effect::Commit(command)) =
            desk.effects.iter().rev().find(|effect| matches!(effect, Effect::Commit(_)))
        else {
            panic!("{}", desk.notice())
        };
        let changes = command.changes.clone();
        if today {
            assert_eq!(opens(&desk), 1, "{:?}", desk.model.dialogs);
            continue;
        }
        let asked = format!("{:?}", desk.model.dialogs);
        assert!(asked.contains("7 december") && opens(&desk) == 0, "{asked}");
        desk.press(Action::Back);
        // With all that comes along in it, the key asks for nothing more.
        desk.previous.last_mut().unwrap().apply(&changes);
        if let Screen::Meeting(screen) = &mut desk.model.screen {
            screen.meeting.follow_ups = vec![row];
        }
        desk.press(Action::NextMeeting);
        assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Confirm(_))), "{:?}", desk.model.dialogs);
        desk.press(Action::Accept);
        assert_eq!(opens(&desk), 1);
    }
}

#[test]
fn a_follow_up_takes_neither_the_purpose_nor_the_questions_of_the_first_along() {
    let mut desk = Desk::meeting("sip");
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.meeting.head.purpose = Some("Göra en gemensam plan".to_owned());
        screen.meeting.head.questions = Some("Vem hjälper till?".to_owned());
    }
    let source = closed(&mut desk);
    desk.press(Action::NextMeeting).fill("datum", "10 dec").press(Action::Save);
    let puts = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Commit(command) => Some(command.changes.clone()),
        _ => None,
    });
    let heads = puts.flatten().filter_map(|change| match change {
        Change::Put(record) => match *record {
            Record::Head(head) if head.follows == Some(source.id()) => Some(head),
            _ => None,
        },
        Change::Delete(..) => None,
    });
    let heads: Vec<_> = heads.collect();
    assert!(!heads.is_empty());
    assert!(heads.iter().all(|head| head.purpose.is_none() && head.questions.is_none()), "{heads:?}");
}

#[test]
fn a_meeting_that_is_followed_up_already_says_so_and_offers_another() {
    let (mut desk, _) = eht();
    let mut follow_up = desk.screen().meeting.clone();
    follow_up.head.id = uuid::Uuid::from_u128(77).into();
    super::offer(&mut desk.model, follow_up.clone());
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("{}", desk.notice()) };
    assert!(pick.title.starts_with("Mötet är redan uppföljt: "), "{}", pick.title);
    desk.press(Action::Accept);
    assert!(
        desk.effects.iter().any(|effect| matches!(effect, Effect::OpenMeeting(id) if *id == follow_up.id()))
    );
    super::offer(&mut desk.model, follow_up);
    desk.press(Action::Down).press(Action::Accept);
    assert!(matches!(desk.model.dialogs.last(), Some(Dialog::Form(form)) if form.is(&super::CARRY_OVER)));
}
