//! How a line is written.

use crate::domain::agenda::EntryKind;
use crate::domain::entry_line::sign_of;
use std::fmt::Write;

/// So many cells stand before what is said of each.
const BEFORE: usize = 20;

/// How a line is written, for help, with the signs that a phase takes.
pub fn line_help(takes: &[EntryKind]) -> String {
    let mut signs = String::new();
    let signed: Vec<_> = takes.iter().filter_map(|kind| Some((sign_of(*kind)?, *kind))).collect();
    for (sign, kind) in signed {
        let what = format!("först på raden: {}", kind.label().to_lowercase());
        let _ = writeln!(signs, "{sign:<BEFORE$}{what}");
    }
    format!("{BEGINS}{signs}{GOES_ON}")
}

const BEGINS: &str = "\
SÅ SKRIVER DU EN RAD
?                   på en egen rad: den här hjälpen
text @namn >datum   vad, vem och när: Ring hemmet @maja >fre
‹Next› efter texten    frågar vem, och en gång till när
#2 sist             åtgärden hör till behov 2
";

const GOES_ON: &str = "\
\\@ och \\>           skriver själva tecknet
fre  15/12  v 49  före v 50  om 3v  om två veckor  imorgon
från mån  varje fre  varje vecka från 2/12  löpande  nästa möte
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_tells_of_no_sign_that_the_phase_doesnt_take() {
        let nulage = line_help(&[EntryKind::Fungerar, EntryKind::Svarare, EntryKind::Stod]);
        assert!(nulage.contains("\n+ ") && nulage.contains("\n= ") && !nulage.contains("\n! "), "{nulage}");
        assert!(line_help(&[EntryKind::Behov]).contains("\n! "));
        assert!(!line_help(&[EntryKind::Atgard]).contains("först på raden"));
    }
}
