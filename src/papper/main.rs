//! samverkan-papper: sets papers as PDF for samverkan, which starts it and talks to it through pipes.
//!
//! Typst stands in an executable of its own, so that the program is a third as large, a template that never ends or takes
//! all memory can be stopped, and a fault in it stops no meeting. It reads no file, has no arguments and writes nothing
//! but its answers: what is in a document comes in and goes out through the pipes and nowhere else.

mod typeset;

#[cfg(test)]
mod tests;

use samverkan::minutes::pdf::pipe::{self, Answer, Fault, Hello, Order};
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::thread;

fn main() -> ExitCode {
    if std::env::args_os().len() > 1 || io::stdin().is_terminal() {
        eprintln!(
            "Det här programmet gör PDF åt samverkan, som startar det självt när det behövs. Det ska ligga kvar bredvid samverkan."
        );
        return ExitCode::from(2);
    }
    limits::set();
    // Where the system doesn't let us, the paper is set all the same.
    let _ = secmem_proc::harden_process();
    // What a panic says may quote what was being set. The answer tells that there was one.
    std::panic::set_hook(Box::new(|_| {}));
    match serve(&listen()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The orders, as they come. Read by a thread of its own, so that the program's end is seen also in the middle of a
/// document: then nobody waits for it, and it ends.
#[expect(
    clippy::disallowed_methods,
    reason = "what sets the document can't be asked to stop, and has nothing to save"
)]
fn listen() -> Receiver<(Order, Vec<u8>)> {
    let (orders, inbox) = mpsc::channel();
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        while let Ok(Some(order)) = pipe::read(&mut stdin) {
            if orders.send(order).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    inbox
}

fn serve(inbox: &Receiver<(Order, Vec<u8>)>) -> Result<(), pipe::PipeError> {
    let mut stdout = io::stdout().lock();
    pipe::write(&mut stdout, &Hello::of_this_build(), &[])?;
    for (order, picture) in inbox {
        let set = catch_unwind(AssertUnwindSafe(|| typeset::render(&order, &picture)));
        let (answer, pdf) = match set {
            Ok(Ok(pdf)) => (Answer::Pdf, pdf),
            Ok(Err(fault)) => (Answer::Fault(fault), Vec::new()),
            Err(_) => (Answer::Fault(Fault::Own { message: "panic".to_owned() }), Vec::new()),
        };
        pipe::write(&mut stdout, &answer, &pdf)?;
    }
    Ok(())
}

/// What the operating system lets this process take.
mod limits {
    /// How much memory a paper may need, in bytes of address space. Minutes of 200 pages take a quarter of it.
    #[cfg(unix)]
    const MEMORY: u64 = 2 * 1024 * 1024 * 1024;

    /// Where a limit can't be set, it is the time limit alone that stops a template which takes too much.
    #[cfg(unix)]
    pub(super) fn set() {
        use rlimit::{Resource, getrlimit, setrlimit};
        if let Ok((_, hard)) = getrlimit(Resource::AS) {
            let limit = MEMORY.min(hard);
            let _ = setrlimit(Resource::AS, limit, limit);
        }
        // What is in memory must not become a file, whatever happens.
        let _ = setrlimit(Resource::CORE, 0, 0);
    }

    /// On Windows there is no such limit: a process can only be given one by a job object, which takes unsafe code. The
    /// time limit stands.
    #[cfg(not(unix))]
    pub(super) fn set() {}
}
