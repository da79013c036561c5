use crate::domain::agenda::EntryKind;
use crate::domain::command::{Change, Code};
use crate::domain::dates::Due;
use crate::domain::ids::{EntryId, MeetingId};
use crate::domain::record::{
    ActionState, ActionStatus, Arende, Body, Child, Consent, ConsentAnswer, ConsentForm, ConsentParty,
    Decision, Head, MeetingArende, MeetingStatus, Recipient,
};
use crate::store::testing::World;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn promised(world: &mut World, meeting: MeetingId, text: &str, due: Due) -> EntryId {
    let entry = world.action(meeting, text, Some(due));
    let id = entry.id;
    world.commit(meeting, Code::Add(EntryKind::Atgard), vec![Change::put(entry)]);
    id
}

#[test]
fn a_meeting_opens_on_what_the_team_promised() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let action = promised(&mut world, before, "Flytta borden", Due::By(day("2026-11-20")));
    let other = world.meeting("bht", "2026-11-10T13:00:00");
    promised(&mut world, other, "Någon annans sak", Due::NextMeeting);
    let now = world.meeting("eht", "2026-11-23T13:00:00");

    let meeting = world.store.meeting(now).unwrap();
    let texts: Vec<&str> = meeting.earlier.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["Flytta borden"]);
    // The day on which it was held, whatever was planned.
    assert_eq!((meeting.earlier[0].agreed_on, &meeting.earlier[0].told), (day("2026-11-23"), &None));

    let status = ActionStatus {
        id: world.id(),
        entry: action,
        meeting: Some(now),
        status: ActionState::Klar,
        evaluation: Some("Det blev lugnare".to_owned()),
        new_due: None,
        at: world.now,
    };
    world.commit(now, Code::SetActionStatus, vec![Change::put(status.clone())]);
    let meeting = world.store.meeting(now).unwrap();
    assert_eq!(meeting.earlier[0].told, Some(status), "what was told stays with the meeting");
    let next = world.meeting("eht", "2026-12-07T13:00:00");
    assert!(world.store.meeting(next).unwrap().earlier.is_empty(), "what is done isn't asked about again");
}

#[test]
fn an_answer_is_taken_back_and_given_again_and_no_word_ever_goes() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let action = promised(&mut world, before, "Flytta borden", Due::By(day("2026-11-20")));
    let now = world.meeting("eht", "2026-11-23T13:00:00");
    let answer = |world: &mut World, status: ActionState, new_due: Option<Due>| {
        world.now += chrono::TimeDelta::seconds(5);
        let (id, at) = (world.id(), world.now);
        let status_row =
            ActionStatus { id, entry: action, meeting: Some(now), status, evaluation: None, new_due, at };
        world.commit(now, Code::SetActionStatus, vec![Change::put(status_row)]);
    };
    let stands = |world: &World| {
        let row = world.store.meeting(now).unwrap().earlier.remove(0);
        (row.told.as_ref().map(|told| told.status), row.due.clone())
    };
    let words = |world: &World| world.store.meeting(before).unwrap().action_status.len();
    let is_open =
        |world: &World| !world.store.open_actions(&crate::store::ActionFilter::default()).unwrap().is_empty();
    let (first, later) = (Some(Due::By(day("2026-11-20"))), Some(Due::By(day("2026-12-18"))));
    answer(&mut world, ActionState::Klar, None);
    answer(&mut world, ActionState::Andrad, later.clone());
    assert_eq!(stands(&world), (Some(ActionState::Andrad), later.clone()));
    assert_eq!(world.undo(now), Some(Code::SetActionStatus));
    assert_eq!((stands(&world), is_open(&world)), ((Some(ActionState::Klar), first.clone()), false));
    assert_eq!(world.undo(now), Some(Code::SetActionStatus));
    assert_eq!((stands(&world), is_open(&world)), ((None, first.clone()), true), "unanswered again");
    assert_eq!(world.undo(now), None);
    assert_eq!(world.redo(now), Some(Code::SetActionStatus));
    assert_eq!((stands(&world), is_open(&world)), ((Some(ActionState::Klar), first.clone()), false));
    assert_eq!(world.redo(now), Some(Code::SetActionStatus));
    assert_eq!(stands(&world), (Some(ActionState::Andrad), later.clone()));
    assert_eq!(words(&world), 6, "each is a word of its own");

    // All that was told here is taken back at once, and that too.
    let row = world.store.meeting(now).unwrap().earlier.remove(0);
    let status_row = row.taking_back(world.id()).unwrap();
    world.commit(now, Code::ForgetActionStatus, vec![Change::put(status_row)]);
    assert_eq!((stands(&world), is_open(&world)), ((None, first), true));
    assert_eq!(world.undo(now), Some(Code::ForgetActionStatus));
    assert_eq!(stands(&world), (Some(ActionState::Andrad), later));
    world.store.verify().unwrap();
}

