//! Why a copy couldn't be taken or put back, in Swedish, for the user. Files may be named; nothing that lies in them ever is.

use crate::io_words::reason;
use crate::store::StoreError;
use std::io;
use std::path::Path;

/// Why a copy couldn't be taken, proved or put back. Nothing has been touched then, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database says no.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Made-up meetings.
    #[error(
        "En övningsdatabas behöver ingen säkerhetskopia: den har inga nycklar och inga riktiga möten. Vill du spara den, kopiera filen."
    )]
    Practice,
    /// Where a copy was to lie there is no folder.
    #[error(
        "Mappen {0} finns inte. Är disken eller nätet anslutet? Anslut, eller ange en annan mapp: samverkan sakerhetskopiera MAPP"
    )]
    NoFolder(String),
    /// The folder was there when the copy was begun.
    #[error(
        "Mappen {0} försvann eller slutade svara medan kopian togs. Är disken urdragen? Ingen kopia är sparad; databasen är orörd."
    )]
    FolderGone(String),
    /// The folder can't be written to.
    #[error("Det går inte att skriva i mappen {0}. Kontrollera rättigheterna, eller ange en annan mapp.")]
    FolderReadOnly(String),
    /// No room for it.
    #[error(
        "Det finns inte plats i mappen {0}: kopian behöver två gånger databasens storlek medan den prövas. Frigör plats, eller ange en annan mapp. Inget är sparat, och inget är ändrat."
    )]
    NoRoom(String),
    /// What was written can't be read back as it was written.
    #[error(
        "Kopian gick inte att läsa tillbaka som den skrevs ({0}). Den är borttagen: lita inte på disken, och ta en kopia någon annanstans."
    )]
    NotProved(String),
    /// Somebody asked for it.
    #[error("Avbrutet. Inget är sparat, och inget är ändrat.")]
    Stopped,
    /// There is no such file.
    #[error("Filen {0} finns inte. Kontrollera sökvägen.")]
    NoFile(String),
    /// The file is something else.
    #[error(
        "{0} är ingen säkerhetskopia från samverkan. En sådan heter till exempel samverkan-2026-11-27-0431.kopia. Inget är ändrat."
    )]
    NotACopy(String),
    /// The end is missing.
    #[error("Säkerhetskopian {0} är avklippt: slutet saknas. Ta en annan kopia. Inget är ändrat.")]
    Cut(String),
    /// Bytes aren't what was written.
    #[error(
        "Säkerhetskopian {0} är skadad, eller ändrad av något annat än programmet. Ta en annan kopia. Inget är ändrat."
    )]
    Damaged(String),
    /// Made by a newer program.
    #[error(
        "Säkerhetskopian {file} är tagen med en nyare version av samverkan ({program}). Uppdatera programmet och försök igen. Inget är ändrat."
    )]
    Newer {
        /// The file's name.
        file: String,
        /// The program's version.
        program: String,
    },
    /// Neither passphrase nor recovery key.
    #[error(
        "Fel lösenfras eller återställningsnyckel för kopian {0}, eller en skadad nyckelfil i den. Det som gällde när kopian togs öppnar den: prova också det andra av de två. Inget är ändrat."
    )]
    WrongSecret(String),
    /// Another program has the database that lies there open.
    #[error(
        "Databasen {0} är öppen i ett annat program, kanske en vägg. Avsluta det och försök igen. Inget är ändrat."
    )]
    InUse(String),
    /// The operating system says no about a file.
    #[error("Det gick inte att läsa eller skriva {file}: {why}.")]
    Io {
        /// The file's name.
        file: String,
        /// Its own word.
        why: String,
    },
}

impl BackupError {
    /// From the operating system, about a file that is read.
    pub(super) fn reading(path: &Path, error: &io::Error) -> Self {
        let file = name_of(path);
        match error.kind() {
            io::ErrorKind::NotFound => Self::NoFile(file),
            io::ErrorKind::IsADirectory => Self::NotACopy(file),
            _ => Self::Io { file, why: reason(error).to_owned() },
        }
    }

    /// Something went wrong while a copy was written in `folder`: whether it was the folder.
    pub(super) fn in_folder(self, folder: &Path) -> Self {
        let name = folder.display().to_string();
        match self {
            Self::Stopped | Self::NotProved(_) => self,
            _ if !folder.is_dir() => Self::FolderGone(name),
            Self::Store(StoreError::DiskFull) => Self::NoRoom(name),
            Self::Store(StoreError::ReadOnly(_)) => Self::FolderReadOnly(name),
            other => other,
        }
    }

    /// From the operating system, about a folder that is written in.
    pub(super) fn writing(folder: &Path, error: &io::Error) -> Self {
        Self::Store(StoreError::io(folder, error)).in_folder(folder)
    }
}

/// The name of a file, for messages.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
