//! What comes to the wall and what never does.

use super::points::NEW_FOR;
use super::*;
use crate::app::core::action::Action;
use crate::app::core::model::{Dialog, RowRef};
use crate::app::testing::{Desk, monday};
use crate::domain::agenda::{EntryKind, Huvudman};
use crate::domain::ids::{EntryId, MeetingArendeId};
use crate::domain::record::{
    Attendance, Body, Child, Consent, EndReason, Exemption, ParticipantKind, Presence,
};

use chrono::TimeDelta;

const AROUND: Around = Around { practice: false, blank: false, attended: true, pointed: None };

fn wall(desk: &Desk) -> Wall {
    Wall::of(&desk.screen().meeting, AROUND, desk.now)
}

fn talk_of(desk: &Desk) -> Talk {
    match wall(desk).scene {
        Scene::Talk(talk) => *talk,
        other => panic!("{other:?}"),
    }
}

fn meeting(desk: &mut Desk) -> &mut Meeting {
    match &mut desk.model.screen {
        Screen::Meeting(screen) => &mut screen.meeting,
        _ => panic!("no meeting"),
    }
}

/// An EHT in planering of its first ärende, with an action by the mentor.
fn planning() -> Desk {
    let mut desk = Desk::eht();
    desk.jump(1).jump(3);
    desk.line("Enskild lästräning @maja >om 3 veckor");
    desk
}

#[test]
fn what_is_agreed_comes_to_the_wall_with_owner_and_date() {
    let mut desk = planning();
    let talk = talk_of(&desk);
    assert_eq!(talk.subject.as_deref(), Some("Ärende 1 av 2 · Blå"));
    let [point] = talk.agreed.as_slice() else { panic!("{talk:?}") };
    assert_eq!((point.what.as_str(), point.who.as_str()), ("Enskild lästräning", "Mentor"));
    assert!(point.when.contains("14 dec") && point.new && !point.confirmed, "{point:?}");
    desk.wait(TimeDelta::minutes(6));
    assert!(!talk_of(&desk).agreed[0].new, "nothing is new for ever");
    desk.line("Bildschema @eva >fre");
    let talk = talk_of(&desk);
    assert_eq!(talk.agreed.iter().filter(|point| point.new).count(), 1);
    assert!(talk.agreed[1].new);
    desk.press(Action::NextArende);
    assert!(talk_of(&desk).agreed.is_empty(), "another ärende's points aren't this one's");
}

#[test]
fn what_is_for_others_eyes_never_comes_to_the_wall() {
    let mut desk = planning();
    let now = desk.now;
    let meeting = meeting(&mut desk);
    let child = meeting.children[0].clone();
    meeting.children[0] = Child {
        name: Some("NAMNET Efternamn".to_owned()),
        called: Some("KALLAD".to_owned()),
        born: Some("20140503-0006".to_owned()),
        ..child
    };
    for person in &mut meeting.participants {
        person.phone = Some("0980-765 43 21".to_owned());
    }
    meeting.head.file_copy = Some(crate::domain::record::FileCopy::Namn);
    let action = meeting.entries.last().unwrap().clone();
    for kind in [
        EntryKind::Privat,
        EntryKind::Riskfaktor,
        EntryKind::Anteckning,
        EntryKind::Fraga,
        EntryKind::Reflektion,
        EntryKind::EjOverens,
        EntryKind::Rost,
        EntryKind::Skyddsfaktor,
        EntryKind::Sammanfattning,
    ] {
        let text = format!("HEMLIGT {kind:?}");
        meeting.entries.push(Entry {
            id: uuid(kind as u128 + 1),
            text,
            body: Body::empty(kind),
            ..action.clone()
        });
    }
    let text = "Ring NAMNETs mamma på 070-123 45 67, 20150203-1234, TOKEN@skolan.se".to_owned();
    meeting.entries.push(Entry { id: uuid(100), text, ..action.clone() });
    let kept = Entry { id: uuid(101), text: "HEMLIGT undantag".to_owned(), ..action.clone() };
    let exempt = Exemption {
        id: uuid(102),
        meeting: kept.meeting,
        consent: uuid(103),
        entry: kept.id,
        part: "HEMLIG part".to_owned(),
    };
    meeting.entries.push(kept);
    meeting.exemptions.push(exempt);
    meeting.head.purpose = Some("HEMLIGT syfte".to_owned());
    meeting.head.title = "HEMLIG titel".to_owned();
    meeting.head.place = Some("HEMLIG plats".to_owned());
    meeting.head.questions = Some("HEMLIG fråga".to_owned());
    meeting.items[0].question = Some("HEMLIG ärendefråga".to_owned());
    for phase in Phase::ALL {
        meeting.head.phase = phase;
        let shown = format!("{:?}", Wall::of(meeting, AROUND, now));
        for token in
            ["HEMLIG", "NAMNET", "Efternamn", "KALLAD", "070", "1234", "TOKEN", "3-0006", "0503", "0980"]
        {
            assert!(!shown.contains(token), "{token} in {phase:?}: {shown}");
        }
    }
    meeting.head.phase = Phase::Planering;
    let shown = format!("{:?}", Wall::of(meeting, AROUND, now));
    assert!(shown.contains("Ring Blås mamma på [nummer], [personnummer], [adress]"), "{shown}");
}

#[test]
fn who_nobody_has_said_to_be_staff_is_not_named_on_the_wall() {
    let mut desk = planning();
    let now = desk.now;
    let meeting = meeting(&mut desk);
    let text = "Ring Ture och Ålms bror".to_owned();
    let action = meeting.entries.last().unwrap().clone();
    meeting.entries.push(Entry { id: uuid(100), text, ..action });
    let staff = meeting.participants.iter().find(|person| person.is_staff()).unwrap().clone();
    for (role, huvudman, shown) in [
        ("kontakt", Huvudman::Familj, "Ring kontakt och kontakts bror"),
        ("", Huvudman::Familj, "Ring deltagare och deltagares bror"),
        ("kontakt", Huvudman::Kommun, "Ring Ture och Ålms bror"),
    ] {
        let name = "Ture Ålm".to_owned();
        let role = role.to_owned();
        let presence = Presence::Franvarande;
        let person = Participant { id: uuid(101), name, role, huvudman, presence, ..staff.clone() };
        meeting.participants.retain(|other| other.id != person.id);
        meeting.participants.push(person);
        let wall = format!("{:?}", Wall::of(meeting, AROUND, now));
        assert!(wall.contains(shown), "{shown}: {wall}");
    }
}

/// Two mothers and two children's ärenden, by a form in which they meet; the first is spoken of.
fn two_families(form: &str) -> Desk {
    let mut desk = Desk::meeting(form);
    let target = crate::app::meeting::target::Target::Individual;
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.target = target;
    }
    desk.line("Blå").line("Grön");
    if let Screen::Meeting(screen) = &mut desk.model.screen {
        screen.target = crate::app::meeting::target::Target::Participant;
    }
    desk.line("Lena Berg, mamma").choose();
    desk.line("Siv Ask, mamma").press(Action::Down).press(Action::Down).press(Action::Accept);
    desk.line("Eva Ek, rektor");
    desk
}

/// Agrees on something in each ärende, and speaks of the one that stands at a place.
fn agreed_in_both(desk: &mut Desk) {
    let meeting = meeting(desk);
    meeting.agenda.consent = crate::domain::agenda::ConsentRule::Nej;
    for (at, text) in ["ETTHEMLIGT", "TVAHEMLIGT"].into_iter().enumerate() {
        let owner = meeting.participants.iter().filter(|person| person.is_family()).nth(at).map(|p| p.id);
        let entry = Entry {
            id: uuid(900 + at as u128),
            meeting: meeting.id(),
            arende: Some(meeting.items[at].id),
            text: text.to_owned(),
            source: owner,
            confirmed: None,
            emi: false,
            order: 1,
            rev: 1,
            body: Body::Atgard(crate::domain::record::ActionItem { owner, ..Default::default() }),
        };
        meeting.entries.push(entry);
    }
}

#[test]
fn a_row_of_one_arende_that_names_another_family_waits_for_a_look_and_is_left_out_until_then() {
    let mut desk = two_families("bht-degerfors");
    let meeting = meeting(&mut desk);
    meeting.children[0].name = Some("Anna-Lena Andersson".to_owned());
    meeting.children[1].name = Some("Per von Essen".to_owned());
    let (own, other) = if meeting.child_of(&meeting.items[0]).unwrap().id == meeting.children[0].id {
        ("Anna-Lena", "Per")
    } else {
        ("Per", "Anna-Lena")
    };
    agreed_in_both(&mut desk);
    let meeting = self::meeting(&mut desk);
    let mother =
        meeting.participants.iter().find(|person| person.name == "Lena Berg").unwrap().name_and_role();
    let part = crate::domain::copies::Part::Arenden(vec![meeting.items[0].id]);
    for (text, waits) in [
        (format!("{other} leker i samma grupp"), true),
        (format!("{own} leker i samma grupp"), false),
        ("Siv Ask hämtar".to_owned(), true),
        ("Lena Berg hämtar".to_owned(), false),
        ("Eva Ek ringer".to_owned(), false),
    ] {
        let at = meeting.entries.iter().position(|entry| entry.text == "ETTHEMLIGT").unwrap();
        let mut changed = meeting.clone();
        changed.entries[at].text.clone_from(&text);
        assert_eq!(!changed.held_entry(&changed.entries[at]).is_empty(), waits, "{text}");
        let said = crate::domain::copies::describe_for(
            (&crate::domain::meeting::Callings::of(&changed), &changed.held_keys()),
            &mother,
            &part,
        );
        assert_eq!(said.contains("utom 1 rad"), waits, "{text}: {said}");
        let listed = changed.rows_to_look_at().iter().any(|row| row.held && row.text.contains(&text));
        assert_eq!(listed, waits, "{text}");
    }
}

