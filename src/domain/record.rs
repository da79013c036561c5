//! What is kept, row by row. Each record is flat, so that one description serves the database, the journal and the
//! JSON form of a meeting: the serde names are the columns.

mod assessment;
mod consent;
mod entry;
mod head;
mod minutes;
mod people;
mod protection;
mod subject;

pub use assessment::Assessment;
pub use consent::{Consent, ConsentAnswer, ConsentForm, ConsentParty, Exemption};
pub use entry::{ActionItem, ActionState, ActionStatus, Body, Decision, EditConflict, Entry, Need, VoiceHow};
pub use head::{
    EndReason, FieldValue, FollowUp, Head, MeetingStatus, Override, PlanAnswer, PlanAnswerKind, Recipient,
    Stage,
};
pub use minutes::{Approval, CopyLog, CopyWay, Correction, Opening, Version};
pub use people::{Attendance, Heard, Participant, ParticipantKind, Person, Presence};
pub use protection::{Output, ProtectionCheck};
pub use subject::{Arende, ArendeState, Child, Classification, MeasureLevel, MeetingArende};
