//! `samverkan aterstall FIL [--ja]`: the database put back from a copy, with all that belongs to it.

use super::place::{self, Place};
use super::verbs::Given;
use super::{CliError, new_keys, shown};
use crate::app::Now;
use crate::app::effect::Secret;
use crate::domain::backup::Present;
use crate::runtime::access::access;
use crate::runtime::backup::followed;
use crate::runtime::restoring;
use crate::store::Access;
use crate::store::backup::{BackupError, OpenedCopy, check_unused, looks_like_a_copy};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

/// Opens a copy, checks all of it, tells what would be put aside, asks, and puts it in its place.
///
/// # Errors
/// What is wrong with the copy; when the answer is no; when another program has the database open. Then nothing is touched.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let file = Path::new(given.word(0).unwrap_or_default());
    check_unused(&place.database)?;
    let (copy, access) = open(file, place)?;
    let present = copy.compare(&place.database, &access)?;
    for line in restoring::in_words(&copy, &present, now) {
        writeln!(out, "{line}")?;
    }
    let faulty = !copy.is_sound();
    if faulty || (present != Present::Nothing && !given.has("ja")) {
        out.flush()?;
        ask(faulty)?;
    }
    let door = place.door();
    let how = (door, new_keys()?.next(now.unix_ms()), now);
    for line in restoring::put_back((copy, &present), &place.database, how)? {
        writeln!(out, "{line}")?;
    }
    let usual = place.is_usual();
    let named = if usual { String::new() } else { format!(" --databas {}", shown(&place.database)) };
    writeln!(out, "Öppna den: samverkan{named}")?;
    Ok(())
}

/// Opens a copy with what somebody types, taken apart where the database is to lie.
pub(super) fn open(file: &Path, place: &Place) -> Result<(OpenedCopy, Access), CliError> {
    looks_like_a_copy(file)?;
    let with = |secret: &Secret| {
        let access = access(secret);
        let copy = followed(|watch| OpenedCopy::open_for(&place.database, file, &access, watch));
        (copy, access)
    };
    let (copy, access) = match place.passphrase()? {
        Some(secret) => with(&secret),
        None => place::again_if(
            |error| matches!(error, BackupError::WrongSecret(_)),
            || Ok(with(&place::ask("Kopians lösenfras (eller återställningsnyckeln): ")?)),
        )?,
    };
    Ok((copy?, access))
}