#[test]
fn while_another_family_is_in_the_room_nothing_of_an_arende_is_shown_but_its_number() {
    let forms: Vec<String> = crate::app::testing::forms()
        .into_iter()
        .filter_map(|choice| choice.agenda.ok())
        .filter(|(agenda, _)| agenda.many && agenda.individuals)
        .map(|(agenda, _)| agenda.id)
        .collect();
    assert!(forms.len() >= 8, "{forms:?}");
    for form in forms {
        let mut desk = two_families(&form);
        agreed_in_both(&mut desk);
        let now = desk.now;
        let items = [desk_item(&desk, 0), desk_item(&desk, 1)];
        let [lena, siv] = [desk.person("Lena Berg").id, desk.person("Siv Ask").id];
        let shown = |meeting: &Meeting| format!("{:?}", Wall::of(meeting, AROUND, now));
        let set = |desk: &mut Desk, who, presence| {
            let people = &mut meeting(desk).participants;
            people.iter_mut().find(|person| person.id == who).unwrap().presence = presence;
        };
        meeting(&mut desk).head.status = MeetingStatus::Pagar;
        for phase in Phase::ALL {
            for item in items {
                let meeting = meeting(&mut desk);
                meeting.head.phase = phase;
                meeting.head.current = phase.is_per_arende().then_some(item);
                let all = shown(meeting);
                for secret in ["HEMLIGT", "Blå", "Grön", "Lena", "Siv", "Berg", "Ask"] {
                    assert!(!all.contains(secret), "{form} {phase:?}: {secret} in {all}");
                }
            }
        }
        let only = |desk: &Desk| talk_of(desk).only;
        assert_eq!(only(&desk).as_deref(), Some("Skärmen visar inga ärenden nu."), "{form}");
        // When the others have gone, it is the first family's.
        set(&mut desk, siv, Presence::Gatt);
        assert_eq!(only(&desk).as_deref(), Some("Skärmen visar bara ärende 1."), "{form}");
        let all = shown(&desk.screen().meeting);
        assert!(all.contains("ETTHEMLIGT") && !all.contains("TVAHEMLIGT"), "{form}: {all}");
        for (phase, at, there) in
            [(Phase::Planering, 0, true), (Phase::Planering, 1, false), (Phase::Nulage, 1, false)]
        {
            let meeting = meeting(&mut desk);
            meeting.head.phase = phase;
            meeting.head.current = Some(items[at]);
            let talk = talk_of(&desk);
            let subject = talk.subject.clone().unwrap();
            assert_eq!(talk.agreed.len(), usize::from(there), "{form} {phase:?} {at}: {talk:?}");
            assert_eq!(subject.contains('·'), there, "{form}: {subject}");
            assert_eq!(talk.only.is_none(), there, "{form}: {talk:?}");
        }
        // An old meeting, in which nobody said whose they are: nothing while they are there.
        set(&mut desk, siv, Presence::Franvarande);
        meeting(&mut desk).attendance.clear();
        for at in [0, 1] {
            let meeting = meeting(&mut desk);
            meeting.head.phase = Phase::Planering;
            meeting.head.current = Some(items[at]);
            assert!(!shown(meeting).contains("HEMLIGT"), "{form}");
        }
        set(&mut desk, lena, Presence::Gatt);
        assert_eq!(talk_of(&desk).agreed.len(), 1, "{form}: with no family there all may be read");
    }
}

fn desk_item(desk: &Desk, at: usize) -> MeetingArendeId {
    desk.screen().meeting.items[at].id
}

fn uuid<T: From<uuid::Uuid>>(number: u128) -> T {
    T::from(uuid::Uuid::from_u128(number))
}

#[test]
fn whoever_was_in_one_arende_sees_that_one_alone_when_all_is_read_out() {
    let mut desk = planning();
    desk.press(Action::NextArende).jump(3).line("Rastvärd vid dörren @eva >fre");
    desk.jump(4);
    let talk = talk_of(&desk);
    assert_eq!((talk.agreed.len(), talk.only), (2, None));
    assert!(talk.agreed[0].in_turn && talk.agreed[1].place == Some(2));
    let (mentor, first) = (desk.person("Maja Mo").id, desk.screen().meeting.items[0].id);
    let id = desk.screen().meeting.id();
    meeting(&mut desk).attendance.push(Attendance {
        id: uuid(1),
        meeting: id,
        participant: mentor,
        arende: first,
    });
    let talk = talk_of(&desk);
    assert_eq!(talk.only.as_deref(), Some("Skärmen visar bara ärende 1."));
    assert_eq!(talk.agreed.iter().map(|point| point.place).collect::<Vec<_>>(), [Some(1)]);
    assert!(talk.agreed[0].in_turn);
    meeting(&mut desk).attendance[0].arende = desk_item(&desk, 1);
    assert!(!talk_of(&desk).agreed[0].in_turn, "the point that is read out isn't shown");
    meeting(&mut desk).attendance[0].arende = first;
    let gone = meeting(&mut desk).participants.iter_mut().find(|person| person.id == mentor).unwrap();
    gone.presence = Presence::Gatt;
    assert_eq!(talk_of(&desk).agreed.len(), 2, "when they have left, all is shown");
}

#[test]
fn without_a_consent_that_holds_nothing_of_the_arende_is_shown() {
    let mut desk = Desk::sip();
    desk.jump(1).jump(3).line("Samtal varje vecka @karin >fre");
    let talk = talk_of(&desk);
    assert_eq!((talk.subject.as_deref(), talk.agreed.len()), (Some("Bo"), 1));
    assert_eq!(talk.agreed[0].who, "Kurator");
    assert!(matches!(&talk.time, Time::Ends(_)), "a SIP isn't counted down");
    // Withdrawn in the middle of the meeting: the wall doesn't tell what happened.
    let mut in_the_middle = Desk::sip();
    in_the_middle.jump(1).wait(chrono::TimeDelta::minutes(5)).press(Action::Withdraw).press(Action::Accept);
    assert_eq!(talk_of(&in_the_middle).only.as_deref(), Some("Vi stannar här."));
    let withdrawn = |consent: &Consent| Consent { withdrawn: Some(monday().utc), ..consent.clone() };
    let whole = meeting(&mut desk);
    whole.consents = whole.consents.iter().map(withdrawn).collect();
    for phase in [Phase::Planering, Phase::Ansvar] {
        meeting(&mut desk).head.phase = phase;
        let talk = talk_of(&desk);
        assert!(talk.agreed.is_empty() && talk.only.is_some(), "{talk:?}");
        assert!(!format!("{talk:?}").contains("Bo\""), "{talk:?}");
        let said = talk.only.unwrap();
        assert!(!said.contains("samtycke"), "why isn't for the wall: {said}");
    }
}

#[test]
fn somebody_whom_the_consent_doesnt_name_sees_nothing_while_in_the_room() {
    let mut desk = Desk::sip();
    desk.jump(1).jump(3).line("Samtal varje vecka @karin >fre");
    desk.jump(0).line("Mor Ask, mormor").jump(4);
    assert!(talk_of(&desk).agreed.is_empty());
    let id = desk.person("Mor Ask").id;
    let row = meeting(&mut desk).participants.iter_mut().find(|person| person.id == id).unwrap();
    row.presence = Presence::Gatt;
    assert_eq!(talk_of(&desk).agreed.len(), 1);
}

#[test]
fn the_word_goes_round_by_role_and_two_of_the_same_by_first_name() {
    let of = |who: &str| Some(Turn::Of(who.to_owned()));
    let mut desk = Desk::eht();
    desk.jump(1);
    assert_eq!(talk_of(&desk).turn, Some(Turn::Round), "one key marks them all");
    let id = desk.person("Eva Ek").id;
    desk.point(RowRef::Participant(id)).press(Action::Spoken);
    assert_eq!(talk_of(&desk).turn, of("Specialpedagog"));
    let second =
        meeting(&mut desk).participants.iter_mut().find(|person| person.name == "Sara Sten").unwrap();
    second.role = "Mentor".to_owned();
    assert_eq!(talk_of(&desk).turn, of("Mentor Sara"));
    desk.press(Action::AllSpoken);
    assert_eq!(talk_of(&desk).turn, None);
    let mut sip = Desk::sip();
    sip.jump(1);
    assert_eq!(talk_of(&sip).turn, of("Bo"), "the child by the name it has here");
    sip.press(Action::Spoken);
    assert_eq!(talk_of(&sip).turn, of("Vårdnadshavare"));
}

#[test]
fn a_blank_wall_a_left_meeting_and_a_closed_one_are_calm() {
    let desk = planning();
    let meeting = &desk.screen().meeting;
    let scene = |around: Around| Wall::of(meeting, around, desk.now).scene;
    assert_eq!(scene(Around { blank: true, ..AROUND }), Scene::Paused);
    assert_eq!(scene(Around { attended: false, ..AROUND }), Scene::Paused);
    let mut closed = meeting.clone();
    closed.head.status = MeetingStatus::Avslutat;
    assert_eq!(Wall::of(&closed, AROUND, desk.now).scene, Scene::Closed { again: None });
    closed.head.status = MeetingStatus::Planerat;
    let Scene::Waiting { when: Some(_) } = Wall::of(&closed, AROUND, desk.now).scene else { panic!() };
    closed.children[0].protected = true;
    assert_eq!(Wall::of(&closed, AROUND, desk.now).scene, Scene::Waiting { when: None });
}

#[test]
fn each_change_is_a_sentence() {
    let mut desk = Desk::eht();
    let mut before = wall(&desk);
    let mut said = |desk: &Desk| {
        let after = wall(desk);
        let said = sentences(Some(&before), &after);
        before = after;
        said
    };
    desk.jump(1);
    let first = said(&desk);
    assert_eq!(first[..2], ["Vi talar om ärende 1 av 2, Blå.", "Nu är vi i nuläge."], "{first:?}");
    assert!(first[2].starts_with("Frågan är: ") && first[3].starts_with("Och sedan: "), "{first:?}");
    assert_eq!(first[4], "Ordet går laget runt.");
    let id = desk.person("Eva Ek").id;
    desk.point(RowRef::Participant(id)).press(Action::Spoken);
    assert_eq!(said(&desk), ["Nu berättar specialpedagog."]);
    desk.press(Action::AllSpoken);
    assert_eq!(said(&desk), ["Alla har fått ordet."]);
    desk.jump(3);
    said(&desk);
    desk.line("Bildschema i klassrummet @maja >fre");
    assert_eq!(
        said(&desk),
        ["Nytt: Förslag till åtgärd 1: Bildschema i klassrummet. Mentor, senast fre 27 nov."]
    );
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Remove);
    assert_eq!(said(&desk), ["Borttaget: Bildschema i klassrummet."]);
    assert_eq!(said(&desk), [""; 0], "nothing new is silence");
    let paused = wall(&desk).paused();
    assert_eq!(sentences(Some(&wall(&desk)), &paused), ["Paus. Klockan är 09.00."]);
    assert!(!sentences(None, &wall(&desk)).is_empty());
}

