//! What must be checked before anything is shown of a meeting with a protected child.

use super::columns::{Column, ID, MEETING, moment, one_of, text};
use crate::domain::coded::coded;
use crate::domain::ids::{MeetingId, RowId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded! {
    /// Where something of a meeting can leave the secretary's screen.
    pub enum Output said by word {
        /// The wall.
        Wall = "vagg", "väggen";
        /// The invitation.
        Invitation = "kallelse", "kallelsen";
        /// The calendar file.
        Calendar = "kalender", "kalenderfilen";
        /// The minutes and all copies of them.
        Copies = "kopior", "protokollet och kopiorna";
    }
}

/// That a named person has checked what an output would show, word for word. Counts only while it still is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionCheck {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// Where it may be shown.
    #[serde(rename = "vart")]
    pub output: Output,
    /// What was checked, as it stood then.
    #[serde(rename = "granskat")]
    pub what: String,
    /// Who checked it: name and role.
    #[serde(rename = "av")]
    pub by: String,
    /// When it was checked: a later change makes it count no more.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl ProtectionCheck {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        one_of::<Output>("vart", "visas på", "Var det får visas."),
        text(
            "granskat",
            "granskat",
            "Det som granskades, som det stod då. Ändras något av det gäller granskningen inte längre.",
        ),
        text("av", "av", "Vem som granskade: namn och roll."),
        moment("nar", "när", "När."),
    ];
}