#[test]
fn a_meeting_that_began_before_its_planned_day_is_opened_on_at_the_next_one_that_is_held() {
    let mut world = World::new();
    let first = world.meeting("eht", "2026-11-02T13:00:00");
    promised(&mut world, first, "Flytta borden", Due::NextMeeting);
    world.now += chrono::TimeDelta::hours(2);
    // Planned for January, and held today.
    let early = world.meeting("eht", "2027-01-22T13:00:00");
    promised(&mut world, early, "Ringa BUP", Due::NextMeeting);
    for planned in ["2026-11-23T13:00:00", "2026-11-23T15:00:00"] {
        world.now += chrono::TimeDelta::hours(2);
        let next = world.meeting("eht", planned);
        let mut said = texts(&world, next);
        said.sort();
        assert_eq!(said, ["Flytta borden", "Ringa BUP"], "{planned}");
        // What came after it isn't what it opened on.
        assert_eq!(texts(&world, first).len(), 0);
        let head = world.store.meeting(next).unwrap().head;
        let ended = Head { status: MeetingStatus::Avslutat, ended: Some(world.now), ..head };
        world.commit(next, Code::Close, vec![Change::put(ended)]);
        // It is the one that was held last, and stands there in lists.
        assert_eq!(world.store.known("eht").unwrap().last.map(|last| last.id), Some(next));
        let listed = world.store.meetings(&crate::store::MeetingFilter::default()).unwrap();
        assert_eq!(listed.first().map(|row| row.id), Some(next));
    }
}

#[test]
fn undo_passes_an_answer_that_was_the_first_of_a_text() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let action = promised(&mut world, before, "Flytta borden", Due::By(day("2026-11-20")));
    let now = world.meeting("eht", "2026-11-23T13:00:00");
    world.set_status(now, MeetingStatus::Pagar);
    world.add(now, EntryKind::Atgard, "Skrevs före");
    let told = ActionStatus {
        id: world.id(),
        entry: action,
        meeting: Some(now),
        status: ActionState::Klar,
        evaluation: None,
        new_due: None,
        at: world.now,
    };
    world.commit(now, Code::SetActionStatus, vec![Change::put(told)]);
    let row = world.store.meeting(now).unwrap().earlier.remove(0);
    let taken_back = row.taking_back(world.id()).unwrap();
    world.commit(now, Code::AnswerWasText, vec![Change::put(taken_back)]);
    assert_eq!(world.store.meeting(now).unwrap().earlier[0].told, None);
    assert_eq!(world.undo(now), Some(Code::Add(EntryKind::Atgard)), "what was done before it");
    assert_eq!(world.store.meeting(now).unwrap().earlier[0].told, None);
    assert_eq!(world.redo(now), Some(Code::Add(EntryKind::Atgard)));
    world.store.verify().unwrap();
}

#[test]
fn what_comes_back_is_followed_up_on_the_day_that_was_told_last_and_comes_back_still() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let weekly = Due::Weekly { weekday: None, start: day("2026-11-13") };
    let mut entry = world.action(before, "Läser högt", Some(weekly.clone()));
    let Body::Atgard(point) = &mut entry.body else { panic!() };
    point.follow_up = Some(day("2026-11-20"));
    let id = entry.id;
    world.commit(before, Code::Add(EntryKind::Atgard), vec![Change::put(entry)]);
    let home = |world: &World, today: &str| {
        let home = world.store.home(day(today)).unwrap();
        let row = home.actions.into_iter().find(|row| row.entry == id).unwrap();
        (home.late_actions, row.due.clone(), row.follow_up, row.is_late(day(today)))
    };
    let on = |text: &str| Some(day(text));
    assert_eq!(home(&world, "2026-11-20"), (0, Some(weekly.clone()), on("2026-11-20"), false));
    assert_eq!(home(&world, "2026-11-23"), (1, Some(weekly.clone()), on("2026-11-20"), true));
    let now = world.meeting("eht", "2026-11-23T13:00:00");
    world.set_status(now, MeetingStatus::Pagar);
    let told = ActionStatus {
        id: world.id(),
        entry: id,
        meeting: Some(now),
        status: ActionState::Pagar,
        evaluation: None,
        new_due: Some(Due::By(day("2027-01-15"))),
        at: world.now,
    };
    world.commit(now, Code::SetActionStatus, vec![Change::put(told)]);
    let row = world.store.meeting(now).unwrap().earlier.remove(0);
    assert_eq!((row.due.clone(), row.follow_up), (Some(weekly.clone()), on("2027-01-15")));
    assert_eq!(row.follow_up_before, on("2026-11-20"));
    let later = world.meeting("eht", "2026-12-07T13:00:00");
    world.set_status(later, MeetingStatus::Pagar);
    let row = world.store.meeting(later).unwrap().earlier.remove(0);
    assert_eq!((row.due.clone(), row.follow_up_before), (Some(weekly.clone()), on("2027-01-15")));
    assert_eq!(home(&world, "2026-12-07"), (0, Some(weekly.clone()), on("2027-01-15"), false));
    assert_eq!(home(&world, "2027-01-18"), (1, Some(weekly.clone()), on("2027-01-15"), true));
    // What is taken back has the day that it had.
    let row = world.store.meeting(now).unwrap().earlier.remove(0);
    let taken_back = row.taking_back(world.id()).unwrap();
    world.commit(now, Code::ForgetActionStatus, vec![Change::put(taken_back)]);
    assert_eq!(home(&world, "2026-12-07").2, on("2026-11-20"));
}

