//! Swedish order: å ä ö are letters of their own, after z.

/// For searching: NFC and lower case, å ä ö kept.
pub fn fold(text: &str) -> String {
    super::text::nfc(text).to_lowercase()
}

/// Whether any word of `hay` begins with `needle`.
pub fn starts_with_folded(hay: &str, needle: &str) -> bool {
    let needle = fold(needle);
    fold(hay).split([' ', '.', '-']).any(|word| word.starts_with(&needle))
}