#[test]
fn the_secretarys_screen_can_show_the_same_and_nothing_else_is_drawn_there() {
    let mut desk = planning();
    assert_eq!(of_model(&desk.model), Wall { practice: true, ..wall(&desk) });
    desk.press(Action::Blank);
    assert_eq!(of_model(&desk.model).scene, Scene::Paused);
    desk.press(Action::Blank).press(Action::ToWall);
    assert_eq!(desk.model.context(), crate::app::Context::Line);
    desk.press(Action::Head);
    assert_eq!(desk.model.context(), crate::app::Context::Veiled, "a form isn't for the wall");
    desk.press(Action::ToWall);
    assert_eq!(desk.model.context(), crate::app::Context::Form);
}

#[test]
fn a_laptop_that_is_projected_itself_starts_with_the_walls_picture() {
    let setup = crate::app::core::model::Setup { on_wall: true, ..crate::app::testing::setup() };
    let locked = crate::app::core::model::Setup {
        database: crate::app::core::model::DatabaseState::Locked,
        ..setup.clone()
    };
    let model = Model::new(locked, monday(), (80, 24));
    assert!(!model.shows_wall(), "the passphrase is asked for first");
    let mut desk = Desk::new();
    desk.model = Model::new(setup, monday(), (80, 24));
    desk.send(crate::app::Message::Store(crate::app::Reply::Opened {
        recovery_key: None,
        practice: true,
        by_recovery: false,
        home: None,
    }));
    assert!(desk.model.shows_wall());
    assert_eq!(of_model(&desk.model).scene, Scene::Waiting { when: None });
    assert_eq!(desk.model.context(), crate::app::Context::Veiled);
    desk.press(Action::ToWall);
    assert_eq!(desk.model.context(), crate::app::Context::Home);
}

#[test]
fn facts_of_absence_never_come_to_the_wall() {
    let mut desk = Desk::meeting("skolfranvaro");
    desk.line("Bo, barnet").line("Karin Lund, kurator, skola").press(Action::Next).line("Bo");
    let now = desk.now;
    let meeting = meeting(&mut desk);
    let kept: Vec<String> =
        meeting.agenda.fields.iter().filter(|field| !field.on_wall).map(|field| field.id.clone()).collect();
    assert!(kept.len() >= 3, "{kept:?}");
    let all: Vec<String> = meeting.agenda.fields.iter().map(|field| field.id.clone()).collect();
    let (id, item) = (meeting.id(), meeting.items[0].id);
    for (number, field) in all.into_iter().enumerate() {
        let value = format!("HEMLIGT {field}");
        meeting.fields.push(crate::domain::record::FieldValue {
            id: uuid(200 + number as u128),
            meeting: id,
            arende: Some(item),
            field,
            value,
            rev: 1,
        });
    }
    for phase in Phase::ALL {
        meeting.head.phase = phase;
        let shown = format!("{:?}", Wall::of(meeting, AROUND, now));
        assert!(!shown.contains("HEMLIG"), "{phase:?}: {shown}");
    }
}

#[test]
fn a_number_to_call_is_not_shown_as_what_an_arende_is_called() {
    let mut desk = planning();
    let first = desk.screen().meeting.items[0].arende;
    let arende = meeting(&mut desk).arenden.iter_mut().find(|arende| arende.id == first).unwrap();
    arende.label = "Blå (070) 123 45 67".to_owned();
    assert_eq!(talk_of(&desk).subject.as_deref(), Some("Ärende 1 av 2 · Blå [nummer]"));
}

#[test]
fn esc_on_the_walls_picture_leads_back_to_ones_own_screen_and_asks_nothing() {
    let mut desk = planning();
    desk.press(Action::ToWall);
    for _ in 0..3 {
        desk.press(Action::Back);
        if !desk.model.on_wall {
            break;
        }
    }
    assert!(!desk.model.on_wall && desk.model.dialogs.is_empty());
    desk.press(Action::Back).press(Action::Back);
    assert!(matches!(desk.model.dialogs.last(), Some(crate::app::ui::dialog::Dialog::Confirm(_))));
}

/// A row of home about a meeting of this form, planned so many days from now.
fn at_home(form: &str, days: i64) -> crate::domain::overview::MeetingRow {
    crate::domain::overview::MeetingRow {
        cancelled: false,
        held: None,
        id: uuid(300),
        agenda_id: form.to_owned(),
        title: "HEMLIG titel".to_owned(),
        planned: monday().utc.naive_utc() + TimeDelta::days(days),
        status: MeetingStatus::Planerat,
        phase: Phase::Sammanhang,
        handle: String::new(),
        arenden: Vec::new(),
        place: None,
    }
}

#[test]
fn at_home_the_wall_says_what_todays_meeting_is_called_as_a_form_and_no_other_days() {
    let form_at_home = |coming: Vec<crate::domain::overview::MeetingRow>| {
        let mut desk = Desk::new();
        let Screen::Home(home) = &mut desk.model.screen else { panic!("not at home") };
        home.data = Some(crate::domain::overview::Home { coming, ..Default::default() });
        of_model(&desk.model).agenda_name
    };
    let name = |form: &str| {
        let known = crate::app::testing::forms().into_iter().find(|choice| choice.id == form).unwrap();
        known.agenda.unwrap().0.name
    };
    assert_eq!(form_at_home(vec![at_home("sip", 1), at_home("eht", 0)]), name("eht"));
    assert_eq!(form_at_home(vec![at_home("sip", 0)]), name("sip"));
    assert_eq!(form_at_home(vec![at_home("eht", 1)]), "", "tomorrow's isn't told");
    assert_eq!(form_at_home(vec![at_home("borttagen", 0)]), "");
}

#[test]
fn a_hidden_arende_has_no_questions_to_give_it_away() {
    let mut desk = Desk::sip();
    desk.jump(1);
    assert!(!talk_of(&desk).more.is_empty());
    meeting(&mut desk).consents.clear();
    let talk = talk_of(&desk);
    assert_eq!(talk.only.as_deref(), Some("Det här ärendet visas inte på skärmen."));
    assert!(talk.more.is_empty() && talk.subject.as_deref() == Some(""), "{talk:?}");
    meeting(&mut desk).head.phase = Phase::Ansvar;
    assert_eq!(talk_of(&desk).only.as_deref(), Some("Det som rör ärendet visas inte på skärmen."));
}

#[test]
fn a_plan_that_ends_is_said_to_and_nothing_is_asked_of_what_comes_after_it() {
    let mut desk = Desk::sip();
    desk.jump(4);
    meeting(&mut desk).head.phase = Phase::Ansvar;
    let before = talk_of(&desk);
    assert!(!before.more.is_empty() && before.question != super::PLAN_ENDS, "{before:?}");
    let today = desk.now.today();
    meeting(&mut desk).head.sip_ended = Some(today);
    meeting(&mut desk).head.sip_end_reason = Some(EndReason::SamtycketAterkallat);
    let talk = talk_of(&desk);
    assert_eq!((talk.question.as_str(), talk.more.len()), (super::PLAN_ENDS, 0));
    assert!(!format!("{talk:?}").contains("återkall"), "why it ends isn't for the wall");
}

#[test]
fn what_belongs_to_no_arende_is_shown_in_a_childs_own_meeting_and_not_where_many_are_spoken_of() {
    let mut one = Desk::sip();
    one.jump(1).jump(3).line("Samtal varje vecka @karin >fre");
    meeting(&mut one).entries[0].arende = None;
    assert_eq!(talk_of(&one).agreed.len(), 1);
    let mut many = planning();
    meeting(&mut many).entries[0].arende = None;
    assert!(talk_of(&many).agreed.is_empty());
}

#[test]
fn a_point_is_in_turn_only_while_all_is_read_out_and_until_it_is_confirmed() {
    let mut desk = planning();
    desk.line("Bildschema @eva >fre");
    assert!(talk_of(&desk).agreed.iter().all(|point| !point.in_turn), "nothing is read out yet");
    desk.jump(4);
    let in_turn =
        |desk: &Desk| -> Vec<bool> { talk_of(desk).agreed.iter().map(|point| point.in_turn).collect() };
    assert_eq!(in_turn(&desk), [true, false]);
    meeting(&mut desk).entries[0].confirmed = Some(monday().utc);
    assert_eq!(in_turn(&desk), [false, true]);
}

#[test]
fn a_point_is_new_for_less_than_five_minutes() {
    let mut desk = planning();
    desk.wait(NEW_FOR - TimeDelta::seconds(1));
    assert!(talk_of(&desk).agreed[0].new);
    desk.wait(TimeDelta::seconds(1));
    assert!(!talk_of(&desk).agreed[0].new);
}

#[test]
fn a_decision_says_who_took_it() {
    let mut desk = planning();
    desk.types("Anpassad studiegång prövas").press(Action::ToDecision).press(Action::Accept);
    let talk = talk_of(&desk);
    let decision = talk.agreed.iter().find(|point| point.decision).unwrap();
    assert_eq!(decision.who, "Beslut av rektor", "by the role, as who does something");
    let entry = meeting(&mut desk).entries.last_mut().unwrap();
    let Body::Beslut(by) = &mut entry.body else { panic!("no decision") };
    by.decided_by = Some("Rektor".to_owned());
    assert_eq!(talk_of(&desk).agreed[1].who, "Beslut av rektor");
}

#[test]
fn a_meeting_held_on_another_day_than_planned_ends_its_length_after_it_began() {
    let mut desk = Desk::sip();
    let now = desk.now;
    let meeting = meeting(&mut desk);
    meeting.head.planned = now.local() + chrono::TimeDelta::days(2) + chrono::TimeDelta::hours(3);
    meeting.head.started = Some(now.utc);
    let end = now.local() + chrono::TimeDelta::minutes(meeting.head.minutes);
    let wall = format!("{:?}", Wall::of(meeting, AROUND, now));
    assert!(wall.contains(&format!("until: Some(\"{}\")", end.format("%H.%M"))), "{wall}");
}

#[test]
fn a_meeting_without_countdown_says_when_it_ends() {
    let mut desk = Desk::sip();
    desk.jump(1);
    let head = &mut meeting(&mut desk).head;
    (head.planned, head.minutes) = ("2026-11-23T13:15:00".parse().unwrap(), 60);
    assert_eq!(talk_of(&desk).time, Time::Ends("14.15".to_owned()));
    // With who is here it is said once.
    desk.press(Action::ToSammanhang);
    let talk = talk_of(&desk);
    assert_eq!((talk.time, talk.gathered.unwrap().until.as_deref()), (Time::Untold, Some("14.15")));
}

