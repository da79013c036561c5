//! Where everything that happens comes in: keys straight from the terminal, all else from other threads.
//!
//! On Unix one thread waits for both, so that a key wakes that thread and no other on its way to the screen. Windows can't wait
//! for both at once: a thread of its own reads the terminal there.

use super::events::Event;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SendError, Sender, TryRecvError};
use std::time::Duration;

/// Makes an inbox, and what others tell it by.
///
/// # Errors
/// When the operating system gives no pair of sockets.
pub fn inbox() -> io::Result<(Listener, Inbox)> {
    let (sender, told) = mpsc::channel();
    let (bell, rung) = bell::pair()?;
    Ok((Listener { told: sender, bell }, Inbox { told, terminal: Terminal::new(rung) }))
}

/// Tells the inbox what has happened.
#[derive(Clone, Debug)]
pub struct Listener {
    told: Sender<Event>,
    bell: bell::Bell,
}

impl Listener {
    /// Tells it.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub fn send(&self, event: Event) -> Result<(), SendError<Event>> {
        self.told.send(event)?;
        self.bell.ring();
        Ok(())
    }
}

/// What has happened and hasn't been taken in.
#[derive(Debug)]
pub struct Inbox {
    told: Receiver<Event>,
    terminal: Terminal,
}

impl Inbox {
    /// From now on what is typed comes too; it waits in the terminal until then.
    ///
    /// # Errors
    /// When no thread can be started, where one is needed.
    pub fn read_terminal(&mut self, listener: &Listener) -> io::Result<()> {
        self.terminal.read(listener)
    }

    /// Overwrites what is left of what was typed, and keeps what is still to be taken in. Nobody can look at the terminal's
    /// own memory, nor at what the system keeps for it.
    pub fn forget(&mut self) {
        self.terminal.forget();
    }

    /// What has happened already, if anything has.
    pub fn try_next(&mut self) -> Option<Event> {
        self.next(Duration::ZERO).ok()
    }

    /// The next that happens.
    ///
    /// # Errors
    /// When nothing has within `patience`, or nobody is left who could tell.
    pub fn next(&mut self, patience: Duration) -> Result<Event, RecvTimeoutError> {
        if let Some(typed) = self.terminal.typed() {
            return Ok(typed);
        }
        match self.told.try_recv() {
            Ok(event) => Ok(event),
            Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
            Err(TryRecvError::Empty) => self.terminal.wait(&self.told, patience),
        }
    }
}

#[cfg(unix)]
use unix::{Terminal, bell};
#[cfg(not(unix))]
use windows::{Terminal, bell};

#[cfg(unix)]
mod unix {
    use super::super::pieces;
    use super::{Duration, Event, Listener, Receiver, RecvTimeoutError, TryRecvError, io};
    use crossterm::event::Event as TerminalEvent;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::collections::VecDeque;
    use std::io::Write;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::time::Instant;

    pub(super) mod bell {
        use std::io::{self, Write};
        use std::os::unix::net::UnixStream;
        use std::sync::Arc;

        /// Wakes who waits for the terminal.
        #[derive(Clone, Debug)]
        pub(in super::super) struct Bell(Arc<UnixStream>);

        pub(in super::super) fn pair() -> io::Result<(Bell, UnixStream)> {
            let (ours, theirs) = UnixStream::pair()?;
            ours.set_nonblocking(true)?;
            theirs.set_nonblocking(true)?;
            Ok((Bell(Arc::new(ours)), theirs))
        }

        impl Bell {
            pub(in super::super) fn ring(&self) {
                // One that can't be rung any more has been rung and not been heard yet.
                let _ = (&*self.0).write(&[1]);
            }
        }
    }

    /// How long crossterm looks for what has been typed: with no time at all it doesn't look, and it never waits, because it
    /// counts in milliseconds.
    const GLANCE: Duration = Duration::from_micros(5);

    /// How long the rest of a key may be on its way. Nobody types that quickly, and nobody sees Esc do its work that much later.
    const TORN: Duration = Duration::from_millis(30);

    /// How much crossterm reads at a time, at least: what it has read it keeps until it reads as much again.
    const READ_AT_ONCE: usize = 2048;

    /// How many keys it keeps room for, at least.
    const KEYS_AT_ONCE: usize = 256;

    /// The terminal, and the bell that is rung when something else has happened.
    #[derive(Debug)]
    pub(super) struct Terminal {
        rung: UnixStream,
        is_read: bool,
        typed: VecDeque<Event>,
        /// The longest paste so far, in bytes.
        longest: usize,
    }

