//! The terminal: taken over at the start, given back whole at the end, whichever way the end comes.

use super::panics::{self, place};
use crate::io_words::reason;
use crate::view::Canvas;
use crossterm::cursor::{Hide, SetCursorStyle, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate,
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle,
};
use crossterm::{Command, execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::{Position, Rect};
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours. The panic hook runs in any thread, so that this can't stand in the guard.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What is drawn on; a frame goes out in one write.
#[derive(Debug)]
pub struct Screen<W: Write = Out> {
    backend: CrosstermBackend<Page<W>>,
    canvas: Canvas,
    /// Where the terminal has its cursor; nowhere when it is hidden.
    cursor: Option<Position>,
    /// Whether anything has been drawn yet; before that nobody knows of the cursor.
    is_drawn: bool,
}

impl<W: Write> Screen<W> {
    /// A screen of this many columns and rows, of which nothing is drawn yet. It keeps its size: asking the terminal
    /// before each frame costs as much as drawing one.
    pub fn new(out: W, (columns, rows): (u16, u16)) -> Self {
        Self {
            backend: CrosstermBackend::new(Page::new(out)),
            canvas: Canvas::new(Rect::new(0, 0, columns, rows)),
            cursor: None,
            is_drawn: false,
        }
    }
}

/// Where frames go: the terminal itself. The library's own output keeps the latest of what went through it, for as long as
/// the program runs, and that would be somebody's words.
#[cfg(unix)]
#[derive(Debug)]
pub struct Out(std::fs::File);

#[cfg(unix)]
impl Out {
    fn new() -> io::Result<Self> {
        Ok(Self(std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?.into()))
    }
}

#[cfg(unix)]
impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where frames go. Only the library's own output knows how to write to a console here.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Out(io::Stdout);

#[cfg(not(unix))]
impl Out {
    #[allow(clippy::unnecessary_wraps, reason = "the same as on Unix")]
    fn new() -> io::Result<Self> {
        Ok(Self(io::stdout()))
    }
}

#[cfg(not(unix))]
impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Holds back a frame that has begun until it ends: drawing flushes after the cells, after the cursor and at the end,
/// and a terminal would be woken for each of them.
#[derive(Debug)]
pub struct Page<W> {
    out: W,
    waiting: Vec<u8>,
}

/// How a frame begins and ends: [`BeginSynchronizedUpdate`] and [`EndSynchronizedUpdate`].
const FRAME: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

impl<W> Page<W> {
    fn new(out: W) -> Self {
        Self { out, waiting: Vec::with_capacity(16 * 1024) }
    }
}

impl<W: Write> Write for Page<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.starts_with(FRAME.0) && !self.waiting.ends_with(FRAME.1) {
            return Ok(());
        }
        let written = self.out.write_all(&self.waiting);
        // What a terminal that is gone didn't take isn't tried again.
        self.waiting.clear();
        written?;
        self.out.flush()
    }
}

/// Draws a frame that the terminal shows whole; one that doesn't know how a frame begins and ends ignores that. What it
/// shows already isn't sent again.
///
/// # Errors
/// When the terminal is gone.
pub fn draw<W: Write>(screen: &mut Screen<W>, draw: impl FnOnce(&mut Canvas)) -> io::Result<()> {
    let Screen { backend, canvas, cursor: shown, is_drawn } = screen;
    draw(canvas);
    let changed = canvas.end();
    let cursor = canvas.cursor();
    if !changed && *is_drawn && *shown == cursor {
        return Ok(());
    }
    queue!(backend, BeginSynchronizedUpdate)?;
    if changed {
        backend.draw(canvas.changes())?;
    }
    match cursor {
        Some(place) => {
            if !*is_drawn || shown.is_none() {
                backend.show_cursor()?;
            }
            backend.set_cursor_position(place)?;
        }
        None => backend.hide_cursor()?,
    }
    (*shown, *is_drawn) = (cursor, true);
    execute!(backend, EndSynchronizedUpdate)
}

/// Why the program can't be shown here; the text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Standard input or output leads elsewhere.
    #[error(
        "Programmet behöver en terminal att visas i, men {what} går någon annanstans.\n\
         Starta det i ett terminalfönster, utan < och |. Till skript finns egna kommandon: samverkan --hjalp"
    )]
    NoTerminal {
        /// Which of them.
        what: &'static str,
    },
    /// The terminal says that it can do nothing but lines.
    #[error(
        "Den här terminalen kan inte visa programmet (TERM={term}).\n\
         Starta det i ett vanligt terminalfönster, eller sätt TERM till det som terminalen är, till exempel xterm-256color."
    )]
    Dumb {
        /// What TERM holds.
        term: String,
    },
    /// The terminal was lost.
    #[error("Terminalen svarar inte längre ({}). Det som visades som sparat ligger på disken.", reason(.0))]
    Lost(#[from] io::Error),
}

