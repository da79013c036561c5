//! What nobody else is to read of our memory, and what isn't to lie there any more.
//!
//! - [`refuse_onlookers`]: the system writes no core file of us and lets no other program of the same user read our memory
//! - [`wipe_stack`]: what functions that have returned left on a thread's stack is overwritten; [`spawn`] does it at the end
//!   of a thread, whose stack the C library keeps for the next one
//! - What is given back to the heap is overwritten by the allocator (`main`), and by SQLCipher in its own (`store::keys`)

use std::hint::black_box;
use std::thread::{self, JoinHandle};

/// How deep a thread's stack is wiped: deeper than anything here reaches, and well within the stack that a thread has.
const DEEP: usize = if cfg!(windows) { 384 } else { 1024 } * 1024;

/// From now on the system writes no core file of this program, and doesn't let other programs of the same user trace it or
/// read its memory. Where it doesn't let us say so, the program runs all the same: it is a wall around what it protects,
/// and not the protection itself.
pub fn refuse_onlookers() {
    let _ = secmem_proc::harden_process();
}

/// Overwrites what is left on this thread's stack beneath whoever calls: called from where the thread's work begins, it
/// reaches all that was done since.
#[inline(never)]
pub fn wipe_stack() {
    #[expect(clippy::large_stack_arrays, reason = "it is there to cover the stack")]
    let mut cover = [0_u8; DEEP];
    // Nobody knows that it isn't read.
    black_box(&mut cover);
}

/// Starts a thread whose stack is wiped when its work is done.
pub fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    thread::spawn(move || then_wiped(work))
}

/// Does a thread's work, and wipes the stack after it.
pub fn then_wiped<T>(work: impl FnOnce() -> T) -> T {
    let done = apart(work);
    wipe_stack();
    done
}

/// So that what the work has on the stack lies beneath its caller, and not in it.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(never)]
    fn writes(words: &str) -> usize {
        let mut text = [0_u8; 4096];
        text[..words.len()].copy_from_slice(words.as_bytes());
        black_box(&mut text);
        text.len()
    }

    #[test]
    fn a_thread_s_answer_outlives_its_stack() {
        assert_eq!(spawn(|| writes("Alma sa något")).join().unwrap(), 4096);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_program_s_memory_is_nobody_else_s() {
        // The test program itself, as the program at its start.
        refuse_onlookers();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
        // What isn't to be dumped belongs to root, whoever runs it.
        let memory = std::fs::metadata("/proc/self/mem").unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::uid(&memory), 0);
        assert!(
            !rustix::process::dumpable_behavior()
                .is_ok_and(|how| how == rustix::process::DumpableBehavior::Dumpable)
        );
    }
}
