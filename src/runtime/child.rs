//! Other programs that this one starts.

use std::ffi::OsStr;
use std::process::Command;

/// The variable in which the passphrase may come to this program.
pub const PASSPHRASE: &str = "SAMVERKAN_LOSENFRAS";

/// Another program, to be started: it doesn't get the passphrase. The one way to start one; a test finds others.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.env_remove(PASSPHRASE);
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn a_program_that_is_started_knows_no_passphrase() {
        let command = program("x");
        let removed: Vec<_> = command.get_envs().collect();
        assert_eq!(removed, [(OsStr::new(PASSPHRASE), None)]);
    }

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_program_is_started_here() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        assert!(files.len() > 100);
        // Written apart, so that this file isn't among them.
        let start = ["Command", "::new("].concat();
        for file in files.iter().filter(|file| !file.ends_with("runtime/child.rs")) {
            let text = fs::read_to_string(file).unwrap();
            let program = text.split("mod tests {").next().unwrap_or_default();
            let starts = program.match_indices(&start).any(|(at, _)| !program[..at].ends_with("New"));
            assert!(!starts, "{}", file.display());
        }
    }
}
