//! Copies on their way out, in a thread of their own: a printer that doesn't answer never keeps anybody from writing.

use super::copies::Made;
use super::events::Event;
use super::inbox::Listener;
use super::minutes_files::write_files;
use super::printing::{self, Job, JobState, Printing};
use crate::app::Reply;
use crate::app::effect::{CopyTo, CopyWish, Problem};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long the printer is watched, and how often.
const WATCHED: Duration = Duration::from_mins(2);
const EACH: Duration = Duration::from_secs(1);

/// Does the work beside everything else. That nobody listens any more is no failure: the program is ending.
fn beside(listener: Listener, work: impl FnOnce(&dyn Fn(Reply)) + Send + 'static) {
    thread::spawn(move || {
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

/// Lets copies go that have been made and logged. `remark` is what they lack.
pub(super) fn send_off(
    made: Vec<Made>,
    to: CopyTo,
    database: PathBuf,
    remark: Option<String>,
    listener: Listener,
) {
    beside(listener, move |answer| {
        let answer = |reply| {
            answer(match (reply, &remark) {
                (Reply::CopiesMade { mut lines }, Some(remark)) => {
                    lines.extend([String::new(), remark.clone()]);
                    Reply::CopiesMade { lines }
                }
                (reply, _) => reply,
            });
        };
        deliver(&made, to, &database, &answer);
    });
}

fn deliver(made: &[Made], to: CopyTo, database: &Path, answer: &dyn Fn(Reply)) {
    match to {
        CopyTo::Files => match as_files(made, database) {
            Ok((lines, _)) => answer(Reply::CopiesMade { lines }),
            Err(problem) => answer(Reply::Trouble(problem)),
        },
        CopyTo::Viewer(viewer) => match as_files(made, database) {
            Ok((mut lines, files)) => {
                for file in &files {
                    if let Err(error) = printing::show(file, viewer.as_deref()) {
                        lines.push(String::new());
                        lines.push(error.to_string());
                    }
                }
                answer(Reply::CopiesMade { lines });
            }
            Err(problem) => answer(Reply::Trouble(problem)),
        },
        CopyTo::Printer(wish) => print(made, &wish, database, answer),
    }
}

/// Writes the copies as files: a line for each, and the files.
fn as_files(made: &[Made], database: &Path) -> Result<(Vec<String>, Vec<PathBuf>), Problem> {
    let named: Vec<(String, &[u8])> =
        made.iter().map(|made| (made.name.clone(), made.bytes.as_slice())).collect();
    let files =
        write_files(database, &named).map_err(|error| Problem { text: error.to_string(), passing: true })?;
    let mut lines = vec!["Sparade som filer, som inte är krypterade:".to_owned(), String::new()];
    for (made, file) in made.iter().zip(&files) {
        lines.push(format!("{}: {}", made.who, made.what));
        lines.push(format!("  {}", file.display()));
    }
    Ok((lines, files))
}

fn print(made: &[Made], wish: &CopyWish, database: &Path, answer: &dyn Fn(Reply)) {
    let system = Printing::new();
    let mut lines = vec!["Skickade till skrivaren:".to_owned(), String::new()];
    let mut jobs = Vec::new();
    for (index, one) in made.iter().enumerate() {
        match system.print(&one.bytes, wish) {
            Ok(job) => {
                lines.push(format!("{}: {} ({})", one.who, one.what, job.0));
                jobs.push(job);
            }
            Err(error) => {
                // What isn't printed is there as files, so that it can be printed elsewhere.
                lines.push(error.to_string());
                lines.push(String::new());
                match as_files(&made[index..], database) {
                    Ok((files, _)) => lines.extend(files),
                    Err(problem) => lines.push(problem.text),
                }
                break;
            }
        }
    }
    answer(Reply::CopiesMade { lines });
    watch(&system, jobs, answer);
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
