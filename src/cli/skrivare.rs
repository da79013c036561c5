//! `samverkan skrivare`: the printers of the computer.

use super::CliError;
use crate::runtime::printing::Printing;
use std::io::Write;

/// Writes a line for each printer, the usual one first.
///
/// # Errors
/// When there is no printing system, or no printer.
pub fn run(out: &mut dyn Write) -> Result<(), CliError> {
    let printers = Printing::new().printers().map_err(|error| {
        CliError::failed(error.to_string(), "Spara som fil i stället: samverkan protokoll MÖTE --ut FIL")
    })?;
    for printer in printers {
        let usual = if printer.usual { "  förvald" } else { "" };
        let ready = if printer.ready { "" } else { "  tar inte emot utskrifter nu" };
        writeln!(out, "{}{usual}{ready}", printer.name)?;
    }
    Ok(())
}
