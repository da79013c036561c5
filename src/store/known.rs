//! What helps to pick instead of typing: people, ärenden and the meeting before.

use super::query::{held_or_planned, said, uuid, when};
use super::rows::Statements;
use super::{Store, StoreError};
use crate::domain::command::{Record, Table};
use crate::domain::ids::{ArendeId, MeetingId};
use crate::domain::meeting::lower_first;
use crate::domain::overview::{Held, Known, KnownArende, KnownChild};
use crate::domain::record::Participant;
use rusqlite::params;
use std::collections::{HashMap, HashSet};

/// How far back known participants and ärenden are looked for, in rows.
const LOOK_BACK: i64 = 1000;
/// How many of a child's meetings are told of.
const MEETINGS: usize = 3;
/// How many meetings of the same form are looked through first.
const SAME_AGENDA: i64 = 20;

impl Store {
    /// What helps to pick instead of typing, for a meeting of `form`: people from the latest meetings of the same form
    /// first. Only staff and interpreters: whose mother has been here is nobody's business at another meeting.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn known(&self, agenda: &str) -> Result<Known, StoreError> {
        let people = &Statements::for_table(Table::Participant).select;
        // The same person has a row in each meeting: only the latest is read in full.
        let latest = |rows: &str| {
            format!(
                "{people} WHERE id IN (SELECT max(id) FROM ({rows}) WHERE slag IN ('personal', 'tolk')
                                       GROUP BY namn, roll) ORDER BY id DESC"
            )
        };
        let mut participants = self.records(
            Table::Participant,
            &latest(&format!(
                "SELECT id, namn, roll, slag FROM deltagare WHERE mote_id IN
                     (SELECT m.id FROM mote m WHERE m.form = ?1 ORDER BY {} DESC LIMIT ?2)",
                when("m")
            )),
            params![agenda, SAME_AGENDA],
        )?;
        participants.extend(self.records(
            Table::Participant,
            &latest("SELECT id, namn, roll, slag FROM deltagare ORDER BY id DESC LIMIT ?1"),
            [LOOK_BACK],
        )?);
        let mut seen = HashSet::new();
        let participants: Vec<Participant> = participants
            .into_iter()
            .filter_map(|record| match record {
                Record::Participant(person) => Some(person),
                _ => None,
            })
            .filter(|person| seen.insert((person.name.clone(), person.role.clone())))
            .collect();
        let arenden = self.known_arenden("a.avslutat = 0 AND a.avidentifierat = 0")?;
        let persons = &Statements::for_table(Table::Person).select;
        let persons = self
            .records(
                Table::Person,
                &format!(
                    "{persons} ORDER BY id = (SELECT varde FROM meta WHERE nyckel = 'person') DESC, id DESC"
                ),
                [],
            )?
            .into_iter()
            .filter_map(|record| match record {
                Record::Person(person) => Some(person),
                _ => None,
            })
            .collect();
        let last = self
            .list(
                &format!(
                    "SELECT id, planerad, startad, zon, (SELECT count(*) FROM mote_arende ma WHERE ma.mote_id = mote.id
                        AND ma.lage IN ('uppskjutet', 'vantar')) AS kvar
                     FROM mote WHERE id = (SELECT m.id FROM mote m
                        WHERE m.form = ?1 AND m.status = 'avslutat' AND m.installt IS NULL
                        ORDER BY {} DESC, m.planerad DESC, m.id DESC LIMIT 1)",
                    when("m")
                ),
                [agenda],
                |row| {
                    let id = MeetingId(uuid(row, "id")?);
                    let left = usize::try_from(row.get::<_, i64>("kvar")?).unwrap_or(0);
                    Ok(held_or_planned(row)?.map(|at| Held { id, day: at.date(), left }))
                },
            )?
            .into_iter()
            .flatten()
            .next();
        Ok(Known { participants, arenden, persons, last })
    }

    /// The ärenden of the latest meetings, with what tells their children from each other. `which` is said of `a`, the ärende.
    pub(super) fn known_arenden(&self, which: &str) -> Result<Vec<KnownArende>, StoreError> {
        let taken_up = "(SELECT id, arende_id, mote_id FROM mote_arende ORDER BY id DESC LIMIT ?1)";
        let rows = self.list(
            &format!(
                "SELECT ma.arende_id AS arende, a.benamning, a.barn_id IS NOT NULL AS individ, m.form, m.titel, m.planerad, m.startad, m.zon,
                     c.alias, c.kallas, c.fodelsear, c.skyddad,
                     (SELECT max(galler_till) FROM samtycke s
                      WHERE s.arende_id = a.id AND s.svar = 'ja' AND s.aterkallat IS NULL) AS galler_till
                 FROM {taken_up} ma JOIN arende a ON a.id = ma.arende_id JOIN mote m ON m.id = ma.mote_id
                 LEFT JOIN barn c ON c.id = a.barn_id
                 WHERE {which} ORDER BY ma.id DESC"
            ),
            [LOOK_BACK],
            |row| {
                let names: [Option<String>; 2] = [row.get("alias")?, row.get("kallas")?];
                let child = KnownChild {
                    names: names.into_iter().flatten().collect(),
                    meetings: Vec::new(),
                    family: Vec::new(),
                    birth_year: row.get("fodelsear")?,
                    protected: row.get::<_, Option<bool>>("skyddad")?.unwrap_or(false),
                    consent_until: said(row, "galler_till")?,
                };
                let arende = KnownArende {
                    id: ArendeId(uuid(row, "arende")?),
                    label: row.get("benamning")?,
                    individual: row.get("individ")?,
                    agenda_id: row.get("form")?,
                    child,
                };
                Ok((arende, row.get::<_, String>("titel")?, held_or_planned(row)?))
            },
        )?;
        let mut places: HashMap<ArendeId, usize> = HashMap::new();
        let mut arenden: Vec<KnownArende> = Vec::new();
        for (arende, title, planned) in rows {
            let place = *places.entry(arende.id).or_insert_with(|| {
                arenden.push(arende);
                arenden.len() - 1
            });
            arenden[place].child.meetings.extend(planned.map(|planned| (title, planned.date())));
        }
        // The family that came for this child: alone at its meeting, or tied to its ärende.
        let family = self.list(
            &format!(
                "SELECT DISTINCT ma.arende_id, d.namn, d.roll FROM {taken_up} ma
                 JOIN arende a ON a.id = ma.arende_id JOIN deltagare d ON d.mote_id = ma.mote_id
                 WHERE {which} AND a.barn_id IS NOT NULL AND d.slag IN ('vardnadshavare', 'narstaende')
                   AND (EXISTS (SELECT 1 FROM deltar_i i WHERE i.deltagare_id = d.id AND i.mote_arende_id = ma.id)
                        OR (SELECT count(*) FROM mote_arende y WHERE y.mote_id = ma.mote_id) = 1)
                 ORDER BY ma.id DESC, d.ordning"
            ),
            [LOOK_BACK],
            |row| Ok((ArendeId(uuid(row, 0)?), row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        )?;
        for (arende, name, role) in family {
            let Some(place) = places.get(&arende) else { continue };
            let who = format!("{} {name}", lower_first(&role)).trim().to_owned();
            let known = &mut arenden[*place].child.family;
            if !known.contains(&who) {
                known.push(who);
            }
        }
        for arende in &mut arenden {
            arende.child.meetings.sort_by_key(|(_, day)| std::cmp::Reverse(*day));
            arende.child.meetings.truncate(MEETINGS);
        }
        Ok(arenden)
    }

    /// The row of an ärende that is known, with its child if it is about one: what a new meeting about it needs.
    ///
    /// # Errors
    /// As [`Store::home`].
    pub fn arende(&self, id: ArendeId) -> Result<Option<Record>, StoreError> {
        let select = &Statements::for_table(Table::Arende).select;
        Ok(self.records(Table::Arende, &format!("{select} WHERE id = ?1"), [id.to_string()])?.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;
    use crate::domain::command::{Change, Code};
    use crate::domain::record::{Arende, Child, MeetingArende, ParticipantKind};

    #[test]
    fn known_people_are_those_of_the_same_form_first_each_once_and_never_families() {
        let mut world = World::new();
        let eht = world.meeting("eht", "2026-11-02T13:00:00");
        let sip = world.meeting("sip", "2026-11-09T13:00:00");
        for (meeting, name, role) in [
            (eht, "Karin", "Kurator"),
            (eht, "Rolf", "Rektor"),
            (sip, "Berit", "BUP"),
            (sip, "Karin", "Kurator"),
        ] {
            let person = world.participant(meeting, name, role);
            world.commit(meeting, Code::AddParticipant, vec![Change::put(person)]);
        }
        let mother =
            Participant { kind: ParticipantKind::Vardnadshavare, ..world.participant(sip, "Maria", "Mamma") };
        world.commit(sip, Code::AddParticipant, vec![Change::put(mother)]);
        let person = world.person("Specialpedagogen");
        let known = world.store.known("eht").unwrap();
        let names: Vec<&str> = known.participants.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Rolf", "Karin", "Berit"]);
        assert_eq!(known.persons.len(), 1);
        assert_eq!(known.persons[0].id, person.id);
    }

    #[test]
    fn known_arenden_are_open_ones_with_the_form_that_last_took_them_up() {
        let mut world = World::new();
        let take_up = |world: &mut World, form: &str, arende: &Arende| {
            let meeting = world.meeting(form, "2026-11-02T13:00:00");
            let item = MeetingArende::new(world.id(), meeting, arende.id, 1);
            let mut changes = vec![Change::put(item)];
            if world.store.arende(arende.id).unwrap().is_none() {
                changes.push(Change::put(arende.clone()));
            }
            world.commit(meeting, Code::AddArende, changes);
        };
        let mut arende = |label: &str, closed| Arende { closed, ..Arende::new(world.id(), None, label) };
        let (hall, yard, done) =
            (arende("Korridoren", false), arende("Skolgården", false), arende("Klar", true));
        for (form, arende) in [("eht", &hall), ("eht", &yard), ("eht", &done), ("bht", &hall)] {
            take_up(&mut world, form, arende);
        }
        let known = world.store.known("eht").unwrap().arenden;
        let seen: Vec<_> = known
            .iter()
            .map(|arende| (arende.label.as_str(), arende.agenda_id.as_str(), arende.individual))
            .collect();
        assert_eq!(seen, [("Korridoren", "bht", false), ("Skolgården", "eht", false)]);
    }

    #[test]
    fn a_known_child_comes_with_what_tells_it_from_another_of_its_name() {
        let mut world = World::new();
        let child = Child {
            called: Some("Kim".to_owned()),
            birth_year: Some(2014),
            protected: true,
            ..Child::new(world.id(), "Blå")
        };
        let arende = Arende::new(world.id(), Some(child.id), "Blå");
        // Two children share an alias.
        let other = Child::new(world.id(), "Blå");
        let of_other = Arende::new(world.id(), Some(other.id), "Blå");
        let first = world.meeting("sip", "2026-10-12T13:00:00");
        let item = MeetingArende::new(world.id(), first, arende.id, 1);
        let mother = Participant {
            kind: ParticipantKind::Vardnadshavare,
            ..world.participant(first, "Maria Påhitt", "Mamma")
        };
        let staff = world.participant(first, "Karin", "Kurator");
        world.commit(
            first,
            Code::AddArende,
            vec![
                Change::put(child),
                Change::put(arende.clone()),
                Change::put(item),
                Change::put(mother),
                Change::put(staff),
            ],
        );
        // In a room with two families nobody is a child's but whoever is tied to its ärende.
        let second = world.meeting("eht", "2026-11-02T13:00:00");
        let (one, two) = (
            MeetingArende::new(world.id(), second, arende.id, 1),
            MeetingArende::new(world.id(), second, of_other.id, 2),
        );
        let father = Participant {
            kind: ParticipantKind::Vardnadshavare,
            ..world.participant(second, "Siv Saga", "Mamma")
        };
        let untied = Participant {
            kind: ParticipantKind::Narstaende,
            ..world.participant(second, "Bo Saga", "Morfar")
        };
        let tie = crate::domain::record::Attendance {
            id: world.id(),
            meeting: second,
            participant: father.id,
            arende: two.id,
        };
        world.commit(
            second,
            Code::AddArenden,
            vec![
                Change::put(other),
                Change::put(of_other.clone()),
                Change::put(one),
                Change::put(two),
                Change::put(father),
                Change::put(untied),
                Change::put(tie),
            ],
        );
        // Whatever day was planned, the one on which they were held counts.
        for (meeting, held) in [(second, "2026-11-02T12:00:00Z"), (first, "2026-10-12T12:00:00Z")] {
            let head = world.store.meeting(meeting).unwrap().head;
            let planned = "2026-12-11T13:00:00".parse().unwrap();
            let head = crate::domain::record::Head { started: Some(held.parse().unwrap()), planned, ..head };
            world.commit(meeting, Code::EditHead, vec![Change::put(head)]);
        }
        let known = world.store.known("eht").unwrap().arenden;
        let find = |id| known.iter().find(|known| known.id == id).unwrap();
        let blue = find(arende.id);
        assert!(blue.is_called("kim") && blue.is_called("Blå ") && !blue.is_called("Bl"));
        assert_eq!(blue.child.family, ["mamma Maria Påhitt"]);
        assert_eq!(
            (blue.child.birth_year, blue.child.protected, blue.child.consent_until),
            (Some(2014), true, None)
        );
        let days: Vec<String> = blue.child.meetings.iter().map(|(_, day)| day.to_string()).collect();
        assert_eq!(days, ["2026-11-02", "2026-10-12"]);
        assert!(blue.in_a_row().ends_with("2 nov 2026 · mamma Maria Påhitt"), "{}", blue.in_a_row());
        assert_eq!(find(of_other.id).child.family, ["mamma Siv Saga"]);
    }

    #[test]
    fn a_new_child_joined_to_an_earlier_one_is_a_new_child_again_after_undo() {
        let mut world = World::new();
        let (first, _) = world.full_meeting();
        let earlier = world.store.meeting(first).unwrap().arenden[0].clone();
        let second = world.meeting("eht", "2026-12-07T13:00:00");
        let child = Child::new(world.id(), "Blå");
        let arende = Arende::new(world.id(), Some(child.id), "Blå");
        let item = MeetingArende::new(world.id(), second, arende.id, 1);
        world.commit(
            second,
            Code::AddArende,
            vec![Change::put(child), Change::put(arende), Change::put(item)],
        );
        let made = world.store.meeting(second).unwrap();
        assert!(made.consents.is_empty());
        let joined = MeetingArende { arende: earlier.id, ..made.items[0].clone() };
        let changes = vec![
            Change::put(joined),
            Change::delete(made.arenden[0].clone()),
            Change::delete(made.children[0].clone()),
        ];
        world.commit(second, Code::SameChild, changes);
        let meeting = world.store.meeting(second).unwrap();
        assert_eq!((meeting.items[0].arende, meeting.arenden.len()), (earlier.id, 1));
        assert!(!meeting.consents.is_empty(), "the consent of that child");
        assert_eq!(world.undo(second), Some(Code::SameChild));
        let meeting = world.store.meeting(second).unwrap();
        assert_eq!(meeting.children[0].alias, "Blå");
        assert_eq!(meeting.arenden[0].id, made.arenden[0].id);
        assert!(meeting.consents.is_empty());
        assert!(world.store.verify().unwrap().is_sound());
    }
}