/// Whether the program can be shown here at all.
///
/// # Errors
/// When standard input or output isn't a terminal, or the terminal can't move its cursor.
pub fn check() -> Result<(), TerminalError> {
    if !io::stdin().is_terminal() {
        return Err(TerminalError::NoTerminal { what: "inmatningen" });
    }
    if !io::stdout().is_terminal() {
        return Err(TerminalError::NoTerminal { what: "utmatningen" });
    }
    // Windows has no TERM; its terminals are told otherwise what to do.
    if cfg!(unix) { check_name(std::env::var_os("TERM").as_deref()) } else { Ok(()) }
}

fn check_name(term: Option<&OsStr>) -> Result<(), TerminalError> {
    let term = term.map(OsStr::to_string_lossy).unwrap_or_default();
    match term.trim() {
        "" => Err(TerminalError::Dumb { term: "saknas".to_owned() }),
        "dumb" => Err(TerminalError::Dumb { term: "dumb".to_owned() }),
        _ => Ok(()),
    }
}

/// Clicks and the wheel. Not movement: a mouse that is only moved would keep the program awake.
struct Clicks(bool);

impl Command for Clicks {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let letter = if self.0 { 'h' } else { 'l' };
        write!(f, "\x1b[?1000{letter}\x1b[?1006{letter}")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        if self.0 {
            crossterm::event::EnableMouseCapture.execute_winapi()
        } else {
            crossterm::event::DisableMouseCapture.execute_winapi()
        }
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Has the terminal while it lives.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When the terminal can't be set; what was set by then is undone.
    pub fn take() -> io::Result<Self> {
        let guard = Self(());
        TAKEN.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let mut out = BufWriter::new(io::stdout());
        take_over(&mut out)?;
        out.flush()?;
        Ok(guard)
    }

    /// Takes the terminal again after the program was stopped and somebody else had it.
    ///
    /// # Errors
    /// When the terminal can't be set.
    pub fn retake(&self) -> io::Result<()> {
        // crossterm believes that it still is in raw mode and does nothing unless that is taken back first.
        terminal::disable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let mut out = BufWriter::new(io::stdout());
        take_over(&mut out)?;
        out.flush()
    }

    /// Gives the terminal back for a while.
    pub fn lend(&self) {
        give_back_now();
    }

    /// A screen of this size on the terminal.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn screen(&self, size: (u16, u16)) -> io::Result<Screen> {
        Ok(Screen::new(Out::new()?, size))
    }

    /// An empty screen after the terminal has got another size.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn empty_screen(&self, size: (u16, u16)) -> io::Result<Screen> {
        let mut screen = self.screen(size)?;
        execute!(screen.backend, Clear(ClearType::All))?;
        Ok(screen)
    }
}

/// How many columns and rows the terminal has.
///
/// # Errors
/// When it doesn't tell.
pub fn size() -> io::Result<(u16, u16)> {
    terminal::size()
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back_now();
    }
}

/// Whether the terminal is still ours: a panic in another thread gives it back.
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

fn take_over(out: &mut impl Write) -> io::Result<()> {
    // The title is kept aside first, in those terminals that can. It never says which meeting is open.
    queue!(
        out,
        Print("\x1b[22;2t"),
        SetTitle("samverkan"),
        EnterAlternateScreen,
        Clear(ClearType::All),
        DisableLineWrap,
        EnableBracketedPaste,
        Clicks(true),
        Hide
    )
}

fn give_back(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        Clicks(false),
        DisableBracketedPaste,
        EnableLineWrap,
        ResetColor,
        SetCursorStyle::DefaultUserShape,
        LeaveAlternateScreen,
        Show,
        Print("\x1b[23;2t")
    )
}

/// Gives the terminal back, once. A terminal that is gone can't be told anything, so errors don't matter.
fn give_back_now() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = give_back(&mut io::stdout());
        let _ = terminal::disable_raw_mode();
    }
}

