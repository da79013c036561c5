//! `samverkan kontrollera [--mot SUMMA] [--kopia FIL] [--ga-vidare]`: whether the database and its journal are whole; whether a paper is of
//! it; whether a copy for safekeeping is whole.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, aterstall, new_keys, shown};
use crate::app::Now;
use crate::config::default_file;
use crate::domain::dates::date_with_year;
use crate::domain::recovery::KeyTrouble;
use crate::runtime::minutes_files::handle;
use crate::runtime::progress::Following;
use crate::runtime::{disk, restoring, rights};
use crate::store::{Fault, Match, Store, StoreError, Sum, head_of, wal_of};
use std::io::Write;
use std::path::Path;

/// So many faults are told one by one.
const TOLD: usize = 40;

/// Reads the whole database and tells what doesn't agree, or compares it with what a paper prints.
///
/// # Errors
/// When something doesn't agree, or the database can't be read.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = given.value("kopia") {
        return copy(Path::new(file), place, out);
    }
    if let Some(sum) = given.value("mot") {
        let sum = Sum::parse(&sum.to_string_lossy()).ok_or_else(|| {
            CliError::usage(
                format!("--mot tar en kontrollsumma från ett protokoll: {} tecken 0–9 och a–f.", Sum::WHOLE),
                format!("Skriv av den från papperet. Minst de {} första tecknen behövs.", Sum::LEAST),
            )
        })?;
        return compare(&place.open()?, &sum, now, out);
    }
    let mut store = place.open()?;
    if given.has("ga-vidare") {
        return go_on(&mut store, now, out);
    }
    // What this program's own opening has written is no reason to wait for anybody.
    let _ = store.pour();
    let in_log = store.in_log();
    if in_log > 0 {
        writeln!(
            out,
            "Obs: {} KiB av det senaste ligger i {}. Kopiera inte filerna för hand nu: avsluta samverkan på alla skärmar först.",
            in_log.div_ceil(1024),
            shown(wal_of(&place.database))
        )?;
    }
    let checked = {
        let mut following = Following::begin();
        store.verify_following(&mut |progress| following.tell(progress))
    };
    let report = match checked {
        Err(StoreError::Stopped(_)) => {
            return Err(CliError::Stopped(
                "Avbrutet. Allt är inte kontrollerat, och inget är ändrat.".to_owned(),
            ));
        }
        checked => checked?,
    };
    let keys = store.key_troubles();
    // That it is remembered is for home alone.
    let _ = store.note_check(Some(&report), now.utc);
    for note in notes(&mut store, place, report.unsealed)? {
        writeln!(out, "Obs: {note}")?;
    }
    for wide in rights::wide(&place.database, default_file().as_deref()) {
        writeln!(out, "Obs: {}", wide.in_words())?;
    }
    for trouble in &keys {
        writeln!(out, "Obs: {trouble}.\n  {}", remedy(trouble))?;
    }
    if report.is_sound() {
        writeln!(
            out,
            "Allt stämmer: {} rader i journalen och {} rader i databasen är kontrollerade.",
            report.lines, report.rows
        )?;
        // That nobody has confirmed the key is told, but nothing is wrong with the files.
        if keys.iter().any(|trouble| *trouble != KeyTrouble::NeverConfirmed) {
            return Err(CliError::failed(
                "Databasen är hel, men inte det som öppnar den.",
                "Gör som det står ovan, och kör samverkan kontrollera igen.",
            ));
        }
        return Ok(());
    }
    writeln!(out, "Det här stämmer inte:")?;
    for fault in report.faults.iter().take(TOLD) {
        writeln!(out, "  {fault}")?;
    }
    if report.faults.len() > TOLD {
        writeln!(out, "  och {} fel till", report.faults.len() - TOLD)?;
    }
    let only = |is: &dyn Fn(&Fault) -> bool| report.faults.iter().all(is);
    if only(&|fault| matches!(fault, Fault::Shape(found) if found.is_mended())) {
        return Err(CliError::failed(
            "Något annat program har ändrat hur databasen är gjord.",
            "Nu är den som den ska vara igen, och allt i mötena stämmer. Ta reda på vilket program som skrev i den.",
        ));
    }
    if only(&|fault| matches!(fault, Fault::Lost(_))) {
        return Err(CliError::failed(
            "Databasen är hel, men den är inte den som sågs här sist.",
            "Leta upp den senaste innan någon skriver mer, eller lägg tillbaka en säkerhetskopia: samverkan aterstall FIL\n  Är det här den rätta: samverkan kontrollera --ga-vidare. Då står det i journalen att rader saknades.",
        ));
    }
    Err(CliError::failed(
        "Databasen är ändrad av något annat än programmet, eller skadad.",
        "Skriv inget mer i den. Ta vara på filen och lägg tillbaka en säkerhetskopia: samverkan aterstall FIL",
    ))
}

