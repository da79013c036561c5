//! The system's own printing, through `lp` and `lpstat`: no shell, no file with a name, job titles that say nothing.

use super::{child, memory};
use crate::app::effect::CopyWish;
use crate::domain::text;
use crate::io_words::reason;
use crate::store::private_file;
use std::env;
use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long the printing system may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a job is called in the printer's queue, where anybody may read it.
const TITLE: &str = "Dokument";

/// So many documents this program has handed over.
static HANDED_OVER: AtomicU64 = AtomicU64::new(0);

/// Why nothing came out of a printer.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The computer has no printing system.
    #[error("Datorn har inget utskriftssystem (CUPS): kommandot {0} finns inte.")]
    NoSystem(&'static str),
    /// There is no printer.
    #[error("Ingen skrivare är inlagd på datorn, eller så svarar inte utskriftssystemet.")]
    NoPrinter,
    /// There is no such printer.
    #[error("Skrivaren ”{name}” finns inte. Dessa finns: {known}.")]
    Unknown {
        /// What was asked for.
        name: String,
        /// Those that are there.
        known: String,
    },
    /// There are several, and none is the usual one.
    #[error("Ingen skrivare är förvald. Välj en av dem: {0}.")]
    NoDefault(String),
    /// The printing system said no.
    #[error("Utskriften togs inte emot ({0}).")]
    Refused(String),
    /// The printing system didn't answer.
    #[error("Utskriftssystemet svarar inte.")]
    Silent,
    /// The document is with the printing system, which hasn't said yet whether it takes it.
    #[error(
        "Skrivaren har inte svarat än. Utskriften kan vara på väg ändå: se efter vid skrivaren innan du skriver ut en gång till."
    )]
    Slow,
    /// The viewer can't be started.
    #[error(
        "Programmet {0} som ska visa filen går inte att starta. Ange ett annat i inställningarna: visa_med."
    )]
    NoViewer(String),
}

/// A printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// Its name in the system.
    pub name: String,
    /// Whether it is the usual one.
    pub usual: bool,
    /// Whether it takes jobs now.
    pub ready: bool,
}

/// A job in a printer's queue: "Virtuell-7".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job(pub String);

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits, or is being printed.
    Waiting,
    /// The printer has taken it.
    Done,
    /// The system doesn't know it any more.
    Unknown,
}

/// The system's printing, or that of a server that a test has started.
#[derive(Clone, Debug, Default)]
pub struct Printing {
    server: Option<String>,
}

impl Printing {
    /// The system's own, as the user's other programs see it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another server: `127.0.0.1:8631`.
    pub fn at(server: &str) -> Self {
        Self { server: Some(server.to_owned()) }
    }

    /// All printers, the usual one first.
    ///
    /// # Errors
    /// [`PrintError::NoSystem`], [`PrintError::NoPrinter`], [`PrintError::Silent`].
    pub fn printers(&self) -> Result<Vec<Printer>, PrintError> {
        let names = self.run("lpstat", &["-e"], &[])?;
        let usual = self.run("lpstat", &["-d"], &[])?.text;
        let usual = usual.rsplit_once(": ").map(|(_, name)| name.trim().to_owned());
        let states = self.run("lpstat", &["-p"], &[])?.text;
        let mut printers: Vec<Printer> = names
            .text
            .lines()
            .map(str::trim)
            .filter(|name| is_name(name))
            .map(|name| {
                let line = states.lines().find(|line| line.split_whitespace().nth(1) == Some(name));
                Printer {
                    name: name.to_owned(),
                    usual: usual.as_deref() == Some(name),
                    ready: line.is_none_or(|line| !line.contains("disabled")),
                }
            })
            .collect();
        if printers.is_empty() {
            return Err(PrintError::NoPrinter);
        }
        printers.sort_by_key(|printer| !printer.usual);
        Ok(printers)
    }

    /// The printer that is meant: the named one, the usual one, or the only one.
    ///
    /// # Errors
    /// [`PrintError::Unknown`], [`PrintError::NoDefault`], and as [`Printing::printers`].
    pub fn find(&self, name: Option<&str>) -> Result<Printer, PrintError> {
        let printers = self.printers()?;
        let known = || printers.iter().map(|printer| printer.name.as_str()).collect::<Vec<_>>().join(", ");
        match name {
            Some(name) => printers
                .iter()
                .find(|printer| printer.name == name)
                .cloned()
                .ok_or_else(|| PrintError::Unknown { name: short(name), known: known() }),
            None => match printers.as_slice() {
                [only] => Ok(only.clone()),
                [first, ..] if first.usual => Ok(first.clone()),
                _ => Err(PrintError::NoDefault(known())),
            },
        }
    }

