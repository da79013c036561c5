//! Consents over all ärenden: the list, and those that soon run out.

use super::rows::Statements;
use super::{Store, StoreError};
use crate::domain::command::{Record, Table};
use crate::domain::consent::waiting;
use crate::domain::ids::ConsentId;
use crate::domain::overview::{ConsentRow, EndingConsent, Unanswered, WARN_DAYS};
use crate::domain::record::Consent;
use chrono::{NaiveDate, TimeDelta};
use rusqlite::params;
use std::collections::HashMap;

/// So many consents that run out are told of on home.
const MOST_ENDING: i64 = 40;

/// Yes, not withdrawn, near its end, and not followed by another from the same person: the range is read by the index.
const ENDING: &str = "SELECT a.benamning, s.galler_till FROM samtycke s JOIN arende a ON a.id = s.arende_id
    WHERE s.galler_till BETWEEN ?1 AND ?2 AND s.svar = 'ja' AND s.aterkallat IS NULL AND a.avslutat = 0
      AND NOT EXISTS (SELECT 1 FROM samtycke n WHERE n.arende_id = s.arende_id AND n.av_barnet = s.av_barnet
                      AND (n.av_barnet = 1 OR n.givare = s.givare)
                      AND (n.galler_till > s.galler_till OR n.svar = 'nej' OR n.aterkallat IS NOT NULL))
    ORDER BY s.galler_till, a.benamning LIMIT ?3";

impl Store {
    /// The consents of all ärenden with their parties: those that aren't withdrawn first, the last to end at the top.
    /// At most `limit`; all if nothing is said.
    ///
    /// # Errors
    /// When the database can't be read: the file is away or damaged or holds a row that can't be read.
    pub fn consents(&self, limit: Option<usize>) -> Result<Vec<ConsentRow>, StoreError> {
        let limit = limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
        let select = &Statements::for_table(Table::Consent).select;
        let which = "ORDER BY aterkallat IS NOT NULL, galler_till DESC, id LIMIT ?1";
        let consents = self.records(Table::Consent, &format!("{select} {which}"), [limit])?;
        let labels: HashMap<String, String> = self
            .list("SELECT id, benamning FROM arende", [], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .collect();
        let mut all = Vec::new();
        for record in consents {
            let Record::Consent(consent) = record else { continue };
            let parties = self.parties_of(consent.id)?;
            let label = labels.get(&consent.arende.to_string()).cloned().unwrap_or_default();
            all.push(ConsentRow { consent, label, parties });
        }
        Ok(all)
    }

    fn parties_of(&self, id: ConsentId) -> Result<Vec<crate::domain::record::ConsentParty>, StoreError> {
        let select = &Statements::for_table(Table::ConsentParty).select;
        let query = format!("{select} WHERE samtycke_id = ?1 ORDER BY id");
        let rows = self.records(Table::ConsentParty, &query, [id.to_string()])?;
        Ok(rows
            .into_iter()
            .filter_map(|record| match record {
                Record::ConsentParty(party) => Some(party),
                _ => None,
            })
            .collect())
    }

    /// Those of open ärenden who were asked and haven't answered, those who have waited longest first.
    pub(super) fn unanswered_consents(&self) -> Result<Vec<Unanswered>, StoreError> {
        let select = &Statements::for_table(Table::Consent).select;
        let query = format!(
            "{select} WHERE arende_id IN (SELECT s.arende_id FROM samtycke s JOIN arende a ON a.id = s.arende_id
               WHERE s.svar = 'saknas' AND a.avslutat = 0) ORDER BY datum, id"
        );
        let all: Vec<Consent> = self
            .records(Table::Consent, &query, [])?
            .into_iter()
            .filter_map(|record| match record {
                Record::Consent(consent) => Some(consent),
                _ => None,
            })
            .collect();
        let mut unanswered = Vec::new();
        for consent in waiting(all.iter()) {
            let label = self.list(
                "SELECT benamning FROM arende WHERE id = ?1",
                [consent.arende.to_string()],
                |row| row.get::<_, String>(0),
            )?;
            let label = label.into_iter().next().unwrap_or_default();
            unanswered.push(Unanswered { label, consent: consent.clone() });
        }
        Ok(unanswered)
    }