/// Somebody goes on in a database that lacks something of what was seen in it: what it is was told at the opening.
fn go_on(store: &mut Store, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(loss) = store.loss().cloned() else {
        writeln!(out, "Databasen saknar inget av det som sågs i den sist. Inget är ändrat.")?;
        return Ok(());
    };
    store.go_on_short(new_keys()?.next(now.unix_ms()), now.utc)?;
    writeln!(
        out,
        "Databasen används som den är från och med nu. I journalen står det att den saknade {}.",
        loss.words()
    )?;
    Ok(())
}

/// What is to be known though nothing is wrong.
fn notes(store: &mut Store, place: &Place, unsealed: Option<i64>) -> Result<Vec<String>, CliError> {
    let mut notes: Vec<String> = disk::warning(&place.database).into_iter().collect();
    if let Some(how) = store.take_head_made()? {
        notes.push(format!(
            "Filen {} {how} och är gjord på nytt. Den visar om databasen slutar tidigare än sist: om det hände medan den var borta syns inte.",
            shown(Path::new(head_of(&place.database).file_name().unwrap_or_default()))
        ));
    }
    if let Some(last) = unsealed {
        notes.push(format!(
            "Raderna 1–{last} i journalen skrevs av en äldre version av programmet, innan den fick sigill. De är kontrollerade med summor som går att räkna om utan nyckel."
        ));
    }
    Ok(notes)
}

/// Tells what a sum on a paper belongs to.
fn compare(store: &Store, sum: &Sum, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let found = store.against(sum)?;
    if found.is_empty() {
        return Err(CliError::failed(
            "Ingen låst version, kopia eller rad i journalen har den summan.",
            "Läs av den igen. Stämmer den med papperet är papperet inte från den här databasen, eller så är ett av dem ändrat.",
        ));
    }
    let part = if sum.is_whole() { "" } else { " (så långt som du skrev den)" };
    let day = |at| date_with_year(now.day_at(at));
    let mut wrong = false;
    for found in found {
        let meeting = |id| -> Result<String, CliError> { Ok(handle(store, &store.meeting(id)?)) };
        match found {
            Match::Version { meeting: id, number, at, line, holds, replaced_by } => {
                let name = meeting(id)?;
                writeln!(
                    out,
                    "Summan hör till version {number} av protokollet från {name}, låst {}{part}.",
                    day(at)
                )?;
                if holds {
                    writeln!(
                        out,
                        "Journalen har den på rad {line}, och det låsta protokollet är oförändrat."
                    )?;
                } else {
                    writeln!(
                        out,
                        "Men journalens rad {line} eller det låsta protokollet är inte längre som då."
                    )?;
                    wrong = true;
                }
                if let Some(now) = replaced_by {
                    writeln!(out, "Version {now} gäller i stället för den: samverkan protokoll {name}")?;
                }
                writeln!(
                    out,
                    "Summan säger vilket protokoll det är, inte om någon har ändrat papperet. Jämför: samverkan protokoll {name} --version {number}"
                )?;
            }
            Match::Copy { meeting: id, version, what, recipient, at, times } => {
                let name = meeting(id)?;
                let of = version.map_or("utkastet till".to_owned(), |number| format!("version {number} av"));
                let times = if times == 1 { String::new() } else { format!(", {times} gånger") };
                writeln!(
                    out,
                    "Summan hör till en kopia av {of} protokollet från {name}, framtagen {}{times}{part}.",
                    day(at)
                )?;
                let whom = if recipient.is_empty() { String::new() } else { format!(", till {recipient}") };
                writeln!(out, "Den innehöll: {what}{whom}.")?;
            }
            Match::Line { line, at } => {
                writeln!(out, "Summan står på rad {line} i journalen, skriven {}{part}.", day(at))?;
            }
        }
    }
    if wrong {
        return Err(CliError::failed(
            "Papperet och databasen stämmer inte överens.",
            "Kör samverkan kontrollera, som visar vad som är ändrat.",
        ));
    }
    Ok(())
}

/// Opens a copy and tells whether it is whole. Nothing is put back, and nothing is left of it.
fn copy(file: &Path, place: &Place, out: &mut dyn Write) -> Result<(), CliError> {
    let (copy, _) = aterstall::open(file, place)?;
    for line in restoring::copy_in_words(&copy) {
        writeln!(out, "{line}")?;
    }
    if copy.is_sound() {
        return Ok(());
    }
    if copy.faults().is_empty() {
        return Err(CliError::failed(
            "Databasen i kopian är hel, men inte det som öppnar den.",
            "Använd en annan kopia om det finns en. Annars går den här att återställa.",
        ));
    }
    Err(CliError::failed(
        "Databasen i kopian var ändrad av något annat än programmet, eller skadad, redan när den togs.",
        "Använd en äldre kopia om det finns en.",
    ))
}

