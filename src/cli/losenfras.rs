//! `samverkan losenfras`: another passphrase or recovery key, whether a recovery key opens the database, and another key for the
//! database itself.

use super::place::{self, Place};
use super::verbs::Given;
use super::{CliError, new_keys};
use crate::app::Now;
use crate::app::effect::Secret;
use crate::domain::access::Looked;
use crate::domain::command::Code;
use crate::domain::dates::file_moment;
use crate::domain::passphrase;
use crate::domain::recovery::is_typed_back;
use crate::runtime::access::access_of;
use crate::runtime::progress::Following;
use crate::store::{self, Access, FileKind, Passphrase, RecoveryKey, Store, prove_recovery_key};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The options, each of which is something else to do; without any the passphrase is changed.
const NEW_KEY: &str = "ny-nyckel";
const PROVE: &str = "prova-nyckel";
const NEW_DATABASE_KEY: &str = "ny-databasnyckel";
/// Where the new passphrase stands.
const NEW_FILE: &str = "ny-fil";

/// A key that is typed is no longer than this, however it is grouped.
const MAX_KEY: u64 = 256;

/// What another passphrase doesn't do, and what does.
const SHUTS_NOBODY_OUT: &str = "Den som har en äldre kopia av databasens filer kommer fortfarande in med den gamla lösenfrasen: i kopian, och med\n\
    nyckeln ur den i databasen också. Har någon slutat, eller kan en kopia ha kommit bort? Kryptera om databasen:\n  \
    samverkan losenfras --ny-databasnyckel\n";

/// Changes it, and says on `out` that it is done. A new recovery key is shown there, this once, and typed back on the standard
/// input before it holds.
///
/// # Errors
/// When the database can't be opened, the new passphrase isn't one, the key isn't typed back or the files can't be
/// written. Then what was valid before still is.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    change(given, place, now, (&mut io::stdin().lock(), out))
}

/// What is typed in answer, and where it is said.
type Talk<'t> = (&'t mut dyn BufRead, &'t mut dyn Write);

fn change(given: &Given, place: &Place, now: Now, (input, out): Talk<'_>) -> Result<(), CliError> {
    if store::kind_of(&place.database)? == FileKind::Practice {
        return Err(CliError::failed(
            "En övningsdatabas har ingen lösenfras.",
            "Ange den databas som du vill byta lösenfras för: --databas FIL",
        ));
    }
    let asked: Vec<&str> =
        [NEW_KEY, PROVE, NEW_DATABASE_KEY].into_iter().filter(|name| given.has(name)).collect();
    if asked.len() > 1 || (given.has(NEW_FILE) && (given.has(NEW_KEY) || given.has(PROVE))) {
        return Err(CliError::usage(
            "Lösenfrasen, återställningsnyckeln och databasens nyckel byts var för sig.",
            "Skriv en av --ny-nyckel, --prova-nyckel och --ny-databasnyckel. --ny-fil FIL hör till en ny lösenfras.",
        ));
    }
    if given.has(PROVE) {
        return proved(place, (input, out));
    }
    // Whoever mistyped the old one learns it now, before having thought out a new one twice.
    let (mut store, old) = place.open_keeping()?;
    let mut ids = new_keys()?;
    let mut log =
        |store: &mut Store, code| store.log_that(code, Looked::default(), ids.next(now.unix_ms()), now.utc);
    let access = access_of(old.as_ref());
    if given.has(NEW_KEY) {
        let key = store.propose_recovery_key(&access)?;
        writeln!(
            out,
            "Ny återställningsnyckel. Den visas bara nu, och gäller när du har skrivit tillbaka slutet av den.\n"
        )?;
        if !is_noted(&key, (input, out))? {
            return Err(not_noted("Den gamla återställningsnyckeln gäller fortfarande."));
        }
        store.confirm_recovery_key()?;
        writeln!(
            out,
            "Den nya återställningsnyckeln gäller. Den gamla öppnar inte databasen längre: riv pappret."
        )?;
        return Ok(log(&mut store, Code::ChangeRecoveryKey)?);
    }
    if given.has(NEW_DATABASE_KEY) {
        let new_file = given.value(NEW_FILE).map(Path::new);
        let mut store = encrypted_anew(store, (&access, new_file), (place, now), (input, out))?;
        return Ok(log(&mut store, Code::NewDatabaseKey)?);
    }
    let new = chosen(given.value(NEW_FILE).map(Path::new), place, &|_| Ok(()))?;
    store.change_passphrase(&access, &new)?;
    let logged = log(&mut store, Code::ChangePassphrase);
    writeln!(out, "Lösenfrasen är bytt. Den gamla öppnar inte databasen längre.")?;
    if matches!(access, Access::Recovery(_)) {
        writeln!(
            out,
            "Återställningsnyckeln gäller fortfarande. Har någon annan sett den? Gör en ny:\n  samverkan losenfras --ny-nyckel"
        )?;
    }
    write!(out, "{SHUTS_NOBODY_OUT}")?;
    Ok(logged?)
}