#[test]
fn what_was_given_a_day_of_follow_up_in_one_breath_has_it_in_all_meetings_after_and_at_home() {
    let daily = Due::Daily { start: day("2026-11-27") };
    for agreed in [Due::By(day("2026-12-04")), daily.clone()] {
        let mut world = World::new();
        let before = world.meeting("eht", "2026-11-09T13:00:00");
        let id = promised(&mut world, before, "Läser högt", agreed.clone());
        let tell = |world: &mut World, meeting: MeetingId, times: &[Due], later: i64| {
            let mut at = world.now + chrono::TimeDelta::seconds(later);
            let mut changes = Vec::new();
            for due in times {
                changes.push(Change::put(ActionStatus {
                    id: world.id(),
                    entry: id,
                    meeting: Some(meeting),
                    status: ActionState::Andrad,
                    evaluation: None,
                    new_due: Some(due.clone()),
                    at,
                }));
                at += ActionStatus::BREATH;
            }
            world.commit(meeting, Code::SetActionStatus, changes);
        };
        let now = world.meeting("eht", "2026-11-23T13:00:00");
        world.set_status(now, MeetingStatus::Pagar);
        let later = world.meeting("eht", "2026-12-07T13:00:00");
        world.set_status(later, MeetingStatus::Pagar);
        let stands = |world: &World, meeting: MeetingId| {
            let row = world.store.meeting(meeting).unwrap().earlier.remove(0);
            let home = world.store.home(day("2026-11-23")).unwrap();
            let at_home = home.actions.into_iter().find(|row| row.entry == id).unwrap();
            assert_eq!((&at_home.due, at_home.follow_up), (&row.due, row.follow_up));
            (row.due.unwrap(), row.follow_up)
        };
        tell(&mut world, now, &[daily.clone(), Due::By(day("2027-02-12"))], 0);
        for meeting in [now, later] {
            assert_eq!(stands(&world, meeting), (daily.clone(), Some(day("2027-02-12"))), "{agreed:?}");
        }
        // Undone and done again, both or none.
        assert_eq!(world.undo(now), Some(Code::SetActionStatus));
        assert_eq!(stands(&world, later), (agreed.clone(), None), "{agreed:?}");
        assert_eq!(world.redo(now), Some(Code::SetActionStatus));
        assert_eq!(stands(&world, later), (daily.clone(), Some(day("2027-02-12"))), "{agreed:?}");
        // The next day of follow-up, some time after.
        tell(&mut world, later, &[Due::By(day("2027-03-19"))], 60);
        assert_eq!(stands(&world, later), (daily.clone(), Some(day("2027-03-19"))), "{agreed:?}");
        let row = world.store.meeting(later).unwrap().earlier.remove(0);
        let taken_back = row.taking_back(world.id()).unwrap();
        world.commit(later, Code::ForgetActionStatus, vec![Change::put(taken_back)]);
        assert_eq!(stands(&world, later), (daily.clone(), Some(day("2027-02-12"))), "{agreed:?}");
    }
}

#[test]
fn a_time_and_its_day_of_follow_up_are_taken_back_together() {
    let daily = Due::Daily { start: day("2026-11-27") };
    for agreed in [Due::By(day("2026-12-04")), daily.clone()] {
        let mut world = World::new();
        let before = world.meeting("eht", "2026-11-09T13:00:00");
        let id = promised(&mut world, before, "Läser högt", agreed.clone());
        let now = world.meeting("eht", "2026-11-23T13:00:00");
        world.set_status(now, MeetingStatus::Pagar);
        let says = |world: &mut World, due: Due, at| ActionStatus {
            id: world.id(),
            entry: id,
            meeting: Some(now),
            status: ActionState::Andrad,
            evaluation: None,
            new_due: Some(due),
            at,
        };
        let at = world.now;
        let goes_on = says(&mut world, daily.clone(), at);
        let followed = says(&mut world, Due::By(day("2027-02-12")), at + ActionStatus::BREATH);
        world.commit(now, Code::SetActionStatus, vec![Change::put(goes_on), Change::put(followed)]);
        let row = world.store.meeting(now).unwrap().earlier.remove(0);
        let taken_back = row.taking_back(world.id()).unwrap();
        world.commit(now, Code::ForgetActionStatus, vec![Change::put(taken_back)]);
        let later = world.meeting("eht", "2026-12-07T13:00:00");
        for meeting in [now, later] {
            let row = world.store.meeting(meeting).unwrap().earlier.remove(0);
            assert_eq!((row.due, row.follow_up), (Some(agreed.clone()), None));
        }
        world.store.verify().unwrap();
    }
}

