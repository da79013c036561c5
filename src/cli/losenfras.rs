//! `samverkan losenfras`: another passphrase or recovery key, whether a recovery key opens the database, and another key for the
//! database itself.

use super::place::{self, Place, TRIES};
use super::verbs::Given;
use super::{CliError, new_keys, shown};
use crate::app::Now;
use crate::app::effect::Secret;
use crate::domain::access::Looked;
use crate::domain::command::Code;
use crate::domain::dates::file_moment;
use crate::domain::passphrase;
use crate::domain::recovery::{KeyFile, is_typed_back};
use crate::runtime::access::access_of;
use crate::runtime::progress::Following;
use crate::store::{self, Access, FileKind, Passphrase, RecoveryKey, Store, prove_recovery_key};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
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
    if store::kind_in_place(&place.database)? == FileKind::Practice {
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
            return Err(not_noted(&of_the_old_key(&store)));
        }
        store.confirm_recovery_key()?;
        writeln!(
            out,
            "Den nya återställningsnyckeln gäller. Den gamla öppnar inte databasen längre.\n{}",
            old_copies(now, "den gamla nyckeln: behåll pappret så länge de finns kvar, och riv det sedan")
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
    writeln!(out, "{}", old_copies(now, "den gamla lösenfrasen: kom ihåg den så länge de finns kvar"))?;
    write!(out, "{SHUTS_NOBODY_OUT}")?;
    let aside = store::lying_aside(&place.database);
    if !aside.is_empty() {
        writeln!(out, "Sådana filer ligger undanlagda här bredvid:{}", listed(&aside))?;
    }
    Ok(logged?)
}

/// What is said of copies that were taken before what opens the database was changed.
fn old_copies(now: Now, with: &str) -> String {
    format!(
        "Säkerhetskopior som togs före nu (i dag {}) öppnas fortfarande med {with}.",
        now.local().format("%H.%M")
    )
}

/// Files, a line each.
fn listed(files: &[PathBuf]) -> String {
    files.iter().fold(String::new(), |lines, file| {
        lines + "\n  " + &shown(Path::new(file.file_name().unwrap_or(file.as_os_str())))
    })
}

/// Whether the recovery key from before opens the database, where there is no new one.
fn of_the_old_key(store: &Store) -> String {
    let troubles = store.key_troubles();
    match troubles.iter().find(|trouble| trouble.file() == Some(KeyFile::Recovery)) {
        None => "Den gamla återställningsnyckeln gäller fortfarande.".to_owned(),
        Some(trouble) if trouble.may_open() => {
            format!(
                "{trouble}, så det är inte säkert att den gamla öppnar databasen. Prova den: samverkan losenfras --prova-nyckel."
            )
        }
        Some(trouble) => format!("{trouble}, så ingen återställningsnyckel öppnar databasen nu."),
    }
}

/// Tries a recovery key.
fn proved(place: &Place, (input, out): Talk<'_>) -> Result<(), CliError> {
    let try_it =
        |typed: &str| RecoveryKey::parse(typed).and_then(|key| prove_recovery_key(&place.database, &key));
    if io::stdin().is_terminal() {
        let asked = || Ok((try_it(place::ask("Återställningsnyckel: ")?.expose()), ()));
        place::again_if(place::is_wrong_secret, asked)?.0?;
    } else {
        try_it(&line(input)?)?;
    }
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
        return Err(not_noted("Inget är ändrat: det som öppnade databasen förut öppnar den fortfarande."));
    }
    let stamp = file_moment(now.local());
    let mut following = Following::begin();
    let store =
        store.encrypt_anew(access, (&new, &key), (&stamp, &mut |progress| following.tell(progress)))?;
    drop(following);
    write!(
        out,
        "Databasen är omkrypterad och kontrollerad. Den nya lösenfrasen och den nya återställningsnyckeln gäller.\n\
         {}\n\
         Ta en ny kopia, och förstör dem som inte behövs. När ingen gammal är kvar, riv pappret med den gamla nyckeln.\n",
        old_copies(now, "den gamla lösenfrasen och den gamla nyckeln: behåll pappret så länge")
    )?;
    offer_to_remove(&store::lying_aside(&place.database), (input, out))?;
    let rescued = store.rescued_files(&[]);
    if !rescued.is_empty() {
        writeln!(
            out,
            "Möten som räddades hit öppnas också med det gamla, och kan vara de enda som har sitt innehåll:{}\n\
             Öppna dem med --databas FIL och den gamla lösenfrasen, och ta bort dem när de inte behövs.",
            listed(&rescued)
        )?;
    }
    Ok(store)
}