    /// Prints a document on a printer that has been found. The printing system reads it from a file that has no name.
    ///
    /// # Errors
    /// [`PrintError::Refused`], [`PrintError::Slow`], [`PrintError::NoSystem`].
    pub fn print(&self, document: &[u8], printer: &Printer, wish: &CopyWish) -> Result<Job, PrintError> {
        let copies = wish.copies.clamp(1, 99).to_string();
        let sides = if wish.duplex { "sides=two-sided-long-edge" } else { "sides=one-sided" };
        let arguments =
            ["-d", &printer.name, "-n", &copies, "-o", sides, "-o", "media=A4", "-t", TITLE, "--", "-"];
        let answer = self.run("lp", &arguments, document)?;
        // "request id is Virtuell-7 (1 file(s))"
        let job = answer.text.split_whitespace().find(|word| {
            word.strip_prefix(printer.name.as_str())
                .and_then(|rest| rest.strip_prefix('-'))
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        });
        match job {
            Some(job) if answer.well => Ok(Job(job.to_owned())),
            _ => Err(PrintError::Refused(answer.complaint)),
        }
    }

    /// How a job stands.
    ///
    /// # Errors
    /// As [`Printing::printers`].
    pub fn state(&self, job: &Job) -> Result<JobState, PrintError> {
        let in_list = |which: &str| -> Result<bool, PrintError> {
            let list = self.run("lpstat", &["-W", which, "-o"], &[])?.text;
            Ok(list.lines().any(|line| line.split_whitespace().next() == Some(job.0.as_str())))
        };
        Ok(if in_list("not-completed")? {
            JobState::Waiting
        } else if in_list("completed")? {
            JobState::Done
        } else {
            JobState::Unknown
        })
    }

    fn run(&self, program: &'static str, arguments: &[&str], input: &[u8]) -> Result<Answer, PrintError> {
        let mut command = child::program(program);
        // English answers, but text that is UTF-8.
        command.args(arguments).env("LC_ALL", "C.UTF-8");
        if let Some(server) = &self.server {
            command.env("CUPS_SERVER", server);
        }
        command.stdin(as_stdin(input)).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => PrintError::NoSystem(program),
            _ => PrintError::Refused(reason(&error).to_owned()),
        })?;
        // What has been handed over to be printed is let alone: it may be on its way, and is sent once.
        ask(child, input, PATIENCE, !input.is_empty())
    }
}

/// A document as what a command reads: whole from the beginning, also if this program ends before it has been read. It lies
/// in a file that has no name any more, in memory where the system has such a folder; where none can be made, it is written
/// to the command as it reads.
fn as_stdin(document: &[u8]) -> Stdio {
    let whole = |folder: PathBuf| -> io::Result<Stdio> {
        let number = HANDED_OVER.fetch_add(1, Ordering::Relaxed);
        let place = folder.join(format!("samverkan-{}-{number}", process::id()));
        let mut file = private_file().read(true).open(&place)?;
        // Nobody else finds it, and it is gone when both programs have let it go.
        fs::remove_file(&place)?;
        file.write_all(document)?;
        file.rewind()?;
        Ok(file.into())
    };
    if document.is_empty() || !cfg!(unix) {
        return Stdio::piped();
    }
    let folders = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).into_iter().chain([env::temp_dir()]);
    folders.map(whole).find_map(Result::ok).unwrap_or_else(Stdio::piped)
}

/// What a command answers within a time. One that takes longer is let alone where it `prints`, and given up otherwise.
fn ask(mut child: Child, input: &[u8], patience: Duration, prints: bool) -> Result<Answer, PrintError> {
    let answer = converse(&mut child, input, patience);
    match answer {
        Err(_) if prints => {
            // Somebody must be told when it ends, or it stays as a zombie.
            memory::spawn(move || child.wait());
            Err(PrintError::Slow)
        }
        Err(error) => {
            let _ = child.kill();
            let _ = child.wait();
            Err(error)
        }
        answer => answer,
    }
}

/// So many characters of what another program says are shown.
const MOST_SAID: usize = 200;

/// So long may a printer's name be, in bytes, as CUPS has it.
const LONGEST_NAME: usize = 127;

/// Whether a printer may be called so. CUPS's own names hold neither spaces nor `/` and `#`; one that holds what can't be seen,
/// or that a command could take for an option, is no printer that this program prints on.
fn is_name(name: &str) -> bool {
    let is_right =
        |c: char| text::is_allowed(c) && !c.is_whitespace() && !matches!(c, '/' | '#' | '\'' | '"');
    !name.is_empty() && name.len() <= LONGEST_NAME && !name.starts_with('-') && name.chars().all(is_right)
}

/// What another program said, as it may be shown: on one line, with nothing in it but what can be seen.
fn short(said: &str) -> String {
    let clean = text::clean(said).replace('\n', " ");
    let visible: String = clean.chars().filter(|c| text::is_allowed(*c) && !text::is_invisible(*c)).collect();
    if visible.chars().count() <= MOST_SAID {
        return visible;
    }
    visible.chars().take(MOST_SAID).chain(['…']).collect()
}

/// What a command said.
struct Answer {
    well: bool,
    text: String,
    complaint: String,
}

/// Writes and reads at the same time, so that neither side waits for the other.
fn converse(child: &mut Child, input: &[u8], patience: Duration) -> Result<Answer, PrintError> {
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(PrintError::Silent);
    };
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        memory::spawn(move || {
            // A command that doesn't read to the end says why itself.
            let _ = stdin.write_all(&input);
        });
    }
    let (text, complaint) = (reading(stdout), reading(stderr));
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() < patience => thread::sleep(Duration::from_millis(5)),
            _ => return Err(PrintError::Silent),
        }
    };
    let said = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    let (text, complaint) = (said(text), said(complaint));
    let complaint = short(complaint.trim().trim_start_matches("lp:").trim());
    Ok(Answer { well: status.success(), text, complaint })
}

