use super::*;
use crate::agenda_file::{Catalogue, snapshot, snapshot_id};
use crate::domain::command::{Change, Code, Command, Record, Snapshot};
use crate::domain::ids::{Ids, RowId};
use crate::domain::record::{FollowUp, Presence};
use crate::minutes::plain;
use crate::runtime::practice::filled;
use crate::store::MeetingFilter;
use chrono::{NaiveDateTime, TimeDelta};
use tempfile::TempDir;
use uuid::Uuid;

/// A closed SIP of the made-up ones, with a follow-up booked on 18 January.
struct Desk {
    store: Store,
    ids: Ids,
    now: Now,
    sip: MeetingId,
    booked: MeetingId,
    _folder: TempDir,
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Now { utc: "2026-11-26T08:20:00Z".parse().unwrap(), zone: chrono_tz::Europe::Stockholm };
        let store = filled(&folder.path().join("ovning.db"), now).unwrap();
        let filter = MeetingFilter { agenda_id: Some("sip".to_owned()), ..MeetingFilter::default() };
        let sip = store.meetings(&filter).unwrap()[0].id;
        let booked = MeetingId(Uuid::from_u128(0x77));
        let mut desk = Self { store, ids: Ids::new(11), now, sip, booked, _folder: folder };
        let mut changes: Vec<Change> = desk.sip().follow_ups.into_iter().map(Change::delete).collect();
        let head = Head { status: MeetingStatus::Avslutat, ended: Some(now.utc), ..desk.sip().head };
        changes.push(Change::put(head));
        desk.commit(Code::Close, changes);
        let agenda = &Catalogue::carried().get("sip-uppfoljning").unwrap().agenda;
        let json = snapshot(agenda);
        let kept = Snapshot { sha: snapshot_id(&json), json };
        let planned = at("2027-01-18T13:00:00");
        let head =
            Head { follows: Some(sip), ..Head::new(booked, agenda, &kept.sha, planned, "Europe/Stockholm") };
        let row = FollowUp {
            id: RowId(booked.0),
            meeting: sip,
            date: planned.date(),
            time: Some(planned.time()),
            place: None,
            called_by: None,
            rev: 0,
        };
        let command = desk.command(Code::SetFollowUp, vec![Change::put(row), Change::put(head)]);
        desk.store.commit(&Command { snapshot: Some(kept), ..command }, desk.now.utc).unwrap();
        desk
    }

    fn sip(&self) -> Meeting {
        self.store.meeting(self.sip).unwrap()
    }

    fn head(&self) -> Head {
        self.store.meeting(self.booked).unwrap().head
    }

    fn command(&mut self, code: Code, changes: Vec<Change>) -> Command {
        self.now.utc += TimeDelta::minutes(10);
        let id = self.ids.next(self.now.unix_ms());
        Command { id, code, meeting: Some(self.sip), snapshot: None, changes }
    }

    fn commit(&mut self, code: Code, changes: Vec<Change>) {
        let command = self.command(code, changes);
        self.store.commit(&command, self.now.utc).unwrap();
    }

    fn moves(&mut self, planned: &str) {
        let head = Head { planned: at(planned), ..self.head() };
        self.commit(Code::MoveMeeting, vec![Change::put(head)]);
    }

    /// The line of the calendar file that begins so, for the closed SIP.
    fn entry(&self, key: &str) -> String {
        let file = calendar(&self.store, &self.sip()).unwrap();
        file.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned()
    }

    fn letter(&self, to: Option<&str>) -> String {
        plain::render(&document(&self.store, &self.sip(), to, self.now).unwrap())
    }

    /// A letter is logged as saved.
    fn sent(&mut self, to: &str) {
        let row = CopyLog {
            id: self.ids.next(self.now.unix_ms()),
            meeting: self.sip,
            version: None,
            recipient: to.to_owned(),
            what: "Inbjudan".to_owned(),
            arenden: None,
            way: CopyWay::Fil,
            format: "txt".to_owned(),
            checksum: "ab".to_owned(),
            by: None,
            at: self.now.utc,
        };
        self.commit(Code::Copies, vec![Change::put(row)]);
    }
}

