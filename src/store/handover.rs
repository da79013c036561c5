//! Who does an action now, where somebody else took it over: as it was told last and not taken back.

use crate::domain::record::handover::apart;

/// The key of the word (`w`) on an action (`p`) by which somebody took it over last, of those words that `fits` keeps.
pub(super) fn last_word(fits: &str) -> String {
    // A word that takes back another is told of its moment, and takes back those after it too.
    let of_it = "t.post_id = w.post_id AND t.mote_id IS w.mote_id";
    format!(
        "(SELECT max(w.id) FROM atgard_status w WHERE w.post_id = p.id AND w.utvardering LIKE '@%'
            AND w.utvardering NOT LIKE '@: %' AND {fits}
            AND (SELECT count(*) FROM atgard_status t WHERE {of_it} AND t.nar = w.nar AND t.id < w.id) % 2 = 0
            AND NOT EXISTS (SELECT 1 FROM atgard_status t WHERE {of_it} AND t.nar <= w.nar AND t.id > w.id))"
    )
}

/// The name in such a word, as SQL has it.
pub(super) const NAME: &str = "substr(w.utvardering, 2, instr(w.utvardering || ': ', ': ') - 2)";

/// Who does it: whoever took it over, or else whom it was agreed with.
pub(super) fn owner(took_over: Option<&str>, agreed: Option<String>) -> Option<String> {
    took_over.and_then(|words| apart(words).0).map(str::to_owned).or(agreed)
}