/// Tells what lies aside beside the database, which the new key doesn't shut anybody out of, and removes it if somebody says so.
fn offer_to_remove(aside: &[PathBuf], (input, out): Talk<'_>) -> Result<(), CliError> {
    if aside.is_empty() {
        return Ok(());
    }
    write!(
        out,
        "Här ligger undanlagda filer kvar, som öppnas med det som gällde när de lades undan:{}\n\
         Behövs de inte? Skriv ja för att ta bort dem, annars ligger de kvar: ",
        listed(aside)
    )?;
    out.flush()?;
    let answer = line(input)?;
    if !io::stdin().is_terminal() {
        writeln!(out)?;
    }
    if !answer.trim().eq_ignore_ascii_case("ja") {
        writeln!(out, "De ligger kvar. Ta bort dem när de inte behövs längre.")?;
        return Ok(());
    }
    // That the database is encrypted anew is done, whatever becomes of these.
    match store::remove_aside(aside) {
        Ok(()) => writeln!(out, "De är borttagna.")?,
        Err(error) => writeln!(out, "Alla gick inte att ta bort: {error}")?,
    }
    Ok(())
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
    for left in (0..TRIES).rev() {
        out.flush()?;
        let typed = line(input)?;
        if !io::stdin().is_terminal() {
            writeln!(out)?;
        }
        if is_typed_back(&key.to_string(), &typed) {
            return Ok(true);
        }
        // The input has ended: nobody is there.
        if typed.is_empty() {
            return Ok(false);
        }
        if left > 0 {
            write!(out, "Det är inte nyckelns fem sista tecken. Läs på pappret, och skriv dem igen: ")?;
        }
    }
    Ok(false)
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
    chosen_by_asking(&mut place::ask, &checked)
}

