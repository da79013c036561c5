//! Who gets what of a meeting's papers, as it stands on screen.

use crate::app::core::effect::CopyWish;
use crate::domain::copies::{Part, Share};
use crate::domain::record::CopyLog;

/// Who gets what of a meeting's papers.
#[derive(Clone, Debug)]
pub struct Copies {
    /// A row for each recipient.
    pub rows: Vec<CopyRow>,
    /// The highlighted row.
    pub cursor: usize,
    /// The copies that have been made before.
    pub given: Vec<CopyLog>,
    /// The printers, the usual one first; nothing until they are known.
    pub printers: Option<Vec<String>>,
    /// How copies are printed.
    pub wish: CopyWish,
}

/// One recipient.
#[derive(Clone, Debug)]
pub struct CopyRow {
    /// Who, and what they may have.
    pub share: Share,
    /// What can be chosen, never more than they may have.
    pub choices: Vec<Part>,
    /// The choice.
    pub chosen: usize,
    /// What is proposed for them, as the list of the meeting before has it, where that says more than the row.
    pub proposed: Option<String>,
    /// Why they may get more than the choices, though the child itself has said no.
    pub despite: Option<String>,
}

impl CopyRow {
    /// What they get.
    pub fn part(&self) -> &Part {
        self.choices.get(self.chosen).unwrap_or(&self.share.part)
    }

    /// Why they get it though the child itself has said no, where that is the choice.
    pub fn reason_despite(&self) -> Option<&str> {
        self.despite.as_deref().filter(|_| self.share.despite.as_ref() == Some(self.part()))
    }
}
