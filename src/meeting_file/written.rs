//! What was written down, as it can't be.

use super::rows::at;
use super::states::{Checked, wrong};
use crate::domain::agenda::{EntryKind, FieldScope, Phase};
use crate::domain::command::Table;
use crate::domain::dates::Due;
use crate::domain::meeting::Meeting;
use crate::domain::record::PlanAnswerKind;

/// What a row can become whatever the form takes, and what the program itself notes.
const EVERYWHERE: [EntryKind; 3] = [EntryKind::Anteckning, EntryKind::Beslut, EntryKind::Atgard];

pub(super) fn all(meeting: &Meeting) -> Checked {
    entries(meeting)?;
    fields(meeting)?;
    for (index, row) in meeting.action_status.iter().enumerate() {
        if meeting.entry(row.entry).is_some_and(|entry| entry.kind() != EntryKind::Atgard) {
            return wrong(
                at(Table::ActionStatus, index, "post_id"),
                "Bara en åtgärd kan ha en status.",
                "Peka på en åtgärd, eller ta bort raden.",
            );
        }
    }
    for (index, row) in meeting.edit_conflicts.iter().enumerate() {
        if row.entry == row.beside {
            return wrong(
                at(Table::EditConflict, index, "jamte_id"),
                "Posten är tvilling med sig själv.",
                "Ta bort raden.",
            );
        }
    }
    for (index, row) in meeting.plan_answers.iter().enumerate() {
        if row.condition.is_some() != (row.answer == PlanAnswerKind::JaOm) {
            return wrong(
                at(Table::PlanAnswer, index, "villkor"),
                "Ett villkor hör ihop med svaret ja_om.",
                "Skriv villkoret, eller null om svaret är ja eller nej.",
            );
        }
    }
    let early = |day| meeting.first_day().is_some_and(|first| day < first);
    match meeting.follow_ups.iter().position(|row| early(row.date)) {
        Some(index) => {
            wrong(at(Table::FollowUp, index, "datum"), "Uppföljningen ligger före mötet.", "Rätta datumet.")
        }
        None => Ok(()),
    }
}

fn entries(meeting: &Meeting) -> Checked {
    let agenda = &meeting.agenda;
    let takes = |kind| Phase::ALL.iter().any(|phase| agenda.phase(*phase).takes.contains(&kind));
    for (index, entry) in meeting.entries.iter().enumerate() {
        let place = |column| at(Table::Entry, index, column);
        if !takes(entry.kind()) && !EVERYWHERE.contains(&entry.kind()) {
            return wrong(
                place("slag"),
                "Poster av det slaget skrivs inte i den här mötesformen.",
                "Välj ett slag som står i motesform, eller anteckning.",
            );
        }
        let Some(action) = entry.action() else { continue };
        if action.owner.is_some() && action.owner_name.is_some() {
            return wrong(
                place("agare_namn"),
                "Åtgärden har två ansvariga: en deltagare och någon som inte är med.",
                "Skriv null i det ena.",
            );
        }
        let first = meeting.first_day();
        if action.due.as_ref().and_then(Due::date).zip(first).is_some_and(|(day, first)| day < first) {
            return wrong(place("due"), "Den dagen ligger före mötet.", "Rätta datumet.");
        }
    }
    Ok(())
}

/// The form's own fields hold what the form says.
fn fields(meeting: &Meeting) -> Checked {
    for (index, row) in meeting.fields.iter().enumerate() {
        let scope = if row.arende.is_some() { FieldScope::Arende } else { FieldScope::Mote };
        let Some(spec) = meeting.agenda.fields_for(scope).find(|spec| spec.id == row.field) else {
            return wrong(
                at(Table::FieldValue, index, "falt"),
                "Mötesformen har inget sådant fält där.",
                "Fälten står i motesform.falt, med vad de gäller.",
            );
        };
        if !spec.takes(&row.value) {
            return wrong(
                at(Table::FieldValue, index, "varde"),
                "Fältet kan inte ha det värdet.",
                "Vad det kan ha står i motesform.falt: datum som 2026-11-23, ja eller nej, eller ett av valen.",
            );
        }
    }
    Ok(())
}
