//! How far long work has come, on the command line: one line at the terminal that is written anew and taken away at the end.
//! And Ctrl-C, which stops the work where it leaves nothing half done; a second one ends the program at once.

use crate::domain::progress::{Progress, Stopped};
use std::io::{self, IsTerminal, Stderr, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// What is done within this time needs no line.
const QUICK: Duration = Duration::from_millis(400);

/// The line isn't written anew more often than somebody can read it.
const PAUSE: Duration = Duration::from_millis(100);

/// Who follows long work for the user at the command line. Nothing is written where nobody sits at a terminal, and the line is
/// gone when this is.
#[derive(Debug)]
pub struct Following {
    line: Arc<Mutex<Line<Stderr>>>,
    stop: Stop,
}

impl Following {
    /// Begins to follow. From now on Ctrl-C asks the work to stop rather than ending the program.
    pub fn begin() -> Self {
        let width = crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width));
        let line = io::stderr().is_terminal().then(|| Line::new(io::stderr(), width));
        Self {
            line: Arc::new(Mutex::new(line.unwrap_or_else(|| Line::unseen(io::stderr())))),
            stop: Stop::listen(),
        }
    }

    /// Tells how far it has come.
    ///
    /// # Errors
    /// When somebody wants it to stop.
    pub fn tell(&mut self, progress: Progress) -> Result<(), Stopped> {
        if self.stop.is_wanted() {
            return Err(Stopped);
        }
        locked(&self.line).tell(&progress.in_words(), Instant::now());
        Ok(())
    }

    /// Tells of work that can't say how far it has come: the line counts its seconds meanwhile. `stop` is called once, from
    /// another thread, when somebody wants it to stop.
    pub fn during<T>(
        &mut self,
        what: &'static str,
        stop: impl Fn() + Send + 'static,
        work: impl FnOnce() -> T,
    ) -> T {
        let (line, wanted, begun) = (Arc::clone(&self.line), self.stop.clone(), Instant::now());
        let mut asked = false;
        let count = move || {
            if wanted.is_wanted() && !asked {
                asked = true;
                stop();
            }
            locked(&line).tell(&seconds(what, begun), Instant::now());
        };
        ticking(count, work)
    }

    /// Whether somebody has asked for it to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_wanted()
    }

    /// Takes the line away, so that something else can be written.
    pub fn clear(&mut self) {
        locked(&self.line).clear();
    }
}

/// Does something of which it is known only from outside whether it is long: `going_on` says what to write. Ctrl-C ends the
/// program as ever, so that this is for work that a kill leaves whole.
pub fn watching<T>(
    going_on: impl Fn() -> Option<&'static str> + Send + 'static,
    mut tell: impl FnMut(&str) + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    let mut begun = None;
    let look = move || {
        let Some(what) = going_on() else { return };
        let begun = *begun.get_or_insert_with(Instant::now);
        tell(&seconds(what, begun));
    };
    ticking(look, work)
}

/// Does something while `tick` is called now and then from another thread. Where none can be started it is done without.
fn ticking<T>(mut tick: impl FnMut() + Send + 'static, work: impl FnOnce() -> T) -> T {
    let done = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&done);
    let clock = thread::Builder::new().name("framsteg".to_owned()).spawn(move || {
        while !over.load(Ordering::Acquire) {
            thread::park_timeout(PAUSE);
            if !over.load(Ordering::Acquire) {
                tick();
            }
        }
    });
    let outcome = work();
    done.store(true, Ordering::Release);
    if let Ok(clock) = clock {
        clock.thread().unpark();
        let _ = clock.join();
    }
    outcome
}

/// The same with a line at the terminal.
pub fn watching_at_terminal<T>(
    going_on: impl Fn() -> Option<&'static str> + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let width = crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width));
    let line = Arc::new(Mutex::new(Line::new(io::stderr(), width)));
    let own = Arc::clone(&line);
    let outcome = watching(going_on, move |words| locked(&own).tell(words, Instant::now()), work);
    locked(&line).clear();
    outcome
}

