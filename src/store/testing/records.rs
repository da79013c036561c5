//! One of every record.

use super::{DOCUMENT_SHA, World, day};
use crate::domain::agenda::{EntryKind, Phase};
use crate::domain::command::Record;
use crate::domain::dates::Due;
use crate::domain::ids::EntryId;
use crate::domain::record::*;

impl World {
    /// One of every record, with something in every column, hanging together.
    #[allow(clippy::too_many_lines)]
    pub(in crate::store) fn one_of_each(&mut self) -> Vec<Record> {
        let mut head = self.head("eht", "2026-11-23T13:00:00");
        let meeting = head.id;
        let journal = self.store.journal_head().unwrap();
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
            asked: Some("brev hem".to_owned()),
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
            WordCheck {
                id: self.id(),
                meeting,
                about: item.id.0.to_string(),
                words: "orosanmälan".to_owned(),
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
                journal_line: journal.seq,
                journal_sha: journal.sha,
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
                arenden: Some("påhittat".to_owned()),
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
}