/// Tries a recovery key.
fn proved(place: &Place, (input, out): Talk<'_>) -> Result<(), CliError> {
    let typed = if io::stdin().is_terminal() {
        Zeroizing::new(place::ask("Återställningsnyckel: ")?.expose().to_owned())
    } else {
        line(input)?
    };
    let key = RecoveryKey::parse(&typed)?;
    prove_recovery_key(&place.database, &key)?;
    writeln!(out, "Nyckeln öppnar databasen. Inget är ändrat. Lägg tillbaka den i kassaskåpet.")?;
    Ok(())
}

/// Encrypts the database with another key.
fn encrypted_anew(
    store: Store,
    (access, new_file): (&Access, Option<&Path>),
    (place, now): (&Place, Now),
    (input, out): Talk<'_>,
) -> Result<Store, CliError> {
    let mut store = store.check_is_alone()?;
    writeln!(
        out,
        "Databasen krypteras om med en ny nyckel, som en ny lösenfras och en ny återställningsnyckel öppnar.\n\
         Det går att avbryta när som helst: inget är ändrat förrän allt är klart.\n"
    )?;
    out.flush()?;
    let is_new = |new: &Passphrase| Ok(store.check_is_new(new)?);
    let new = chosen(new_file, place, &is_new)?;
    let key = store.propose_recovery_key(access)?;
    writeln!(out, "Ny återställningsnyckel. Den visas bara nu, och gäller när databasen är omkrypterad.\n")?;
    if !is_noted(&key, (input, out))? {
        return Err(not_noted(
            "Inget är ändrat: lösenfrasen och den gamla återställningsnyckeln gäller fortfarande.",
        ));
    }
    let stamp = file_moment(now.local());
    let mut following = Following::begin();
    let store =
        store.encrypt_anew(access, (&new, &key), (&stamp, &mut |progress| following.tell(progress)))?;
    drop(following);
    write!(
        out,
        "Databasen är omkrypterad och kontrollerad. Den nya lösenfrasen och den nya återställningsnyckeln gäller.\n\
         Riv pappret med den gamla.\n\
         Säkerhetskopior från före i dag öppnas fortfarande med det gamla: ta en ny, och förstör dem som inte behövs.\n"
    )?;
    Ok(store)
}

fn not_noted(what_holds: &str) -> CliError {
    CliError::failed(
        format!("Slutet av nyckeln skrevs inte tillbaka rätt, så den nya gäller inte. {what_holds}"),
        "Riv det du skrev av, och försök igen när du har papper och penna.",
    )
}

/// Shows a recovery key, and says whether the end of it was typed back.
fn is_noted(key: &RecoveryKey, (input, out): Talk<'_>) -> Result<bool, CliError> {
    write!(
        out,
        "  {key}\n\nSkriv ner den och lägg den i kassaskåpet.\nDe fem sista tecknen, från pappret: "
    )?;
    out.flush()?;
    let typed = line(input)?;
    if !io::stdin().is_terminal() {
        writeln!(out)?;
    }
    Ok(is_typed_back(&key.to_string(), &typed))
}

