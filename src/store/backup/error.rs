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
    #[error("Mappen {0} finns inte. Är disken eller nätet anslutet?")]
    NoFolder(String),
    /// Something else than a folder was named.
    #[error("{0} är en fil, och inte en mapp som en kopia kan ligga i.")]
    FolderIsFile(String),
    /// What a copy was to be taken of is damaged.
    #[error(
        "Databasen {0} är skadad, så det går inte att ta en kopia av den. Inga äldre kopior är borttagna. Kör samverkan kontrollera, som visar vad som är fel, och lägg tillbaka en äldre kopia: samverkan aterstall FIL"
    )]
    DatabaseDamaged(String),
    /// The folder was there when the copy was begun.
    #[error(
        "Mappen {0} försvann eller slutade svara medan kopian togs. Är disken urdragen? Ingen kopia är sparad; databasen är orörd."
    )]
    FolderGone(String),
    /// The folder can't be written to.
    #[error("Det går inte att skriva i mappen {0}. Kontrollera rättigheterna.")]
    FolderReadOnly(String),
    /// No room for it.
    #[error(
        "Det finns inte plats i mappen {0}: kopian behöver två gånger databasens storlek medan den prövas. Frigör plats. Inget är sparat, och inget är ändrat."
    )]
    NoRoom(String),
    /// No room for what is put back.
    #[error(
        "Det finns inte plats i mappen {0}: kopian packas upp och prövas bredvid databasen innan den läggs tillbaka, och behöver lika mycket plats som den har själv. Frigör plats och försök igen. Inget är ändrat."
    )]
    NoRoomToRestore(String),
    /// The folder where something is put back can't be written to.
    #[error(
        "Det går inte att skriva i mappen {0}, där databasen ska ligga. Kontrollera rättigheterna och försök igen. Inget är ändrat."
    )]
    RestoreReadOnly(String),
    /// The folder was there when the copy was opened.
    #[error(
        "Mappen {0}, där databasen ska ligga, försvann eller slutade svara. Är disken urdragen? Inget är återställt."
    )]
    RestoreFolderGone(String),
    /// What was written can't be read back as it was written.
    #[error(
        "Kopian gick inte att läsa tillbaka som den skrevs ({0}). Den är borttagen: lita inte på disken, och ta en kopia någon annanstans."
    )]
    NotProved(String),
    /// There is another way out, which whoever asked knows.
    #[error("{0} {1}")]
    Besides(#[source] Box<BackupError>, String),
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
    /// It is as it was written, and the database in it isn't as it should be.
    #[error(
        "Säkerhetskopian {0} är som den skrevs, men databasen i den är skadad och öppnas inte. Ta en annan kopia. Inget är ändrat."
    )]
    DamagedWithin(String),
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
            // Where it was within the folder is nobody's concern.
            Self::Store(StoreError::DiskFull) | Self::NoRoom(_) => Self::NoRoom(name),
            Self::Store(StoreError::ReadOnly(_)) | Self::FolderReadOnly(_) => Self::FolderReadOnly(name),
            Self::FolderGone(_) => Self::FolderGone(name),
            other => other,
        }
    }

    /// Something went wrong while a copy was taken apart or put back in `folder`: whether it was the folder.
    pub(super) fn while_restoring(self, folder: &Path) -> Self {
        match self.in_folder(folder) {
            Self::NoRoom(name) => Self::NoRoomToRestore(name),
            Self::FolderReadOnly(name) => Self::RestoreReadOnly(name),
            Self::FolderGone(name) => Self::RestoreFolderGone(name),
            other => other,
        }
    }

    /// Whether another folder is a way out.
    pub fn is_of_folder(&self) -> bool {
        matches!(
            self,
            Self::NoFolder(_)
                | Self::FolderIsFile(_)
                | Self::FolderGone(_)
                | Self::FolderReadOnly(_)
                | Self::NoRoom(_)
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_folder_is_told_of_the_one_that_was_named_and_of_what_was_being_done() {
        let folder = tempfile::tempdir().unwrap();
        let (named, inner) = (folder.path(), folder.path().join(".samverkan-kopia-x"));
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let closed = || io::Error::from(io::ErrorKind::PermissionDenied);
        for error in [full, closed] {
            for within in [named, inner.as_path()] {
                let taking = BackupError::writing(within, &error()).in_folder(named).to_string();
                let restoring = BackupError::writing(within, &error()).while_restoring(named).to_string();
                for said in [&taking, &restoring] {
                    assert!(said.contains(named.to_str().unwrap()) && !said.contains("kopia-x"), "{said}");
                }
                assert!(!restoring.contains("Inget är sparat"), "{restoring}");
            }
        }
        let said = BackupError::from(StoreError::DiskFull).while_restoring(named).to_string();
        assert!(said.contains("läggs tillbaka") && said.contains("Inget är ändrat"), "{said}");
        let gone = BackupError::writing(&inner, &full()).while_restoring(&named.join("borta"));
        assert!(matches!(gone, BackupError::RestoreFolderGone(_)));
    }
}