    /// The consents that run out within [`WARN_DAYS`] of a day, or did so within as many days before it. One line for
    /// each ärende and day, however many gave it.
    pub(super) fn ending_consents(&self, today: NaiveDate) -> Result<Vec<EndingConsent>, StoreError> {
        let (from, to) = (today - TimeDelta::days(WARN_DAYS), today + TimeDelta::days(WARN_DAYS));
        let mut all: Vec<EndingConsent> = self
            .list(ENDING, params![from.to_string(), to.to_string(), MOST_ENDING], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?
            .into_iter()
            .filter_map(|(label, day)| Some(EndingConsent { label, last_day: day.parse().ok()? }))
            .collect();
        all.dedup();
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, day};
    use crate::domain::command::{Change, Code};
    use crate::domain::ids::MeetingId;
    use crate::domain::overview::Unanswered;
    use crate::domain::record::{Consent, ConsentAnswer};

    /// The father's consent, beside the mother's that is withdrawn.
    fn given(world: &mut World) -> (MeetingId, Consent) {
        let (meeting, _) = world.full_meeting();
        let mothers = world.store.consents(None).unwrap()[0].consent.clone();
        let id = world.id();
        let fathers = Consent { id, given_by: "Pappa".into(), withdrawn: None, rev: 0, ..mothers };
        put(world, fathers);
        (meeting, consent(world))
    }

    fn consent(world: &World) -> Consent {
        let rows = world.store.consents(None).unwrap();
        rows.into_iter().map(|row| row.consent).find(|row| row.given_by == "Pappa").unwrap()
    }

    fn put(world: &mut World, consent: Consent) {
        let meeting = consent.meeting.unwrap();
        let code = if consent.withdrawn.is_some() { Code::WithdrawConsent } else { Code::SetConsent };
        world.commit(meeting, code, vec![Change::put(consent)]);
    }

    #[test]
    fn home_reminds_of_who_was_asked_until_they_answer() {
        let mut world = World::new();
        let (_, fathers) = given(&mut world);
        let waits = |world: &World| -> Vec<String> {
            world.store.home(day("2026-11-23")).unwrap().unanswered.iter().map(Unanswered::in_words).collect()
        };
        assert!(waits(&world).is_empty());
        let id = world.id();
        let (answer, asked) = (ConsentAnswer::Saknas, Some("brev hem".to_owned()));
        let given_by = "Per Ask, pappa".to_owned();
        let row = Consent { id, given_by, answer, asked, given_on: day("2026-11-20"), rev: 0, ..fathers };
        put(&mut world, row);
        let words = "”Blå”: Per Ask har inte svarat ännu (tillfrågad 20 nov 2026, brev hem)";
        assert_eq!(waits(&world), [words]);
        let rows = world.store.consents(None).unwrap();
        let row = rows.into_iter().map(|row| row.consent).find(|row| row.id == id).unwrap();
        put(&mut world, Consent { answer: ConsentAnswer::Ja, asked: None, ..row });
        assert!(waits(&world).is_empty(), "answered");
    }

    #[test]
    fn consents_are_listed_with_their_parties_and_warned_of_thirty_days_ahead() {
        let mut world = World::new();
        given(&mut world);
        let rows = world.store.consents(None).unwrap();
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.label.as_str(), row.consent.given_by.as_str(), row.parties.len()))
            .collect();
        assert_eq!(shown, [("Blå", "Pappa", 0), ("Blå", "Mamma", 1)], "what is withdrawn stands last");
        assert_eq!(world.store.consents(Some(0)).unwrap(), []);

