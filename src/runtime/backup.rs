//! Copies for safekeeping, as the command line and the program take them: where they go, and what is said of them.

use super::belongings::{self, Gathered};
use super::progress::Following;
use crate::app::Now;
use crate::config::{self, Config};
use crate::domain::recovery::{KeyTrouble, Openers};
use crate::domain::text;
use crate::store::backup::{BackupError, Order, Source, Taken, Watch, take};
use crate::store::{Access, Report, private_folder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The folder beside the database where copies go that nobody has said anything of.
const BESIDE: &str = "kopior";

/// Where copies go, and what comes along in them.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    /// The folder that the settings name.
    folder: Option<PathBuf>,
    config: Config,
    agendas: Option<PathBuf>,
}

/// A copy that was taken, and what is to be said of it.
#[derive(Debug)]
pub struct Done {
    /// The copy.
    pub taken: Taken,
    /// What became of it, in sentences.
    pub lines: Vec<String>,
    /// What somebody should see to.
    pub remarks: Vec<String>,
}

impl Arrangement {
    /// As the settings say; `agendas` is the folder of own forms.
    pub fn of(config: &Config, agendas: Option<&Path>) -> Self {
        Self { folder: config.backups.clone(), config: config.clone(), agendas: agendas.map(Path::to_owned) }
    }

    /// The folder: `asked`, or that of the settings, or one beside the database, which is made.
    fn folder(&self, asked: Option<&OsStr>, database: &Path) -> Result<PathBuf, BackupError> {
        if let Some(folder) = asked {
            return Ok(folder.into());
        }
        let folder = self.usual_folder(database);
        if self.folder.is_none() && !folder.is_dir() {
            make_private(&folder)?;
        }
        Ok(folder)
    }

    /// Where copies lie that nobody has said anything else of; the folder may not be there.
    pub fn usual_folder(&self, database: &Path) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| database.with_file_name(BESIDE))
    }

    /// Takes a copy and proves it.
    ///
    /// # Errors
    /// What the folder, the database or the copy says; then there is none.
    pub fn take(
        &self,
        source: &Source,
        asked: Option<&OsStr>,
        (access, now): (Option<Access>, Now),
        watch: &Watch<'_>,
    ) -> Result<Done, BackupError> {
        let elsewhere = |error: BackupError| {
            if error.is_of_folder() {
                BackupError::Besides(Box::new(error), format!("En annan mapp anges {}.", in_settings()))
            } else {
                error
            }
        };
        let folder = self.folder(asked, source.path()).map_err(elsewhere)?;
        let Gathered { files, left } = belongings::gather(&self.config, self.agendas.as_deref());
        let same_disk = same_disk(&folder, source.path());
        let order = Order { folder, now: now.utc, local: now.at(now.utc), files, access, same_disk };
        let taken = take(source, &order, watch).map_err(elsewhere)?;
        let lines = lines(&taken);
        let mut remarks: Vec<String> =
            left.into_iter().map(|file| format!("{} kom inte med i kopian.", text::clean(&file))).collect();
        if taken.same_disk {
            remarks.push(format!(
                "Kopian ligger på samma disk som databasen: går disken sönder, eller blir datorn stulen, är båda borta. \
                 En mapp på en annan disk anges {}.",
                in_settings()
            ));
        }
        match taken.thinned.ahead.as_slice() {
            [] => {}
            ahead => remarks.push(format!(
                "{} har rader i journalen som den nya kopian saknar: databasen har lagts tillbaka från en äldre sedan dess. \
                 {} kvar, och programmet tar inte bort {}.",
                several(ahead),
                if ahead.len() == 1 { "Den är" } else { "De är" },
                if ahead.len() == 1 { "den" } else { "dem" },
            )),
        }
        if let [_, ..] = taken.thinned.left.as_slice() {
            remarks.push(format!(
                "I mappen ligger också {}, som databasens nyckel inte öppnar: från en annan databas, från före ett \
                 nyckelbyte, eller skadad. Programmet tar inte bort sådant.",
                several(&taken.thinned.left)
            ));
        }
        Ok(Done { taken, lines, remarks })
    }
}

