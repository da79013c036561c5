//! What can happen to the program.

use super::action::{Action, Key};
use super::line::Edit;
use super::reply::Reply;
use super::setup::Lists;
use crate::app::meeting::screen::RowRef;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key or a click asked for something.
    Do(Action),
    /// This key, which asks for this, may have been two keys: it is asked for once more.
    Doubtful(Key, Action),
    /// A key changed the text that is being typed.
    Edit(Edit),
    /// A letter where each is a command: alone it asks for this, and with others it is a word.
    Letter(char, Option<Action>),
    /// Text was pasted.
    Paste(String),
    /// The row of this number is asked for.
    ToRow(usize),
    /// A row was clicked.
    Click(RowRef),
    /// A row of a list, a form or home was clicked, counted from 0 among those shown.
    ClickIndex(usize),
    /// The store answered.
    Store(Reply),
    /// The agendas and the lists are read.
    Lists(Box<Lists>),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// Time has passed.
    Tick,
}
