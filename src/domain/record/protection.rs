//! What must be looked at before it is shown: all that is told of a protected child, and words that wait for a look.

use super::columns::{Column, ID, MEETING, moment, one_of, own_words, text};
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

/// That somebody has looked at words that are held back, where a certain row says them, and let them be shown. Other words
/// that come to the row later wait for a look of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordCheck {
    /// The row's own key, which stays when it is changed.
    pub id: RowId,
    /// The meeting.
    #[serde(rename = "mote_id")]
    pub meeting: MeetingId,
    /// The key of the row whose text it is: an entry, an ärende, a field, the meeting itself.
    #[serde(rename = "galler")]
    pub about: String,
    /// The words that may be shown there, with spaces between.
    #[serde(rename = "ord")]
    pub words: String,
    /// Who looked: name and role.
    #[serde(rename = "av")]
    pub by: String,
    /// When they looked.
    #[serde(rename = "nar")]
    pub at: DateTime<Utc>,
}

impl WordCheck {
    /// The table's columns, the key first.
    pub(crate) const COLUMNS: &'static [Column] = &[
        ID,
        MEETING,
        text("galler", "rad", "Id för raden vars ord det är.").silent(),
        own_words("ord", "får visas", "Orden som får visas på den raden, med mellanslag mellan."),
        text("av", "av", "Vem som tittade: namn och roll."),
        moment("nar", "när", "När."),
    ];
}
