//! The paper program, `samverkan-papper`: found beside our own executable, started when a PDF is asked for, spoken to
//! through pipes, and stopped when it takes too long.
//!
//! Nothing of a document stands in its arguments, its environment or a file. One start serves several documents;
//! [`Typesetter::rest`] ends it, and so does the program's own end, however it comes: the paper program sees that the pipe
//! to it is closed.

use super::{child, memory};
use crate::io_words::reason;
use crate::minutes::Document;
use crate::minutes::pdf::pipe::{self, Answer, Fault, Hello, PipeError};
use crate::minutes::pdf::{self, Paper, PdfError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The paper program's name, as it lies beside ours.
const NAME: &str = "samverkan-papper";

/// How long one document may take. Minutes of 120 pages are set in a few seconds; the rest is for a slow computer that
/// does other things. Typst that isn't optimised takes ten times as long.
pub const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 30 });

/// How often it is looked whether there is less time left than there was.
const GLANCE: Duration = Duration::from_millis(50);

/// How much of what the paper program complains of is kept, in bytes: enough to see that it had no memory.
const COMPLAINT: u64 = 4096;

/// How many threads may set a document. Each reserves address space, which the memory limit counts, and no more of them
/// make a paper quicker.
const THREADS: &str = "4";

/// How Rust's runtime says that there was no memory, before it ends the process.
const NO_MEMORY: &str = "memory allocation of";

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The template, the picture or the program's own template has a fault.
    #[error("{0}")]
    Paper(#[from] PdfError),
    /// The paper program isn't there.
    #[error(
        "PDF görs av programmet {NAME}, som ska ligga i samma mapp som samverkan ({folder}) och inte finns där. \
         Det hör till installationen: lägg dit det. Så länge går det att göra text (--format txt)."
    )]
    Missing {
        /// Where it should lie.
        folder: String,
    },
    /// It can't be started.
    #[error(
        "Programmet {NAME}, som gör PDF, går inte att starta ({}). Kontrollera att du får köra det. \
         Så länge går det att göra text (--format txt).",
        reason(.0)
    )]
    NotStarted(io::Error),
    /// It doesn't belong to this program.
    #[error(
        "Programmet {NAME}, som gör PDF, har en annan version än samverkan. Installera båda tillsammans på nytt och \
         starta om samverkan. Så länge går det att göra text (--format txt)."
    )]
    OtherVersion,
    /// It took too long.
    #[error("PDF-filen blev inte klar på {} sekunder, och då avbröts den. {}", .after.as_secs(), remedy(.template.as_deref()))]
    TooSlow {
        /// How long it was given.
        after: Duration,
        /// The own template, which is the likely cause.
        template: Option<String>,
    },
    /// It needed more memory than it may take.
    #[error("PDF-filen behövde mer minne än den får ta, och då avbröts den. {}", remedy(.template.as_deref()))]
    TooLarge {
        /// The own template, which is the likely cause.
        template: Option<String>,
    },
    /// It ended in the middle of its work.
    #[error("Programmet {NAME}, som gör PDF, avslutades innan det var klart. Försök igen. {}", remedy(.template.as_deref()))]
    Ended {
        /// The own template, which may be the cause.
        template: Option<String>,
    },
    /// It says something else than it should.
    #[error(
        "Programmet {NAME}, som gör PDF, svarar inte som det ska. Installera samverkan på nytt. \
         Så länge går det att göra text (--format txt)."
    )]
    Junk,
}

impl TypesetError {
    /// Whether a paper without the own template and picture may come through where this one didn't.
    pub fn may_lie_in_the_letterhead(&self) -> bool {
        matches!(self, Self::Paper(_) | Self::TooSlow { .. } | Self::TooLarge { .. } | Self::Ended { .. })
    }

    /// Whether the own template is the likely cause.
    pub fn is_about_template(&self) -> bool {
        match self {
            Self::Paper(error) => matches!(error, PdfError::Template { .. }),
            Self::TooSlow { template, .. } | Self::TooLarge { template } | Self::Ended { template } => {
                template.is_some()
            }
            _ => false,
        }
    }
}

fn remedy(template: Option<&str>) -> String {
    match template {
        Some(file) => format!(
            "Felet ligger troligen i den egna mallen {file}: rätta den, eller använd programmets egen så länge."
        ),
        None => "Skriv ut som text så länge: --format txt".to_owned(),
    }
}