#[test]
fn somebody_without_a_role_is_called_by_what_kind_of_person_they_are() {
    for (kind, word) in [
        (ParticipantKind::Personal, "Personal"),
        (ParticipantKind::Vardnadshavare, "Vårdnadshavare"),
        (ParticipantKind::Narstaende, "Närstående"),
        (ParticipantKind::Tolk, "Tolk"),
    ] {
        let mut desk = planning();
        let mentor = desk.person("Maja Mo").id;
        let person = meeting(&mut desk).participants.iter_mut().find(|person| person.id == mentor).unwrap();
        (person.kind, person.role) = (kind, " ".to_owned());
        let who = talk_of(&desk).agreed[0].who.clone();
        assert_eq!(who, word);
    }
}

#[test]
fn one_s_own_screen_says_how_the_wall_is_seen_again_and_the_wall_says_nothing_of_it() {
    let mut desk = Desk::meeting("samverkansmote");
    desk.press(Action::ToWall);
    assert!(desk.model.on_wall && desk.model.notice.is_none());
    desk.press(Action::ToWall);
    let said = desk.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
    assert!(!desk.model.on_wall && said.starts_with("Din egen skärm."), "{said}");
}

/// The row that says so on the secretary's screen.
fn detail_of(desk: &Desk, id: EntryId) -> String {
    let board = crate::app::meeting::board::board(&desk.model).unwrap();
    let rows = board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows);
    let row = rows.into_iter().find(|row| row.target == Some(RowRef::Entry(id)));
    row.and_then(|row| row.detail.clone()).unwrap_or_default()
}

fn texts(desk: &Desk) -> Vec<String> {
    talk_of(desk).agreed.into_iter().map(|point| point.what).collect()
}

/// Somebody who has said who they are.
fn sat_down(mut desk: Desk) -> Desk {
    desk.model.person = Some(crate::domain::record::Person {
        id: uuid(900),
        name: "Gunilla Rask".to_owned(),
        role: "Sekreterare".to_owned(),
        rev: 1,
    });
    desk
}

#[test]
fn words_that_tell_of_a_report_are_held_until_somebody_has_looked_and_again_when_others_come() {
    let mut desk = sat_down(planning());
    desk.line("Rektor gör en orosanmälan i morgon @eva >fre");
    assert!(
        desk.notice().contains("hålls inne") && desk.notice().contains("orosanmälan"),
        "{}",
        desk.notice()
    );
    assert_eq!(texts(&desk), ["Enskild lästräning"], "no hint of it either");
    let id = desk.entries(EntryKind::Atgard)[1].id;
    assert!(detail_of(&desk, id).contains("hålls inne: orosanmälan (Ctrl-W)"), "{}", detail_of(&desk, id));
    desk.point(RowRef::Entry(id)).press(Action::LetThrough);
    assert_eq!(texts(&desk).len(), 1, "it is asked first");
    desk.press(Action::Accept);
    assert_eq!(texts(&desk).len(), 2);
    let check = desk.screen().meeting.word_checks[0].clone();
    assert_eq!((check.words.as_str(), check.by.as_str()), ("orosanmälan", "Gunilla Rask, sekreterare"));
    assert_eq!(check.about, id.to_string());
    // Another word in the same row waits for a look of its own.
    let entry = meeting(&mut desk).entries.iter_mut().find(|entry| entry.id == id).unwrap();
    entry.text = "Rektor gör en orosanmälan efter misstanke om våld".to_owned();
    assert_eq!(
        desk.screen().meeting.held_entry(desk.screen().meeting.entry(id).unwrap()),
        ["misstanke", "våld"]
    );
    assert_eq!(texts(&desk).len(), 1);
    let entry = meeting(&mut desk).entries.iter_mut().find(|entry| entry.id == id).unwrap();
    entry.text = "Rektor gör en orosanmälan".to_owned();
    assert_eq!(texts(&desk).len(), 2);
    desk.point(RowRef::Entry(id)).press(Action::LetThrough);
    assert_eq!(texts(&desk).len(), 1, "the same key holds it again");
    desk.press(Action::Undo);
    assert_eq!(texts(&desk).len(), 2);
}

/// What lies on top, in words.
fn on_top(desk: &Desk) -> String {
    format!("{:?}", desk.model.dialogs.last())
}

#[test]
fn whoever_looks_at_a_held_row_sees_what_the_wall_will_say_of_it() {
    let mut desk = sat_down(planning());
    for (typed, shown) in [
        ("Orosanmälan, ring 070-123 45 67 @eva >fre", "kommer det att stå: ”Orosanmälan, ring [nummer]"),
        ("Orosanmälan om hot @eva >fre", "Så kommer den att stå på väggen, ord för ord."),
    ] {
        desk.line(typed);
        let id = desk.entries(EntryKind::Atgard).last().unwrap().id;
        desk.point(RowRef::Entry(id)).press(Action::LetThrough);
        assert!(on_top(&desk).contains(shown), "{}", on_top(&desk));
        // And it is what the wall says after the yes.
        desk.press(Action::Accept);
        let said = texts(&desk);
        assert!(on_wall_as_told(&said, typed), "{said:?}");
        desk.point_away();
    }
}

/// Whether the last point is what the text becomes without its number.
fn on_wall_as_told(said: &[String], typed: &str) -> bool {
    let text = typed.split(" @").next().unwrap_or_default().replace("070-123 45 67", "[nummer]");
    said.last() == Some(&text)
}

#[test]
fn the_list_of_what_is_held_says_of_which_arende_each_row_is_and_all_places_tell_one_count() {
    let mut desk = sat_down(planning());
    desk.line("Orosanmälan görs @eva >fre").line("Polisanmälan görs @eva >fre");
    let title = "Misshandeln på rasten".to_owned();
    meeting(&mut desk).head.title = title;
    let second = desk_item(&desk, 1);
    meeting(&mut desk).entries.last_mut().unwrap().arende = Some(second);
    crate::app::meeting::held::list(&mut desk.model);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    let labels = pick.items.iter().map(|item| item.label.clone()).collect::<Vec<_>>();
    assert!(labels[0].starts_with('”') && labels[0].contains("” · Åtgärd: Orosanmälan"), "{labels:?}");
    assert!(labels[1].starts_with('”') && labels[1].contains("” · Åtgärd: Polisanmälan"), "{labels:?}");
    assert!(labels[2].starts_with("Mötets uppgifter: Misshandeln"), "{labels:?}");
    assert_eq!(pick.title, "3 rader hålls inne");
    let whole = &desk.screen().meeting;
    assert_eq!(whole.held_count(), 3);
    let said = crate::domain::copies::describe_for(
        (&crate::domain::meeting::Callings::of(whole), &whole.held_keys()),
        "Eva Ek",
        &crate::domain::copies::Part::Whole,
    );
    assert!(said.contains("utom 3 rader"), "{said}");
}

#[test]
fn another_arendes_family_is_nobodys_relation_here_also_after_a_look() {
    for form in ["bht-degerfors"] {
        let mut desk = two_families(form);
        agreed_in_both(&mut desk);
        let [one, two] = [desk_item(&desk, 0), desk_item(&desk, 1)];
        let harmless = super::harmless::Harmless::of(&desk.screen().meeting);
        for (text, here, there) in [
            ("Siv Ask hämtar", "[namn] hämtar", false),
            ("Siv Asks bil", "[namn]s bil", false),
            ("Eva Ek ringer", "Eva Ek ringer", true),
        ] {
            assert_eq!(harmless.text_of(Some(one), text), here, "{form}");
            let own = harmless.text_of(Some(two), text);
            assert_eq!(own == here, there, "{form}: {own}");
        }
        let by = |item| harmless.named(&desk.screen().meeting, Some(item), "Siv Ask");
        assert_eq!(by(one), "[namn]", "{form}");
        assert_ne!(by(two), "[namn]", "{form}");
    }
}

#[test]
fn nobody_lets_anything_through_without_a_name() {
    let mut desk = planning();
    desk.line("Polisanmälan görs @eva >fre");
    let id = desk.entries(EntryKind::Atgard)[1].id;
    desk.model.person = None;
    desk.point(RowRef::Entry(id)).press(Action::LetThrough);
    assert!(desk.notice().contains("ska stå med namn"), "{}", desk.notice());
    // Which word it is, is said all the same.
    assert!(desk.notice().starts_with("Hålls inne: "), "{}", desk.notice());
    assert!(desk.screen().meeting.word_checks.is_empty());
}

#[test]
fn all_that_the_wall_takes_from_what_was_written_is_held() {
    const WORD: &str = "misshandel";
    let mut desk = planning();
    desk.line("Samtal @Utredare av misshandel >fre");
    desk.types("Vi väntar").press(Action::ToDecision).press(Action::Accept);
    let now = desk.now;
    let meeting = meeting(&mut desk);
    if let Body::Beslut(decision) = &mut meeting.entries.last_mut().unwrap().body {
        decision.decided_by = Some("åklagare om misshandel".to_owned());
    }
    let label = meeting.items[0].arende;
    meeting.arenden.iter_mut().find(|arende| arende.id == label).unwrap().label =
        "Misshandeln på rasten".to_owned();
    for person in &mut meeting.participants {
        person.role = "Utredare av misshandel".to_owned();
    }
    for phase in Phase::ALL {
        meeting.head.phase = phase;
        let shown = format!("{:?}", Wall::of(meeting, AROUND, now)).to_lowercase();
        assert!(!shown.contains(WORD), "{phase:?}: {shown}");
    }
}

#[test]
fn a_name_that_is_an_ordinary_word_is_held_where_it_stands_as_one_and_replaced_where_it_is_the_name() {
    let mut desk = planning();
    let child = desk.screen().meeting.items[0].clone();
    let child = desk.screen().meeting.child_of(&child).unwrap().id;
    let mut known = desk.screen().meeting.clone();
    let own: &mut Child = known.children.iter_mut().find(|own| own.id == child).unwrap();
    own.name = Some("Per Noël Ström".to_owned());
    desk.open(known);
    desk.line("Samtal en gång per vecka @maja >fre");
    assert_eq!(texts(&desk).len(), 1, "held for a look");
    let id = desk.entries(EntryKind::Atgard)[1].id;
    assert!(detail_of(&desk, id).contains("hålls inne: per"), "{}", detail_of(&desk, id));
    desk.line("Per-mamman ringer Noel @maja >fre");
    assert_eq!(texts(&desk)[1], "Blå-mamman ringer Blå");
}

