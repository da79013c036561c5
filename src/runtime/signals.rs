//! Signals of the operating system, as things that happen.

#[cfg(unix)]
use super::events::{Event, Signal};
use super::inbox::Listener;
use std::io;
#[cfg(unix)]
use std::thread;

/// From now on the signals that would end or stop the program come as [`Event::Signal`] instead.
///
/// # Errors
/// When the operating system doesn't let us, or no thread can be started.
#[cfg(unix)]
pub fn listen_to_signals(listener: Listener) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signaler".to_owned()).spawn(move || {
        for signal in &mut signals {
            let asked = match signal {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continue,
                SIGWINCH => Signal::Resized,
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
pub fn listen_to_signals(_: Listener) -> io::Result<()> {
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