/// The paper program, as the rest of the program sees it. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Typesetter {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Where it lies; nothing where our own place isn't known.
    program: Option<PathBuf>,
    patience: Duration,
    /// When everything has to be done.
    latest: Mutex<Option<Instant>>,
    running: Mutex<Option<Running>>,
}

impl Default for Typesetter {
    /// The one beside the program, and no other.
    fn default() -> Self {
        let own = std::env::current_exe().ok();
        let beside = own.map(|own| own.with_file_name(format!("{NAME}{}", std::env::consts::EXE_SUFFIX)));
        Self::of(beside, PATIENCE)
    }
}

impl Typesetter {
    /// The one at a place, with less patience: for tests.
    pub fn at(program: PathBuf, patience: Duration) -> Self {
        Self::of(Some(program), patience)
    }

    fn of(program: Option<PathBuf>, patience: Duration) -> Self {
        let (latest, running) = (Mutex::new(None), Mutex::new(None));
        Self { shared: Arc::new(Shared { program, patience, latest, running }) }
    }

    /// Whether the paper program lies where it should.
    ///
    /// # Errors
    /// [`TypesetError::Missing`].
    pub fn find(&self) -> Result<&Path, TypesetError> {
        let program = self.shared.program.as_deref();
        program.filter(|program| program.is_file()).ok_or_else(|| {
            let folder = program.and_then(Path::parent).unwrap_or(Path::new(""));
            TypesetError::Missing { folder: folder.display().to_string() }
        })
    }

    /// The document as PDF. The same document and paper always give the same bytes.
    ///
    /// # Errors
    /// As [`TypesetError`] says. The paper program has ended then, unless the fault is the paper's.
    pub fn set(&self, document: &Document, paper: &Paper) -> Result<Vec<u8>, TypesetError> {
        let (order, picture) = pdf::order(document, paper)?;
        let template = || paper.template.as_ref().map(|template| template.name.clone());
        let message =
            pipe::written(&order, &picture).map_err(|_| TypesetError::TooLarge { template: template() })?;
        let mut place = lock(&self.shared.running);
        let deadline = Deadline::of(&self.shared);
        // It is put back when all went well. Otherwise it is dropped here, and with that ended.
        let told = |error: Silence| error.told(template(), self.shared.patience);
        let mut running = match place.take() {
            Some(running) => running,
            None => Running::start(self.find()?, &deadline, &told)?,
        };
        match running.ask(message, &deadline).map_err(told)? {
            (Answer::Pdf, pdf) => {
                *place = Some(running);
                Ok(pdf)
            }
            (Answer::Fault(fault), _) => {
                if !matches!(fault, Fault::Own { .. }) {
                    *place = Some(running);
                }
                Err(paper.fault(fault).into())
            }
        }
    }

    /// Nothing more is to be set for now: the paper program ends, and with it what it remembers of the documents.
    pub fn rest(&self) {
        lock(&self.shared.running).take();
    }

    /// The program is about to end: what isn't set by then is given up.
    pub fn finish_by(&self, latest: Instant) {
        *lock(&self.shared.latest) = Some(latest);
    }
}

/// What a panicking thread left is whole: a value is taken out or put in.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When a document has to be done; sooner when the program is about to end.
struct Deadline<'a> {
    own: Instant,
    latest: &'a Mutex<Option<Instant>>,
}

impl<'a> Deadline<'a> {
    fn of(shared: &'a Shared) -> Self {
        Self { own: Instant::now() + shared.patience, latest: &shared.latest }
    }

    fn left(&self) -> Duration {
        let latest = lock(self.latest).unwrap_or(self.own);
        self.own.min(latest).saturating_duration_since(Instant::now())
    }
}

/// What comes from the paper program.
enum Said {
    Hello(Hello),
    Answer(Answer, Vec<u8>),
}

/// Why nothing that is meant comes from it.
enum Silence {
    Late,
    Ended { no_memory: bool },
    Junk,
    OtherVersion,
    NotStarted(io::Error),
}

impl Silence {
    fn told(self, template: Option<String>, after: Duration) -> TypesetError {
        match self {
            Self::Late => TypesetError::TooSlow { after, template },
            Self::Ended { no_memory: true } => TypesetError::TooLarge { template },
            Self::Ended { no_memory: false } => TypesetError::Ended { template },
            Self::Junk => TypesetError::Junk,
            Self::OtherVersion => TypesetError::OtherVersion,
            Self::NotStarted(error) => TypesetError::NotStarted(error),
        }
    }
}

