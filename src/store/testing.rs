//! What the store's tests share: a database in a folder of its own, and one of every record.

use super::Store;
use crate::agenda_file::{Catalogue, snapshot, snapshot_id};
use crate::domain::agenda::{EntryKind, Huvudman, Phase};
use crate::domain::command::{Change, Code, Command, Record, Snapshot};
use crate::domain::dates::Due;
use crate::domain::ids::{CommandId, EntryId, Ids, MeetingId};
use crate::domain::record::SocialClock;
use crate::domain::record::*;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use std::path::PathBuf;
use tempfile::TempDir;
use uuid::Uuid;

/// The checksum of the document `{}`.
const DOCUMENT_SHA: &str = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

/// A database for practice, a clock and a source of keys.
pub(super) struct World {
    pub(super) store: Store,
    pub(super) dir: TempDir,
    pub(super) ids: Ids,
    pub(super) now: DateTime<Utc>,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

pub(super) fn form(id: &str) -> Snapshot {
    let json = snapshot(&Catalogue::carried().get(id).unwrap().agenda);
    Snapshot { sha: snapshot_id(&json), json }
}

impl World {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create_practice(&dir.path().join("ovning.db")).unwrap();
        Self { store, dir, ids: Ids::new(7), now: "2026-11-23T12:00:00Z".parse().unwrap() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.dir.path().join("ovning.db")
    }

    pub(super) fn id<T: From<Uuid>>(&mut self) -> T {
        self.now += TimeDelta::seconds(1);
        self.ids.next(u64::try_from(self.now.timestamp_millis()).unwrap())
    }

    pub(super) fn command(&mut self, meeting: MeetingId, code: Code, changes: Vec<Change>) -> Command {
        Command { id: self.id::<CommandId>(), code, meeting: Some(meeting), snapshot: None, changes }
    }

    pub(super) fn commit(&mut self, meeting: MeetingId, code: Code, changes: Vec<Change>) {
        let command = self.command(meeting, code, changes);
        self.store.commit(&command, self.now).unwrap();
    }

    pub(super) fn undo(&mut self, meeting: MeetingId) -> Option<Code> {
        let id = self.id();
        self.store.undo(meeting, id, self.now).unwrap()
    }

    pub(super) fn redo(&mut self, meeting: MeetingId) -> Option<Code> {
        let id = self.id();
        self.store.redo(meeting, id, self.now).unwrap()
    }

    pub(super) fn head(&mut self, form_id: &str, planned: &str) -> Head {
        let agenda = Catalogue::carried().get(form_id).unwrap().agenda.clone();
        let (sha, zone) = (form(form_id).sha, "Europe/Stockholm");
        Head {
            individuals: form_id != "bht",
            title: "EHT Ängsskolan".to_owned(),
            minutes: 90,
            status: MeetingStatus::Pagar,
            started: Some(self.now),
            ..Head::new(self.id(), &agenda, &sha, at(planned), zone)
        }
    }

    /// A meeting with nothing in it.
    pub(super) fn meeting(&mut self, form_id: &str, planned: &str) -> MeetingId {
        let head = self.head(form_id, planned);
        let id = head.id;
        let command = Command {
            id: self.id(),
            code: Code::NewMeeting,
            meeting: Some(id),
            snapshot: Some(form(form_id)),
            changes: vec![Change::put(head)],
        };
        self.store.commit(&command, self.now).unwrap();
        id
    }

    pub(super) fn entry(&mut self, meeting: MeetingId, kind: EntryKind, text: &str) -> Entry {
        Entry {
            id: self.id(),
            meeting,
            arende: None,
            text: text.to_owned(),
            source: None,
            confirmed: None,
            emi: false,
            order: self.now.timestamp_millis(),
            rev: 0,
            body: Body::empty(kind),
        }
    }

    pub(super) fn add(&mut self, meeting: MeetingId, kind: EntryKind, text: &str) -> Entry {
        let entry = self.entry(meeting, kind, text);
        self.commit(meeting, Code::Add(kind), vec![Change::put(entry.clone())]);
        Entry { rev: 1, ..entry }
    }

    pub(super) fn person(&mut self, name: &str) -> Person {
        let person =
            Person { id: self.id(), name: name.to_owned(), role: "Specialpedagog".to_owned(), rev: 0 };
        let command = Command {
            id: self.id(),
            code: Code::SetPerson,
            meeting: None,
            snapshot: None,
            changes: vec![Change::put(person.clone())],
        };
        self.store.commit(&command, self.now).unwrap();
        person
    }

    pub(super) fn participant(&mut self, meeting: MeetingId, name: &str, role: &str) -> Participant {
        Participant {
            id: self.id(),
            meeting,
            name: name.to_owned(),
            role: role.to_owned(),
            unit: "Skola".to_owned(),
            huvudman: Huvudman::Kommun,
            kind: ParticipantKind::Personal,
            presence: Presence::Plats,
            came: None,
            left: None,
            introduced: true,
            chairs: false,
            takes_notes: true,
            main_responsible: false,
            order: 1,
            rev: 0,
        }
    }

