//! The built binary in a real terminal: what a person sees, and every byte that was sent to show it.

use super::knobs::PROGRAM;
use super::large::with_large;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a test waits for what should come at once, on a machine that is busy with other things.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What the terminal has been sent so far.
struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// The screen as it was when no frame was half drawn.
    whole: String,
    /// Whether it is a wall, whose large type is read too.
    is_wall: bool,
    ended: bool,
    /// Whether nobody is to look at the terminal any more.
    closing: bool,
}

impl Shown {
    /// Takes in what the program sent. A frame that has begun but not ended isn't looked at: nobody could see it either.
    fn take_in(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
        self.ended = bytes.is_empty();
        let tail = &self.raw[self.raw.len().saturating_sub(1 << 16)..];
        let last = |mark: &[u8]| tail.windows(mark.len()).rposition(|window| window == mark);
        if self.ended || last(b"\x1b[?2026h") <= last(b"\x1b[?2026l") {
            let whole = self.parser.screen().contents();
            self.whole = if self.is_wall { with_large(whole) } else { whole };
        }
    }
}

/// A program in a terminal.
pub(crate) struct Pty {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    keyboard: Option<Box<dyn Write + Send>>,
    terminal: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
}

/// How a program is started.
pub(crate) struct Start<'a> {
    /// Its home, and the folder for everything that it keeps.
    pub(crate) home: &'a Path,
    /// Its arguments.
    pub(crate) args: &'a [&'a str],
    /// Environment variables besides those that always are set; an empty value takes a variable away.
    pub(crate) env: &'a [(&'a str, &'a str)],
    /// The terminal's columns and rows.
    pub(crate) size: (u16, u16),
}

impl<'a> Start<'a> {
    /// With nothing but arguments, in 80×24.
    pub(crate) fn new(home: &'a Path, args: &'a [&'a str]) -> Self {
        Self { home, args, env: &[], size: (80, 24) }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has rows and columns")
}

/// A folder for the user alone, as the program makes its own: one that others can read is told of.
pub(crate) fn own_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let own = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), own).expect("a folder of one's own");
    }
    folder
}

