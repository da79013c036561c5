//! What happens outside: keys and clicks, signals, answers from the store. All of it comes through one channel.

use crate::app::Reply;
use crate::app::model::Lists;
use crate::domain::meeting::Meeting;
use crate::domain::session::Session;
use crossterm::event::Event as TerminalEvent;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// Something that happened outside.
#[derive(Debug)]
pub enum Event {
    /// A key, a click, a paste, another size.
    Input(TerminalEvent),
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

/// What the wall is told.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whether the database is for practice.
    pub practice: bool,
    /// The meeting, if there is one to show or to wait for.
    pub meeting: Option<Box<Meeting>>,
    /// The programs at work.
    pub sessions: Vec<Session>,
    /// Whether its wall is blank.
    pub blank: bool,
    /// Whether the database is out of reach.
    pub away: bool,
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
}

/// Reads the terminal's input in a thread of its own, until nobody listens. What `lists` waits for comes first, so that no
/// key comes before the lists.
///
/// # Errors
/// When no thread can be started.
pub fn listen_to_terminal(lists: impl FnOnce() + Send + 'static, listener: Sender<Event>) -> io::Result<()> {
    thread::Builder::new().name("inmatning".to_owned()).spawn(move || {
        lists();
        loop {
            let event = crossterm::event::read().map_or(Event::InputEnded, Event::Input);
            let ended = matches!(event, Event::InputEnded);
            if listener.send(event).is_err() || ended {
                return;
            }
        }
    })?;
    Ok(())
}

/// From now on the signals that would end or stop the program come as [`Event::Signal`] instead.
///
/// # Errors
/// When the operating system doesn't let us, or no thread can be started.
#[cfg(unix)]
pub fn listen_to_signals(listener: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    thread::Builder::new().name("signaler".to_owned()).spawn(move || {
        for signal in &mut signals {
            let asked = match signal {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continue,
                _ => Signal::End,
            };
            if listener.send(Event::Signal(asked)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// There are no such signals here.
///
/// # Errors
/// Never; the signature is the one that Unix needs.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, clippy::needless_pass_by_value, reason = "the same as on Unix")]
pub fn listen_to_signals(_: Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// Stops the process until somebody lets it go on.
///
/// # Errors
/// When the operating system doesn't let us.
#[cfg(unix)]
pub fn stop_here() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

/// Processes aren't stopped here.
///
/// # Errors
/// Never; the signature is the one that Unix needs.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the same as on Unix")]
pub fn stop_here() -> io::Result<()> {
    Ok(())
}