/// What became of a copy, in sentences.
fn lines(taken: &Taken) -> Vec<String> {
    let (place, size) = (taken.file.display(), size_in_words(taken.size));
    let rows = checked(&taken.report);
    if taken.report.is_sound() && !taken.is_proved() {
        let mut lines = vec![format!(
            "Säkerhetskopian är tagen: {place} ({size}). Den lästes tillbaka, och {rows} stämmer."
        )];
        lines.extend(key_lines(&taken.keys, taken.openers()));
        lines.push(
            "Den räknas därför inte som provad, och inga äldre kopior är borttagna: de kan öppnas av det som inte öppnar den här."
                .to_owned(),
        );
        return lines;
    }
    if !taken.is_proved() {
        let mut lines = vec![format!(
            "Kopian är sparad som {place} ({size}), men något i databasen stämmer inte, och det följde med:"
        )];
        lines.extend(taken.report.faults.iter().map(|fault| format!("  {fault}")));
        lines.push(
            "Den räknas inte som provad, och inga äldre kopior är borttagna. Kör samverkan kontrollera."
                .to_owned(),
        );
        return lines;
    }
    let how =
        if taken.opened_with_access { "med lösenfrasen eller nyckeln" } else { "med databasens nyckel" };
    let mut lines = vec![
        format!("Säkerhetskopian är tagen och provad: {place} ({size})."),
        format!("Den lästes tillbaka, öppnades {how}, och {rows} stämmer."),
    ];
    lines.push(match taken.files {
        0 => "I den ligger databasen och dess nyckelfiler. Lösenfrasen som gäller nu öppnar den, på vilken dator som helst.".to_owned(),
        files => format!(
            "I den ligger databasen, dess nyckelfiler och {files} {} med inställningar, egna former och listor. \
             Lösenfrasen som gäller nu öppnar den, på vilken dator som helst.",
            if files == 1 { "fil" } else { "filer" }
        ),
    });
    let thinned = &taken.thinned;
    if !thinned.removed.is_empty() {
        let copies = if thinned.removed.len() == 1 {
            "1 äldre kopia är borttagen"
        } else {
            "äldre kopior är borttagna"
        };
        let count =
            if thinned.removed.len() == 1 { String::new() } else { format!("{} ", thinned.removed.len()) };
        lines.push(format!(
            "{count}{copies}, {} finns kvar: de senaste 7 dagarnas, 4 veckornas och 12 månadernas.",
            thinned.kept
        ));
    }
    lines
}

/// What is amiss with the key files in a copy, what opens it then, and what to do, in sentences.
pub(super) fn key_lines(keys: &[KeyTrouble], openers: Option<Openers>) -> Vec<String> {
    let mut lines: Vec<String> =
        keys.iter().map(|trouble| format!("Men något stämmer inte: {trouble}.")).collect();
    let untried = keys.iter().any(KeyTrouble::may_be_right);
    lines.extend(
        match openers {
            Some(Openers::Passphrase) if untried => {
                Some("Bara lösenfrasen öppnar säkert kopian; återställningsnyckeln kanske inte.")
            }
            Some(Openers::Passphrase) => Some("Bara lösenfrasen öppnar kopian, inte återställningsnyckeln."),
            Some(Openers::Recovery) if untried => Some(
                "Bara återställningsnyckeln öppnar säkert kopian; lösenfrasen som gäller nu kanske inte.",
            ),
            Some(Openers::Recovery) => Some("Bara återställningsnyckeln öppnar kopian, inte lösenfrasen."),
            None if untried => Some("Det är inte säkert att något öppnar kopian."),
            None => Some("Inget öppnar kopian: varken lösenfrasen eller återställningsnyckeln."),
            Some(Openers::Both | Openers::Former) => None,
        }
        .map(str::to_owned),
    );
    lines
}

