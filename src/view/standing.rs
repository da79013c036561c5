//! What stands while somebody types: all of a meeting's screen above the line. A letter changes the line, what fits it and the
//! keys below; as long as nothing else happens, neither is the board made anew nor are the rows above laid out again. The
//! wall's picture stands until it shows something else.

use crate::app::board::Board;
use crate::app::model::{RowRef, Theme};
use crate::app::wall::Wall;
use crate::input::HitMap;
use ratatui::layout::Rect;

/// All that the rows above the line are drawn from but for the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// Which board: the model's version.
    pub(super) version: u64,
    /// The rows.
    pub(super) area: Rect,
    /// The screen, whose size decides how large the question stands.
    pub(super) whole: Rect,
    pub(super) theme: Theme,
    /// The highlighted row.
    pub(super) cursor: Option<RowRef>,
}

/// The rows above the line, as they were drawn last.
#[derive(Debug)]
pub(super) struct Above {
    pub(super) setting: Setting,
    /// What a click on them means.
    pub(super) hits: HitMap,
}

/// What of a frame may stand in the next.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) above: Above,
    pub(super) board: Board,
}

/// The wall's picture on one's own screen, as it was drawn last.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) wall: Wall,
    /// The model's version that it was made of.
    pub(super) version: u64,
    pub(super) area: Rect,
    pub(super) theme: Theme,
}