#[test]
fn a_meeting_that_was_called_off_is_so_no_more_with_what_was_promised_at_it() {
    let mut world = World::new();
    let meeting = world.meeting("eht", "2026-11-23T13:00:00");
    let action = promised(&mut world, meeting, "Flytta borden", Due::NextMeeting);
    let id = world.id();
    let head = world.store.meeting(meeting).unwrap().head;
    let dropped = ActionStatus {
        id,
        entry: action,
        meeting: Some(meeting),
        status: ActionState::Inaktuell,
        evaluation: None,
        new_due: None,
        at: world.now,
    };
    let off = Head { cancelled: Some(world.now), cancel_reason: Some("Sjukdom".to_owned()), ..head };
    world.commit(meeting, Code::CancelMeeting, vec![Change::put(dropped), Change::put(off)]);
    let is_open =
        |world: &World| !world.store.open_actions(&crate::store::ActionFilter::default()).unwrap().is_empty();
    assert!(!is_open(&world));
    assert_eq!(world.undo(meeting), Some(Code::CancelMeeting));
    assert!(is_open(&world) && !world.store.meeting(meeting).unwrap().head.is_cancelled());
    let told = world.store.open_actions(&crate::store::ActionFilter::default()).unwrap().remove(0).told;
    assert_eq!(told, None, "nobody has told of it");
    assert_eq!(world.redo(meeting), Some(Code::CancelMeeting));
    assert!(!is_open(&world));
}

#[test]
fn who_took_over_owes_it_from_then_on_at_home_and_at_the_next_meeting_until_it_is_taken_back() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let action = promised(&mut world, before, "Ring mormor", Due::By(day("2026-11-20")));
    let now = world.meeting("eht", "2026-11-23T13:00:00");
    let evi = world.participant(now, "Evi Ek", "fritidsledare");
    world.commit(now, Code::AddParticipant, vec![Change::put(evi)]);
    let tell = |world: &mut World, status, words: Option<&str>, meeting: MeetingId| {
        let row = ActionStatus {
            id: world.id(),
            entry: action,
            meeting: Some(meeting),
            status,
            evaluation: words.map(str::to_owned),
            new_due: None,
            at: world.now,
        };
        world.commit(meeting, Code::SetActionStatus, vec![Change::put(row)]);
    };
    let owes = |world: &World| {
        let all = world.store.open_actions(&crate::store::ActionFilter::default()).unwrap();
        all[0].owner.clone()
    };
    let agreed = owes(&world);
    tell(&mut world, ActionState::Andrad, Some("@Evi Ek: Hann inte: två gånger"), now);
    assert_eq!(owes(&world).as_deref(), Some("Evi Ek"));
    let row = |world: &World, at| world.store.meeting(at).unwrap().earlier.remove(0);
    let told = row(&world, now);
    assert_eq!((told.owner.as_deref(), told.agreed_owner()), (Some("Evi Ek"), agreed.as_deref()));
    // The next meeting knows that who took over was there.
    let next = world.meeting("eht", "2026-12-07T13:00:00");
    let told = row(&world, next);
    assert_eq!((told.owner.as_deref(), told.asked, told.new_owner()), (Some("Evi Ek"), false, None));
    tell(&mut world, ActionState::Pagar, Some("@Somebody Else"), next);
    let after = world.meeting("eht", "2026-12-21T13:00:00");
    assert_eq!(
        (row(&world, after).owner.as_deref(), row(&world, after).asked),
        (Some("Somebody Else"), true)
    );
    let filter = |owner: &str| crate::store::ActionFilter {
        owner: Some(owner.to_owned()),
        ..crate::store::ActionFilter::default()
    };
    let found = |world: &World, owner: &str| world.store.open_actions(&filter(owner)).unwrap().len();
    assert_eq!((found(&world, "somebody"), found(&world, "evi")), (1, 0));
    // Words that begin with the sign are no name.
    tell(&mut world, ActionState::Pagar, Some("@: @skolan svarar"), next);
    assert_eq!(owes(&world).as_deref(), Some("Somebody Else"));
    for who in [Some("Somebody Else"), Some("Evi Ek")] {
        world.undo(next);
        assert_eq!(owes(&world).as_deref(), who);
        assert_eq!(row(&world, after).owner.as_deref(), who);
    }
    world.redo(next);
    assert_eq!(owes(&world).as_deref(), Some("Somebody Else"));
    world.undo(next);
    world.undo(now);
    assert_eq!((owes(&world), row(&world, now).owner), (agreed.clone(), agreed));
}

