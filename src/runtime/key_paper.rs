//! The key for the safe on paper: plain text, so that any printer sets it, and nothing of it is left with us.

use super::printing::{PrintError, Printing};
use crate::app::effect::{CopyWish, Secret};
use crate::app::now::Now;
use std::path::Path;

/// Prints the key, on the named printer or the usual one; answers with the printer's name.
///
/// # Errors
/// As [`Printing::find`] and [`Printing::print`].
pub(super) fn print(
    key: &Secret,
    printer: Option<&str>,
    (database, now): (&Path, Now),
) -> Result<String, PrintError> {
    let system = Printing::new();
    let printer = system.find(printer)?;
    let wish = CopyWish { printer: Some(printer.name.clone()), copies: 1, duplex: false };
    system.print(text(key.expose(), database, now).as_bytes(), &printer, &wish)?;
    Ok(printer.name)
}

/// What stands on the paper. The database's name says which of several it opens; it tells of nobody.
fn text(key: &str, database: &Path, now: Now) -> String {
    let name = database.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    format!(
        "SAMVERKAN: ÅTERSTÄLLNINGSNYCKEL\n\n\n    {key}\n\n\n\
         Med nyckeln kan kommunen öppna databasen om lösenfrasen glöms bort.\n\
         Den som har nyckeln och databasen kan läsa allt. Lägg pappret i kassaskåpet.\n\n\
         Databas: {name}\nUtskriven: {}\n",
        now.local().format("%Y-%m-%d")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_says_what_it_opens_and_where_it_belongs() {
        let now = crate::app::testing::monday();
        let text = text("ABCDE-12345", Path::new("/hemlig/mapp/skolan.db"), now);
        for said in ["    ABCDE-12345\n", "kassaskåpet", "Databas: skolan.db", "2026-11-23"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("hemlig"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 80), "{text}");
    }
}