/// What to do about a key that isn't as it should be.
fn remedy(trouble: &KeyTrouble) -> &'static str {
    match (trouble.may_open(), trouble.is_recovery()) {
        _ if trouble.is_no_file() => {
            "Flytta undan det som ligger där, och lägg filen själv på den platsen. Finns den inte: lägg tillbaka en säkerhetskopia, eller gör en ny nyckel eller lösenfras med samverkan losenfras"
        }
        (true, _) => {
            "Prova nyckeln från kassaskåpet: samverkan losenfras --prova-nyckel\n  Öppnar den inte, gör en ny: samverkan losenfras --ny-nyckel"
        }
        (false, true) => "Gör en ny återställningsnyckel: samverkan losenfras --ny-nyckel",
        (false, false) if trouble.shuts_passphrase_out() => {
            "Ingen lösenfras öppnar databasen nu, bara återställningsnyckeln från kassaskåpet. Välj en ny lösenfras med den: samverkan losenfras"
        }
        (false, false) => {
            "Den kan ha kommit ur en säkerhetskopia, och då gäller den lösenfras som gällde då. Byt: samverkan losenfras"
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::obey;
    use crate::store::{Passphrase, Store};
    use std::ffi::OsString;
    use std::fs;
    use std::path::{Path, PathBuf};

    const PHRASE: &str = "tre gröna grodor";

    fn run(database: &Path, words: &[&str]) -> (bool, String) {
        let environment = |name: &str| (name == "SAMVERKAN_LOSENFRAS").then(|| OsString::from(PHRASE));
        let mut line = vec![OsString::from("--databas"), database.into()];
        line.extend(words.iter().map(OsString::from));
        let mut out = Vec::new();
        let done = obey(line, &environment, &mut out);
        let said = String::from_utf8(out).unwrap();
        match done {
            Ok(()) => (true, said),
            Err(error) => (false, format!("{said}{error}")),
        }
    }

    fn made(folder: &Path) -> PathBuf {
        let database = folder.join("x.db");
        drop(Store::create(&database, &Passphrase::new(PHRASE)).unwrap());
        database
    }

    #[test]
    fn what_it_wrote_itself_a_moment_ago_is_no_reason_to_wait_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let database = made(folder.path());
        let (sound, said) = run(&database, &["kontrollera"]);
        assert!(sound && !said.contains("-wal"), "{said}");
    }

    #[test]
    fn every_verb_that_writes_waits_until_somebody_has_gone_on() {
        let folder = tempfile::tempdir().unwrap();
        let database = made(folder.path());
        let away = folder.path().join("mote.json");
        assert!(run(&database, &["moten"]).0);
        let copy = folder.path().join("kopia");
        fs::copy(&database, &copy).unwrap();
        let practice = folder.path().join("ovning.db");
        let (done, said) = run(&practice, &["demo", "--skapa", practice.to_str().unwrap()]);
        assert!(done, "{said}");
        let (done, json) = run(&practice, &["exportera", "senaste"]);
        assert!(done, "{json}");
        fs::write(&away, json).unwrap();
        let import = ["importera", away.to_str().unwrap()];
        let (done, said) = run(&database, &import);
        assert!(done, "{said}");
        fs::copy(&copy, &database).unwrap();
        for reading in [&["moten"][..], &["logg"]] {
            assert!(run(&database, reading).0);
        }
        let (done, said) = run(&database, &import);
        assert!(
            !done && said.contains("saknar något som fanns i den sist") && said.contains("--ga-vidare"),
            "{said}"
        );
        let (sound, said) = run(&database, &["kontrollera"]);
        assert!(!sound && said.contains("kontrollera --ga-vidare"), "{said}");
        let (done, said) = run(&database, &["kontrollera", "--ga-vidare"]);
        assert!(done && said.contains("att den saknade"), "{said}");
        assert!(run(&database, &import).0);
        assert!(run(&database, &["kontrollera"]).0);
        let (_, said) = run(&database, &["kontrollera", "--ga-vidare"]);
        assert!(said.contains("saknar inget"), "{said}");
    }

    #[test]
    fn one_in_plain_text_in_its_place_is_refused_by_each_verb() {
        let folder = tempfile::tempdir().unwrap();
        let database = made(folder.path());
        let plain = folder.path().join("d.db");
        assert!(run(&plain, &["demo", "--skapa", plain.to_str().unwrap()]).0);
        let (_, json) = run(&plain, &["exportera", "senaste"]);
        let away = folder.path().join("mote.json");
        fs::write(&away, json).unwrap();
        fs::copy(&plain, &database).unwrap();
        let whole = fs::read(&database).unwrap();
        for verb in [
            &["kontrollera"][..],
            &["moten"],
            &["logg"],
            &["importera", away.to_str().unwrap()],
            &["losenfras"],
            &["sakerhetskopiera"],
        ] {
            let (done, said) = run(&database, verb);
            assert!(!done && said.contains("x.db.nyckel"), "{verb:?}: {said}");
        }
        assert_eq!(fs::read(&database).unwrap(), whole);
    }

    #[test]
    fn a_folder_where_the_recovery_file_should_lie_is_no_sound_database() {
        let folder = tempfile::tempdir().unwrap();
        let database = made(folder.path());
        let reserve = folder.path().join("x.db.nyckel-reserv");
        fs::remove_file(&reserve).unwrap();
        fs::create_dir(&reserve).unwrap();
        let (sound, said) = run(&database, &["kontrollera"]);
        assert!(!sound && said.contains("x.db.nyckel-reserv är en mapp"), "{said}");
    }
}
