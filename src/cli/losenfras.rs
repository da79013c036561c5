//! `samverkan losenfras [--ny-fil FIL] [--ny-nyckel]`: another passphrase, or another recovery key.

use super::place::{self, Place};
use super::verbs::Given;
use super::{CliError, new_keys};
use crate::app::Now;
use crate::app::effect::Secret;
use crate::domain::access::Looked;
use crate::domain::command::Code;
use crate::runtime::access::access_of;
use crate::store::{self, Access, FileKind, Passphrase, Store};
use std::io::Write;
use std::path::Path;

/// Changes it, and says on `out` that it is done; a new recovery key is shown there, this once.
///
/// # Errors
/// When the database can't be opened, the new passphrase isn't one, or the key file can't be written. Then what was
/// valid before still is.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    if store::kind_of(&place.database)? == FileKind::Practice {
        return Err(CliError::failed(
            "En övningsdatabas har ingen lösenfras.",
            "Ange den databas som du vill byta lösenfras för: --databas FIL",
        ));
    }
    if given.has("ny-nyckel") && given.has("ny-fil") {
        return Err(CliError::usage(
            "Lösenfrasen och återställningsnyckeln byts var för sig.",
            "Skriv --ny-fil FIL eller --ny-nyckel, inte båda.",
        ));
    }
    // Whoever mistyped the old one learns it now, before having thought out a new one twice.
    let (mut store, old) = place.open_keeping()?;
    let mut ids = new_keys()?;
    let mut log = |code| store.log_that(code, Looked::default(), ids.next(now.unix_ms()), now.utc);
    let access = access_of(old.as_ref());
    if given.has("ny-nyckel") {
        let key = Store::change_recovery_key(&place.database, &access)?;
        let logged = log(Code::ChangeRecoveryKey);
        // The key is shown whatever becomes of the log: it is shown this once.
        write!(
            out,
            "Ny återställningsnyckel. Den visas bara nu.\nSkriv ner den och lägg den i kassaskåpet.\n\n  {key}\n\n\
             Den gamla nyckeln öppnar inte databasen längre. Förstör pappret.\n"
        )?;
        return Ok(logged?);
    }
    let new = match given.value("ny-fil") {
        Some(file) => place::passphrase_in(Path::new(file))?,
        None => ask_twice()?,
    };
    let new = checked(&new)?;
    Store::change_passphrase(&place.database, &access, &new)?;
    let logged = log(Code::ChangePassphrase);
    writeln!(out, "Lösenfrasen är bytt. Den gamla öppnar inte databasen längre.")?;
    if matches!(access, Access::Recovery(_)) {
        writeln!(
            out,
            "Återställningsnyckeln gäller fortfarande. Har någon annan sett den? Gör en ny:\n  samverkan losenfras --ny-nyckel"
        )?;
    }
    Ok(logged?)
}

fn ask_twice() -> Result<Secret, CliError> {
    let new = place::ask("Ny lösenfras (minst 12 tecken, gärna flera ord): ")?;
    checked(&new)?;
    if place::ask("En gång till: ")?.expose() != new.expose() {
        return Err(CliError::failed(
            "De två är inte lika, så den gamla lösenfrasen gäller fortfarande.",
            "Försök igen: samverkan losenfras",
        ));
    }
    Ok(new)
}

fn checked(new: &Secret) -> Result<Passphrase, CliError> {
    Ok(Passphrase::chosen(new.expose())?)
}

#[cfg(test)]
mod tests {
    use crate::cli::obey;
    use crate::store::{Access, DEFAULT_FILE, Passphrase, Store};
    use std::ffi::OsString;
    use std::path::Path;

    /// Runs the command with what opens the database in `old`.
    fn change(database: &Path, old: &str, args: &[&str]) -> Result<String, String> {
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(old));
        let mut line = vec![OsString::from("--databas"), database.into(), "losenfras".into()];
        line.extend(args.iter().map(OsString::from));
        let mut out = Vec::new();
        obey(line, &environment, &mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn opens(database: &Path, phrase: &str) -> bool {
        Store::open(database, &Access::Passphrase(Passphrase::new(phrase))).is_ok()
    }

    #[test]
    fn a_lost_passphrase_is_replaced_with_the_recovery_key_and_that_with_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join(DEFAULT_FILE);
        let (store, key) = Store::create(&database, &Passphrase::new("tre gröna grodor")).unwrap();
        drop(store);
        let key = key.to_string();
        let file = dir.path().join("ny");
        let from_file = ["--ny-fil", file.to_str().unwrap()];

        for (written, why) in [("för kort", "minst 12 tecken"), (key.as_str(), "återställningsnyckel")] {
            std::fs::write(&file, written).unwrap();
            let error = change(&database, &key, &from_file).unwrap_err();
            assert!(error.contains(why), "{error}");
            assert!(opens(&database, "tre gröna grodor"));
        }
        std::fs::write(&file, "nio gula getter\n").unwrap();
        assert!(change(&database, "fel fras helt", &from_file).is_err());
        let said = change(&database, &key, &from_file).unwrap();
        assert!(said.contains("är bytt") && said.contains("--ny-nyckel"), "{said}");
        assert!(opens(&database, "nio gula getter") && !opens(&database, "tre gröna grodor"));

        let said = change(&database, "nio gula getter", &["--ny-nyckel"]).unwrap();
        let new = said.lines().find_map(|line| line.strip_prefix("  ")).unwrap();
        assert_ne!(new, key);
        let opened = Store::open(&database, &Access::Passphrase(Passphrase::new("nio gula getter"))).unwrap();
        let acts = opened.journal(None, None, 9).unwrap().acts;
        let done: Vec<String> = acts.iter().map(crate::app::journal::words::done).collect();
        assert_eq!(
            done,
            [
                "gjorde en ny återställningsnyckel (samverkan losenfras)",
                "bytte lösenfras (samverkan losenfras)"
            ]
        );
        assert!(
            acts.iter().all(|act| crate::app::journal::words::who(act).starts_with("(kontot")),
            "{acts:?}"
        );
        assert!(change(&database, &key, &from_file).is_err());
        assert!(change(&database, new, &from_file).is_ok());
    }

    #[test]
    fn a_practice_database_has_no_passphrase_to_change() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("ovning.db");
        drop(Store::create_practice(&database).unwrap());
        assert!(change(&database, "x", &[]).unwrap_err().contains("ingen lösenfras"));
    }
}
