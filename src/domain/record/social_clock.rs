//! What the social services have done, and when.

use super::Table;
use super::columns::{Column, ID, REV, day, moment, points_at};
use crate::domain::ids::{ArendeId, RowId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What has been done, and when, since a report or an application about a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocialClock {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The child's ärende.
    #[serde(rename = "arende_id")]
    pub arende: ArendeId,
    /// When the report came; nothing where an application opened the utredning.
    #[serde(rename = "anmald")]
    pub reported: Option<DateTime<Utc>>,
    /// When it was assessed whether the child needs protection at once.
    #[serde(rename = "skyddsbedomd")]
    pub protection: Option<DateTime<Utc>>,
    /// The day on which the preliminary assessment was done.
    #[serde(rename = "forhandsbedomd")]
    pub preliminary: Option<NaiveDate>,
    /// The day on which the utredning was opened; nothing where none was.
    #[serde(rename = "utredning_inledd")]
    pub opened: Option<NaiveDate>,
    /// The day on which the utredning was done.
    #[serde(rename = "utredning_klar")]
    pub done: Option<NaiveDate>,
    /// How many times the row has been written.
    pub rev: i64,
}

impl SocialClock {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        points_at(Table::Arende, "arende_id", "ärende", ""),
        moment("anmald", "anmälan kom", "").or_null(),
        moment("skyddsbedomd", "skyddsbedömning gjord", "").or_null(),
        day("forhandsbedomd", "förhandsbedömning klar", "").or_null(),
        day("utredning_inledd", "utredning inledd", "").or_null(),
        day("utredning_klar", "utredning klar", "").or_null(),
        REV,
    ];
}
