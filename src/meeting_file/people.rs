//! Those who take part, as they can't be.

use super::MeetingFileError;
use super::rows::at;
use super::states::{Checked, wrong};
use crate::domain::agenda::Huvudman;
use crate::domain::command::Table;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ParticipantKind, Presence};
use crate::domain::rules;

pub(super) fn all(meeting: &Meeting) -> Checked {
    for (index, person) in meeting.participants.iter().enumerate() {
        let place = |column| at(Table::Participant, index, column);
        if person.name.trim().is_empty() && person.role.trim().is_empty() {
            return wrong(
                place("namn"),
                "Deltagaren har varken namn eller roll.",
                "Skriv ett av dem, eller ta bort deltagaren.",
            );
        }
        if let Err(finding) = rules::may_take_part(&meeting.agenda, person.kind) {
            return Err(MeetingFileError::at(place("slag"), finding.what, "Ta bort deltagaren."));
        }
        let of_family = person.huvudman == Huvudman::Familj;
        // Staff of the family is whoever nobody has placed.
        if of_family != person.kind.is_family() && !person.is_unsettled() {
            return wrong(
                place("huvudman"),
                "Slag och huvudman säger emot varandra.",
                "Barn, vårdnadshavare och närstående har huvudman familj, och bara de.",
            );
        }
        if meeting.agenda.contradicts(&person.role, &person.unit, person.kind) {
            return wrong(
                place("slag"),
                "Slag och roll säger emot varandra.",
                "Rätta det ena: vem som får vad av pappren följer av slag.",
            );
        }
        let has_left = person.presence == Presence::Gatt;
        if has_left != person.left.is_some() {
            return wrong(
                place("gick"),
                "Tiden då deltagaren gick hör ihop med att hon eller han har gått.",
                "Skriv när det var, eller null om narvaro inte är gatt.",
            );
        }
        if person.left.zip(person.came).is_some_and(|(left, came)| left < came) {
            return wrong(place("gick"), "Deltagaren gick innan hon eller han kom.", "Rätta tiden.");
        }
    }
    for (index, row) in meeting.plan_answers.iter().enumerate() {
        let kind = meeting.participant(row.participant).map(|person| person.kind);
        if kind.is_some_and(|kind| !ParticipantKind::is_child_or_guardian(kind)) {
            return wrong(
                at(Table::PlanAnswer, index, "deltagare_id"),
                "Bara barnet och vårdnadshavarna svarar på om planen är okej.",
                "Ta bort raden.",
            );
        }
    }
    Ok(())
}