/// The environment of a test: nothing of the user's own.
pub(crate) fn environment(home: &Path) -> Vec<(String, String)> {
    let home = home.to_str().expect("a temporary folder has a plain name");
    [
        ("HOME", home.to_owned()),
        ("XDG_CONFIG_HOME", format!("{home}/config")),
        ("XDG_DATA_HOME", format!("{home}/data")),
        ("XDG_CACHE_HOME", format!("{home}/cache")),
        ("XDG_STATE_HOME", format!("{home}/state")),
        ("TMPDIR", home.to_owned()),
        ("PATH", "/usr/bin:/bin".to_owned()),
        ("TERM", "xterm-256color".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The program that is tested: the one that was built with the test, or another build of it, as for figures.
fn program() -> String {
    std::env::var(PROGRAM).unwrap_or_else(|_| env!("CARGO_BIN_EXE_samverkan").to_owned())
}

impl Pty {
    /// Starts the program.
    pub(crate) fn start(start: &Start<'_>) -> Self {
        let mut command = CommandBuilder::new(program());
        command.args(start.args);
        Self::run(command, start)
    }

    /// Starts a shell line in which `samverkan` is the program.
    pub(crate) fn shell(line: &str, start: &Start<'_>) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", &format!("samverkan() {{ '{}' \"$@\"; }}; {line}", program())]);
        Self::run(command, start)
    }

    /// Starts one of the calling test program's own tests, an ignored one, with `SAMVERKAN_TEST_BARN=1`.
    pub(crate) fn test(name: &str, start: &Start<'_>) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().expect("a test runs from a file"));
        command.args(["--ignored", "--exact", name, "--nocapture", "--test-threads=1"]);
        command.env("SAMVERKAN_TEST_BARN", "1");
        Self::run(command, start)
    }

    fn run(mut command: CommandBuilder, start: &Start<'_>) -> Self {
        let child = command.get_env("SAMVERKAN_TEST_BARN").is_some();
        command.env_clear();
        if child {
            command.env("SAMVERKAN_TEST_BARN", "1");
        }
        command.cwd(start.home);
        for (name, value) in environment(start.home) {
            command.env(name, value);
        }
        for (name, value) in start.env {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        let (cols, rows) = start.size;
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudoterminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let shown = Shown {
            parser: vt100::Parser::new(cells(rows), cells(cols), 0),
            raw: Vec::new(),
            whole: String::new(),
            is_wall: start.args.contains(&"projektor"),
            ended: false,
            closing: false,
        };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let sink = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 8192];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut shown = sink.0.lock().unwrap_or_else(PoisonError::into_inner);
                shown.take_in(&buffer[..count]);
                sink.1.notify_all();
                if count == 0 || shown.closing {
                    return;
                }
            }
        });
        let keyboard = pair.master.take_writer().expect("its input");
        Self { shown, keyboard: Some(keyboard), terminal: Some(pair.master), child }
    }

    /// Types: text as it is, keys as the bytes that a terminal sends for them.
    pub(crate) fn send(&mut self, keys: &str) {
        let keyboard = self.keyboard.as_mut().expect("the terminal isn't closed");
        keyboard.write_all(keys.as_bytes()).expect("the program reads");
        keyboard.flush().expect("the program reads");
    }

    /// Jumps to a phase (0 to 4), past the rules that bend, and waits for what it shows.
    ///
    /// # Panics
    /// When it doesn't come.
    #[track_caller]
    pub(crate) fn jump(&mut self, phase: usize, shown: &str) {
        const ASKED: &str = "Innan vi går vidare";
        // What is missing is asked for in a form, over the rule.
        const FORMS: [&str; 2] = ["F8 spara", "Enter spara"];
        self.send(&format!("\x1b{}", phase + 1));
        self.wait_until("fasen, regeln eller det som saknas", |screen| {
            [shown, ASKED].iter().chain(&FORMS).any(|text| screen.contains(text))
        });
        if FORMS.iter().any(|form| self.screen().contains(form)) {
            self.send("\x1b");
            self.wait_for(ASKED);
        }
        if self.screen().contains(ASKED) {
            self.send("\x07");
            self.wait_for("Skäl>");
            // Each of them has its own reason.
            for at in 2.. {
                self.send("vi tar det sedan\r");
                let next = format!("skäl {at} av");
                self.wait_until("nästa skäl eller fasen", |screen| {
                    screen.contains(&next) || !screen.contains(ASKED)
                });
                if !self.screen().contains(&next) {
                    break;
                }
            }
            self.wait_for(shown);
        }
    }

    /// Pastes a text as a terminal does it.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Waits until the screen shows a text.
    ///
    /// # Panics
    /// When it doesn't in time, with what it shows instead.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("”{text}” på skärmen"), |screen| screen.contains(text));
    }

    /// Waits until the screen no longer shows a text.
    ///
    /// # Panics
    /// When it still does, with what it shows.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("”{text}” borta från skärmen"), |screen| !screen.contains(text));
    }

    /// Waits until the screen is as it should be.
    ///
    /// # Panics
    /// When it isn't in time, with what it shows.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut shown = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if is_so(&shown.whole) {
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !shown.ended,
                "väntade på {what}, men skärmen visar:\n{}",
                shown.whole
            );
            shown = self.shown.1.wait_timeout(shown, left).expect("the reader never panics").0;
        }
    }

    /// What the screen shows, line by line.
    pub(crate) fn screen(&self) -> String {
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner).whole.clone()
    }

    /// The recovery key that is shown: groups of five.
    #[track_caller]
    pub(crate) fn recovery_key(&self) -> String {
        let screen = self.screen();
        let is_key = |word: &&str| word.len() == 41 && word.split('-').all(|group| group.len() == 5);
        screen.split_whitespace().find(is_key).unwrap_or_else(|| panic!("{screen}")).to_owned()
    }

    /// Every byte that was sent to the terminal.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner).raw.clone()
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, cols: u16, rows: u16) {
        // First the reader's side: the program may draw at once.
        let mut shown = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.parser.screen_mut().set_size(cells(rows), cells(cols));
        drop(shown);
        let terminal = self.terminal.as_ref().expect("the terminal isn't closed");
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        terminal.resize(size).expect("a pseudoterminal can be resized");
    }

    /// Closes the terminal, as a window is closed: the program is told by a signal, and has nothing to write to.
    pub(crate) fn close_terminal(&mut self) {
        // The reader has the terminal open too, until something comes to read.
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner).closing = true;
        self.resize(61, 21);
        let until = Instant::now() + PATIENCE;
        while Arc::strong_count(&self.shown) > 1 {
            assert!(Instant::now() < until, "nothing was drawn to wake the reader");
            std::thread::sleep(Duration::from_millis(2));
        }
        self.keyboard = None;
        self.terminal = None;
    }

    /// The program's process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().expect("it has been started")
    }

    /// Sends the program a signal by its name: "TERM".
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.pid().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.expect("kill is in every system").success(), "the program is there to be signalled");
    }

    /// Kills the program at once, as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.signal("KILL");
        self.child.wait().expect("it has been started");
    }

    /// Kills this program and another at the same moment.
    pub(crate) fn kill_with(&mut self, other: &mut Self) {
        let pids = [self.pid().to_string(), other.pid().to_string()];
        let sent = std::process::Command::new("kill").arg("-KILL").args(pids).status();
        assert!(sent.expect("kill is in every system").success(), "both programs are there");
        self.child.wait().expect("it has been started");
        other.child.wait().expect("it has been started");
    }

    /// Waits for the end of the program.
    ///
    /// # Panics
    /// When it doesn't end, with what the screen shows.
    #[track_caller]
    pub(crate) fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("it has been started") {
                // What it said last may still be on its way.
                let mut shown = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
                while !shown.ended && Instant::now() < until {
                    shown = self.shown.1.wait_timeout(shown, PATIENCE).expect("the reader never panics").0;
                }
                return status;
            }
            assert!(Instant::now() < until, "programmet slutar inte; skärmen visar:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A test that failed leaves no program behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