/// From now on a panic gives the terminal back before it says anything.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        if panics::is_caught(info) {
            return;
        }
        give_back_now();
        // A panic's own words may quote what somebody wrote ("byte index 3 is not a char boundary of …"); only its
        // place is told.
        let _ = writeln!(io::stderr(), "{}", apology(&place(info)));
    }));
}

fn apology(place: &str) -> String {
    format!(
        "Programmet stannade på grund av ett fel i programmet självt ({place}).\n\
         Allt som visades som sparat ligger på disken: starta igen och fortsätt där du var.\n\
         Berätta gärna för den som sköter programmet vad du gjorde när det hände, och vad som står inom parentes."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// What is written, each write for itself.
    #[derive(Clone, Default)]
    struct Writes(std::rc::Rc<std::cell::RefCell<Vec<String>>>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_letter_is_one_write_of_what_it_changes_and_nothing_new_is_none() {
        let writes = Writes::default();
        let mut screen = Screen::new(writes.clone(), (80, 24));
        let mut model = crate::view::fixtures::writing_model();
        let mut show = |model: &crate::app::Model| {
            draw(&mut screen, |canvas| drop(crate::view::draw(model, canvas))).unwrap();
            writes.0.take()
        };
        let whole = show(&model);
        assert!(whole.len() == 1 && whole[0].contains("Fråga BUP om bedömning"), "{whole:?}");
        assert!(show(&model).is_empty());
        crate::view::fixtures::screen_of(&mut model).line.paste("i");
        let letter = show(&model);
        assert!(letter.len() == 1 && letter[0].contains('i') && letter[0].len() < 200, "{letter:?}");
        assert!(letter[0].ends_with("H\x1b[?2026l"), "the cursor stands last: {letter:?}");
    }

    #[test]
    fn a_frame_goes_out_in_one_write_when_it_is_done() {
        let writes = Writes::default();
        let mut page = Page::new(writes.clone());
        execute!(page, Hide).unwrap();
        assert_eq!(*writes.0.borrow(), ["\x1b[?25l"], "outside of a frame nothing is held back");
        queue!(page, BeginSynchronizedUpdate).unwrap();
        for part in ["a", "b"] {
            execute!(page, Print(part)).unwrap();
        }
        assert_eq!(writes.0.borrow().len(), 1);
        execute!(page, EndSynchronizedUpdate).unwrap();
        assert_eq!(writes.0.borrow()[1..], ["\x1b[?2026hab\x1b[?2026l"]);
    }

    #[test]
    fn everything_that_is_turned_on_is_turned_off() {
        let on = text(take_over);
        let off = text(give_back);
        for mode in ["1049", "2004", "1000", "1006"] {
            assert!(on.contains(&format!("\x1b[?{mode}h")), "{mode} on in {on:?}");
            assert!(off.contains(&format!("\x1b[?{mode}l")), "{mode} off in {off:?}");
        }
        for mode in ["7", "25"] {
            assert!(on.contains(&format!("\x1b[?{mode}l")) && off.contains(&format!("\x1b[?{mode}h")));
        }
        let turned_on: Vec<&str> = on.split("\x1b[?").skip(1).filter(|part| part.contains('h')).collect();
        assert_eq!(turned_on.len(), 4, "something new is turned on: give it back too: {on:?}");
    }

    #[test]
    fn the_title_holds_the_program_s_name_and_no_more() {
        let on = text(take_over);
        assert!(on.contains("\x1b]0;samverkan\x07") && on.contains("\x1b[22;2t"));
        assert!(text(give_back).contains("\x1b[23;2t"));
    }

    #[test]
    fn a_terminal_that_can_only_do_lines_is_refused() {
        for (term, shown) in [(None, "saknas"), (Some(""), "saknas"), (Some("dumb"), "dumb")] {
            let error = check_name(term.map(OsStr::new)).unwrap_err().to_string();
            assert!(error.contains(&format!("TERM={shown}")), "{error}");
        }
        assert!(check_name(Some(OsStr::new("xterm-256color"))).is_ok());
    }

    #[test]
    fn the_apology_holds_no_word_of_the_panic() {
        use std::sync::{Arc, Mutex};
        let told = Arc::new(Mutex::new(String::new()));
        let teller = Arc::clone(&told);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            *teller.lock().unwrap() = apology(&place(info));
        }));
        let result = std::thread::spawn(|| panic!("Alma sa något")).join();
        std::panic::set_hook(before);
        assert!(result.is_err());
        let told = told.lock().unwrap();
        assert!(told.contains("terminal.rs:") && !told.contains("Alma"), "{told}");
    }
}