#[test]
fn what_isnt_confirmed_is_told_as_a_proposal() {
    let mut desk = planning();
    desk.jump(4);
    let said = sentences(None, &wall(&desk)).join(" ");
    assert!(said.contains("Förslag till åtgärd 1 i ärende 1: Enskild lästräning"), "{said}");
    meeting(&mut desk).entries[0].confirmed = Some(monday().utc);
    let said = sentences(None, &wall(&desk)).join(" ");
    assert!(said.contains("Åtgärd 1 i ärende 1: Enskild lästräning") && !said.contains("Förslag"), "{said}");
}

/// A child's own meeting in planering, whose consent names the school.
fn with_consent() -> (Desk, String) {
    let mut desk = Desk::sip();
    desk.jump(1).jump(3);
    let part = desk.screen().meeting.consent_parties[0].part.clone();
    (desk, part)
}

#[test]
fn a_line_is_exempted_before_it_is_seen_and_the_row_before_it_isnt() {
    let (mut desk, part) = with_consent();
    desk.line("Samtal varje vecka @karin >fre").types("Det som inte alla får veta @karin >fre");
    desk.press(Action::Exempt);
    let Some(crate::app::ui::dialog::Dialog::Pick(pick)) = desk.model.dialogs.last() else {
        panic!("no list")
    };
    assert!(pick.title.contains("Det som inte alla får veta"), "{}", pick.title);
    desk.press(Action::Accept);
    assert!(desk.screen().meeting.exemptions.is_empty(), "nothing is saved yet");
    let prompt = crate::app::meeting::board::board(&desk.model).unwrap().prompt.unwrap();
    assert!(prompt.contains(&format!("undantag: {part}")), "{prompt}");
    desk.press(Action::Accept);
    let actions = desk.entries(EntryKind::Atgard);
    let (first, second) = (actions[0].id, actions[1].id);
    let kept: Vec<EntryId> = desk.screen().meeting.exemptions.iter().map(|row| row.entry).collect();
    assert_eq!(kept, [second], "the row that was saved before isn't touched");
    assert_eq!(texts(&desk), ["Samtal varje vecka"]);
    assert!(detail_of(&desk, second).contains("undantag:"), "{}", detail_of(&desk, second));
    assert!(!detail_of(&desk, first).contains("undantag:"));
    let commands: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            crate::app::core::effect::Effect::Commit(command) => Some(command),
            _ => None,
        })
        .collect();
    assert_eq!(commands.last().unwrap().changes.len(), 2, "the row and its exemption are one act");
    // The next line is kept from nobody.
    desk.line("Ny rad @karin >fre");
    assert_eq!(desk.screen().meeting.exemptions.len(), 1);
    // In ansvar it is read out with its mark, on the secretary's screen alone.
    desk.jump(4);
    desk.point(RowRef::Entry(second));
    let board = crate::app::meeting::board::board(&desk.model).unwrap();
    let remark = board.point.and_then(|point| point.remark).unwrap_or_default();
    assert!(remark.contains("undantag:"), "{remark}");
    assert!(!texts(&desk).contains(&"Det som inte alla får veta".to_owned()));
}

#[test]
fn an_exempted_row_is_marked_wherever_the_secretary_sees_it() {
    let (mut desk, part) = with_consent();
    let whole = meeting(&mut desk);
    let consent = whole.consents[0].id;
    let kinds: Vec<EntryKind> =
        EntryKind::ALL.into_iter().filter(|kind| *kind != EntryKind::Privat).collect();
    for (at, kind) in kinds.iter().enumerate() {
        let id: EntryId = uuid(700 + at as u128);
        whole.entries.push(Entry {
            id,
            meeting: whole.id(),
            arende: Some(whole.items[0].id),
            text: format!("RAD {kind:?}."),
            source: None,
            confirmed: None,
            order: 1000 + i64::try_from(at).unwrap(),
            rev: 1,
            emi: false,
            body: Body::empty(*kind),
        });
        whole.exemptions.push(crate::domain::record::Exemption {
            id: uuid(800 + at as u128),
            meeting: whole.id(),
            consent,
            entry: id,
            part: part.clone(),
        });
    }
    let mut seen = String::new();
    for phase in Phase::ALL {
        for status in [MeetingStatus::Pagar, MeetingStatus::Avslutat] {
            let whole = meeting(&mut desk);
            whole.head.phase = phase;
            whole.head.status = status;
            whole.head.current = phase.is_per_arende().then_some(whole.items[0].id);
            let board = crate::app::meeting::board::board(&desk.model).unwrap();
            let rows =
                board.columns.iter().flat_map(|column| &column.sections).flat_map(|section| &section.rows);
            // What is left to do of a row is a row too, and links to it.
            let is_entry = |row: &&crate::app::board::Row| matches!(row.target, Some(RowRef::Entry(_)));
            for row in rows.filter(is_entry).filter(|row| row.text.contains("RAD ")) {
                let detail = row.detail.clone().unwrap_or_default();
                assert!(detail.contains(&format!("undantag: {part}")), "{phase:?} {status:?}: {row:?}");
                seen.push_str(&row.text);
            }
            let shown = format!("{:?}", Wall::of(&desk.screen().meeting, AROUND, desk.now));
            assert!(!shown.contains("RAD "), "{phase:?}: {shown}");
        }
    }
    for kind in [EntryKind::Fungerar, EntryKind::Behov, EntryKind::Atgard, EntryKind::Beslut] {
        assert!(seen.contains(&format!("RAD {kind:?}.")), "{kind:?} in {seen}");
    }
}

#[test]
fn an_exemption_that_is_made_later_takes_the_row_off_at_once() {
    let (mut desk, _) = with_consent();
    desk.line("Samtal varje vecka @karin >fre");
    assert_eq!(texts(&desk).len(), 1);
    let id = desk.entries(EntryKind::Atgard)[0].id;
    desk.point(RowRef::Entry(id)).press(Action::Exempt).press(Action::Accept);
    assert_eq!(texts(&desk), [""; 0]);
}

#[test]
fn what_a_line_is_kept_from_goes_with_its_draft_and_with_a_cleared_line() {
    let (mut desk, part) = with_consent();
    desk.types("Halv rad").press(Action::Exempt).press(Action::Accept);
    let written = desk.screen().written();
    let mut screen = crate::app::core::model::MeetingScreen::new(desk.screen().meeting.clone());
    screen.set_written(&written);
    assert_eq!((screen.line.value(), screen.line_exempt[0].1.as_str()), ("Halv rad", part.as_str()));
    desk.press(Action::Back);
    assert!(desk.screen().line.is_empty() && desk.screen().line_exempt.is_empty());
    desk.press(Action::Undo);
    assert_eq!((desk.screen().line.value(), desk.screen().line_exempt.len()), ("Halv rad", 1));
}

#[test]
fn marks_for_one_row_are_never_put_on_the_row_before_an_unsaved_line() {
    for key in [Action::Emi, Action::Strike, Action::MoveEntry] {
        let mut desk = planning();
        desk.point_away().types("Halv rad").press(key);
        assert!(desk.model.dialogs.is_empty(), "{key:?}");
        assert!(desk.notice().contains("inte sparad än"), "{key:?}: {}", desk.notice());
        assert!(desk.screen().meeting.entries.iter().all(|entry| !entry.emi));
    }
}

#[test]
fn a_child_is_called_the_same_wherever_the_wall_names_it() {
    use crate::demo;
    let mut meeting = demo::meetings(demo::tests::now(), &demo::tests::agenda).remove(0);
    (meeting.head.status, meeting.head.phase, meeting.head.current) =
        (MeetingStatus::Pagar, Phase::Ansvar, None);
    meeting.children[0] = Child { name: None, called: None, ..meeting.children[0].clone() };
    "Grön".clone_into(&mut meeting.arenden[0].label);
    for person in meeting.participants.iter_mut().filter(|person| person.kind == ParticipantKind::Barn) {
        "Kim Ask".clone_into(&mut person.name);
        "Den unge".clone_into(&mut person.role);
    }
    let like = meeting.entries.iter().find(|entry| entry.kind() == EntryKind::Atgard).unwrap().clone();
    meeting.entries.clear();
    let named =
        ["Kim Ask, Den unge", "Kim Ask, den unge", "kim  ask", "Kim", "den unge", "Kim Ask och rektor"];
    for (at, by) in named.into_iter().enumerate() {
        let mut body = Body::empty(EntryKind::Beslut);
        let Body::Beslut(decision) = &mut body else { panic!("no decision") };
        decision.decided_by = Some(by.to_owned());
        let text = "Kim Asks schema ändras".to_owned();
        meeting.entries.push(Entry {
            id: uuid(at as u128 + 1),
            text,
            body,
            order: i64::try_from(at).unwrap(),
            ..like.clone()
        });
        let mut action = like.clone();
        let Body::Atgard(own) = &mut action.body else { panic!("no action") };
        (own.owner, own.owner_name) = (None, Some(by.to_owned()));
        meeting.entries.push(Entry { id: uuid(at as u128 + 50), ..action });
    }
    let scene = Wall::of(&meeting, AROUND, monday()).scene;
    let shown = format!("{scene:?}");
    assert!(!shown.contains("Kim") && !shown.contains("Ask"), "{shown}");
    let Scene::Talk(talk) = scene else { panic!("{shown}") };
    let decided: Vec<&str> =
        talk.agreed.iter().filter(|point| point.decision).map(|point| point.who.as_str()).collect();
    assert_eq!(decided[..5], ["Beslut av Grön"; 5], "{decided:?}");
    assert_eq!(decided[5], "Beslut av Grön och rektor");
    assert!(
        talk.agreed.iter().all(|point| !point.decision || point.what == "Gröns schema ändras"),
        "{shown}"
    );
}

