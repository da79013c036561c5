//! Copies on their way out, in a thread of their own: a printer that doesn't answer never keeps anybody from writing.

use super::events::Event;
use super::inbox::Listener;
use super::memory;
use super::printing::{self, Job, JobState, PrintError, Printer, Printing};
use super::way_out::{Gone, Made, ToPrinter};
use crate::app::Reply;
use crate::app::core::reply::PapersWork;
use crate::app::effect::CopyWish;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// How long the printer is watched, and how often.
const WATCHED: Duration = Duration::from_mins(2);
const EACH: Duration = Duration::from_secs(1);

/// Does the work beside everything else. That nobody listens any more is no failure: the program is ending.
fn beside(listener: Listener, work: impl FnOnce(&dyn Fn(Reply)) + Send + 'static) {
    memory::spawn(move || {
        work(&|reply| {
            let _ = listener.send(Event::Reply(reply));
        });
    });
}

/// Asks the system for its printers.
pub(super) fn list_printers(listener: Listener) {
    beside(listener, |answer| {
        let names = Printing::new().printers().unwrap_or_default();
        answer(Reply::Printers(names.into_iter().map(|printer| printer.name).collect()));
    });
}

/// Shows files in the user's own program, logs it, and tells where they lie.
pub(super) fn show_files(
    files: Vec<(PathBuf, Gone)>,
    lines: Vec<String>,
    viewer: Option<String>,
    listener: Listener,
    log: impl PrintLog + 'static,
) {
    beside(listener, move |answer| {
        let mut lines = lines;
        for (file, gone) in files {
            match printing::show(&file, viewer.as_deref()) {
                Ok(()) => log.answered(gone),
                Err(error) => lines.extend([String::new(), error.to_string()]),
            }
        }
        answer(Reply::CopiesMade { lines });
    });
}

/// The log of what is printed, as the printing sees it.
pub(super) trait PrintLog: Send {
    /// Logs that a paper is handed to a printer, which it then can be; why not otherwise, or nothing where the program ends.
    fn to_printer(&self, one: &Made, printer: &Printer, wish: &CopyWish)
    -> Result<ToPrinter, Option<String>>;
    /// What a printer has answered, or that a file is shown.
    fn answered(&self, gone: Gone);
    /// All is printed that will be: what the printer didn't take, and what became of each in words.
    fn done(&self, left: Vec<Made>, lines: Vec<String>);
}

/// Prints copies. Each stands in the log before it is handed over. `remark` is what they lack.
pub(super) fn send_off(
    made: Vec<Made>,
    wish: CopyWish,
    remark: Option<String>,
    listener: Listener,
    log: impl PrintLog + 'static,
) {
    beside(listener, move |answer| {
        let system = Printing::new();
        let mut lines = Vec::new();
        let mut jobs = Vec::new();
        let all = made.len();
        let mut waiting = made.into_iter();
        let mut left = Vec::new();
        let printer = system.find(wish.printer.as_deref());
        if let Err(error) = &printer {
            lines.extend([String::new(), error.to_string(), String::new()]);
            left.extend(waiting.by_ref());
        }
        while let (Ok(printer), Some(one)) = (&printer, waiting.next()) {
            answer(Reply::Printing(Some(PapersWork { done: all - waiting.len() - 1, all })));
            let ready = match log.to_printer(&one, printer, &wish) {
                Ok(ready) => ready,
                Err(Some(why)) => {
                    lines.extend([String::new(), why, String::new()]);
                    left.push(one);
                    left.extend(waiting.by_ref());
                    break;
                }
                Err(None) => break,
            };
            let (taken, gone) = ready.print(|bytes| system.print(bytes, printer, &wish));
            if let Some(gone) = gone {
                log.answered(gone);
            }
            match taken {
                Ok(job) => {
                    lines.push(format!("{}: {} ({})", one.who, one.what, job.0));
                    jobs.push(job);
                }
                Err(error @ PrintError::Slow) => {
                    // It may come out: no file is made of it, and what comes after it waits for a look at the printer.
                    lines.extend([
                        String::new(),
                        format!("{}: {}. {error}", one.who, one.what),
                        String::new(),
                    ]);
                    left.extend(waiting.by_ref());
                }
                Err(error) => {
                    lines.extend([String::new(), error.to_string(), String::new()]);
                    left.push(one);
                    left.extend(waiting.by_ref());
                }
            }
        }
        let heading = if jobs.is_empty() { "Inget är utskrivet." } else { "Skickade till skrivaren:" };
        lines.splice(0..0, [heading.to_owned()].into_iter().chain((!jobs.is_empty()).then(String::new)));
        if let Some(remark) = remark {
            lines.extend([String::new(), remark]);
        }
        answer(Reply::Printing(None));
        log.done(left, lines);
        watch(&system, jobs, answer);
    });
}

/// Follows the jobs until the printer has taken them all.
fn watch(system: &Printing, jobs: Vec<Job>, answer: &dyn Fn(Reply)) {
    if jobs.is_empty() {
        return;
    }
    let (all, started) = (jobs.len(), Instant::now());
    let mut waiting = jobs;
    while started.elapsed() < WATCHED {
        waiting.retain(|job| matches!(system.state(job), Ok(JobState::Waiting) | Err(_)));
        if waiting.is_empty() {
            let words = if all == 1 {
                "Utskriften är klar.".to_owned()
            } else {
                format!("Alla {all} utskrifter är klara.")
            };
            return answer(Reply::PrintState(words));
        }
        thread::sleep(EACH);
    }
    let first = waiting.first().map(|job| job.0.clone()).unwrap_or_default();
    answer(Reply::PrintState(format!(
        "{} av {all} utskrifter väntar fortfarande ({first}). Se efter om skrivaren har papper och är på.",
        waiting.len()
    )));
}