#[test]
fn each_version_of_a_calendar_entry_has_its_number_and_its_time() {
    let mut desk = Desk::new();
    let mut before: Option<(String, u32, String)> = None;
    for planned in ["2027-01-18T13:00:00", "2027-01-25T13:00:00", "2027-01-25T14:30:00"] {
        if before.is_some() {
            desk.moves(planned);
        }
        let number = desk.entry("SEQUENCE:")[9..].trim().parse().unwrap();
        let this = (desk.entry("UID:"), number, desk.entry("DTSTAMP:"));
        if let Some((uid, number, stamp)) = before {
            assert_eq!(uid, this.0);
            assert!(this.1 > number && this.2 > stamp, "{this:?} after {number} {stamp}");
        }
        assert_eq!(this.2.trim(), format!("DTSTAMP:{}", desk.now.utc.format("%Y%m%dT%H%M%SZ")));
        before = Some(this);
    }
    let off = Head { cancelled: Some(desk.now.utc), ..desk.head() };
    desk.commit(Code::CancelMeeting, vec![Change::put(off)]);
    let (uid, number, stamp) = before.unwrap();
    assert_eq!(desk.entry("UID:"), uid);
    assert!(desk.entry("SEQUENCE:")[9..].trim().parse::<u32>().unwrap() > number);
    assert!(desk.entry("DTSTAMP:") > stamp && desk.entry("STATUS:").contains("CANCELLED"));
}

#[test]
fn a_prepared_follow_up_is_moved_from_its_meeting_as_the_same_entry() {
    let mut desk = Desk::new();
    let person = desk.sip().participants[0].clone();
    let person = crate::domain::record::Participant {
        id: desk.ids.next(desk.now.unix_ms()),
        meeting: desk.booked,
        presence: Presence::Plats,
        rev: 0,
        ..person
    };
    desk.commit(Code::CarryOver, vec![Change::put(person)]);
    let (uid, number) = (desk.entry("UID:"), desk.entry("SEQUENCE:"));
    // As the form for the follow-up writes it: the row, and the booked meeting with it.
    let row = desk.sip().follow_ups[0].clone();
    let row = FollowUp { date: "2027-02-01".parse().unwrap(), ..row };
    let head = Head { planned: at("2027-02-01T13:00:00"), ..desk.sip().booked.unwrap() };
    desk.commit(Code::SetFollowUp, vec![Change::put(row), Change::put(head)]);
    assert_eq!(desk.store.meeting(desk.booked).unwrap().participants.len(), 1, "what was prepared stays");
    assert_eq!(desk.entry("UID:"), uid);
    assert_ne!(desk.entry("SEQUENCE:"), number);
    assert!(desk.entry("DTSTART").contains("20270201T120000Z"));
    assert!(!desk.sip().next().unwrap().is_moved());
}

#[test]
fn letter_and_calendar_tell_of_the_same_day_and_a_held_one_of_none() {
    let mut desk = Desk::new();
    desk.moves("2027-01-25T14:30:00");
    assert!(desk.letter(None).contains("måndag 25 januari 2027"), "{}", desk.letter(None));
    assert!(desk.entry("DTSTART").contains("20270125T133000Z"));
    for status in [MeetingStatus::Pagar, MeetingStatus::Avslutat] {
        let head = Head { status, started: Some(desk.now.utc), ..desk.head() };
        desk.commit(Code::Begin, vec![Change::put(head)]);
        let letter = document(&desk.store, &desk.sip(), None, desk.now).unwrap_err();
        let file = calendar(&desk.store, &desk.sip()).unwrap_err();
        assert_eq!(letter.to_string(), file.to_string());
        assert!(letter.to_string().contains("redan"), "{letter}");
    }
}

#[test]
fn a_meeting_that_has_begun_calls_to_its_follow_up_or_to_nothing() {
    let mut desk = Desk::new();
    let begun = Head { status: MeetingStatus::Pagar, ended: None, ..desk.sip().head };
    desk.commit(Code::Reopen, vec![Change::put(begun)]);
    let before = desk.sip();
    assert!(desk.letter(None).contains("måndag 18 januari 2027"), "{}", desk.letter(None));
    assert!(desk.entry("DTSTART").contains("20270118T120000Z"));
    assert!(stem(&desk.store, &before).ends_with("-uppfoljning-2027-01-18"));
    desk.commit(Code::SetFollowUp, desk.sip().follow_ups.into_iter().map(Change::delete).collect());
    let sip = desk.sip();
    let who = sip.participants[0].name_and_role();
    let now = desk.now;
    for refused in [
        document(&desk.store, &sip, None, now).map(drop),
        document(&desk.store, &sip, Some(&who), now).map(drop),
        calendar(&desk.store, &sip).map(drop),
        everybody(&desk.store, &sip, Format::Plain, now).map(drop),
    ] {
        let why = refused.unwrap_err();
        assert!(matches!(why, InvitationError::Begun) && why.to_string().contains("har börjat"), "{why}");
    }
    // Those who have the meeting in their calendars are told of one that is called off, also after it began.
    let off = Head { cancelled: Some(now.utc), ..sip.head.clone() };
    desk.commit(Code::CancelMeeting, vec![Change::put(off)]);
    assert!(desk.entry("STATUS:").contains("CANCELLED"));
    let planned = Head { status: MeetingStatus::Planerat, started: None, cancelled: None, ..desk.sip().head };
    desk.commit(Code::Undo, vec![Change::put(planned)]);
    assert!(desk.letter(None).contains("Kallelse"), "one that lies ahead is called to");
}