#[test]
fn what_nobody_answered_comes_up_again_at_every_meeting_that_follows() {
    let mut world = World::new();
    let mut last = world.meeting("sip", "2026-09-07T13:00:00");
    promised(&mut world, last, "Skriv intyg", Due::NextMeeting);
    for planned in ["2026-10-05T13:00:00", "2026-11-09T13:00:00", "2026-11-23T13:00:00"] {
        let next = world.meeting("sip-uppfoljning", planned);
        let head = world.store.meeting(next).unwrap().head;
        world.commit(next, Code::EditHead, vec![Change::put(Head { follows: Some(last), ..head })]);
        assert_eq!(texts(&world, next), ["Skriv intyg"], "{planned}");
        let head = world.store.meeting(next).unwrap().head;
        let ended = Head { status: MeetingStatus::Avslutat, ended: Some(world.now), ..head };
        world.commit(next, Code::Close, vec![Change::put(ended)]);
        assert_eq!(texts(&world, next), ["Skriv intyg"], "{planned}");
        last = next;
    }
}

#[test]
fn an_answer_that_somebody_else_has_followed_is_not_taken_back() {
    let mut world = World::new();
    let before = world.meeting("eht", "2026-11-09T13:00:00");
    let action = promised(&mut world, before, "Flytta borden", Due::NextMeeting);
    let now = world.meeting("eht", "2026-11-23T13:00:00");
    for meeting in [Some(now), None] {
        let id = world.id();
        world.now += chrono::TimeDelta::seconds(5);
        let (status, at) = (ActionState::Pagar, world.now);
        let status_row =
            ActionStatus { id, entry: action, meeting, status, evaluation: None, new_due: None, at };
        // The second is told at home.
        let where_told = meeting.unwrap_or(before);
        world.commit(where_told, Code::SetActionStatus, vec![Change::put(status_row)]);
    }
    let reach = crate::store::Reach::default();
    let id = world.id();
    let answer = world.store.undo(now, reach, id, world.now);
    assert!(matches!(answer, Err(crate::store::StoreError::ChangedSince)), "{answer:?}");
}

/// A meeting about `arende` with one participant from the school.
fn about(world: &mut World, form: &str, planned: &str, arende: &Arende) -> (MeetingId, MeetingArende) {
    let meeting = world.meeting(form, planned);
    let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
    let mut person = world.participant(meeting, "Karin", "Kurator");
    person.unit = "Skola".to_owned();
    world.commit(meeting, Code::AddArende, vec![Change::put(item.clone()), Change::put(person)]);
    (meeting, item)
}

fn texts(world: &World, meeting: MeetingId) -> Vec<String> {
    world.store.meeting(meeting).unwrap().earlier.into_iter().map(|row| row.text).collect()
}

#[test]
fn a_childs_promises_go_from_form_to_form_only_with_a_consent_that_names_all() {
    let mut world = World::new();
    let start = world.meeting("eht", "2026-10-01T08:00:00");
    let child = Child::new(world.id(), "Blå");
    let arende = Arende::new(world.id(), Some(child.id), "Blå");
    world.commit(start, Code::AddArende, vec![Change::put(child), Change::put(arende.clone())]);
    let (eht, item) = about(&mut world, "eht", "2026-11-09T13:00:00", &arende);
    let mut action = world.action(eht, "Kartlägg läsningen", Some(Due::NextMeeting));
    action.arende = Some(item.id);
    world.commit(eht, Code::Add(EntryKind::Atgard), vec![Change::put(action)]);
    let (again, _) = about(&mut world, "eht", "2026-11-23T13:00:00", &arende);
    assert_eq!(texts(&world, again), ["Kartlägg läsningen"], "its own form's");
    let (sip, _) = about(&mut world, "sip", "2026-11-24T13:00:00", &arende);
    assert!(texts(&world, sip).is_empty(), "no consent");
    let consent = Consent {
        asked: None,
        id: world.id(),
        arende: arende.id,
        meeting: Some(sip),
        given_by: "Ann".to_owned(),
        by_child: false,
        sole: false,
        answer: ConsentAnswer::Ja,
        form: ConsentForm::Skriftligt,
        given_on: day("2026-11-20"),
        valid_until: day("2027-11-20"),
        not_covered: None,
        withdrawn: None,
        reason: None,
        rev: 0,
    };
    let party = |world: &mut World, part: &str| ConsentParty {
        id: world.id(),
        consent: consent.id,
        part: part.to_owned(),
        may_tell: None,
        must_not: None,
        rev: 0,
    };
    let bup = party(&mut world, "BUP");
    world.commit(sip, Code::SetConsent, vec![Change::put(consent.clone()), Change::put(bup)]);
    assert!(texts(&world, sip).is_empty(), "the school isn't named");
    let school = party(&mut world, "Skola");
    world.commit(sip, Code::SetConsent, vec![Change::put(school)]);
    assert_eq!(texts(&world, sip), ["Kartlägg läsningen"]);
    let withdrawn = Consent { withdrawn: Some(world.now), rev: 1, ..consent };
    world.commit(sip, Code::WithdrawConsent, vec![Change::put(withdrawn)]);
    assert!(texts(&world, sip).is_empty(), "withdrawn");
}

