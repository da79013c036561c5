//! `samverkan kontrollera`: whether the database and its journal are whole.

use super::CliError;
use super::place::Place;
use crate::config::default_file;
use crate::runtime::{disk, rights};
use crate::store::Fault;
use std::io::Write;

/// Reads the whole database and tells what doesn't agree.
///
/// # Errors
/// When something doesn't agree, or the database can't be read.
pub fn run(place: &Place, out: &mut dyn Write) -> Result<(), CliError> {
    let report = place.open()?.verify()?;
    if let Some(warning) = disk::warning(&place.database) {
        writeln!(out, "Obs: {warning}")?;
    }
    for wide in rights::wide(&place.database, default_file().as_deref()) {
        writeln!(out, "Obs: {}", wide.in_words())?;
    }
    if report.is_sound() {
        writeln!(
            out,
            "Allt stämmer: {} rader i journalen och {} rader i databasen är kontrollerade.",
            report.lines, report.rows
        )?;
        return Ok(());
    }
    writeln!(out, "Det här stämmer inte:")?;
    for fault in &report.faults {
        writeln!(out, "  {fault}")?;
    }
    if report.faults.iter().all(|fault| matches!(fault, Fault::Shape(found) if found.is_mended())) {
        return Err(CliError::failed(
            "Något annat program har ändrat hur databasen är gjord.",
            "Nu är den som den ska vara igen, och allt i mötena stämmer. Ta reda på vilket program som skrev i den.",
        ));
    }
    Err(CliError::failed(
        "Databasen är ändrad av något annat än programmet, eller skadad.",
        "Skriv inget mer i den. Ta vara på filen och lägg tillbaka en säkerhetskopia tillsammans med dess nyckelfil.",
    ))
}