/// What an ärende's number is doesn't change with what became of the others, and its place among the rows isn't it.
#[test]
fn an_arende_has_one_number_on_the_screen_the_wall_in_the_jump_list_and_when_it_is_read_out() {
    let mut desk = planning();
    let first = meeting(&mut desk).items[0].clone();
    let other = meeting(&mut desk).items[1].clone();
    // One was taken off the list before it, one is put off, and the first is the last.
    let put_off =
        MeetingArende { order: 5, state: crate::domain::record::ArendeState::Uppskjutet, ..other.clone() };
    let third = MeetingArende { order: 9, ..first.clone() };
    let before = MeetingArende { id: uuid(70), order: 3, ..other };
    meeting(&mut desk).items = vec![before, put_off, third];
    assert_eq!(talk_of(&desk).subject.as_deref(), Some("Ärende 3 av 3 · Blå"));
    let board = crate::app::board::board(&desk.model);
    assert!(format!("{board:?}").contains("Ärende 3 av 3"), "{board:?}");
    desk.press(Action::Jump);
    let Some(Dialog::Pick(pick)) = desk.model.dialogs.last() else { panic!("no list") };
    let picked = pick.items.iter().map(|item| item.label.clone()).collect::<Vec<_>>().join("; ");
    assert!(picked.contains(" · 3. Blå") && !picked.contains(" · 9."), "{picked}");
    desk.press(Action::Back);
    meeting(&mut desk).head.phase = Phase::Ansvar;
    meeting(&mut desk).head.current = None;
    assert_eq!(talk_of(&desk).agreed[0].place, Some(3));
    let board = format!("{:?}", crate::app::board::board(&desk.model));
    assert!(board.contains("· ärende 3"), "{board}");
    assert!(wall_sentences(&desk).iter().any(|said| said.contains("i ärende 3")));
}

fn wall_sentences(desk: &Desk) -> Vec<String> {
    sentences(None, &wall(desk))
}

/// What stands on the wall beside what is agreed.
fn noted(desk: &Desk) -> Vec<(NotedKind, String)> {
    talk_of(desk).noted.into_iter().map(|row| (row.kind, row.what)).collect()
}

#[test]
fn needs_and_goals_stand_on_the_wall_where_they_are_asked_for_and_by_the_same_rules_as_what_is_agreed() {
    let mut desk = sat_down(planning());
    let like = desk.screen().meeting.entries[0].clone();
    let whole = meeting(&mut desk);
    whole.children[0].name = Some("Siri Ström".to_owned());
    let rows = [
        (EntryKind::MalKort, "Här varje måndag", false),
        (EntryKind::Behov, "Siri behöver lugn, ring 070-123 45 67", false),
        (EntryKind::MalLang, "Läser högt i liten grupp", false),
        (EntryKind::Behov, "EMI-BEHOV", true),
        (EntryKind::Behov, "Stöd efter misshandel", false),
        (EntryKind::Skyddsfaktor, "Två kompisar", false),
    ];
    for (at, (kind, text, emi)) in rows.into_iter().enumerate() {
        let (id, body) = (uuid(400 + at as u128), Body::empty(kind));
        whole.entries.push(Entry { id, text: text.to_owned(), body, emi, ..like.clone() });
    }
    let shown = [
        (NotedKind::Need, "Blå behöver lugn, ring [nummer]".to_owned()),
        (NotedKind::LongGoal, "Läser högt i liten grupp".to_owned()),
        (NotedKind::ShortGoal, "Här varje måndag".to_owned()),
    ];
    for (phase, there) in
        [(Phase::Nulage, false), (Phase::Behov, true), (Phase::Planering, true), (Phase::Ansvar, false)]
    {
        meeting(&mut desk).head.phase = phase;
        assert_eq!(noted(&desk), if there { shown.to_vec() } else { Vec::new() }, "{phase:?}");
    }
    // What is held says what the wall will say, and stands there after a look.
    meeting(&mut desk).head.phase = Phase::Behov;
    let held =
        desk.screen().meeting.rows_to_look_at().into_iter().find(|row| row.text.contains("misshandel"));
    assert_eq!(
        after_a_look(&desk.screen().meeting, &held.unwrap()).as_deref(),
        Some("Stöd efter misshandel")
    );
    let said = wall_sentences(&desk);
    assert!(said.contains(&"Det här vill vi nå först: Här varje måndag.".to_owned()), "{said:?}");
    let first = desk_item(&desk, 0);
    let id = desk.screen().meeting.id();
    let exempt = Exemption {
        id: uuid(102),
        meeting: id,
        consent: uuid(103),
        entry: uuid(400),
        part: "BUP".to_owned(),
    };
    meeting(&mut desk).exemptions.push(exempt);
    assert_eq!(noted(&desk), shown[..2], "what is kept from somebody isn't for many eyes");
    // Another ärende has its own.
    let second = desk_item(&desk, 1);
    meeting(&mut desk).head.current = Some(second);
    assert_eq!(noted(&desk), []);
    meeting(&mut desk).head.current = Some(first);
    assert_eq!(noted(&desk).len(), 2);
    meeting(&mut desk).fields.push(crate::domain::record::FieldValue {
        id: uuid(700),
        meeting: id,
        arende: Some(first),
        field: crate::domain::consent::KNOWLEDGE_FIELD.to_owned(),
        value: "nej".to_owned(),
        rev: 1,
    });
    assert_eq!(noted(&desk), [], "what the guardians mustn't know of isn't on a wall");
}

#[test]
fn without_a_consent_no_need_goal_or_promise_is_shown() {
    let mut desk = Desk::sip();
    desk.jump(1).jump(2).line("Lugna morgnar");
    let child = desk.screen().meeting.children[0].id;
    meeting(&mut desk).earlier = vec![promised(Some(child), None)];
    let shown = |desk: &mut Desk, phase| {
        meeting(desk).head.phase = phase;
        noted(desk).len()
    };
    assert_eq!((shown(&mut desk, Phase::Behov), shown(&mut desk, Phase::Sammanhang)), (1, 1));
    desk.jump(0).line("Mor Ask, mormor");
    for phase in Phase::ALL {
        assert_eq!(shown(&mut desk, phase), 0, "somebody whom it doesn't name is here: {phase:?}");
    }
    meeting(&mut desk).participants.retain(|person| person.name != "Mor Ask");
    meeting(&mut desk).consents.clear();
    for phase in Phase::ALL {
        assert_eq!(shown(&mut desk, phase), 0, "{phase:?}");
    }
}

/// A promise of an earlier meeting about a child or in an ärende.
fn promised(
    child: Option<crate::domain::ids::ChildId>,
    arende: Option<crate::domain::ids::ArendeId>,
) -> crate::domain::earlier::Earlier {
    use crate::domain::earlier::Earlier;
    let owner = Some("Maja Mo".to_owned());
    let whose = Earlier { arende, child, owner, ..Earlier::made_up(600, "Ring SIRI hemma") };
    let today = Some(crate::domain::dates::Due::By(monday().today()));
    Earlier { title: "HEMLIG titel".to_owned(), ..whose.due_on(today) }
}

#[test]
fn how_it_went_stands_in_the_arende_that_it_belongs_to_and_nowhere_else() {
    let mut desk = planning();
    desk.jump(1);
    let whole = meeting(&mut desk);
    whole.children[0].name = Some("Siri Ström".to_owned());
    let arende = whole.items[0].arende;
    whole.earlier = vec![promised(None, Some(arende))];
    let row = talk_of(&desk).noted.remove(0);
    assert_eq!((row.what.as_str(), row.who.as_str()), ("Ring Blå hemma", "Mentor"));
    assert_eq!((row.kind, row.how.contains("23 nov")), (NotedKind::Promise, true), "{row:?}");
    // Who was to be asked has promised when they are here, and not before.
    for (owner, said) in [("Maja Mo", "Mentor"), ("morbror", "Morbror (tillfrågas)")] {
        let row = &mut meeting(&mut desk).earlier[0];
        (row.asked, row.owner) = (true, Some(owner.to_owned()));
        assert_eq!(talk_of(&desk).noted[0].who, said);
    }
    // Who is of a family and takes no part today stands by the role that they had when it was said.
    let row = &mut meeting(&mut desk).earlier[0];
    row.owner = Some("Gun Lind".to_owned());
    row.owner_then = Some(("mormor".to_owned(), crate::domain::record::ParticipantKind::Narstaende));
    assert_eq!(talk_of(&desk).noted[0].who, "Mormor (tillfrågas)");
    meeting(&mut desk).earlier = vec![promised(None, Some(arende))];
    let before = wall(&desk);
    meeting(&mut desk).earlier[0].told = Some(crate::domain::record::ActionStatus {
        id: uuid(601),
        entry: uuid(600),
        meeting: None,
        status: crate::domain::record::ActionState::Andrad,
        evaluation: Some("HEMLIGT hur".to_owned()),
        new_due: Some(crate::domain::dates::Due::By(monday().today() + TimeDelta::days(11))),
        at: monday().utc,
    });
    assert_eq!(talk_of(&desk).noted[0].how, "ändrad, senast fre 4 dec");
    assert!(!format!("{:?}", wall(&desk)).contains("HEMLIG"));
    assert_eq!(
        sentences(Some(&before), &wall(&desk)),
        ["Ändrat: Det här lovade vi: Ring Blå hemma. Mentor, ändrad, senast fre 4 dec."]
    );
    for change in [
        |row: &mut crate::domain::earlier::Earlier| row.emi = true,
        |row: &mut crate::domain::earlier::Earlier| row.kept_from.push("BUP".to_owned()),
        |row: &mut crate::domain::earlier::Earlier| row.text = "Orosanmälan följs upp".to_owned(),
        |row: &mut crate::domain::earlier::Earlier| row.arende = Some(uuid(1)),
        |row: &mut crate::domain::earlier::Earlier| row.arende = None,
    ] {
        let mut other = desk.screen().meeting.clone();
        change(&mut other.earlier[0]);
        let Scene::Talk(talk) = Wall::of(&other, AROUND, desk.now).scene else { panic!() };
        assert_eq!(talk.noted, []);
    }
    // Where all ärenden are still ahead, nobody's promises are told.
    meeting(&mut desk).head.phase = Phase::Sammanhang;
    meeting(&mut desk).head.current = None;
    assert_eq!(noted(&desk), []);
}