    impl Terminal {
        pub(super) fn new(rung: UnixStream) -> Self {
            Self { rung, is_read: false, typed: VecDeque::new(), longest: 0 }
        }

        #[allow(clippy::unnecessary_wraps, reason = "the same as on Windows")]
        pub(super) fn read(&mut self, _: &Listener) -> io::Result<()> {
            self.is_read = true;
            Ok(())
        }

        pub(super) fn typed(&mut self) -> Option<Event> {
            self.typed.pop_front()
        }

        /// Waits for whatever comes first.
        pub(super) fn wait(
            &mut self,
            told: &Receiver<Event>,
            patience: Duration,
        ) -> Result<Event, RecvTimeoutError> {
            let until = Instant::now() + patience;
            loop {
                let left = until.saturating_duration_since(Instant::now());
                let (rung, typed) = self.poll(left);
                if rung {
                    self.silence();
                }
                // When nothing happens it is looked too, for what a glance that was cut short has left.
                if typed || (self.is_read && !rung && !patience.is_zero()) {
                    self.take_typed();
                }
                if let Some(event) = self.typed() {
                    return Ok(event);
                }
                match told.try_recv() {
                    Ok(event) => return Ok(event),
                    Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
                    Err(TryRecvError::Empty) if left.is_zero() => return Err(RecvTimeoutError::Timeout),
                    Err(TryRecvError::Empty) => {}
                }
            }
        }

        /// Whether the bell was rung, and whether something was typed; both are no when the time is up or a signal came.
        fn poll(&self, patience: Duration) -> (bool, bool) {
            let stdin = io::stdin();
            let mut fds = [PollFd::new(&self.rung, PollFlags::IN), PollFd::new(&stdin, PollFlags::IN)];
            let fds = if self.is_read { &mut fds[..] } else { &mut fds[..1] };
            let patience = Timespec::try_from(patience).ok();
            if poll(fds, patience.as_ref()).is_err() {
                return (false, false);
            }
            let happened = |at: usize| fds.get(at).is_some_and(|fd| !fd.revents().is_empty());
            (happened(0), happened(1))
        }

        fn silence(&mut self) {
            let mut rings = [0; 64];
            while io::Read::read(&mut self.rung, &mut rings).is_ok_and(|read| read == rings.len()) {}
        }

        /// Takes all that lies in the terminal. Where it is said that there is something and there is nothing, the terminal
        /// is gone.
        fn take_typed(&mut self) {
            let before = self.typed.len();
            let mut patience = GLANCE;
            loop {
                match crossterm::event::poll(patience) {
                    Ok(true) => {}
                    Ok(false) if patience == GLANCE && pieces::is_begun(&self.typed) => {
                        patience = TORN;
                        continue;
                    }
                    Ok(false) => break,
                    Err(_) => {
                        self.typed.push_back(Event::InputEnded);
                        break;
                    }
                }
                patience = GLANCE;
                let event = crossterm::event::read().map_or(Event::InputEnded, Event::Input);
                let ended = matches!(event, Event::InputEnded);
                if let Event::Input(TerminalEvent::Paste(text)) = &event {
                    self.longest = self.longest.max(text.len());
                }
                self.typed.push_back(event);
                if ended {
                    break;
                }
            }
            if self.typed.len() == before && is_gone() {
                self.typed.push_back(Event::InputEnded);
            }
            self.typed = pieces::join(std::mem::take(&mut self.typed));
        }
    }

    impl Terminal {
        /// crossterm keeps the keys that it has read, and the bytes that they came as, until others take their place. There is
        /// no way in to them but the one by which they came: for a moment something else is our input.
        pub(super) fn forget(&mut self) {
            if self.is_read {
                self.take_typed();
                if let Ok(instead) = Instead::of_input() {
                    self.overwrite(instead);
                }
            }
            // What was taken from the queue is left in it until then.
            self.typed = self.typed.drain(..).collect();
        }

        fn overwrite(&mut self, mut instead: Instead) {
            let paste = "x".repeat(self.longest.max(READ_AT_ONCE) + READ_AT_ONCE);
            let cover = format!("{}\x1b[200~{paste}\x1b[201~", "x".repeat(KEYS_AT_ONCE));
            let mut left = cover.as_bytes();
            // Whatever happens, somebody may be waiting to type.
            let until = Instant::now() + Duration::from_secs(2);
            while Instant::now() < until {
                // What doesn't fit goes when some of it has been read.
                let written = instead.writer.write(left).unwrap_or(0);
                left = &left[written..];
                while crossterm::event::poll(GLANCE).unwrap_or(false) {
                    match crossterm::event::read() {
                        Ok(TerminalEvent::Paste(_)) | Err(_) => return,
                        Ok(event @ TerminalEvent::Resize(..)) => self.typed.push_back(Event::Input(event)),
                        // Nothing but what was written here can come as keys now.
                        Ok(_) => {}
                    }
                }
            }
        }
    }