/// How another folder is named, after "anges".
fn in_settings() -> String {
    let file = config::default_file().map_or_else(String::new, |file| format!(", {}", file.display()));
    format!(
        "på kommandoraden (samverkan sakerhetskopiera MAPP), eller i inställningarna{file}, på raden sakerhetskopior = \"/sökväg/till/mappen\""
    )
}

/// "12 rader i journalen och 1 rad i databasen"
pub(super) fn checked(report: &Report) -> String {
    let rows = |count: usize| if count == 1 { "1 rad".to_owned() } else { format!("{count} rader") };
    format!("{} i journalen och {} i databasen", rows(report.lines), rows(report.rows))
}

/// Names, the first few of them.
fn several(names: &[String]) -> String {
    const MOST: usize = 3;
    let first: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    match names.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} och {more} till", first.join(", ")),
    }
}

/// "12,3 MB"
pub fn size_in_words(bytes: u64) -> String {
    const KILO: u64 = 1_000;
    const MEGA: u64 = 1_000 * KILO;
    if bytes < MEGA {
        return format!("{} kB", bytes.div_ceil(KILO));
    }
    let tenths = bytes * 10 / MEGA;
    format!("{},{} MB", tenths / 10, tenths % 10)
}

/// Makes the folder beside the database, for the user only.
fn make_private(folder: &Path) -> Result<(), BackupError> {
    private_folder().create(folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => BackupError::NoFolder(folder.display().to_string()),
        _ => BackupError::FolderReadOnly(folder.display().to_string()),
    })
}

/// Whether two paths lie on the same disk, as far as can be told.
pub(super) fn same_disk(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| std::fs::metadata(path).map(|meta| meta.dev()).ok();
        disk(one).is_some_and(|own| disk(other) == Some(own))
    }
    #[cfg(not(unix))]
    {
        // By the letter or the share that the path begins with.
        let root = |path: &Path| {
            std::fs::canonicalize(path)
                .ok()
                .and_then(|path| path.components().next().map(|first| first.as_os_str().to_owned()))
        };
        root(one).is_some_and(|own| root(other) == Some(own))
    }
}

/// Does something with a copy at the command line: a line tells how far it has come, and Ctrl-C stops it.
pub fn followed<T>(work: impl FnOnce(&Watch<'_>) -> T) -> T {
    let following = Mutex::new(Following::begin());
    let following = || following.lock().unwrap_or_else(PoisonError::into_inner);
    // That it is to stop is asked for by itself.
    let tell = |progress| {
        let _ = following().tell(progress);
    };
    work(&Watch::new(&tell, &|| following().is_stopped()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, words) in
            [(1, "1 kB"), (999_999, "1000 kB"), (1_000_000, "1,0 MB"), (12_345_678, "12,3 MB")]
        {
            assert_eq!(size_in_words(bytes), words);
        }
    }

    #[test]
    fn the_argument_goes_before_the_settings_and_these_before_the_folder_beside() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("samverkan.db");
        let mut arrangement = Arrangement::default();
        assert_eq!(arrangement.folder(None, &database).unwrap(), dir.path().join("kopior"));
        assert!(dir.path().join("kopior").is_dir());
        arrangement.folder = Some("/mnt/x".into());
        assert_eq!(arrangement.folder(None, &database).unwrap(), Path::new("/mnt/x"));
        assert_eq!(arrangement.folder(Some(OsStr::new("y")), &database).unwrap(), Path::new("y"));
        assert!(same_disk(dir.path(), dir.path()));
        assert_eq!(several(&["a".to_owned(), "b".to_owned()]), "a, b");
        assert_eq!(several(&["a", "b", "c", "d", "e"].map(str::to_owned)), "a, b, c och 2 till");
    }
}