/// A line that somebody types; nothing where the input has ended.
fn line(input: &mut dyn BufRead) -> Result<Zeroizing<String>, CliError> {
    let mut bytes = Zeroizing::new(Vec::new());
    input
        .take(MAX_KEY)
        .read_until(b'\n', &mut bytes)
        .map_err(|_| CliError::failed("Svaret gick inte att läsa.", "Inget är ändrat. Försök igen."))?;
    Ok(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
}

/// The new passphrase, from a file or asked for twice. `check` says what else it has to be.
fn chosen(
    file: Option<&Path>,
    place: &Place,
    check: &dyn Fn(&Passphrase) -> Result<(), CliError>,
) -> Result<Passphrase, CliError> {
    let checked = |new: &Secret| {
        let new = Passphrase::chosen(new.expose(), &place.config.workplace)?;
        check(&new).map(|()| new)
    };
    if let Some(file) = file {
        return checked(&place::passphrase_in(file)?);
    }
    let new = place::ask(&format!("Ny lösenfras ({}): ", passphrase::HINT))?;
    let passphrase = checked(&new)?;
    if place::ask("En gång till: ")?.expose() != new.expose() {
        return Err(CliError::failed(
            "De två är inte lika, så den gamla lösenfrasen gäller fortfarande.",
            "Försök igen: samverkan losenfras",
        ));
    }
    Ok(passphrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::verbs::{self, Asked};
    use crate::cli::{Globals, obey};
    use crate::runtime::clock::Clock;
    use crate::store::DEFAULT_FILE;
    use std::ffi::OsString;

    const PHRASE: &str = "tre gröna grodor";
    const OTHER: &str = "nio gula getter";

    /// Runs the command with what opens the database in `old`, as the command line does.
    fn change_by_hand(database: &Path, old: &str, args: &[&str]) -> Result<String, String> {
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(old));
        let mut line = vec![OsString::from("--databas"), database.into(), "losenfras".into()];
        line.extend(args.iter().map(OsString::from));
        let mut out = Vec::new();
        obey(line, &environment, &mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    /// What is typed back of the key that is shown.
    type Answer<'a> = &'a dyn Fn(&str) -> String;

    /// Somebody who reads what is said before they answer.
    struct Reader<'a> {
        said: std::rc::Rc<std::cell::RefCell<Vec<u8>>>,
        answer: Option<Answer<'a>>,
        rest: Vec<u8>,
    }

    impl Read for Reader<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let there = self.fill_buf()?;
            let count = there.len().min(buffer.len());
            buffer[..count].copy_from_slice(&there[..count]);
            self.consume(count);
            Ok(count)
        }
    }

    impl BufRead for Reader<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            if self.rest.is_empty()
                && let Some(answer) = self.answer.take()
            {
                let said = String::from_utf8(self.said.borrow().clone()).unwrap();
                self.rest = answer(&shown_key(&said)).into_bytes();
            }
            Ok(&self.rest)
        }

        fn consume(&mut self, count: usize) {
            self.rest.drain(..count);
        }
    }

    struct Out(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn shown_key(said: &str) -> String {
        said.lines().find_map(|line| line.strip_prefix("  ")).unwrap_or_default().to_owned()
    }

    /// Runs the verb with somebody who answers.
    fn talk(database: &Path, old: &str, args: &[&str], answer: Answer<'_>) -> (Result<(), String>, String) {
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(old));
        let mut line = vec![OsString::from("--databas"), database.into(), "losenfras".into()];
        line.extend(args.iter().map(OsString::from));
        let (globals, rest) = Globals::take(line).unwrap();
        let Ok(Asked::Verb(verb, given)) = verbs::read(rest) else { panic!("{args:?}") };
        let place = Place::find(globals, &environment).unwrap().through(Some(verb.name));
        let said = std::rc::Rc::default();
        let mut input = Reader { said: std::rc::Rc::clone(&said), answer: Some(answer), rest: Vec::new() };
        let mut out = Out(std::rc::Rc::clone(&said));
        let done = change(&given, &place, Clock::new(place.config.zone).now(), (&mut input, &mut out));
        let said = String::from_utf8(said.borrow().clone()).unwrap();
        (done.map_err(|error| error.to_string()), said)
    }

    fn made(folder: &Path) -> (std::path::PathBuf, String) {
        let database = folder.join(DEFAULT_FILE);
        let (_, key) = Store::create(&database, &Passphrase::new(PHRASE)).unwrap();
        (database, key.to_string())
    }

    fn opens(database: &Path, secret: &str) -> bool {
        Store::open(database, &access_of(Some(&Secret::new(secret.to_owned())))).is_ok()
    }

    fn done(database: &Path, phrase: &str) -> Vec<String> {
        let opened = Store::open(database, &Access::Passphrase(Passphrase::new(phrase))).unwrap();
        let acts = opened.journal(None, None, 9).unwrap().acts;
        assert!(
            acts.iter().all(|act| crate::app::journal::words::who(act).starts_with("(kontot")),
            "{acts:?}"
        );
        acts.iter().map(crate::app::journal::words::done).collect()
    }

    #[test]
    fn a_lost_passphrase_is_replaced_with_the_recovery_key() {
        let dir = tempfile::tempdir().unwrap();
        let (database, key) = made(dir.path());
        let file = dir.path().join("ny");
        let from_file = ["--ny-fil", file.to_str().unwrap()];
        for (written, why) in [
            ("kort", "minst 8 tecken"),
            ("sommar2026", "lätt att gissa"),
            (key.as_str(), "återställningsnyckel"),
        ] {
            std::fs::write(&file, written).unwrap();
            let error = change_by_hand(&database, &key, &from_file).unwrap_err();
            assert!(error.contains(why), "{error}");
            assert!(opens(&database, PHRASE));
        }
        std::fs::write(&file, format!("{OTHER}\n")).unwrap();
        assert!(change_by_hand(&database, "fel fras helt", &from_file).is_err());
        let said = change_by_hand(&database, &key, &from_file).unwrap();
        assert!(said.contains("är bytt") && said.contains("--ny-nyckel"), "{said}");
        assert!(said.contains("äldre kopia") && said.contains("--ny-databasnyckel"), "{said}");
        assert!(opens(&database, OTHER) && !opens(&database, PHRASE) && opens(&database, &key));
        assert_eq!(done(&database, OTHER), ["bytte lösenfras (samverkan losenfras)"]);
    }

    #[test]
    fn a_new_recovery_key_holds_only_when_it_was_typed_back() {
        let dir = tempfile::tempdir().unwrap();
        let (database, old) = made(dir.path());
        let answers: [Answer<'_>; 5] = [
            // The input ends: nobody is there.
            &|_| String::new(),
            &|_| "\n".to_owned(),
            &|_| "12345\n".to_owned(),
            &|key| format!("{}\n", &key[..5]),
            &|key| format!("{}\n", &key[key.len() - 4..]),
        ];
        for answer in answers {
            let (done, said) = talk(&database, PHRASE, &["--ny-nyckel"], answer);
            assert!(done.unwrap_err().contains("Den gamla återställningsnyckeln gäller fortfarande"));
            assert!(opens(&database, &old) && !opens(&database, &shown_key(&said)));
        }
        let mut valid = old;
        let answers: [Answer<'_>; 3] =
            [&|key| format!("{}\n", &key[key.len() - 5..]), &|key| key.to_lowercase(), &|key| {
                format!(" {}\r\n", key.replace('-', " "))
            }];
        for answer in answers {
            let (done, said) = talk(&database, PHRASE, &["--ny-nyckel"], answer);
            done.unwrap();
            assert!(said.contains("gäller"), "{said}");
            let new = shown_key(&said);
            assert!(opens(&database, &new) && !opens(&database, &valid) && opens(&database, PHRASE));
            valid = new;
        }
        assert_eq!(done(&database, PHRASE), ["gjorde en ny återställningsnyckel (samverkan losenfras)"; 3]);
    }

    #[test]
    fn a_recovery_key_is_tried_without_changing_anything() {
        let dir = tempfile::tempdir().unwrap();
        let (database, key) = made(dir.path());
        let (done, said) = talk(&database, "", &["--prova-nyckel"], &|_| format!("{}\n", key.to_lowercase()));
        done.unwrap();
        assert!(said.contains("öppnar databasen"), "{said}");
        let elsewhere = tempfile::tempdir().unwrap();
        let (_, other) = made(elsewhere.path());
        for (wrong, why) in
            [(other.as_str(), "Fel återställningsnyckel"), ("abc", "felskriven"), ("", "felskriven")]
        {
            let (done, _) = talk(&database, "", &["--prova-nyckel"], &|_| format!("{wrong}\n"));
            let error = done.unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        // A file that opens, but is another database's.
        std::fs::copy(elsewhere.path().join("nyckel-reserv.db"), dir.path().join("nyckel-reserv.db"))
            .unwrap();
        let (done, _) = talk(&database, "", &["--prova-nyckel"], &|_| format!("{other}\n"));
        let error = done.unwrap_err();
        assert!(error.contains("passar inte databasen"), "{error}");
        assert!(opens(&database, PHRASE));
    }

    #[test]
    fn a_new_database_key_shuts_out_what_opened_it_before() {
        let dir = tempfile::tempdir().unwrap();
        let (database, key) = made(dir.path());
        let copies = tempfile::tempdir().unwrap();
        for name in [DEFAULT_FILE, "nyckel.db", "nyckel-reserv.db"] {
            std::fs::copy(dir.path().join(name), copies.path().join(name)).unwrap();
        }
        let file = dir.path().join("ny");
        let args = ["--ny-databasnyckel", "--ny-fil", file.to_str().unwrap()];
        let right: Answer<'_> = &|key| format!("{}\n", &key[key.len() - 5..]);
        // Whoever leaves knows the one that holds.
        std::fs::write(&file, PHRASE).unwrap();
        assert!(talk(&database, PHRASE, &args, right).0.unwrap_err().contains("Välj en ny"));
        std::fs::write(&file, OTHER).unwrap();
        let (done, said) = talk(&database, PHRASE, &args, &|_| String::new());
        assert!(done.unwrap_err().contains("Inget är ändrat"), "{said}");
        let open = Store::open(&database, &Access::Passphrase(Passphrase::new(PHRASE))).unwrap();
        let (done, _) = talk(&database, PHRASE, &args, right);
        assert!(done.unwrap_err().contains("öppen i ett annat program"));
        drop(open);
        assert!(opens(&database, PHRASE) && opens(&database, &key));

        let (done, said) = talk(&database, PHRASE, &args, right);
        done.unwrap();
        assert!(said.contains("omkrypterad") && said.contains("Säkerhetskopior"), "{said}");
        let new = shown_key(&said);
        assert!(opens(&database, OTHER) && opens(&database, &new));
        assert!(!opens(&database, PHRASE) && !opens(&database, &key));
        // The old key file beside the new database opens nothing; beside the old one it does.
        let kept = std::fs::read(dir.path().join("nyckel.db")).unwrap();
        std::fs::copy(copies.path().join("nyckel.db"), dir.path().join("nyckel.db")).unwrap();
        assert!(!opens(&database, PHRASE));
        std::fs::write(dir.path().join("nyckel.db"), kept).unwrap();
        assert!(opens(&copies.path().join(DEFAULT_FILE), PHRASE));
        let mut left: Vec<_> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["ny", "nyckel-reserv.db", "nyckel.db", DEFAULT_FILE, "samverkan.db-huvud"]);
        let store = Store::open(&database, &Access::Passphrase(Passphrase::new(OTHER))).unwrap();
        assert!(store.verify().unwrap().is_sound() && store.key_troubles().is_empty());
    }

    #[test]
    fn each_change_is_asked_for_by_itself() {
        let dir = tempfile::tempdir().unwrap();
        let (database, _) = made(dir.path());
        for args in [
            &["--ny-nyckel", "--ny-fil", "x"][..],
            &["--ny-nyckel", "--prova-nyckel"],
            &["--ny-databasnyckel", "--ny-nyckel"],
            &["--prova-nyckel", "--ny-fil", "x"],
        ] {
            let error = change_by_hand(&database, PHRASE, args).unwrap_err();
            assert!(error.contains("var för sig"), "{args:?}: {error}");
        }
    }

    #[test]
    fn a_practice_database_has_no_passphrase_to_change() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("ovning.db");
        drop(Store::create_practice(&database).unwrap());
        assert!(change_by_hand(&database, "x", &[]).unwrap_err().contains("ingen lösenfras"));
    }

    #[test]
    fn what_is_amiss_with_a_key_file_is_told_by_kontrollera_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let (database, _) = made(dir.path());
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(PHRASE));
        let checked = || {
            let line = vec![OsString::from("--databas"), database.clone().into(), "kontrollera".into()];
            let mut out = Vec::new();
            let done = obey(line, &environment, &mut out);
            (done.is_ok(), String::from_utf8(out).unwrap())
        };
        // That nobody has confirmed the key is told, and is no fault of the files.
        let (whole, said) = checked();
        assert!(whole && said.contains("Ingen har bekräftat") && said.contains("--ny-nyckel"), "{said}");
        let reserve = dir.path().join("nyckel-reserv.db");
        let bytes = std::fs::read(&reserve).unwrap();
        let mut flipped = bytes.clone();
        flipped[4500] ^= 1;
        for (content, what, remedy) in [
            (None, "saknas", "--ny-nyckel"),
            (Some(Vec::new()), "är tom", "--ny-nyckel"),
            (Some(bytes[..4096].to_vec()), "är skadad", "--ny-nyckel"),
            (Some(flipped), "en annan än den som programmet skrev", "--prova-nyckel"),
        ] {
            match content {
                None => std::fs::remove_file(&reserve).unwrap(),
                Some(content) => std::fs::write(&reserve, content).unwrap(),
            }
            let (whole, said) = checked();
            assert!(!whole && said.contains(what) && said.contains(remedy), "{said}");
        }
        std::fs::write(&reserve, bytes).unwrap();
        assert!(checked().0);
    }
}