    /// Something else as our input, which is given back when this is dropped.
    struct Instead {
        writer: UnixStream,
        terminal: OwnedFd,
    }

    impl Instead {
        fn of_input() -> io::Result<Self> {
            let (reader, writer) = UnixStream::pair()?;
            // Who reads must not be held up when all has been read.
            reader.set_nonblocking(true)?;
            writer.set_nonblocking(true)?;
            let terminal = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
            rustix::stdio::dup2_stdin(&reader)?;
            Ok(Self { writer, terminal })
        }
    }

    impl Drop for Instead {
        fn drop(&mut self) {
            // Without it the program hears of no key any more, and takes that for the end of the terminal: it ends in order.
            let _ = rustix::stdio::dup2_stdin(&self.terminal);
        }
    }

    /// Whether nothing more can come from the terminal.
    fn is_gone() -> bool {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let hung_up = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        poll(&mut fds, Some(&Timespec::default())).is_ok() && fds[0].revents().intersects(hung_up)
    }
}

#[cfg(not(unix))]
mod windows {
    use super::{Duration, Event, Listener, Receiver, RecvTimeoutError, io};
    use std::thread;

    pub(super) mod bell {
        use std::io;

        /// Nobody waits for anything but what is told here.
        #[derive(Clone, Debug)]
        pub(in super::super) struct Bell;

        #[allow(clippy::unnecessary_wraps, reason = "the same as on Unix")]
        pub(in super::super) fn pair() -> io::Result<(Bell, ())> {
            Ok((Bell, ()))
        }

        impl Bell {
            #[allow(clippy::unused_self, reason = "the same as on Unix")]
            pub(in super::super) fn ring(&self) {}
        }
    }

    /// The terminal, which a thread of its own reads.
    #[derive(Debug)]
    pub(super) struct Terminal {
        is_read: bool,
    }

    impl Terminal {
        pub(super) fn new((): ()) -> Self {
            Self { is_read: false }
        }

        pub(super) fn read(&mut self, listener: &Listener) -> io::Result<()> {
            if std::mem::replace(&mut self.is_read, true) {
                return Ok(());
            }
            let listener = listener.clone();
            thread::Builder::new().name("inmatning".to_owned()).spawn(move || {
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

        /// There is no way in to what crossterm has read here.
        #[allow(clippy::unused_self, reason = "the same as on Unix")]
        pub(super) fn forget(&mut self) {}

        #[allow(clippy::unused_self, reason = "the same as on Unix")]
        pub(super) fn typed(&mut self) -> Option<Event> {
            None
        }

        #[allow(clippy::unused_self, reason = "the same as on Unix")]
        pub(super) fn wait(
            &mut self,
            told: &Receiver<Event>,
            patience: Duration,
        ) -> Result<Event, RecvTimeoutError> {
            told.recv_timeout(patience)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Reply;
    use std::thread;
    use std::time::Instant;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn what_another_thread_tells_wakes_who_waits_and_comes_in_order() {
        let (listener, mut inbox) = inbox().unwrap();
        let teller = listener.clone();
        let told = thread::spawn(move || {
            for _ in 0..200 {
                teller.send(Event::Reply(Reply::DraftSaved)).unwrap();
            }
            teller.send(Event::StoreEnded).unwrap();
        });
        let begun = Instant::now();
        let mut count = 0;
        while matches!(inbox.next(LONG), Ok(Event::Reply(_))) {
            count += 1;
        }
        told.join().unwrap();
        assert_eq!(count, 200);
        assert!(begun.elapsed() < LONG, "nothing was waited for in vain");
        assert!(inbox.try_next().is_none());
    }

    #[test]
    fn when_nothing_happens_the_time_is_up_and_when_nobody_can_tell_that_is_said() {
        let (listener, mut inbox) = inbox().unwrap();
        assert!(matches!(inbox.next(Duration::from_millis(5)), Err(RecvTimeoutError::Timeout)));
        listener.send(Event::StoreEnded).unwrap();
        drop(listener);
        assert!(matches!(inbox.next(LONG), Ok(Event::StoreEnded)));
        assert!(matches!(inbox.next(LONG), Err(RecvTimeoutError::Disconnected)));
    }
}