/// The paper program at work. Each pipe has a thread, so that neither side ever waits for the other to read.
#[derive(Debug)]
struct Running {
    child: Child,
    orders: Sender<Vec<u8>>,
    said: Receiver<Result<Said, PipeError>>,
    complaint: Receiver<String>,
}

impl Running {
    fn start(
        program: &Path,
        deadline: &Deadline<'_>,
        told: &dyn Fn(Silence) -> TypesetError,
    ) -> Result<Self, TypesetError> {
        let mut running = Self::spawn(program).map_err(|error| told(Silence::NotStarted(error)))?;
        let hello = match running.listen(deadline).map_err(told)? {
            Said::Hello(hello) => hello,
            Said::Answer(..) => return Err(TypesetError::Junk),
        };
        if hello == Hello::of_this_build() { Ok(running) } else { Err(told(Silence::OtherVersion)) }
    }

    fn spawn(program: &Path) -> io::Result<Self> {
        let mut command = child::program(program);
        // It needs nothing that stands in the environment.
        command
            .env_clear()
            .env("RAYON_NUM_THREADS", THREADS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(windows)]
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        let mut child = command.spawn()?;
        let (orders, outbox) = mpsc::channel::<Vec<u8>>();
        let (tell, said) = mpsc::channel();
        let (tell_complaint, complaint) = mpsc::channel();
        if let Some(mut stdin) = child.stdin.take() {
            memory::spawn(move || {
                // A program that doesn't read is found out by its silence.
                for order in outbox {
                    let _ = stdin.write_all(&order).and_then(|()| stdin.flush());
                }
            });
        }
        if let Some(stdout) = child.stdout.take() {
            memory::spawn(move || listening(stdout, &tell));
        }
        if let Some(stderr) = child.stderr.take() {
            memory::spawn(move || {
                let _ = tell_complaint.send(complaining(stderr));
            });
        }
        Ok(Self { child, orders, said, complaint })
    }

    fn ask(&mut self, message: Vec<u8>, deadline: &Deadline<'_>) -> Result<(Answer, Vec<u8>), Silence> {
        // Where nobody takes it any more, nothing comes back either.
        let _ = self.orders.send(message);
        match self.listen(deadline)? {
            Said::Answer(answer, body) => Ok((answer, body)),
            Said::Hello(_) => Err(Silence::Junk),
        }
    }

    fn listen(&mut self, deadline: &Deadline<'_>) -> Result<Said, Silence> {
        loop {
            let left = deadline.left();
            match self.said.recv_timeout(left.min(GLANCE)) {
                Ok(Ok(said)) => return Ok(said),
                Ok(Err(PipeError::Junk)) => return Err(Silence::Junk),
                Ok(Err(PipeError::Broken(_))) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.ended());
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return Err(Silence::Late),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Why it ended by itself.
    fn ended(&mut self) -> Silence {
        self.end();
        let complaint = self.complaint.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
        Silence::Ended { no_memory: complaint.contains(NO_MEMORY) }
    }

    /// It has nothing to save. Waited for, so that it doesn't stay as a zombie.
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

fn listening(mut stdout: impl Read, tell: &Sender<Result<Said, PipeError>>) {
    // Who it is stands first, in a form that a later version must be able to say too.
    let hello = pipe::read::<Hello>(&mut stdout);
    let mut next = hello.map(|hello| hello.map(|(hello, _)| Said::Hello(hello)));
    loop {
        let said = match next {
            Ok(Some(said)) => Ok(said),
            Ok(None) => return,
            Err(error) => Err(error),
        };
        let over = said.is_err();
        if tell.send(said).is_err() || over {
            return;
        }
        let answer = pipe::read::<Answer>(&mut stdout);
        next = answer.map(|answer| answer.map(|(answer, body)| Said::Answer(answer, body)));
    }
}

/// The beginning of what it complains of. All of it is read, or it would wait; none of it is shown: it may quote what was
/// being set.
fn complaining(mut stderr: impl Read) -> String {
    let mut kept = Vec::new();
    let _ = (&mut stderr).take(COMPLAINT).read_to_end(&mut kept);
    let _ = io::copy(&mut stderr, &mut io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}
