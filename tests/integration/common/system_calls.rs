//! A program that is killed at an exact system call: just before the n-th one by which it would change something on disk.
//! The kernel stops it at each, as it does for a debugger.

use super::pty::environment;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What became of a program.
#[derive(Debug)]
pub(crate) struct Ran {
    /// How many system calls that change something it came to.
    pub(crate) calls: usize,
    /// Whether it was killed.
    pub(crate) killed: bool,
    /// Its exit code, where it ended by itself.
    pub(crate) code: Option<i32>,
    /// What it wrote on stdout and stderr.
    pub(crate) said: String,
}

/// Runs the program with `args` in `home` and kills it at its `at`-th call, or never. Whatever it says is shown to `answer`
/// until that has something to type.
///
/// # Panics
/// When it can't be traced here.
#[expect(clippy::zombie_processes, reason = "who traces it sees it end")]
pub(crate) fn run(home: &Path, args: &[&str], answer: fn(&str) -> Option<String>, at: Option<usize>) -> Ran {
    let out = home.join("utskrift.txt");
    let file = File::create(&out).unwrap();
    // It waits for whoever traces it before it becomes the program.
    let mut child = Command::new("/bin/sh")
        .args(["-c", "kill -STOP $$; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_samverkan")])
        .args(args)
        .current_dir(home)
        .env_clear()
        .envs(environment(home))
        .stdin(Stdio::piped())
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap());
    let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).unwrap();
    assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
    let mut stdin = child.stdin.take().unwrap();
    let (said, ended) = (out.clone(), Arc::new(AtomicBool::new(false)));
    let over = Arc::clone(&ended);
    let typing = std::thread::spawn(move || {
        while !over.load(Ordering::Acquire) {
            if let Some(text) = std::fs::read_to_string(&said).ok().and_then(|said| answer(&said)) {
                // A program that has been killed meanwhile reads nothing.
                let _ = stdin.write_all(text.as_bytes());
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    ptrace::seize(pid, options()).expect("a process of one's own can be traced");
    kill(pid, Signal::SIGCONT).unwrap();
    let mut ran = follow(pid, at);
    ended.store(true, Ordering::Release);
    typing.join().unwrap();
    ran.said = std::fs::read_to_string(out).unwrap_or_default();
    ran
}

/// Kills a program that runs already at its `at`-th call from now on. The thread ends with it.
pub(crate) fn kill_running(pid: u32, at: usize) -> JoinHandle<Ran> {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap());
    let (ready, is_ready) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        for task in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten() {
            let task = Pid::from_raw(task.file_name().to_str().unwrap().parse().unwrap());
            // A thread that has ended meanwhile does nothing more.
            if ptrace::seize(task, options()).is_ok() {
                let _ = ptrace::interrupt(task);
            }
        }
        ready.send(()).unwrap();
        follow(pid, Some(at))
    });
    is_ready.recv().unwrap();
    thread
}

fn options() -> Options {
    Options::PTRACE_O_TRACESYSGOOD | Options::PTRACE_O_TRACECLONE | Options::PTRACE_O_EXITKILL
}

/// Lets what this thread traces go on from call to call, until all of it has ended.
fn follow(process: Pid, at: Option<usize>) -> Ran {
    let mut ran = Ran { calls: 0, killed: false, code: None, said: String::new() };
    let mut inside: HashSet<Pid> = HashSet::new();
    let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
    while let Ok(status) = waitpid(None, Some(flags)) {
        let (task, signal) = match status {
            WaitStatus::PtraceSyscall(task) => {
                let enters = inside.insert(task);
                if !enters {
                    inside.remove(&task);
                } else if changes_something(task) {
                    ran.calls += 1;
                    if at == Some(ran.calls) {
                        ran.killed = kill(process, Signal::SIGKILL).is_ok();
                        continue;
                    }
                }
                (task, None)
            }
            WaitStatus::Stopped(task, signal) => (task, Some(signal)),
            WaitStatus::PtraceEvent(task, ..) => (task, None),
            WaitStatus::Exited(task, code) if task == process => {
                ran.code = Some(code);
                continue;
            }
            _ => continue,
        };
        // A task that has been killed meanwhile can't go on.
        let _ = ptrace::syscall(task, signal);
    }
    ran
}

/// Whether a task stands before a call that changes a file or a folder.
fn changes_something(task: Pid) -> bool {
    const O_CREAT: u64 = 0o100;
    // The first two numbers are those of the terminal and of what is told there.
    const TOLD: u64 = 2;
    let Ok(registers) = ptrace::getregs(task) else { return false };
    match registers.orig_rax {
        // write, pwrite64, writev, pwritev
        1 | 18 | 20 | 296 => registers.rdi > TOLD,
        // fsync, fdatasync, ftruncate, rename, mkdir, rmdir, link, unlink, chmod, fchmod, unlinkat, renameat, linkat,
        // renameat2, fallocate, copy_file_range
        74 | 75 | 77 | 82 | 83 | 84 | 86 | 87 | 90 | 91 | 263 | 264 | 265 | 316 | 285 | 326 => true,
        // open, openat
        2 => registers.rsi & O_CREAT != 0,
        257 => registers.rdx & O_CREAT != 0,
        _ => false,
    }
}
