//! What keeps a row from others, in the words that stand on it.

use crate::app::core::action::name_keys;
use crate::domain::collate::distinct;
use crate::domain::earlier::Earlier;
use crate::domain::held::entry_texts;
use crate::domain::meeting::Meeting;
use crate::domain::record::{ActionStatus, Entry};

/// The mark of what stays with elevhälsan's medical part.
pub(super) const EMI: &str = "[EMI]";

/// What keeps an entry from others: EMI, those who may not read it, words that wait for a look.
pub(super) fn kept_back(meeting: &Meeting, entry: &Entry) -> Vec<String> {
    let mut facts = Vec::new();
    if entry.emi {
        facts.push(EMI.to_owned());
    }
    let own = meeting.exemptions.iter().filter(|row| row.entry == entry.id);
    facts.extend(kept_from(own.map(|row| row.part.as_str())));
    facts.extend(held_words(meeting, &meeting.held_entry(entry), &entry_texts(entry)));
    facts
}

/// "undantag: Skola, BUP"
pub(super) fn kept_from<'a>(parties: impl Iterator<Item = &'a str>) -> Option<String> {
    let parties = distinct(parties);
    (!parties.is_empty()).then(|| format!("undantag: {}", parties.join(", ")))
}

/// "hålls inne: orosanmälan (Ctrl-W)", in the words of the texts.
pub(super) fn held_words(meeting: &Meeting, words: &[String], texts: &[&str]) -> Option<String> {
    let words = meeting.words.as_written(words, texts).join(", ");
    (!words.is_empty()).then(|| name_keys(format!("hålls inne: {words} (‹LetThrough›)")))
}

/// What kept something of before from others then keeps it now too.
pub(super) fn kept_back_before(meeting: &Meeting, row: &Earlier) -> Vec<String> {
    let mut facts: Vec<String> = row.emi.then(|| EMI.to_owned()).into_iter().collect();
    facts.extend(kept_from(row.kept_from.iter().map(String::as_str)));
    let told = row.told.as_ref().and_then(ActionStatus::how).unwrap_or_default();
    let texts = [row.text.as_str(), told];
    facts.extend(held_words(meeting, &meeting.held_in(row.entry.0, &texts), &texts));
    facts
}