/// Asks whether to go on; no answer but `ja` is one.
fn ask(faulty: bool) -> Result<(), CliError> {
    let no = |problem: &str| CliError::failed(problem, "Inget är ändrat.");
    if !io::stdin().is_terminal() {
        return Err(CliError::failed(
            "Det behövs ett svar, och det finns ingen terminal att fråga i. Inget är ändrat.",
            if faulty {
                "En kopia där något inte stämmer läggs bara tillbaka av någon som svarar ja."
            } else {
                "Skriv --ja om det som ligger där får läggas undan."
            },
        ));
    }
    // What can't be shown is answered all the same.
    let _ = write!(io::stderr(), "Återställa? Skriv ja: ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|_| no("Det gick inte att läsa svaret."))?;
    if answer.trim().eq_ignore_ascii_case("ja") { Ok(()) } else { Err(no("Avbrutet.")) }
}

#[cfg(test)]
mod tests {
    use crate::cli::obey;
    use crate::store::{Access, DEFAULT_FILE, Passphrase, Store};
    use std::ffi::OsString;
    use std::path::Path;

    const PHRASE: &str = "tre gröna grodor";

    fn run(database: &Path, phrase: &str, words: &[&str]) -> Result<String, String> {
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(phrase));
        let mut line = vec![OsString::from("--databas"), database.into()];
        line.extend(words.iter().map(OsString::from));
        let mut out = Vec::new();
        obey(line, &environment, &mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_copy_is_taken_proved_and_put_back_on_another_computer_and_over_what_lies_there() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("bas").join(DEFAULT_FILE);
        drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
        let kopior = dir.path().join("kopior");
        std::fs::create_dir(&kopior).unwrap();
        let kopior = kopior.to_str().unwrap();
        let said = run(&database, PHRASE, &["sakerhetskopiera", kopior]).unwrap();
        assert!(said.contains("är tagen och provad") && said.contains("samma disk"), "{said}");
        let file = std::fs::read_dir(kopior).unwrap().next().unwrap().unwrap().path();
        let file = file.to_str().unwrap();

        let said = run(&database, PHRASE, &["kontrollera", "--kopia", file]).unwrap();
        assert!(said.contains("är hel"), "{said}");

        let elsewhere = dir.path().join("ny").join(DEFAULT_FILE);
        let said = run(&elsewhere, "fel fras helt", &["aterstall", file]).unwrap_err();
        assert!(said.contains("Fel lösenfras"), "{said}");
        assert!(!elsewhere.exists());
        let said = run(&elsewhere, PHRASE, &["aterstall", file]).unwrap();
        assert!(said.contains("är återställd"), "{said}");
        assert!(Store::open(&elsewhere, &Access::Passphrase(Passphrase::new(PHRASE))).is_ok());

        // Over what lies there somebody has to say yes; what lies there has a line that the copy hasn't.
        let refused = run(&database, PHRASE, &["aterstall", file]).unwrap_err();
        assert!(refused.contains("--ja"), "{refused}");
        let said = run(&database, PHRASE, &["aterstall", file, "--ja"]).unwrap();
        assert!(
            said.contains("har 1 rad i journalen")
                && said.contains("samverkan.db heter nu samverkan.db.undan-"),
            "{said}"
        );
        let log = run(&database, PHRASE, &["logg"]).unwrap();
        assert!(log.contains("återställde databasen från en säkerhetskopia"), "{log}");
    }

    #[test]
    fn a_copy_with_a_damaged_key_file_is_told_and_put_back_by_nobody_who_is_not_asked() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("bas").join(DEFAULT_FILE);
        let (store, recovery) = Store::create(&database, &Passphrase::new(PHRASE)).unwrap();
        drop(store);
        let kopior = dir.path().join("kopior");
        std::fs::create_dir(&kopior).unwrap();
        run(&database, PHRASE, &["sakerhetskopiera", kopior.to_str().unwrap()]).unwrap();
        let file = std::fs::read_dir(kopior).unwrap().next().unwrap().unwrap().path();
        // The passphrase's key file lies first, after its header.
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[512 + 700] ^= 1;
        std::fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        let said = run(&database, PHRASE, &["kontrollera", "--kopia", file]).unwrap_err();
        assert!(said.contains("en skadad nyckelfil"), "{said}");
        let recovery = recovery.to_string();
        let said = run(&database, &recovery, &["kontrollera", "--kopia", file]).unwrap_err();
        assert!(said.contains("är hel, men inte det som öppnar den"), "{said}");
        let elsewhere = dir.path().join("ny").join(DEFAULT_FILE);
        let said = run(&elsewhere, &recovery, &["aterstall", file, "--ja"]).unwrap_err();
        assert!(said.contains("där något inte stämmer"), "{said}");
        assert!(!elsewhere.exists());
    }

    #[test]
    fn what_is_no_copy_is_said_before_anybody_is_asked_for_a_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let (database, file) = (dir.path().join(DEFAULT_FILE), dir.path().join("brev.txt"));
        std::fs::write(&file, "Hej").unwrap();
        let said = run(&database, "", &["aterstall", file.to_str().unwrap()]).unwrap_err();
        assert!(said.contains("brev.txt är ingen säkerhetskopia"), "{said}");
        let said = run(&database, "", &["aterstall", "finns-inte.kopia"]).unwrap_err();
        assert!(said.contains("finns inte"), "{said}");
        let practice = dir.path().join("ovning.db");
        drop(Store::create_practice(&practice).unwrap());
        let said = run(&practice, "", &["sakerhetskopiera"]).unwrap_err();
        assert!(said.contains("övningsdatabas"), "{said}");
        assert!(!dir.path().join("kopior").exists());
    }
}