#[test]
fn a_meeting_that_follows_another_knows_who_got_that_ones_papers_and_no_other_does() {
    let mut world = World::new();
    let first = world.meeting("sip", "2026-11-09T13:00:00");
    let row = Recipient {
        id: world.id(),
        meeting: first,
        participant: None,
        name: "Vårdcentralen".to_owned(),
        way: Some("per post".to_owned()),
        rev: 0,
    };
    world.commit(first, Code::SetRecipient, vec![Change::put(row)]);
    let second = world.meeting("sip-uppfoljning", "2026-11-23T13:00:00");
    assert_eq!(world.store.meeting(second).unwrap().list_before, None);
    let head = world.store.meeting(second).unwrap().head;
    world.commit(second, Code::EditHead, vec![Change::put(Head { follows: Some(first), ..head })]);
    let meeting = world.store.meeting(second).unwrap();
    let (_, rows) = meeting.list_before.unwrap();
    assert_eq!((rows.len(), rows[0].way.as_deref()), (1, Some("per post")));
    assert!(meeting.recipients.is_empty(), "it is no list of this one's");
}

#[test]
fn a_closed_meeting_keeps_what_nobody_told_of_as_it_stood_when_it_ended() {
    let mut world = World::new();
    let first = world.meeting("sip", "2026-11-09T13:00:00");
    let done = promised(&mut world, first, "Ring hem", Due::NextMeeting);
    promised(&mut world, first, "Skriv intyg", Due::NextMeeting);
    let later = promised(&mut world, first, "Boka rum", Due::NextMeeting);
    let second = world.meeting("sip-uppfoljning", "2026-11-23T13:00:00");
    let head = world.store.meeting(second).unwrap().head;
    let head = Head { follows: Some(first), ..head };
    world.commit(second, Code::EditHead, vec![Change::put(head)]);
    let tell = |world: &mut World, entry: EntryId, at: Option<MeetingId>, status: ActionState| {
        let moved = (status == ActionState::Andrad).then(|| Due::By(day("2027-03-01")));
        let row = ActionStatus {
            id: world.id(),
            entry,
            meeting: at,
            status,
            evaluation: None,
            new_due: moved,
            at: world.now,
        };
        world.commit(second, Code::SetActionStatus, vec![Change::put(row)]);
    };
    tell(&mut world, done, Some(second), ActionState::Klar);
    let head = world.store.meeting(second).unwrap().head;
    let ended = Head { status: MeetingStatus::Avslutat, ended: Some(world.now), ..head };
    world.commit(second, Code::Close, vec![Change::put(ended)]);
    let all = ["Boka rum", "Ring hem", "Skriv intyg"];
    let told = |world: &World| {
        let mut rows = world.store.meeting(second).unwrap().earlier;
        rows.sort_by(|one, other| one.text.cmp(&other.text));
        assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), all);
        rows.iter().map(|row| row.told.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(told(&world), [false, true, false]);
    // What is told since, at home, changes nothing of what the meeting left unsaid.
    world.now += chrono::Duration::hours(3);
    tell(&mut world, later, None, ActionState::Andrad);
    tell(&mut world, later, None, ActionState::Klar);
    assert_eq!(told(&world), [false, true, false]);
    // Nor the day that it had then.
    let rows = world.store.meeting(second).unwrap().earlier;
    assert!(rows.iter().all(|row| row.due == Some(Due::NextMeeting)));
}

