//! `samverkan socialtjanstklocka [pa|av|visa]`: the social services' clock in a database that is their own.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, log_list, new_keys};
use crate::app::Now;
use crate::app::action::name_keys;
use crate::domain::quoted::quoted;
use crate::domain::text;
use std::io::Write;

/// Switches it on or off, or says on `out` what is left to do, the most urgent first.
///
/// # Errors
/// When the word is another, or something can't be read or written.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let word = given.word(0).map_or_else(|| "visa".to_owned(), |word| text::nfc(&word.to_string_lossy()));
    match word.as_str() {
        "pa" | "på" | "av" => {
            let on = word != "av";
            place.open()?.set_social_clock(on, new_keys()?.next(now.unix_ms()), now.utc)?;
            let said = if on {
                "Socialtjänstens klocka är på i den här databasen. På hemskärmen: ‹SocialClock›."
            } else {
                "Socialtjänstens klocka är av i den här databasen. Det som står i den är kvar men visas inte."
            };
            Ok(writeln!(out, "{}", name_keys(said))?)
        }
        "visa" => show(place, now, out),
        other => Err(CliError::usage(
            format!("”{}” går inte att göra med klockan.", text::clean(other)),
            "Skriv pa, av eller visa: samverkan socialtjanstklocka visa",
        )),
    }
}

fn show(place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let mut store = place.open()?;
    let clocks = store.social_clocks()?;
    log_list(&mut store, Vec::new(), now)?;
    if !clocks.is_on {
        return Ok(writeln!(
            out,
            "Socialtjänstens klocka är av. Är databasen socialtjänstens egen: samverkan socialtjanstklocka pa"
        )?);
    }
    let lines = clocks.pending(|at| now.day_at(at));
    if lines.is_empty() {
        return Ok(writeln!(
            out,
            "{}",
            name_keys("Inget är kvar att göra. En ny anmälan skrivs in på hemskärmen: ‹SocialClock›.")
        )?);
    }
    for (row, pending) in lines {
        writeln!(out, "{} {}", quoted(&text::clean(&row.label)), pending.in_words(now.utc, now.today()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::app::journal::words;
    use crate::cli::obey;
    use crate::store::{Access, Store};
    use std::ffi::OsString;
    use std::path::Path;

    fn clock(database: &Path, word: &[&str]) -> Result<String, String> {
        let mut line = vec![OsString::from("--databas"), database.into(), "socialtjänstklocka".into()];
        line.extend(word.iter().map(OsString::from));
        let mut out = Vec::new();
        obey(line, &|_: &str| None, &mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn who_switched_it_on_or_off_stands_in_the_log() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("ovning.db");
        drop(Store::create_practice(&database).unwrap());
        for word in ["pa", "av", "på"] {
            clock(&database, &[word]).unwrap();
        }
        assert!(clock(&database, &["kanske"]).is_err());
        let store = Store::open(&database, &Access::Practice).unwrap();
        let acts = store.journal(None, None, 10).unwrap().acts;
        let said: Vec<String> = acts.iter().map(words::done).collect();
        let by = "socialtjänstens klocka (samverkan socialtjanstklocka)";
        assert_eq!(said, [format!("slog på {by}"), format!("stängde av {by}"), format!("slog på {by}")]);
        let account = words::account(&acts[0]).unwrap();
        assert!(acts.iter().all(|act| words::who(act).contains(account)), "{acts:?}");
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn the_clock_is_off_until_it_is_switched_on_in_the_database() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("ovning.db");
        drop(Store::create_practice(&database).unwrap());
        assert!(clock(&database, &[]).unwrap().contains("är av."));
        assert!(clock(&database, &["på"]).unwrap().contains("är på"));
        assert!(clock(&database, &["visa"]).unwrap().contains("Inget är kvar"));
        assert!(clock(&database, &["av"]).unwrap().contains("är av i den här"));
        assert!(clock(&database, &["visa"]).unwrap().contains("samverkan socialtjanstklocka pa"));
        assert!(clock(&database, &["kanske"]).unwrap_err().contains("pa, av eller visa"));
    }
}