fn reading(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    memory::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before it broke off is what there is.
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// What the platform opens files with.
const VIEWER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Shows a file in the user's own program, or in what the settings name.
///
/// # Errors
/// [`PrintError::NoViewer`].
pub fn show(file: &Path, viewer: Option<&str>) -> Result<(), PrintError> {
    let viewer = viewer.unwrap_or(VIEWER);
    let started = child::program(viewer)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = started.map_err(|_| PrintError::NoViewer(short(viewer)))?;
    // It lives its own life; somebody must be told when it ends, or it stays as a zombie.
    memory::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn only_a_printers_name_is_one() {
        for name in ["Lokal", "HP_LaserJet-4.2", "Skrivare_Åk4", "hörn", "a"] {
            assert!(is_name(name), "{name}");
        }
        let long = "x".repeat(128);
        for name in [
            "",
            "-oraw",
            "--",
            "a b",
            "a\u{1b}[31mb",
            "a\u{202e}b",
            "a\u{200b}b",
            "a\tb",
            "a/b",
            "a#b",
            "\u{7f}x",
            "a'b",
            "a\u{9b}31m",
            long.as_str(),
        ] {
            assert!(!is_name(name), "{name:?}");
        }
    }

    #[test]
    fn what_another_program_says_is_shown_short_and_harmless() {
        assert_eq!(short("Gick \u{1b}[2Jinte\nalls\u{202e}"), "Gick inte alls");
        assert_eq!(short(&"å".repeat(500)).chars().count(), MOST_SAID + 1);
        for c in
            (0..0x3000_u32).filter_map(char::from_u32).filter(|c| c.is_control() || text::is_invisible(*c))
        {
            let said = short(&format!("a{c}b"));
            assert!(said.chars().all(|c| text::is_allowed(c) && !text::is_invisible(c)), "{c:?}: {said:?}");
        }
    }

    /// Whatever lpstat says, what comes of it is names; and lp gets them after its option, never as one.
    #[cfg(unix)]
    #[test]
    fn hostile_names_from_the_printing_system_are_no_printers() {
        let said = "Lokal\n-oraw\n\u{1b}]0;x\u{7}\n; rm -rf x\nA\u{202e}B\nAnnan\n";
        let names: Vec<&str> = said.lines().map(str::trim).filter(|name| is_name(name)).collect();
        assert_eq!(names, ["Lokal", "Annan"]);
    }

    #[test]
    fn a_computer_without_printing_says_so() {
        let missing = Command::new("lp-som-inte-finns").spawn();
        assert!(missing.is_err());
        let file = Path::new("/tmp/finns-inte.pdf");
        let error = show(file, Some("ett-program-som-inte-finns")).unwrap_err();
        assert!(error.to_string().contains("visa_med"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_slow_printer_gets_its_document_once_and_is_let_alone() {
        let folder = tempfile::tempdir().unwrap();
        let printed = folder.path().join("papper");
        let start = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]).arg("sh").arg(&printed);
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let soon = Duration::from_millis(50);
        let slow = start("sleep 1; cat >> \"$1\"");
        assert!(matches!(ask(slow, b"en gang", soon, true), Err(PrintError::Slow)));
        let until = Instant::now() + Duration::from_secs(30);
        while std::fs::read(&printed).is_ok_and(|text| text.len() < 7) || !printed.exists() {
            assert!(Instant::now() < until, "it goes on by itself");
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(std::fs::read(&printed).unwrap(), b"en gang");
        // What only asks is given up.
        std::fs::remove_file(&printed).unwrap();
        let asks = start("sleep 1; echo svar > \"$1\"");
        assert!(matches!(ask(asks, b"", soon, false), Err(PrintError::Silent)));
    }

    #[cfg(unix)]
    #[test]
    fn a_document_is_whole_whatever_becomes_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let printed = folder.path().join("papper");
        let document = vec![b'x'; 300_000];
        let mut child = Command::new("sh")
            .args(["-c", "sleep 0.2; cat > \"$1\"", "sh"])
            .arg(&printed)
            .stdin(as_stdin(&document))
            .spawn()
            .unwrap();
        // Nothing of ours has to go on writing.
        assert!(child.stdin.is_none());
        child.wait().unwrap();
        assert_eq!(fs::read(&printed).unwrap().len(), document.len());
    }

    #[test]
    fn a_server_that_doesnt_answer_has_no_printers() {
        if Command::new("lpstat").arg("-e").output().is_err() {
            return eprintln!("hoppas över: CUPS klientprogram finns inte här");
        }
        // Nothing listens at the first port.
        let outcome = Printing::at("127.0.0.1:1").find(None);
        assert!(matches!(outcome, Err(PrintError::NoPrinter | PrintError::Refused(_))), "{outcome:?}");
    }
}
