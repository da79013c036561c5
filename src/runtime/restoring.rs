//! A copy for safekeeping that is put back, as the command line and the program do it: which copies there are, what one is and
//! what would be put aside, and what was done.

use super::access::account;
use super::backup::{checked, key_lines, same_disk, size_in_words};
use super::belongings;
use crate::app::Now;
use crate::app::effect::FoundCopy;
use crate::config::{self, Config};
use crate::domain::backup::{Present, moment_of};
use crate::domain::dates::date_with_year;
use crate::domain::ids::CommandId;
use crate::domain::recovery::{KeyTrouble, opens};
use crate::domain::text;
use crate::store::backup::{BackupError, By, OpenedCopy};
use std::path::{Path, PathBuf};

/// The copies that lie in a folder, the newest first, by their names: none is opened.
pub fn copies_in(folder: &Path) -> Vec<FoundCopy> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut copies: Vec<FoundCopy> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let taken = moment_of(&name)?;
            let meta = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let file = entry.path().into_os_string().into_string().ok()?;
            Some(FoundCopy { file, name, taken, size: size_in_words(meta.len()) })
        })
        .collect();
    copies.sort_by(|one, other| (other.taken, &other.name).cmp(&(one.taken, &one.name)));
    copies
}

/// A path as somebody types it, pastes it or drags it here: perhaps within quotation marks, or with `~` for home.
pub fn path_as_typed(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let bare = ['"', '\''].into_iter().find_map(|mark| typed.strip_prefix(mark)?.strip_suffix(mark));
    let path = config::path(bare.unwrap_or(typed), None);
    if path.exists() || cfg!(windows) {
        return path;
    }
    // As a terminal writes a file that is dropped on it.
    let dropped = PathBuf::from(typed.replace("\\ ", " "));
    if dropped.exists() { dropped } else { path }
}

/// What a copy is that was opened, and what would be put aside for it, in sentences.
pub fn in_words(copy: &OpenedCopy, present: &Present, now: Now) -> Vec<String> {
    let mut lines = copy_in_words(copy);
    if let Some(words) = present.in_words(|at| now.at(at), now.today()) {
        lines.push(words);
        lines.push("Det som ligger här läggs undan, med datum i namnet. Inget skrivs över.".to_owned());
    }
    lines
}

/// What a copy is that was opened, in sentences.
pub fn copy_in_words(copy: &OpenedCopy) -> Vec<String> {
    let taken = copy.taken_local();
    let when = format!("{} {}", date_with_year(taken.date()), taken.format("%H.%M"));
    let size = size_in_words(copy.size());
    let report = copy.report();
    let mut lines = Vec::new();
    if copy.faults().is_empty() {
        let whole = if copy.is_sound() { "hel: " } else { "" };
        lines.push(format!(
            "Kopian är {whole}tagen {when} ({size}). Den öppnas, och {} stämmer.",
            checked(report)
        ));
    } else {
        lines.push(format!(
            "Kopian är tagen {when} ({size}) och är som den skrevs, men det här stämde inte i databasen redan då:"
        ));
        lines.extend(copy.faults().iter().map(|fault| format!("  {fault}")));
    }
    if let Some(trouble) = copy.key_trouble() {
        let opens = if trouble.is_recovery() { "lösenfrasen" } else { "återställningsnyckeln" };
        lines.push(format!(
            "Men något stämmer inte: {trouble} i kopian. Bara {opens} öppnar den, och den skadade filen läggs inte \
             tillbaka. {}",
            mended_by(trouble)
        ));
    }
    lines.extend(key_lines(copy.key_troubles(), opens(copy.key_troubles())));
    lines
}

/// What is to be done when a copy has been put back that lacks a key file.
fn mended_by(trouble: &KeyTrouble) -> &'static str {
    if trouble.is_recovery() {
        "Gör en ny återställningsnyckel när databasen är återställd: samverkan losenfras --ny-nyckel"
    } else {
        "Välj en ny lösenfras när databasen är återställd: öppna med återställningsnyckeln, eller skriv samverkan losenfras"
    }
}

/// Puts an opened copy in its place, and then what belongs to it; what was done, in sentences. `present` is what lay there.
///
/// # Errors
/// What stands in the way; then everything lies as it lay.
pub fn put_back(
    (copy, present): (OpenedCopy, &Present),
    database: &Path,
    (door, id, now): (Option<&'static str>, CommandId, Now),
) -> Result<Vec<String>, BackupError> {
    let files = copy.files().to_vec();
    let taken = copy.taken_local();
    let remains = copy.key_trouble().map(mended_by);
    let same_disk = same_disk(copy.file(), folder_of(database));
    let by = By { door, account: account(), id, now: now.utc, local: now.local(), same_disk };
    let restored = copy.put_in_place(database, &by)?;
    let mut lines = vec![format!(
        "Databasen {} är återställd, som den var {} {}.",
        database.display(),
        date_with_year(taken.date()),
        taken.format("%H.%M")
    )];
    lines.extend(present.struck(true));
    lines.extend(
        restored.aside.iter().map(|(was, is)| format!("Det som låg där är undanlagt: {was} heter nu {is}.")),
    );
    lines.extend(belongings::put_back(&files, now.local()));
    if files.iter().any(|file| config::default_file().is_some_and(|settings| settings.ends_with(&file.name)))
    {
        lines.extend(of_settings(database));
    }
    lines.extend(remains.map(str::to_owned));
    Ok(lines)
}

fn folder_of(database: &Path) -> &Path {
    database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What somebody should know of settings that came with a copy: that they say that the database lies in another place, and
/// which program they start.
fn of_settings(database: &Path) -> Vec<String> {
    let Some(settings) = config::default_file().and_then(|file| Config::load(&file).ok()) else {
        return Vec::new();
    };
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let elsewhere = settings.database.filter(|named| real(named) != real(database)).map(|named| {
        format!(
            "Inställningarna säger att databasen ligger i {}. Rätta raden databas, eller starta med --databas {}.",
            named.display(),
            database.display()
        )
    });
    let program = settings.viewer.map(|viewer| {
        format!("Inställningarna visar filer med programmet ”{}” (visa_med).", text::clean(&viewer))
    });
    elsewhere.into_iter().chain(program).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_found_by_their_names_the_newest_first() {
        let dir = tempfile::tempdir().unwrap();
        let names = ["samverkan-2026-11-26-0431.kopia", "samverkan-2026-11-27-0431.kopia", "brev.txt"];
        for name in names {
            std::fs::write(dir.path().join(name), "påhittat").unwrap();
        }
        std::fs::create_dir(dir.path().join("samverkan-2026-11-28-0431.kopia")).unwrap();
        let found: Vec<String> = copies_in(dir.path()).into_iter().map(|copy| copy.name).collect();
        assert_eq!(found, [names[1], names[0]]);
        assert_eq!(copies_in(&dir.path().join("finns-inte")), []);
    }

    #[test]
    fn a_path_is_read_as_people_write_paste_and_drag_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("Ängs skolans.kopia");
        std::fs::write(&file, "påhittat").unwrap();
        let plain = file.to_str().unwrap();
        let dragged = plain.replace(' ', "\\ ");
        for typed in [format!(" {plain} "), format!("'{plain}'"), format!("\"{plain}\""), dragged] {
            assert_eq!(path_as_typed(&typed), file, "{typed}");
        }
        if let Some(home) = config::home_folder() {
            assert_eq!(path_as_typed("~/x.kopia"), home.join("x.kopia"));
        }
        // What isn't there is named as it was written.
        assert_eq!(path_as_typed("finns inte"), Path::new("finns inte"));
    }
}