        let soon = Consent { valid_until: day("2026-12-05"), ..consent(&world) };
        put(&mut world, soon);
        for (today, said) in [
            ("2026-11-04", None),
            ("2026-11-05", Some("Samtycket för ”Blå” går ut om 30 dagar")),
            ("2026-11-23", Some("Samtycket för ”Blå” går ut om 12 dagar")),
            ("2026-12-04", Some("Samtycket för ”Blå” går ut i morgon")),
            ("2026-12-05", Some("Samtycket för ”Blå” gäller till och med i dag")),
            ("2026-12-06", Some("Samtycket för ”Blå” gick ut i går")),
            ("2026-12-08", Some("Samtycket för ”Blå” gick ut för 3 dagar sedan")),
            ("2027-01-05", None),
        ] {
            let home = world.store.home(day(today)).unwrap();
            let words: Vec<String> = home.ending.iter().map(|row| row.in_words(day(today))).collect();
            assert_eq!(words, said.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{today}");
        }

        let renewed = Consent { id: world.id(), valid_until: day("2027-11-20"), rev: 0, ..consent(&world) };
        put(&mut world, renewed.clone());
        assert_eq!(world.store.home(day("2026-11-23")).unwrap().ending, [], "it was given anew");
        let gone = Consent { withdrawn: Some(world.now), rev: 1, ..renewed };
        put(&mut world, gone);
        assert_eq!(
            world.store.home(day("2026-11-23")).unwrap().ending,
            [],
            "nobody waits for what is withdrawn"
        );
    }

    #[test]
    fn the_journal_tells_whose_consent_it_was_also_when_it_is_taken_back() {
        let mut world = World::new();
        let (meeting, fathers) = given(&mut world);
        let newest = |world: &World| world.store.journal(Some(meeting), None, 1).unwrap().acts.remove(0);
        let labels = |world: &World| newest(world).looked.map(|looked| looked.labels);
        let blue = Some(vec!["Blå".to_owned()]);
        assert_eq!((newest(&world).code, labels(&world)), (Some(Code::SetConsent), blue.clone()));
        assert!(world.undo(meeting).is_some());
        assert_eq!(
            (newest(&world).code, newest(&world).about, labels(&world)),
            (Some(Code::Undo), Some(Code::SetConsent), blue.clone())
        );
        let id = world.id();
        put(&mut world, Consent { rev: 0, id, ..fathers });
        let (now, again) = (world.now, consent(&world));
        put(&mut world, Consent { withdrawn: Some(now), ..again });
        assert_eq!((newest(&world).code, labels(&world)), (Some(Code::WithdrawConsent), blue));
        assert!(world.store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_withdrawn_consent_stays_withdrawn_whoever_writes() {
        let mut world = World::new();
        let (meeting, first) = given(&mut world);
        put(&mut world, Consent { not_covered: Some("Ledighet".into()), ..first });
        let (now, changed) = (world.now, consent(&world));
        put(&mut world, Consent { withdrawn: Some(now), ..changed });
        let withdrawn = consent(&world);
        assert_eq!(withdrawn.withdrawn, Some(now));
        // Neither by an edit, nor by removing it, nor by undoing what was written down before.
        let edit = Consent { withdrawn: None, ..withdrawn.clone() };
        for change in [Change::put(edit), Change::delete(withdrawn.clone())] {
            let command = world.command(meeting, Code::SetConsent, vec![change]);
            let refused = world.store.commit(&command, world.now).unwrap_err().to_string();
            assert!(refused.contains("Ett återkallat samtycke ändras inte."), "{refused}");
        }
        let mut undone = Vec::new();
        while let Some(code) = world.undo(meeting) {
            undone.push(code);
            assert!(undone.len() < 50, "undo comes to an end");
        }
        assert!(
            !undone.contains(&Code::SetConsent) && !undone.contains(&Code::WithdrawConsent),
            "{undone:?}"
        );
        assert_eq!(consent(&world), withdrawn);
        assert!(world.store.verify().unwrap().is_sound());
    }
}
