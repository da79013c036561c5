//! How those who meet think that they work together, told after the meeting.

use super::columns::{Column, ID, MEETING, int};
use crate::domain::ids::{MeetingId, RowId};
use serde::{Deserialize, Serialize};

/// One answer to Danermark's three conditions (Degerfors 2013 and 2022), each from 1 (not at all) to 5 (fully). A meeting
/// may have several: each of the team answers for themselves, or all give one together. Nothing tells whose it is, so
/// that the one who feels left outside can say so. Only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The row's own key; such a row is only ever added.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The structure: aim, tasks and time are clear.
    #[serde(rename = "struktur")]
    pub structure: Option<i64>,
    /// Respect for each other, and knowledge of each other's work.
    #[serde(rename = "respekt")]
    pub respect: Option<i64>,
    /// Interplay: the different views come together.
    #[serde(rename = "samspel")]
    pub interplay: Option<i64>,
}

impl Assessment {
    /// The table's columns, the key first. The answers aren't shown: nobody is to trace them to whoever sat at the keyboard.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        int("struktur", "struktur", "").or_null().with("CHECK (struktur BETWEEN 1 AND 5)").silent(),
        int("respekt", "respekt", "").or_null().with("CHECK (respekt BETWEEN 1 AND 5)").silent(),
        int("samspel", "samspel", "").or_null().with("CHECK (samspel BETWEEN 1 AND 5)").silent(),
    ];
}