#[test]
fn no_row_moves_while_it_is_answered_and_the_goals_come_along() {
    let mut world = World::new();
    let start = world.meeting("eht", "2026-10-01T08:00:00");
    let arende = Arende::new(world.id(), None, "Korridoren");
    world.commit(start, Code::AddArende, vec![Change::put(arende.clone())]);
    let (first, item) = about(&mut world, "eht", "2026-11-09T13:00:00", &arende);
    for (text, due) in [
        ("Sist", Due::NextMeeting),
        ("Först", Due::By(day("2026-11-20"))),
        ("Sedan", Due::By(day("2026-11-27"))),
    ] {
        let mut action = world.action(first, text, Some(due));
        action.arende = Some(item.id);
        world.commit(first, Code::Add(EntryKind::Atgard), vec![Change::put(action)]);
    }
    let mut goal = world.action(first, "Läser högt i liten grupp", None);
    goal.arende = Some(item.id);
    goal.body = Body::empty(EntryKind::MalLang);
    let goal_id = goal.id;
    world.commit(first, Code::Add(EntryKind::MalLang), vec![Change::put(goal)]);
    let mut need = world.action(first, "Lugn och ro", None);
    need.arende = Some(item.id);
    need.body = Body::empty(EntryKind::Behov);
    world.commit(first, Code::Add(EntryKind::Behov), vec![Change::put(need)]);
    let (second, _) = about(&mut world, "eht", "2026-11-23T13:00:00", &arende);
    let all = ["Först", "Sedan", "Läser högt i liten grupp", "Lugn och ro", "Sist"];
    let sorted = |world: &World, meeting| {
        let mut rows = texts(world, meeting);
        rows.sort_by_key(|text| all.iter().position(|known| known == text));
        rows
    };
    let before = texts(&world, second);
    assert_eq!(sorted(&world, second), all);
    for text in ["Sist", "Först", "Läser högt i liten grupp"] {
        let rows = world.store.meeting(second).unwrap().earlier;
        let row = rows.iter().find(|row| row.text == text).unwrap();
        let status = ActionStatus {
            id: world.id(),
            entry: row.entry,
            meeting: Some(second),
            status: ActionState::Klar,
            evaluation: None,
            new_due: None,
            at: world.now,
        };
        world.commit(second, Code::SetActionStatus, vec![Change::put(status)]);
        assert_eq!(texts(&world, second), before, "{text}");
    }
    let rows = world.store.meeting(second).unwrap().earlier;
    assert!(rows.iter().any(|row| row.entry == goal_id && !row.is_promise() && row.told.is_some()));
    let (third, _) = about(&mut world, "eht", "2026-12-07T13:00:00", &arende);
    let mut left = texts(&world, third);
    left.sort();
    assert_eq!(left, ["Lugn och ro", "Sedan"], "what is done isn't asked about again, a goal neither");
}

#[test]
fn a_follow_up_opens_on_what_the_followed_meeting_agreed_unless_that_was_of_a_child() {
    let mut world = World::new();
    for (form, next, expected) in [("sip", "sip-uppfoljning", 1), ("sip-formote", "bht", 0)] {
        let first = world.meeting(form, "2026-11-09T13:00:00");
        promised(&mut world, first, "Ring hem", Due::NextMeeting);
        let second = world.meeting(next, "2026-11-23T13:00:00");
        let head = world.store.meeting(second).unwrap().head;
        world.commit(
            second,
            Code::EditHead,
            vec![Change::put(Head { follows: Some(first), diarienummer: None, ..head })],
        );
        let found = world.store.meeting(second).unwrap().earlier;
        assert_eq!(found.len(), expected, "{form}");
        assert!(found.iter().all(|row| row.meeting == first && row.agenda_id == form));
    }
}

#[test]
fn a_follow_up_opens_on_the_plan_in_its_order_by_its_numbers_and_one_that_ends_it_on_what_was_done_too() {
    let mut world = World::new();
    let plan = world.meeting("sip", "2026-09-07T13:00:00");
    for (text, due) in [("Ring", Due::By(day("2026-12-01"))), ("Skriv", Due::By(day("2026-10-01")))] {
        let mut action = world.action(plan, text, Some(due));
        if let Body::Atgard(point) = &mut action.body {
            point.follow_up = Some(day("2027-01-22"));
            point.owner_name = Some("Kurator".to_owned());
        }
        world.commit(plan, Code::Add(EntryKind::Atgard), vec![Change::put(action)]);
    }
    let mut familys = world.action(plan, "Läs", Some(Due::NextMeeting));
    if let Body::Atgard(point) = &mut familys.body {
        (point.owner, point.owner_name) = (None, Some("Mamma".to_owned()));
    }
    world.commit(plan, Code::Add(EntryKind::Atgard), vec![Change::put(familys)]);
    let follow = |world: &mut World, planned: &str, before: MeetingId| {
        let next = world.meeting("sip-uppfoljning", planned);
        let head = world.store.meeting(next).unwrap().head;
        world.commit(next, Code::EditHead, vec![Change::put(Head { follows: Some(before), ..head })]);
        next
    };
    let first = follow(&mut world, "2026-10-05T13:00:00", plan);
    let rows = world.store.meeting(first).unwrap().earlier;
    let own = world.store.meeting(plan).unwrap();
    let seen: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.number)).collect();
    assert_eq!(seen, [("Läs", Some(1)), ("Ring", Some(2)), ("Skriv", Some(3))]);
    for row in &rows {
        assert_eq!(row.number, own.entry(row.entry).map(|entry| own.point_number(entry)));
    }
    assert_eq!(rows[1].follow_up, Some(day("2027-01-22")));
    assert!(rows[1].point(day("2026-10-05")).unwrap().starts_with("punkt 2 i planen "));
    world.now += chrono::TimeDelta::days(1);
    let (id, at) = (world.id(), world.now);
    let done = ActionStatus {
        id,
        entry: rows[1].entry,
        meeting: Some(first),
        status: ActionState::Klar,
        evaluation: None,
        new_due: None,
        at,
    };
    world.commit(first, Code::SetActionStatus, vec![Change::put(done)]);
    let last = follow(&mut world, "2026-11-09T13:00:00", first);
    let meeting = world.store.meeting(last).unwrap();
    assert_eq!(texts(&world, last), ["Läs", "Skriv"]);
    assert_eq!(meeting.earlier[1].number, Some(3), "as before, whatever was told of another");
    assert!(meeting.settled_before.is_empty(), "while the plan goes on");
    let head = Head { sip_ended: Some(day("2026-11-09")), ..meeting.head };
    world.commit(last, Code::EditHead, vec![Change::put(head)]);
    let done = world.store.meeting(last).unwrap().settled_before;
    let done: Vec<_> = done.iter().map(|row| (row.text.as_str(), row.number, row.state)).collect();
    assert_eq!(done, [("Ring", Some(2), Some(ActionState::Klar))]);
}