/// "Räknar … 7 s".
fn seconds(what: &'static str, begun: Instant) -> String {
    match begun.elapsed().as_secs() {
        0 => Progress::of(what).in_words(),
        seconds => format!("{} {seconds} s", Progress::of(what).in_words()),
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.clear();
        self.stop.leave();
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line that is written anew in its place.
#[derive(Debug)]
struct Line<W: Write> {
    out: W,
    /// How wide the terminal is; nothing where there is none.
    width: Option<usize>,
    /// When it was told of first, and last written.
    begun: Option<Instant>,
    written: Option<Instant>,
    /// What stands there.
    shown: String,
}

impl<W: Write> Line<W> {
    fn new(out: W, width: usize) -> Self {
        Self { out, width: Some(width), begun: None, written: None, shown: String::new() }
    }

    fn unseen(out: W) -> Self {
        Self { out, width: None, begun: None, written: None, shown: String::new() }
    }

    fn tell(&mut self, words: &str, now: Instant) {
        let Some(width) = self.width else { return };
        let begun = *self.begun.get_or_insert(now);
        let is_early = now.saturating_duration_since(begun) < QUICK;
        let is_soon = self.written.is_some_and(|last| now.saturating_duration_since(last) < PAUSE);
        if is_early || is_soon || words == self.shown {
            return;
        }
        // Never as wide as the terminal: the line would be two.
        let mut fits = String::new();
        for c in words.chars() {
            fits.push(c);
            if fits.width() >= width {
                fits.pop();
                break;
            }
        }
        let rest = " ".repeat(self.shown.width().saturating_sub(fits.width()));
        // A line that can't be written hinders no work.
        let _ = write!(self.out, "\r{fits}{rest}").and_then(|()| self.out.flush());
        self.shown = fits;
        self.written = Some(now);
    }

    fn clear(&mut self) {
        if !self.shown.is_empty() {
            let nothing = " ".repeat(self.shown.width());
            let _ = write!(self.out, "\r{nothing}\r").and_then(|()| self.out.flush());
            self.shown.clear();
        }
        // What is told next is the same work, which has gone on for as long as it has.
        self.written = None;
    }
}

/// Whether somebody wants the work to stop: Ctrl-C, or the system's own word to end.
#[derive(Clone, Debug)]
struct Stop {
    wanted: Arc<AtomicBool>,
    /// Nobody follows anything: the signals mean what they always do.
    idle: Arc<AtomicBool>,
}

/// The one that the signals set.
static LISTENING: OnceLock<Stop> = OnceLock::new();

/// How many follow.
static FOLLOWERS: AtomicUsize = AtomicUsize::new(0);

impl Stop {
    /// From now on the signals ask. The second one ends the program as if nobody had listened.
    fn listen() -> Self {
        let new = || {
            let stop = Self { wanted: Arc::default(), idle: Arc::default() };
            #[cfg(unix)]
            for signal in
                [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP]
            {
                use signal_hook::flag::{register, register_conditional_default};
                // Where the system doesn't let us, the signal ends the program.
                let _ = register_conditional_default(signal, Arc::clone(&stop.idle))
                    .and_then(|_| register_conditional_default(signal, Arc::clone(&stop.wanted)))
                    .and_then(|_| register(signal, Arc::clone(&stop.wanted)));
            }
            stop
        };
        let stop = LISTENING.get_or_init(new).clone();
        FOLLOWERS.fetch_add(1, Ordering::AcqRel);
        stop.idle.store(false, Ordering::Release);
        stop
    }

    fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    fn leave(&self) {
        if FOLLOWERS.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.idle.store(true, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    fn text(line: &Line<Vec<u8>>) -> String {
        String::from_utf8(line.out.clone()).unwrap()
    }

    #[test]
    fn what_is_quick_leaves_no_line() {
        let (start, mut line) = (Instant::now(), Line::new(Vec::new(), 80));
        for ms in [0, 100, 399] {
            line.tell("Läser: 1 av 3", at(start, ms));
        }
        line.clear();
        assert_eq!(text(&line), "");
    }

    #[test]
    fn the_line_is_written_anew_in_its_place_and_taken_away() {
        let (start, mut line) = (Instant::now(), Line::new(Vec::new(), 80));
        line.tell("Läser: 98 av 100", at(start, 0));
        line.tell("Läser: 99 av 100", at(start, 500));
        line.tell("Läser: hundra", at(start, 550));
        line.tell("Läser: slut", at(start, 700));
        line.clear();
        let gone = " ".repeat("Läser: slut".width());
        assert_eq!(text(&line), format!("\rLäser: 99 av 100\rLäser: slut     \r{gone}\r"));
    }

    #[test]
    fn it_comes_back_after_what_was_written_between() {
        let (start, mut line) = (Instant::now(), Line::new(Vec::new(), 80));
        for (ms, words) in [(0, "Läser: 0 av 9"), (300, "Läser: 1 av 9"), (600, "Läser: 2 av 9")] {
            line.tell(words, at(start, ms));
            line.clear();
        }
        line.tell("Läser: 3 av 9", at(start, 650));
        let gone = " ".repeat("Läser: 2 av 9".width());
        assert_eq!(text(&line), format!("\rLäser: 2 av 9\r{gone}\r\rLäser: 3 av 9"));
    }

    #[test]
    fn a_narrow_terminal_gets_one_line_and_none_gets_nothing() {
        let (start, mut line) = (Instant::now(), Line::new(Vec::new(), 10));
        let mut unseen = Line::unseen(Vec::new());
        for line in [&mut line, &mut unseen] {
            line.tell("x", start);
            line.tell("Åäö läser mycket", at(start, 500));
        }
        assert_eq!(text(&line), "\rÅäö läser");
        unseen.clear();
        assert_eq!(text(&unseen), "");
    }

    #[test]
    fn work_that_says_nothing_is_done_all_the_same() {
        FOLLOWERS.fetch_add(1, Ordering::AcqRel);
        let mut following = Following {
            line: Arc::new(Mutex::new(Line::unseen(io::stderr()))),
            stop: Stop { wanted: Arc::default(), idle: Arc::default() },
        };
        assert_eq!(following.during("Räknar", || (), || 7), 7);
        assert!(following.tell(Progress::of("Räknar")).is_ok());
        following.stop.wanted.store(true, Ordering::Release);
        assert_eq!(following.tell(Progress::of("Räknar")), Err(Stopped));
        // Who stops it is asked once, while it goes on.
        let asked = Arc::new(AtomicBool::new(false));
        let (tell, seen) = (Arc::clone(&asked), Arc::clone(&asked));
        following.during(
            "Räknar",
            move || assert!(!tell.swap(true, Ordering::AcqRel)),
            || {
                while !seen.load(Ordering::Acquire) {
                    thread::sleep(Duration::from_millis(5));
                }
            },
        );
        assert!(asked.load(Ordering::Acquire));
    }
}