/// Asks for it twice, and again where it is refused or the two differ.
fn chosen_by_asking(
    ask: &mut dyn FnMut(&str) -> Result<Secret, CliError>,
    checked: &dyn Fn(&Secret) -> Result<Passphrase, CliError>,
) -> Result<Passphrase, CliError> {
    let mut tries = 1;
    loop {
        let new = ask(&format!("Ny lösenfras ({}): ", passphrase::HINT))?;
        let why = match checked(&new) {
            Ok(passphrase) if ask("En gång till: ")?.expose() == new.expose() => return Ok(passphrase),
            Ok(_) => CliError::failed(
                "De två är inte lika, så inget är ändrat: det som öppnade databasen förut öppnar den fortfarande.",
                "Försök igen: samverkan losenfras",
            ),
            Err(error) => error,
        };
        if tries == TRIES {
            return Err(why);
        }
        tries += 1;
        let why = match &why {
            CliError::Store(refused) => refused.to_string(),
            _ => "De två är inte lika.".to_owned(),
        };
        // What can't be shown is asked for all the same.
        let _ = writeln!(io::stderr(), "{why} Försök igen.");
    }
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
    fn the_end_of_a_key_is_asked_for_again_where_it_is_mistyped_and_no_more_than_three_times() {
        let dir = tempfile::tempdir().unwrap();
        let (database, _) = made(dir.path());
        let (ok, said) =
            talk(&database, PHRASE, &["--ny-nyckel"], &|key| format!("12345\n\n{}\n", &key[key.len() - 5..]));
        ok.unwrap();
        assert_eq!(said.matches("skriv dem igen").count(), 2, "{said}");
        assert!(said.contains("behåll pappret") && !said.contains("riv pappret."), "{said}");
        let new = shown_key(&said);
        let (refused, said) =
            talk(&database, PHRASE, &["--ny-nyckel"], &|key| format!("1\n2\n3\n{}\n", &key[key.len() - 5..]));
        assert!(refused.is_err() && opens(&database, &new), "{said}");
    }

    #[test]
    fn a_passphrase_is_asked_for_again_where_it_is_refused_or_mistyped_and_no_more_than_three_times() {
        let checked = |new: &Secret| Ok(Passphrase::chosen(new.expose(), "")?);
        let ask = |typed: &[&str]| {
            let mut typed = typed.iter();
            let mut ask = |_: &str| match typed.next() {
                Some(typed) => Ok(Secret::new((*typed).to_owned())),
                None => Err(CliError::failed("Ingen där.", "")),
            };
            let chosen = chosen_by_asking(&mut ask, &checked);
            (chosen.map_err(|error| error.to_string()), typed.len())
        };
        for typed in [
            &[OTHER, OTHER][..],
            &["kort", OTHER, OTHER],
            &["kort", OTHER, "nio gula gettar", OTHER, OTHER],
            &[OTHER, "x", OTHER, "y", OTHER, OTHER],
        ] {
            assert!(ask(typed).0.is_ok(), "{typed:?}");
        }
        let (refused, left) = ask(&["kort", "kort", "kort", OTHER, OTHER]);
        assert!(refused.unwrap_err().contains("minst 8 tecken") && left == 2);
        let (refused, left) = ask(&[OTHER, "x", OTHER, "y", OTHER, "z", OTHER, OTHER]);
        assert!(refused.unwrap_err().contains("inte lika") && left == 2);
        // Nobody is asked again who isn't there.
        assert_eq!(ask(&["kort"]).0.unwrap_err(), "Ingen där.\n  ");
    }

    #[test]
    fn what_is_said_of_the_old_recovery_key_is_so() {
        let dir = tempfile::tempdir().unwrap();
        let (database, _) = made(dir.path());
        let reserve = dir.path().join("nyckel-reserv.db");
        let mut other = std::fs::read(&reserve).unwrap();
        other[5000] ^= 1;
        let nobody: Answer<'_> = &|_| String::new();
        for (content, told) in [
            (None, "nyckel-reserv.db saknas, så ingen återställningsnyckel öppnar databasen nu"),
            (Some(Vec::new()), "är tom, så ingen"),
            (Some(vec![0; 8192]), "är skadad, så ingen"),
            (Some(other), "inte säkert att den gamla öppnar databasen. Prova den"),
        ] {
            match content {
                None => std::fs::remove_file(&reserve).unwrap(),
                Some(content) => std::fs::write(&reserve, content).unwrap(),
            }
            let refused = talk(&database, PHRASE, &["--ny-nyckel"], nobody).0.unwrap_err();
            assert!(refused.contains(told) && !refused.contains("gäller fortfarande"), "{refused}");
            let file = dir.path().join("ny");
            std::fs::write(&file, OTHER).unwrap();
            let args = ["--ny-databasnyckel", "--ny-fil", file.to_str().unwrap()];
            let refused = talk(&database, PHRASE, &args, nobody).0.unwrap_err();
            assert!(!refused.contains("återställningsnyckeln gäller"), "{refused}");
        }
        std::fs::remove_file(&reserve).unwrap();
        std::fs::create_dir(&reserve).unwrap();
        let refused = talk(&database, PHRASE, &["--ny-nyckel"], nobody).0.unwrap_err();
        assert!(refused.contains("nyckel-reserv.db är en mapp"), "{refused}");
    }

    #[test]
    fn what_lies_aside_is_named_after_a_new_key_and_removed_if_somebody_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let (database, _) = made(dir.path());
        let aside = ["nyckel.db.undan-2026-11-27-0850", "samverkan.db.undan-2026-11-27-0850"];
        for name in aside {
            std::fs::write(dir.path().join(name), "gammal").unwrap();
        }
        let lies = || aside.map(|name| dir.path().join(name).exists());
        let file = dir.path().join("ny");
        let mut phrase = PHRASE;
        for (new, answer, left) in [
            (OTHER, "", true),
            ("elva blå bävrar", "nej\n", true),
            ("sju röda rävar i snö", "ja\n", false),
            ("fem vita vargar i dimma", "ja\n", false),
        ] {
            std::fs::write(&file, new).unwrap();
            let args = ["--ny-databasnyckel", "--ny-fil", file.to_str().unwrap()];
            let had = lies()[0];
            let (ok, said) =
                talk(&database, phrase, &args, &|key| format!("{}\n{answer}", &key[key.len() - 5..]));
            ok.unwrap();
            assert_eq!(lies(), [left; 2], "{said}");
            assert_eq!(aside.iter().all(|name| said.contains(name)), had, "{said}");
            assert!(said.contains("togs före nu (i dag ") && said.contains("behåll pappret"), "{said}");
            phrase = new;
        }
        // A changed passphrase doesn't shut anybody out of them either.
        for name in aside {
            std::fs::write(dir.path().join(name), "gammal").unwrap();
        }
        std::fs::write(&file, PHRASE).unwrap();
        let said = change_by_hand(&database, phrase, &["--ny-fil", file.to_str().unwrap()]).unwrap();
        assert!(aside.iter().all(|name| said.contains(name)) && lies() == [true; 2], "{said}");
        assert!(said.contains("kom ihåg den så länge"), "{said}");
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
