//! `samverkan sakerhetskopiera [MAPP]`: a copy of all that belongs together, proved.

use super::place::Place;
use super::verbs::Given;
use super::{CliError, new_keys};
use crate::app::Now;
use crate::domain::recovery::{KeyTrouble, Openers, opens};
use crate::runtime::access::access;
use crate::runtime::backup::{Arrangement, followed};
use std::io::Write;

/// Takes a copy, proves it, and tells what became of it and of the older ones.
///
/// # Errors
/// When the database can't be opened, or there is no copy in the end; when what it holds doesn't agree.
pub fn run(given: &Given, place: &Place, now: Now, out: &mut dyn Write) -> Result<(), CliError> {
    let (mut store, secret) = place.open_keeping()?;
    let source = store.backup_source()?;
    let arrangement = Arrangement::of(&place.config, place.agendas.as_deref());
    let access = secret.as_ref().map(access);
    let done = followed(|watch| arrangement.take(&source, given.word(0), (access, now), watch))?;
    let logged = store.log_backup(&done.taken, new_keys()?.next(now.unix_ms()), now.utc);
    for line in &done.lines {
        writeln!(out, "{line}")?;
    }
    for remark in &done.remarks {
        writeln!(out, "Obs: {remark}")?;
    }
    if let Err(error) = logged {
        return Err(CliError::failed(
            "Kopian finns, men det gick inte att skriva i loggen att den togs.",
            error.to_string(),
        ));
    }
    if done.taken.is_proved() {
        return Ok(());
    }
    if done.taken.report.is_sound() {
        return Err(CliError::failed(
            "Kopian finns, men inte allt öppnar den som ska göra det.",
            remedy(&done.taken.keys),
        ));
    }
    Err(CliError::failed(
        "Databasen är ändrad av något annat än programmet, eller skadad.",
        "Lägg tillbaka en äldre, provad kopia: samverkan aterstall FIL",
    ))
}

/// What to do about key files that aren't as they should be.
fn remedy(keys: &[KeyTrouble]) -> &'static str {
    match opens(keys) {
        Some(Openers::Passphrase) if keys.iter().any(KeyTrouble::may_open) => {
            "Prova nyckeln från kassaskåpet, eller gör en ny, och ta en kopia till: samverkan losenfras --prova-nyckel, samverkan losenfras --ny-nyckel"
        }
        Some(Openers::Passphrase) => {
            "Gör en ny återställningsnyckel, och ta en kopia till: samverkan losenfras --ny-nyckel"
        }
        _ => "Välj en ny lösenfras, med återställningsnyckeln, och ta en kopia till: samverkan losenfras",
    }
}