#[test]
fn what_goes_on_stands_on_the_wall_at_the_end_and_nothing_that_isnt_read_out_there() {
    let mut desk = planning();
    let whole = meeting(&mut desk);
    whole.entries.clear();
    whole.head.phase = Phase::Ansvar;
    whole.head.current = None;
    let arende = whole.items[0].arende;
    whole.earlier = vec![promised(None, Some(arende))];
    whole.earlier[0].told = Some(crate::domain::record::ActionStatus {
        id: uuid(601),
        entry: uuid(600),
        meeting: None,
        status: crate::domain::record::ActionState::EjPaborjad,
        evaluation: Some("HEMLIGT hur".to_owned()),
        new_due: None,
        at: monday().utc,
    });
    let rows = talk_of(&desk).noted;
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.kind, row.who.as_str(), row.place), (NotedKind::GoesOn, "Mentor", Some(1)));
    assert!(row.how.contains("23 nov") && !format!("{:?}", wall(&desk)).contains("HEMLIG"));
    // A day that has passed isn't said as if it were to come, and how it went is told with it.
    let due = meeting(&mut desk).earlier[0]
        .due
        .replace(crate::domain::dates::Due::By("2026-11-12".parse().unwrap()));
    let how = || talk_of(&desk).noted[0].how.clone();
    assert_eq!(how(), "ej påbörjad, ny dag saknas");
    meeting(&mut desk).earlier[0].due = due;
    // Also what nobody has answered for.
    let told = meeting(&mut desk).earlier[0].told.take();
    assert_eq!(talk_of(&desk).noted.iter().map(|row| row.kind).collect::<Vec<_>>(), [NotedKind::GoesOn]);
    meeting(&mut desk).earlier[0].told = told;
    for change in [
        |whole: &mut Meeting| whole.earlier[0].emi = true,
        |whole: &mut Meeting| whole.earlier[0].kept_from.push("BUP".to_owned()),
        |whole: &mut Meeting| whole.earlier[0].text = "Orosanmälan följs upp".to_owned(),
        |whole: &mut Meeting| whole.earlier[0].arende = Some(uuid(1)),
        |whole: &mut Meeting| whole.earlier[0].arende = None,
        |whole: &mut Meeting| {
            let told = whole.earlier[0].told.as_mut().unwrap();
            told.status = crate::domain::record::ActionState::Klar;
        },
        |whole: &mut Meeting| whole.items[0].state = crate::domain::record::ArendeState::Uppskjutet,
        |whole: &mut Meeting| {
            // Somebody is here for the other ärende alone.
            let row = crate::domain::record::Attendance {
                id: uuid(602),
                meeting: whole.id(),
                participant: whole.participants[0].id,
                arende: whole.items[1].id,
            };
            whole.participants[0].presence = Presence::Plats;
            whole.attendance.push(row);
        },
    ] {
        let mut other = desk.screen().meeting.clone();
        change(&mut other);
        let Scene::Talk(talk) = Wall::of(&other, AROUND, desk.now).scene else { panic!() };
        assert_eq!(talk.noted, []);
    }
}

#[test]
fn what_the_family_does_itself_comes_first_where_a_plan_is_made_with_it() {
    let mut desk = Desk::sip();
    desk.jump(1).jump(3).line("Samtal varje vecka @karin >fre").line("Kvällsrutin @ann >fre");
    desk.line("Hämtar på torsdagar @Mormor >fre").line("Hör av sig @Resursteamet >fre");
    let points: Vec<(String, bool)> =
        talk_of(&desk).agreed.into_iter().map(|point| (point.what, point.family)).collect();
    let told = |what: &str, family| (what.to_owned(), family);
    assert_eq!(
        points,
        [
            told("Kvällsrutin", true),
            told("Hämtar på torsdagar", true),
            told("Samtal varje vecka", false),
            told("Hör av sig", false)
        ]
    );
    let said = wall_sentences(&desk).join(" ");
    assert!(said.contains("Förslag, det gör familjen, punkt 1: Kvällsrutin."), "{said}");
    // It is one answer, by key or by name, on the wall, in the read-out and on paper.
    let whole = &desk.screen().meeting;
    let family: Vec<&str> = whole
        .entries
        .iter()
        .filter(|entry| whole.is_by_family(entry))
        .map(|entry| entry.text.as_str())
        .collect();
    assert_eq!(family, ["Kvällsrutin", "Hämtar på torsdagar"]);
    assert_eq!(rules::agreed(whole).take(2).map(|entry| entry.text.as_str()).collect::<Vec<_>>(), family);
    // What is confirmed stands before what is proposed, the family's still first.
    meeting(&mut desk).entries[0].confirmed = Some(monday().utc);
    let order: Vec<String> = talk_of(&desk).agreed.into_iter().map(|point| point.what).collect();
    assert_eq!(order[..3], ["Kvällsrutin", "Hämtar på torsdagar", "Samtal varje vecka"]);
    let mut team = planning();
    team.line("Läser hemma @Mamma >fre");
    assert!(talk_of(&team).agreed.iter().all(|point| !point.family), "a team's meeting isn't the family's");
}

#[test]
fn at_the_end_the_wall_says_when_people_meet_again_unless_that_tells_of_a_protected_child() {
    let mut desk = Desk::sip();
    let again = |desk: &Desk| match wall(desk).scene {
        Scene::Closed { again } => again,
        Scene::Talk(talk) => talk.again,
        other => panic!("{other:?}"),
    };
    desk.jump(4);
    meeting(&mut desk).head.phase = Phase::Ansvar;
    assert_eq!(again(&desk), None, "nothing is booked");
    let booked = crate::domain::record::FollowUp {
        id: uuid(800),
        meeting: desk.screen().meeting.id(),
        date: "2027-01-21".parse().unwrap(),
        time: "13:00:00".parse().ok(),
        place: Some("Rum 2".to_owned()),
        called_by: Some("HEMLIG Person".to_owned()),
        rev: 1,
    };
    meeting(&mut desk).follow_ups.push(booked);
    let words = |desk: &Desk| again(desk).map(|again| again.in_words());
    assert_eq!(words(&desk).as_deref(), Some("torsdag 21 januari 13.00 · Rum 2"));
    meeting(&mut desk).head.status = MeetingStatus::Avslutat;
    assert_eq!(words(&desk).as_deref(), Some("torsdag 21 januari 13.00 · Rum 2"));
    assert!(!format!("{:?}", wall(&desk)).contains("HEMLIG"));
    assert_eq!(
        wall_sentences(&desk),
        ["Mötet är slut. Tack för i dag.", "Vi ses igen torsdag 21 januari 13.00, Rum 2."]
    );
    meeting(&mut desk).follow_ups[0].time = None;
    assert_eq!(words(&desk).as_deref(), Some("torsdag 21 januari · Rum 2"));
    // Where somebody lives, and what is to be looked at first, is no place to name here.
    for place in ["Storgatan 12", "Rum 2, ring 070-123 45 67", ""] {
        meeting(&mut desk).follow_ups[0].place = Some(place.to_owned());
        assert_eq!(words(&desk).as_deref(), Some("torsdag 21 januari"), "{place}");
    }
    meeting(&mut desk).children[0].protected = true;
    assert_eq!(again(&desk), None);
}

#[test]
fn the_wall_shows_the_point_that_the_highlight_stands_on_and_else_the_first_that_waits() {
    let mut desk = planning();
    desk.line("Bildschema @eva >fre").line("Rastvärd @eva >fre").jump(4);
    let reads = |desk: &Desk| {
        let Scene::Talk(talk) = of_model(&desk.model).scene else { panic!("not under way") };
        talk.agreed.into_iter().filter(|point| point.in_turn).map(|point| point.what).collect::<Vec<_>>()
    };
    assert_eq!((desk.screen().points_at(), reads(&desk)), (None, vec!["Enskild lästräning".to_owned()]));
    for key in
        [Action::Down, Action::Down, Action::Accept, Action::Up, Action::Up, Action::Down, Action::Down]
    {
        desk.press(key);
        if let Some(point) = crate::app::board::board(&desk.model).unwrap().point {
            assert_eq!(reads(&desk), [point.text], "{key:?}");
        }
    }
    // So the wall in a process of its own is told.
    let read = rules::agreed(&desk.screen().meeting).last().unwrap().clone();
    desk.point(RowRef::Entry(read.id));
    assert_eq!((desk.screen().points_at(), reads(&desk)), (Some(read.id), vec![read.text.clone()]));
    desk.wait(TimeDelta::seconds(1)).send(crate::app::Message::Tick);
    assert_eq!(desk.model.told.as_ref().unwrap().0.points, Some(read.id));
    // A row that isn't shown is no other's turn.
    let around = Around { pointed: Some(read.id), ..AROUND };
    let whole = meeting(&mut desk);
    whole.entries.iter_mut().find(|entry| entry.id == read.id).unwrap().emi = true;
    let Scene::Talk(talk) = Wall::of(whole, around, monday()).scene else { panic!("not under way") };
    assert!(talk.agreed.iter().all(|point| !point.in_turn));
    // What can't be read out isn't pointed at: the first that waits is.
    let around = Around { pointed: Some(uuid(4711)), ..AROUND };
    whole.entries.iter_mut().for_each(|entry| entry.confirmed = None);
    let Scene::Talk(talk) = Wall::of(whole, around, monday()).scene else { panic!("not under way") };
    assert!(talk.agreed[0].in_turn);
}

#[test]
fn what_was_promised_is_seen_in_planering_from_the_first_and_what_was_answered_last_is_in_turn() {
    let mut desk = planning();
    let now = desk.now;
    let whole = meeting(&mut desk);
    let agreed = whole.entries.clone();
    whole.entries.clear();
    let arende = whole.items[0].arende;
    let promise = |number: u128| crate::domain::earlier::Earlier {
        entry: uuid(600 + number),
        text: format!("Löfte {number}"),
        ..promised(None, Some(arende))
    };
    whole.earlier = vec![promise(0), promise(1)];
    let rows = |meeting: &Meeting, pointed| {
        let Scene::Talk(talk) = Wall::of(meeting, Around { pointed, ..AROUND }, now).scene else { panic!() };
        let row = |row: Noted| (row.what, row.who, row.how, row.in_turn);
        talk.noted.into_iter().map(row).collect::<Vec<_>>()
    };
    let row = |number, how: &str, in_turn| {
        (format!("Löfte {number}"), "Mentor".to_owned(), how.to_owned(), in_turn)
    };
    let due = rows(whole, None)[0].2.clone();
    assert!(due.contains("23 nov"), "{due}");
    assert_eq!(rows(whole, None), [row(0, &due, false), row(1, &due, false)]);
    assert_eq!(rows(whole, Some(uuid(601))), [row(0, &due, false), row(1, &due, true)]);
    whole.earlier[0].told = Some(crate::domain::record::ActionStatus {
        id: uuid(700),
        entry: uuid(600),
        meeting: None,
        status: crate::domain::record::ActionState::Klar,
        evaluation: None,
        new_due: None,
        at: now.utc,
    });
    assert_eq!(rows(whole, None), [row(0, "klar", true), row(1, &due, false)]);
    assert_eq!(rows(whole, Some(uuid(601))), [row(0, "klar", false), row(1, &due, true)]);
    // Then something new is agreed, and it is that which is talked of.
    whole.earlier[0].told.as_mut().unwrap().at = now.utc - TimeDelta::minutes(1);
    whole.entries = agreed;
    assert_eq!(rows(whole, None), [row(0, "klar", false), row(1, &due, false)]);
    // Who points says nothing new to whoever hears the wall.
    let walls = [None, Some(uuid(601))].map(|pointed| Wall::of(whole, Around { pointed, ..AROUND }, now));
    assert_eq!(sentences(Some(&walls[0]), &walls[1]), Vec::<String>::new());
}

