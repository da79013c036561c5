//! The rows of a meeting's file: under which keys they stand.

use crate::domain::command::Table;

/// The tables whose rows a file has beside the meeting's head, with the key that they stand under and what one of them is
/// called where something should point at it.
pub(super) const ROWS: [(Table, &str, &str); 21] = [
    (Table::Child, "barn", "ett barn"),
    (Table::Arende, "arenden", "ett ärende"),
    (Table::MeetingArende, "motets_arenden", "ett av motets_arenden"),
    (Table::Participant, "deltagare", "en deltagare"),
    (Table::Attendance, "deltar_i", "en rad i deltar_i"),
    (Table::Heard, "ordet", "en rad i ordet"),
    (Table::Entry, "poster", "en av poster"),
    (Table::EditConflict, "tvillingar", "en rad i tvillingar"),
    (Table::FieldValue, "falt", "en rad i falt"),
    (Table::Consent, "samtycken", "ett samtycke"),
    (Table::ConsentParty, "samtyckesparter", "en rad i samtyckesparter"),
    (Table::Exemption, "undantag", "en rad i undantag"),
    (Table::PlanAnswer, "planfragor", "en rad i planfragor"),
    (Table::FollowUp, "uppfoljningar", "en rad i uppfoljningar"),
    (Table::Recipient, "mottagare", "en rad i mottagare"),
    (Table::Stage, "skeden", "en rad i skeden"),
    (Table::Override, "avsteg", "en rad i avsteg"),
    (Table::Protection, "skyddsgranskningar", "en rad i skyddsgranskningar"),
    (Table::WordCheck, "ordgranskningar", "en rad i ordgranskningar"),
    (Table::Correction, "rattelser", "en rad i rattelser"),
    (Table::ActionStatus, "atgardsstatus", "en rad i atgardsstatus"),
];

/// The key that a table's rows stand under.
pub(super) fn key(table: Table) -> &'static str {
    ROWS.iter().find(|row| row.0 == table).map_or(table.name(), |row| row.1)
}

/// What one of a table's rows is called where something should point at it.
pub(super) fn one_of(table: Table) -> &'static str {
    ROWS.iter().find(|row| row.0 == table).map_or("en rad", |row| row.2)
}

/// Where a column of a row stands in the file: "poster[3].text".
pub(super) fn at(table: Table, index: usize, column: &str) -> String {
    format!("{}[{index}].{column}", key(table))
}
