//! The operating system's errors in Swedish: its own words are in another language, or in numbers.

use std::io::{Error, ErrorKind};

/// Why reading or writing failed, in a few words to stand within parentheses.
pub fn reason(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "den finns inte",
        ErrorKind::PermissionDenied => "du har inte rätt till det",
        ErrorKind::AlreadyExists => "det finns redan en sådan",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "disken är full",
        ErrorKind::ReadOnlyFilesystem => "disken är skrivskyddad",
        ErrorKind::IsADirectory => "det är en mapp",
        ErrorKind::NotADirectory => "det är ingen mapp",
        ErrorKind::InvalidFilename => "namnet går inte att använda",
        ErrorKind::FileTooLarge => "den är för stor",
        ErrorKind::InvalidData => "den är inte text i UTF-8",
        ErrorKind::TimedOut => "det tog för lång tid",
        ErrorKind::OutOfMemory => "minnet räcker inte",
        ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof => "mottagaren har stängt",
        _ => "fel i datorn eller på disken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_errors_have_words_of_their_own() {
        let missing = std::fs::read("/finns/inte").unwrap_err();
        assert_eq!(reason(&missing), "den finns inte");
        assert_eq!(reason(&Error::from(ErrorKind::StorageFull)), "disken är full");
        assert_eq!(reason(&Error::other("x")), "fel i datorn eller på disken");
    }
}
