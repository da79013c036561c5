//! What happens outside: keys and clicks, signals, answers from the store. All of it comes through one [`inbox`](super::inbox).

use crate::app::Reply;
use crate::app::model::Lists;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::session::Session;
use crossterm::event::{Event as TerminalEvent, KeyEvent};

/// Something that happened outside.
#[derive(Debug)]
pub enum Event {
    /// A key, a click, a paste, another size.
    Input(TerminalEvent),
    /// A key with Alt whose parts came apart, or with other letters: it may be Esc and a letter.
    Doubtful(KeyEvent),
    /// The terminal has no more input to give.
    InputEnded,
    /// The store answered.
    Reply(Reply),
    /// The agendas and the lists are read.
    Lists(Box<Lists>),
    /// The store's thread is done, or broke down.
    StoreEnded,
    /// What the wall's reader sees.
    Wall(Box<Seen>),
    /// The operating system asks something of us.
    Signal(Signal),
}

impl Event {
    /// The same where nothing is written: a key with Alt is that, however it came.
    #[must_use]
    pub fn where_nothing_is_written(self) -> Self {
        match self {
            Self::Doubtful(key) => Self::Input(TerminalEvent::Key(key)),
            other => other,
        }
    }
}

/// What the wall is told.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whether the database is for practice.
    pub practice: bool,
    /// The meeting, if there is one to show or to wait for.
    pub meeting: Option<Box<Meeting>>,
    /// The programs at work.
    pub sessions: Vec<Session>,
    /// What this wall is called among those that are on.
    pub name: String,
    /// Whether its wall is blank.
    pub blank: bool,
    /// Whether the database is out of reach.
    pub away: bool,
    /// The meetings that can be shown instead, where that was asked.
    pub choices: Vec<WallChoice>,
}

/// A meeting that the wall can show, in words that tell of no child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallChoice {
    /// The meeting.
    pub meeting: MeetingId,
    /// "Elevhälsoteam, 13.00".
    pub called: String,
}

/// What the operating system asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End, in order.
    End,
    /// Let somebody else have the terminal for a while.
    Stop,
    /// The terminal is ours again.
    Continue,
    /// The terminal may have got another size.
    Resized,
}
