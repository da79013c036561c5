//! `samverkan kopior MÖTE`: who gets what of a meeting's papers, and which copies have been made.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, came_out, new_keys, opened_meeting};
use crate::app::Now;
use crate::domain::copies;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::record::CopyLog;
use std::io::Write;

/// Writes who gets what, then the log of copies.
///
/// # Errors
/// When there is no such meeting, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let mut store = place.open()?;
    let meeting = opened_meeting(&mut store, given, (&mut new_keys()?, now))?;
    let log = store.copies(meeting.id())?;
    let written = all(&meeting, &log, now, out);
    came_out(&mut store, Some(meeting.id()), written, (now, out))
}

fn all(meeting: &Meeting, log: &[CopyLog], now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "VEM FÅR VAD")?;
    let (held, meeting) = (meeting.held_keys(), &Callings::of(meeting));
    for share in copies::shares_among(meeting, now.today(), log) {
        let what = copies::describe_all((meeting, &held), &share, &share.part);
        let way = share.way.map(|way| format!(" – {way}")).unwrap_or_default();
        writeln!(out, "  {}: {what}{way}", share.who)?;
    }
    writeln!(out, "\nKOPIOR SOM ÄR GJORDA")?;
    if log.is_empty() {
        writeln!(out, "  Inga än.")?;
    }
    for row in log {
        let at = now.at(row.at).format("%Y-%m-%d %H.%M");
        let by = row.by.as_deref().map(|by| format!(" av {by}")).unwrap_or_default();
        writeln!(
            out,
            "  {at}  {} ({}, {}){by}\n    {}",
            row.in_words(meeting.versions_at(row.at)),
            row.file_format(),
            row.way_in_words(),
            row.checksum
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, tests::agenda, tests::now as when};
    use crate::domain::ids::{ParticipantId, RowId};
    use crate::domain::record::{ConsentParty, Exemption, Participant};
    use uuid::Uuid;

    #[test]
    fn measure_many() {
        for count in [60_u128, 120, 240] {
            let mut meeting = demo::meetings(when(), &agenda)
                .into_iter()
                .find(|meeting| meeting.head.agenda_id == "sip" && !meeting.consents.is_empty())
                .unwrap();
            let one = meeting.participants.iter().find(|p| p.is_party()).unwrap().clone();
            let consent = meeting.consents[0].id;
            let party = meeting.consent_parties[0].clone();
            let id = meeting.id();
            for key in 1..=count {
                let person = Participant {
                    id: ParticipantId(Uuid::from_u128(key)),
                    name: format!("Person{key} Efternamn{key}"),
                    role: format!("handläggare {key}"),
                    unit: format!("Enhet {}", key),
                    ..one.clone()
                };
                meeting.consent_parties.push(ConsentParty {
                    id: RowId(Uuid::from_u128(key + 10_000)),
                    consent,
                    part: person.unit.clone(),
                    ..party.clone()
                });
                let entry = meeting.entries[(key % 7) as usize % meeting.entries.len()].id;
                meeting.exemptions.push(Exemption {
                    id: RowId(Uuid::from_u128(key + 20_000)),
                    entry,
                    part: format!("handläggare {key}"),
                    meeting: id,
                    consent,
                });
                meeting.participants.push(person);
            }
            let start = std::time::Instant::now();
            let held = meeting.held_keys();
            eprintln!("{count}: held {:?} {}", start.elapsed(), held.len());
            let callings = Callings::of(&meeting);
            let start = std::time::Instant::now();
            let all = copies::shares_among(&callings, when().date_naive(), &[]);
            eprintln!("{count}: shares {:?}", start.elapsed());
            let start = std::time::Instant::now();
            for share in &all {
                let _ = copies::describe_all((&callings, &held), share, &share.part);
            }
            eprintln!("{count}: describe {:?}", start.elapsed());
        }
    }
}