#[test]
fn a_point_has_the_number_of_the_paper_and_what_goes_on_that_of_its_plan() {
    let mut desk = planning();
    desk.line("Bildschema @maja >fre").line("Rastvärd @eva >fre");
    desk.types("Vi väntar").press(Action::ToDecision).press(Action::Accept);
    for phase in [Phase::Planering, Phase::Ansvar] {
        meeting(&mut desk).head.phase = phase;
        let whole = desk.screen().meeting.clone();
        for point in talk_of(&desk).agreed {
            let entry = whole.entry(point.entry).unwrap();
            let number = (!point.decision).then(|| whole.point_number(entry));
            assert_eq!(point.number, number, "{phase:?} {}", point.what);
        }
    }
    let said = wall_sentences(&desk).join(" ");
    assert!(said.contains("Förslag till åtgärd 2 i ärende 1: Bildschema."), "{said}");
    assert!(said.contains("Förslag till beslut i ärende 1: Vi väntar."), "{said}");
    // Of a plan before, by its day.
    let mut plan = crate::demo::meetings(crate::demo::tests::now(), &crate::demo::tests::agenda).remove(0);
    plan.head.status = MeetingStatus::Pagar;
    plan.head.phase = Phase::Planering;
    let mut row = crate::domain::earlier::Earlier::made_up(70, "Samtal i veckan");
    (row.number, row.child) = (Some(3), plan.children.first().map(|child| child.id));
    row.agreed_on = "2026-11-06".parse().unwrap();
    plan.earlier = vec![row];
    let shown = Wall::of(&plan, AROUND, desk.now);
    let Scene::Talk(talk) = &shown.scene else { panic!("not under way") };
    let row = talk.noted.iter().find(|row| row.kind == NotedKind::Promise).unwrap();
    assert_eq!((row.number, row.plan.as_str()), (Some(3), "planen 6 nov"));
    let said = sentences(None, &Wall { scene: Scene::Talk(talk.clone()), ..shown.clone() }).join(" ");
    assert!(!said.contains("punkt 3"), "known already in planering: {said}");
}

#[test]
fn a_need_says_of_whom_it_asks_also_when_it_is_new() {
    let mut plan = crate::demo::meetings(crate::demo::tests::now(), &crate::demo::tests::agenda).remove(0);
    plan.head.status = MeetingStatus::Pagar;
    for phase in [Phase::Behov, Phase::Planering] {
        plan.head.phase = phase;
        let Scene::Talk(talk) = Wall::of(&plan, AROUND, monday()).scene else { panic!("not under way") };
        let asked: Vec<&str> =
            talk.noted.iter().filter(|row| row.kind == NotedKind::Need).map(|row| row.how.as_str()).collect();
        assert_eq!(asked, ["från regionen", "från kommunen", "från kommunen"], "{phase:?}");
    }
}

/// An action or a decision of an ärende or of none, of whom and for when.
fn agreed_by(desk: &mut Desk, number: u128, arende: Option<MeetingArendeId>, body: Body) {
    let whole = meeting(desk);
    let row = whole.entries[0].clone();
    whole.entries.push(Entry { id: uuid(number), arende, text: format!("Rad {number}"), body, ..row });
}

#[test]
fn every_row_that_is_to_be_done_says_who_and_when_or_that_nobody_and_no_day_is_named() {
    use crate::domain::dates::Due;
    use crate::domain::record::{ActionItem, ActionState, ActionStatus, Decision};
    let mut desk = planning();
    let item = desk.screen().meeting.items[0].clone();
    let due = Some(Due::By(monday().today()));
    let owner = desk.screen().meeting.participants.iter().find(|person| person.is_staff()).unwrap().id;
    let action = |owner, owner_name: Option<&str>, due| {
        let Body::Atgard(made) = first_action(&desk) else { panic!("an action") };
        Body::Atgard(ActionItem { owner, owner_name: owner_name.map(str::to_owned), due, need: None, ..made })
    };
    let mut followed_up = action(Some(owner), None, due.clone());
    let Body::Atgard(made) = &mut followed_up else { panic!("an action") };
    made.follow_up = Some(monday().today() + TimeDelta::days(40));
    let all: Vec<Body> = vec![
        action(Some(owner), None, due.clone()),
        action(Some(owner), None, None),
        followed_up,
        action(None, Some("BUP"), due.clone()),
        action(None, None, due.clone()),
        action(None, None, None),
        Body::Beslut(Decision { decided_by: Some("rektor".to_owned()), dissent: None }),
        Body::Beslut(Decision { decided_by: None, dissent: None }),
    ];
    let mut number = 700;
    for arende in [Some(item.id), None] {
        for body in &all {
            number += 1;
            agreed_by(&mut desk, number, arende, body.clone());
        }
    }
    // What goes on from before: of an ärende and of the whole meeting, with and without anybody and a day.
    let mut earlier = Vec::new();
    for arende in [Some(item.arende), None] {
        for state in [None, Some(ActionState::Pagar), Some(ActionState::EjPaborjad)] {
            for (named, dated) in [(true, true), (true, false), (false, true), (false, false)] {
                number += 1;
                let mut row = promised(None, arende);
                (row.entry, row.emi) = (uuid(number), false);
                row.owner = row.owner.filter(|_| named);
                row.due = row.due.filter(|_| dated);
                row.told = state.map(|status| ActionStatus {
                    id: uuid(number + 1000),
                    entry: uuid(number),
                    meeting: None,
                    status,
                    evaluation: None,
                    new_due: None,
                    at: monday().utc,
                });
                earlier.push(row);
            }
        }
    }
    meeting(&mut desk).earlier = earlier;
    for phase in [Phase::Planering, Phase::Ansvar] {
        let whole = meeting(&mut desk);
        whole.head.phase = phase;
        whole.head.current = phase.is_per_arende().then_some(item.id);
        let talk = talk_of(&desk);
        assert!(talk.agreed.iter().any(|point| point.when.contains(", följs upp ")), "{:?}", talk.agreed);
        let whole = talk.agreed.iter().filter(|point| point.place.is_none()).count();
        assert!(phase == Phase::Planering || whole == all.len(), "{:?}", talk.agreed);
        for point in &talk.agreed {
            assert!(!point.who.is_empty(), "{phase:?} {point:?}");
            assert!(point.decision || !point.when.is_empty(), "{phase:?} {point:?}");
            // Whose it is is said of each, where several are read out.
            assert!(phase == Phase::Planering || !point.alias.is_empty(), "{point:?}");
        }
        assert!(talk.noted.len() >= 12, "{phase:?} {:?}", talk.noted);
        for row in talk.noted.iter().filter(|row| matches!(row.kind, NotedKind::Promise | NotedKind::GoesOn))
        {
            assert!(!row.who.is_empty() && !row.how.is_empty(), "{phase:?} {row:?}");
            let is_dated = has_day(&desk, row.entry);
            assert_eq!(row.how.contains("ingen dag än"), !is_dated, "{phase:?} {row:?}");
        }
    }
    // A child that is called something that waits for a look is somebody all the same.
    let whole = meeting(&mut desk);
    whole.participants[0].kind = ParticipantKind::Barn;
    let child = whole.participants[0].clone();
    assert!(!Harmless::of(whole).person(whole, &child).is_empty());
}

/// The body of the action that was written first.
fn first_action(desk: &Desk) -> Body {
    desk.screen().meeting.actions().next().unwrap().body.clone()
}

/// Whether something of before has a day.
fn has_day(desk: &Desk, entry: EntryId) -> bool {
    desk.screen().meeting.earlier.iter().any(|row| row.entry == entry && row.due.is_some())
}

#[test]
fn an_action_says_which_need_it_answers_also_where_it_is_the_only_one_and_the_need_has_the_same_number() {
    let mut desk = Desk::eht();
    desk.jump(1).jump(2);
    desk.line("Lugn lässtund");
    desk.jump(3).line("Bildschema @maja >fre");
    let talk = talk_of(&desk);
    assert_eq!(talk.agreed.iter().map(|point| point.need).collect::<Vec<_>>(), [Some(1)]);
    let need = talk.noted.iter().find(|row| row.kind == NotedKind::Need).unwrap();
    assert_eq!(need.number, Some(1));
    let rows = crate::app::board::board(&desk.model).unwrap();
    assert!(rows.rows().any(|row| row.text == "Bildschema  behov 1"), "{rows:?}");
    assert!(wall_sentences(&desk).iter().any(|said| said.contains("svarar mot behov 1")));
}

#[test]
fn a_list_at_the_wall_says_when_each_meeting_began_as_home_does() {
    let mut desk = Desk::eht();
    let (now, name) = (desk.now, desk.screen().meeting.agenda.name.clone());
    let head = &mut meeting(&mut desk).head;
    head.planned = now.local() + TimeDelta::hours(3);
    head.started = Some(now.utc);
    let today = desk.screen().meeting.clone();
    assert_eq!(super::Wall::called(&today, now), format!("{name}, {}", now.clock()));
    let head = &mut meeting(&mut desk).head;
    head.started = Some(now.utc - TimeDelta::days(3));
    let earlier = super::Wall::called(&desk.screen().meeting, now);
    assert_eq!(earlier, format!("{name}, fre 20 nov {}", now.clock()));
    let head = &mut meeting(&mut desk).head;
    (head.started, head.status) = (None, MeetingStatus::Planerat);
    let ahead = super::Wall::called(&desk.screen().meeting, now);
    assert_eq!(ahead, format!("{name}, {}", (now.local() + TimeDelta::hours(3)).format("%H.%M")));
}