#[test]
fn a_letter_after_a_move_says_which_one_it_replaces() {
    let mut desk = Desk::new();
    let who = desk.sip().participants.iter().find(|one| one.is_family()).unwrap().name_and_role();
    assert!(!desk.letter(Some(&who)).contains("Gäller i stället"));
    desk.sent(&who);
    assert!(!desk.letter(Some(&who)).contains("Gäller i stället"), "the same once more");
    desk.moves("2027-01-25T14:30:00");
    let letter = desk.letter(Some(&who));
    assert!(letter.contains("Det var måndag 18 januari 2027 kl. 13.00"), "{letter}");
    assert!(letter.contains("inbjudan gjord 26 november 2026 kl. "), "{letter}");
    let other = desk.sip().participants.iter().find(|one| one.is_staff()).unwrap().name_and_role();
    assert!(!desk.letter(Some(&other)).contains("Gäller i stället"), "who got none isn't told of one");
}

#[test]
fn a_meeting_that_an_invitation_is_logged_for_is_not_taken_away_and_the_words_help() {
    let mut desk = Desk::new();
    desk.sent("Någon");
    let meeting = desk.sip();
    let of_meeting: Vec<Change> = meeting
        .records()
        .into_iter()
        .filter(|record| matches!(record, Record::Head(_)))
        .map(Change::delete)
        .collect();
    let command = desk.command(Code::RemoveMeeting, of_meeting);
    let why = desk.store.commit(&command, desk.now.utc).unwrap_err();
    assert!(matches!(why, StoreError::StillNeeded), "{why}");
    assert!(!why.to_string().contains("FOREIGN") && why.to_string().contains("loggen"), "{why}");
}

#[test]
fn a_day_that_was_booked_calls_those_whom_the_meeting_calls_that_booked_it() {
    let desk = Desk::new();
    let who = |id: MeetingId| -> Vec<String> {
        let meeting = desk.store.meeting(id).unwrap();
        let all = everybody(&desk.store, &meeting, Format::Plain, desk.now).unwrap();
        all.into_iter().map(|paper| paper.who).collect()
    };
    assert!(who(desk.sip).len() > 3, "{:?}", who(desk.sip));
    assert_eq!(who(desk.booked), who(desk.sip));
    assert!(!calls_nobody(&desk.store, &desk.store.meeting(desk.booked).unwrap()).unwrap());
}

#[test]
fn that_nobody_is_written_in_is_known_before_somebody_is_called() {
    let mut desk = Desk::new();
    let nobody =
        |desk: &Desk, id: MeetingId| calls_nobody(&desk.store, &desk.store.meeting(id).unwrap()).unwrap();
    assert!(!nobody(&desk, desk.sip), "those of the meeting are called to its follow-up");
    let planned = MeetingId(Uuid::from_u128(0x78));
    let head = Head { id: planned, planned: at("2027-02-01T09:00:00"), follows: None, rev: 0, ..desk.head() };
    let command = desk.command(Code::SetFollowUp, vec![Change::put(head)]);
    desk.store.commit(&Command { meeting: Some(planned), ..command }, desk.now.utc).unwrap();
    assert!(nobody(&desk, planned));
    let files = everybody(
        &desk.store,
        &desk.store.meeting(planned).unwrap(),
        crate::minutes::Format::Plain,
        desk.now,
    );
    assert_eq!(files.unwrap()[0].who, "", "it can be made all the same");
}

#[test]
fn after_a_plan_that_ended_nobody_is_told_to_book_what_follows_it() {
    let mut sip = Desk::new().sip();
    assert!(matches!(nothing_ahead(&sip), InvitationError::NothingAhead));
    sip.head.sip_ended = Some(sip.head.planned.date());
    assert!(nothing_ahead(&sip).to_string().starts_with("Planen är avslutad"));
}