    pub(super) fn action(&mut self, meeting: MeetingId, text: &str, due: Option<Due>) -> Entry {
        let mut entry = self.entry(meeting, EntryKind::Atgard, text);
        entry.body =
            Body::Atgard(ActionItem { owner_name: Some("Mormor".to_owned()), due, ..ActionItem::default() });
        entry
    }

    /// One of every record, with something in every column, hanging together.
    #[allow(clippy::too_many_lines)]
    pub(super) fn one_of_each(&mut self) -> Vec<Record> {
        let mut head = self.head("eht", "2026-11-23T13:00:00");
        let meeting = head.id;
        let child = Child {
            name: Some("Åsa \"Ö\" O'Neill".to_owned()),
            called: Some("Åsa".to_owned()),
            birth_year: Some(2014),
            protected: true,
            ..Child::new(self.id(), "Blå")
        };
        let arende = Arende::new(self.id(), Some(child.id), "Blå");
        let item = MeetingArende {
            follow_up: true,
            state: ArendeState::Pagar,
            question: Some("Hur går det?".to_owned()),
            evaluated_on: Some(day("2027-01-15")),
            ..MeetingArende::new(self.id(), meeting, arende.id, 1)
        };
        let spoken_of = arende.id;
        head.current = Some(item.id);
        head.number = Some(3);
        head.follows = Some(self.id());
        head.place = Some("Rum 12".to_owned());
        head.diarienummer = Some("BUN 2026/17".to_owned());
        head.secrecy = Some("OSL".to_owned());
        head.purpose = Some("Syfte".to_owned());
        head.questions = Some("Frågor".to_owned());
        head.initiator = Some("Rektor".to_owned());
        head.ended = Some(self.now);
        head.sip_ended = Some(day("2026-11-23"));
        head.sip_end_reason = Some(EndReason::IngaBehovKvar);
        let participant = Participant {
            came: Some(self.now),
            left: Some(self.now),
            ..self.participant(meeting, "Karin Lund", "Kurator")
        };
        let who = participant.id;
        let need = self.entry(meeting, EntryKind::Behov, "Ro i korridoren");
        let action = Entry {
            arende: Some(item.id),
            source: Some(who),
            confirmed: Some(self.now),
            body: Body::Atgard(ActionItem {
                owner: Some(who),
                owner_name: Some("Karin".to_owned()),
                due: Some(Due::By(day("2026-12-04"))),
                follow_up: Some(day("2026-12-11")),
                need: Some(need.id),
            }),
            ..self.entry(meeting, EntryKind::Atgard, "Prata med läraren")
        };
        let decision = Entry {
            body: Body::Beslut(Decision {
                decided_by: Some("rektor".to_owned()),
                dissent: Some("Mamma ville annat".to_owned()),
            }),
            ..self.entry(meeting, EntryKind::Beslut, "Beslut")
        };
        let voice = Entry {
            body: Body::Rost { how: VoiceHow::Framford },
            ..self.entry(meeting, EntryKind::Rost, "Jag vill vara med")
        };
        let consent = Consent {
            id: self.id(),
            arende: arende.id,
            meeting: Some(meeting),
            given_by: "Mamma".to_owned(),
            by_child: false,
            sole: false,
            answer: ConsentAnswer::Ja,
            form: ConsentForm::Skriftligt,
            given_on: day("2026-11-01"),
            valid_until: day("2027-10-31"),
            not_covered: Some("Hälsa".to_owned()),
            withdrawn: Some(self.now),
            reason: Some("Inte nådd".to_owned()),
            rev: 0,
        };
        let party = ConsentParty {
            id: self.id(),
            consent: consent.id,
            part: "BUP".to_owned(),
            may_tell: Some("Skolgång".to_owned()),
            must_not: Some("Diagnos".to_owned()),
            rev: 0,
        };
        let exemption = Exemption {
            id: self.id(),
            meeting,
            consent: consent.id,
            entry: action.id,
            part: "Mormor".to_owned(),
        };
        let edit_conflict = EditConflict { id: self.id(), meeting, entry: action.id, beside: need.id };
        let answer = PlanAnswer {
            id: self.id(),
            meeting,
            participant: who,
            answer: PlanAnswerKind::JaOm,
            condition: Some("om det går".to_owned()),
            entry: Some(action.id),
            rev: 0,
        };
        let entry_id: EntryId = action.id;
        let mut records: Vec<Record> = vec![
            self.person_row().into(),
            child.into(),
            arende.into(),
            head.into(),
            Record::Participant(participant),
            need.into(),
            action.into(),
            decision.into(),
            voice.into(),
            consent.into(),
            party.into(),
            exemption.into(),
            answer.into(),
        ];
        let (arende, participant) = (Some(item.id), who);
        records.extend::<Vec<Record>>(vec![
            Attendance { id: self.id(), meeting, participant, arende: item.id }.into(),
            Heard { id: self.id(), meeting, arende, participant, at: self.now }.into(),
            ProtectionCheck {
                id: self.id(),
                meeting,
                output: Output::Copies,
                what: "Plats: Teams".to_owned(),
                by: "Karin, kurator".to_owned(),
                at: self.now,
            }
            .into(),
            FieldValue {
                id: self.id(),
                meeting,
                arende,
                field: "steg1".to_owned(),
                value: "2026-10-01".to_owned(),
                rev: 0,
            }
            .into(),
            FollowUp {
                id: self.id(),
                meeting,
                date: day("2027-01-15"),
                time: Some("09:00:00".parse().unwrap()),
                place: Some("Teams".to_owned()),
                called_by: Some("Karin".to_owned()),
                rev: 0,
            }
            .into(),
            Recipient {
                id: self.id(),
                meeting,
                participant: Some(who),
                name: "Karin".to_owned(),
                way: Some("brev".to_owned()),
                rev: 0,
            }
            .into(),
            Stage {
                id: self.id(),
                meeting,
                arende,
                phase: Phase::Nulage,
                from: self.now,
                to: Some(self.now),
            }
            .into(),
            edit_conflict.into(),
            Override {
                id: self.id(),
                meeting,
                arende,
                rule: "samtycke".to_owned(),
                about: None,
                reason: "Ringt".to_owned(),
                at: self.now,
            }
            .into(),
            ActionStatus {
                id: self.id(),
                entry: entry_id,
                meeting: Some(meeting),
                status: ActionState::Andrad,
                evaluation: Some("Gick bra".to_owned()),
                new_due: Some(Due::Ongoing { start: day("2026-12-11") }),
                at: self.now,
            }
            .into(),
            item.into(),
            Correction {
                id: self.id(),
                meeting,
                from: "Karin Lund, kurator".to_owned(),
                text: "Det var tjugo minuter".to_owned(),
                done: true,
                at: self.now,
                rev: 0,
            }
            .into(),
            // Last, since the lock holds until the minutes are opened again.
            Version {
                id: self.id(),
                meeting,
                number: 1,
                approval: Approval::Justerat,
                by: "Eva Ek".to_owned(),
                registered: "BUN 2026/17".to_owned(),
                locked_by: Some("Sara Sten".to_owned()),
                at: self.now,
                document: DOCUMENT_SHA.to_owned(),
                journal_line: 1,
                journal_sha: "ab".to_owned(),
            }
            .into(),
            Opening {
                id: self.id(),
                meeting,
                number: 2,
                by: "Eva Ek".to_owned(),
                reason: "Fel datum".to_owned(),
                at: self.now,
            }
            .into(),
            Assessment { id: self.id(), meeting, structure: Some(4), respect: Some(5), interplay: None }
                .into(),
            SocialClock {
                id: self.id(),
                arende: spoken_of,
                reported: Some(self.now),
                protection: Some(self.now),
                preliminary: Some(day("2026-12-01")),
                opened: Some(day("2026-12-01")),
                done: None,
                rev: 0,
            }
            .into(),
            CopyLog {
                id: self.id(),
                meeting,
                version: Some(1),
                recipient: "Karin".to_owned(),
                what: "hela protokollet".to_owned(),
                way: CopyWay::Fil,
                format: "txt".to_owned(),
                checksum: "cd".to_owned(),
                by: Some("Sara Sten".to_owned()),
                at: self.now,
            }
            .into(),
        ]);
        records
    }

    fn person_row(&mut self) -> Person {
        Person { id: self.id(), name: "Åke".to_owned(), role: "Rektor".to_owned(), rev: 0 }
    }

    /// A meeting with one of every record in it.
    pub(super) fn full_meeting(&mut self) -> (MeetingId, Vec<Record>) {
        let records = self.one_of_each();
        let meeting = records
            .iter()
            .find_map(|record| match record {
                Record::Head(head) => Some(head.id),
                _ => None,
            })
            .unwrap();
        self.store
            .db
            .execute("INSERT INTO protokoll_dokument(sha, json) VALUES (?1, '{}')", [DOCUMENT_SHA])
            .unwrap();
        self.store.set_social_clock(true).unwrap();
        let command = Command {
            id: self.id(),
            code: Code::NewMeeting,
            meeting: Some(meeting),
            snapshot: Some(form("eht")),
            changes: records.iter().cloned().map(Change::put).collect(),
        };
        self.store.commit(&command, self.now).unwrap();
        (meeting, records)
    }
}
