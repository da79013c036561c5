//! A database with its key files in a folder of its own, and what opens it.

use samverkan::store::{Access, DEFAULT_FILE, Passphrase, RecoveryKey, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};

/// What opens it from the beginning.
pub(crate) const OLD: &str = "tre gröna grodor i regn";

/// The files of a database that nobody has open.
pub(crate) const WHOLE: [&str; 4] = ["nyckel-reserv.db", "nyckel.db", DEFAULT_FILE, "samverkan.db-huvud"];

/// The folder.
pub(crate) struct Keyed {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) recovery: RecoveryKey,
}

impl Keyed {
    /// With a database, and files in which passphrases stand, by their names.
    pub(crate) fn new(phrases: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Store::create(&folder.path().join(DEFAULT_FILE), &Passphrase::new(OLD)).unwrap();
        for (file, phrase) in phrases {
            fs::write(folder.path().join(file), phrase).unwrap();
        }
        Self { folder, recovery: made.1 }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join(DEFAULT_FILE)
    }

    /// Whether the recovery key that it was made with opens it.
    pub(crate) fn opens_by_recovery(&self) -> bool {
        opens(&self.database(), &Access::Recovery(self.recovery.clone()))
    }
}

pub(crate) fn by(phrase: &str) -> Access {
    Access::Passphrase(Passphrase::new(phrase))
}

/// Whether it opens; what opens is whole.
#[track_caller]
pub(crate) fn opens(database: &Path, access: &Access) -> bool {
    match Store::open(database, access) {
        Ok(store) => {
            let report = store.verify().unwrap();
            assert!(report.is_sound(), "{report:?}");
            true
        }
        Err(StoreError::WrongPassphrase(_) | StoreError::WrongRecoveryKey(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

/// Which of these passphrases opens it: one does, and no other.
#[track_caller]
pub(crate) fn the_one<'p>(database: &Path, phrases: &[&'p str], when: &str) -> &'p str {
    let open: Vec<&str> = phrases.iter().copied().filter(|phrase| opens(database, &by(phrase))).collect();
    let [one] = open[..] else { panic!("{when}: öppnas av {open:?}") };
    one
}

/// What lies in a folder of a database and its keys, but for what the test itself has put there.
pub(crate) fn lying(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = names
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name.starts_with(DEFAULT_FILE) || name.starts_with("nyckel"))
        .collect();
    names.sort();
    names
}

/// The recovery key that a line of what the program writes shows.
pub(crate) fn shown_key(line: &str) -> Option<RecoveryKey> {
    line.strip_prefix("  ").and_then(|key| RecoveryKey::parse(key.trim_end()).ok())
}

/// The end of it, as it is typed back.
pub(crate) fn typed_back(key: &RecoveryKey) -> String {
    let shown = key.to_string();
    format!("{}\n", &shown[shown.len() - 5..])
}