#[test]
fn a_plans_decision_comes_along_until_it_is_said_not_to_hold_and_points_are_numbered_on() {
    let mut world = World::new();
    let plan = world.meeting("sip", "2026-09-07T13:00:00");
    promised(&mut world, plan, "Ring", Due::NextMeeting);
    promised(&mut world, plan, "Skriv", Due::NextMeeting);
    world.add(plan, EntryKind::Beslut, "Bo går in från gården");
    let entries = world.store.meeting(plan).unwrap().entries;
    let mut decision = entries.into_iter().find(|entry| entry.kind() == EntryKind::Beslut).unwrap();
    decision.body = Body::Beslut(Decision { decided_by: Some("Rektor".to_owned()), dissent: None });
    world.commit(plan, Code::Edit(EntryKind::Beslut), vec![Change::put(decision)]);
    let follow = |world: &mut World, planned: &str, before: MeetingId| {
        let next = world.meeting("sip-uppfoljning", planned);
        let head = world.store.meeting(next).unwrap().head;
        world.commit(next, Code::EditHead, vec![Change::put(Head { follows: Some(before), ..head })]);
        world.set_status(next, MeetingStatus::Pagar);
        next
    };
    let decided = |world: &World, meeting: MeetingId| {
        let all = world.store.meeting(meeting).unwrap().earlier;
        all.into_iter().find(crate::domain::earlier::Earlier::is_decision)
    };
    let first = follow(&mut world, "2026-10-05T13:00:00", plan);
    assert!(decided(&world, first).is_some_and(|row| row.is_in_force()));
    let own = promised(&mut world, first, "Köp bok", Due::NextMeeting);
    let second = follow(&mut world, "2026-11-09T13:00:00", first);
    let row = decided(&world, second).expect("it holds still");
    assert_eq!(row.decided_by.as_deref(), Some("Rektor"));
    // The follow-up's own point goes on after the plan's two, and the next meeting calls it so.
    let number = |world: &World, at| {
        let meeting = world.store.meeting(at).unwrap();
        meeting.entry(own).map(|entry| meeting.point_number(entry))
    };
    let named = world.store.meeting(second).unwrap().earlier;
    let named = named.iter().find(|row| row.entry == own).and_then(|row| row.number);
    assert_eq!((number(&world, first), named), (Some(3), Some(3)));
    let (id, at) = (world.id(), world.now);
    let gone = ActionStatus {
        id,
        entry: row.entry,
        meeting: Some(second),
        status: ActionState::Inaktuell,
        evaluation: None,
        new_due: None,
        at,
    };
    world.commit(second, Code::SetActionStatus, vec![Change::put(gone)]);
    assert!(decided(&world, second).is_some_and(|row| !row.is_in_force()), "told at this one");
    world.now += chrono::TimeDelta::days(1);
    let third = follow(&mut world, "2026-12-07T13:00:00", second);
    assert_eq!(decided(&world, third), None);
    // Meetings that follow each other in a circle are read all the same.
    let head = world.store.meeting(plan).unwrap().head;
    world.commit(plan, Code::EditHead, vec![Change::put(Head { follows: Some(third), ..head })]);
    assert_eq!(number(&world, first), Some(3));
}
